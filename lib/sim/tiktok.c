/*
 * tiktok.c - TikTok, simulated: what a creator may do, films and pictures that are out, their numbers
 *
 * developers.tiktok.com: Content Posting API (query creator info), Display API (video list and query, user info),
 * error handling. A refusal may come with a status of 200. Comments are counted here, and shown by the API for Business
 * alone (tiktok_business.c). How a post comes is in tiktok_upload.c.
 */
#include "tiktok.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POSTS_MAX 15  /* "Content sharing guidelines": about so many of a creator in a day */
#define SHOWN_MAX 150 /* "Video object": characters of title and description */
#define IDS_MAX   20

/* Of each user, in a minute: as each endpoint's page says. */
static const struct allowance creators = { "creator_info", 20, 60, 0 };
static const struct allowance films = { "video.init", 6, 60, 0 };
static const struct allowance drafts = { "inbox.init", 6, 60, 0 };
static const struct allowance photos = { "content.init", 6, 60, 0 };
static const struct allowance states = { "status", 30, 60, 0 };
static const struct allowance reads = { "read", 600, 60, 0 };

/* --- answers -------------------------------------------------------------------------------------- */

static json_t *
error_of(struct turn *t, const char *code, const char *words)
{
	char id[ID_SIZE];

	return json_pack("{s:s, s:s, s:s}", "code", code, "message", words, "log_id", id_new(t, id, "sim"));
}

void
tiktok_data(struct turn *t, json_t *data)
{
	answer_json(t->a, 200, json_pack("{s:o, s:o}", "data", data, "error", error_of(t, "ok", "")));
}

void
tiktok_error(struct turn *t, int status, const char *code, const char *words)
{
	answer_json(t->a, status, json_pack("{s:{}, s:o}", "data", "error", error_of(t, code, words)));
}

static void
refuse(struct turn *t, enum refusal why)
{
	if (why == REFUSE_TOKEN)
		tiktok_error(t, 401, "access_token_invalid", "The access token is invalid or not found in the "
		    "request.");
	else if (why == REFUSE_LIMIT)
		tiktok_error(t, 429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.");
	else
		tiktok_error(t, 404, "invalid_params", "There is nothing at this path; all end with a slash");
}

/* --- the creator ----------------------------------------------------------------------------------- */

static int
is_private(const struct user *u)
{
	return strncmp(u->name, "private", 7) == 0;
}

json_t *
tiktok_levels(const struct user *u)
{
	return json_pack("[s, s, s]", is_private(u) ? "FOLLOWER_OF_CREATOR" : "PUBLIC_TO_EVERYONE",
	    "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY");
}

int
tiktok_is_full(const struct turn *t)
{
	return world_count(t->u, 0, t->w->now - DAY_MS) >= POSTS_MAX;
}

/* "Query creator info": spam_risk_too_many_posts comes with 200 here. */
static void
tell_creator(struct turn *t)
{
	const char *name = t->u->name;

	if (tiktok_is_full(t)) {
		tiktok_error(t, 200, "spam_risk_too_many_posts", "The daily post cap from the API is reached.");
		return;
	}
	tiktok_data(t, json_pack("{s:o, s:s, s:s, s:o, s:b, s:b, s:b, s:i}", "creator_avatar_url",
	    own_address(t, "/avatar/", name), "creator_username", name, "creator_nickname", name,
	    "privacy_level_options", tiktok_levels(t->u), "comment_disabled", 0, "duet_disabled", is_private(t->u),
	    "stitch_disabled", is_private(t->u), "max_video_post_duration_sec", 300));
}

/* --- what is asked for ----------------------------------------------------------------------------- */

static const char *const of_film[] = { "id", "create_time", "cover_image_url", "share_url", "title",
	"video_description", "duration", "like_count", "comment_count", "share_count", "view_count", NULL };
static const char *const of_user[] = { "open_id", "avatar_url", "display_name", "username", "is_verified",
	"follower_count", "following_count", "likes_count", "video_count", NULL };

static int
is_one_of(const char *name, const char *const *known)
{
	while (*known && strcmp(*known, name) != 0)
		known++;
	return *known != NULL;
}

/* `fields` of the query has to name some, and known ones; else it is answered. */
static int
check_fields(struct turn *t, const char *const *known)
{
	const char *fields = arg_text(t->r, "fields");
	char       *copy = mem_copy(fields ? fields : ""), *rest = NULL, *name = strtok_r(copy, ",", &rest);
	int         some = name != NULL;

	while (name && is_one_of(name, known))
		name = strtok_r(NULL, ",", &rest);
	some = some && !name;
	free(copy);
	if (!some)
		tiktok_error(t, 400, "invalid_params", "fields is required, and names known fields");
	return some;
}

/* Of all there is (takes full), those. */
static json_t *
pick(const struct turn *t, json_t *full)
{
	char   *copy = mem_copy(arg_text(t->r, "fields")), *rest = NULL, *name;
	json_t *picked = json_object();

	for (name = strtok_r(copy, ",", &rest); name; name = strtok_r(NULL, ",", &rest))
		json_object_set(picked, name, json_object_get(full, name));
	free(copy);
	json_decref(full);
	return picked;
}

static void
tell_user(struct turn *t)
{
	const struct post *p;
	int                likes = 0, many = 0;
	json_t            *full;

	if (!check_fields(t, of_user))
		return;
	for (p = t->u->posts; p; p = p->before) {
		if (p->deleted || p->reply_to)
			continue;
		likes += p->likes;
		many++;
	}
	full = json_pack("{s:s, s:s, s:s, s:o, s:i, s:i, s:i, s:i, s:b}", "open_id", t->u->id, "display_name",
	    t->u->name, "username", t->u->name, "avatar_url", own_address(t, "/avatar/", t->u->name),
	    "follower_count", t->u->followers, "following_count", 0, "likes_count", likes, "video_count", many,
	    "is_verified", 0);
	tiktok_data(t, json_pack("{s:o}", "user", pick(t, full)));
}

/* --- films ------------------------------------------------------------------------------------------ */

/* To be looked at takes as long again as to be processed. */
int
tiktok_is_seen(const struct turn *t, const struct post *p)
{
	const char *level = json_string_value(json_object_get(p->is, "privacy_level"));
	json_int_t  ready = json_integer_value(json_object_get(p->is, "ready"));

	return level && strcmp(level, "PUBLIC_TO_EVERYONE") == 0 &&
	    ready + t->w->set->slow_media * INT64_C(1000) <= t->w->now;
}

/* The first 150 characters. */
static json_t *
shown(const char *text)
{
	size_t n = 0, characters = 0;

	for (; text[n]; n++)
		if (((unsigned char)text[n] & 0xC0) != 0x80 && characters++ == SHOWN_MAX)
			break;
	return json_stringn(text, n);
}

static json_t *
show_film(struct turn *t, struct post *p)
{
	const char *title = json_string_value(json_object_get(p->is, "title"));

	return pick(t, json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:i, s:i, s:i, s:i, s:i}", "id", p->id,
	    "create_time", (json_int_t)(p->at / 1000), "cover_image_url", own_address(t, "/cover/", p->id), "share_url",
	    json_sprintf("https://www.tiktok.com/@%s/video/%s", p->user->name, p->id), "title",
	    shown(title ? title : ""), "video_description", shown(p->text), "duration", 0, "like_count", p->likes,
	    "comment_count", p->replies, "share_count", p->shares, "view_count", p->views));
}

static int
is_public(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && tiktok_is_seen(t, p);
}

/* Public ones, newest first. */
static void
list_films(struct turn *t)
{
	static const struct listing l = { is_public, show_film, "max_count", 10, 20, "cursor", 0 };
	char    next[32];
	json_t *list;

	if (!check_fields(t, of_film))
		return;
	list = list_posts(t, &l, next);
	tiktok_data(t, json_pack("{s:o, s:I, s:b}", "videos", list, "cursor", (json_int_t)strtoll(next, NULL, 10),
	    "has_more", *next != '\0'));
}

/* {"filters":{"video_ids"}}: those of them that are this creator's, and public. */
static void
query_films(struct turn *t)
{
	const json_t *ids = json_object_get(json_object_get(t->r->form, "filters"), "video_ids"), *id;
	json_t       *list;
	struct post  *p;
	size_t        i;

	if (!check_fields(t, of_film))
		return;
	if (!json_array_size(ids) || json_array_size(ids) > IDS_MAX) {
		tiktok_error(t, 400, "invalid_params", "filters.video_ids has 1 to 20 ids");
		return;
	}
	list = json_array();
	json_array_foreach(ids, i, id) {
		p = mine_find(t, json_string_value(id));
		if (p && is_public(t, p))
			json_array_append_new(list, show_film(t, p));
	}
	tiktok_data(t, json_pack("{s:o}", "videos", list));
}

struct post *
tiktok_comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	struct post *film = to->root ? post_find(t, to->root) : NULL;
	char         id[ID_SIZE];

	if (film)
		film->replies++; /* all of them are counted */
	return world_reply(t->w, comment_top(t, to), by, id_new(t, id, ""), text);
}

/* --- routes ------------------------------------------------------------------------------------------ */

#define POST "/v2/post/publish"

static const struct route routes[] = {
	{ "POST", POST "/creator_info/query/", tell_creator,        &creators, 1, 0 },
	{ "POST", POST "/video/init/",         tiktok_start_film,   &films,    1, 0 },
	{ "POST", POST "/inbox/video/init/",   tiktok_start_draft,  &drafts,   1, 0 },
	{ "POST", POST "/content/init/",       tiktok_start_photos, &photos,   1, 0 },
	{ "POST", POST "/status/fetch/",       tiktok_tell_status,  &states,   1, 0 },
	{ "PUT",  "/video/",                   tiktok_take_piece,   NULL,      0, 1 },
	{ "POST", "/v2/video/list/",           list_films,          &reads,    1, 0 },
	{ "POST", "/v2/video/query/",          query_films,         &reads,    1, 0 },
	{ "GET",  "/v2/user/info/",            tell_user,           &reads,    1, 0 },
	{ 0 }
};

static const char *const begins[] = { "/v2/post/", "/v2/video/", "/v2/user/", "/video/", NULL };

const struct site site_tiktok = { "tiktok", begins, NULL, routes, refuse, NULL, NULL, tiktok_comment };
