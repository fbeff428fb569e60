/*
 * x.c - X through its API v2
 *
 * docs.x.com: posts, errors; OpenAPI 2.167. Media are uploaded and described (x_media.c), then one
 * request for each part of the thread. There is no key: of a part whose answer was lost our newest
 * posts are looked through, from an id on that was taken from the clock before the first try.
 */
#include "x.h"

#include "smm/when.h"

#include "oauth.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLOOR_MS       INT64_C(60000)         /* how far X's clock may be behind ours */
#define LOOK_AFTER_SEC 5
#define LOOK_PAUSE_SEC 10
#define LOOKS_MAX      3

/*
 * Kept state of a post, beside x_media.c's:
 *	floor      an id below that of the first part, by the clock; self: our own user id
 *	looks      how often we have looked for the part under way; twin: X calls it a duplicate
 *	ids        of the parts that are out
 */

/* --- posts ------------------------------------------------------------------------------------------ */

static size_t
part_now(const struct call *c)
{
	return call_kept_count(c, "ids");
}

static json_t *
poll_json(const struct call *c)
{
	const json_t *poll = json_object_get(c->rec, "poll");
	json_int_t    minutes = json_integer_value(json_object_get(poll, "ends_in")) / 60;

	return json_pack("{s:O, s:I}", "options", json_object_get(poll, "options"), "duration_minutes",
	    minutes);
}

/* media, poll and quote exclude one another: plan and media check see to that. */
static void
add_first(const struct call *c, json_t *post)
{
	static const char *const flags[] = { "made_with_ai", "paid_partnership" };
	const json_t            *options = rec_options(c);
	size_t                   i;

	if (rec_media_count(c))
		json_object_set_new(post, "media",
		    json_pack("{s:O}", "media_ids", json_object_get(c->keep, "media")));
	else if (json_object_get(c->rec, "poll"))
		json_object_set_new(post, "poll", poll_json(c));
	for (i = 0; i < sizeof flags / sizeof *flags; i++)
		if (json_is_true(json_object_get(options, flags[i])))
			json_object_set_new(post, flags[i], json_true());
}

static json_t *
post_json(struct call *c, size_t part)
{
	json_t     *post = json_object();
	const char *text = call_text(c, part);
	const char *who = text_member(rec_options(c), "reply_settings");

	if (*text)
		json_object_set_new(post, "text", json_string(text));
	if (*who)
		json_object_set_new(post, "reply_settings", json_string(who));
	if (part || call_message(c))
		json_object_set_new(post, "reply", json_pack("{s:s}", "in_reply_to_tweet_id",
		    part ? call_kept_at(c, "ids", rec_parent(c, part)) : call_message(c)));
	else
		add_first(c, post);
	return post;
}

static void
fix_floor(struct call *c)
{
	int64_t ms = c->now - X_EPOCH_MS - FLOOR_MS;

	if (!call_kept(c, "floor"))
		call_keep(c, "floor", mem_fmt(c->mem, "%" PRId64, (ms > 0 ? ms : 0) << 22));
}

static void
tell(struct call *c)
{
	const char *id = call_kept_at(c, "ids", 0);

	if (!id)
		return;
	call_out(c, "ref", id);
	call_out_url(c, mem_fmt(c->mem, "https://x.com/i/status/%s", call_encoded(c, id)));
}

/* An address within makes it thirteen times dearer. */
static int64_t
post_cost(const struct call *c, const char *text)
{
	return text_has_link(&net_x.text, text) ? X_COST_LINK : call_message(c) ? X_COST_REPLY : X_COST_POST;
}

static enum go
ask_post(struct call *c)
{
	size_t part = part_now(c);

	tell(c);
	if (part >= rec_texts(c))
		return GO_NEXT;
	fix_floor(c);
	call_send(c, "POST", EFFECT_ONCE, "/2/tweets");
	call_json(c, post_json(c, part));
	c->req.cost = post_cost(c, call_text(c, part));
	return x_signed(c);
}

static enum go
keep_post(struct call *c, const char *id)
{
	call_keep_item(c, "ids", json_string(id));
	call_forget(c, "looks");
	tell(c);
	return part_now(c) >= rec_texts(c) ? GO_NEXT : GO_AGAIN;
}

static enum go
take_post(struct call *c)
{
	const char *id = x_data_id(c, "id");

	return id ? keep_post(c, id) : GO_FAIL;
}

/* --- was it made? ------------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	const char *self = call_kept(c, "self");

	if (!self)
		call_send(c, "GET", EFFECT_NONE, "/2/users/me");
	else
		call_send(c, "GET", EFFECT_NONE, "/2/users/%s/tweets?since_id=%s&max_results=100%s",
		    call_encoded(c, self), call_kept(c, "floor"), call_kept(c, "renamed") ?
		    "&post.fields=created_at,entities,attachments,note_post&expansions=referenced_posts" :
		    "&tweet.fields=created_at,entities,attachments,note_tweet&expansions=referenced_tweets.id");
	return x_signed(c);
}

/* As far as X tells how many there are. */
static int
has_our_media(const struct call *c, const json_t *post, size_t part)
{
	const json_t *keys = json_object_get(json_object_get(post, "attachments"), "media_keys");

	return !keys || json_array_size(keys) == (part ? 0 : rec_media_count(c));
}

static enum likeness
compare(struct call *c, const json_t *post, size_t part)
{
	const char *before = part ? call_kept_at(c, "ids", rec_parent(c, part)) : call_message(c);

	return has_our_media(c, post, part) && strcmp(x_answers_to(post), before ? before : "") == 0 ?
	    x_like(c, post, call_text(c, part)) : LIKE_NOT;
}

/* Not there after three looks: it was not made. */
static enum go
look_again(struct call *c)
{
	if (call_looks_again(c, LOOKS_MAX, LOOK_PAUSE_SEC))
		return GO_WAIT;
	if (call_kept(c, "twin"))
		return call_fail(c, FAULT_UNSURE, "X calls it a duplicate of a post that is not among our newest");
	return GO_AGAIN;
}

static enum go
search(struct call *c)
{
	const json_t *post, *found = NULL;
	size_t        i, same = 0, so = 0;
	enum likeness like;

	json_array_foreach(json_object_get(c->body, "data"), i, post) {
		like = compare(c, post, part_now(c));
		same += like == LIKE_SAME;
		so += like == LIKE_SO;
		if (like == LIKE_SAME)
			found = post;
	}
	if (same > 1 || (!same && so))
		return call_twins(c, same + so);
	return found ? keep_post(c, text_member(found, "id")) : look_again(c);
}

static enum go
take_look(struct call *c)
{
	const char *id;

	if (c->reply->status == 400) {
		if (!x_is_renamed(c))
			return x_refused(c);
		c->wake = c->now;
		return GO_WAIT;
	}
	if (call_kept(c, "self"))
		return search(c);
	id = x_data_id(c, "id");
	if (!id)
		return GO_FAIL;
	call_keep(c, "self", id);
	c->wake = c->now;
	return GO_WAIT;
}

static const struct step look = { "look", ask_look, take_look, 400, NULL, 0 };

static const struct step publish[] = {
	{ "media",     x_ask_media,     x_take_media,     0, NULL,  0 },
	{ "ready",     x_ask_ready,     x_take_ready,     0, NULL,  0 },
	{ "subtitles", x_ask_subtitles, x_take_subtitles, 0, NULL,  0 },
	{ "alt",       x_ask_alt,       x_take_alt,       0, NULL,  0 },
	{ "post",      ask_post,        take_post,        0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- an answer ---------------------------------------------------------------------------------------- */

/* To a post it is a post, to a private message one. */
static enum go
ask_public(struct call *c)
{
	return x_is_dm(c) ? GO_NEXT : ask_post(c);
}

static enum go
ask_private(struct call *c)
{
	tell(c);
	return x_is_dm(c) ? x_ask_dm(c) : GO_NEXT;
}

static const struct step reply[] = {
	{ "self",    x_ask_self,    x_take_self,    0,   NULL,       0 },
	{ "message", x_ask_message, x_take_message, 404, NULL,       0 },
	{ "answers", x_ask_answers, x_take_answers, 0,   NULL,       0 },
	{ "post",    ask_public,    take_post,      0,   &look,      LOOK_AFTER_SEC },
	{ "dm",      ask_private,   x_take_dm,      0,   &x_dm_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- errors --------------------------------------------------------------------------------------------- */

/* Problems (RFC 9457) by what follows /2/problems/: the host before it was renamed in 2026. */
static const struct {
	const char *type;
	enum fault  fault;
	const char *todo;
} problems[] = {
	{ "credits", FAULT_CONF, "buy credits in the developer console" },
	{ "credits-depleted", FAULT_CONF, "buy credits in the developer console" },
	{ "usage-capped", FAULT_CONF, "the month's cap is reached" },
	{ "unsupported-authentication", FAULT_AUTH, "sign in as the account" },
	{ "client-forbidden", FAULT_AUTH, "look at the account, and at the app in the developer console" },
	{ "resource-not-found", FAULT_REFUSED, NULL },
	{ "invalid-request", FAULT_REFUSED, NULL },
};

/* The problem; of a list of them, which may come within 200, the first. */
static const json_t *
problem(const struct call *c)
{
	const json_t *first = json_array_get(json_object_get(c->body, "errors"), 0);

	return !*text_member(c->body, "detail") && *text_member(first, "detail") ? first : c->body;
}

static const char *
first_error(const struct call *c)
{
	return text_member(json_array_get(json_object_get(c->body, "errors"), 0), "message");
}

/*
 * An app that belongs to no project is known by its reason: signing in again does not help. A refused duplicate does
 * not say of what: it may be the try whose answer was lost. Looked for.
 */
static enum fault
forbidden(struct call *c, const char *words)
{
	if (strcmp(text_member(problem(c), "reason"), "client-not-enrolled") == 0) {
		call_fail(c, FAULT_NONE, "X: %s; attach the app to a project in the developer console", words);
		return FAULT_CONF;
	}
	if (!strstr(words, "duplicate content"))
		return FAULT_NONE;
	call_keep(c, "twin", "yes");
	return FAULT_UNSURE;
}

static enum fault
fault(struct call *c)
{
	const char *type = text_member(problem(c), "type"), *at = strstr(type, "/2/problems/");
	const char *words = text_member(problem(c), "detail");
	enum fault  known = x_upload_fault(c);
	size_t      i;

	if (!*words)
		words = first_error(c);
	if (known || !*words)
		return known;
	words = call_words(c, words, strlen(words));
	call_fail(c, FAULT_NONE, "X: %s", words);
	if (c->reply->status == 403 && (known = forbidden(c, words)))
		return known;
	for (i = 0; at && i < sizeof problems / sizeof *problems; i++) {
		if (strcmp(at + strlen("/2/problems/"), problems[i].type) != 0)
			continue;
		if (problems[i].todo)
			call_fail(c, FAULT_NONE, "X: %s; %s", words, problems[i].todo);
		return problems[i].fault;
	}
	return FAULT_NONE;
}

/* "Media", best practices: pictures up to 5 MB, animated up to 15 MB, films up to 512 MB. */
static const struct media_limit types[] = {
	{ "image/jpeg", 5 << 20 }, { "image/png", 5 << 20 }, { "image/webp", 5 << 20 },
	{ "image/gif", 15 << 20 },
	{ "video/mp4", 512 << 20 }, { "video/quicktime", 512 << 20 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "edit",    "paid: Premium accounts, within an hour; delete it and post it under a new id" },
	{ "like",    "unsupported for self-serve apps since April 2026" },
	{ "unlike",  "unsupported for self-serve apps since April 2026" },
	{ "report",  "unsupported: in the app" },
	{ "quotes",  "unsupported for self-serve apps since April 2026" },
	{ "answers to who has not named us", "unsupported for self-serve apps since February 2026" },
	{ "blocking but for private messages", "unsupported: mute, or block in the app" },
	{ "deleting others' posts", "unsupported: hide them" },
	{ "scheduling, drafts", "unsupported: smm-post does it" },
	{ "films of more than 140 s or 512 MB", "paid: Premium accounts, in the app" },
	{ "answers that do not name us", "read by cm-inbox --thread only: each post that a search finds costs" },
	{ "signing in by OAuth 1.0a (PIN)", "left out: the console gives the four values; login is OAuth 2.0" },
	{ "usage and cost", "unsupported: told to the app's own token only; `spend` caps what is sent" },
	{ NULL, NULL }
};

/* "Rate limits", 2026: POST /2/tweets, of a user and of an app */
static const struct post_limit limits[] = {
	{ 100, 900, NULL, LIMIT_PARTS }, { 10000, 86400, NULL, LIMIT_PARTS | LIMIT_APP }, { 0 }
};

static const char *const knows[] = { "reply_settings", "made_with_ai", "paid_partnership", "subtitles", NULL };

const struct net net_x = {
	.name   = "x",
	.title  = "X",
	.knows  = knows,
	.server = "https://api.x.com",
	.can    = CAN_THREAD | CAN_POLL | CAN_ANIMATE | CAN_COMMENT,
	/* twitter-text configuration v3: 280, weighted */
	.text   = { .unit = TEXT_WEIGHTED, .max = 280, .url_units = 23 },
	.limits = limits,
	.media  = { .max = 4, .alt_max = 1000, .alt_unit = TEXT_CODEPOINTS, .types = types },
	/* "Posts", poll: 2 to 4 options of 25, five minutes to seven days */
	.poll   = { .min = 2, .max = 4, .option_max = 25, .min_seconds = 300, .max_seconds = 604800 },
	/* price list of 2026-04-20: a post, and one with an address in it */
	.price  = { .currency = "USD", .post = X_COST_POST, .link = X_COST_LINK },
	.oauth  = &x_oauth,
	.ops    = {
		[OP_PUBLISH]         = publish,
		[OP_DELETE]          = x_delete,
		[OP_REPLY]           = reply,
		[OP_REPLY_PRIVATE]   = x_reply_private,
		[OP_HIDE]            = x_hide,
		[OP_UNHIDE]          = x_unhide,
		[OP_MUTE]            = x_mute,
		[OP_UNMUTE]          = x_unmute,
		[OP_BLOCK]           = x_block,
		[OP_UNBLOCK]         = x_unblock,
		[OP_INBOX]           = x_inbox,
		[OP_THREAD]          = x_thread,
		[OP_POST_METRICS]    = x_post_metrics,
		[OP_ACCOUNT_METRICS] = x_account_metrics,
		[OP_OTHER_METRICS]   = x_other_metrics,
		[OP_MENTIONS]        = x_mentions,
		[OP_WHO]             = x_who,
		[OP_AUTHORIZE]       = oauth_authorize,
		[OP_REFRESH]         = oauth_refresh,
		[OP_REVOKE]          = oauth_revoke,
	},
	.posts_at_once = 25,
	.lacks  = lacks,
	.fault  = fault,
};
