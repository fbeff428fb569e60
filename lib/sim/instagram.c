/*
 * instagram.c - an Instagram account in the Graph API, simulated: container, wait, publish; comments, numbers
 *
 * developers.facebook.com/docs/instagram-platform: content publishing, error codes, comment moderation, insights.
 * The addresses of media are taken as they are, never fetched; a film may come as bytes to an address of its own
 * (upload_type=resumable). A container is published once: asked for again, it is
 * an error. Its id says to which network an account belongs: those of Instagram begin with 17.
 */
#include "graph.h"

#include "smm/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CAPTION_MAX  2200   /* IG User Media: characters of a caption */
#define ALT_MAX      1000
#define COMMENT_MAX  300
#define CAROUSEL_MIN 2      /* Content publishing: carousels */
#define CAROUSEL_MAX 10
#define UPLOAD       "/ig-api-upload/"
#define QUOTA        100    /* posts in 24 hours; the documents say 50, 25 and 100 */

static const struct allowance calls = { "instagram", 4800, 86400 }; /* times impressions, at least one */

static size_t
characters(const char *text)
{
	return text ? text_count(&(struct text_rule){ .unit = TEXT_CODEPOINTS }, text, strlen(text)) : 0;
}

/* Bytes of a resumable upload are all there, and what is there is processed. */
static int
is_ready(const struct turn *t, const struct draft *d)
{
	return (!json_object_get(d->is, "upload_type") || (d->got && d->got == d->want)) && draft_is_ready(t, d);
}

/* --- containers ----------------------------------------------------------------------------------- */

/* How many media a carousel has: all of its children are known, and ready. 0: the answer says why not. */
static int
count_children(struct turn *t, const char *list)
{
	char         *copy = mem_copy(list), *rest = NULL, *id;
	struct draft *d;
	int           n = 0;

	for (id = strtok_r(copy, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
		d = draft_find(t, id);
		if (!d || !is_ready(t, d)) {
			graph_error(t, 400, d ? 9007 : 100, d ? 2207027 : 2207028, "a child is missing, or not ready");
			free(copy);
			return 0;
		}
		n++;
	}
	free(copy);
	if (n < CAROUSEL_MIN || n > CAROUSEL_MAX) {
		graph_error(t, 400, 100, 2207028, "a carousel has 2 to 10 items");
		return 0;
	}
	return n;
}

static int
is_resumable(const struct turn *t)
{
	const char *type = arg_text(t->r, "upload_type");

	return type && strcmp(type, "resumable") == 0;
}

static int
count_media(struct turn *t)
{
	const char *children = arg_text(t->r, "children");

	if (children)
		return count_children(t, children);
	if (is_address(arg_text(t->r, "image_url")) || is_address(arg_text(t->r, "video_url")) || is_resumable(t))
		return 1;
	graph_error(t, 400, 9004, 2207052, "Only photo or video can be accepted as media type.");
	return 0;
}

static void
make_container(struct turn *t)
{
	int           media = graph_is_self(t) ? count_media(t) : 0;
	struct draft *d;
	char          id[ID_SIZE];

	if (!media)
		return;
	if (characters(arg_text(t->r, "caption")) > CAPTION_MAX) {
		graph_error(t, 400, 36004, 2207010, "The caption is too long.");
	} else if (characters(arg_text(t->r, "alt_text")) > ALT_MAX) {
		graph_error(t, 400, 100, 0, "(#100) Param alt_text must be at most 1000 characters");
	} else {
		d = draft_new(t, id_new(t, id, "17"));
		json_object_set_new(d->is, "media", json_integer(media));
		graph_id(t, d->id);
		if (is_resumable(t))
			json_object_set_new(t->a->body, "uri", own_address(t, UPLOAD, d->id));
	}
}

static void
take_bytes(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);

	graph_take_bytes(t, d && json_object_get(d->is, "upload_type") ? d : NULL);
}

static json_t *
show_container(struct turn *t, const struct draft *d)
{
	const char *code = d->post ? "PUBLISHED" : is_ready(t, d) ? "FINISHED" : "IN_PROGRESS";

	return json_pack("{s:s, s:s, s:s}", "status_code", code, "status", code, "id", d->id);
}

/* --- posts ---------------------------------------------------------------------------------------- */

static int
used(const struct turn *t)
{
	return world_count(t->u, 0, t->w->now - DAY_MS);
}

static void
publish(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "creation_id"));
	char          id[ID_SIZE];

	if (!graph_is_self(t))
		return;
	if (!d || d->post) {
		graph_error(t, 400, 24, 2207006, "The requested resource does not exist");
	} else if (!is_ready(t, d)) {
		graph_error(t, 400, 9007, 2207027, "Media ID is not available");
	} else if (used(t) >= QUOTA) {
		graph_error(t, 403, 9, 2207042, "Application request limit reached");
	} else {
		d->post = post_new(t, id_new(t, id, "18"), json_string_value(json_object_get(d->is, "caption")));
		d->post->media = (int)json_integer_value(json_object_get(d->is, "media"));
		d->post->key = mem_copy(d->id);
		d->post->is = json_incref(d->is);
		graph_id(t, id);
	}
}

static void
tell_quota(struct turn *t)
{
	if (graph_is_self(t))
		answer_json(t->a, 200, json_pack("{s:[{s:i, s:{s:i, s:i}}]}", "data", "quota_usage", used(t), "config",
		    "quota_total", QUOTA, "quota_duration", 86400));
}

static int
is_kind(const struct post *p, const char *kind)
{
	const char *is = json_string_value(json_object_get(p->is, "media_type"));

	return is && strcmp(is, kind) == 0;
}

static int
is_medium(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && !is_kind(p, "STORIES");
}

static int
is_story(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && is_kind(p, "STORIES") && p->at > t->w->now - DAY_MS;
}

static json_t *
show_medium(struct turn *t, struct post *p)
{
	(void)t;
	return json_pack("{s:s, s:s, s:o, s:o, s:s, s:s, s:s, s:i, s:i}", "id", p->id, "caption", p->text,
	    "timestamp", time_graph(p->at), "permalink", json_sprintf("https://www.instagram.com/p/%s/", p->id),
	    "username", p->user->name, "media_type", p->media > 1 ? "CAROUSEL_ALBUM" :
	    is_kind(p, "REELS") ? "VIDEO" : "IMAGE", "media_product_type",
	    is_kind(p, "STORIES") ? "STORY" : is_kind(p, "REELS") ? "REELS" : "FEED",
	    "like_count", p->likes, "comments_count", p->replies);
}

/* --- comments ------------------------------------------------------------------------------------- */

static json_t *
show_answer(struct turn *t, struct post *p)
{
	int nested = strcmp(p->reply_to, p->root) != 0;

	(void)t;
	return json_pack("{s:s, s:s, s:o, s:s, s:{s:s, s:s}, s:i, s:b, s:o, s:{s:s}}", "id", p->id, "text", p->text,
	    "timestamp", time_graph(p->at), "username", p->user->name, "from", "id", p->user->name, "username",
	    p->user->name, "like_count", p->likes, "hidden", p->hidden, "parent_id",
	    nested ? json_string(p->reply_to) : json_null(), "media", "id", p->root);
}

static const struct listing answers = { is_right_below, show_answer, "limit", 25, 50, "after", 0 };

/* With what answers it. */
static json_t *
show_comment(struct turn *t, struct post *p)
{
	struct turn of = *t;
	json_t     *c = show_answer(t, p);
	char        next[32];

	snprintf(of.id[0], PART_SIZE, "%s", p->id);
	json_object_set_new(c, "replies", json_pack("{s:o}", "data", list_posts(&of, &answers, next)));
	return c;
}

/* An answer to an answer hangs on the first comment. */
static struct post *
comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	struct post *root = to->root ? post_find(t, to->root) : NULL;
	char         id[ID_SIZE];

	if (root)
		root->replies++; /* comments_count has all of them */
	return world_reply(t->w, comment_top(t, to), by, id_new(t, id, "17"), text);
}

static void
post_comment(struct turn *t)
{
	struct post *to = post_find(t, t->id[0]);
	const char  *text = arg_text(t->r, "message");

	if (!to)
		graph_missing(t);
	else if (!text || !*text || characters(text) > COMMENT_MAX)
		graph_error(t, 400, 100, 0, "(#100) A comment has 1 to 300 characters");
	else
		graph_id(t, comment(t, to, t->u, text)->id);
}

static void
list_comments(struct turn *t)
{
	static const struct listing comments = { is_right_below, show_comment, "limit", 25, 50, "after", 0 };

	if (post_find(t, t->id[0]))
		graph_list(t, &comments, "id,text,timestamp");
	else
		graph_missing(t);
}

/* --- nodes ---------------------------------------------------------------------------------------- */

static void
get_node(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);
	struct post  *p = post_find(t, t->id[0]);

	if (strcmp(t->id[0], "me") == 0 || strcmp(t->id[0], t->u->name) == 0)
		graph_node(t, json_pack("{s:s, s:s, s:s, s:i, s:i}", "id", t->u->name, "user_id", t->u->name,
		    "username", t->u->name, "followers_count", t->u->followers, "media_count", t->u->nposts), "id");
	else if (d)
		graph_node(t, show_container(t, d), "id");
	else if (p)
		graph_node(t, p->reply_to ? show_comment(t, p) : show_medium(t, p), "id");
	else
		graph_missing(t);
}

/* Whether a comment is seen; ours cannot be hidden. */
static void
hide(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);

	if (!p || !p->reply_to) {
		graph_missing(t);
	} else if (p->user == t->u || !arg_text(t->r, "hide")) {
		graph_error(t, 400, 100, 0, "(#100) Own comments cannot be hidden");
	} else {
		p->hidden = arg_true(t->r, "hide");
		graph_success(t);
	}
}

static void
delete_node(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]), *root = p && p->root ? post_find(t, p->root) : p;

	if (!p || !root || root->user != t->u) {
		graph_missing(t);
		return;
	}
	if (root != p && strcmp(p->reply_to, p->root) != 0)
		root->replies--;
	post_delete(t, p);
	graph_success(t);
}

/* --- lists and numbers ------------------------------------------------------------------------------ */

static void
list_media(struct turn *t)
{
	static const struct listing media = { is_medium, show_medium, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &media, "id");
}

static void
list_stories(struct turn *t)
{
	static const struct listing stories = { is_story, show_medium, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &stories, "id");
}

/* Nobody tags the account here, and nobody writes privately. */
static void
list_nothing(struct turn *t)
{
	if (graph_is_self(t))
		answer_json(t->a, 200, json_pack("{s:[]}", "data"));
}

static void
tell_numbers(struct turn *t)
{
	struct post *p = mine_find(t, t->id[0]);

	if (!p || p->reply_to)
		graph_missing(t);
	else if (is_kind(p, "STORIES"))
		graph_insights(t, json_pack("{s:i, s:i, s:i, s:i, s:i}", "views", p->views, "reach", p->views,
		    "shares", p->shares, "replies", p->replies, "link_clicks", 0), "lifetime");
	else
		graph_insights(t, json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:i}", "views", p->views, "reach", p->views,
		    "shares", p->shares, "saved", 0, "likes", p->likes, "comments", p->replies,
		    "total_interactions", p->likes + p->replies + p->shares), "lifetime");
}

/* --- routes --------------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ "POST",   "/*/:/media",                    make_container, &calls, 1, 0 },
	{ "POST",   "/*/:/media_publish",            publish,        &calls, 1, 0 },
	{ "POST",   UPLOAD ":",                      take_bytes,     NULL,   0, 0 },
	{ "POST",   UPLOAD "*/:",                    take_bytes,     NULL,   0, 0 },
	{ "GET",    "/*/:/content_publishing_limit", tell_quota,     &calls, 1, 0 },
	{ "GET",    "/*/:/media",                    list_media,     &calls, 1, 0 },
	{ "GET",    "/*/:/stories",                  list_stories,   &calls, 1, 0 },
	{ "GET",    "/*/:/tags",                     list_nothing,   &calls, 1, 0 },
	{ "GET",    "/*/:/conversations",            list_nothing,   &calls, 1, 0 },
	{ "GET",    "/*/:/comments",                 list_comments,  &calls, 1, 0 },
	{ "POST",   "/*/:/comments",                 post_comment,   &calls, 1, 0 },
	{ "GET",    "/*/:/replies",                  list_comments,  &calls, 1, 0 },
	{ "POST",   "/*/:/replies",                  post_comment,   &calls, 1, 0 },
	{ "GET",    "/*/:/insights",                 tell_numbers,   &calls, 1, 0 },
	{ "GET",    "/*/:",                          get_node,       &calls, 1, 0 },
	{ "POST",   "/*/:",                          hide,           &calls, 1, 0 },
	{ "DELETE", "/*/:",                          delete_node,    &calls, 1, 0 },
	{ 0 }
};

static void
refuse(struct turn *t, enum refusal why)
{
	graph_refuse(t, why, 80002);
}

static void
usage(struct turn *t)
{
	graph_usage(t, "instagram");
}

static int
is_ours(const struct request *r)
{
	return strncmp(r->path, UPLOAD, strlen(UPLOAD)) == 0 || (r->token && strncmp(r->token, "token-17", 8) == 0);
}

static const char *const begins[] = { "/v26.0/", "/v25.0/", "/v24.0/", "/v23.0/", "/v22.0/", UPLOAD, NULL };

const struct site site_instagram = { "instagram", begins, is_ours, routes, refuse, NULL, usage, comment };
