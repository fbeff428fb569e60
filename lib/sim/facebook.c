/*
 * facebook.c - a Facebook Page in the Graph API, simulated: posts, photos, comments, numbers
 *
 * developers.facebook.com/docs: pages-api/posts, graph-api/reference: page, comment, insights. There is no key: the
 * same request twice is two posts, or, with the same words, error 506. Pictures that are not published yet are seen by
 * nobody. Films and reels are in facebook_film.c.
 */
#include "facebook.h"

#include "smm/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX   63206     /* no documented maximum: what the form of the website takes */
#define PHOTO_MAX  (10 << 20)

#define IS_POST "id,created_time,message"

static const struct allowance calls = { "pages", 4800, 86400 }; /* times people engaged, at least one */

/* --- what a node shows ----------------------------------------------------------------------------- */

json_t *
facebook_show_who(const struct user *u)
{
	return json_pack("{s:s, s:s}", "id", u->name, "name", u->name);
}

json_t *
facebook_address(const struct post *p)
{
	return json_sprintf("https://www.facebook.com/%s", p->id);
}

/* {"data":[],"summary":{"total_count":n}}: how many, without who. */
json_t *
facebook_count_of(int n)
{
	return json_pack("{s:[], s:{s:i}}", "data", "summary", "total_count", n);
}

static json_t *
show_comment(struct turn *t, struct post *p)
{
	int ours = p->user == t->u, nested = p->reply_to && strcmp(p->reply_to, p->root) != 0;

	return json_pack("{s:s, s:o, s:o, s:s, s:o, s:i, s:i, s:b, s:b, s:b, s:b, s:b, s:n, s:o}", "id", p->id,
	    "parent", nested ? json_pack("{s:s}", "id", p->reply_to) : json_null(), "from", facebook_show_who(p->user),
	    "message", p->text, "created_time", time_graph(p->at), "like_count", p->likes, "comment_count",
	    p->replies, "is_hidden", p->hidden, "can_hide", !ours, "can_remove", 1, "can_comment", 1,
	    "can_reply_privately", !ours, "attachment", "permalink_url", facebook_address(p));
}

static const struct listing newest_below = { is_below, show_comment, "limit", 25, 100, "after", 0 };

/* All below it, newest first; and how many. */
json_t *
facebook_comments_of(struct turn *t, const struct post *p)
{
	struct turn  of = *t;
	json_t      *list;
	char         next[32];
	json_int_t   n = 0;
	struct post *one;

	snprintf(of.id[0], PART_SIZE, "%s", p->id);
	list = list_posts(&of, &newest_below, next);
	for (one = t->w->first; one; one = one->next)
		n += !one->deleted && strcmp(one->network, "facebook") == 0 && is_below(&of, one);
	return json_pack("{s:o, s:{s:I}}", "data", list, "summary", "total_count", n);
}

/* One picture is the attachment, several are below an album. */
static json_t *
attachments_of(const struct post *p)
{
	json_t       *list = json_array();
	const json_t *photos = json_object_get(p->is, "photos"), *one;
	size_t        i;

	json_array_foreach(photos, i, one)
		json_array_append_new(list, json_pack("{s:s, s:{s:O}}", "media_type", "photo", "target", "id", one));
	if (!json_array_size(list)) {
		json_decref(list);
		return json_null();
	}
	if (json_array_size(list) == 1)
		return json_pack("{s:o}", "data", list);
	return json_pack("{s:[{s:s, s:{s:s}, s:{s:o}}]}", "data", "media_type", "album", "target", "id", p->id,
	    "subattachments", "data", list);
}

static json_t *
show_post(struct turn *t, struct post *p)
{
	/* without shares there is no member `shares` */
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:b, s:o, s:{s:s}, s:o, s:o, s:o, s:o}", "id", p->id,
	    "message", p->text, "created_time", time_graph(p->at), "updated_time", time_graph(p->at),
	    "permalink_url", facebook_address(p), "status_type", p->media ? "added_photos" : "mobile_status_update",
	    "is_published", 1, "from", facebook_show_who(p->user), "application", "id", "1", "shares",
	    p->shares ? json_pack("{s:i}", "count", p->shares) : json_null(), "reactions", facebook_count_of(p->likes),
	    "comments", facebook_comments_of(t, p), "attachments", attachments_of(p));
}

/* --- posts ----------------------------------------------------------------------------------------- */

static int
is_post(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && !facebook_is_film(p) && !facebook_is_story(p);
}

static struct post *
publish(struct turn *t, const char *text, json_t *photos)
{
	char         number[ID_SIZE], id[2 * PART_SIZE];
	struct post *p;

	snprintf(id, sizeof id, "%s_%s", t->u->name, id_new(t, number, ""));
	p = post_new(t, id, text);
	p->media = (int)json_array_size(photos);
	p->is = json_pack("{s:o}", "photos", photos);
	return p;
}

/* The same words as the post before are taken for a mistake. */
static int
is_repeated(const struct turn *t, const char *text)
{
	const struct post *last = t->u->posts;

	while (last && (last->deleted || last->reply_to))
		last = last->before;
	return last && *text && !last->media && strcmp(last->text, text) == 0;
}

/* attached_media is JSON in a form: the pictures, each uploaded and not yet in a post. NULL: it is answered. */
static json_t *
attached(struct turn *t)
{
	const char   *text = arg_text(t->r, "attached_media");
	json_t       *list = text ? json_loads(text, 0, NULL) : json_array(), *one, *photos = json_array();
	struct draft *d;
	const char   *id;
	size_t        i;

	json_array_foreach(list, i, one) {
		id = json_string_value(json_object_get(one, "media_fbid"));
		d = draft_find(t, id);
		if (!d || d->post || d->want) {
			graph_error(t, 400, 100, d ? 1366051 : 33, d ? "(#100) These photos were already posted." :
			    "(#100) attached_media must be photos of this page");
			json_decref(list);
			json_decref(photos);
			return NULL;
		}
		json_array_append_new(photos, json_string(id));
	}
	json_decref(list);
	return photos;
}

static void
post_feed(struct turn *t)
{
	const char   *text = arg_text(t->r, "message"), *link = arg_text(t->r, "link");
	json_t       *photos, *id;
	struct post  *p;
	size_t        i;

	if (!graph_is_self(t) || !(photos = attached(t)))
		return;
	text = text ? text : "";
	if (arg_text(t->r, "published") && !arg_true(t->r, "published"))
		graph_error(t, 400, 3, 0, "(#3) This simulated page publishes at once only");
	else if (!*text && !link && !json_array_size(photos))
		graph_error(t, 400, 100, 0, "(#100) The post is empty");
	else if (text_count(&(struct text_rule){ .unit = TEXT_CODEPOINTS }, text, strlen(text)) > TEXT_MAX)
		graph_error(t, 400, 100, 0, "(#100) Name parameter too long");
	else if (!json_array_size(photos) && is_repeated(t, text))
		graph_error(t, 400, 506, 0, "(#506) Duplicate status message");
	else {
		p = publish(t, text, json_incref(photos));
		json_array_foreach(photos, i, id)
			draft_find(t, json_string_value(id))->post = p;
		graph_id(t, p->id);
	}
	json_decref(photos);
}

static void
post_photo(struct turn *t)
{
	const json_t *file = json_object_get(t->r->form, "source");
	const char   *url = arg_text(t->r, "url"), *caption = arg_text(t->r, "caption");
	char          id[ID_SIZE];
	struct draft *d;

	if (!graph_is_self(t))
		return;
	if (!file && !is_address(url)) {
		graph_error(t, 400, 324, 2069019, "(#324) Requires upload file");
	} else if (json_integer_value(json_object_get(file, "bytes")) > PHOTO_MAX) {
		graph_error(t, 400, 1, 1366046, "Your photos couldn't be uploaded. They should be below 10 MB");
	} else {
		d = draft_new(t, id_new(t, id, ""));
		if (arg_text(t->r, "published") && !arg_true(t->r, "published")) {
			graph_id(t, d->id);
			return;
		}
		d->post = publish(t, caption, json_pack("[s]", d->id));
		answer_json(t->a, 200, json_pack("{s:s, s:s}", "id", d->id, "post_id", d->post->id));
	}
}

/* --- nodes ----------------------------------------------------------------------------------------- */

static json_t *
show_page(const struct user *u)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:i, s:o}", "id", u->name, "name", u->name, "username", u->name,
	    "followers_count", u->followers, "fan_count", u->followers, "link",
	    json_sprintf("https://www.facebook.com/%s", u->name));
}

static void
get_node(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);
	struct post  *p = post_find(t, t->id[0]);

	if (strcmp(t->id[0], "me") == 0 || strcmp(t->id[0], t->u->name) == 0)
		graph_node(t, show_page(t->u), "id,name");
	else if (p && p->reply_to)
		graph_node(t, show_comment(t, p), "created_time,from,message,id");
	else if (p && facebook_is_film(p))
		graph_node(t, facebook_show_film(t, p), "id");
	else if (p)
		graph_node(t, show_post(t, p), IS_POST);
	else if (d)
		graph_node(t, facebook_show_draft(d), "id");
	else
		graph_missing(t);
}

/* Words of our own posts and comments, and whether others' are hidden. */
static void
change_node(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);
	const char  *text = arg_text(t->r, p && facebook_is_film(p) ? "description" : "message");

	if (!p) {
		graph_missing(t);
	} else if (arg_text(t->r, "is_hidden") && p->reply_to && p->user != t->u) {
		p->hidden = arg_true(t->r, "is_hidden");
		graph_success(t);
	} else if (text && p->user == t->u) {
		free(p->text);
		p->text = mem_copy(text);
		graph_success(t);
	} else {
		graph_error(t, 403, 200, 0, "(#200) Permissions error");
	}
}

/* Our own, and what others wrote below it. */
static void
delete_node(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]), *root = p && p->root ? post_find(t, p->root) : p;

	if (!p || !root || root->user != t->u) {
		graph_missing(t);
		return;
	}
	post_delete(t, p);
	graph_success(t);
}

static void
like_node(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);

	if (!p) {
		graph_missing(t);
		return;
	}
	p->likes += strcmp(t->r->method, "POST") == 0 ? 1 : p->likes ? -1 : 0;
	graph_success(t);
}

/* --- comments -------------------------------------------------------------------------------------- */

/* "OBJECT_COMMENT". What answers an answer hangs on the first comment. */
static struct post *
comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	const char *root = to->root ? to->root : to->id, *object = strchr(root, '_');
	char        number[ID_SIZE], id[2 * PART_SIZE];

	snprintf(id, sizeof id, "%s_%s", object ? object + 1 : root, id_new(t, number, ""));
	return world_reply(t->w, comment_top(t, to), by, id, text);
}

static void
post_comment(struct turn *t)
{
	struct post *to = post_find(t, t->id[0]);
	const char  *text = arg_text(t->r, "message");

	if (!to)
		graph_missing(t);
	else if (!text || !*text)
		graph_error(t, 400, 100, 0, "(#100) The comment is empty");
	else
		graph_id(t, comment(t, to, t->u, text)->id);
}

static void
list_comments(struct turn *t)
{
	const char    *filter = arg_text(t->r, "filter"), *order = arg_text(t->r, "order");
	struct listing l = newest_below;

	if (!post_find(t, t->id[0])) {
		graph_missing(t);
		return;
	}
	if (!filter || strcmp(filter, "stream") != 0)
		l.has = is_right_below;
	l.oldest_first = !order || strcmp(order, "reverse_chronological") != 0;
	graph_list(t, &l, "created_time,from,message,id");
}

/* --- lists and numbers ------------------------------------------------------------------------------- */

static void
list_published(struct turn *t)
{
	static const struct listing l = { is_post, show_post, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &l, IS_POST);
}

/* What strangers do here is to comment: nobody mentions, rates or writes privately. */
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

	if (!p)
		graph_missing(t);
	else if (facebook_is_film(p))
		graph_insights(t, json_pack("{s:i}", "blue_reels_play_count", p->views), "lifetime");
	else
		graph_insights(t, json_pack("{s:i, s:i, s:i, s:{}, s:{s:i}}", "post_media_view", p->views,
		    "post_total_media_view_unique", p->views, "post_clicks", 0, "post_clicks_by_type",
		    "post_reactions_by_type_total", "like", p->likes), "lifetime");
}

static void
block(struct turn *t)
{
	const char *user = arg_text(t->r, "user");
	json_t     *list = user && *user == '[' ? json_loads(user, 0, NULL) : NULL, *done = json_object();

	if (!graph_is_self(t)) {
		json_decref(done);
	} else if (list) {
		json_object_set_new(done, json_string_value(json_array_get(list, 0)), json_true());
		answer_json(t->a, 200, done);
	} else {
		json_decref(done);
		graph_success(t);
	}
	json_decref(list);
}

/* --- routes ---------------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ "POST",   "/*/:/feed",             post_feed,                 &calls, 1, 0 },
	{ "POST",   "/*/:/photos",           post_photo,                &calls, 1, 0 },
	{ "POST",   "/*/:/videos",           facebook_post_film,        &calls, 1, 0 },
	{ "POST",   "/*/:/video_reels",      facebook_post_reel,        &calls, 1, 0 },
	{ "POST",   "/*/:/photo_stories",    facebook_post_photo_story, &calls, 1, 0 },
	{ "POST",   "/*/:/video_stories",    facebook_post_film_story,  &calls, 1, 0 },
	{ "POST",   "/video-upload/:",       facebook_take_bytes,       NULL,   0, 0 },
	{ "POST",   "/video-upload/*/:",     facebook_take_bytes,       NULL,   0, 0 },
	{ "GET",    "/*/:/published_posts",  list_published,            &calls, 1, 0 },
	{ "GET",    "/*/:/videos",           facebook_list_films,       &calls, 1, 0 },
	{ "GET",    "/*/:/video_reels",      facebook_list_reels,       &calls, 1, 0 },
	{ "GET",    "/*/:/stories",          facebook_list_stories,     &calls, 1, 0 },
	{ "GET",    "/*/:/visitor_posts",    list_nothing,              &calls, 1, 0 },
	{ "GET",    "/*/:/tagged",           list_nothing,              &calls, 1, 0 },
	{ "GET",    "/*/:/ratings",          list_nothing,              &calls, 1, 0 },
	{ "GET",    "/*/:/conversations",    list_nothing,              &calls, 1, 0 },
	{ "GET",    "/*/:/comments",         list_comments,             &calls, 1, 0 },
	{ "POST",   "/*/:/comments",         post_comment,              &calls, 1, 0 },
	{ "POST",   "/*/:/likes",            like_node,                 &calls, 1, 0 },
	{ "DELETE", "/*/:/likes",            like_node,                 &calls, 1, 0 },
	{ "POST",   "/*/:/blocked",          block,                     &calls, 1, 0 },
	{ "DELETE", "/*/:/blocked",          block,                     &calls, 1, 0 },
	{ "GET",    "/*/:/insights",         tell_numbers,              &calls, 1, 0 },
	{ "GET",    "/*/:/video_insights",   tell_numbers,              &calls, 1, 0 },
	{ "GET",    "/*/:",                  get_node,                  &calls, 1, 0 },
	{ "POST",   "/*/:",                  change_node,               &calls, 1, 0 },
	{ "DELETE", "/*/:",                  delete_node,               &calls, 1, 0 },
	{ 0 }
};

static void
refuse(struct turn *t, enum refusal why)
{
	graph_refuse(t, why, 80001);
}

static void
usage(struct turn *t)
{
	graph_usage(t, "pages");
}

static const char *const begins[] = { "/v26.0/", "/v25.0/", "/v24.0/", "/v23.0/", "/v22.0/", "/video-upload/", NULL };

const struct site site_facebook = { "facebook", begins, NULL, routes, refuse, NULL, usage, comment };
