/*
 * discord_change.c - messages of ours that are out: edited, taken away
 *
 * discord.com/developers/docs/resources/message: edit-message leaves the attachments when it names none; a poll cannot
 * be edited.
 */
#include "discord.h"

/* --- edit ------------------------------------------------------------------------------------- */

/* Part i; the first also by the ref, when a person has settled it. */
static const char *
message_of(const struct call *c, size_t i)
{
	const char *id = json_string_value(json_array_get(call_was(c, "ids"), i));

	return id || i ? id : json_string_value(json_object_get(c->was, "ref"));
}

static enum go
ask_edit(struct call *c)
{
	size_t      part = call_kept_count(c, "edited");
	const char *id;

	if (!part && (call_words_only(c) == GO_FAIL || call_same_parts(c, call_was_parts(c, "ids")) == GO_FAIL))
		return GO_FAIL;
	if (part >= rec_texts(c))
		return GO_NEXT;
	id = message_of(c, part);
	if (!id)
		return call_nowhere(c);
	call_send(c, "PATCH", EFFECT_SAME, DISCORD_API "/channels/%s/messages/%s", discord_channel(c),
	    call_encoded(c, id));
	call_json(c, json_pack("{s:s, s:{s:[]}}", "content", call_text(c, part), "allowed_mentions", "parse"));
	return discord_signed(c);
}

static enum go
take_edit(struct call *c)
{
	if (!call_get(c, "id"))
		return GO_FAIL;
	call_keep_item(c, "edited", json_true());
	return call_kept_count(c, "edited") < rec_texts(c) ? GO_AGAIN : GO_NEXT;
}

const struct step discord_edit[] = {
	{ "edit", ask_edit, take_edit, 0, NULL, 0 },
	{ 0 }
};

/* --- delete ----------------------------------------------------------------------------------- */

/* The last part first, so that what stays over after a failure still is a beginning. */
static enum go
ask_delete(struct call *c)
{
	size_t      done = call_kept_count(c, "deleted"), parts = call_was_parts(c, "ids");
	const char *id = discord_message(c);

	if (!id && done < parts)
		id = message_of(c, parts - 1 - done);
	if (!id && parts)
		return GO_NEXT;
	if (!id)
		return call_nowhere(c);
	call_send(c, "DELETE", EFFECT_SAME, DISCORD_API "/channels/%s/messages/%s", discord_channel(c),
	    call_encoded(c, id));
	return discord_signed(c);
}

static enum go
take_delete(struct call *c)
{
	if (c->reply->status == 404 && !discord_is_gone(c)) {
		net_fault(c);
		return GO_FAIL;
	}
	if (discord_message(c)) {
		call_out(c, "ref", discord_message(c));
		return GO_DONE;
	}
	call_keep_item(c, "deleted", json_true());
	return call_kept_count(c, "deleted") < call_was_parts(c, "ids") ? GO_AGAIN : GO_NEXT;
}

const struct step discord_delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};
