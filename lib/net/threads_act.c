/*
 * threads_act.c - what is done about a reply on Threads, and about posts of ours; what is counted
 *
 * developers.facebook.com/docs/threads: reply management, reply approvals, delete posts, insights. Only replies that
 * stand directly below a post of ours can be hidden; what answers them follows. Others' replies cannot be deleted.
 */
#include "threads.h"

#include "graph_read.h"

/*
 * Kept state:
 *	at    when the message was written
 *	gone  how many parts were deleted; seen   the next one was there a moment ago
 */

int
threads_is_pending(const char *ref)
{
	return ref && strncmp(ref, THREADS_PENDING, strlen(THREADS_PENDING)) == 0;
}

const char *
threads_node(struct call *c, const char *ref)
{
	return call_encoded(c, threads_is_pending(ref) ? ref + strlen(THREADS_PENDING) : ref);
}

/* --- before an answer --------------------------------------------------------------------------- */

enum go
threads_ask_message(struct call *c)
{
	if (threads_is_pending(call_message(c)))
		return call_fail(c, FAULT_REFUSED, "nobody sees it yet: let it out first (unhide), then answer");
	call_send(c, "GET", EFFECT_NONE, BASE "/%s?fields=id,timestamp", call_encoded(c, call_message(c)));
	return graph_signed(c);
}

enum go
threads_take_message(struct call *c)
{
	if (graph_has_error(c))
		return graph_refused(c);
	if (!graph_get_id(c))
		return GO_FAIL;
	call_keep(c, "at", graph_when(c, text_member(c->body, "timestamp")));
	return GO_NEXT;
}

enum go
threads_ask_answers(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE,
	    BASE "/%s/replies?fields=id,text,timestamp,permalink,is_reply_owned_by_me&limit=100",
	    call_encoded(c, call_message(c)));
	return graph_signed(c);
}

static int
is_ours(struct call *c, const json_t *item)
{
	(void)c;
	return json_is_true(json_object_get(item, "is_reply_owned_by_me"));
}

/* A colleague may have been quicker. */
enum go
threads_take_answers(struct call *c)
{
	static const struct graph_answers answers = { "text", "timestamp", is_ours };
	const json_t                     *data = graph_data(c), *one;

	if (!data)
		return GO_FAIL;
	one = graph_our_answer(c, data, &answers, 0, NULL);
	return one ? call_answered(c, text_member(one, "permalink")) : GO_NEXT;
}

/* --- shown or not --------------------------------------------------------------------------------- */

static enum go
ask_hidden(struct call *c)
{
	struct buf form = { 0 };
	int        is_pending = threads_is_pending(call_message(c));

	call_send(c, "POST", EFFECT_SAME, BASE "/%s/%s", threads_node(c, call_message(c)),
	    is_pending ? "manage_pending_reply" : "manage_reply");
	if (is_pending)
		graph_add(&form, "approve", strcmp(c->with, "true") == 0 ? "false" : "true");
	else
		graph_add(&form, "hide", c->with);
	return graph_form(c, &form);
}

const struct step threads_hide[] = { { "hide", ask_hidden, graph_take_done, 0, NULL, 0, .with = "true" }, { 0 } };
const struct step threads_unhide[] = { { "unhide", ask_hidden, graph_take_done, 0, NULL, 0, .with = "false" }, { 0 } };

/* --- deleted -------------------------------------------------------------------------------------- */

/* An answer of ours, or the parts of a post, the last one first, so that no thread stands there without its head. */
static size_t
parts(const struct call *c)
{
	return call_message(c) ? 1 : call_was_parts(c, "ids");
}

static const char *
part_id(struct call *c, size_t part)
{
	const char *id = json_string_value(json_array_get(call_was(c, "ids"), part));

	if (call_message(c))
		return call_encoded(c, call_message(c));
	return call_encoded(c, id ? id : text_member(c->was, "ref"));
}

/*
 * What is not there and what a token may not see is refused alike (100/33): so each is looked at first, and what was
 * seen then and is missing now is gone.
 */
static enum go
ask_delete(struct call *c)
{
	size_t gone = call_kept_count(c, "gone");
	int    seen = call_kept(c, "seen") != NULL;

	if (threads_is_pending(call_message(c)))
		return call_fail(c, FAULT_REFUSED, "nobody sees it yet: refuse it (hide)");
	if (!parts(c))
		return call_nowhere(c);
	if (gone >= parts(c))
		return GO_NEXT;
	call_send(c, seen ? "DELETE" : "GET", seen ? EFFECT_SAME : EFFECT_NONE, BASE "/%s%s",
	    part_id(c, parts(c) - 1 - gone), seen ? "" : "?fields=id");
	return graph_signed(c);
}

static enum go
take_delete(struct call *c)
{
	int seen = call_kept(c, "seen") != NULL, is_gone = graph_has_error(c) && seen && graph_is_missing(c);

	if (graph_has_error(c) && !is_gone)
		return graph_refused(c);
	if (!seen) {
		if (!graph_get_id(c))
			return GO_FAIL;
		call_keep(c, "seen", "yes");
		return GO_AGAIN;
	}
	if (!is_gone && graph_success(c) == GO_FAIL)
		return GO_FAIL;
	call_forget(c, "seen");
	call_keep_item(c, "gone", json_true());
	return GO_AGAIN;
}

const struct step threads_delete[] = {
	{ "delete", ask_delete, take_delete, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};

/* --- numbers -------------------------------------------------------------------------------------- */

/* Quotes are not among the shares. Replies of our own are counted there, too. */
static const struct graph_metric of_post[] = {
	{ "views",    "views", NULL },
	{ "likes",    "likes", NULL },
	{ "comments", "replies", NULL },
	{ "shares",   "reposts", NULL },
	{ NULL,       NULL, NULL },
};

static const struct graph_metric of_account[] = {
	{ "followers", "followers_count", NULL },
	{ NULL,        NULL, NULL },
};

static enum go
ask_there(struct call *c)
{
	if (!metrics_ref(c, 0))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, BASE "/%s?fields=id", call_encoded(c, metrics_ref(c, 0)));
	return graph_signed(c);
}

/* What is missing has no numbers. */
static enum go
take_there(struct call *c)
{
	if (graph_has_error(c))
		return graph_is_missing(c) ? GO_DONE : graph_refused(c);
	return graph_get_id(c) ? GO_NEXT : GO_FAIL;
}

static enum go
ask_numbers(struct call *c)
{
	return graph_ask_insights(c, of_post, mem_fmt(c->mem, BASE "/%s/insights?metric=",
	    call_encoded(c, metrics_ref(c, 0))), "");
}

static enum go
take_numbers(struct call *c)
{
	return graph_take_insights(c, of_post);
}

static enum go
put_numbers(struct call *c)
{
	graph_put_values(c, metrics_ref(c, 0));
	return GO_DONE;
}

static enum go
ask_account(struct call *c)
{
	return graph_ask_insights(c, of_account, BASE "/me/threads_insights?metric=", "");
}

static enum go
take_account(struct call *c)
{
	return graph_take_insights(c, of_account);
}

/* What people did in one day. */
static const struct graph_metric of_day[] = {
	{ "views",    "views", NULL },
	{ "likes",    "likes", NULL },
	{ "comments", "replies", NULL },
	{ "shares",   "reposts", NULL },
	{ "clicks",   "clicks", NULL },
	{ NULL,       NULL, NULL },
};

static const struct graph_days days = { of_day, "", 3, 1 };

static enum go
put_account(struct call *c)
{
	graph_put_values(c, NULL);
	return GO_NEXT;
}

static enum go
ask_days(struct call *c)
{
	return graph_ask_days(c, &days, BASE "/me/threads_insights?metric=");
}

static enum go
take_days(struct call *c)
{
	return graph_take_days(c, &days);
}

const struct step threads_post_metrics[] = {
	{ "there",   ask_there,   take_there, ALSO_REFUSED, NULL, 0 },
	{ "numbers", ask_numbers, take_numbers, ALSO_REFUSED, NULL, 0 },
	{ "record",  put_numbers, put_numbers,  0,   NULL, 0 },
	{ 0 }
};

const struct step threads_account_metrics[] = {
	{ "account", ask_account, take_account, ALSO_REFUSED, NULL, 0 },
	{ "record",  put_account, put_account,  0,   NULL, 0 },
	{ "days",    ask_days,    take_days, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};

/* --- others' accounts: "Threads profiles", those that are public and have a hundred followers ----------------- */

#define CODE_NOT_FOUND 24

static enum go
ask_other(struct call *c)
{
	const char *user = metrics_user(c);

	if (!user)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, BASE "/profile_lookup?username=%s", call_encoded(c, user));
	return graph_signed(c);
}

/* Whom it does not know, or does not show, has no numbers. */
static enum go
take_other(struct call *c)
{
	static const struct count counts[] = { { "followers", "follower_count" }, { NULL, NULL } };

	if (graph_has_error(c) || json_object_get(c->body, "error"))
		return graph_is_missing(c) || graph_code(c) == CODE_NOT_FOUND ? GO_DONE : graph_refused(c);
	if (!call_get(c, "username"))
		return GO_FAIL;
	metrics_out(c, NULL, counts, c->body);
	return GO_DONE;
}

const struct step threads_other_metrics[] = {
	{ "other", ask_other, take_other, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};
