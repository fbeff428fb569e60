/*
 * telegram_act.c - what is done about a message on Telegram
 *
 * core.telegram.org/bots/api: sendMessage, setMessageReaction, banChatMember, unbanChatMember. A bot cannot look a
 * message up, nor whether somebody has answered it: an answer whose reply was lost is unsure.
 */
#include "telegram.h"

/* The message of the action. 0, or -1 and c->err. */
static int
read_ref(struct call *c, struct telegram_ref *r)
{
	return telegram_ref(c, call_message(c), r);
}

static enum go
take_done(struct call *c)
{
	if (!telegram_result(c))
		return GO_FAIL;
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

/* --- an answer -------------------------------------------------------------------------------- */

static enum go
ask_reply(struct call *c)
{
	struct telegram_ref r;

	if (read_ref(c, &r))
		return GO_FAIL;
	return telegram_send(c, "sendMessage", EFFECT_ONCE, json_pack("{s:I, s:s, s:{s:I}}", "chat_id", r.chat, "text",
	    rec_text_at(c, 0), "reply_parameters", "message_id", r.message));
}

/* A person's chat has the number of the person; a group's is below zero. */
static enum go
ask_private(struct call *c)
{
	struct telegram_ref r;

	if (read_ref(c, &r))
		return GO_FAIL;
	if (r.chat < 0)
		return call_fail(c, FAULT_REFUSED, "a bot cannot write to somebody who has not written to it; answer "
		    "in the group");
	return ask_reply(c);
}

static enum go
take_reply(struct call *c)
{
	const json_t *message, *chat;
	const char   *id, *url;

	if (telegram_says(c, "message to be replied not found") || telegram_says(c, "message to reply not found"))
		return call_gone(c);
	message = telegram_result(c);
	chat = json_object_get(message, "chat");
	id = telegram_number(c, message, "message_id");
	if (!message)
		return GO_FAIL;
	if (!*id)
		return call_fail(c, FAULT_REPLY, "%s answered %d without a message", c->net->title, c->reply->status);
	call_out(c, "ref", mem_fmt(c->mem, "%s/%s", telegram_number(c, chat, "id"), id));
	url = telegram_url(c, chat, id);
	if (url)
		call_out_url(c, url);
	return GO_DONE;
}

const struct step telegram_reply[] = {
	{ "reply", ask_reply, take_reply, 400, NULL, 0 },
	{ 0 }
};

const struct step telegram_reply_private[] = {
	{ "reply", ask_private, take_reply, 400, NULL, 0 },
	{ 0 }
};

/* --- liked or not ----------------------------------------------------------------------------- */

static enum go
ask_reaction(struct call *c, json_t *reaction)
{
	struct telegram_ref r;

	if (read_ref(c, &r)) {
		json_decref(reaction);
		return GO_FAIL;
	}
	return telegram_send(c, "setMessageReaction", EFFECT_SAME, json_pack("{s:I, s:I, s:o}", "chat_id", r.chat,
	    "message_id", r.message, "reaction", reaction));
}

static enum go
ask_like(struct call *c)
{
	return ask_reaction(c, json_pack("[{s:s, s:s}]", "type", "emoji", "emoji", "\xf0\x9f\x91\x8d"));
}

static enum go
ask_unlike(struct call *c)
{
	return ask_reaction(c, json_array());
}

const struct step telegram_like[] = { { "like", ask_like, take_done, 0, NULL, 0 }, { 0 } };
const struct step telegram_unlike[] = { { "unlike", ask_unlike, take_done, 0, NULL, 0 }, { 0 } };

/* --- its author ------------------------------------------------------------------------------- */

/* A chat that speaks in its own name has a number below zero. */
static enum go
ask_ban(struct call *c)
{
	struct telegram_ref r;
	json_t             *p;
	int                 is_chat;

	if (read_ref(c, &r))
		return GO_FAIL;
	if (!r.author || r.chat > 0)
		return call_fail(c, FAULT_REFUSED, r.author ? "a bot cannot block who writes to it; be silent" :
		    "the message does not say who wrote it");
	is_chat = r.author < 0;
	p = json_pack("{s:I, s:I}", "chat_id", r.chat, is_chat ? "sender_chat_id" : "user_id", r.author);
	if (!c->with && !is_chat)
		json_object_set_new(p, "only_if_banned", json_true());
	return telegram_send(c, is_chat ? c->with ? "banChatSenderChat" : "unbanChatSenderChat" :
	    c->with ? "banChatMember" : "unbanChatMember", EFFECT_SAME, p);
}

/* ChatPermissions: whoever is muted has none of them, "pass True for all permissions to lift restrictions". */
static json_t *
permissions(int is_given)
{
	static const char *const names[] = {
		"can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
		"can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
		"can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
		"can_invite_users", "can_pin_messages", "can_manage_topics",
	};
	json_t *p = json_object();
	size_t  i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		json_object_set_new(p, names[i], json_boolean(is_given));
	return p;
}

/* In a supergroup, people who write under their own name. */
static enum go
ask_restrict(struct call *c)
{
	struct telegram_ref r;

	if (read_ref(c, &r))
		return GO_FAIL;
	if (r.author <= 0 || r.chat > 0)
		return call_fail(c, FAULT_REFUSED, "a bot mutes people in a group only; %s", r.author < 0 ?
		    "block the channel that wrote it" : "be silent");
	return telegram_send(c, "restrictChatMember", EFFECT_SAME, json_pack("{s:I, s:I, s:o}", "chat_id", r.chat,
	    "user_id", r.author, "permissions", permissions(!c->with)));
}

const struct step telegram_mute[] = { { "mute", ask_restrict, take_done, 0, NULL, 0, .with = "true" }, { 0 } };
const struct step telegram_unmute[] = { { "unmute", ask_restrict, take_done, 0, NULL, 0 }, { 0 } };

const struct step telegram_block[] = { { "block", ask_ban, take_done, 0, NULL, 0, .with = "true" }, { 0 } };
const struct step telegram_unblock[] = { { "unblock", ask_ban, take_done, 0, NULL, 0 }, { 0 } };
