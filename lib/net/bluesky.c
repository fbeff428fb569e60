/*
 * bluesky.c - Bluesky through the AT Protocol: XRPC to the account's own server (PDS)
 *
 * docs.bsky.app, atproto.com/specs; lexicons app.bsky.feed.post, com.atproto.repo.*. A post: find
 * out whom the mentions mean, upload the pictures, put one record for each part of the thread. The
 * record's key and its createdAt are fixed before the first try: putRecord sent twice is one post. An
 * edit puts other records in the same places; deleting: bluesky_change.c.
 */
#include "bluesky.h"

#include "smm/hash.h"
#include "smm/when.h"

#include "facet.h"

#define BLOB_TRIES 3 /* how often the pictures are uploaded, when the server has dropped them */

/*
 * Kept state of a post:
 *	handle, handles  the handle that is asked for; handle -> DID, "" when nobody has it
 *	files            what the pictures were found to be (call_fix_media)
 *	blobs            the servers' blob objects, word for word
 *	uploads          how often the server has dropped them
 *	created          createdAt of all parts: when the first was first asked for
 *	refs             {uri, cid} of the records that are out
 */

/* --- whom the mentions mean ------------------------------------------------------------------- */

/* The first mention of whom we do not know yet who it is; NULL when all are known. */
static const char *
unknown_handle(struct call *c)
{
	const json_t *known = json_object_get(c->keep, "handles");
	struct facet  f;
	const char   *text, *handle;
	size_t        part, at;

	for (part = 0; part < rec_texts(c); part++) {
		text = call_text(c, part);
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
enum go
bluesky_ask_handle(struct call *c)
{
	const char *handle = unknown_handle(c);

	if (!handle)
		return GO_NEXT;
	call_keep(c, "handle", handle);
	call_send(c, "GET", EFFECT_NONE, "/xrpc/com.atproto.identity.resolveHandle?handle=%s",
	    call_encoded(c, handle));
	return GO_SEND;
}

/* 400 HandleNotFound or InvalidRequest, nobody has it: the text stays, without a mention. */
enum go
bluesky_take_handle(struct call *c)
{
	const char *did = c->reply->status == 400 ? "" : call_get(c, "did");
	json_t     *known = json_object_get(c->keep, "handles");

	if (!did || !call_kept(c, "handle"))
		return did ? GO_AGAIN : GO_FAIL;
	if (!known) {
		known = json_object();
		json_object_set_new(c->keep, "handles", known);
	}
	json_object_set_new(known, call_kept(c, "handle"), json_string(did));
	call_forget(c, "handle");
	return GO_AGAIN;
}

/* --- pictures --------------------------------------------------------------------------------- */

static const json_t *
thumb(const struct call *c)
{
	return json_object_get(rec_options(c), "thumb");
}

static int
has_card(const struct call *c)
{
	const char *link = rec_string(c, "link");

	return link && *link && !rec_media_count(c);
}

/* Pictures in their order; the picture of the card when there are none. */
static const json_t *
blob_source(const struct call *c, size_t i)
{
	return i == 0 && has_card(c) ? thumb(c) : rec_media(c, i);
}

static const char *
blob_type(const struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	return type ? type : "application/octet-stream";
}

enum go
bluesky_ask_blob(struct call *c)
{
	size_t        n = call_kept_count(c, "blobs");
	const json_t *item = blob_source(c, n);
	const char   *file = json_string_value(json_object_get(item, "file"));

	if (!item)
		return GO_NEXT;
	if (!file)
		return call_fail(c, FAULT_INPUT, "Bluesky takes pictures as files, not by address");
	call_fix_media(c);
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.uploadBlob");
	c->req.body = BODY_FILE;
	c->req.file = file;
	c->req.type = blob_type(c, n);
	c->req.stamp = call_stamp(c, n);
	return call_bearer(c, call_session(c, "accessJwt"));
}

/* The blob object goes into the record exactly as the server gave it. */
enum go
bluesky_take_blob(struct call *c)
{
	json_t *blob = json_object_get(c->body, "blob");

	if (!json_is_object(blob))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"blob\"", c->net->title,
		    c->reply->status);
	call_keep_item(c, "blobs", json_deep_copy(blob));
	return GO_AGAIN;
}

/* --- the record ------------------------------------------------------------------------------- */

/*
 * The key of one part: the time the post is planned for, moved by up to a second as its id and the
 * part say, and a clock id likewise: 2^29.9 places, so that posts of one second do not meet; the
 * same in every run and on every machine. A part's key is greater than that of the one before.
 */
static void
record_key(struct call *c, size_t part, char out[TID_SIZE])
{
	const char   *id = rec_string(c, "id"), *at = rec_string(c, "at");
	char         *seed = mem_fmt(c->mem, "%s %zu", id ? id : "", part);
	unsigned char sum[SHA256_BYTES];
	uint64_t      spread;
	int64_t       ms = 0;

	if (bluesky_was_key(c, part, out))
		return;
	if (at)
		when_read(at, strlen(at), &ms, NULL);
	hash_sha256(seed, strlen(seed), sum);
	spread = (uint64_t)sum[0] << 24 | (uint64_t)sum[1] << 16 | (uint64_t)sum[2] << 8 | sum[3];
	tid_write(out, (uint64_t)(ms + (int64_t)part * 1000) * 1000 + spread % 1000000,
	    (unsigned)sum[4] << 8 | sum[5]);
}

static json_t *
tag_json(struct call *c, const char *value, size_t len, int is_cashtag)
{
	char *tag = mem_dup(c->mem, value, len);
	char *s;

	for (s = tag; is_cashtag && *s; s++)
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 32);
	return json_pack("{s:s, s:s}", "$type", "app.bsky.richtext.facet#tag", "tag", tag);
}

static json_t *
mention_json(struct call *c, const char *handle, size_t len)
{
	const char *did = json_string_value(json_object_get(json_object_get(c->keep, "handles"),
	    mem_dup(c->mem, handle, len)));

	if (!did || !*did)
		return NULL;
	return json_pack("{s:s, s:s}", "$type", "app.bsky.richtext.facet#mention", "did", did);
}

/* NULL for a mention of nobody. */
static json_t *
feature_json(struct call *c, const char *text, const struct facet *f)
{
	const char *value = text + f->value.start;
	size_t      len = f->value.end - f->value.start;

	switch (f->kind) {
	case FACET_MENTION:
		return mention_json(c, value, len);
	case FACET_DOMAIN:
	case FACET_LINK:
		return json_pack("{s:s, s:o}", "$type", "app.bsky.richtext.facet#link", "uri",
		    json_string(mem_fmt(c->mem, "%s%.*s", f->kind == FACET_DOMAIN ? "https://" : "", (int)len, value)));
	default:
		return tag_json(c, value, len, f->kind == FACET_CASHTAG);
	}
}

static void
add_facets(struct call *c, json_t *record, const char *text)
{
	json_t      *list = json_array(), *feature;
	struct facet f;
	size_t       at;

	for (at = 0; facet_next(text, strlen(text), at, &f); at = f.span.end) {
		feature = feature_json(c, text, &f);
		if (feature)
			json_array_append_new(list, json_pack("{s:{s:I, s:I}, s:[o]}",
			    "index", "byteStart", (json_int_t)f.span.start,
			    "byteEnd", (json_int_t)f.span.end, "features", feature));
	}
	if (json_array_size(list))
		json_object_set(record, "facets", list);
	json_decref(list);
}

/* app.bsky.embed.images: aspectRatio is better left out than guessed. */
static json_t *
image_json(const struct call *c, size_t i)
{
	const char *alt = json_string_value(json_object_get(rec_media(c, i), "alt"));
	json_t     *width = call_media_fact(c, i, "width");
	json_t     *height = call_media_fact(c, i, "height");
	json_t     *image = json_object();

	json_object_set(image, "image", json_array_get(json_object_get(c->keep, "blobs"), i));
	json_object_set_new(image, "alt", json_string(alt ? alt : ""));
	if (json_integer_value(width) > 0 && json_integer_value(height) > 0)
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

/* com.atproto.label.defs#selfLabels */
static void
add_labels(const struct call *c, json_t *record)
{
	const json_t *label;
	json_t       *values = json_array();
	size_t        i;

	json_array_foreach(json_object_get(rec_options(c), "labels"), i, label)
		if (json_is_string(label))
			json_array_append_new(values,
			    json_pack("{s:s}", "val", json_string_value(label)));
	if (json_array_size(values))
		json_object_set_new(record, "labels", json_pack("{s:s, s:O}", "$type",
		    "com.atproto.label.defs#selfLabels", "values", values));
	json_decref(values);
}

/* The first part is the root of all. */
static void
add_reply(const struct call *c, json_t *record, size_t part)
{
	json_t *refs = json_object_get(c->keep, "refs");

	if (part)
		json_object_set_new(record, "reply", json_pack("{s:O, s:O}", "root",
		    json_array_get(refs, 0), "parent", json_array_get(refs, rec_parent(c, part))));
	else if (json_object_get(c->keep, "parent")) /* an answer, see bluesky_act.c */
		json_object_set_new(record, "reply", json_pack("{s:O, s:O}", "root",
		    json_object_get(c->keep, "root"), "parent", json_object_get(c->keep, "parent")));
}

static json_t *
build_record(struct call *c, size_t part)
{
	const char *text = call_text(c, part), *lang = rec_string(c, "lang");
	json_t     *record = json_pack("{s:s, s:s, s:s}", "$type", BLUESKY_POSTS, "text", text,
	    "createdAt", call_kept(c, "created"));

	if (lang)
		json_object_set_new(record, "langs", json_pack("[s]", lang));
	add_labels(c, record);
	add_facets(c, record, text);
	add_reply(c, record, part);
	if (!part && rec_media_count(c))
		json_object_set_new(record, "embed", images_json(c));
	else if (!part && has_card(c))
		json_object_set_new(record, "embed", card_json(c));
	return record;
}

/* Kept for all parts: when it was first tried, and so the same text in every try and every edit. */
static void
fix_time(struct call *c)
{
	const char *was = json_string_value(call_was(c, "created"));
	char        text[WHEN_SIZE];

	if (!call_kept(c, "created"))
		call_keep(c, "created", was ? was : when_write_ms(text, c->now));
}

/* Where people see it: bsky.app/profile/DID/post/KEY. */
static void
tell(struct call *c)
{
	const char *uri = json_string_value(json_object_get(
	    json_array_get(json_object_get(c->keep, "refs"), 0), "uri"));
	const char *did = json_string_value(json_object_get(c->session, "did"));
	char        key[TID_SIZE];

	if (!uri || !did)
		return;
	record_key(c, 0, key);
	call_out(c, "ref", uri);
	call_out_url(c, mem_fmt(c->mem, "https://bsky.app/profile/%s/post/%s", did, key));
}

/* Pictures first, when the server has dropped them meanwhile (see fault()). */
enum go
bluesky_ask_record(struct call *c)
{
	size_t      part = call_kept_count(c, "refs");
	const char *did = call_session(c, "did");
	char        key[TID_SIZE];

	if (!did)
		return GO_FAIL;
	tell(c);
	if (part >= rec_texts(c))
		return GO_NEXT;
	if (!part && blob_source(c, call_kept_count(c, "blobs")))
		return bluesky_ask_blob(c);
	fix_time(c);
	record_key(c, part, key);
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.putRecord");
	call_json(c, json_pack("{s:s, s:s, s:s, s:o}", "repo", did, "collection", BLUESKY_POSTS,
	    "rkey", key, "record", build_record(c, part)));
	return call_bearer(c, call_session(c, "accessJwt"));
}

enum go
bluesky_take_record(struct call *c)
{
	size_t      part = call_kept_count(c, "refs");
	const char *uri, *cid;

	if (!part && blob_source(c, call_kept_count(c, "blobs")))
		return bluesky_take_blob(c);
	uri = call_get(c, "uri");
	cid = uri ? call_get(c, "cid") : NULL;
	if (!cid)
		return GO_FAIL;
	call_keep_item(c, "refs", json_pack("{s:s, s:s}", "uri", uri, "cid", cid));
	tell(c);
	return part + 1 >= rec_texts(c) ? GO_NEXT : GO_AGAIN;
}

static const struct step publish[] = {
	{ "handle", bluesky_ask_handle, bluesky_take_handle, 400, NULL, 0 },
	{ "blob",   bluesky_ask_blob,   bluesky_take_blob,   0,   NULL, 0 },
	{ "record", bluesky_ask_record, bluesky_take_record, 0,   NULL, 0 },
	{ 0 }
};

static const struct step reply[] = {
	{ "message", bluesky_ask_parent, bluesky_take_parent, 400, NULL, 0 },
	{ "handle",  bluesky_ask_handle, bluesky_take_handle, 400, NULL, 0 },
	{ "record",  bluesky_ask_record, bluesky_take_record,         0,   NULL, 0 },
	{ 0 }
};

/* --- errors ----------------------------------------------------------------------------------- */

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

/*
 * Blobs that no record names vanish after a while: uploaded again in the next try, unless that has
 * been of no use before.
 */
static enum fault
blobs_gone(struct call *c)
{
	if (call_count(c, "uploads") >= BLOB_TRIES)
		return FAULT_REFUSED;
	call_forget(c, "blobs");
	return FAULT_AGAIN;
}

static enum fault
fault(struct call *c)
{
	const char *name = json_string_value(json_object_get(c->body, "error"));
	const char *words = json_string_value(json_object_get(c->body, "message"));
	size_t      i;

	if (!name)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "%s: %s%s%s", c->net->title, call_words(c, name, strlen(name)),
	    words ? ": " : "", words ? call_words(c, words, strlen(words)) : "");
	if (strcmp(name, "AuthFactorTokenRequired") == 0)
		call_fail(c, FAULT_NONE, "Bluesky wants a second factor for the main password of account %s; make an "
		    "app password in its settings", c->account->name);
	if (strcmp(name, "BlobNotFound") == 0)
		return blobs_gone(c);
	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].fault;
	return FAULT_NONE;
}

/* Lexicon app.bsky.embed.images: 2,000,000 bytes each, image/any; a picture moves not. */
static const struct media_limit types[] = {
	{ "image/jpeg", 2000000 }, { "image/png", 2000000 }, { "image/webp", 2000000 }, { "image/gif", 2000000 }, { 0 }
};

static const char *const knows[] = { "thumb", "description", "labels", NULL };

const struct net net_bluesky = {
	.name       = "bluesky",
	.title      = "Bluesky",
	.knows      = knows,
	.server     = "https://bsky.social",
	.needs_user = 1,
	.can        = CAN_THREAD | CAN_TITLE | CAN_CARD | CAN_COMMENT,
	/* lexicon app.bsky.feed.post: maxGraphemes 300, maxLength 3000 bytes */
	.text       = { .unit = TEXT_GRAPHEMES, .max = 300, .max_bytes = 3000 },
	/* "Rate Limits", 2026: what a repository writes, 5000 points an hour, 35000 a day; a record is 3 */
	.limits     = (const struct post_limit[]){ { 1666, 3600, NULL, LIMIT_PARTS },
		{ 11666, 86400, NULL, LIMIT_PARTS }, { 0 } },
	.media      = { .max = 4, .alt_max = 2000, .alt_unit = TEXT_GRAPHEMES, .types = types },
	.posts_at_once = 25, /* lexicon app.bsky.feed.getPosts: uris, maxLength */
	.ops        = { [OP_PUBLISH] = publish, [OP_EDIT] = bluesky_edit, [OP_DELETE] = bluesky_delete,
	                [OP_REPLY] = reply, [OP_HIDE] = bluesky_hide, [OP_UNHIDE] = bluesky_unhide,
	                [OP_LIKE] = bluesky_like, [OP_UNLIKE] = bluesky_unlike,
	                [OP_MUTE] = bluesky_mute, [OP_UNMUTE] = bluesky_unmute,
	                [OP_BLOCK] = bluesky_block, [OP_UNBLOCK] = bluesky_unblock,
	                [OP_REPORT] = bluesky_report,
	                [OP_INBOX] = bluesky_inbox, [OP_THREAD] = bluesky_thread,
	                [OP_POST_METRICS] = bluesky_post_metrics, [OP_ACCOUNT_METRICS] = bluesky_account_metrics,
	                [OP_OTHER_METRICS] = bluesky_other_metrics, [OP_MENTIONS] = bluesky_mentions,
	                [OP_WHO] = bluesky_who, [OP_LOGIN] = bluesky_login,
	                [OP_REFRESH] = bluesky_refresh },
	.fault      = fault,
};
