/*
 * discord.c - a channel of Discord, by a bot
 *
 * discord.com/developers/docs: resources/message, reference (v10). A message for each part of a thread. A nonce keeps
 * Discord from making the same message twice, for some minutes; beyond that our messages are looked for in the
 * channel. Editing and deleting: discord_change.c; what others write: discord_inbox.c, discord_act.c.
 */
#include "discord.h"

#include "html.h"

#include <stdlib.h>

#define EPOCH_MS       INT64_C(1420070400000) /* of snowflakes: 2015 */
#define LOOK_AFTER_SEC 5                      /* a message is in the list as soon as it is stored */
#define LOOK_PAGES     5
#define MARGIN_MS      INT64_C(120000)        /* of the clocks */
#define NONCE          25                     /* create-message: characters, the most */
#define SILENT         4096                   /* message flags: SUPPRESS_NOTIFICATIONS */
#define NO_CARDS       4                      /* ... SUPPRESS_EMBEDS */

/*
 * Kept state of a post:
 *	files  what the media were found to be (call_fix_media)
 *	guild  the channel's; ids  the parts that are out
 *	since  when the part under way was first asked for; self, after, page   of a look
 */

/* --- requests --------------------------------------------------------------------------------- */

enum go
discord_signed(struct call *c)
{
	const char *token = call_session(c, "token");

	if (call_bearer(c, token) == GO_FAIL)
		return GO_FAIL;
	c->req.headers[c->req.nheaders - 1].value = mem_fmt(c->mem, "Bot %s", token);
	req_header(&c->req, c->mem, "User-Agent", "DiscordBot (smmkit, 1)");
	return GO_SEND;
}

const char *
discord_channel(struct call *c)
{
	return call_encoded(c, c->account->user ? c->account->user : "");
}

const char *
discord_id_at(struct call *c, int64_t ms)
{
	return mem_fmt(c->mem, "%lld", ms > EPOCH_MS ? (long long)(ms - EPOCH_MS) * (1LL << 22) : 0);
}

int
discord_is_later(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);

	return la != lb ? la > lb : strcmp(a, b) > 0;
}

const char *
discord_url(struct call *c, const char *message)
{
	const char *guild = call_kept(c, "guild");

	return guild ? mem_fmt(c->mem, "https://discord.com/channels/%s/%s/%s", call_encoded(c, guild),
	    discord_channel(c), call_encoded(c, message)) : NULL;
}

enum go
discord_ask_guild(struct call *c)
{
	if (call_kept(c, "guild"))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/channels/%s", discord_channel(c));
	return discord_signed(c);
}

enum go
discord_take_guild(struct call *c)
{
	const char *guild = call_get(c, "guild_id");

	if (!guild)
		return GO_FAIL;
	call_keep(c, "guild", guild);
	return GO_NEXT;
}

/* --- a part ----------------------------------------------------------------------------------- */

/* The first request of a post: what its files are is kept before it. */
static enum go
ask_guild(struct call *c)
{
	call_fix_media(c);
	return discord_ask_guild(c);
}

json_t *
discord_content(struct call *c, size_t part, const char *text)
{
	return json_pack("{s:s, s:s, s:b, s:{s:[]}}", "content", text, "nonce",
	    call_part_key(c, part, NONCE), "enforce_nonce", 1,
	    "allowed_mentions", "parse");
}

/* The files, and what they show in words. */
static void
add_files(struct call *c, json_t *body)
{
	json_t     *list = json_array();
	const char *file, *slash;
	size_t      i;

	for (i = 0; i < rec_media_count(c); i++) {
		file = text_member(rec_media(c, i), "file");
		slash = strrchr(file, '/');
		json_array_append_new(list, json_pack("{s:i, s:s, s:s}", "id", (int)i, "filename",
		    slash ? slash + 1 : file, "description", text_member(rec_media(c, i), "alt")));
		req_part(&c->req, c->mem, (struct part){ .name = mem_fmt(c->mem, "files[%zu]", i), .file = file,
			.file_name = slash ? slash + 1 : file,
			.type = json_string_value(call_media_fact(c, i, "type")), .stamp = call_stamp(c, i) });
	}
	json_object_set_new(body, "attachments", list);
}

/* Its duration is in hours, the text above it its question. */
static void
add_poll(struct call *c, json_t *body)
{
	const json_t *poll = json_object_get(c->rec, "poll"), *option;
	json_t       *answers = json_array();
	json_int_t    hours = (json_integer_value(json_object_get(poll, "ends_in")) + 3599) / 3600;
	size_t        i;

	json_array_foreach(json_object_get(poll, "options"), i, option)
		json_array_append_new(answers, json_pack("{s:{s:O}}", "poll_media", "text", option));
	json_object_set_new(body, "poll", json_pack("{s:{s:s}, s:o, s:I, s:b}", "question", "text", call_text(c, 0),
	    "answers", answers, "duration", hours, "allow_multiselect",
	    json_is_true(json_object_get(poll, "multiple"))));
	json_object_del(body, "content");
}

/* options.discord: silent, preview. */
static int
flags(const struct call *c)
{
	return (json_is_true(json_object_get(rec_options(c), "silent")) ? SILENT : 0) |
	    (json_is_false(json_object_get(rec_options(c), "preview")) ? NO_CARDS : 0);
}

static json_t *
build(struct call *c, size_t part)
{
	json_t *body = discord_content(c, part, call_text(c, part));

	if (flags(c))
		json_object_set_new(body, "flags", json_integer(flags(c)));
	if (part)
		json_object_set_new(body, "message_reference", json_pack("{s:s, s:b}", "message_id",
		    call_kept_at(c, "ids", rec_parent(c, part)), "fail_if_not_exists", 0));
	if (!part && json_object_get(c->rec, "poll"))
		add_poll(c, body);
	return body;
}

static void
tell(struct call *c)
{
	const char *id = call_kept_at(c, "ids", 0);

	if (!id)
		return;
	call_out(c, "ref", id);
	call_out_url(c, discord_url(c, id));
}

static void
send_body(struct call *c, json_t *body, size_t part)
{
	char *text;

	if (part || !rec_media_count(c)) {
		call_json(c, body);
		return;
	}
	add_files(c, body);
	text = json_dumps(body, JSON_COMPACT);
	req_part(&c->req, c->mem, (struct part){ .name = "payload_json", .value = mem_str(c->mem, text),
		.type = "application/json" });
	free(text);
	json_decref(body);
}

static enum go
ask_message(struct call *c)
{
	size_t part = call_kept_count(c, "ids");

	tell(c);
	if (part >= rec_texts(c))
		return GO_NEXT;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, DISCORD_API "/channels/%s/messages", discord_channel(c));
	send_body(c, build(c, part), part);
	return discord_signed(c);
}

static void
keep_part(struct call *c, const char *id)
{
	call_keep_item(c, "ids", json_string(id));
	call_forget(c, "since");
	call_forget(c, "after");
	call_forget(c, "page");
	tell(c);
}

static enum go
take_message(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	keep_part(c, id);
	return call_kept_count(c, "ids") < rec_texts(c) ? GO_AGAIN : GO_NEXT;
}

/* --- was it made? ----------------------------------------------------------------------------- */

enum go
discord_ask_self(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/users/@me");
	return discord_signed(c);
}

enum go
discord_step_self(struct call *c)
{
	return call_kept(c, "self") ? GO_NEXT : discord_ask_self(c);
}

enum go
discord_keep_self(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep(c, "self", id);
	return GO_NEXT;
}

/* The channel's messages since the first try, oldest page first. */
static enum go
ask_look(struct call *c)
{
	if (!call_kept(c, "self"))
		return discord_ask_self(c);
	if (!call_kept(c, "after"))
		call_keep(c, "after", discord_id_at(c, call_fixed_time(c, "since") - MARGIN_MS));
	call_send(c, "GET", EFFECT_NONE, DISCORD_API "/channels/%s/messages?after=%s&limit=%d", discord_channel(c),
	    call_kept(c, "after"), DISCORD_PAGE);
	return discord_signed(c);
}

static int
is_kept(const struct call *c, const char *id)
{
	size_t i;

	for (i = 0; i < call_kept_count(c, "ids"); i++)
		if (strcmp(call_kept_at(c, "ids", i), id) == 0)
			return 1;
	return 0;
}

/* Whether a message of ours is the part under way. */
static enum likeness
compare(struct call *c, const json_t *message, size_t part)
{
	const json_t *poll = part ? NULL : json_object_get(c->rec, "poll");
	const char   *parent = text_member(json_object_get(message, "message_reference"), "message_id");
	const char   *text = text_member(message, "content");

	if (poll)
		text = text_member(json_object_get(json_object_get(message, "poll"), "question"), "text");
	if (strcmp(text_member(json_object_get(message, "author"), "id"), call_kept(c, "self")) != 0 ||
	    is_kept(c, text_member(message, "id")) ||
	    strcmp(parent, part ? call_kept_at(c, "ids", rec_parent(c, part)) : "") != 0 ||
	    json_array_size(json_object_get(message, "attachments")) != (part ? 0 : rec_media_count(c)))
		return LIKE_NOT;
	return text_compare(call_text(c, part), text);
}

/* The next page, or the end of all that there is. */
static enum go
next_page(struct call *c)
{
	const json_t *one;
	size_t        i;

	if (json_array_size(c->body) < DISCORD_PAGE) {
		call_forget(c, "after");
		return GO_AGAIN;
	}
	if (call_count(c, "page") >= LOOK_PAGES)
		return call_fail(c, FAULT_UNSURE, "no answer came, and too much was written since; look into the "
		    "channel");
	json_array_foreach(c->body, i, one)
		if (discord_is_later(text_member(one, "id"), call_kept(c, "after")))
			call_keep(c, "after", text_member(one, "id"));
	c->wake = c->now;
	return GO_WAIT;
}

static enum go
take_look(struct call *c)
{
	size_t        part = call_kept_count(c, "ids"), i;
	const json_t *one;
	enum likeness like;

	if (!call_kept(c, "self")) {
		c->wake = c->now;
		return discord_keep_self(c) == GO_FAIL ? GO_FAIL : GO_WAIT;
	}
	if (!json_is_array(c->body))
		return call_no_list(c);
	json_array_foreach(c->body, i, one) {
		like = compare(c, one, part);
		if (like == LIKE_SO)
			return call_fail(c, FAULT_UNSURE, "no answer came, and a message of ours is like this one; "
			    "look into the channel");
		if (like == LIKE_SAME) {
			keep_part(c, text_member(one, "id"));
			return call_kept_count(c, "ids") < rec_texts(c) ? GO_AGAIN : GO_NEXT;
		}
	}
	return next_page(c);
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

static const struct step publish[] = {
	{ "guild",   ask_guild,   discord_take_guild, 0, NULL,  0 },
	{ "message", ask_message, take_message,       0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

int
discord_is_gone(const struct call *c)
{
	json_int_t code = json_integer_value(json_object_get(c->body, "code"));

	return code == 10008 || code == 10007 || code == 10026; /* unknown message, member, ban */
}

/* The first "_errors" below `errors`, which is keyed by member. */
static const char *
first_error(const json_t *errors, int depth)
{
	const char   *name, *words;
	const json_t *one;

	if (depth > 8)
		return "";
	one = json_array_get(json_object_get(errors, "_errors"), 0);
	if (one)
		return text_member(one, "message");
	json_object_foreach((json_t *)(uintptr_t)errors, name, one) {
		words = first_error(one, depth + 1);
		if (*words)
			return words;
	}
	return "";
}

/* topics/opcodes-and-status-codes: {"code", "message", "errors"}; 429: {"message", "retry_after"}. */
static enum fault
fault(struct call *c)
{
	const char *words = text_member(c->body, "message"), *more = first_error(json_object_get(c->body, "errors"), 0);
	json_int_t  code = json_integer_value(json_object_get(c->body, "code"));
	double      wait = json_number_value(json_object_get(c->body, "retry_after"));

	if (*words)
		call_fail(c, FAULT_NONE, "%s: %s%s%s", c->net->title, call_words(c, words, strlen(words)),
		    *more ? ": " : "", call_words(c, more, strlen(more)));
	if (wait > 0 && wait < 1e6)
		c->wake = c->now + (int64_t)(wait * 1000) + 1;
	if (code == 10003 || code == 10004) { /* unknown channel, guild */
		call_fail(c, FAULT_NONE, "%s knows no channel \"%s\": set `user` of account %s to its number, and let "
		    "the bot see it", c->net->title, discord_channel(c), c->account->name);
		return FAULT_CONF;
	}
	return c->reply->status == 403 ? FAULT_AUTH : FAULT_NONE;
}

/* reference/uploading-files: 10 MiB each on a server without boosts. */
static const struct media_limit types[] = {
	{ "image/jpeg", 10485760 }, { "image/png", 10485760 }, { "image/gif", 10485760 }, { "image/webp", 10485760 },
	{ "video/mp4", 10485760 }, { "video/webm", 10485760 }, { "audio/mpeg", 10485760 }, { "audio/ogg", 10485760 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "reply_private", "not made: Discord stops bots that write to people first" },
	{ "hide",          "unsupported: there is no hidden state; delete" },
	{ "unhide",        "unsupported: see hide" },
	{ "report",        "unsupported: only in the app" },
	{ "thread",        "not made: the channel's own order is the conversation" },
	{ "other_metrics", "unsupported: a server is what its members see" },
	{ "webhooks",      "not made: a webhook can neither look nor be answered; make a bot" },
	{ "media by address", "unsupported: they go up as files" },
	{ "scheduling",    "unsupported; smm-post waits" },
	{ NULL, NULL }
};

static const char *const knows[] = { "silent", "preview", NULL };

const struct net net_discord = {
	.name       = "discord",
	.title      = "Discord",
	.knows      = knows,
	.server     = "https://discord.com",
	.needs_user = 1,
	.can        = CAN_THREAD | CAN_POLL | CAN_ANIMATE,
	/* MessageCreateRequest: content 2000; poll question 300, answer 55, ten of them, up to 32 days */
	.text       = { .unit = TEXT_CODEPOINTS, .max = 2000, .beside_poll = 300 },
	.media      = { .max = 10, .alt_max = 1024, .alt_unit = TEXT_CODEPOINTS, .types = types },
	.poll       = { .min = 1, .max = 10, .option_max = 55, .min_seconds = 3600, .max_seconds = 2764800 },
	.ops        = { [OP_PUBLISH] = publish, [OP_EDIT] = discord_edit, [OP_DELETE] = discord_delete,
	                [OP_REPLY] = discord_reply, [OP_LIKE] = discord_like, [OP_UNLIKE] = discord_unlike,
	                [OP_MUTE] = discord_mute, [OP_UNMUTE] = discord_unmute,
	                [OP_BLOCK] = discord_block, [OP_UNBLOCK] = discord_unblock,
	                [OP_INBOX] = discord_inbox, [OP_WHO] = discord_who,
	                [OP_POST_METRICS] = discord_post_metrics,
	                [OP_ACCOUNT_METRICS] = discord_account_metrics },
	.lacks      = lacks,
	.fault      = fault,
};
