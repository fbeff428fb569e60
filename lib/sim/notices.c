/*
 * notices.c - what others wrote, as the simulated networks show it
 *
 * Mastodon pages notifications by id, 80 at most, and names the next page in Link; Bluesky by time
 * alone, so that what happened in the same millisecond at the edge of a page is lost, as there.
 */
#include "notices.h"

#include "smm/json.h"
#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTICES_MAX 80
#define DEPTH_MAX   1000

static json_t *
time_json(int64_t ms)
{
	char text[WHEN_SIZE];

	return json_string(when_write_ms(text, ms));
}

/* A parameter that may be there several times, or not at all, names the word. */
static int
asks_for(const struct request *r, const char *name, const char *word)
{
	const json_t *list = json_object_get(r->args, name), *one;
	size_t        i;

	if (!list)
		return 1;
	if (json_is_string(list))
		return strcmp(json_string_value(list), word) == 0;
	json_array_foreach(list, i, one)
		if (strcmp(json_string_value(one), word) == 0)
			return 1;
	return 0;
}

/* --- Mastodon --------------------------------------------------------------------------------- */

static json_t *
notice_json(struct world *w, const struct notice *n)
{
	char    id[32];
	json_t *one;

	snprintf(id, sizeof id, "%" PRIu64, n->id);
	one = json_pack("{s:s, s:s, s:o, s:o}", "id", id, "type", n->kind, "created_at", time_json(n->at),
	    "account", mastodon_account_json(n->from));
	if (n->post)
		json_object_set_new(one, "status", mastodon_status_json(w, n->post));
	return one;
}

void
mastodon_notices(struct world *w, struct user *u, const struct request *r, struct answer *a)
{
	json_t        *list = json_array();
	long           limit = arg_long(r, "limit", 40);
	uint64_t       since = (uint64_t)arg_long(r, "since_id", 0), max_id = (uint64_t)arg_long(r, "max_id", 0);
	struct notice *n;
	char           link[200];

	if (limit > NOTICES_MAX)
		limit = NOTICES_MAX;
	for (n = u->notices; n && n->id > since; n = n->next) {
		if ((max_id && n->id >= max_id) || !asks_for(r, "types[]", n->kind) ||
		    (n->post && n->post->deleted))
			continue;
		if (limit-- == 0)
			break;
		json_array_append_new(list, notice_json(w, n));
	}
	snprintf(link, sizeof link, "<http://127.0.0.1/api/v1/notifications>; rel=\"%s\"",
	    n && n->id > since ? "next" : "prev");
	answer_header(a, "Link", link);
	answer_json(a, 200, list);
}

void
mastodon_stream(const struct user *u, struct answer *a)
{
	a->status = 200;
	a->type = "text/event-stream";
	a->stream = u;
}

void
mastodon_event(struct world *w, const struct notice *n, struct buf *b)
{
	json_t *one = notice_json(w, n);

	buf_str(b, "event: notification\ndata: ");
	json_put(b, one);
	buf_str(b, "\n\n");
	json_decref(one);
}

void
mastodon_context(struct world *w, const struct post *p, struct answer *a)
{
	json_t            *before = json_array(), *after = json_array();
	struct map         inside = { 0 };
	const struct post *x;
	int                depth = 0;

	for (x = p->reply_to ? map_get(&w->posts, p->reply_to) : NULL; x && depth++ < DEPTH_MAX;
	    x = x->reply_to ? map_get(&w->posts, x->reply_to) : NULL)
		json_array_insert_new(before, 0, mastodon_status_json(w, x));
	map_set(&inside, p->id, w);
	for (x = p->next; x; x = x->next) {
		if (x->deleted || !x->reply_to || !map_get(&inside, x->reply_to))
			continue;
		map_set(&inside, x->id, w);
		json_array_append_new(after, mastodon_status_json(w, x));
	}
	map_release(&inside, NULL);
	answer_json(a, 200, json_pack("{s:o, s:o}", "ancestors", before, "descendants", after));
}

/* --- Bluesky ---------------------------------------------------------------------------------- */

void
bluesky_notices(struct user *u, const struct request *r, struct answer *a)
{
	json_t        *list = json_array(), *one;
	long           limit = arg_long(r, "limit", 50);
	const char    *cursor = arg_text(r, "cursor");
	int64_t        before = cursor ? strtoll(cursor, NULL, 10) : INT64_MAX;
	struct notice *n, *last = NULL;
	char           next[32] = "";

	for (n = u->notices; n; n = n->next) {
		if (n->at >= before || !n->post || n->post->deleted || !asks_for(r, "reasons", n->kind))
			continue;
		if (limit-- <= 0 && last) {
			snprintf(next, sizeof next, "%" PRId64, last->at);
			break;
		}
		one = bluesky_view_json(n->post);
		json_object_set_new(one, "reason", json_string(n->kind));
		json_object_set_new(one, "isRead", json_false());
		json_object_set_new(one, "indexedAt", time_json(n->at));
		json_array_append_new(list, one);
		last = n;
	}
	answer_json(a, 200, json_pack("{s:o, s:s*}", "notifications", list, "cursor", *next ? next : NULL));
}

static json_t *
node_json(struct world *w, const struct post *p, long depth)
{
	json_t            *replies = json_array();
	const struct post *x;

	for (x = depth ? p->next : NULL; x; x = x->next)
		if (!x->deleted && x->reply_to && strcmp(x->reply_to, p->id) == 0)
			json_array_append_new(replies, node_json(w, x, depth - 1));
	return json_pack("{s:s, s:o, s:o}", "$type", "app.bsky.feed.defs#threadViewPost", "post",
	    bluesky_view_json(p), "replies", replies);
}

void
bluesky_thread(struct world *w, const struct request *r, struct answer *a)
{
	const char  *uri = arg_text(r, "uri");
	struct post *p = uri ? map_get(&w->posts, uri) : NULL;
	long         depth = arg_long(r, "depth", 6), height = arg_long(r, "parentHeight", 80);
	json_t      *top, *node, *parent;

	if (!p || p->deleted) {
		answer_json(a, 400, json_pack("{s:s, s:s}", "error", "NotFound", "message", "Post not found"));
		return;
	}
	node = top = node_json(w, p, depth > DEPTH_MAX ? DEPTH_MAX : depth);
	for (; p->reply_to && height-- > 0 && (p = map_get(&w->posts, p->reply_to)); node = parent) {
		parent = node_json(w, p, 0);
		json_object_del(parent, "replies");
		json_object_set_new(node, "parent", parent);
	}
	answer_json(a, 200, json_pack("{s:o}", "thread", top));
}
