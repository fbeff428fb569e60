/*
 * x_inbox.c - what people wrote to us on X: mentions and answers, quotes, private messages
 *
 * docs.x.com: users/mentions (the newest 800), tweets/search/recent (seven days), dm_events (30 days, newest first).
 * Every post and event that is read costs: so pages go from the last id on, and nothing is read twice on purpose.
 */
#include "x.h"

#include "smm/when.h"

#include "message.h"

#include <stdio.h>

#define DM_FIELDS "dm_event.fields=id,text,event_type,created_at,entities,dm_conversation_id" \
                  "&event_types=MessageCreate&expansions=sender_id&user.fields=username,name&max_results=20"

/*
 * Kept state:
 *	self, name   who we are
 *	page         token of the page that is next
 *	last, dm     newest post and event that were seen
 *	renamed      see x_fields()
 *	root, talk   of a conversation: its first post; the private one
 */

/* Decimal numbers as text: -1, 0, 1. */
static int
compare(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);

	return la != lb ? (la < lb ? -1 : 1) : strcmp(a, b);
}

static void
keep_newest(struct call *c, const char *name, const char *id)
{
	const char *newest = call_kept(c, name);

	if (!newest || compare(id, newest) > 0)
		call_keep(c, name, id);
}

static const char *
page_query(struct call *c)
{
	const char *page = call_kept(c, "page");

	return page ? mem_fmt(c->mem, "&pagination_token=%s", call_encoded(c, page)) : "";
}

static int
has_more(struct call *c)
{
	const char *next = text_member(json_object_get(c->body, "meta"), "next_token");

	if (*next)
		call_keep(c, "page", next);
	else
		call_forget(c, "page");
	return *next != '\0';
}

/* --- messages ----------------------------------------------------------------------------------- */

static const json_t *
user_of(struct call *c, const char *id)
{
	const json_t *users = json_object_get(json_object_get(c->body, "includes"), "users"), *one;
	size_t        i;

	json_array_foreach(users, i, one)
		if (strcmp(text_member(one, "id"), id) == 0)
			return one;
	return NULL;
}

static json_t *
fill(struct call *c, json_t *m, const char *author, const char *text)
{
	const json_t *user = user_of(c, author), *followers;

	if (!m)
		return NULL;
	message_author(m, author, text_member(user, "username"), text_member(user, "name"));
	followers = json_object_get(json_object_get(user, "public_metrics"), "followers_count");
	if (json_is_integer(followers) && json_integer_value(followers) >= 0)
		json_object_set_new(json_object_get(m, "author"), "followers",
		    json_integer(json_integer_value(followers)));
	json_object_set_new(m, "text", json_string(text));
	if (*author && strcmp(author, call_kept(c, "self")) == 0)
		json_object_set_new(m, "own", json_true());
	return m;
}

/* Both names of 2026. */
static int
is_quote(const json_t *post)
{
	const json_t *list = json_object_get(post, "referenced_tweets"), *one;
	size_t        i;

	json_array_foreach(list ? list : json_object_get(post, "referenced_posts"), i, one)
		if (strcmp(text_member(one, "type"), "quoted") == 0)
			return 1;
	return 0;
}

static const char *
kind_of(struct call *c, const json_t *post)
{
	const char *to = id_member(c, post, "in_reply_to_user_id");

	if (*x_answers_to(post))
		return to && strcmp(to, call_kept(c, "self")) == 0 ? "comment" : "mention";
	return is_quote(post) ? "quote" : "mention";
}

static json_t *
post_message(struct call *c, const json_t *post)
{
	const char *id = id_member(c, post, "id"), *author = id_member(c, post, "author_id");
	json_t     *m = message_new(c, id ? id : "", kind_of(c, post), 1, text_member(post, "created_at"));

	if (!m)
		return NULL;
	fill(c, m, author ? author : "", x_text(c, post));
	message_add(m, "lang", text_member(post, "lang"));
	message_url(m, mem_fmt(c->mem, "https://x.com/i/status/%s", call_encoded(c, id)));
	message_add(m, "reply_to", x_answers_to(post));
	message_add(m, "root", id_member(c, post, "conversation_id"));
	return m;
}

static json_t *
dm_message(struct call *c, const json_t *event)
{
	const char *id = id_member(c, event, "id"), *who = id_member(c, event, "sender_id");
	const char *type = text_member(event, "event_type");
	json_t     *m = message_new(c, id && (!*type || strcmp(type, "MessageCreate") == 0) ?
	    mem_fmt(c->mem, X_DM "%s", id) : "", "dm", 0, text_member(event, "created_at"));

	fill(c, m, who ? who : "", x_text(c, event));
	message_add(m, "root", id_member(c, event, "dm_conversation_id"));
	return m;
}

/* --- the inbox ---------------------------------------------------------------------------------- */

/* From the last one on; at first from a time on. */
static const char *
from_query(struct call *c)
{
	const char *last = text_member(message_position(c), "last");
	char        since[WHEN_SIZE];

	if (*last)
		return mem_fmt(c->mem, "&since_id=%s", call_encoded(c, last));
	when_write(since, message_time(text_member(c->rec, "since")), 0);
	return mem_fmt(c->mem, "&start_time=%s", call_encoded(c, since));
}

static enum go
ask_mentions(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/2/users/%s/mentions?max_results=100%s%s%s",
	    call_encoded(c, call_kept(c, "self")), from_query(c), x_fields(c), page_query(c));
	return x_signed(c);
}

static enum go
take_mentions(struct call *c)
{
	const json_t *list, *one;
	size_t        i;

	if (c->reply->status == 400)
		return x_is_renamed(c) ? GO_AGAIN : x_refused(c);
	list = x_list(c);
	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		if (id_member(c, one, "id"))
			keep_newest(c, "last", id_member(c, one, "id"));
		call_out_record(c, post_message(c, one));
	}
	return has_more(c) ? GO_AGAIN : GO_NEXT;
}

static enum go
ask_dms(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/2/dm_events?" DM_FIELDS "%s", page_query(c));
	return x_signed(c);
}

static int
is_old_dm(struct call *c, const json_t *event)
{
	const char *last = text_member(message_position(c), "dm"), *id = id_member(c, event, "id");

	if (*last)
		return !id || compare(id, last) <= 0;
	return message_time(text_member(event, "created_at")) < message_time(text_member(c->rec, "since"));
}

/* Newest first. */
static enum go
take_dms(struct call *c)
{
	const json_t *list = x_list(c), *one;
	int           old = 0;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		old |= is_old_dm(c, one);
		if (old)
			break;
		if (id_member(c, one, "id"))
			keep_newest(c, "dm", id_member(c, one, "id"));
		call_out_record(c, dm_message(c, one));
	}
	return !old && has_more(c) ? GO_AGAIN : GO_NEXT;
}

static enum go
finish(struct call *c)
{
	static const char *const names[] = { "self", "name", "last", "dm" };
	json_t                  *p = json_object();
	size_t                   i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		message_add(p, names[i], call_kept(c, names[i]) ? call_kept(c, names[i]) :
		    text_member(message_position(c), names[i]));
	if (!*text_member(p, "last"))
		message_add(p, "since", text_member(c->rec, "since"));
	call_out_position(c, p);
	return GO_DONE;
}

const struct step x_inbox[] = {
	{ "self",     x_ask_self,   x_take_self,   0,   NULL, 0 },
	{ "mentions", ask_mentions, take_mentions, 400, NULL, 0 },
	{ "dms",      ask_dms,      take_dms,      0,   NULL, 0 },
	{ "finish",   finish,       finish,        0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static int
is_talk(const struct call *c)
{
	return strncmp(rec_string(c, "ref"), X_DM, strlen(X_DM)) == 0;
}

static enum go
ask_first(struct call *c)
{
	const char *ref = rec_string(c, "ref");

	if (is_talk(c))
		call_send(c, "GET", EFFECT_NONE, "/2/dm_events/%s?dm_event.fields=id,dm_conversation_id",
		    call_encoded(c, ref + strlen(X_DM)));
	else
		call_send(c, "GET", EFFECT_NONE, "/2/tweets/%s?%s", call_encoded(c, ref), x_fields(c) + 1);
	return x_signed(c);
}

static enum go
take_first(struct call *c)
{
	const json_t *one;
	int           gone;

	if (c->reply->status == 400)
		return x_is_renamed(c) ? GO_AGAIN : x_refused(c);
	one = x_one(c, &gone);
	if (!one)
		return gone ? call_fail(c, FAULT_REFUSED, "X does not show it any more") : GO_FAIL;
	if (!is_talk(c))
		call_out_record(c, post_message(c, one));
	call_keep(c, "root", id_member(c, one, is_talk(c) ? "dm_conversation_id" : "conversation_id") ?
	    id_member(c, one, is_talk(c) ? "dm_conversation_id" : "conversation_id") : "");
	return GO_NEXT;
}

static enum go
ask_rest(struct call *c)
{
	const char *root = call_encoded(c, call_kept(c, "root"));

	if (!*root)
		return GO_DONE;
	if (is_talk(c))
		call_send(c, "GET", EFFECT_NONE, "/2/dm_conversations/%s/dm_events?" DM_FIELDS, root);
	else
		call_send(c, "GET", EFFECT_NONE,
		    "/2/tweets/search/recent?query=conversation_id%%3A%s&max_results=100%s%s", root, x_fields(c),
		    page_query(c));
	return x_signed(c);
}

static enum go
take_rest(struct call *c)
{
	const json_t *list = x_list(c), *one;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		call_out_record(c, is_talk(c) ? dm_message(c, one) : post_message(c, one));
	return !is_talk(c) && has_more(c) ? GO_AGAIN : GO_DONE;
}

const struct step x_thread[] = {
	{ "self",  x_ask_self, x_take_self, 0,   NULL, 0 },
	{ "first", ask_first,  take_first,  400, NULL, 0 },
	{ "rest",  ask_rest,   take_rest,   0,   NULL, 0 },
	{ 0 }
};
