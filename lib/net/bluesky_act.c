/*
 * bluesky_act.c - what is done about a message on Bluesky
 *
 * Lexicons app.bsky.feed.getPostThread, threadgate, like; app.bsky.graph.muteActor, block;
 * com.atproto.moderation.createReport. The message is looked at just before: it may be gone, or a
 * colleague may have answered. Likes and blocks are records whose keys follow from what they are
 * about, so that twice is once and they can be taken back.
 */
#include "bluesky.h"

#include "smm/hash.h"
#include "smm/when.h"

#include "message.h"
#include "tid.h"

/*
 * Kept state of an action, besides that of a post:
 *	parent, root   {uri, cid} of the message and of where its thread begins
 *	author         DID of who wrote it
 *	gate, gate_cid what the thread's gate is now, "" as cid when there is none
 */

static enum go
signed_in(struct call *c)
{
	return call_bearer(c, call_session(c, "accessJwt"));
}

static const char *
self(struct call *c)
{
	const char *did = call_session(c, "did");

	return did ? did : "";
}

/* --- the message ------------------------------------------------------------------------------ */

static enum go
ask_message(struct call *c)
{
	const char *ref = call_message(c);

	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.feed.getPostThread?uri=%s&depth=1&parentHeight=0",
	    call_encoded(c, ref ? ref : ""));
	return signed_in(c);
}

/* 400 NotFound; or a node that is no post: deleted, or one of us blocks the other. */
static enum go
take_message(struct call *c)
{
	const json_t *post = json_object_get(json_object_get(c->body, "thread"), "post");
	json_t       *root = json_object_get(json_object_get(json_object_get(post, "record"), "reply"), "root");
	json_t       *strong;

	if (c->reply->status == 400 && strcmp(text_member(c->body, "error"), "NotFound") != 0) {
		net_fault(c);
		return GO_FAIL;
	}
	if (!*text_member(post, "uri") || !*text_member(post, "cid"))
		return call_gone(c);
	strong = json_pack("{s:s, s:s}", "uri", text_member(post, "uri"), "cid", text_member(post, "cid"));
	json_object_set(c->keep, "root", root ? root : strong);
	json_object_set_new(c->keep, "parent", strong);
	call_keep(c, "author", text_member(json_object_get(post, "author"), "did"));
	return GO_NEXT;
}

enum go
bluesky_ask_parent(struct call *c)
{
	return ask_message(c);
}

enum go
bluesky_take_parent(struct call *c)
{
	enum go       go = take_message(c);
	const json_t *replies = json_object_get(json_object_get(c->body, "thread"), "replies"), *post;
	size_t        i;

	if (go != GO_NEXT)
		return go;
	json_array_foreach(replies, i, post) {
		post = json_object_get(post, "post");
		if (strcmp(text_member(json_object_get(post, "author"), "did"), self(c)) == 0)
			return call_answered(c, text_member(post, "uri"));
	}
	return GO_NEXT;
}

/* --- records of ours about it ----------------------------------------------------------------- */

/* The key of a record about something: always the same. */
static void
record_key(const char *collection, const char *about, char out[TID_SIZE])
{
	unsigned char sum[SHA256_BYTES];
	struct buf    b = { 0 };
	uint64_t      n = 0;
	size_t        i;

	buf_fmt(&b, "%s %s", collection, about);
	hash_sha256(b.at, b.len, sum);
	buf_release(&b);
	for (i = 0; i < 6; i++)
		n = n << 8 | sum[i];
	tid_write(out, n, sum[6]);
}

static enum go
ask_put(struct call *c, const char *collection, const char *about, json_t *subject)
{
	char    key[TID_SIZE], now[WHEN_SIZE];

	if (!call_kept(c, "created"))
		call_keep(c, "created", when_write_ms(now, c->now));
	record_key(collection, about, key);
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.putRecord");
	call_json(c, json_pack("{s:s, s:s, s:s, s:{s:s, s:O, s:s}}", "repo", self(c), "collection", collection,
	    "rkey", key, "record", "$type", collection, "subject", subject, "createdAt",
	    call_kept(c, "created")));
	return signed_in(c);
}

static enum go
ask_take_away(struct call *c, const char *collection, const char *about)
{
	char key[TID_SIZE];

	record_key(collection, about, key);
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.deleteRecord");
	call_json(c, json_pack("{s:s, s:s, s:s}", "repo", self(c), "collection", collection, "rkey", key));
	return signed_in(c);
}

static enum go
ask_like(struct call *c)
{
	return ask_put(c, "app.bsky.feed.like", call_message(c), json_object_get(c->keep, "parent"));
}

static enum go
ask_unlike(struct call *c)
{
	return ask_take_away(c, "app.bsky.feed.like", call_message(c));
}

static enum go
ask_block(struct call *c)
{
	return ask_put(c, "app.bsky.graph.block", call_kept(c, "author"), json_object_get(c->keep, "author"));
}

/* The author is in the address: at://DID/… */
static const char *
author(struct call *c)
{
	const char *ref = call_message(c), *did = ref && strncmp(ref, "at://", 5) == 0 ? ref + 5 : "";

	return mem_dup(c->mem, did, strcspn(did, "/"));
}

static enum go
ask_unblock(struct call *c)
{
	return ask_take_away(c, "app.bsky.graph.block", author(c));
}

static enum go
take_done(struct call *c)
{
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

static enum go
ask_actor(struct call *c)
{
	call_send(c, "POST", EFFECT_SAME, "/xrpc/app.bsky.graph.%s", c->with);
	call_json(c, json_pack("{s:s}", "actor", author(c)));
	return signed_in(c);
}

/* A report sent twice is two reports. */
static enum go
ask_report(struct call *c)
{
	json_t *subject = json_copy(json_object_get(c->keep, "parent"));

	json_object_set_new(subject, "$type", json_string("com.atproto.repo.strongRef"));
	call_send(c, "POST", EFFECT_ONCE, "/xrpc/com.atproto.moderation.createReport");
	call_json(c, json_pack("{s:s, s:s, s:o}", "reasonType", "com.atproto.moderation.defs#reasonOther",
	    "reason", rec_text_at(c, 0), "subject", subject));
	return signed_in(c);
}

const struct step bluesky_like[] = {
	{ "message", ask_message, take_message, 400, NULL, 0 },
	{ "like",    ask_like,    take_done,    0,   NULL, 0 },
	{ 0 }
};
const struct step bluesky_unlike[] = { { "unlike", ask_unlike, take_done, 0, NULL, 0 }, { 0 } };
const struct step bluesky_block[] = {
	{ "message", ask_message, take_message, 400, NULL, 0 },
	{ "block",   ask_block,   take_done,    0,   NULL, 0 },
	{ 0 }
};
const struct step bluesky_unblock[] = { { "unblock", ask_unblock, take_done, 0, NULL, 0 }, { 0 } };
const struct step bluesky_mute[] = { { "mute", ask_actor, take_done, 0, NULL, 0, .with = "muteActor" }, { 0 } };
const struct step bluesky_unmute[] = { { "unmute", ask_actor, take_done, 0, NULL, 0, .with = "unmuteActor" }, { 0 } };
const struct step bluesky_report[] = {
	{ "message", ask_message, take_message, 400, NULL, 0 },
	{ "report",  ask_report,  take_done,    0,   NULL, 0 },
	{ 0 }
};

/* --- hidden below our own posts --------------------------------------------------------------- */

#define GATE "app.bsky.feed.threadgate"

/* Only where the thread is ours: the gate has the key of its first post. */
static const char *
gate_key(struct call *c)
{
	const char *uri = text_member(json_object_get(c->keep, "root"), "uri");
	const char *ours = mem_fmt(c->mem, "at://%s/", self(c)), *slash = strrchr(uri, '/');

	return strncmp(uri, ours, strlen(ours)) == 0 && slash ? slash + 1 : NULL;
}

/* The list of hidden answers with this one, or without it; NULL when nothing is to be changed. */
static json_t *
changed_list(struct call *c, int hide)
{
	json_t     *list = json_object_get(json_object_get(c->keep, "gate"), "hiddenReplies"), *one, *changed;
	const char *ref = call_message(c);
	size_t      i;
	int         there = 0;

	changed = json_array();
	json_array_foreach(list, i, one) {
		if (json_is_string(one) && strcmp(json_string_value(one), ref) == 0)
			there = 1;
		else
			json_array_append(changed, one);
	}
	if (hide)
		json_array_append_new(changed, json_string(ref));
	if (there != hide)
		return changed;
	json_decref(changed);
	return NULL;
}

static json_t *
gate_record(struct call *c, json_t *list)
{
	json_t *gate = json_deep_copy(json_object_get(c->keep, "gate"));
	char    now[WHEN_SIZE];

	json_object_set_new(gate, "hiddenReplies", list);
	if (json_object_get(gate, "$type"))
		return gate;
	if (!call_kept(c, "created"))
		call_keep(c, "created", when_write_ms(now, c->now));
	json_object_set_new(gate, "$type", json_string(GATE));
	json_object_set(gate, "post", json_object_get(json_object_get(c->keep, "root"), "uri"));
	json_object_set(gate, "createdAt", json_object_get(c->keep, "created"));
	return gate;
}

/* Read first, then written over exactly what was read; another who was quicker makes us read again. */
static enum go
ask_gate(struct call *c, int hide)
{
	const char *key = gate_key(c), *cid = call_kept(c, "gate_cid");
	json_t     *list;

	if (!key)
		return call_fail(c, FAULT_REFUSED, "on Bluesky answers can be hidden below our own posts only");
	if (!cid) {
		call_send(c, "GET", EFFECT_NONE,
		    "/xrpc/com.atproto.repo.getRecord?repo=%s&collection=" GATE "&rkey=%s",
		    call_encoded(c, self(c)), call_encoded(c, key));
		return signed_in(c);
	}
	call_out(c, "ref", call_message(c));
	list = changed_list(c, hide);
	if (!list)
		return GO_DONE;
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.putRecord");
	call_json(c, json_pack("{s:s, s:s, s:s, s:o, s:s?}", "repo", self(c), "collection", GATE, "rkey", key,
	    "record", gate_record(c, list), "swapRecord", *cid ? cid : NULL));
	return signed_in(c);
}

static enum go
ask_hide(struct call *c)
{
	return ask_gate(c, 1);
}

static enum go
ask_unhide(struct call *c)
{
	return ask_gate(c, 0);
}

static enum go
take_gate(struct call *c)
{
	const char *error = text_member(c->body, "error");
	json_t     *value = json_object_get(c->body, "value");
	int         reading = call_kept(c, "gate_cid") == NULL;

	if (c->reply->status == 400 && strcmp(error, reading ? "RecordNotFound" : "InvalidSwap") != 0) {
		net_fault(c);
		return GO_FAIL;
	}
	if (!reading && c->reply->status != 400)
		return GO_DONE;
	if (!reading) {
		call_forget(c, "gate_cid");
		return GO_AGAIN;
	}
	json_object_set_new(c->keep, "gate", json_is_object(value) ? json_incref(value) : json_object());
	call_keep(c, "gate_cid", text_member(c->body, "cid"));
	return GO_AGAIN;
}

const struct step bluesky_hide[] = {
	{ "message", ask_message, take_message, 400, NULL, 0 },
	{ "gate",    ask_hide,    take_gate,    400, NULL, 0 },
	{ 0 }
};
const struct step bluesky_unhide[] = {
	{ "message", ask_message, take_message, 400, NULL, 0 },
	{ "gate",    ask_unhide,  take_gate,    400, NULL, 0 },
	{ 0 }
};
