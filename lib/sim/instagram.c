/*
 * instagram.c - the part of the Graph API that publishes on Instagram, simulated: container, wait, publish
 *
 * developers.facebook.com/docs/instagram-platform: content publishing, error codes. The addresses of media are
 * taken as they are, never fetched. A container is published once: asked for again, it is an error.
 */
#include "sim.h"

#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPTION_MAX  2200   /* IG User Media: characters of a caption */
#define CAROUSEL_MIN 2      /* Content publishing: carousels */
#define CAROUSEL_MAX 10
#define QUOTA        100    /* posts in 24 hours; the documents say 50, 25 and 100 */
#define LIST_MAX     25     /* of a page */

struct container {
	char        *id, *caption;
	struct user *user;
	struct post *post;     /* NULL: not published */
	int          media;
	int64_t      ready_at;
};

void
instagram_release(void *p)
{
	struct container *k = p;

	free(k->id);
	free(k->caption);
	free(k);
}

static void
refuse(struct answer *a, int status, int code, int subcode, const char *words)
{
	answer_json(a, status, json_pack("{s:{s:s, s:s, s:i, s:i, s:b}}", "error", "message", words, "type",
	    "OAuthException", "code", code, "error_subcode", subcode, "is_transient", 0));
}

/* --- containers ----------------------------------------------------------------------------------- */

static struct container *
container_of(struct world *w, const struct user *u, const char *id)
{
	struct container *k = id ? map_get(&w->containers, id) : NULL;

	return k && k->user == u ? k : NULL;
}

/* How many media a carousel has: all of its children are known, and ready. 0: the answer says why not. */
static int
count_children(struct world *w, const struct user *u, const char *list, struct answer *a)
{
	char             *copy = mem_copy(list), *rest = NULL, *id;
	struct container *k;
	int               n = 0;

	for (id = strtok_r(copy, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
		k = container_of(w, u, id);
		if (!k || k->ready_at > w->now) {
			refuse(a, 400, k ? 9007 : 100, k ? 2207027 : 2207028, "a child is not there, or not ready");
			free(copy);
			return 0;
		}
		n++;
	}
	free(copy);
	if (n < CAROUSEL_MIN || n > CAROUSEL_MAX) {
		refuse(a, 400, 100, 2207028, "a carousel has 2 to 10 items");
		return 0;
	}
	return n;
}

static int
count_media(struct world *w, const struct request *r, const struct user *u, struct answer *a)
{
	const char *url = arg_text(r, "image_url"), *children = arg_text(r, "children");

	if (children)
		return count_children(w, u, children, a);
	if (!url)
		url = arg_text(r, "video_url");
	if (url && (strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0))
		return 1;
	refuse(a, 400, 9004, 2207052, "Only photo or video can be accepted as media type.");
	return 0;
}

static void
make_container(struct world *w, const struct request *r, struct user *u, struct answer *a)
{
	const char       *caption = arg_text(r, "caption");
	int               media = count_media(w, r, u, a);
	struct container *k;
	char              id[32];

	if (!media)
		return;
	if (caption && strlen(caption) > CAPTION_MAX * 4) {
		refuse(a, 400, 36004, 2207010, "The caption is too long.");
		return;
	}
	k = mem_get(sizeof *k);
	snprintf(id, sizeof id, "179%" PRIu64, ++w->counter);
	*k = (struct container){ .id = mem_copy(id), .caption = mem_copy(caption ? caption : ""), .user = u,
		.media = media, .ready_at = w->now + w->set->slow_media * INT64_C(1000) };
	map_set(&w->containers, id, k);
	answer_json(a, 200, json_pack("{s:s}", "id", id));
}

static void
tell_state(struct world *w, const struct container *k, struct answer *a)
{
	const char *code = k->post ? "PUBLISHED" : k->ready_at > w->now ? "IN_PROGRESS" : "FINISHED";

	answer_json(a, 200, json_pack("{s:s, s:s, s:s}", "status_code", code, "status", code, "id", k->id));
}

/* --- posts ---------------------------------------------------------------------------------------- */

static void
publish(struct world *w, const struct request *r, struct user *u, struct answer *a)
{
	struct container *k = container_of(w, u, arg_text(r, "creation_id"));
	char              id[32];

	if (!k || k->post) {
		refuse(a, 400, 24, 2207006, "The requested resource does not exist");
		return;
	}
	if (k->ready_at > w->now) {
		refuse(a, 400, 9007, 2207027, "Media ID is not available");
		return;
	}
	if (u->nposts >= QUOTA) {
		refuse(a, 403, 9, 2207042, "Application request limit reached");
		return;
	}
	snprintf(id, sizeof id, "180%" PRIu64, ++w->counter);
	k->post = world_add(w, u, "instagram", id, k->caption);
	k->post->media = k->media;
	k->post->key = mem_copy(k->id);
	answer_json(a, 200, json_pack("{s:s}", "id", id));
}

static json_t *
address(const struct post *p)
{
	char url[64];

	snprintf(url, sizeof url, "https://www.instagram.com/p/%s/", p->id);
	return json_string(url);
}

/* "2026-11-22T07:56:32+0000" */
static json_t *
time_of(const struct post *p)
{
	char text[WHEN_SIZE];

	when_write(text, p->at, 0);
	return json_sprintf("%.19s+0000", text);
}

static void
list_posts(const struct user *u, struct answer *a)
{
	json_t            *data = json_array();
	const struct post *p = u->posts;

	for (; p && json_array_size(data) < LIST_MAX; p = p->before)
		json_array_append_new(data, json_pack("{s:s, s:s, s:o, s:o}", "id", p->id, "caption", p->text,
		    "timestamp", time_of(p), "permalink", address(p)));
	answer_json(a, 200, json_pack("{s:o}", "data", data));
}

static void
tell_quota(const struct user *u, struct answer *a)
{
	answer_json(a, 200, json_pack("{s:[{s:i, s:{s:i, s:i}}]}", "data", "quota_usage", u->nposts, "config",
	    "quota_total", QUOTA, "quota_duration", 86400));
}

/* --- paths ---------------------------------------------------------------------------------------- */

/* A container or a post. */
static void
tell_node(struct world *w, const struct user *u, const char *id, struct answer *a)
{
	struct container *k = container_of(w, u, id);
	struct post      *p = k ? NULL : map_get(&w->posts, id);

	if (k)
		tell_state(w, k, a);
	else if (p && p->user == u)
		answer_json(a, 200, json_pack("{s:s, s:o}", "id", p->id, "permalink", address(p)));
	else
		refuse(a, 400, 100, 33, "Unsupported get request. Object with that ID does not exist");
}

/* What stands behind the account's id. */
static void
route(struct world *w, const struct request *r, struct user *u, const char *edge, struct answer *a)
{
	int is_post = strcmp(r->method, "POST") == 0;

	if (strcmp(edge, "media") == 0 && is_post)
		make_container(w, r, u, a);
	else if (strcmp(edge, "media") == 0)
		list_posts(u, a);
	else if (strcmp(edge, "media_publish") == 0 && is_post)
		publish(w, r, u, a);
	else if (strcmp(edge, "content_publishing_limit") == 0)
		tell_quota(u, a);
	else
		refuse(a, 400, 100, 0, "Unknown path components");
}

/* "/v26.0/NODE" and "/v26.0/NODE/EDGE"; "token-NAME" is that of the account whose id is NAME. */
int
instagram_answer(struct world *w, const struct request *r, struct answer *a)
{
	const char  *node = r->path[0] == '/' && r->path[1] == 'v' && strspn(r->path + 2, "0123456789") ?
	    strchr(r->path + 1, '/') : NULL, *edge = node ? strchr(node + 1, '/') : NULL;
	struct user *u;
	char         name[100];

	if (!node)
		return 0;
	if (!r->token || strncmp(r->token, "token-", 6) != 0 || !r->token[6]) {
		refuse(a, 401, 190, 0, "Invalid OAuth access token - Cannot parse access token");
		return 1;
	}
	u = world_user(w, "instagram", r->token + 6);
	a->account = u->name;
	if (edge)
		snprintf(name, sizeof name, "%.*s", (int)(edge - node - 1), node + 1);
	if (!edge)
		tell_node(w, u, node + 1, a);
	else if (strcmp(name, u->name) == 0)
		route(w, r, u, edge + 1, a);
	else
		refuse(a, 403, 10, 0, "(#10) the token is that of another account");
	return 1;
}
