/*
 * threads.c - Threads, simulated: container, wait, publish; replies, which are hidden; numbers
 *
 * developers.facebook.com/docs/threads: posts, reply management, insights, troubleshooting. Containers of words, too,
 * are processed, and one that has just FINISHED may still be "not found" (24/4279009). Replies of our own are made as
 * posts are. Media are taken by their address, never fetched. There are no private messages, and nobody is blocked.
 */
#include "graph.h"

#include "smm/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX     500 /* "Posts": an emoji counts as its UTF-8 bytes */
#define LINKS_MAX    5   /* different ones, with the attachment */
#define ALT_MAX      1000
#define TAG_MAX      50
#define CAROUSEL_MIN 2
#define CAROUSEL_MAX 20
#define POSTS_MAX    250  /* "Rate limiting": of a moving 24 hours */
#define REPLIES_MAX  1000
#define SETTLE_MS    1000 /* how long a container stays "not found" */

static const struct allowance calls = { "threads", 48000, 86400 };  /* 4800 times impressions, at least ten */
static const struct allowance deletes = { "deletes", 100, 86400 };

static size_t
count(enum text_unit unit, const char *text)
{
	return text ? text_count(&(struct text_rule){ .unit = unit }, text, strlen(text)) : 0;
}

/* --- containers ----------------------------------------------------------------------------------- */

/* How many different links there are in the words, `beside` among them. */
static int
count_links(const char *text, const char *beside)
{
	const char *at = text, *end, *first;
	char        link[PART_SIZE];
	int         n = beside && !strstr(text, beside);

	while ((at = strstr(at, "http")) != NULL) {
		end = at + strcspn(at, " \t\n");
		snprintf(link, sizeof link, "%.*s", (int)(end - at), at);
		first = strstr(text, link);
		n += first == at && (strncmp(link, "http://", 7) == 0 || strncmp(link, "https://", 8) == 0);
		at = end;
	}
	return n;
}

/* What is wrong with the words; NULL: nothing. */
static const char *
wrong_words(const struct request *r)
{
	const char *text = arg_text(r, "text"), *tag = arg_text(r, "topic_tag");

	if (count(TEXT_EMOJI_BYTES, text) > TEXT_MAX)
		return "Param text must be at most 500 characters long.";
	if (count_links(text ? text : "", arg_text(r, "link_attachment")) > LINKS_MAX)
		return "THREADS_API__LINK_LIMIT_EXCEEDED";
	if (count(TEXT_CODEPOINTS, arg_text(r, "alt_text")) > ALT_MAX)
		return "Param alt_text must be at most 1000 characters long.";
	if (tag && (count(TEXT_CODEPOINTS, tag) > TAG_MAX || !*tag || strpbrk(tag, ".&")))
		return "Param topic_tag must be 1 to 50 characters, without . and &";
	return NULL;
}

/* How many items a carousel has, all of them ready; 0: it cannot be made of them. */
static int
count_children(struct turn *t, const char *list)
{
	char         *copy = mem_copy(list), *rest = NULL, *id;
	struct draft *d;
	int           n = 0, bad = 0;

	for (id = strtok_r(copy, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
		d = draft_find(t, id);
		bad |= !d || !draft_is_ready(t, d) || !json_object_get(d->is, "is_carousel_item");
		n++;
	}
	free(copy);
	return bad || n < CAROUSEL_MIN || n > CAROUSEL_MAX ? 0 : n;
}

static const char unfetched[] = "The media could not be fetched from this URI";

/* What is wrong with the media; NULL: nothing, and how many there are. */
static const char *
wrong_media(struct turn *t, int *media)
{
	const char *type = arg_text(t->r, "media_type"), *children = arg_text(t->r, "children");

	type = type ? type : "";
	*media = strcmp(type, "TEXT") != 0;
	if (!*media)
		return arg_text(t->r, "text") || arg_text(t->r, "link_attachment") ? NULL : "Param text is required";
	if (strcmp(type, "IMAGE") == 0)
		return is_address(arg_text(t->r, "image_url")) ? NULL : unfetched;
	if (strcmp(type, "VIDEO") == 0)
		return is_address(arg_text(t->r, "video_url")) ? NULL : unfetched;
	if (strcmp(type, "CAROUSEL") != 0)
		return "Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}";
	*media = children ? count_children(t, children) : 0;
	return *media ? NULL : "A carousel has 2 to 20 items, each of them finished";
}

static void
make_container(struct turn *t)
{
	const char   *to = arg_text(t->r, "reply_to_id"), *wrong;
	int           media = 0;
	struct draft *d;
	char          id[ID_SIZE];

	if (!graph_is_self(t))
		return;
	wrong = wrong_words(t->r);
	if (!wrong)
		wrong = wrong_media(t, &media);
	if (!wrong && to && !post_find(t, to))
		wrong = "Param reply_to_id is not a post that exists";
	if (wrong) {
		graph_error(t, 400, 100, 0, wrong);
		return;
	}
	d = draft_new(t, id_new(t, id, "18"));
	json_object_set_new(d->is, "media", json_integer(media));
	if (!media)
		d->ready_at = t->w->now; /* words are ready at once */
	graph_id(t, d->id);
}

static json_t *
show_container(struct turn *t, const struct draft *d)
{
	return json_pack("{s:s, s:s, s:n}", "id", d->id, "status", d->post ? "PUBLISHED" :
	    draft_is_ready(t, d) ? "FINISHED" : "IN_PROGRESS", "error_message");
}

/* --- posts ---------------------------------------------------------------------------------------- */

static int
used(const struct turn *t, int replies)
{
	int all = world_count(t->u, 1, t->w->now - DAY_MS), posts = world_count(t->u, 0, t->w->now - DAY_MS);

	return replies ? all - posts : posts;
}

static int
is_settled(const struct turn *t, const struct draft *d)
{
	return !t->w->set->slow_media || d->ready_at + SETTLE_MS <= t->w->now;
}

static struct post *
publish_draft(struct turn *t, struct draft *d)
{
	const char  *to = json_string_value(json_object_get(d->is, "reply_to_id"));
	const char  *text = json_string_value(json_object_get(d->is, "text"));
	struct post *up = to ? post_find(t, to) : NULL;
	char         id[ID_SIZE];

	id_new(t, id, "18");
	d->post = up ? world_reply(t->w, up, t->u, id, text ? text : "") : post_new(t, id, text);
	d->post->media = (int)json_integer_value(json_object_get(d->is, "media"));
	d->post->key = mem_copy(d->id);
	d->post->is = json_incref(d->is);
	return d->post;
}

static void
publish(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "creation_id"));
	int           is_reply = d && json_object_get(d->is, "reply_to_id");

	if (!graph_is_self(t))
		return;
	if (!d || d->post || !draft_is_ready(t, d) || !is_settled(t, d))
		graph_error(t, 400, 24, 4279009, "The requested resource does not exist");
	else if (used(t, is_reply) >= (is_reply ? REPLIES_MAX : POSTS_MAX))
		graph_error(t, 403, 4, 0, "(#4) Application request limit reached");
	else
		graph_id(t, publish_draft(t, d)->id);
}

static void
tell_quota(struct turn *t)
{
	json_t *full = json_pack("{s:i, s:{s:i, s:i}, s:i, s:{s:i, s:i}}", "quota_usage", used(t, 0), "config",
	    "quota_total", POSTS_MAX, "quota_duration", 86400, "reply_quota_usage", used(t, 1), "reply_config",
	    "quota_total", REPLIES_MAX, "quota_duration", 86400);

	if (!graph_is_self(t)) {
		json_decref(full);
		return;
	}
	full = graph_pick(t, full, "quota_usage");
	if (full)
		answer_json(t->a, 200, json_pack("{s:[o]}", "data", full));
}

static json_t *
ref_of(const char *id)
{
	return id ? json_pack("{s:s}", "id", id) : json_null();
}

/* Read, media have other names than written. */
static const char *
type_of(const struct post *p)
{
	const char *type = json_string_value(json_object_get(p->is, "media_type"));

	if (!type || strcmp(type, "TEXT") == 0)
		return "TEXT_POST";
	return strcmp(type, "CAROUSEL") == 0 ? "CAROUSEL_ALBUM" : type;
}

static json_t *
show_post(struct turn *t, struct post *p)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:s, s:s, s:o, s:b, s:b, s:b, s:b, s:o, s:o, s:s}", "id", p->id,
	    "text", p->text, "username", p->user->name, "media_product_type", "THREADS", "permalink",
	    json_sprintf("https://www.threads.com/@%s/post/%s", p->user->name, p->id), "shortcode", p->id,
	    "media_type", type_of(p), "timestamp", time_graph(p->at), "is_quote_post", 0,
	    "has_replies", p->replies > 0, "is_reply", p->reply_to != NULL, "is_reply_owned_by_me",
	    p->reply_to && p->user == t->u, "root_post", ref_of(p->root), "replied_to", ref_of(p->reply_to),
	    "hide_status", p->hidden ? "HIDDEN" : "NOT_HUSHED");
}

#define USUAL "id"

static void
get_node(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);
	struct post  *p = post_find(t, t->id[0]);

	if (strcmp(t->id[0], "me") == 0 || strcmp(t->id[0], t->u->name) == 0)
		graph_node(t, json_pack("{s:s, s:s, s:s}", "id", t->u->name, "username", t->u->name, "name",
		    t->u->name), USUAL);
	else if (d)
		graph_node(t, show_container(t, d), USUAL);
	else if (p)
		graph_node(t, show_post(t, p), USUAL);
	else
		graph_missing(t);
}

/* Of others nothing can be deleted. */
static void
delete_node(struct turn *t)
{
	struct post *p = mine_find(t, t->id[0]);

	if (!p) {
		graph_missing(t);
		return;
	}
	post_delete(t, p);
	answer_json(t->a, 200, json_pack("{s:b, s:s}", "success", 1, "deleted_id", p->id));
}

/* --- replies -------------------------------------------------------------------------------------- */

static struct post *
comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	char id[ID_SIZE];

	return world_reply(t->w, to, by, id_new(t, id, "18"), text);
}

/* Only what stands right below a post of ours; what answers it follows. */
static void
hide(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]), *top = p && p->reply_to ? mine_find(t, p->root) : NULL;

	if (!top || strcmp(p->reply_to, p->root) != 0) {
		graph_missing(t);
		return;
	}
	p->hidden = arg_true(t->r, "hide");
	graph_success(t);
}

/* Newest first, unless reverse=false. */
static void
list_below(struct turn *t, int (*has)(const struct turn *, const struct post *))
{
	const char    *reverse = arg_text(t->r, "reverse");
	struct listing l = { has, show_post, "limit", 25, 100, "after", reverse && strcmp(reverse, "false") == 0 };

	if (post_find(t, t->id[0]))
		graph_list(t, &l, USUAL);
	else
		graph_missing(t);
}

static void
list_replies(struct turn *t)
{
	list_below(t, is_right_below);
}

static void
list_conversation(struct turn *t)
{
	list_below(t, is_below);
}

/* --- lists and numbers ------------------------------------------------------------------------------ */

static int
is_late(const struct turn *t, const struct post *p)
{
	return p->at >= arg_long(t->r, "since", 0) * INT64_C(1000);
}

static int
is_thread(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && is_late(t, p);
}

static int
is_reply(const struct turn *t, const struct post *p)
{
	return p->user == t->u && p->reply_to && is_late(t, p);
}

static void
list_threads(struct turn *t)
{
	static const struct listing l = { is_thread, show_post, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &l, USUAL);
}

/* "me" alone: of an id they are what stands below it. */
static void
list_own_replies(struct turn *t)
{
	static const struct listing l = { is_reply, show_post, "limit", 25, 100, "after", 0 };

	graph_list(t, &l, USUAL);
}

/* Strangers answer here, and mention nobody. */
static void
list_mentions(struct turn *t)
{
	if (graph_is_self(t))
		answer_json(t->a, 200, json_pack("{s:[]}", "data"));
}

static void
tell_numbers(struct turn *t)
{
	struct post *p = mine_find(t, t->id[0]);

	if (p)
		graph_insights(t, json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "views", p->views, "likes", p->likes,
		    "replies", p->replies, "reposts", p->shares, "quotes", 0, "shares", 0), "lifetime");
	else
		graph_missing(t);
}

static void
tell_account(struct turn *t)
{
	if (graph_is_self(t))
		graph_insights(t, json_pack("{s:i}", "followers_count", t->u->followers), "day");
}

/* --- routes --------------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ "POST",   "/v1.0/:/threads",                  make_container,    &calls,   1, 0 },
	{ "POST",   "/v1.0/:/threads_publish",          publish,           &calls,   1, 0 },
	{ "GET",    "/v1.0/:/threads_publishing_limit", tell_quota,        &calls,   1, 0 },
	{ "GET",    "/v1.0/:/threads",                  list_threads,      &calls,   1, 0 },
	{ "GET",    "/v1.0/me/replies",                 list_own_replies,  &calls,   1, 0 },
	{ "GET",    "/v1.0/:/mentions",                 list_mentions,     &calls,   1, 0 },
	{ "GET",    "/v1.0/:/replies",                  list_replies,      &calls,   1, 0 },
	{ "GET",    "/v1.0/:/conversation",             list_conversation, &calls,   1, 0 },
	{ "POST",   "/v1.0/:/manage_reply",             hide,              &calls,   1, 0 },
	{ "GET",    "/v1.0/:/insights",                 tell_numbers,      &calls,   1, 0 },
	{ "GET",    "/v1.0/:/threads_insights",         tell_account,      &calls,   1, 0 },
	{ "GET",    "/v1.0/:",                          get_node,          &calls,   1, 0 },
	{ "DELETE", "/v1.0/:",                          delete_node,       &deletes, 1, 0 },
	{ 0 }
};

static void
refuse(struct turn *t, enum refusal why)
{
	graph_refuse(t, why, 613);
}

static void
usage(struct turn *t)
{
	graph_usage(t, "threads");
}

static const char *const begins[] = { "/v1.0/", NULL };

const struct site site_threads = { "threads", begins, NULL, routes, refuse, NULL, usage, comment };
