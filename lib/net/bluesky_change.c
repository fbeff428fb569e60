/*
 * bluesky_change.c - posts that are out: edited, deleted
 *
 * Lexicons com.atproto.repo.getRecord, putRecord, deleteRecord. putRecord would make a record anew that
 * somebody has deleted in the meantime, so an edit looks first whether all parts are there. Deleting what
 * is not there succeeds.
 */
#include "bluesky.h"

#include <stdio.h>

/* at://DID/COLLECTION/KEY */
static const char *
part_uri(const struct call *c, size_t part)
{
	const char *uri = json_string_value(json_object_get(json_array_get(call_was(c, "refs"), part), "uri"));

	return uri || part ? uri : json_string_value(json_object_get(c->was, "ref"));
}

int
bluesky_was_key(const struct call *c, size_t part, char out[TID_SIZE])
{
	const char *uri = part_uri(c, part), *key = uri ? strrchr(uri, '/') : NULL;

	if (!key || strlen(key + 1) != TID_SIZE - 1)
		return 0;
	snprintf(out, TID_SIZE, "%s", key + 1);
	return 1;
}

/* --- edit ------------------------------------------------------------------------------------- */

static enum go
ask_there(struct call *c)
{
	size_t      part = call_kept_count(c, "there");
	const char *did = call_session(c, "did");
	char        key[TID_SIZE];

	if (!did || call_same_parts(c, call_was_parts(c, "refs")) == GO_FAIL)
		return GO_FAIL;
	if (part >= rec_texts(c))
		return GO_NEXT;
	if (!bluesky_was_key(c, part, key))
		return call_fail(c, FAULT_REFUSED, "the ledger has no key of part %zu", part + 1);
	call_send(c, "GET", EFFECT_NONE, "/xrpc/com.atproto.repo.getRecord?repo=%s&collection=%s&rkey=%s",
	    call_encoded(c, did), BLUESKY_POSTS, key);
	return call_bearer(c, call_session(c, "accessJwt"));
}

/* 400 RecordNotFound */
static enum go
take_there(struct call *c)
{
	if (c->reply->status == 400)
		return call_fail(c, FAULT_REFUSED, "it is not on %s any more: somebody has deleted it there",
		    c->net->title);
	if (!call_get(c, "uri"))
		return GO_FAIL;
	call_keep_item(c, "there", json_true());
	return GO_AGAIN;
}

const struct step bluesky_edit[] = {
	{ "there",  ask_there,          take_there,          400, NULL, 0 },
	{ "handle", bluesky_ask_handle, bluesky_take_handle, 400, NULL, 0 },
	{ "blob",   bluesky_ask_blob,   bluesky_take_blob,   0,   NULL, 0 },
	{ "record", bluesky_ask_record, bluesky_take_record, 0,   NULL, 0 },
	{ 0 }
};

/* --- delete ----------------------------------------------------------------------------------- */

/* The last part first, so that no thread stands there without its head. */
static enum go
ask_delete(struct call *c)
{
	size_t      there = call_was_parts(c, "refs"), gone = call_kept_count(c, "gone");
	const char *did = call_session(c, "did");
	char        key[TID_SIZE];

	if (!did)
		return GO_FAIL;
	if (there && gone >= there)
		return GO_NEXT;
	if (!there || !bluesky_was_key(c, there - 1 - gone, key))
		return call_nowhere(c);
	call_send(c, "POST", EFFECT_SAME, "/xrpc/com.atproto.repo.deleteRecord");
	call_json(c, json_pack("{s:s, s:s, s:s}", "repo", did, "collection", BLUESKY_POSTS, "rkey", key));
	return call_bearer(c, call_session(c, "accessJwt"));
}

static enum go
take_delete(struct call *c)
{
	call_keep_item(c, "gone", json_true());
	return GO_AGAIN;
}

const struct step bluesky_delete[] = {
	{ "delete", ask_delete, take_delete, 0, NULL, 0 },
	{ 0 }
};
