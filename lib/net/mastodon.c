/*
 * mastodon.c - Mastodon and servers that speak its client API
 *
 * docs.joinmastodon.org: methods/media, methods/statuses, methods/accounts, user/posting.
 * A post: pictures one by one, wait until the server has processed them, then a status for each
 * part of the thread. The Idempotency-Key protects a status for an hour on Mastodon itself, and not
 * at all on some compatible servers, so that a status of which no answer came is looked for among our
 * recent ones before it is sent again.
 */
#include "connector.h"

#include "smm/hash.h"
#include "smm/when.h"

#include "html.h"

#include <stdio.h>

#define POLL_FIRST_SEC 1
#define POLL_LAST_SEC  16
#define LOOK_LIMIT     40               /* the most that accounts/:id/statuses gives */
#define MARGIN_MS      INT64_C(120000)  /* of the clocks, once their difference is taken out */

static const char *
token(const struct call *c)
{
	return json_string_value(json_object_get(c->session, "token"));
}

static enum go
ask_media(struct call *c)
{
	const json_t *item = rec_media(c, call_kept_count(c, "media"));
	const char   *file = json_string_value(json_object_get(item, "file"));
	const char   *alt = json_string_value(json_object_get(item, "alt"));
	const char   *type = json_string_value(json_object_get(item, "type"));
	const char   *slash;

	if (!item)
		return GO_NEXT;
	if (!file)
		return call_fail(c, FAULT_INPUT, "Mastodon takes pictures as files, not by address");
	slash = strrchr(file, '/');
	call_send(c, "POST", EFFECT_SAME, "/api/v2/media");
	call_bearer(c, token(c));
	if (alt && *alt)
		req_part(&c->req, c->mem, (struct part){ .name = "description", .value = alt });
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file,
		.file_name = slash ? slash + 1 : file, .type = type });
	return GO_SEND;
}

/* 202: taken, but not processed yet (films, sounds). */
static enum go
take_media(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep_item(c, "media", json_string(id));
	if (c->reply->status == 202)
		call_keep_item(c, "processing", json_string(id));
	return GO_AGAIN;
}

static enum go
ask_ready(struct call *c)
{
	size_t        n = call_kept_count(c, "ready");
	const json_t *id = json_array_get(json_object_get(c->keep, "processing"), n);

	if (!id)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/v1/media/%s", json_string_value(id));
	call_bearer(c, token(c));
	return GO_SEND;
}

/* 206: still processing. Asked again after 1, 2, 4, … seconds. */
static enum go
take_ready(struct call *c)
{
	json_int_t sec = json_integer_value(json_object_get(c->keep, "pause"));

	if (c->reply->status != 206) {
		json_object_del(c->keep, "pause");
		call_keep_item(c, "ready", json_true());
		return GO_AGAIN;
	}
	sec = !sec ? POLL_FIRST_SEC : sec < POLL_LAST_SEC ? 2 * sec : POLL_LAST_SEC;
	json_object_set_new(c->keep, "pause", json_integer(sec));
	c->wake = c->now + sec * 1000;
	return GO_WAIT;
}

/* The same for the same part of the same post, whenever and by whomever it is asked. */
static const char *
idempotency_key(struct call *c, size_t part)
{
	const char *id = rec_string(c, "id"), *digest = rec_string(c, "digest");
	char       *text = mem_fmt(c->mem, "%s %s %zu", id ? id : "", digest ? digest : "", part);
	char        sum[DIGEST_SIZE];

	hash_digest(text, strlen(text), sum);
	return mem_dup(c->mem, sum + strlen("sha256:"), 40);
}

static void
add_member(struct buf *form, const char *name, const char *value)
{
	if (value && *value)
		form_add(form, name, value);
}

static void
add_poll(struct buf *form, const json_t *poll)
{
	const json_t *option;
	size_t        i;
	char          seconds[24];

	json_array_foreach(json_object_get(poll, "options"), i, option)
		form_add(form, "poll[options][]", json_string_value(option));
	snprintf(seconds, sizeof seconds, "%lld",
	    (long long)json_integer_value(json_object_get(poll, "ends_in")));
	form_add(form, "poll[expires_in]", seconds);
	if (json_is_true(json_object_get(poll, "multiple")))
		form_add(form, "poll[multiple]", "true");
}

/* Pictures and poll belong to the first part; warning, visibility and language to all. */
static void
add_first(struct call *c, struct buf *form)
{
	const json_t *poll = json_object_get(c->rec, "poll");
	const json_t *id;
	size_t        i;

	json_array_foreach(json_object_get(c->keep, "media"), i, id)
		form_add(form, "media_ids[]", json_string_value(id));
	if (poll)
		add_poll(form, poll);
}

static const char *
text_of(struct call *c, size_t part)
{
	const char *text = rec_text_at(c, part);

	return part ? text : net_text(c->net, c->mem, text, rec_string(c, "link"),
	    json_array_size(json_object_get(c->rec, "media")));
}

static const char *
id_of(const struct call *c, size_t part)
{
	return json_string_value(json_array_get(json_object_get(c->keep, "ids"), part));
}

static void
build_status(struct call *c, size_t part)
{
	const json_t *sensitive = json_object_get(rec_options(c), "sensitive");
	const char   *warning = rec_string(c, "warning");
	struct buf    form = { 0 };

	form_add(&form, "status", text_of(c, part));
	add_member(&form, "spoiler_text", warning);
	if ((warning && *warning) || json_is_true(sensitive))
		form_add(&form, "sensitive", "true");
	add_member(&form, "visibility", rec_string(c, "visibility"));
	add_member(&form, "language", rec_string(c, "lang"));
	if (part)
		add_member(&form, "in_reply_to_id", id_of(c, part - 1));
	else
		add_first(c, &form);
	call_form(c, &form);
	buf_release(&form);
}

static enum go
ask_status(struct call *c)
{
	size_t part = call_kept_count(c, "ids");
	char   since[WHEN_SIZE];

	if (part == rec_texts(c))
		return GO_NEXT;
	if (!call_kept(c, "since"))
		call_keep(c, "since", when_write(since, c->now, 0));
	call_send(c, "POST", EFFECT_ONCE, "/api/v1/statuses");
	call_bearer(c, token(c));
	req_header(&c->req, c->mem, "Idempotency-Key", idempotency_key(c, part));
	build_status(c, part);
	return GO_SEND;
}

static void
keep_status(struct call *c, const char *id, const char *url)
{
	if (!call_kept_count(c, "ids")) {
		call_out(c, "ref", id);
		if (url)
			call_out(c, "url", url);
	}
	call_keep_item(c, "ids", json_string(id));
}

static enum go
take_status(struct call *c)
{
	const char *id = call_get(c, "id");
	const char *url = json_string_value(json_object_get(c->body, "url"));

	if (!id)
		return GO_FAIL;
	keep_status(c, id, url ? url : json_string_value(json_object_get(c->body, "uri")));
	return GO_AGAIN;
}

/* Our account's id first, once; then our newest statuses. */
static enum go
ask_look(struct call *c)
{
	const char *self = call_kept(c, "self");

	if (self)
		call_send(c, "GET", EFFECT_NONE, "/api/v1/accounts/%s/statuses?limit=%d&exclude_reblogs=true",
		    self, LOOK_LIMIT);
	else
		call_send(c, "GET", EFFECT_NONE, "/api/v1/accounts/verify_credentials");
	call_bearer(c, token(c));
	return GO_SEND;
}

static int64_t
made_at(const json_t *status)
{
	const char *text = json_string_value(json_object_get(status, "created_at"));
	int64_t     ms = 0;

	return text && when_read(text, strlen(text), &ms, NULL) == 0 ? ms : 0;
}

static int
same_text(const char *ours, const char *theirs, int is_html)
{
	struct buf a = { 0 }, b = { 0 };
	int        same;

	html_essence(&a, ours ? ours : "", 0);
	html_essence(&b, theirs ? theirs : "", is_html);
	same = a.len == b.len && (!a.len || memcmp(a.at, b.at, a.len) == 0);
	buf_release(&a);
	buf_release(&b);
	return same;
}

static int
same_string(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Whether a status of ours is the part in question: text, warning, place in the thread, pictures. */
static int
is_part(struct call *c, const json_t *status, size_t part)
{
	const char *before = part ? id_of(c, part - 1) : NULL;
	size_t      media = part ? 0 : json_array_size(json_object_get(c->rec, "media"));

	return same_text(text_of(c, part), json_string_value(json_object_get(status, "content")), 1) &&
	    same_text(rec_string(c, "warning"),
	        json_string_value(json_object_get(status, "spoiler_text")), 0) &&
	    same_string(before, json_string_value(json_object_get(status, "in_reply_to_id"))) &&
	    json_array_size(json_object_get(status, "media_attachments")) == media;
}

/* Private posts are not in every server's list (snac leaves them out): it must show some to tell. */
static int
is_listed(const struct call *c, const json_t *status)
{
	const char *ours = rec_string(c, "visibility");
	const char *theirs = json_string_value(json_object_get(status, "visibility"));

	if (!ours || (strcmp(ours, "private") != 0 && strcmp(ours, "direct") != 0))
		return 1;
	return theirs && strcmp(ours, theirs) == 0;
}

/* Found: kept as take_status() would. Absent for certain only when the list would show it. */
static enum go
search_status(struct call *c, int64_t since)
{
	size_t        part = call_kept_count(c, "ids"), i;
	const json_t *status;
	int64_t       oldest = INT64_MAX;
	int           listed = is_listed(c, NULL);

	json_array_foreach(c->body, i, status) {
		listed = listed || is_listed(c, status);
		if (made_at(status) < oldest)
			oldest = made_at(status);
		if (made_at(status) < since || !is_part(c, status, part))
			continue;
		keep_status(c, json_string_value(json_object_get(status, "id")),
		    json_string_value(json_object_get(status, "url")));
		return GO_AGAIN;
	}
	if (!listed)
		return call_fail(c, FAULT_UNSURE, "the server lists no %s posts: look whether it is there",
		    rec_string(c, "visibility"));
	if (i >= LOOK_LIMIT && oldest >= since)
		return call_fail(c, FAULT_UNSURE, "the last %d posts do not reach back to the first try",
		    LOOK_LIMIT);
	return GO_AGAIN;
}

/* How far the server's clock is ahead of ours: its statuses carry its own time. */
static int64_t
clock_ahead(const struct call *c)
{
	const char *date = reply_header(c->reply, "date");
	int64_t     theirs;

	return date && when_read_http(date, &theirs) == 0 ? theirs - c->now : 0;
}

static enum go
take_look(struct call *c)
{
	const char *text = call_kept(c, "since");
	int64_t     since = 0;

	if (!call_kept(c, "self")) {
		if (!call_get(c, "id"))
			return GO_FAIL;
		call_keep(c, "self", call_get(c, "id"));
		c->wake = c->now;
		return GO_WAIT;
	}
	if (!json_is_array(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered without a list of our posts", c->net->title);
	if (text)
		when_read(text, strlen(text), &since, NULL);
	return search_status(c, since + clock_ahead(c) - MARGIN_MS);
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

static const struct step publish[] = {
	{ "media",  ask_media,  take_media,  0, NULL,  0 },
	{ "ready",  ask_ready,  take_ready,  0, NULL,  0 },
	{ "status", ask_status, take_status, 0, &look, 2 },
	{ 0 }
};

/* "Error" entity: {"error": "…"}; the text may be translated, so the status counts first. */
static enum fault
fault(struct call *c)
{
	const char *words = json_string_value(json_object_get(c->body, "error"));

	if (words)
		err_set(&c->err, FAULT_NONE, "%s: %s", c->net->title, words);
	if (c->reply->status == 401) {
		err_set(&c->err, FAULT_NONE, "%s does not take the token of account %s (%s); make a new one",
		    c->net->title, c->account->name, words ? words : "401");
		return FAULT_AUTH;
	}
	if (c->reply->status == 422 && !c->reply->len) { /* snac answers so to a bad token */
		err_set(&c->err, FAULT_NONE, "the server takes neither the token of account %s nor says why; "
		    "make a new one", c->account->name);
		return FAULT_AUTH;
	}
	if (c->reply->status == 403 && words && strstr(words, "authorized scopes"))
		return FAULT_AUTH;
	if (c->reply->status == 422 && words && strstr(words, "have not finished processing"))
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

const struct net net_mastodon = {
	.name  = "mastodon",
	.title = "Mastodon",
	.can   = CAN_THREAD | CAN_POLL | CAN_WARNING | CAN_VISIBILITY,
	/* user/posting: 500 characters, every link 23, only the local part of a mention */
	.text  = { .unit = TEXT_GRAPHEMES, .max = 500, .url_units = 23, .local_mentions = 1 },
	.media = { .max = 4, .alt_max = 1500, .alt_unit = TEXT_GRAPHEMES, .types = types },
	.poll  = { .min = 2, .max = 4, .option_max = 50, .min_seconds = 300, .max_seconds = 2629746 },
	.ops   = { [OP_PUBLISH] = publish },
	.fault = fault,
};
