/* reddit_read.c - what Reddit's answers have in common: lists, errors, who we are, our own comments */
#include "reddit.h"

#include "html.h"
#include "metrics.h"

#define WAIT_MAX 86400.0

/* --- errors ----------------------------------------------------------------------------------- */

static const struct {
	const char *code;
	enum fault  fault;
	const char *todo;
} codes[] = {
	{ "RATELIMIT",                      FAULT_LIMIT,   NULL },
	{ "USER_REQUIRED",                  FAULT_AUTH,    "sign in again" },
	{ "SUBREDDIT_NOEXIST",              FAULT_CONF,    "look at `user` in smm.yaml" },
	{ "BAD_SR_NAME",                    FAULT_CONF,    "look at `user` in smm.yaml" },
	{ "SUBREDDIT_NOTALLOWED",           FAULT_REFUSED, "the community does not let us post" },
	{ "ALREADY_SUB",                    FAULT_REFUSED, "options.reddit.resubmit posts it again" },
	{ "SUBMIT_VALIDATION_FLAIR_REQUIRED", FAULT_REFUSED, "the community wants options.reddit.flair_id" },
};

/* "… for 7 minutes …": one unit more, so that it is over for sure. */
static double
wait_in_words(const char *words)
{
	static const struct { const char *unit; double sec; } units[] = { { "millisecond", 0.001 }, { "second", 1 },
		{ "minute", 60 }, { "hour", 3600 } };
	const char *s = words + strcspn(words, "0123456789");
	double      n = 0;
	size_t      i;

	for (; *s >= '0' && *s <= '9' && n < WAIT_MAX; s++)
		n = 10 * n + (*s - '0');
	for (i = 0; i < sizeof units / sizeof *units; i++)
		if (n > 0 && strncmp(s + (*s == ' '), units[i].unit, strlen(units[i].unit)) == 0)
			return (n + 1) * units[i].sec;
	return 0;
}

static enum fault
say(struct call *c, const char *code, const char *words, double wait)
{
	size_t i;

	wait = wait > 0 ? wait : wait_in_words(words);
	c->wake = wait > 0 && wait < WAIT_MAX ? c->now + (int64_t)(wait * 1000) : 0;
	for (i = 0; i < sizeof codes / sizeof *codes; i++)
		if (strcmp(codes[i].code, code) == 0)
			break;
	call_fail(c, FAULT_NONE, "Reddit: %s%s%s%s", call_words(c, words, strlen(words)), *code ? " (" : "",
	    call_words(c, code, strlen(code)), *code ? ")" : "");
	if (i == sizeof codes / sizeof *codes)
		return FAULT_NONE;
	if (codes[i].todo)
		call_fail(c, FAULT_NONE, "Reddit: %s (%s); %s", call_words(c, words, strlen(words)), codes[i].code,
		    codes[i].todo);
	return codes[i].fault;
}

enum go
reddit_heard(struct call *c)
{
	const json_t *json = json_object_get(c->body, "json");
	const json_t *error = json_array_get(json_object_get(json, "errors"), 0);
	const char   *code = json_string_value(json_array_get(error, 0));
	const char   *words = json_string_value(json_array_get(error, 1));
	enum fault    fault;

	if (!error)
		return GO_NEXT;
	fault = say(c, code ? code : "", words ? words : "it says no reason",
	    json_number_value(json_object_get(json, "ratelimit")));
	c->err.fault = fault ? fault : FAULT_REFUSED;
	return GO_FAIL;
}

enum fault
reddit_fault(struct call *c)
{
	const char *reason = text_member(c->body, "reason"), *words = text_member(c->body, "explanation");
	enum fault  fault;

	if (strcmp(text_member(c->body, "error"), "invalid_grant") == 0) {
		call_fail(c, FAULT_NONE, "Reddit does not know this sign-in any more; sign in again");
		return FAULT_AUTH;
	}
	if (json_object_get(c->body, "json"))
		return reddit_heard(c) == GO_FAIL ? c->err.fault : FAULT_NONE;
	if (!*words)
		words = text_member(c->body, "message");
	if (!*words)
		return FAULT_NONE;
	fault = say(c, reason, words, 0);
	if (fault != FAULT_NONE || c->reply->status != 403)
		return fault;
	call_fail(c, FAULT_NONE, "Reddit: %s%s%s%s; may the account do this there, and has the app the scope for it?",
	    call_words(c, words, strlen(words)), *reason ? " (" : "", call_words(c, reason, strlen(reason)),
	    *reason ? ")" : "");
	return FAULT_NONE;
}

/* --- lists -------------------------------------------------------------------------------------- */

const json_t *
reddit_list(struct call *c, const json_t *listing)
{
	const json_t *list = json_object_get(json_object_get(listing, "data"), "children");

	if (!json_is_array(list))
		call_no_list(c);
	return json_is_array(list) ? list : NULL;
}

int64_t
reddit_time(const json_t *thing)
{
	double sec = json_number_value(json_object_get(thing, "created_utc"));

	return sec > 0 && sec < 1e11 ? (int64_t)(sec * 1000) : 0;
}

/* --- who we are ------------------------------------------------------------------------------- */

enum go
reddit_ask_self(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/v1/me?raw_json=1");
	return reddit_signed(c);
}

enum go
reddit_step_self(struct call *c)
{
	return call_kept(c, "self") ? GO_NEXT : reddit_ask_self(c);
}

enum go
reddit_take_self(struct call *c)
{
	const char *name = call_get(c, "name");

	if (!name)
		return GO_FAIL;
	call_keep(c, "self", name);
	return GO_NEXT;
}

/* --- our own comments --------------------------------------------------------------------------- */

enum go
reddit_ask_comment(struct call *c, const char *below, const char *text)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_ONCE, "/api/comment?raw_json=1");
	form_add(&form, "thing_id", below);
	form_add(&form, "text", text);
	return reddit_form(c, &form);
}

static enum go
keep_answer(struct call *c, const json_t *thing)
{
	const char *name = text_member(thing, "name"), *at = text_member(thing, "permalink");

	call_keep(c, "answer", name);
	call_out(c, "ref", name);
	if (*at == '/')
		call_out_url(c, mem_fmt(c->mem, "https://www.reddit.com%s", at));
	return GO_NEXT;
}

/* Some communities do not show what was written: it is taken all the same. */
enum go
reddit_take_comment(struct call *c)
{
	const json_t *json = json_object_get(c->body, "json");
	const json_t *things = json_object_get(json_object_get(json, "data"), "things");
	const json_t *thing = json_object_get(json_array_get(things, 0), "data");

	if (reddit_heard(c) == GO_FAIL)
		return GO_FAIL;
	if (json_is_array(things) && !json_array_size(things)) {
		call_keep(c, "answer", "");
		return GO_NEXT;
	}
	if (!*text_member(thing, "name"))
		return call_fail(c, FAULT_REPLY, "%s answered %d without the comment's name", c->net->title,
		    c->reply->status);
	return keep_answer(c, thing);
}

enum go
reddit_ask_ours(struct call *c, int is_private)
{
	if (!call_kept(c, "self"))
		return reddit_ask_self(c);
	if (is_private)
		call_send(c, "GET", EFFECT_NONE, "/message/sent?limit=%d&raw_json=1", REDDIT_PAGE);
	else
		call_send(c, "GET", EFFECT_NONE, "/user/%s/comments?sort=new&limit=%d&raw_json=1",
		    call_encoded(c, call_kept(c, "self")), REDDIT_PAGE);
	return reddit_signed(c);
}

enum go
reddit_find_ours(struct call *c, const char *below, const char *text)
{
	const json_t *list, *one, *thing;
	size_t        i;

	if (!call_kept(c, "self")) {
		c->wake = c->now;
		return reddit_take_self(c) == GO_FAIL ? GO_FAIL : GO_WAIT;
	}
	list = reddit_list(c, c->body);
	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		thing = json_object_get(one, "data");
		if (strcmp(text_member(thing, "parent_id"), below) == 0 && *text_member(thing, "name") &&
		    (!text || text_compare(text, text_member(thing, "body")) == LIKE_SAME))
			return keep_answer(c, thing);
	}
	return GO_AGAIN;
}
