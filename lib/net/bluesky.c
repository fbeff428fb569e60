/*
 * bluesky.c - Bluesky through the AT Protocol: XRPC to the account's own server (PDS)
 *
 * docs.bsky.app, atproto.com/specs; lexicons app.bsky.feed.post, com.atproto.repo.*. A post: find
 * out whom the mentions mean, upload the pictures, put one record for each part of the thread. The
 * record's key and its createdAt are fixed before the first try, so that putRecord sent twice is one post.
 */
#include "connector.h"

#include "smm/hash.h"
#include "smm/url.h"
#include "smm/when.h"

#include "facet.h"
#include "tid.h"

#include <stdlib.h>

#define COLLECTION "app.bsky.feed.post"

/* --- signing in: com.atproto.server.createSession, refreshSession ------------------------------ */

/* The account's own server, out of its DID document: where everything goes from now on. */
static const char *
own_server(const json_t *doc)
{
	const json_t *service;
	const char   *id, *type;
	size_t        i;

	json_array_foreach(json_object_get(doc, "service"), i, service) {
		id = json_string_value(json_object_get(service, "id"));
		type = json_string_value(json_object_get(service, "type"));
		if (id && type && strlen(id) >= 12 && strcmp(id + strlen(id) - 12, "#atproto_pds") == 0 &&
		    strcmp(type, "AtprotoPersonalDataServer") == 0)
			return json_string_value(json_object_get(service, "serviceEndpoint"));
	}
	return NULL;
}

/* A document may not lead the token from https to plain http, nor to loopback from elsewhere. */
static int
is_trusted(const struct call *c, const char *server)
{
	const char *given = c->account->server ? c->account->server : c->net->server;

	if (url_is_loopback(given))
		return url_is_loopback(server);
	return strncmp(server, "https://", 8) == 0 && !url_is_loopback(server);
}

static void
keep_server(struct call *c)
{
	const char *server = own_server(json_object_get(c->body, "didDoc"));
	size_t      len;

	if (!server || !is_trusted(c, server))
		return;
	for (len = strlen(server); len && server[len - 1] == '/'; len--)
		;
	json_object_set_new(c->session, "server", json_stringn(server, len));
}

static enum go
take_session(struct call *c)
{
	static const char *const members[] = { "accessJwt", "refreshJwt", "did", "handle" };
	const char              *value;
	size_t                   i;

	for (i = 0; i < sizeof members / sizeof *members; i++) {
		value = call_get(c, members[i]);
		if (!value)
			return GO_FAIL;
		json_object_set_new(c->session, members[i], json_string(value));
	}
	keep_server(c);
	return GO_DONE;
}

static enum go
ask_login(struct call *c)
{
	const char *user = c->account->user;

	if (!user)
		return call_fail(c, FAULT_CONF, "account %s needs `user`, its handle", c->account->name);
	call_send(c, "POST", EFFECT_NONE, "/xrpc/com.atproto.server.createSession");
	call_json(c, json_pack("{s:s, s:s}", "identifier", *user == '@' ? user + 1 : user,
	    "password", c->secret));
	return GO_SEND;
}

static enum go
ask_refresh(struct call *c)
{
	const char *token = call_session(c, "refreshJwt");

	if (!token)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_NONE, "/xrpc/com.atproto.server.refreshSession");
	call_bearer(c, token);
	return GO_SEND;
}

static const struct step login[] = {
	{ "session", ask_login, take_session, 0, NULL, 0 },
	{ 0 }
};

static const struct step refresh[] = {
	{ "refresh", ask_refresh, take_session, 0, NULL, 0 },
	{ 0 }
};

/* --- publishing ---------------------------------------------------------------------------- */

static const char *
text_of(struct call *c, size_t part)
{
	const char *text = rec_text_at(c, part);

	return part ? text : net_text(c->net, c->mem, text, rec_string(c, "link"),
	    json_array_size(json_object_get(c->rec, "media")));
}

/* The first mention of whom we do not know yet who it is; NULL when all are known. */
static const char *
unknown_handle(struct call *c)
{
	const json_t *known = json_object_get(c->keep, "handles");
	struct facet  f;
	const char   *text, *handle;
	size_t        part, at;

	for (part = 0; part < rec_texts(c); part++) {
		text = text_of(c, part);
		for (at = 0; facet_next(text, strlen(text), at, &f); at = f.span.end) {
			if (f.kind != FACET_MENTION)
				continue;
			handle = mem_dup(c->mem, text + f.value.start, f.value.end - f.value.start);
			if (!json_object_get(known, handle))
				return handle;
		}
	}
	return NULL;
}

/* com.atproto.identity.resolveHandle needs no token, and gets none. */
static enum go
ask_handle(struct call *c)
{
	const char *handle = unknown_handle(c);

	if (!handle)
		return GO_NEXT;
	call_keep(c, "handle", handle);
	call_send(c, "GET", EFFECT_NONE, "/xrpc/com.atproto.identity.resolveHandle?handle=%s", handle);
	return GO_SEND;
}

/* Nobody has the handle (400): the text stays, without a mention. */
static enum go
take_handle(struct call *c)
{
	const char *did = json_string_value(json_object_get(c->body, "did"));
	json_t     *known = json_object_get(c->keep, "handles");

	if (c->reply->status != 400 && !call_get(c, "did"))
		return GO_FAIL;
	if (!known) {
		known = json_object();
		json_object_set_new(c->keep, "handles", known);
	}
	json_object_set_new(known, call_kept(c, "handle"), json_string(did ? did : ""));
	return GO_AGAIN;
}

static const json_t *
thumb(const struct call *c)
{
	return json_object_get(rec_options(c), "thumb");
}

static int
has_card(const struct call *c)
{
	const char *link = rec_string(c, "link");

	return link && *link && !json_array_size(json_object_get(c->rec, "media"));
}

/* Pictures in their order; behind them the picture of the card. */
static const json_t *
blob_source(const struct call *c, size_t i)
{
	size_t media = json_array_size(json_object_get(c->rec, "media"));

	if (i < media)
		return rec_media(c, i);
	return i == 0 && has_card(c) ? thumb(c) : NULL;
}

static enum go
ask_blob(struct call *c)
{
	const json_t *item = blob_source(c, call_kept_count(c, "blobs"));
	const char   *file = json_string_value(json_object_get(item, "file"));
	const char   *type = json_string_value(json_object_get(item, "type"));

	if (!item)
		return GO_NEXT;
	if (!file)
		return call_fail(c, FAULT_INPUT, "Bluesky takes pictures as files, not by address");
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.uploadBlob");
	call_bearer(c, call_session(c, "accessJwt"));
	c->req.body = BODY_FILE;
	c->req.file = file;
	c->req.type = type ? type : "application/octet-stream";
	return GO_SEND;
}

/* The blob object goes into the record exactly as the server gave it. */
static enum go
take_blob(struct call *c)
{
	json_t *blob = json_object_get(c->body, "blob");

	if (!json_is_object(blob))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"blob\"", c->net->title,
		    c->reply->status);
	call_keep_item(c, "blobs", json_deep_copy(blob));
	return GO_AGAIN;
}

/*
 * The key of one part: the time the post is planned for, moved by up to a second as its id and the
 * part say, so that posts of one minute do not meet; the same in every run and on every machine.
 */
static void
record_key(const struct call *c, size_t part, char out[TID_SIZE])
{
	const char   *id = rec_string(c, "id"), *at = rec_string(c, "at");
	char         *seed = mem_fmt(c->mem, "%s %zu", id ? id : "", part);
	unsigned char sum[SHA256_BYTES];
	uint64_t      spread;
	int64_t       ms = 0;

	if (at)
		when_read(at, strlen(at), &ms, NULL);
	hash_sha256(seed, strlen(seed), sum);
	spread = (uint64_t)sum[0] << 24 | (uint64_t)sum[1] << 16 | (uint64_t)sum[2] << 8 | sum[3];
	tid_write(out, (uint64_t)(ms + (int64_t)part * 1000) * 1000 + spread % 1000000,
	    (unsigned)sum[4] << 8 | sum[5]);
}

static json_t *
facet_json(const struct call *c, const char *text, const struct facet *f)
{
	const char *value = text + f->value.start;
	size_t      len = f->value.end - f->value.start;
	const char *did;
	json_t     *feature;

	switch (f->kind) {
	case FACET_LINK:
		feature = json_pack("{s:s, s:s%}", "$type", "app.bsky.richtext.facet#link", "uri", value, len);
		break;
	case FACET_TAG:
		feature = json_pack("{s:s, s:s%}", "$type", "app.bsky.richtext.facet#tag", "tag", value, len);
		break;
	default:
		did = json_string_value(json_object_get(json_object_get(c->keep, "handles"),
		    mem_dup(c->mem, value, len)));
		if (!did || !*did)
			return NULL;
		feature = json_pack("{s:s, s:s}", "$type", "app.bsky.richtext.facet#mention", "did", did);
		break;
	}
	return json_pack("{s:{s:I, s:I}, s:[o]}", "index", "byteStart", (json_int_t)f->span.start,
	    "byteEnd", (json_int_t)f->span.end, "features", feature);
}

static void
add_facets(const struct call *c, json_t *record, const char *text)
{
	json_t      *list = json_array(), *one;
	struct facet f;
	size_t       at;

	for (at = 0; facet_next(text, strlen(text), at, &f); at = f.span.end) {
		one = facet_json(c, text, &f);
		if (one)
			json_array_append_new(list, one);
	}
	if (json_array_size(list))
		json_object_set(record, "facets", list);
	json_decref(list);
}

static json_t *
image_json(const struct call *c, size_t i)
{
	const json_t *item = rec_media(c, i);
	const char   *alt = json_string_value(json_object_get(item, "alt"));
	json_t       *width = json_object_get(item, "width"), *height = json_object_get(item, "height");
	json_t       *image = json_pack("{s:O, s:s}", "image",
	    json_array_get(json_object_get(c->keep, "blobs"), i), "alt", alt ? alt : "");

	if (width && height)
		json_object_set_new(image, "aspectRatio",
		    json_pack("{s:O, s:O}", "width", width, "height", height));
	return image;
}

static json_t *
images_json(const struct call *c)
{
	json_t *images = json_array();
	size_t  i;

	for (i = 0; rec_media(c, i); i++)
		json_array_append_new(images, image_json(c, i));
	return json_pack("{s:s, s:o}", "$type", "app.bsky.embed.images", "images", images);
}

/* Nothing is crawled: title and description are the post's own words (app.bsky.embed.external). */
static json_t *
card_json(const struct call *c)
{
	const char *link = rec_string(c, "link"), *title = rec_string(c, "title");
	const char *words = json_string_value(json_object_get(rec_options(c), "description"));
	json_t     *blob = json_array_get(json_object_get(c->keep, "blobs"), 0);
	json_t     *card = json_pack("{s:s, s:s, s:s}", "uri", link, "title", title ? title : link,
	    "description", words ? words : "");

	if (blob)
		json_object_set(card, "thumb", blob);
	return json_pack("{s:s, s:o}", "$type", "app.bsky.embed.external", "external", card);
}

/* app.bsky.feed.post: at most three languages; com.atproto.label.defs#selfLabels. */
static void
add_labels(const struct call *c, json_t *record)
{
	const char   *lang = rec_string(c, "lang");
	const json_t *label;
	json_t       *values = json_array();
	size_t        i;

	if (lang)
		json_object_set_new(record, "langs", json_pack("[s]", lang));
	json_array_foreach(json_object_get(rec_options(c), "labels"), i, label)
		json_array_append_new(values, json_pack("{s:s}", "val", json_string_value(label)));
	if (json_array_size(values))
		json_object_set_new(record, "labels", json_pack("{s:s, s:O}", "$type",
		    "com.atproto.label.defs#selfLabels", "values", values));
	json_decref(values);
}

/* Part 1 is the root of all, the part before the parent. */
static void
add_reply(const struct call *c, json_t *record, size_t part)
{
	json_t *refs = json_object_get(c->keep, "refs");

	if (part)
		json_object_set_new(record, "reply", json_pack("{s:O, s:O}", "root",
		    json_array_get(refs, 0), "parent", json_array_get(refs, part - 1)));
}

static json_t *
build_record(struct call *c, size_t part)
{
	const char *text = text_of(c, part);
	json_t     *record = json_pack("{s:s, s:s, s:s}", "$type", COLLECTION, "text", text,
	    "createdAt", call_kept(c, "created"));

	add_labels(c, record);
	add_facets(c, record, text);
	add_reply(c, record, part);
	if (!part && rec_media(c, 0))
		json_object_set_new(record, "embed", images_json(c));
	else if (!part && has_card(c))
		json_object_set_new(record, "embed", card_json(c));
	return record;
}

/* Kept for all parts: when it was first tried, and so the same text in every try. */
static void
fix_time(struct call *c)
{
	char text[WHEN_SIZE];

	if (!call_kept(c, "created"))
		call_keep(c, "created", when_write_ms(text, c->now));
}

static enum go
ask_record(struct call *c)
{
	size_t      part = call_kept_count(c, "refs");
	const char *did = call_session(c, "did"), *access = call_session(c, "accessJwt");
	char        key[TID_SIZE];

	if (part == rec_texts(c))
		return GO_NEXT;
	if (!did || !access)
		return GO_FAIL;
	fix_time(c);
	record_key(c, part, key);
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.putRecord");
	call_bearer(c, access);
	call_json(c, json_pack("{s:s, s:s, s:s, s:o}", "repo", did, "collection", COLLECTION,
	    "rkey", key, "record", build_record(c, part)));
	return GO_SEND;
}

/* Where people see it: bsky.app/profile/DID/post/KEY. */
static void
give_address(struct call *c, const char *uri)
{
	const char *slash = strrchr(uri, '/');

	call_out(c, "ref", uri);
	if (slash)
		call_out(c, "url", mem_fmt(c->mem, "https://bsky.app/profile/%s/post/%s",
		    json_string_value(json_object_get(c->session, "did")), slash + 1));
}

static enum go
take_record(struct call *c)
{
	const char *uri = call_get(c, "uri"), *cid = uri ? call_get(c, "cid") : NULL;

	if (!cid)
		return GO_FAIL;
	if (!call_kept_count(c, "refs"))
		give_address(c, uri);
	call_keep_item(c, "refs", json_pack("{s:s, s:s}", "uri", uri, "cid", cid));
	return GO_AGAIN;
}

static const struct step publish[] = {
	{ "handle", ask_handle, take_handle, 400, NULL, 0 },
	{ "blob",   ask_blob,   take_blob,   0,   NULL, 0 },
	{ "record", ask_record, take_record, 0,   NULL, 0 },
	{ 0 }
};

/* atproto.com/specs/xrpc: {"error": NAME, "message": words}; the name says more than the status. */
static const struct {
	const char *name;
	enum fault  fault;
} names[] = {
	{ "ExpiredToken",            FAULT_AUTH },
	{ "InvalidToken",            FAULT_AUTH },
	{ "AuthenticationRequired",  FAULT_AUTH },
	{ "AuthMissing",             FAULT_AUTH },
	{ "AuthFactorTokenRequired", FAULT_AUTH },
	{ "AccountTakedown",         FAULT_AUTH },
	{ "RateLimitExceeded",       FAULT_LIMIT },
	{ "NotEnoughResources",      FAULT_AGAIN },
	{ "UpstreamFailure",         FAULT_AGAIN },
	{ "UpstreamTimeout",         FAULT_AGAIN },
};

static enum fault
fault(struct call *c)
{
	const char *name = json_string_value(json_object_get(c->body, "error"));
	const char *words = json_string_value(json_object_get(c->body, "message"));
	size_t      i;

	if (!name)
		return FAULT_NONE;
	err_set(&c->err, FAULT_NONE, "Bluesky: %s%s%s", name, words ? ": " : "", words ? words : "");
	if (strcmp(name, "AuthFactorTokenRequired") == 0)
		err_set(&c->err, FAULT_NONE, "Bluesky wants a second factor for the main password of account "
		    "%s; make an app password in its settings", c->account->name);
	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].fault;
	return FAULT_NONE;
}

/* Lexicon app.bsky.embed.images: 2,000,000 bytes each, image/any; a picture moves not. */
static const struct media_limit types[] = {
	{ "image/jpeg", 2000000 }, { "image/png", 2000000 }, { "image/webp", 2000000 },
	{ "image/gif", 2000000 },
	{ NULL, 0 }
};

const struct net net_bluesky = {
	.name       = "bluesky",
	.title      = "Bluesky",
	.server     = "https://bsky.social",
	.needs_user = 1,
	.can        = CAN_THREAD | CAN_TITLE | CAN_CARD,
	/* lexicon app.bsky.feed.post: maxGraphemes 300, maxLength 3000 bytes */
	.text       = { .unit = TEXT_GRAPHEMES, .max = 300, .max_bytes = 3000 },
	.media      = { .max = 4, .alt_max = 2000, .alt_unit = TEXT_GRAPHEMES, .types = types },
	.ops        = { [OP_PUBLISH] = publish, [OP_LOGIN] = login, [OP_REFRESH] = refresh },
	.fault      = fault,
};
