/*
 * youtube.c - YouTube, simulated: films that come in pieces, comment threads and their queues, numbers
 *
 * developers.google.com/youtube/v3: videos.insert, the resumable protocol, commentThreads, comments, quota, errors. One
 * upload address makes one film, however often its last bytes come. Numbers are strings. What is held for review, or
 * rejected, is in a queue of its own, and nobody else sees it. The upload itself is in youtube_upload.c.
 */
#include "youtube.h"

#include "smm/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COMMENT_MAX 10000

/* "Quota", 2026: units of a project in a day, counted here from midnight UTC on, not Pacific; uploads apart */
static const struct allowance units = { "units", 10000, 86400, 1 };
static const struct allowance uploads = { "videos.insert", 100, 86400, 1 };
static const struct allowance reports = { "reports", 720, 60, 0 };

/* --- answers -------------------------------------------------------------------------------------- */

void
youtube_error(struct turn *t, int status, const char *reason, const char *words)
{
	answer_json(t->a, status, json_pack("{s:{s:i, s:s, s:[{s:s, s:s, s:s}]}}", "error", "code", status, "message",
	    words, "errors", "message", words, "domain", strstr(reason, "uota") ? "youtube.quota" : "youtube", "reason",
	    reason));
}

static void
refuse(struct turn *t, enum refusal why)
{
	if (why == REFUSE_TOKEN)
		youtube_error(t, 401, "authError", "Invalid Credentials");
	else if (why == REFUSE_LIMIT)
		youtube_error(t, 403, "quotaExceeded", "The request cannot be completed because you have exceeded your "
		    "quota.");
	else
		youtube_error(t, 404, "notFound", "Not Found");
}

/* {"items","nextPageToken"} (takes the list). */
static void
answer_items(struct turn *t, json_t *items, const char *next)
{
	json_t *body = json_pack("{s:{s:I}, s:o}", "pageInfo", "totalResults", (json_int_t)json_array_size(items),
	    "items", items);

	if (*next)
		json_object_set_new(body, "nextPageToken", json_string(next));
	answer_json(t->a, 200, body);
}

/* --- films ------------------------------------------------------------------------------------------ */

static json_t *
as_text(int n)
{
	return json_sprintf("%d", n);
}

json_t *
youtube_show_film(struct turn *t, struct post *p)
{
	int     is_ready = json_integer_value(json_object_get(p->is, "ready")) <= t->w->now;
	json_t *snippet = json_deep_copy(json_object_get(p->is, "snippet"));
	json_t *status = json_deep_copy(json_object_get(p->is, "status"));

	json_object_set_new(snippet, "publishedAt", time_rfc(p->at));
	json_object_set_new(snippet, "channelId", json_sprintf("UC%s", p->user->name));
	json_object_set_new(status, "uploadStatus", json_string(is_ready ? "processed" : "uploaded"));
	return json_pack("{s:s, s:s, s:o, s:o, s:{s:s}, s:{s:o, s:o, s:o}}", "kind", "youtube#video", "id", p->id,
	    "snippet", snippet, "status", status, "processingDetails", "processingStatus",
	    is_ready ? "succeeded" : "processing", "statistics", "viewCount", as_text(p->views), "likeCount",
	    as_text(p->likes), "commentCount", as_text(p->replies));
}

static void
list_films(struct turn *t)
{
	const char  *ids = arg_text(t->r, "id");
	char        *copy = mem_copy(ids ? ids : ""), *rest = NULL, *id;
	json_t      *items = json_array();
	struct post *p;

	for (id = strtok_r(copy, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
		p = post_find(t, id);
		if (p && !p->reply_to)
			json_array_append_new(items, youtube_show_film(t, p));
	}
	free(copy);
	answer_items(t, items, "");
}

/* The whole of snippet and status is replaced. */
static void
change_film(struct turn *t)
{
	const json_t *snippet = json_object_get(t->r->form, "snippet");
	const char   *text = json_string_value(json_object_get(snippet, "description"));
	struct post  *p = mine_find(t, arg_text(t->r, "id"));

	if (!p || p->reply_to) {
		youtube_error(t, 404, "videoNotFound", "The video that you are trying to update cannot be found.");
	} else if (youtube_check(t, t->r->form)) {
		json_object_update(p->is, t->r->form);
		free(p->text);
		p->text = mem_copy(text ? text : "");
		answer_json(t->a, 200, youtube_show_film(t, p));
	}
}

static void
delete_film(struct turn *t)
{
	struct post *p = mine_find(t, arg_text(t->r, "id"));

	if (!p || p->reply_to) {
		youtube_error(t, 404, "videoNotFound", "The video that you are trying to delete cannot be found.");
		return;
	}
	post_delete(t, p);
	t->a->status = 204;
}

static void
set_thumbnail(struct turn *t)
{
	struct post *p = mine_find(t, arg_text(t->r, "videoId"));

	if (!p)
		youtube_error(t, 404, "videoNotFound", "The video cannot be found.");
	else if (!t->r->len || t->r->len > 2 << 20)
		youtube_error(t, 400, "mediaBodyRequired", "The request does not include the image content.");
	else
		answer_json(t->a, 200, json_pack("{s:s, s:[]}", "kind", "youtube#thumbnailSetResponse", "items"));
}

static json_t *
show_upload(struct turn *t, struct post *p)
{
	json_t *film = youtube_show_film(t, p);
	json_t *item = json_pack("{s:{s:s, s:o}, s:O}", "contentDetails", "videoId", p->id, "videoPublishedAt",
	    time_rfc(p->at), "snippet", json_object_get(film, "snippet"));

	json_object_set_new(json_object_get(item, "snippet"), "resourceId", json_pack("{s:s}", "videoId", p->id));
	json_decref(film);
	return item;
}

static void
list_uploads(struct turn *t)
{
	static const struct listing l = { is_own_post, show_upload, "maxResults", 5, 50, "pageToken", 0 };
	char    next[32];
	json_t *items = list_posts(t, &l, next);

	answer_items(t, items, next);
}

static void
tell_channel(struct turn *t)
{
	answer_items(t, json_pack("[{s:o, s:{s:s}, s:{s:{s:o}}, s:{s:o, s:o, s:b}}]", "id",
	    json_sprintf("UC%s", t->u->name), "snippet", "title", t->u->name, "contentDetails", "relatedPlaylists",
	    "uploads", json_sprintf("UU%s", t->u->name), "statistics", "subscriberCount", as_text(t->u->followers),
	    "videoCount", as_text(t->u->nposts), "hiddenSubscriberCount", 0), "");
}

/* --- comments --------------------------------------------------------------------------------------- */

static const char *
state_of(const struct post *p)
{
	return p->key ? p->key : "published";
}

static json_t *
show_comment(struct turn *t, struct post *p)
{
	int     nested = strcmp(p->reply_to, p->root) != 0;
	json_t *snippet = json_pack("{s:o, s:{s:o}, s:s, s:s, s:i, s:o, s:o, s:s, s:s, s:o}", "authorDisplayName",
	    json_sprintf("@%s", p->user->name), "authorChannelId", "value", json_sprintf("UC%s", p->user->name),
	    "textDisplay", p->text, "textOriginal", p->text, "likeCount", p->likes, "publishedAt", time_rfc(p->at),
	    "updatedAt", time_rfc(p->at), "moderationStatus", state_of(p), "videoId", p->root, "parentId",
	    nested ? json_string(p->reply_to) : json_null());

	(void)t;
	if (!nested)
		json_object_del(snippet, "parentId");
	return json_pack("{s:s, s:s, s:o}", "kind", "youtube#comment", "id", p->id, "snippet", snippet);
}

/* With its oldest five answers. */
static json_t *
show_thread(struct turn *t, struct post *p)
{
	static const struct listing l = { is_right_below, show_comment, "", 5, 5, "", 1 };
	struct turn of = *t;
	json_t     *o = json_pack("{s:s, s:s, s:{s:s, s:b, s:i, s:b, s:o}}", "kind", "youtube#commentThread", "id",
	    p->id, "snippet", "videoId", p->root, "canReply", 1, "totalReplyCount", p->replies, "isPublic", 1,
	    "topLevelComment", show_comment(t, p));
	char        next[32];

	snprintf(of.id[0], PART_SIZE, "%s", p->id);
	if (p->replies)
		json_object_set_new(o, "replies", json_pack("{s:o}", "comments", list_posts(&of, &l, next)));
	return o;
}

/* A first comment of the film, channel or id asked for, in the queue asked for. */
static int
is_thread(const struct turn *t, const struct post *p)
{
	const char *film = arg_text(t->r, "videoId"), *id = arg_text(t->r, "id");
	const char *queue = arg_text(t->r, "moderationStatus");

	if (!p->reply_to || strcmp(p->reply_to, p->root) != 0)
		return 0;
	if (id)
		return strcmp(id, p->id) == 0;
	if (strcmp(state_of(p), queue ? queue : "published") != 0)
		return 0;
	return film ? strcmp(film, p->root) == 0 : mine_find(t, p->root) != NULL;
}

static void
list_threads(struct turn *t)
{
	static const struct listing l = { is_thread, show_thread, "maxResults", 20, 100, "pageToken", 0 };
	int     filters = !!arg_text(t->r, "videoId") + !!arg_text(t->r, "id") +
	    !!arg_text(t->r, "allThreadsRelatedToChannelId");
	char    next[32];
	json_t *items;

	if (filters != 1) {
		youtube_error(t, 400, "missingRequiredParameter", "Exactly one filter is needed.");
		return;
	}
	if (arg_text(t->r, "videoId") && !post_find(t, arg_text(t->r, "videoId"))) {
		youtube_error(t, 404, "videoNotFound", "The video identified by videoId could not be found.");
		return;
	}
	items = list_posts(t, &l, next);
	answer_items(t, items, next);
}

static void
list_answers(struct turn *t)
{
	static const struct listing l = { is_right_below, show_comment, "maxResults", 20, 100, "pageToken", 1 };
	const char *parent = arg_text(t->r, "parentId");
	json_t     *items;
	char        next[32];

	if (!parent || !post_find(t, parent)) {
		youtube_error(t, 404, "commentNotFound", "The parent comment could not be found.");
		return;
	}
	snprintf(t->id[0], PART_SIZE, "%s", parent);
	items = list_posts(t, &l, next);
	answer_items(t, items, next);
}

/* "Ugx…" below a film, "Ugx….…" below a comment; an answer to an answer hangs on the first comment. */
static struct post *
comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	struct post *top = comment_top(t, to);
	struct post *root = to->root ? post_find(t, to->root) : NULL;
	char         number[ID_SIZE], id[2 * PART_SIZE];

	if (root)
		root->replies++; /* commentCount has all of them */
	snprintf(id, sizeof id, "%s%s%s", to->root ? top->id : "Ugx", to->root ? "." : "",
	    id_new(t, number, ""));
	return world_reply(t->w, top, by, id, text);
}

/* 1 when it may be made. */
static int
check_comment(struct turn *t, const struct post *to, const char *text)
{
	if (!to)
		youtube_error(t, 404, "parentCommentNotFound", "The specified parent comment could not be found.");
	else if (!text || !*text)
		youtube_error(t, 400, "commentTextRequired", "The comment text cannot be empty.");
	else if (text_count(&(struct text_rule){ .unit = TEXT_UTF16 }, text, strlen(text)) > COMMENT_MAX)
		youtube_error(t, 400, "commentTextTooLong", "The comment is too long.");
	else
		return 1;
	return 0;
}

static void
post_comment(struct turn *t)
{
	json_t      *snippet = json_object_get(t->r->form, "snippet");
	const char  *text = json_string_value(json_object_get(snippet, "textOriginal"));
	const char  *parent = json_string_value(json_object_get(snippet, "parentId"));
	struct post *to = post_find(t, parent);

	if (check_comment(t, to && to->reply_to && strcmp(to->reply_to, to->root) == 0 ? to : NULL, text))
		answer_json(t->a, 200, show_comment(t, comment(t, to, t->u, text)));
}

static void
post_thread(struct turn *t)
{
	json_t      *snippet = json_object_get(t->r->form, "snippet");
	json_t      *top = json_object_get(json_object_get(snippet, "topLevelComment"), "snippet");
	const char  *text = json_string_value(json_object_get(top, "textOriginal"));
	struct post *to = post_find(t, json_string_value(json_object_get(snippet, "videoId")));

	if (check_comment(t, to, text))
		answer_json(t->a, 200, show_thread(t, comment(t, to, t->u, text)));
}

/* Below films of this channel. */
static void
moderate(struct turn *t)
{
	static const char *const states[] = { "heldForReview", "published", "rejected" };
	const char  *state = arg_text(t->r, "moderationStatus");
	struct post *p = post_find(t, arg_text(t->r, "id"));
	size_t       i;

	for (i = 0; i < sizeof states / sizeof *states && (!state || strcmp(state, states[i]) != 0); i++)
		;
	if (!p || !p->reply_to || !mine_find(t, p->root)) {
		youtube_error(t, 404, "commentNotFound", "One or more of the comments could not be found.");
	} else if (i == sizeof states / sizeof *states) {
		youtube_error(t, 400, "invalidValue", "moderationStatus is heldForReview, published or rejected");
	} else {
		free(p->key);
		p->key = mem_copy(states[i]);
		p->hidden = i != 1;
		t->a->status = 204;
	}
}

static void
delete_comment(struct turn *t)
{
	struct post *p = post_find(t, arg_text(t->r, "id")), *root = p && p->root ? mine_find(t, p->root) : NULL;

	if (!p || !p->reply_to || (p->user != t->u && !root)) {
		youtube_error(t, 404, "commentNotFound", "The specified comment could not be found.");
		return;
	}
	if (root && strcmp(p->reply_to, p->root) != 0)
		root->replies--;
	post_delete(t, p);
	t->a->status = 204;
}

/* --- reports: of the day before yesterday and earlier, so of nothing that happened here ------------------ */

static void
report(struct turn *t)
{
	answer_json(t->a, 200, json_pack("{s:s, s:[]}", "kind", "youtubeAnalytics#resultTable", "columnHeaders"));
}

/* --- routes ----------------------------------------------------------------------------------------- */

#define API "/youtube/v3"

static const struct route routes[] = {
	{ "POST",   "/upload" API "/videos",             youtube_start,   &uploads, 1,  0 },
	{ "PUT",    "/upload" API "/videos",             youtube_take,    NULL,     0,  1 },
	{ "POST",   "/upload" API "/thumbnails/set",     set_thumbnail,   &units,   50, 0 },
	{ "GET",    API "/videos",                       list_films,      &units,   1,  0 },
	{ "PUT",    API "/videos",                       change_film,     &units,   50, 0 },
	{ "DELETE", API "/videos",                       delete_film,     &units,   50, 0 },
	{ "GET",    API "/channels",                     tell_channel,    &units,   1,  0 },
	{ "GET",    API "/playlistItems",                list_uploads,    &units,   1,  0 },
	{ "GET",    API "/commentThreads",               list_threads,    &units,   1,  0 },
	{ "POST",   API "/commentThreads",               post_thread,     &units,   50, 0 },
	{ "GET",    API "/comments",                     list_answers,    &units,   1,  0 },
	{ "POST",   API "/comments",                     post_comment,    &units,   50, 0 },
	{ "POST",   API "/comments/setModerationStatus", moderate,        &units,   50, 0 },
	{ "DELETE", API "/comments",                     delete_comment,  &units,   50, 0 },
	{ "GET",    "/v2/reports",                       report,          &reports, 1,  0 },
	{ 0 }
};

static const char *const begins[] = { API "/", "/upload" API "/", "/v2/reports", NULL };

const struct site site_youtube = { "youtube", begins, NULL, routes, refuse, NULL, NULL, comment };
