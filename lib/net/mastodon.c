/*
 * mastodon.c - Mastodon and servers that speak its client API
 *
 * docs.joinmastodon.org: methods/media, methods/statuses, user/posting. A post: pictures one by
 * one, wait until the server has processed them, then a status for each part of the thread. The
 * Idempotency-Key protects a status for an hour on Mastodon itself, and not at all on some
 * compatible servers, so that a status of which no answer came is looked for (mastodon_look.c)
 * before it is sent again. Editing and deleting: mastodon_change.c;
 * what a server takes: mastodon_limits.c.
 */
#include "mastodon.h"

#include "oauth.h"

#include <stdio.h>

#define POLL_FIRST_SEC 1
#define POLL_LAST_SEC  16
#define LOOK_AFTER_SEC 2 /* a status is in the list as soon as it is stored */

enum go
mastodon_signed(struct call *c)
{
	return call_bearer(c, call_session(c, "token"));
}

enum go
mastodon_ask_self(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/v1/accounts/verify_credentials");
	return mastodon_signed(c);
}

enum go
mastodon_take_self(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep(c, "self", id);
	return GO_NEXT;
}

/* --- pictures, films, sounds ------------------------------------------------------------------ */

enum go
mastodon_ask_media(struct call *c)
{
	size_t        n = call_kept_count(c, "media");
	const json_t *item = rec_media(c, n);
	const char   *file = json_string_value(json_object_get(item, "file"));
	const char   *alt = json_string_value(json_object_get(item, "alt"));
	const char   *slash;

	if (!item)
		return GO_NEXT;
	if (!file)
		return call_fail(c, FAULT_INPUT,
		    "Mastodon takes pictures as files, not by address");
	call_fix_media(c);
	slash = strrchr(file, '/');
	call_send(c, "POST", EFFECT_SAME, "/api/v2/media");
	if (alt && *alt)
		req_part(&c->req, c->mem, (struct part){ .name = "description", .value = alt });
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file,
		.file_name = slash ? slash + 1 : file,
		.type = json_string_value(call_media_fact(c, n, "type")), .stamp = call_stamp(c, n) });
	return mastodon_signed(c);
}

/* 202: taken, but not processed yet (films, sounds). */
enum go
mastodon_take_media(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep_item(c, "media", json_string(id));
	if (c->reply->status == 202)
		call_keep_item(c, "processing", json_string(id));
	return GO_AGAIN;
}

enum go
mastodon_ask_ready(struct call *c)
{
	const char *id = call_kept_at(c, "processing", call_kept_count(c, "ready"));

	if (!id)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/v1/media/%s", call_encoded(c, id));
	return mastodon_signed(c);
}

/* 206: still processing. Asked again after 1, 2, 4, … seconds. */
enum go
mastodon_take_ready(struct call *c)
{
	if (c->reply->status != 206) {
		call_forget(c, "pause");
		call_keep_item(c, "ready", json_true());
		return GO_AGAIN;
	}
	return call_wait_longer(c, POLL_FIRST_SEC, POLL_LAST_SEC);
}

/* --- statuses --------------------------------------------------------------------------------- */

static void
add_member(struct buf *form, const char *name, const char *value)
{
	if (value && *value)
		form_add(form, name, value);
}

static void
add_poll(struct buf *form, const json_t *poll, int64_t sec)
{
	const json_t *option;
	const char   *text;
	size_t        i;
	char          seconds[24];

	json_array_foreach(json_object_get(poll, "options"), i, option) {
		text = json_string_value(option);
		form_add(form, "poll[options][]", text ? text : "");
	}
	snprintf(seconds, sizeof seconds, "%lld", (long long)sec);
	form_add(form, "poll[expires_in]", seconds);
	if (json_is_true(json_object_get(poll, "multiple")))
		form_add(form, "poll[multiple]", "true");
}

/* Pictures and poll belong to the first part; warning and language to all. */
static void
add_first(const struct call *c, int64_t poll_sec, struct buf *form)
{
	const json_t *poll = json_object_get(c->rec, "poll");
	size_t        i;

	for (i = 0; i < call_kept_count(c, "media"); i++)
		add_member(form, "media_ids[]", call_kept_at(c, "media", i));
	if (poll)
		add_poll(form, poll, poll_sec);
}

void
mastodon_add_status(struct call *c, size_t part, int64_t poll_sec, struct buf *form)
{
	const char *warning = rec_string(c, "warning");

	form_add(form, "status", call_text(c, part));
	add_member(form, "spoiler_text", warning);
	if ((warning && *warning) || json_is_true(json_object_get(rec_options(c), "sensitive")))
		form_add(form, "sensitive", "true");
	add_member(form, "language", rec_string(c, "lang"));
	if (!part)
		add_first(c, poll_sec, form);
}

static void
add_status(struct call *c, size_t part)
{
	const json_t *ends_in = json_object_get(json_object_get(c->rec, "poll"), "ends_in");
	struct buf    form = { 0 };

	mastodon_add_status(c, part, json_integer_value(ends_in), &form);
	add_member(&form, "visibility", rec_string(c, "visibility"));
	if (part)
		add_member(&form, "in_reply_to_id", call_kept_at(c, "ids", rec_parent(c, part)));
	call_form(c, &form);
	buf_release(&form);
}

int
mastodon_is_complete(const struct call *c)
{
	return call_kept_count(c, "ids") >= rec_texts(c);
}

static void
tell(struct call *c)
{
	const char *id = call_kept_at(c, "ids", 0);

	if (id)
		call_out(c, "ref", id);
	call_out_url(c, call_kept(c, "url"));
}

/* What mastodon_keep_status() keeps. */
static const char *const status_members[] = { "id", "url", "uri", NULL };

static enum go
ask_status(struct call *c)
{
	size_t part = call_kept_count(c, "ids");

	tell(c);
	if (mastodon_is_complete(c))
		return GO_NEXT;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/api/v1/statuses");
	c->only = status_members;
	req_header(&c->req, c->mem, "Idempotency-Key", call_part_key(c, part, 40));
	add_status(c, part);
	return mastodon_signed(c);
}

/* `url` may be null for a while on some servers; `uri` is an address as well. */
void
mastodon_keep_status(struct call *c, const json_t *status)
{
	const char *url = json_string_value(json_object_get(status, "url"));

	if (!url)
		url = json_string_value(json_object_get(status, "uri"));
	if (url && !call_kept_count(c, "ids"))
		call_keep(c, "url", url);
	call_keep_item(c, "ids", json_string(json_string_value(json_object_get(status, "id"))));
	tell(c);
}

static enum go
take_status(struct call *c)
{
	if (!call_get(c, "id"))
		return GO_FAIL;
	mastodon_keep_status(c, c->body);
	return mastodon_is_complete(c) ? GO_NEXT : GO_AGAIN;
}

static const struct step publish[] = {
	{ "media",  mastodon_ask_media, mastodon_take_media, 0, NULL, 0 },
	{ "ready",  mastodon_ask_ready, mastodon_take_ready, 0, NULL, 0 },
	{ "status", ask_status, take_status, 0, &mastodon_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

/* entities/Error: {"error": "…"}; the text may be translated, so the status counts first. */
static enum fault
fault(struct call *c)
{
	const char *error = json_string_value(json_object_get(c->body, "error"));
	const char *words = error ? call_words(c, error, strlen(error)) : NULL;
	int         status = c->reply->status;

	if (words)
		call_fail(c, FAULT_NONE, "%s: %s", c->net->title, words);
	if (status == 401) {
		call_fail(c, FAULT_NONE,
		    "%s does not take the token of account %s (%s); make a new one",
		    c->net->title, c->account->name, words ? words : "401");
		return FAULT_AUTH;
	}
	if (status == 422 && !c->reply->len) {
		call_fail(c, FAULT_NONE,
		    "the server answered 422 without a word, as snac does to a bad token; "
		    "check the token of account %s", c->account->name);
		return FAULT_AUTH;
	}
	if (status == 403 && words && strstr(words, "outside the authorized scopes"))
		return FAULT_AUTH;
	if (status == 422 && words && strstr(words, "have not finished processing"))
		return FAULT_AGAIN;
	return FAULT_NONE;
}

/* entities/V2_Instance: the limits of mastodon.social; image_size_limit, video_size_limit. */
static const struct media_limit types[] = {
	{ "image/jpeg", 16777216 }, { "image/png", 16777216 }, { "image/gif", 16777216 },
	{ "image/webp", 16777216 }, { "image/avif", 16777216 }, { "image/heic", 16777216 },
	{ "video/mp4", 103809024 }, { "video/webm", 103809024 }, { "video/quicktime", 103809024 },
	{ "audio/mpeg", 103809024 }, { "audio/ogg", 103809024 }, { "audio/flac", 103809024 },
	{ NULL, 0 }
};

/* app/lib/rate_limiter.rb: statuses */
static const struct post_limit limits[] = { { 300, 10800, NULL, LIMIT_PARTS }, { 0 } };

static const char *const knows[] = { "sensitive", NULL };

const struct net net_mastodon = {
	.name  = "mastodon",
	.title = "Mastodon",
	.knows = knows,
	.can   = CAN_THREAD | CAN_POLL | CAN_WARNING | CAN_VISIBILITY | CAN_ANIMATE | CAN_COMMENT,
	/* user/posting: 500 characters, every link 23, only the local part of a mention */
	.text  = { .unit = TEXT_GRAPHEMES, .max = 500, .url_units = 23, .local_mentions = 1 },
	.limits = limits,
	.media = { .max = 4, .alt_max = 1500, .alt_unit = TEXT_GRAPHEMES, .types = types },
	.poll  = { .min = 2, .max = 4, .option_max = 50,
	           .min_seconds = 300, .max_seconds = 2629746 },
	.oauth = &mastodon_oauth,
	.ops   = { [OP_PUBLISH] = publish, [OP_EDIT] = mastodon_edit, [OP_DELETE] = mastodon_delete,
	           [OP_REPLY] = mastodon_reply, [OP_REPLY_PRIVATE] = mastodon_reply_private,
	           [OP_LIKE] = mastodon_like, [OP_UNLIKE] = mastodon_unlike,
	           [OP_MUTE] = mastodon_mute, [OP_UNMUTE] = mastodon_unmute,
	           [OP_BLOCK] = mastodon_block, [OP_UNBLOCK] = mastodon_unblock,
	           [OP_REPORT] = mastodon_report,
	           [OP_INBOX] = mastodon_inbox, [OP_THREAD] = mastodon_thread, [OP_WHO] = mastodon_who,
	           [OP_POST_METRICS] = mastodon_post_metrics, [OP_ACCOUNT_METRICS] = mastodon_account_metrics,
	           [OP_OTHER_METRICS] = mastodon_other_metrics, [OP_MENTIONS] = mastodon_mentions,
	           [OP_LIMITS] = mastodon_limits, [OP_STREAM] = mastodon_stream, [OP_REGISTER] = mastodon_register,
	           [OP_AUTHORIZE] = oauth_authorize, [OP_REVOKE] = oauth_revoke },
	.fault = fault,
};
