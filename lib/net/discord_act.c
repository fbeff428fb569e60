/*
 * discord_act.c - what is done about a message in the channel
 *
 * discord.com/developers/docs: resources/message (create-message, create-reaction), resources/guild (create-guild-ban).
 * The message is looked at just before: it may be gone, or a colleague may have answered.
 */
#include "discord.h"

#include "smm/when.h"

#include "html.h"

#define LOOK_AFTER_SEC 5
#define THUMB          "%F0%9F%91%8D" /* thumbs up, percent-encoded */
#define MUTE_MS        (INT64_C(1000) * (28 * 86400 - 300)) /* modify-guild-member: up to 28 days; clocks differ */

/*
 * Kept state of an action:
 *	guild, self   for addresses and bans, and to know our own answers
 *	author        who wrote the message; answer   of our answer, its id
 *	until         when they may write again
 */

const char *
discord_message(struct call *c)
{
	const char *ref = call_message(c);

	return ref ? call_encoded(c, ref) : NULL;
}

static enum go
no_message(struct call *c)
{
	return call_fail(c, FAULT_INPUT, "the action names no message of Discord");
}

static enum go
ask_message(struct call *c)
{
	const char *id = discord_message(c);

	if (!id)
		return no_message(c);
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/channels/%s/messages/%s", discord_channel(c), id);
	return discord_signed(c);
}

static enum go
take_message(struct call *c)
{
	const char *author = text_member(json_object_get(c->body, "author"), "id");

	if (c->reply->status == 404 && discord_is_gone(c))
		return call_gone(c);
	if (c->reply->status == 404) {
		net_fault(c);
		return GO_FAIL;
	}
	if (!call_get(c, "id"))
		return GO_FAIL;
	call_keep(c, "author", author);
	return GO_NEXT;
}

/* --- an answer -------------------------------------------------------------------------------- */

/* What was written next to the message: an answer to it is near. */
static enum go
ask_answers(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/channels/%s/messages?after=%s&limit=%d", discord_channel(c),
	    discord_message(c), DISCORD_PAGE);
	return discord_signed(c);
}

/* Our answer to the message, with these words (NULL: any); NULL: none. */
static const json_t *
our_answer(struct call *c, const char *words)
{
	const char   *ref = call_message(c);
	const json_t *one;
	size_t        i;

	json_array_foreach(c->body, i, one)
		if (strcmp(text_member(json_object_get(one, "author"), "id"), call_kept(c, "self")) == 0 &&
		    strcmp(text_member(json_object_get(one, "message_reference"), "message_id"), ref) == 0 &&
		    (!words || text_compare(words, text_member(one, "content")) == LIKE_SAME))
			return one;
	return NULL;
}

static enum go
take_answers(struct call *c)
{
	const json_t *one;
	const char   *url;

	if (!json_is_array(c->body))
		return call_no_list(c);
	one = our_answer(c, NULL);
	url = one ? discord_url(c, text_member(one, "id")) : NULL;
	return one ? call_answered(c, url ? url : "") : GO_NEXT;
}

static enum go
ask_answer(struct call *c)
{
	json_t *body;

	if (call_kept(c, "answer")) {
		call_out(c, "ref", call_kept(c, "answer"));
		call_out_url(c, discord_url(c, call_kept(c, "answer")));
		return GO_NEXT;
	}
	body = discord_content(c, 0, rec_text_at(c, 0));
	json_object_set_new(body, "message_reference", json_pack("{s:s, s:b}", "message_id", call_message(c),
	    "fail_if_not_exists", 0));
	call_send(c, "POST", EFFECT_ONCE, DISCORD_API "/channels/%s/messages", discord_channel(c));
	call_json(c, body);
	return discord_signed(c);
}

static enum go
keep_answer(struct call *c, const char *id)
{
	call_keep(c, "answer", id);
	call_out(c, "ref", id);
	call_out_url(c, discord_url(c, id));
	return GO_NEXT;
}

static enum go
take_answer(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? keep_answer(c, id) : GO_FAIL;
}

/* A full page without it says nothing of what came later. */
static enum go
take_look(struct call *c)
{
	const json_t *one;

	if (!json_is_array(c->body))
		return call_no_list(c);
	one = our_answer(c, rec_text_at(c, 0));
	if (one)
		return keep_answer(c, text_member(one, "id"));
	if (json_array_size(c->body) >= DISCORD_PAGE)
		return call_fail(c, FAULT_UNSURE, "no answer came, and too much was written since; look into the "
		    "channel");
	return GO_AGAIN;
}

static const struct step look = { "look", ask_answers, take_look, 0, NULL, 0 };

const struct step discord_reply[] = {
	{ "guild",   discord_ask_guild, discord_take_guild, 0,   NULL,  0 },
	{ "self",    discord_step_self, discord_keep_self,  0,   NULL,  0 },
	{ "message", ask_message,       take_message,       404, NULL,  0 },
	{ "answers", ask_answers,       take_answers,       0,   NULL,  0 },
	{ "answer",  ask_answer,        take_answer,        0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- liked or not ----------------------------------------------------------------------------- */

static enum go
ask_reaction(struct call *c)
{
	const char *id = discord_message(c);

	if (!id)
		return no_message(c);
	call_send(c, c->with, EFFECT_SAME, DISCORD_API "/channels/%s/messages/%s/reactions/" "%s" "/@me",
	    discord_channel(c), id, THUMB);
	return discord_signed(c);
}

/* 204 without a body. */
static enum go
take_done(struct call *c)
{
	if (c->reply->status == 404 && discord_is_gone(c))
		return call_gone(c);
	if (c->reply->status == 404) {
		net_fault(c);
		return GO_FAIL;
	}
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step discord_like[] = { { "like", ask_reaction, take_done, 404, NULL, 0, .with = "PUT" }, { 0 } };
const struct step discord_unlike[] = { { "unlike", ask_reaction, take_done, 404, NULL, 0, .with = "DELETE" }, { 0 } };

/* --- its author ------------------------------------------------------------------------------- */

static enum go
ask_ban(struct call *c)
{
	const char *author = call_kept(c, "author");

	if (!author || !*author)
		return call_fail(c, FAULT_REFUSED, "Discord does not say who wrote this");
	call_send(c, c->with, EFFECT_SAME, DISCORD_API "/guilds/%s/bans/%s", call_encoded(c, call_kept(c, "guild")),
	    call_encoded(c, author));
	if (strcmp(c->with, "PUT") == 0)
		call_json(c, json_object());
	return discord_signed(c);
}

/* Who is not there, or not banned, is what was wanted. */
static enum go
take_ban(struct call *c)
{
	if (c->reply->status == 404 && !discord_is_gone(c)) {
		net_fault(c);
		return GO_FAIL;
	}
	call_out(c, "ref", call_kept(c, "author"));
	return GO_DONE;
}

const struct step discord_block[] = {
	{ "guild",   discord_ask_guild, discord_take_guild, 0,   NULL, 0 },
	{ "message", ask_message,       take_message,       404, NULL, 0 },
	{ "block",   ask_ban,           take_ban,           404, NULL, 0, .with = "PUT" },
	{ 0 }
};

const struct step discord_unblock[] = {
	{ "guild",   discord_ask_guild, discord_take_guild, 0,   NULL, 0 },
	{ "message", ask_message,       take_message,       404, NULL, 0 },
	{ "unblock", ask_ban,           take_ban,           404, NULL, 0, .with = "DELETE" },
	{ 0 }
};

/* "Modify Guild Member", communication_disabled_until: a timeout; null ends it. */
static enum go
ask_timeout(struct call *c)
{
	const char *author = call_kept(c, "author");
	char        until[WHEN_SIZE];

	if (!author || !*author)
		return call_fail(c, FAULT_REFUSED, "Discord does not say who wrote this");
	if (c->with && !call_kept(c, "until"))
		call_keep(c, "until", when_write(until, c->now + MUTE_MS, 0));
	call_send(c, "PATCH", EFFECT_SAME, DISCORD_API "/guilds/%s/members/%s", call_encoded(c, call_kept(c, "guild")),
	    call_encoded(c, author));
	call_json(c, json_pack("{s:s?}", "communication_disabled_until", c->with ? call_kept(c, "until") : NULL));
	return discord_signed(c);
}

const struct step discord_mute[] = {
	{ "guild",   discord_ask_guild, discord_take_guild, 0,   NULL, 0 },
	{ "message", ask_message,       take_message,       404, NULL, 0 },
	{ "mute",    ask_timeout,       take_ban,           404, NULL, 0, .with = "until" },
	{ 0 }
};

const struct step discord_unmute[] = {
	{ "guild",   discord_ask_guild, discord_take_guild, 0,   NULL, 0 },
	{ "message", ask_message,       take_message,       404, NULL, 0 },
	{ "unmute",  ask_timeout,       take_ban,           404, NULL, 0 },
	{ 0 }
};
