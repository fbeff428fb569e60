/*
 * x_act.c - what is done about a message on X, and about posts of ours
 *
 * docs.x.com: posts, hide replies, mutes, direct messages. Since 2026-02-23 an app may answer only who has mentioned
 * the account or quoted it. Nobody is blocked by the API but for private messages; likes are gone from it.
 */
#include "x.h"

#include "message.h"

#define LOOK_AFTER_SEC 5

/* Who wrote it is an expansion, as of posts: dm_event.fields of 2.167 does not know sender_id. */
#define DM_LIST "dm_event.fields=id,text,created_at,entities&event_types=MessageCreate&expansions=sender_id" \
                "&max_results=10"

/*
 * Kept state of an action:
 *	self, name   who we are
 *	author, at   who wrote the message, and when
 *	since        when a private answer was first asked for; dm   of it, its id
 *	ids          of the answer (x.c); of posts: gone   how many parts were deleted
 */

int
x_is_dm(const struct call *c)
{
	const char *ref = call_message(c);

	return ref && strncmp(ref, X_DM, strlen(X_DM)) == 0;
}

static const char *
number(struct call *c)
{
	return call_encoded(c, call_message(c) + (x_is_dm(c) ? strlen(X_DM) : 0));
}

/* --- the message ------------------------------------------------------------------------------ */

enum go
x_ask_message(struct call *c)
{
	if (x_is_dm(c))
		call_send(c, "GET", EFFECT_NONE, "/2/dm_events/%s?dm_event.fields=id,created_at&expansions=sender_id",
		    number(c));
	else
		call_send(c, "GET", EFFECT_NONE, "/2/tweets/%s?expansions=author_id", number(c));
	return x_signed(c);
}

/* Deleted, or its author's posts are protected now. */
enum go
x_take_message(struct call *c)
{
	int           gone;
	const json_t *one = x_one(c, &gone);
	const char   *author = id_member(c, one, x_is_dm(c) ? "sender_id" : "author_id");

	if (!one)
		return gone ? call_gone(c) : GO_FAIL;
	call_keep(c, "author", author ? author : "");
	call_keep(c, "at", text_member(one, "created_at"));
	return GO_NEXT;
}

/* --- before an answer ----------------------------------------------------------------------------- */

static enum go
ask_dm_list(struct call *c)
{
	if (!*call_kept(c, "author"))
		return call_fail(c, FAULT_REFUSED, "X does not say who wrote this");
	call_send(c, "GET", EFFECT_NONE, "/2/dm_conversations/with/%s/dm_events?" DM_LIST,
	    call_encoded(c, call_kept(c, "author")));
	return x_signed(c);
}

/* One that is there costs a fraction of a cent, none nothing. */
enum go
x_ask_answers(struct call *c)
{
	if (x_is_dm(c))
		return ask_dm_list(c);
	call_send(c, "GET", EFFECT_NONE, "/2/tweets/search/recent?query=in_reply_to_tweet_id%%3A%s%%20from%%3A%s"
	    "&max_results=10", number(c), call_encoded(c, call_kept(c, "name")));
	return x_signed(c);
}

/* Ours in the list, written from then on, with these words (NULL: any); *like: how much the best one is like them. */
static const json_t *
our_dm(struct call *c, const json_t *list, int64_t from, const char *words, enum likeness *like)
{
	const json_t *one, *best = NULL;
	const char   *who;
	enum likeness l;
	size_t        i;

	*like = LIKE_NOT;
	json_array_foreach(list, i, one) {
		who = id_member(c, one, "sender_id");
		if (!who || strcmp(who, call_kept(c, "self")) != 0 ||
		    message_time(text_member(one, "created_at")) < from)
			continue;
		l = words ? x_like(c, one, words) : LIKE_SAME;
		if (l > *like) {
			*like = l;
			best = one;
		}
	}
	return best;
}

/* A colleague may have been quicker. */
enum go
x_take_answers(struct call *c)
{
	const json_t *list = x_list(c), *one;
	enum likeness like;

	if (!list)
		return GO_FAIL;
	one = x_is_dm(c) ? our_dm(c, list, message_time(call_kept(c, "at")), NULL, &like) : json_array_get(list, 0);
	if (!one)
		return GO_NEXT;
	return call_answered(c, x_is_dm(c) || !id_member(c, one, "id") ? "" :
	    mem_fmt(c->mem, "https://x.com/i/status/%s", call_encoded(c, id_member(c, one, "id"))));
}

/* --- a private answer ------------------------------------------------------------------------------- */

static enum go
tell_dm(struct call *c, const char *id)
{
	call_keep(c, "dm", id);
	call_out(c, "ref", mem_fmt(c->mem, X_DM "%s", id));
	return GO_NEXT;
}

enum go
x_ask_dm(struct call *c)
{
	if (call_kept(c, "dm"))
		return tell_dm(c, mem_str(c->mem, call_kept(c, "dm")));
	if (!*call_kept(c, "author"))
		return call_fail(c, FAULT_REFUSED, "X does not say who wrote this");
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/2/dm_conversations/with/%s/messages",
	    call_encoded(c, call_kept(c, "author")));
	call_json(c, json_pack("{s:s}", "text", rec_text_at(c, 0)));
	c->req.cost = X_COST_DM;
	return x_signed(c);
}

enum go
x_take_dm(struct call *c)
{
	const char *id = x_data_id(c, "dm_event_id");

	return id ? tell_dm(c, id) : GO_FAIL;
}

static enum go
take_dm_look(struct call *c)
{
	const json_t *list = x_list(c), *one;
	enum likeness like;

	if (!list)
		return GO_FAIL;
	one = our_dm(c, list, call_since(c, "since"), rec_text_at(c, 0), &like);
	if (like == LIKE_SO)
		return call_twins(c, 1);
	return one && id_member(c, one, "id") ? tell_dm(c, id_member(c, one, "id")) : GO_AGAIN;
}

const struct step x_dm_look = { "look", ask_dm_list, take_dm_look, 0, NULL, 0 };

static enum go
ask_told(struct call *c)
{
	return x_is_dm(c) ? ask_dm_list(c) : GO_NEXT;
}

const struct step x_reply_private[] = {
	{ "self",    x_ask_self,    x_take_self,    0,   NULL,       0 },
	{ "message", x_ask_message, x_take_message, 404, NULL,       0 },
	{ "answers", ask_told,      x_take_answers, 0,   NULL,       0 },
	{ "dm",      x_ask_dm,      x_take_dm,      0,   &x_dm_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- shown or not --------------------------------------------------------------------------------- */

static enum go
ask_hidden(struct call *c)
{
	if (x_is_dm(c))
		return call_fail(c, FAULT_REFUSED, "only answers below our own posts can be hidden");
	call_send(c, "PUT", EFFECT_SAME, "/2/tweets/%s/hidden", number(c));
	call_json(c, json_pack("{s:b}", "hidden", c->with != NULL));
	return x_signed(c);
}

/* {"data":{NAME:true or false}}: it must be there. */
static enum go
take_state(struct call *c, const char *name, const char *ref)
{
	if (!json_is_boolean(json_object_get(json_object_get(c->body, "data"), name)))
		return x_list(c) ? call_fail(c, FAULT_REPLY, "X answered %d without \"data.%s\"", c->reply->status,
		    name) : GO_FAIL;
	call_out(c, "ref", ref);
	return GO_DONE;
}

static enum go
take_hidden(struct call *c)
{
	return take_state(c, "hidden", call_message(c));
}

const struct step x_hide[] = { { "hide", ask_hidden, take_hidden, 0, NULL, 0, .with = "true" }, { 0 } };
const struct step x_unhide[] = { { "unhide", ask_hidden, take_hidden, 0, NULL, 0 }, { 0 } };

/* --- its author ----------------------------------------------------------------------------------- */

static enum go
ask_mute(struct call *c)
{
	call_send(c, "POST", EFFECT_SAME, "/2/users/%s/muting", call_encoded(c, call_kept(c, "self")));
	call_json(c, json_pack("{s:s}", "target_user_id", call_kept(c, "author")));
	return x_signed(c);
}

static enum go
ask_unmute(struct call *c)
{
	call_send(c, "DELETE", EFFECT_SAME, "/2/users/%s/muting/%s", call_encoded(c, call_kept(c, "self")),
	    call_encoded(c, call_kept(c, "author")));
	return x_signed(c);
}

static enum go
take_muting(struct call *c)
{
	return take_state(c, "muting", call_kept(c, "author"));
}

static enum go
ask_blocked(struct call *c)
{
	if (!x_is_dm(c))
		return call_fail(c, FAULT_REFUSED,
		    "X blocks nobody by its API but for private messages: mute, or block in the app");
	call_send(c, "POST", EFFECT_SAME, "/2/users/%s/dm/%s", call_encoded(c, call_kept(c, "author")), c->with);
	return x_signed(c);
}

static enum go
take_blocked(struct call *c)
{
	return take_state(c, "blocked", call_kept(c, "author"));
}

const struct step x_mute[] = {
	{ "self",    x_ask_self,    x_take_self,    0,   NULL, 0 },
	{ "message", x_ask_message, x_take_message, 404, NULL, 0 },
	{ "mute",    ask_mute,      take_muting,    0,   NULL, 0 },
	{ 0 }
};

const struct step x_unmute[] = {
	{ "self",    x_ask_self,    x_take_self,    0,   NULL, 0 },
	{ "message", x_ask_message, x_take_message, 404, NULL, 0 },
	{ "unmute",  ask_unmute,    take_muting,    0,   NULL, 0 },
	{ 0 }
};

const struct step x_block[] = {
	{ "message", x_ask_message, x_take_message, 404, NULL, 0 },
	{ "block",   ask_blocked,   take_blocked,   0,   NULL, 0, .with = "block" },
	{ 0 }
};

const struct step x_unblock[] = {
	{ "message", x_ask_message, x_take_message, 404, NULL, 0 },
	{ "unblock", ask_blocked,   take_blocked,   0,   NULL, 0, .with = "unblock" },
	{ 0 }
};

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

	return call_message(c) ? number(c) : call_encoded(c, id ? id : text_member(c->was, "ref"));
}

static enum go
ask_delete(struct call *c)
{
	size_t gone = call_kept_count(c, "gone");

	if (!parts(c))
		return call_nowhere(c);
	if (gone >= parts(c))
		return GO_NEXT;
	call_send(c, "DELETE", EFFECT_SAME, "/2/%s/%s", x_is_dm(c) ? "dm_events" : "tweets",
	    part_id(c, parts(c) - 1 - gone));
	c->req.cost = X_COST_DELETE;
	return x_signed(c);
}

/* 404, also within 200: it is gone already. */
static enum go
take_delete(struct call *c)
{
	int gone;

	if (!x_one(c, &gone) && !gone)
		return GO_FAIL;
	call_keep_item(c, "gone", json_true());
	return GO_AGAIN;
}

const struct step x_delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};
