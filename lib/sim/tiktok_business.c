/*
 * tiktok_business.c - TikTok's API for Business, simulated: the same account, films and strangers by the other door
 *
 * business-api.tiktok.com: business/video/publish, business/photo/publish, business/publish/status,
 * business/video/list, business/get, business/comment. Every answer is 200, what it says is in its code. Others'
 * comments are hidden, never deleted; what is hidden takes its answers along. Lists and objects of a query are JSON.
 */
#include "tiktok.h"

#include "smm/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMENT_MAX 150
#define CAPTION_MAX 2200
#define ANSWERS_MAX 3 /* that come along with a comment */
#define CODE_PARAM  40002

static const struct allowance calls = { "business", 600, 60, 0 }; /* "Rate limits": basic, per app */

/* --- answers -------------------------------------------------------------------------------------- */

static void
reply(struct turn *t, int code, const char *words, json_t *data)
{
	char id[ID_SIZE];

	answer_json(t->a, 200, json_pack("{s:i, s:s, s:s, s:o}", "code", code, "message", words, "request_id",
	    id_new(t, id, "sim"), "data", data));
}

static void
data(struct turn *t, json_t *what)
{
	reply(t, 0, "OK", what);
}

static void
invalid(struct turn *t, const char *words)
{
	reply(t, CODE_PARAM, words, json_object());
}

static void
refuse(struct turn *t, enum refusal why)
{
	if (why == REFUSE_TOKEN)
		reply(t, 40105, "Access token is incorrect or has been revoked.", json_object());
	else if (why == REFUSE_LIMIT)
		reply(t, 40100, "Too many requests. Please retry in some time.", json_object());
	else
		invalid(t, "Invalid request path");
}

/* 0 and answered when the account asked for is not that of the token. */
static int
admits(struct turn *t)
{
	const char *id = arg_text(t->r, "business_id");

	if (id && (strcmp(id, t->u->name) == 0 || strcmp(id, t->u->id) == 0))
		return 1;
	reply(t, 40001, "No permission to operate the business account", json_object());
	return 0;
}

/* JSON in a query. */
static json_t *
query_json(const struct turn *t, const char *name)
{
	const char *text = arg_text(t->r, name);

	return text ? json_loads(text, 0, NULL) : NULL;
}

/* Of all there is (takes full), what `fields` names. */
static json_t *
pick(const struct turn *t, json_t *full)
{
	json_t     *fields = query_json(t, "fields"), *picked = json_object(), *name;
	const char *is;
	size_t      i;

	json_array_foreach(fields, i, name) {
		is = json_string_value(name);
		if (is && json_object_get(full, is))
			json_object_set(picked, is, json_object_get(full, is));
	}
	json_decref(fields);
	json_decref(full);
	return picked;
}

/* --- posts ------------------------------------------------------------------------------------------ */

static size_t
characters(const char *text, enum text_unit unit)
{
	return text ? text_count(&(struct text_rule){ .unit = unit }, text, strlen(text)) : 0;
}

/* 1 when it can be fetched from there. */
static int
check_url(struct turn *t, const char *url)
{
	if (is_address(url) && !is_host(url, "unverified"))
		return 1;
	invalid(t, "The URL is invalid, or its ownership is not verified");
	return 0;
}

/* As the other door has it: title, and who may see it. */
static void
publish(struct turn *t, const char *url, const char *draft_member)
{
	const json_t *info = json_object_get(t->r->form, "post_info");
	const char   *caption = json_string_value(json_object_get(info, "caption"));
	int           is_draft = json_is_true(json_object_get(info, draft_member));
	struct draft *d;
	json_t       *levels;
	char          id[ID_SIZE];

	if (characters(caption, TEXT_UTF16) > CAPTION_MAX) {
		invalid(t, "post_info.caption is too long");
		return;
	}
	d = draft_new(t, id_new(t, id, "v_pub_url~v2-1."));
	json_decref(d->is);
	levels = tiktok_levels(t->u);
	d->is = json_pack("{s:b, s:{s:s, s:O}}", "draft", is_draft, "post_info", "title", caption ? caption : "",
	    "privacy_level", json_array_get(levels, 0));
	json_decref(levels);
	if (is_host(url, "unreachable"))
		json_object_set_new(d->is, "failed", json_string("video_pull_failed"));
	tiktok_process(t, d);
	data(t, json_pack("{s:s}", "share_id", d->id));
}

static void
publish_film(struct turn *t)
{
	const char *url = arg_text(t->r, "video_url");

	if (check_url(t, url))
		publish(t, url, "upload_to_draft");
}

static void
publish_photos(struct turn *t)
{
	const json_t *list = json_object_get(t->r->form, "photo_images"), *url;
	size_t        i;

	if (!json_array_size(list)) {
		invalid(t, "photo_images is required");
		return;
	}
	json_array_foreach(list, i, url)
		if (!check_url(t, json_string_value(url)))
			return;
	publish(t, json_string_value(json_array_get(list, 0)), "is_draft");
}

static void
tell_status(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "publish_id"));
	const char   *why = d ? json_string_value(json_object_get(d->is, "failed")) : NULL;
	json_t       *ids = json_array();

	if (!d) {
		json_decref(ids);
		invalid(t, "publish_id does not exist");
		return;
	}
	if (d->post && tiktok_is_seen(t, d->post))
		json_array_append_new(ids, json_string(d->post->id));
	data(t, json_pack("{s:s, s:o, s:s}", "status", tiktok_status(t, d), "post_ids", ids, "reason", why ? why : ""));
}

static json_t *
show_film(struct turn *t, struct post *p)
{
	return pick(t, json_pack("{s:s, s:o, s:o, s:s, s:i, s:i, s:i, s:i, s:i, s:i}", "item_id", p->id, "create_time",
	    json_sprintf("%" PRId64, p->at / 1000), "share_url", json_sprintf("https://www.tiktok.com/@%s/video/%s",
	    p->user->name, p->id), "caption", p->text, "video_views", p->views, "likes", p->likes, "comments",
	    p->replies, "shares", p->shares, "favorites", 0, "reach", p->views));
}

static int
is_wanted(const struct turn *t, const struct post *p)
{
	json_t *filters = query_json(t, "filters"), *ids = json_object_get(filters, "video_ids"), *id;
	int     is = !ids;
	size_t  i;

	json_array_foreach(ids, i, id)
		is |= json_is_string(id) && strcmp(json_string_value(id), p->id) == 0;
	json_decref(filters);
	return is && is_own_post(t, p) && tiktok_is_seen(t, p);
}

/* {"comments" or "videos","cursor","has_more"} (takes the list). */
static void
answer_list(struct turn *t, const char *name, json_t *list, const char *next)
{
	data(t, json_pack("{s:o, s:I, s:b}", name, list, "cursor", (json_int_t)strtoll(next, NULL, 10), "has_more",
	    *next != '\0'));
}

static void
list_films(struct turn *t)
{
	static const struct listing l = { is_wanted, show_film, "max_count", 10, 20, "cursor", 0 };
	char    next[32];
	json_t *list;

	if (!arg_text(t->r, "fields")) {
		invalid(t, "fields is required");
		return;
	}
	list = list_posts(t, &l, next);
	answer_list(t, "videos", list, next);
}

/* Days come a day late, so there are none of what happened here. */
static void
tell_account(struct turn *t)
{
	const struct post *p;
	int                likes = 0, films = 0;
	json_t            *full;

	for (p = t->u->posts; p; p = p->before) {
		likes += p->reply_to ? 0 : p->likes;
		films += !p->reply_to;
	}
	full = pick(t, json_pack("{s:s, s:s, s:i, s:i, s:i}", "username", t->u->name, "display_name", t->u->name,
	    "followers_count", t->u->followers, "total_likes", likes, "videos_count", films));
	json_object_set_new(full, "metrics", json_array());
	data(t, full);
}

/* --- comments ------------------------------------------------------------------------------------------ */

static int
is_nested(const struct post *p)
{
	return strcmp(p->reply_to, p->root) != 0;
}

static int
is_hidden(struct turn *t, const struct post *p)
{
	const struct post *top = is_nested(p) ? post_find(t, p->reply_to) : NULL;

	return p->hidden || (top && top->hidden);
}

static json_t *
show_answer(struct turn *t, struct post *p)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:s, s:i, s:i, s:b, s:b, s:b, s:s, s:s}", "comment_id", p->id,
	    "video_id", p->root, "unique_identifier", p->user->id, "username", p->user->name, "create_time",
	    (json_int_t)p->at / 1000, "text", p->text, "likes", p->likes, "replies", p->replies, "owner",
	    p->user == t->u, "liked", 0, "pinned", 0, "status", is_hidden(t, p) ? "HIDDEN" : "PUBLIC",
	    "parent_comment_id", is_nested(p) ? p->reply_to : "");
}

/* With its first answers, if they are wanted. */
static json_t *
show_comment(struct turn *t, struct post *p)
{
	static const struct listing l = { is_right_below, show_answer, "", ANSWERS_MAX, ANSWERS_MAX, "", 1 };
	struct turn of = *t;
	json_t     *o = show_answer(t, p);
	char        next[32];

	snprintf(of.id[0], PART_SIZE, "%s", p->id);
	if (arg_true(t->r, "include_replies"))
		json_object_set_new(o, "reply_list", list_posts(&of, &l, next));
	return o;
}

/* A film of the account; NULL: it is answered. */
static struct post *
film_find(struct turn *t)
{
	struct post *p = mine_find(t, arg_text(t->r, "video_id"));

	if (p && !p->reply_to)
		return p;
	invalid(t, "video_id does not exist");
	return NULL;
}

/* A comment below one; NULL: it is answered. */
static struct post *
comment_find(struct turn *t)
{
	struct post *p = post_find(t, arg_text(t->r, "comment_id"));

	if (p && p->reply_to && mine_find(t, p->root))
		return p;
	invalid(t, "comment_id does not exist");
	return NULL;
}

static void
list_below(struct turn *t, const struct post *p, json_t *(*show)(struct turn *, struct post *))
{
	struct listing l = { is_right_below, show, "max_count", 20, 30, "cursor", 0 };
	const char    *order = arg_text(t->r, "sort_order");
	char           next[32];
	json_t        *list;

	l.oldest_first = order && strcmp(order, "asc") == 0;
	snprintf(t->id[0], PART_SIZE, "%s", p->id);
	list = list_posts(t, &l, next);
	answer_list(t, "comments", list, next);
}

static void
list_comments(struct turn *t)
{
	const struct post *p = film_find(t);

	if (p)
		list_below(t, p, show_comment);
}

static void
list_answers(struct turn *t)
{
	const struct post *p = comment_find(t);

	if (p)
		list_below(t, p, show_answer);
}

static void
write_below(struct turn *t, struct post *to)
{
	const char *text = arg_text(t->r, "text");

	if (!text || !*text || characters(text, TEXT_CODEPOINTS) > COMMENT_MAX)
		invalid(t, "text has 1 to 150 characters");
	else
		data(t, show_answer(t, tiktok_comment(t, to, t->u, text)));
}

static void
post_comment(struct turn *t)
{
	struct post *p = film_find(t);

	if (p)
		write_below(t, p);
}

static void
post_answer(struct turn *t)
{
	struct post *p = comment_find(t);

	if (p)
		write_below(t, p);
}

/* `action` is one of these two: 1 the first, 0 the second, -1: it is answered. */
static int
action(struct turn *t, const char *yes, const char *no)
{
	const char *is = arg_text(t->r, "action");

	if (is && (strcmp(is, yes) == 0 || strcmp(is, no) == 0))
		return strcmp(is, yes) == 0;
	invalid(t, "action is none that this endpoint knows");
	return -1;
}

static void
hide(struct turn *t)
{
	struct post *p = comment_find(t);
	int          is = p ? action(t, "HIDE", "UNHIDE") : -1;

	if (is < 0)
		return;
	p->hidden = is;
	data(t, json_object());
}

static void
like(struct turn *t)
{
	struct post *p = comment_find(t);
	int          is = p ? action(t, "LIKE", "UNLIKE") : -1;

	if (is < 0)
		return;
	p->likes += is ? 1 : p->likes ? -1 : 0;
	data(t, json_object());
}

static void
pin(struct turn *t)
{
	if (comment_find(t) && action(t, "PIN", "UNPIN") >= 0)
		data(t, json_object());
}

/* Our own. */
static void
delete_comment(struct turn *t)
{
	struct post *p = comment_find(t);

	if (!p)
		return;
	if (p->user != t->u) {
		reply(t, 40001, "No permission to delete comments of others", json_object());
		return;
	}
	if (is_nested(p) && post_find(t, p->root))
		post_find(t, p->root)->replies--;
	post_delete(t, p);
	data(t, json_object());
}

/* --- routes -------------------------------------------------------------------------------------------- */

#define API "/open_api/v1.3/business"

static const struct route routes[] = {
	{ "POST", API "/video/publish/",        publish_film,   &calls, 1, 0 },
	{ "POST", API "/photo/publish/",        publish_photos, &calls, 1, 0 },
	{ "GET",  API "/publish/status/",       tell_status,    &calls, 1, 0 },
	{ "GET",  API "/video/list/",           list_films,     &calls, 1, 0 },
	{ "GET",  API "/get/",                  tell_account,   &calls, 1, 0 },
	{ "GET",  API "/comment/list/",         list_comments,  &calls, 1, 0 },
	{ "GET",  API "/comment/reply/list/",   list_answers,   &calls, 1, 0 },
	{ "POST", API "/comment/create/",       post_comment,   &calls, 1, 0 },
	{ "POST", API "/comment/reply/create/", post_answer,    &calls, 1, 0 },
	{ "POST", API "/comment/hide/",         hide,           &calls, 1, 0 },
	{ "POST", API "/comment/like/",         like,           &calls, 1, 0 },
	{ "POST", API "/comment/pin/",          pin,            &calls, 1, 0 },
	{ "POST", API "/comment/delete/",       delete_comment, &calls, 1, 0 },
	{ 0 }
};

static const char *const begins[] = { "/open_api/", NULL };

const struct site site_tiktok_business = { "tiktok", begins, NULL, routes, refuse, admits, NULL, tiktok_comment };
