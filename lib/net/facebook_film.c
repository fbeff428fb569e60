/*
 * facebook_film.c - films, reels and stories of a Facebook Page: published, and processed
 *
 * developers.facebook.com/docs: graph-api/reference/page/videos, video-api/guides/reels-publishing, page/photo_stories,
 * page/video_stories. What was uploaded (facebook_upload.c) has its id before it is published; so whether it was is
 * asked of that id. Only a film that Facebook fetches is published by the request that names it, and looked for among
 * the films.
 */
#include "facebook.h"

#include <inttypes.h>

#define LOOKS_MAX 3
#define PAUSE_SEC 20
#define POLL_SEC  10
#define POLL_LAST 60
#define DAY_MS    INT64_C(86400000)
#define BEFORE_MS INT64_C(600000)

/*
 * Kept state, beside those of facebook.c and facebook_upload.c: processed   Facebook is done with the film, or (note,
 * for people) is not
 */

const char *
facebook_edge(const struct call *c)
{
	enum facebook_kind kind = facebook_kind(c);

	return kind == FACEBOOK_REEL ? "video_reels" : kind == FACEBOOK_STORY_FILM ? "video_stories" :
	    kind == FACEBOOK_STORY_PHOTO ? "photo_stories" : "videos";
}

int
facebook_has_address(const struct call *c)
{
	return facebook_kind(c) == FACEBOOK_REEL || facebook_kind(c) == FACEBOOK_STORY_FILM;
}

static int
is_story(const struct call *c)
{
	return facebook_kind(c) == FACEBOOK_STORY_PHOTO || facebook_kind(c) == FACEBOOK_STORY_FILM;
}

/* --- what the film says of itself --------------------------------------------------------------------- */

enum go
facebook_ask_state(struct call *c, const char *fields)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=%s", call_encoded(c, call_kept(c, "video")),
	    fields);
	return graph_signed(c);
}

const json_t *
facebook_state(const struct call *c)
{
	return json_object_get(c->body, "status");
}

int
facebook_phase_is_complete(const struct call *c, const char *name)
{
	const char *is = text_member(json_object_get(facebook_state(c), name), "status");

	return strcmp(is, "complete") == 0 || strcmp(is, "completed") == 0;
}

int
facebook_state_is(const struct call *c, const char *const *words)
{
	const char *is = text_member(facebook_state(c), "video_status");

	for (; *words && strcmp(is, *words) != 0; words++)
		;
	return *words != NULL;
}

/* --- published ------------------------------------------------------------------------------------------ */

static void
add_words(struct call *c, struct buf *form)
{
	graph_add(form, "title", rec_string(c, "title"));
	graph_add(form, "description", call_text(c, 0));
}

static void
add_reel(struct call *c, struct buf *form)
{
	graph_add(form, "video_state", facebook_publish_at(c) ? "SCHEDULED" : "PUBLISHED");
	add_words(c, form);
	graph_add(form, "scheduled_publish_time", facebook_publish_at(c));
	graph_add(form, "is_ai_generated", facebook_option(c, "is_ai_generated") ? "true" : NULL);
}

static void
add_film(struct call *c, struct buf *form)
{
	add_words(c, form);
	graph_add(form, "published", facebook_publish_at(c) ? "false" : NULL);
	graph_add(form, "scheduled_publish_time", facebook_publish_at(c));
}

/* What is published, by its name. NULL and c->err: its address is missing. */
static int
add_subject(struct call *c, struct buf *form)
{
	enum facebook_kind kind = facebook_kind(c);
	const char        *url = kind == FACEBOOK_FETCHED ? call_media_url(c, 0) : NULL;

	if (kind == FACEBOOK_FETCHED && !url)
		return -1;
	graph_add(form, "file_url", url);
	if (kind == FACEBOOK_STORY_PHOTO)
		graph_add(form, "photo_id", call_kept_at(c, "photos", 0));
	else if (!url)
		graph_add(form, "upload_phase", "finish");
	if (kind == FACEBOOK_FILM)
		graph_add(form, "upload_session_id", call_kept(c, "session"));
	else if (facebook_has_address(c))
		graph_add(form, "video_id", call_kept(c, "video"));
	return 0;
}

enum go
facebook_ask_film(struct call *c)
{
	enum facebook_kind kind = facebook_kind(c);
	const char        *page = graph_self(c);
	struct buf         form = { 0 };

	facebook_tell(c);
	if (kind == FACEBOOK_POST || call_kept(c, "id"))
		return GO_NEXT;
	if (!page || add_subject(c, &form)) {
		buf_release(&form);
		return GO_FAIL;
	}
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/%s", page, facebook_edge(c));
	if (kind == FACEBOOK_REEL)
		add_reel(c, &form);
	else if (kind == FACEBOOK_FILM || kind == FACEBOOK_FETCHED)
		add_film(c, &form);
	return graph_form(c, &form);
}

enum go
facebook_take_film(struct call *c)
{
	const char *id = facebook_kind(c) == FACEBOOK_FETCHED ? graph_get_id(c) : id_member(c, c->body, "post_id");

	if (facebook_kind(c) == FACEBOOK_FETCHED)
		return id ? facebook_keep_post(c, id) : GO_FAIL;
	if (graph_success(c) == GO_FAIL)
		return GO_FAIL;
	if (is_story(c) && id)
		return facebook_keep_post(c, id);
	return facebook_keep_post(c, is_story(c) && !call_kept(c, "video") ? call_kept_at(c, "photos", 0) :
	    call_kept(c, "video"));
}

/* --- was it? --------------------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	int64_t from = call_fixed_time(c, "since") - BEFORE_MS;

	if (facebook_kind(c) == FACEBOOK_FETCHED)
		return facebook_ask_look(c);
	if (!is_story(c))
		return facebook_ask_state(c, "status,published,post_id,scheduled_publish_time");
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/stories?status=PUBLISHED,ARCHIVED&since=%" PRId64
	    "&fields=post_id,media_id,creation_time", graph_self(c), from / 1000);
	return graph_signed(c);
}

static enum go
look_again(struct call *c)
{
	return call_looks_again(c, LOOKS_MAX, PAUSE_SEC) ? GO_WAIT : GO_AGAIN;
}

/* A story names the picture or film that it shows. */
static enum go
take_stories(struct call *c)
{
	const char   *ours = call_kept(c, "video") ? call_kept(c, "video") : call_kept_at(c, "photos", 0);
	const json_t *list = graph_data(c), *one;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		if (strcmp(graph_id(c, one, "media_id"), ours) == 0 && *graph_id(c, one, "post_id"))
			return facebook_keep_post(c, graph_id(c, one, "post_id"));
	return look_again(c);
}

/* Until it is published none of this is said of it. */
static int
is_published(struct call *c)
{
	const json_t *publishing = json_object_get(facebook_state(c), "publishing_phase");
	const char   *is = text_member(publishing, "status");

	return json_is_true(json_object_get(c->body, "published")) || *graph_id(c, c->body, "post_id") ||
	    (*is && strcmp(is, "not_started") != 0) ||
	    (facebook_publish_at(c) && *graph_id(c, c->body, "scheduled_publish_time"));
}

static enum go
take_look(struct call *c)
{
	if (facebook_kind(c) == FACEBOOK_FETCHED)
		return facebook_take_look(c);
	if (is_story(c))
		return take_stories(c);
	if (!*graph_id(c, c->body, "id") && !facebook_state(c))
		return graph_get_id(c) ? GO_AGAIN : GO_FAIL;
	return is_published(c) ? facebook_keep_post(c, call_kept(c, "video")) : look_again(c);
}

const struct step facebook_look_film = { "look", ask_look, take_look, 0, NULL, 0 };

/* --- processed --------------------------------------------------------------------------------------------- */

/* "Accepted" is not "out": what Facebook cannot play it does not show. */
enum go
facebook_ask_processed(struct call *c)
{
	facebook_tell(c);
	if (!call_kept(c, "video") || is_story(c) || call_kept(c, "processed"))
		return GO_NEXT;
	return facebook_ask_state(c, "status,published,permalink_url");
}

/* Words of the phase that failed: one error, or a list of them. */
static const char *
failure(const struct call *c)
{
	static const char *const phases[] = { "uploading_phase", "processing_phase", "publishing_phase" };
	const json_t            *one, *words;
	size_t                   i;

	for (i = 0; i < sizeof phases / sizeof *phases; i++) {
		one = json_object_get(facebook_state(c), phases[i]);
		words = json_object_get(one, "error");
		if (!words)
			words = json_array_get(json_object_get(one, "errors"), 0);
		if (strcmp(text_member(one, "status"), "error") == 0 || words)
			return text_member(words, "message");
	}
	return NULL;
}

static enum go
processed(struct call *c)
{
	const char *path = text_member(c->body, "permalink_url");

	if (*path)
		call_keep(c, "url", *path == '/' ? mem_fmt(c->mem, "https://www.facebook.com%s", path) : path);
	call_keep(c, "processed", "yes");
	call_forget(c, "pause");
	facebook_tell(c);
	return GO_NEXT;
}

/* 400: just made, it may not be found yet (100/33). */
enum go
facebook_take_processed(struct call *c)
{
	static const char *const bad[] = { "error", "upload_failed", "expired", NULL };
	const char              *is = text_member(facebook_state(c), "video_status"), *why = failure(c);
	int64_t                  since = call_fixed_time(c, "since");

	if (graph_has_error(c) && !graph_is_missing(c))
		return graph_refused(c);
	if (why || facebook_state_is(c, bad)) {
		why = why ? why : is;
		return call_fail(c, FAULT_REFUSED, "Facebook could not process the film: %s",
		    call_words(c, why, strlen(why)));
	}
	if (strcmp(is, "ready") == 0 || facebook_phase_is_complete(c, "publishing_phase") ||
	    (!graph_has_error(c) && !facebook_state(c)))
		return processed(c);
	if (since && c->now - since < DAY_MS)
		return call_wait_longer(c, POLL_SEC, POLL_LAST);
	call_keep(c, "note", "Facebook has not finished the film in a day: look at the page");
	return processed(c);
}
