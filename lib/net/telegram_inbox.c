/*
 * telegram_inbox.c - what people write below a channel's posts, in its group, and to the bot
 *
 * core.telegram.org/bots/api, getUpdates: an offset confirms and deletes all before it, so it is the position, which
 * goes on only when the lines are written. Telegram keeps updates for 24 hours, and gives them to one reader. A
 * comment is a message in the linked group that answers the automatic forward of the post.
 */
#include "telegram.h"

#include "smm/when.h"

#include "message.h"

#define UPDATES_MAX 100 /* the most */

/*
 * Kept state of a reading:
 *	offset  the first update that is asked for; absent: from the oldest that there is
 */

static json_t *
offset(const struct call *c)
{
	json_t *kept = json_object_get(c->keep, "offset");

	return kept ? kept : json_object_get(message_position(c), "offset");
}

static enum go
ask_updates(struct call *c)
{
	json_t *p = json_pack("{s:i, s:i, s:[s]}", "limit", UPDATES_MAX, "timeout", 0, "allowed_updates", "message");

	if (json_is_integer(offset(c)))
		json_object_set(p, "offset", offset(c));
	return telegram_send(c, "getUpdates", EFFECT_NONE, p);
}

static const char *
time_of(struct call *c, const json_t *message)
{
	json_int_t sec = json_integer_value(json_object_get(message, "date"));
	char       text[WHEN_SIZE];

	if (sec <= 0 || sec > INT64_C(99999999999))
		return "";
	return mem_str(c->mem, when_write(text, (int64_t)sec * 1000, 0));
}

/* Who speaks: a person, or a chat in its own name. */
static const json_t *
speaker(const json_t *message)
{
	const json_t *chat = json_object_get(message, "sender_chat");

	return chat ? chat : json_object_get(message, "from");
}

/* CHAT/MESSAGE/AUTHOR; "" when it is no message. */
static const char *
ref_of(struct call *c, const json_t *message)
{
	const char *chat = telegram_number(c, json_object_get(message, "chat"), "id");
	const char *id = telegram_number(c, message, "message_id");
	const char *author = telegram_number(c, speaker(message), "id");

	return *chat && *id && *author ? mem_fmt(c->mem, "%s/%s/%s", chat, id, author) : "";
}

/* What it answers: a post of the channel, as its automatic forward tells, or what somebody wrote. */
static const char *
parent_of(struct call *c, const json_t *message)
{
	const json_t *parent = json_object_get(message, "reply_to_message");
	const json_t *origin = json_object_get(parent, "forward_origin");
	const char   *chat = telegram_number(c, json_object_get(origin, "chat"), "id");
	const char   *post = telegram_number(c, origin, "message_id");

	if (json_is_true(json_object_get(parent, "is_automatic_forward")) && *chat && *post)
		return mem_fmt(c->mem, "%s/%s", chat, post);
	return ref_of(c, parent);
}

static const char *
name_of(struct call *c, const json_t *who)
{
	const char *first = text_member(who, "first_name"), *last = text_member(who, "last_name");

	if (!*first)
		return text_member(who, "title");
	return *last ? mem_fmt(c->mem, "%s %s", first, last) : first;
}

/* NULL: no message of somebody else, as the channel's own posts that the group gets. */
static json_t *
read_message(struct call *c, const json_t *message)
{
	const json_t *chat = json_object_get(message, "chat"), *who = speaker(message);
	int           is_private = strcmp(text_member(chat, "type"), "private") == 0;
	const char   *text = text_member(message, "text"), *id = telegram_number(c, message, "message_id");
	json_t       *m;

	if (json_is_true(json_object_get(message, "is_automatic_forward")))
		return NULL;
	if (!*text)
		text = text_member(message, "caption");
	m = message_new(c, ref_of(c, message), is_private ? "dm" : "comment", !is_private, time_of(c, message));
	if (!m)
		return NULL;
	message_author(m, telegram_number(c, who, "id"), text_member(who, "username"), name_of(c, who));
	json_object_set_new(m, "text", json_string(text));
	message_url(m, is_private ? NULL : telegram_url(c, chat, id));
	message_add(m, "reply_to", parent_of(c, message));
	return m;
}

static void
take_update(struct call *c, const json_t *update)
{
	json_t     *m = read_message(c, json_object_get(update, "message"));
	json_int_t  id = json_integer_value(json_object_get(update, "update_id"));

	if (id > 0)
		json_object_set_new(c->keep, "offset", json_integer(id + 1));
	if (m && message_time(text_member(m, "at")) >= message_time(text_member(c->rec, "since")))
		call_out_record(c, m);
	else
		json_decref(m);
}

/* Each full page is followed by another, and what was read of it so far is the position: only then it is confirmed. */
static enum go
take_updates(struct call *c)
{
	const json_t *list = telegram_result(c), *one;
	size_t        i;

	if (!json_is_array(list))
		return list ? call_no_list(c) : GO_FAIL;
	json_array_foreach(list, i, one)
		take_update(c, one);
	if (offset(c))
		call_out_position(c, json_pack("{s:O}", "offset", offset(c)));
	return GO_DONE;
}

const struct step telegram_inbox[] = {
	{ "updates", ask_updates, take_updates, 0, NULL, 0 },
	{ 0 }
};
