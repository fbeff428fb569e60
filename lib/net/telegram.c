/*
 * telegram.c - channels and groups of Telegram, by its Bot API
 *
 * core.telegram.org/bots/api (10.1). A message for each part of a thread; there is neither a key against sending twice
 * nor a way to read what is in a channel, so that a message whose answer was lost is unsure, and a person looks.
 * Editing and deleting: telegram_change.c; what others write: telegram_inbox.c, telegram_act.c.
 */
#include "telegram.h"

#include "metrics.h"

#include <stdlib.h>

#define CHANNEL_PREFIX "-100" /* of the numbers of channels and large groups; t.me/c/ goes without */

/*
 * Kept state of a post:
 *	files  what the media were found to be (call_fix_media)
 *	ids    the first message of each part that is out; out  all messages, an album's too
 *	chat   the channel's number; url  address of the first
 */

/* --- requests --------------------------------------------------------------------------------- */

static int
is_token(const char *s)
{
	return *s && !s[strspn(s, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:_-")];
}

/* In a form, what is not text is written as JSON ("Making requests"). */
static void
add_fields(struct call *c, const json_t *parameters)
{
	const char   *name;
	const json_t *value;
	char         *text;

	json_object_foreach((json_t *)(uintptr_t)parameters, name, value) {
		text = json_is_string(value) ? NULL : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
		req_part(&c->req, c->mem, (struct part){ .name = mem_str(c->mem, name),
			.value = mem_str(c->mem, text ? text : json_string_value(value)) });
		free(text);
	}
}

enum go
telegram_send(struct call *c, const char *method, enum effect effect, json_t *parameters)
{
	const char *token = call_session(c, "token");
	struct part *files = c->req.parts;
	size_t       nfiles = c->req.nparts, i;

	if (!token || !is_token(token)) {
		json_decref(parameters);
		return token ? call_fail(c, FAULT_AUTH, "the token of account %s is none of a bot: @BotFather gives "
		    "one, NUMBER:LETTERS", c->account->name) : GO_FAIL;
	}
	call_send(c, "POST", effect, "/bot%s/%s", token, method);
	if (!nfiles) {
		call_json(c, parameters);
		return GO_SEND;
	}
	add_fields(c, parameters);
	for (i = 0; i < nfiles; i++)
		req_part(&c->req, c->mem, files[i]);
	json_decref(parameters);
	return GO_SEND;
}

json_t *
telegram_result(struct call *c)
{
	json_t *result = json_object_get(c->body, "result");

	if (!c->body || !json_is_boolean(json_object_get(c->body, "ok"))) {
		call_fail(c, FAULT_REPLY, "%s answered %d with something that is not its JSON", c->net->title,
		    c->reply->status);
		return NULL;
	}
	if (json_is_false(json_object_get(c->body, "ok"))) {
		net_fault(c);
		return NULL;
	}
	if (!result)
		call_fail(c, FAULT_REPLY, "%s answered %d without \"result\"", c->net->title, c->reply->status);
	return result;
}

const char *
telegram_number(struct call *c, const json_t *j, const char *name)
{
	const json_t *n = json_object_get(j, name);

	return json_is_integer(n) ? mem_fmt(c->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(n)) : "";
}

json_t *
telegram_chat(const struct call *c)
{
	const char *user = c->account->user;
	char       *end;
	long long   n = strtoll(user, &end, 10);

	return *user && !*end ? json_integer(n) : json_string(user);
}

const char *
telegram_url(struct call *c, const json_t *chat, const char *id)
{
	const char *name = text_member(chat, "username"), *number = telegram_number(c, chat, "id");

	if (*name)
		return mem_fmt(c->mem, "https://t.me/%s/%s", call_encoded(c, name), id);
	if (strncmp(number, CHANNEL_PREFIX, strlen(CHANNEL_PREFIX)) == 0)
		return mem_fmt(c->mem, "https://t.me/c/%s/%s", number + strlen(CHANNEL_PREFIX), id);
	return NULL;
}

int
telegram_says(const struct call *c, const char *words)
{
	return strstr(text_member(c->body, "description"), words) != NULL;
}

/* --- a part ----------------------------------------------------------------------------------- */

static const char *
type_of(const struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	return type ? type : call_is_video(c, i) ? "video/mp4" : "image/jpeg";
}

static void
add_file(struct call *c, const char *name, size_t i)
{
	const char *file = text_member(rec_media(c, i), "file"), *slash = strrchr(file, '/');

	req_part(&c->req, c->mem, (struct part){ .name = name, .file = file, .file_name = slash ? slash + 1 : file,
		.type = type_of(c, i), .stamp = call_stamp(c, i) });
}

/* Medium i by its address, or as the part of that name. */
static const char *
place_of(struct call *c, size_t i, const char *name)
{
	const char *url = text_member(rec_media(c, i), "url");

	if (*url)
		return url;
	add_file(c, name, i);
	return mem_fmt(c->mem, "attach://%s", name);
}

/* "sendMediaGroup": the caption of the first is the album's. */
static json_t *
album(struct call *c)
{
	json_t *list = json_array(), *one;
	size_t  i;

	for (i = 0; i < rec_media_count(c); i++) {
		one = json_pack("{s:s, s:s}", "type", call_is_video(c, i) ? "video" : "photo", "media",
		    place_of(c, i, mem_fmt(c->mem, "f%zu", i)));
		if (!i)
			json_object_set_new(one, "caption", json_string(call_text(c, 0)));
		json_array_append_new(list, one);
	}
	return list;
}

/* "sendPoll": in a channel polls are anonymous. */
static void
add_poll(struct call *c, json_t *to)
{
	const json_t *poll = json_object_get(c->rec, "poll"), *option;
	json_t       *options = json_array();
	size_t        i;

	json_array_foreach(json_object_get(poll, "options"), i, option)
		json_array_append_new(options, json_pack("{s:O}", "text", option));
	json_object_set_new(to, "question", json_string(call_text(c, 0)));
	json_object_set_new(to, "options", options);
	json_object_set_new(to, "is_anonymous", json_true());
	json_object_set_new(to, "allows_multiple_answers",
	    json_boolean(json_is_true(json_object_get(poll, "multiple"))));
	json_object_set(to, "open_period", json_object_get(poll, "ends_in"));
}

/* What all messages have; options.telegram: silent, protect. */
static json_t *
envelope(struct call *c, size_t part)
{
	json_t *p = json_pack("{s:o}", "chat_id", telegram_chat(c));

	if (json_is_true(json_object_get(rec_options(c), "silent")))
		json_object_set_new(p, "disable_notification", json_true());
	if (json_is_true(json_object_get(rec_options(c), "protect")))
		json_object_set_new(p, "protect_content", json_true());
	if (part)
		json_object_set_new(p, "reply_parameters", json_pack("{s:I, s:b}", "message_id",
		    json_integer_value(json_array_get(json_object_get(c->keep, "ids"), rec_parent(c, part))),
		    "allow_sending_without_reply", 1));
	return p;
}

/* One medium: its method, and the parameter that takes it. */
static const struct {
	const char *begins; /* its type */
	const char *method, *name;
} kinds[] = {
	{ "image/gif", "sendAnimation", "animation" },
	{ "image/",    "sendPhoto",     "photo" },
	{ "video/",    "sendVideo",     "video" },
};

static const char *
add_medium(struct call *c, json_t *p)
{
	size_t      k = 0;
	const char *url = text_member(rec_media(c, 0), "url");

	while (k < 2 && strncmp(type_of(c, 0), kinds[k].begins, strlen(kinds[k].begins)) != 0)
		k++;
	if (*url)
		json_object_set_new(p, kinds[k].name, json_string(url));
	else
		add_file(c, kinds[k].name, 0);
	json_object_set_new(p, "caption", json_string(call_text(c, 0)));
	return kinds[k].method;
}

/* options.telegram.preview false: a link gets no card. */
static const char *
add_text(struct call *c, json_t *p, size_t part)
{
	json_object_set_new(p, "text", json_string(call_text(c, part)));
	if (json_is_false(json_object_get(rec_options(c), "preview")))
		json_object_set_new(p, "link_preview_options", json_pack("{s:b}", "is_disabled", 1));
	return "sendMessage";
}

static const char *
add_content(struct call *c, json_t *p, size_t part)
{
	if (part || (!rec_media_count(c) && !json_object_get(c->rec, "poll")))
		return add_text(c, p, part);
	if (rec_media_count(c) == 1)
		return add_medium(c, p);
	if (rec_media_count(c)) {
		json_object_set_new(p, "media", album(c));
		return "sendMediaGroup";
	}
	add_poll(c, p);
	return "sendPoll";
}

static void
tell(struct call *c)
{
	const json_t *id = json_array_get(json_object_get(c->keep, "ids"), 0);

	if (!id)
		return;
	call_out(c, "ref", mem_fmt(c->mem, "%s/%" JSON_INTEGER_FORMAT, call_kept(c, "chat"), json_integer_value(id)));
	if (call_kept(c, "url"))
		call_out_url(c, call_kept(c, "url"));
}

static enum go
ask_message(struct call *c)
{
	size_t  part = call_kept_count(c, "ids");
	json_t *p;

	tell(c);
	if (part >= rec_texts(c))
		return GO_NEXT;
	call_fix_media(c);
	p = envelope(c, part);
	return telegram_send(c, add_content(c, p, part), EFFECT_ONCE, p);
}

/* 0, or -1 when it is no message. */
static int
keep_message(struct call *c, const json_t *message, int is_first)
{
	const char *id = telegram_number(c, message, "message_id");
	const json_t *chat = json_object_get(message, "chat");
	const char *number = telegram_number(c, chat, "id"), *url;

	if (!*id || !*number)
		return -1;
	if (!call_kept(c, "chat")) {
		call_keep(c, "chat", number);
		url = telegram_url(c, chat, id);
		if (url)
			call_keep(c, "url", url);
	}
	if (is_first)
		call_keep_item(c, "ids", json_incref(json_object_get(message, "message_id")));
	call_keep_item(c, "out", json_incref(json_object_get(message, "message_id")));
	return 0;
}

static enum go
take_message(struct call *c)
{
	const json_t *result = telegram_result(c), *one = result;
	size_t        n = json_is_array(result) ? json_array_size(result) : 1, i;

	if (!result)
		return GO_FAIL;
	for (i = 0; i < n; i++) {
		if (json_is_array(result))
			one = json_array_get(result, i);
		if (keep_message(c, one, !i) && !i)
			return call_fail(c, FAULT_REPLY, "%s answered %d without a message", c->net->title,
			    c->reply->status);
	}
	if (!n)
		return call_fail(c, FAULT_REPLY, "%s answered with an empty album", c->net->title);
	tell(c);
	return call_kept_count(c, "ids") < rec_texts(c) ? GO_AGAIN : GO_NEXT;
}

static const struct step publish[] = {
	{ "message", ask_message, take_message, 0, NULL, 0 },
	{ 0 }
};

/* --- who we are, who reads us ----------------------------------------------------------------- */

static enum go
ask_who(struct call *c)
{
	return telegram_send(c, "getMe", EFFECT_NONE, json_object());
}

static enum go
take_who(struct call *c)
{
	const json_t *me = telegram_result(c);

	return me ? call_who(c, text_member(me, "username"), telegram_number(c, me, "id")) : GO_FAIL;
}

const struct step telegram_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

static enum go
ask_members(struct call *c)
{
	return telegram_send(c, "getChatMemberCount", EFFECT_NONE, json_pack("{s:o}", "chat_id", telegram_chat(c)));
}

static enum go
take_members(struct call *c)
{
	const json_t *count = telegram_result(c);

	if (!count)
		return GO_FAIL;
	if (json_is_integer(count) && json_integer_value(count) >= 0)
		call_out_record(c, json_pack("{s:I}", "followers", json_integer_value(count)));
	return GO_NEXT;
}

const struct step telegram_account_metrics[] = {
	{ "members", ask_members, take_members, 0, NULL, 0 },
	{ 0 }
};

/* Somebody else's public channel or group. */
static enum go
ask_others(struct call *c)
{
	const char *name = metrics_user(c);

	if (!name)
		return GO_FAIL;
	return telegram_send(c, "getChatMemberCount", EFFECT_NONE, json_pack("{s:o}", "chat_id",
	    json_string(mem_fmt(c->mem, "@%s", name))));
}

static enum go
take_others(struct call *c)
{
	return c->reply->status == 400 && telegram_says(c, "chat not found") ? GO_NEXT : take_members(c);
}

const struct step telegram_other_metrics[] = {
	{ "others", ask_others, take_others, 400, NULL, 0 },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

/* "Making requests": error_code is the status, `description` for people, `parameters` may help. */
static enum fault
fault(struct call *c)
{
	const char   *words = text_member(c->body, "description");
	const json_t *parameters = json_object_get(c->body, "parameters");
	const char   *moved = telegram_number(c, parameters, "migrate_to_chat_id");
	int           status = (int)json_integer_value(json_object_get(c->body, "error_code"));

	if (*words)
		call_fail(c, FAULT_NONE, "%s: %s", c->net->title, call_words(c, words, strlen(words)));
	if (*moved)
		call_fail(c, FAULT_NONE, "the group has become another one: set `user: \"%s\"` for account %s", moved,
		    c->account->name);
	if (json_is_integer(json_object_get(parameters, "retry_after")))
		c->wake = c->now + json_integer_value(json_object_get(parameters, "retry_after")) * 1000;
	if (*moved || telegram_says(c, "chat not found"))
		return FAULT_CONF;
	if (status == 403 && (telegram_says(c, "by the user") || telegram_says(c, "deactivated")))
		return FAULT_REFUSED;
	if (status == 401 || status == 403 || status == 404)
		return FAULT_AUTH;
	return status == 409 ? FAULT_AGAIN : status == 429 ? FAULT_LIMIT : FAULT_NONE;
}

/* "Sending files": 10 MB for photos, 50 MB for others. */
static const struct media_limit types[] = {
	{ "image/jpeg", 10485760 }, { "image/png", 10485760 }, { "image/webp", 10485760 },
	{ "image/gif", 52428800 }, { "video/mp4", 52428800 },
	{ NULL, 0 }
};

static const struct lack lacks[] = {
	{ "hide",         "unsupported: there is no hidden state; delete" },
	{ "unhide",       "unsupported: see hide" },
	{ "report",       "unsupported: only in the app" },
	{ "thread",       "unsupported: a bot cannot read what was written before" },
	{ "post_metrics", "unsupported: views, forwards and reactions are not in the Bot API" },
	{ "looking for a lost post", "unsupported: a bot cannot read a channel; a person looks" },
	{ "alt texts",    "unsupported: they are checked, and not sent" },
	{ "scheduling",   "unsupported; smm-post waits" },
	{ "files as documents", "left out: a post has pictures, films or GIFs" },
	{ "rich messages", "left out: new in Bot API 10; text goes as HTML" },
	{ "requests to join", "left out: decide in the app" },
	{ NULL, NULL }
};

/* "Bots FAQ", 2026: messages to one group or channel */
static const struct post_limit limits[] = { { 20, 60, NULL, LIMIT_PARTS }, { 0 } };

static const char *const knows[] = { "silent", "protect", "preview", NULL };

const struct net net_telegram = {
	.name       = "telegram",
	.title      = "Telegram",
	.knows      = knows,
	.server     = "https://api.telegram.org",
	.needs_user = 1,
	.can        = CAN_THREAD | CAN_POLL | CAN_ANIMATE | CAN_MIX, /* "sendMediaGroup": photos and videos */
	/* sendMessage, sendPhoto: "characters after entities parsing", which are UTF-16 code units; sendPoll */
	.text       = { .unit = TEXT_UTF16, .max = 4096, .beside_media = 1024, .beside_poll = 300 },
	.limits     = limits,
	.media      = { .max = 10, .alt_unit = TEXT_UTF16, .types = types, .from = MEDIA_EITHER,
	                .films_from = MEDIA_EITHER },
	.poll       = { .min = 2, .max = 12, .option_max = 100, .min_seconds = 5, .max_seconds = 2628000 },
	.ops        = { [OP_PUBLISH] = publish, [OP_EDIT] = telegram_edit, [OP_DELETE] = telegram_delete,
	                [OP_REPLY] = telegram_reply, [OP_REPLY_PRIVATE] = telegram_reply_private,
	                [OP_LIKE] = telegram_like, [OP_UNLIKE] = telegram_unlike,
	                [OP_MUTE] = telegram_mute, [OP_UNMUTE] = telegram_unmute,
	                [OP_BLOCK] = telegram_block, [OP_UNBLOCK] = telegram_unblock,
	                [OP_INBOX] = telegram_inbox, [OP_WHO] = telegram_who,
	                [OP_ACCOUNT_METRICS] = telegram_account_metrics,
	                [OP_OTHER_METRICS] = telegram_other_metrics },
	.lacks      = lacks,
	.fault      = fault,
};
