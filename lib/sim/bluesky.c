/*
 * bluesky.c - the part of XRPC that a publisher needs, simulated
 *
 * Shapes, limits and errors: the lexicons com.atproto.server.*, com.atproto.repo.*, app.bsky.feed.post; as a
 * reference server behaves, also where that surprises: createRecord on a key in use answers 500.
 */
#include "bluesky.h"
#include "notices.h"

#include "smm/hash.h"
#include "smm/text.h"
#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
bluesky_refuse(struct answer *a, int status, const char *name, const char *words)
{
	answer_json(a, status, json_pack("{s:s, s:s}", "error", name, "message", words));
}

static void
rate_headers(struct world *w, struct answer *a)
{
	char reset[32];

	snprintf(reset, sizeof reset, "%" PRId64, w->now / 1000 + 300);
	answer_header(a, "RateLimit-Limit", "3000");
	answer_header(a, "RateLimit-Remaining", "2999");
	answer_header(a, "RateLimit-Reset", reset);
	answer_header(a, "RateLimit-Policy", "3000;w=300");
}

static char *
cid_of(const char *data, size_t len)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char     sum[SHA256_BYTES];
	char              cid[60] = "bafyrei";
	int               i;

	hash_sha256(data, len, sum);
	for (i = 0; i < 52; i++)
		cid[7 + i] = alphabet[sum[i % 32] & 31];
	cid[59] = '\0';
	return mem_copy(cid);
}

static void
upload_blob(struct world *w, const struct request *r, struct answer *a)
{
	char         *id = cid_of(r->body, r->len);
	struct media *m = map_get(&w->media, id);

	if (m) {
		free(id);
	} else {
		m = mem_get(sizeof *m);
		*m = (struct media){ .id = id, .type = mem_copy(r->type), .bytes = r->len };
		map_set(&w->media, m->id, m);
	}
	answer_json(a, 200, json_pack("{s:{s:s, s:{s:s}, s:s, s:I}}", "blob", "$type", "blob", "ref", "$link",
	    m->id, "mimeType", m->type, "size", (json_int_t)m->bytes));
}

/* Whether the record's blob is one that was uploaded, word for word. */
static int
is_known_blob(struct world *w, const json_t *blob, struct answer *a)
{
	const char   *link = json_string_value(json_object_get(json_object_get(blob, "ref"), "$link"));
	const char   *type = json_string_value(json_object_get(blob, "mimeType"));
	struct media *m = link ? map_get(&w->media, link) : NULL;

	if (!m)
		bluesky_refuse(a, 400, "BlobNotFound", "Could not find blob");
	else if (!type || strcmp(type, m->type) != 0)
		bluesky_refuse(a, 400, "InvalidMimeType", "Referenced Mimetype does not match stored blob");
	else if ((size_t)json_integer_value(json_object_get(blob, "size")) != m->bytes)
		bluesky_refuse(a, 400, "InvalidSize", "Referenced Size does not match stored blob");
	else
		return 1;
	return 0;
}

static int
check_images(struct world *w, const json_t *images, struct answer *a)
{
	const json_t *image;
	size_t        i;

	if (json_array_size(images) > 4) {
		bluesky_refuse(a, 400, "InvalidRequest", "Invalid app.bsky.feed.post record: Record/embed/images "
		    "must not have more than 4 elements");
		return 0;
	}
	json_array_foreach(images, i, image) {
		if (!json_is_string(json_object_get(image, "alt"))) {
			bluesky_refuse(a, 400, "InvalidRequest", "Invalid app.bsky.feed.post record: "
			    "Record/embed/images must have the property \"alt\"");
			return 0;
		}
		if (!is_known_blob(w, json_object_get(image, "image"), a))
			return 0;
	}
	return 1;
}

/* Facets lie in the text and on the edges of characters. */
static int
check_facets(const json_t *facets, const char *text)
{
	const json_t *f, *index;
	json_int_t    start, end, len = (json_int_t)strlen(text);
	size_t        i;

	json_array_foreach(facets, i, f) {
		index = json_object_get(f, "index");
		start = json_integer_value(json_object_get(index, "byteStart"));
		end = json_integer_value(json_object_get(index, "byteEnd"));
		if (start < 0 || end <= start || end > len || ((unsigned char)text[start] & 0xc0) == 0x80 ||
		    ((unsigned char)text[end] & 0xc0) == 0x80)
			return 0;
	}
	return 1;
}

static int
check_post(struct world *w, const json_t *record, struct answer *a)
{
	static const struct text_rule rule = { .unit = TEXT_GRAPHEMES };
	const char   *text = json_string_value(json_object_get(record, "text"));
	const json_t *embed = json_object_get(record, "embed");
	const char   *wrong = NULL;

	if (!text)
		wrong = "Invalid app.bsky.feed.post record: Record must have the property \"text\"";
	else if (!json_is_string(json_object_get(record, "createdAt")))
		wrong = "Invalid app.bsky.feed.post record: Record must have the property \"createdAt\"";
	else if (strlen(text) > 3000)
		wrong = "Invalid app.bsky.feed.post record: Record/text must not be longer than 3000 characters";
	else if (text_count(&rule, text, strlen(text)) > 300)
		wrong = "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes";
	else if (!check_facets(json_object_get(record, "facets"), text))
		wrong = "Invalid app.bsky.feed.post record: Record/facets out of the text";
	if (wrong) {
		bluesky_refuse(a, 400, "InvalidRequest", wrong);
		return 0;
	}
	return check_images(w, json_object_get(embed, "images"), a);
}

static void
notify(struct world *w, struct post *p, const json_t *record)
{
	const char   *parent = p->reply_to;
	struct post  *to = parent ? map_get(&w->posts, parent) : NULL;
	const json_t *facet, *feature;
	const char   *did;
	struct user  *u;
	char          key[300];
	size_t        i, j;

	if (to) {
		to->replies++;
		world_notify(w, to->user, "reply", p->user, p);
	}
	json_array_foreach(json_object_get(record, "facets"), i, facet) {
		json_array_foreach(json_object_get(facet, "features"), j, feature) {
			did = json_string_value(json_object_get(feature, "did"));
			snprintf(key, sizeof key, "bluesky %s", did ? did : "");
			u = map_get(&w->users, key);
			if (u)
				world_notify(w, u, "mention", p->user, p);
		}
	}
}

static void
answer_record(const struct post *p, struct answer *a)
{
	answer_json(a, 200, json_pack("{s:s, s:s, s:{s:s, s:s}, s:s}", "uri", p->id, "cid", p->cid, "commit", "cid",
	    p->cid, "rev", p->key, "validationStatus", "valid"));
}

static const char *
part_of(const json_t *record, const char *which)
{
	return json_string_value(json_object_get(json_object_get(json_object_get(record, "reply"), which), "uri"));
}

static void
write_json(struct post *p, const json_t *record)
{
	p->json = json_dumps(record, JSON_COMPACT | JSON_SORT_KEYS);
	p->cid = cid_of(p->json, strlen(p->json));
}

static void
store_record(struct world *w, struct user *u, const char *uri, const char *key, json_t *record,
    struct answer *a)
{
	const char  *text = json_string_value(json_object_get(record, "text"));
	const char  *parent = part_of(record, "parent"), *root = part_of(record, "root");
	struct post *p = world_add(w, u, "bluesky", uri, text ? text : "");

	write_json(p, record);
	p->key = mem_copy(key);
	p->reply_to = parent ? mem_copy(parent) : NULL;
	p->root = root ? mem_copy(root) : NULL;
	p->media = (int)json_array_size(json_object_get(json_object_get(record, "embed"), "images"));
	notify(w, p, record);
	answer_record(p, a);
}

/* The same content again is the same record; another replaces it. */
static void
replace_record(struct post *p, json_t *record, struct answer *a)
{
	const char *text = json_string_value(json_object_get(record, "text"));

	free(p->text);
	free(p->json);
	free(p->cid);
	p->text = mem_copy(text ? text : "");
	write_json(p, record);
	p->deleted = 0;
	answer_record(p, a);
}

static void
write_record(struct world *w, const struct request *r, struct user *u, int put, struct answer *a)
{
	json_t      *record = json_object_get(r->form, "record");
	const char  *collection = arg_text(r, "collection"), *key = arg_text(r, "rkey");
	char         uri[600], made[32];
	struct post *p;

	if (!collection || !json_is_object(record) || (put && !key)) {
		bluesky_refuse(a, 400, "InvalidRequest",
		    "Input must have the properties repo, collection, rkey, record");
		return;
	}
	snprintf(made, sizeof made, "3sim%09" PRIu64, ++w->counter);
	snprintf(uri, sizeof uri, "at://%s/%s/%s", u->id, collection, key ? key : made);
	p = map_get(&w->posts, uri);
	if (strcmp(collection, "app.bsky.feed.post") == 0 && !check_post(w, record, a))
		return;
	if (p && !p->deleted && !put)
		bluesky_refuse(a, 500, "InternalServerError", "Internal Server Error");
	else if (p && put && json_is_null(json_object_get(r->form, "swapRecord")))
		bluesky_refuse(a, 400, "InvalidSwap", "Record was at another CID");
	else if (p)
		replace_record(p, record, a);
	else
		store_record(w, u, uri, key ? key : made, record, a);
}

static json_t *
record_json(const struct post *p)
{
	return json_pack("{s:s, s:s, s:o}", "uri", p->id, "cid", p->cid, "value", json_loads(p->json, 0, NULL));
}

/* The record that the request names, or NULL. */
static struct post *
named_record(struct world *w, const struct request *r, const char *repo)
{
	const char *collection = arg_text(r, "collection"), *key = arg_text(r, "rkey");
	char        uri[600];

	snprintf(uri, sizeof uri, "at://%s/%s/%s", repo ? repo : "", collection ? collection : "", key ? key : "");
	return map_get(&w->posts, uri);
}

static void
get_record(struct world *w, const struct request *r, struct answer *a)
{
	struct post *p = named_record(w, r, arg_text(r, "repo"));

	if (!p || p->deleted)
		bluesky_refuse(a, 400, "RecordNotFound", "Could not locate record");
	else
		answer_json(a, 200, record_json(p));
}

json_t *
bluesky_view_json(const struct post *p)
{
	char at[WHEN_SIZE];

	return json_pack("{s:s, s:s, s:s, s:{s:s, s:s}, s:o, s:i, s:i, s:i, s:i}", "indexedAt",
	    when_write_ms(at, p->at), "uri", p->id, "cid", p->cid, "author",
	    "did", p->user->id, "handle", p->user->name, "record", json_loads(p->json, 0, NULL), "replyCount",
	    p->replies, "repostCount", p->shares, "likeCount", p->likes, "quoteCount", 0);
}

static struct user *
user_of(struct world *w, const char *actor)
{
	char key[400];

	snprintf(key, sizeof key, "bluesky %s", actor ? actor : "");
	return map_get(&w->users, key);
}

/* listRecords and getAuthorFeed: newest first. */
static void
list_posts(struct world *w, const struct request *r, int views, struct answer *a)
{
	const char  *actor = arg_text(r, views ? "actor" : "repo");
	struct user *u = user_of(w, actor);
	long         limit = arg_long(r, "limit", 50);
	json_t      *list = json_array();
	struct post *p;

	for (p = u ? u->posts : NULL; p && limit > 0; p = p->before) {
		if (p->deleted)
			continue;
		json_array_append_new(list, views ? json_pack("{s:o}", "post", bluesky_view_json(p)) : record_json(p));
		limit--;
	}
	answer_json(a, 200, json_pack("{s:o}", views ? "feed" : "records", list));
}

static void
get_posts(struct world *w, const struct request *r, struct answer *a)
{
	json_t      *uris = json_object_get(r->args, "uris"), *uri, *list = json_array();
	json_t      *all = json_is_array(uris) ? json_incref(uris) : json_pack("[O*]", uris);
	struct post *p;
	size_t       i;

	json_array_foreach(all, i, uri) {
		p = map_get(&w->posts, json_string_value(uri));
		if (p && !p->deleted)
			json_array_append_new(list, bluesky_view_json(p));
	}
	json_decref(all);
	answer_json(a, 200, json_pack("{s:o}", "posts", list));
}

static void
delete_record(struct world *w, const struct request *r, struct user *u, struct answer *a)
{
	struct post *p = named_record(w, r, u->id);

	if (p)
		p->deleted = 1;
	answer_json(a, 200, json_object());
}

static void
profile(struct world *w, const struct request *r, struct answer *a)
{
	struct user *u = user_of(w, arg_text(r, "actor"));

	if (u)
		answer_json(a, 200, json_pack("{s:s, s:s, s:i, s:i, s:i}", "did", u->id, "handle", u->name,
		    "followersCount", u->followers, "followsCount", 0, "postsCount", u->nposts));
	else
		bluesky_refuse(a, 400, "InvalidRequest", "Profile not found");
}

/* What needs no account. 1 when it was one of those. */
static int
open_route(struct world *w, const struct request *r, const char *name, struct answer *a)
{
	if (strcmp(name, "com.atproto.server.createSession") == 0)
		bluesky_create_session(w, r, a);
	else if (strcmp(name, "com.atproto.server.refreshSession") == 0)
		bluesky_refresh_session(w, r, a);
	else if (strcmp(name, "com.atproto.server.describeServer") == 0)
		answer_json(a, 200, json_pack("{s:s, s:[s], s:i}", "did", "did:web:localhost",
		    "availableUserDomains", ".test", "blobUploadLimit", 5242880));
	else if (strcmp(name, "com.atproto.identity.resolveHandle") == 0)
		bluesky_resolve(w, r, a);
	else if (strcmp(name, "com.atproto.repo.getRecord") == 0)
		get_record(w, r, a);
	else if (strcmp(name, "com.atproto.repo.listRecords") == 0)
		list_posts(w, r, 0, a);
	else if (strcmp(name, "app.bsky.feed.getPosts") == 0)
		get_posts(w, r, a);
	else if (strcmp(name, "app.bsky.feed.getAuthorFeed") == 0)
		list_posts(w, r, 1, a);
	else if (strcmp(name, "app.bsky.actor.getProfile") == 0)
		profile(w, r, a);
	else
		return 0;
	return 1;
}

int
bluesky_answer(struct world *w, const struct request *r, struct answer *a)
{
	const char  *name = r->path + 6;
	struct user *u;

	if (strncmp(r->path, "/xrpc/", 6) != 0)
		return 0;
	rate_headers(w, a);
	if (open_route(w, r, name, a))
		return 1;
	u = bluesky_who(w, r, a);
	if (!u)
		return 1;
	if (strcmp(name, "com.atproto.server.getSession") == 0)
		answer_json(a, 200, json_pack("{s:s, s:s}", "did", u->id, "handle", u->name));
	else if (strcmp(name, "com.atproto.repo.uploadBlob") == 0)
		upload_blob(w, r, a);
	else if (strcmp(name, "com.atproto.repo.createRecord") == 0)
		write_record(w, r, u, 0, a);
	else if (strcmp(name, "com.atproto.repo.putRecord") == 0)
		write_record(w, r, u, 1, a);
	else if (strcmp(name, "com.atproto.repo.deleteRecord") == 0)
		delete_record(w, r, u, a);
	else if (strcmp(name, "app.bsky.feed.getPostThread") == 0)
		bluesky_thread(w, r, a);
	else if (strcmp(name, "app.bsky.notification.listNotifications") == 0)
		bluesky_notices(u, r, a);
	else if (!bluesky_act(w, u, r, a))
		bluesky_refuse(a, 404, "XRPCNotSupported", "XRPCNotSupported");
	return 1;
}
