/*
 * discord_inbox.c - what people write in the channel; who we are; what is counted
 *
 * discord.com/developers/docs: resources/message, resources/guild. Ids grow with time, so the newest one that was read
 * is the position. Without the Message Content intent the words of others come empty.
 */
#include "discord.h"

#include "message.h"
#include "metrics.h"

/*
 * Kept state of a reading:
 *	guild, self   for addresses, and to know our own messages; after   the newest message that was read
 */

static const char *
after(struct call *c)
{
	const char *kept = call_kept(c, "after"), *before = text_member(message_position(c), "after");

	if (kept)
		return kept;
	return *before ? before : discord_id_at(c, message_time(text_member(c->rec, "since")));
}

static enum go
ask_messages(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/channels/%s/messages?after=%s&limit=%d", discord_channel(c),
	    call_encoded(c, after(c)), DISCORD_PAGE);
	return discord_signed(c);
}

static void
add_media(json_t *m, const json_t *message)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(message, "attachments"), i, one)
		message_medium(m, text_member(one, "url"), text_member(one, "description"));
}

static json_t *
read_message(struct call *c, const json_t *message)
{
	const json_t *author = json_object_get(message, "author");
	const char   *id = text_member(message, "id"), *name = text_member(author, "global_name");
	const char   *parent = text_member(json_object_get(message, "message_reference"), "message_id");
	json_t       *m = message_new(c, id, "comment", 1, text_member(message, "timestamp"));

	if (!m)
		return NULL;
	message_author(m, text_member(author, "id"), text_member(author, "username"), name);
	json_object_set_new(m, "text", json_string(text_member(message, "content")));
	message_url(m, discord_url(c, id));
	message_add(m, "reply_to", parent);
	add_media(m, message);
	if (strcmp(text_member(author, "id"), call_kept(c, "self")) == 0)
		json_object_set_new(m, "own", json_true());
	return m;
}

static enum go
take_messages(struct call *c)
{
	const json_t *one;
	size_t        i;

	if (!json_is_array(c->body))
		return call_no_list(c);
	json_array_foreach(c->body, i, one) {
		call_out_record(c, read_message(c, one));
		if (discord_is_later(text_member(one, "id"), after(c)))
			call_keep(c, "after", text_member(one, "id"));
	}
	call_out_position(c, json_pack("{s:s}", "after", after(c)));
	return json_array_size(c->body) < DISCORD_PAGE ? GO_NEXT : GO_AGAIN;
}

const struct step discord_inbox[] = {
	{ "guild",    discord_ask_guild, discord_take_guild, 0, NULL, 0 },
	{ "self",     discord_step_self, discord_keep_self,  0, NULL, 0 },
	{ "messages", ask_messages,      take_messages,      0, NULL, 0 },
	{ 0 }
};

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
take_who(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? call_who(c, text_member(c->body, "username"), id) : GO_FAIL;
}

const struct step discord_who[] = {
	{ "who", discord_ask_self, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- numbers ---------------------------------------------------------------------------------- */

static enum go
ask_post(struct call *c)
{
	const char *ref = metrics_ref(c, 0);

	if (!ref)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/channels/%s/messages/%s", discord_channel(c),
	    call_encoded(c, ref));
	return discord_signed(c);
}

/* All reactions, whatever they are; none at all is none, a post that is gone is not told. */
static enum go
take_post(struct call *c)
{
	const json_t *one;
	json_int_t    likes = 0;
	size_t        i;

	if (c->reply->status == 404 && discord_is_gone(c))
		return GO_NEXT;
	if (c->reply->status == 404) {
		net_fault(c);
		return GO_FAIL;
	}
	if (!call_get(c, "id"))
		return GO_FAIL;
	json_array_foreach(json_object_get(c->body, "reactions"), i, one)
		likes += json_integer_value(json_object_get(one, "count"));
	call_out_record(c, json_pack("{s:s, s:I}", "ref", metrics_ref(c, 0), "likes", likes));
	return GO_NEXT;
}

const struct step discord_post_metrics[] = {
	{ "post", ask_post, take_post, 404, NULL, 0 },
	{ 0 }
};

static enum go
ask_members(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/guilds/%s?with_counts=true",
	    call_encoded(c, call_kept(c, "guild")));
	return discord_signed(c);
}

static enum go
take_members(struct call *c)
{
	static const struct count counts[] = { { "followers", "approximate_member_count" }, { NULL, NULL } };

	if (!call_get(c, "id"))
		return GO_FAIL;
	metrics_out(c, NULL, counts, c->body);
	return GO_NEXT;
}

const struct step discord_account_metrics[] = {
	{ "guild",   discord_ask_guild, discord_take_guild, 0, NULL, 0 },
	{ "members", ask_members,       take_members,       0, NULL, 0 },
	{ 0 }
};
