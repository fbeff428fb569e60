/*
 * telegram_change.c - messages of ours that are out: edited, taken away
 *
 * core.telegram.org/bots/api: editMessageText, editMessageCaption, deleteMessages. A poll cannot be edited, media are
 * left as they are. What has been done already is said as an error, and is none.
 */
#include "telegram.h"

#include <stdlib.h>

int
telegram_ref(struct call *c, const char *text, struct telegram_ref *r)
{
	const char *s = text ? text : "";
	char       *end;

	memset(r, 0, sizeof *r);
	r->chat = strtoll(s, &end, 10);
	if (end > s && *end == '/')
		r->message = strtoll(s = end + 1, &end, 10);
	if (r->message > 0 && *end == '/')
		r->author = strtoll(s = end + 1, &end, 10);
	if (r->message > 0 && end > s && !*end)
		return 0;
	call_fail(c, FAULT_INPUT, "\"%s\" is no message of Telegram: CHAT/MESSAGE is expected",
	    call_words(c, text ? text : "", strlen(text ? text : "")));
	return -1;
}

/* --- edit ------------------------------------------------------------------------------------- */

/* Which message part i is; the first also by the ref, when a person has settled it. 0: not known. */
static json_int_t
message_of(struct call *c, size_t i)
{
	struct telegram_ref r;
	const json_t       *id = json_array_get(call_was(c, "ids"), i);

	if (id)
		return json_integer_value(id);
	return i || telegram_ref(c, text_member(c->was, "ref"), &r) ? 0 : r.message;
}

static enum go
ask_edit(struct call *c)
{
	size_t      part = call_kept_count(c, "edited");
	json_int_t  id;
	int         is_caption = !part && rec_media_count(c);

	if (!part && (call_words_only(c) == GO_FAIL || call_same_parts(c, call_was_parts(c, "ids")) == GO_FAIL))
		return GO_FAIL;
	if (part >= rec_texts(c))
		return GO_NEXT;
	id = message_of(c, part);
	if (!id)
		return call_nowhere(c);
	return telegram_send(c, is_caption ? "editMessageCaption" : "editMessageText", EFFECT_SAME,
	    json_pack("{s:o, s:I, s:s}", "chat_id", telegram_chat(c), "message_id", id, is_caption ? "caption" : "text",
	    call_text(c, part)));
}

static enum go
take_edit(struct call *c)
{
	if (!telegram_says(c, "message is not modified") && !telegram_result(c))
		return GO_FAIL;
	call_keep_item(c, "edited", json_true());
	return call_kept_count(c, "edited") < rec_texts(c) ? GO_AGAIN : GO_NEXT;
}

const struct step telegram_edit[] = {
	{ "edit", ask_edit, take_edit, 400, NULL, 0 },
	{ 0 }
};

/* --- delete ----------------------------------------------------------------------------------- */

/* All messages of a post, or that of an action. NULL and c->err. */
static json_t *
doomed(struct call *c, json_t **chat)
{
	const char         *ref = call_message(c);
	struct telegram_ref r;

	if (telegram_ref(c, ref ? ref : text_member(c->was, "ref"), &r)) {
		if (!ref)
			call_nowhere(c);
		return NULL;
	}
	*chat = json_integer(r.chat);
	if (!ref && json_array_size(call_was(c, "out")))
		return json_incref(call_was(c, "out"));
	return json_pack("[I]", r.message);
}

static enum go
ask_delete(struct call *c)
{
	json_t *chat, *ids = doomed(c, &chat);

	if (!ids)
		return GO_FAIL;
	return telegram_send(c, "deleteMessages", EFFECT_SAME,
	    json_pack("{s:o, s:o}", "chat_id", chat, "message_ids", ids));
}

static enum go
take_delete(struct call *c)
{
	if (!telegram_says(c, "message to delete not found") && !telegram_result(c))
		return GO_FAIL;
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step telegram_delete[] = {
	{ "delete", ask_delete, take_delete, 400, NULL, 0 },
	{ 0 }
};
