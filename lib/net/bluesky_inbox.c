/*
 * bluesky_inbox.c - what people wrote to us on Bluesky, and whole conversations
 *
 * Lexicons app.bsky.notification.listNotifications, app.bsky.feed.getPostThread, getAuthorFeed. The
 * network pages notifications by time alone: two of one instant at the edge of a page lose one, and
 * one that is indexed late stands behind others. So the last hour is read again each time, in large
 * pages; who asked knows what it has by its id.
 */
#include "bluesky.h"

#include "smm/when.h"

#include "message.h"

#define PAGE_SIZE  100             /* the most */
#define OVERLAP_MS INT64_C(3600000)
#define DEPTH      80              /* of one answer with replies */
#define HEIGHT     1000            /* of what it answers; the most */
#define NESTING    400             /* of one answer, whatever the server gives */

/*
 * Kept state:
 *	cursor   where the next page begins
 *	newest   when the newest notification came, of all pages
 *	more     posts whose replies are still to be asked for; seen: those whose were
 */

static enum go
signed_in(struct call *c)
{
	return call_bearer(c, call_session(c, "accessJwt"));
}

/* --- one post as a message -------------------------------------------------------------------- */

/* bsky.app/profile/DID/post/KEY of at://DID/app.bsky.feed.post/KEY. */
static void
add_url(struct call *c, json_t *m, const char *uri)
{
	const char *did = uri + strlen("at://"), *slash = strchr(did, '/'), *key = strrchr(uri, '/');

	if (strncmp(uri, "at://", 5) == 0 && slash && key > slash)
		message_url(m, mem_fmt(c->mem, "https://bsky.app/profile/%.*s/post/%s",
		    (int)(slash - did), did, key + 1));
}

static void
add_media(json_t *m, const json_t *record)
{
	const json_t *embed = json_object_get(record, "embed"), *item;
	size_t        i;

	if (json_object_get(embed, "media"))
		embed = json_object_get(embed, "media");
	json_array_foreach(json_object_get(embed, "images"), i, item)
		message_medium(m, NULL, text_member(item, "alt"));
}

static const char *
part_of(const json_t *record, const char *which)
{
	return text_member(json_object_get(json_object_get(record, "reply"), which), "uri");
}

/* A view of a post: uri, author, record. NULL when it is none. */
static json_t *
view_message(struct call *c, const json_t *view, const char *kind, const char *at)
{
	const json_t *record = json_object_get(view, "record");
	const json_t *author = json_object_get(view, "author");
	const char   *did = text_member(author, "did"), *self = call_session(c, "did");
	const char   *lang = json_string_value(json_array_get(json_object_get(record, "langs"), 0));
	json_t       *m = message_new(c, text_member(view, "uri"), kind, 1, at);

	if (!m)
		return NULL;
	message_author(m, did, text_member(author, "handle"), text_member(author, "displayName"));
	json_object_set_new(m, "text", json_string(text_member(record, "text")));
	message_add(m, "lang", lang);
	add_url(c, m, text_member(view, "uri"));
	message_add(m, "reply_to", part_of(record, "parent"));
	message_add(m, "root", part_of(record, "root"));
	add_media(m, record);
	if (self && strcmp(self, did) == 0)
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- notifications ---------------------------------------------------------------------------- */

static const struct {
	const char *reason, *kind;
} kinds[] = {
	{ "reply", "comment" }, { "mention", "mention" }, { "quote", "quote" },
};

static const char *
kind_of(const char *reason)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(reason, kinds[i].reason) == 0)
			return kinds[i].kind;
	return NULL;
}

static int64_t
read_from(const struct call *c)
{
	const json_t *p = message_position(c);
	const char   *at = text_member(p, "at");

	return *at ? message_time(at) - OVERLAP_MS : message_time(rec_string(c, "since") ?
	    rec_string(c, "since") : "");
}

/* GO_AGAIN when the page has a next one, and that is to be read. */
static enum go
next_page(struct call *c, int64_t oldest)
{
	const char *cursor = text_member(c->body, "cursor");

	if (!*cursor || oldest < read_from(c)) {
		call_forget(c, "cursor");
		return GO_NEXT;
	}
	call_keep(c, "cursor", cursor);
	return GO_AGAIN;
}

static const char *
cursor_query(struct call *c)
{
	const char *cursor = call_kept(c, "cursor");

	return cursor ? mem_fmt(c->mem, "&cursor=%s", call_encoded(c, cursor)) : "";
}

static enum go
ask_notices(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.notification.listNotifications?limit=%d"
	    "&reasons=mention&reasons=reply&reasons=quote%s", PAGE_SIZE, cursor_query(c));
	return signed_in(c);
}

static enum go
take_notices(struct call *c)
{
	const json_t *list = json_object_get(c->body, "notifications"), *one;
	const char   *at, *kind;
	int64_t       oldest = INT64_MAX;
	size_t        i;

	if (!json_is_array(list))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"notifications\"",
		    c->net->title, c->reply->status);
	json_array_foreach(list, i, one) {
		at = text_member(one, "indexedAt");
		oldest = message_time(at);
		kind = kind_of(text_member(one, "reason"));
		if (!call_kept(c, "newest") && oldest)
			call_keep(c, "newest", at);
		if (kind && oldest >= read_from(c))
			call_out_record(c, view_message(c, one, kind, at));
	}
	return next_page(c, oldest);
}

/* app.bsky.feed.getAuthorFeed: what we wrote ourselves; reposts carry a reason. */
static enum go
ask_own(struct call *c)
{
	const char *did = call_session(c, "did");

	if (!json_is_true(json_object_get(c->rec, "own")))
		return GO_NEXT;
	if (!did)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.feed.getAuthorFeed?actor=%s&limit=%d%s",
	    call_encoded(c, did), PAGE_SIZE, cursor_query(c));
	return signed_in(c);
}

static enum go
take_own(struct call *c)
{
	const json_t *one, *post;
	const char   *at;
	int64_t       oldest = INT64_MAX;
	size_t        i;

	json_array_foreach(json_object_get(c->body, "feed"), i, one) {
		post = json_object_get(one, "post");
		at = text_member(post, "indexedAt");
		if (json_object_get(one, "reason"))
			continue;
		oldest = message_time(at);
		if (oldest >= read_from(c))
			call_out_record(c, view_message(c, post, "comment", at));
	}
	return next_page(c, oldest);
}

static enum go
finish(struct call *c)
{
	const char *newest = call_kept(c, "newest");
	const char *before = text_member(message_position(c), "at");

	if (!newest)
		newest = *before ? before : rec_string(c, "since");
	if (newest)
		call_out_position(c, json_pack("{s:s}", "at", newest));
	return GO_DONE;
}

const struct step bluesky_inbox[] = {
	{ "notices", ask_notices, take_notices, 0, NULL, 0 },
	{ "own",     ask_own,     take_own,     0, NULL, 0 },
	{ "finish",  finish,      finish,       0, NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static void
add_view(struct call *c, const json_t *node)
{
	const json_t *view = json_object_get(node, "post");
	const char   *parent = part_of(json_object_get(view, "record"), "parent");

	call_out_record(c, view_message(c, view, *parent ? "comment" : "mention",
	    text_member(view, "indexedAt")));
}

/* What it answers, up to where the thread begins; notFoundPost and blockedPost end it. */
static void
add_parents(struct call *c, const json_t *node)
{
	int i;

	for (i = 0; i < HEIGHT && (node = json_object_get(node, "parent")); i++)
		add_view(c, node);
}

/* A post with replies that the answer does not show is asked for anew. */
static void
add_replies(struct call *c, const json_t *node, int depth)
{
	const json_t *list = json_object_get(node, "replies"), *one;
	const json_t *view = json_object_get(node, "post");
	const char   *uri = text_member(view, "uri");
	json_t       *seen = json_object_get(c->keep, "seen");
	size_t        i;

	if (!json_array_size(list) && depth &&
	    json_integer_value(json_object_get(view, "replyCount")) > 0 && !json_object_get(seen, uri))
		call_keep_item(c, "more", json_string(uri));
	json_array_foreach(list, i, one) {
		add_view(c, one);
		if (depth < NESTING)
			add_replies(c, one, depth + 1);
	}
}

/* The post that is asked for, then those whose replies are missing; NULL when there is none. */
static const char *
wanted_post(const struct call *c)
{
	size_t n = call_kept_count(c, "more");

	if (!json_object_get(c->keep, "seen"))
		return rec_string(c, "ref");
	return n ? call_kept_at(c, "more", n - 1) : NULL;
}

static enum go
ask_thread(struct call *c)
{
	const char *uri = wanted_post(c);

	if (!uri)
		return GO_DONE;
	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.feed.getPostThread?uri=%s&depth=%d&parentHeight=%d",
	    call_encoded(c, uri), DEPTH, json_object_get(c->keep, "seen") ? 0 : HEIGHT);
	return signed_in(c);
}

static void
note_wanted(struct call *c)
{
	json_t *seen = json_object_get(c->keep, "seen"), *more = json_object_get(c->keep, "more");
	char   *uri = mem_str(c->mem, wanted_post(c));

	if (!seen) {
		seen = json_object();
		json_object_set_new(c->keep, "seen", seen);
	} else {
		json_array_remove(more, json_array_size(more) - 1);
	}
	json_object_set_new(seen, uri, json_true());
}

static enum go
take_thread(struct call *c)
{
	const json_t *thread = json_object_get(c->body, "thread");

	if (!json_is_object(thread))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"thread\"", c->net->title,
		    c->reply->status);
	note_wanted(c);
	add_parents(c, thread);
	add_view(c, thread);
	add_replies(c, thread, 0);
	return GO_AGAIN;
}

const struct step bluesky_thread[] = {
	{ "thread", ask_thread, take_thread, 0, NULL, 0 },
	{ 0 }
};
