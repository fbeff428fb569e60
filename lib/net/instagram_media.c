/*
 * instagram_media.c - containers on Instagram: made, filled, waited for, made anew
 *
 * developers.facebook.com/docs/instagram-platform: content publishing (containers, resumable uploads), error codes. A
 * container is seen by nobody: one that failed because a medium could not be fetched, or that is older than a day, is
 * made again, of a carousel only the part that failed. Pictures are fetched by the network; a film from a file is sent
 * to the container itself where the account signed in with Facebook.
 */
#include "instagram.h"

#include "carousel.h"

#include <stdlib.h>
#include <string.h>

#define POLL_IMAGE_SEC 3
#define POLL_VIDEO_SEC 10
#define POLL_LAST_SEC  30
#define REMADE_MAX     3
#define LAGS_MAX       6

/*
 * Kept state, and that of carousel.h:
 *	uri        where the bytes of the container under way go to; filling: which it is
 *	container  the one to be published; ready: it is FINISHED
 *	pause      seconds of the last wait; remade: how often one was made anew; lags: how often it was not found
 */

int
instagram_is_story(const struct call *c)
{
	return json_is_true(json_object_get(rec_options(c), "story"));
}

/* --- a container is made ---------------------------------------------------------------------------- */

static const char *
film_file(const struct call *c, size_t i)
{
	return call_is_video(c, i) ? json_string_value(json_object_get(rec_media(c, i), "file")) : NULL;
}

/* The film's bytes follow, where nobody can fetch it. */
static int
follows(struct call *c, size_t i)
{
	return film_file(c, i) && !graph_is_own_login(c);
}

/*
 * Who is tagged in the medium. In a carousel each item has its own ("IG User Media", user_tags): a tag there says which
 * one it is in, `item: 2`; the first when it does not.
 */
static void
add_tags(struct call *c, struct buf *form, size_t i)
{
	json_t       *tags = json_array(), *copy;
	const json_t *tag, *item;
	char         *text;
	size_t        k;

	json_array_foreach(json_object_get(rec_options(c), "user_tags"), k, tag) {
		item = json_object_get(tag, "item");
		if (carousel_is(c) && (item ? json_integer_value(item) : 1) != (json_int_t)i + 1)
			continue;
		copy = json_deep_copy(tag);
		json_object_del(copy, "item");
		json_array_append_new(tags, copy);
	}
	text = json_array_size(tags) ? json_dumps(tags, JSON_COMPACT | JSON_REAL_PRECISION(6)) : NULL;
	graph_add(form, "user_tags", text);
	free(text);
	json_decref(tags);
}

/* The medium, as a part of a carousel or alone. 0, or -1 with c->err. */
static int
add_medium(struct call *c, struct buf *form, size_t i)
{
	int         is_video = call_is_video(c, i), is_story = instagram_is_story(c);
	const char *url = follows(c, i) ? NULL : call_media_url(c, i);

	if (!url && !follows(c, i))
		return -1;
	if (is_story)
		graph_add(form, "media_type", "STORIES");
	else if (is_video)
		graph_add(form, "media_type", carousel_is(c) ? "VIDEO" : "REELS");
	if (url)
		graph_add(form, is_video ? "video_url" : "image_url", url);
	else
		graph_add(form, "upload_type", "resumable");
	if (!is_video && !is_story)
		graph_add(form, "alt_text", text_member(rec_media(c, i), "alt"));
	add_tags(c, form, i);
	return 0;
}

/* "Content publishing": what goes with the post, not with its parts; a story has none of it. */
static void
add_caption(struct call *c, struct buf *form)
{
	static const char *const all[] = { "location_id", "collaborators", "share_to_feed", "is_ai_generated" };
	static const char *const alone[] = { "cover_url", "thumb_offset", "audio_name", "trial_params" };
	size_t                   i;

	if (instagram_is_story(c))
		return;
	graph_add(form, "caption", call_text(c, 0));
	for (i = 0; i < sizeof all / sizeof *all; i++)
		graph_add_option(c, form, all[i]);
	for (i = 0; i < sizeof alone / sizeof *alone && !carousel_is(c); i++)
		graph_add_option(c, form, alone[i]);
}

static enum go
send_container(struct call *c, struct buf *form)
{
	const char *self = graph_self(c);

	if (!self) {
		buf_release(form);
		return GO_FAIL;
	}
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/media", self);
	return graph_form(c, form);
}

static enum go
ask_child(struct call *c)
{
	struct buf form = { 0 };

	graph_add(&form, "is_carousel_item", "true");
	if (add_medium(c, &form, carousel_missing(c))) {
		buf_release(&form);
		return GO_FAIL;
	}
	return send_container(c, &form);
}

static enum go
ask_container(struct call *c)
{
	struct buf form = { 0 };

	if (carousel_is(c)) {
		carousel_add(c, &form);
	} else if (add_medium(c, &form, 0)) {
		buf_release(&form);
		return GO_FAIL;
	}
	add_caption(c, &form);
	return send_container(c, &form);
}

static enum go
keep_made(struct call *c, const char *id)
{
	if (carousel_lacks_child(c))
		carousel_keep(c, id);
	else
		call_keep(c, "container", id);
	return GO_AGAIN;
}

static enum go
take_made(struct call *c)
{
	const char *id = graph_get_id(c), *uri = text_member(c->body, "uri");
	size_t      i = carousel_lacks_child(c) ? carousel_missing(c) : 0;

	if (!id)
		return GO_FAIL;
	if ((carousel_is(c) && !carousel_lacks_child(c)) || !follows(c, i))
		return keep_made(c, id);
	if (!call_can_go(c, uri))
		return call_fail(c, FAULT_REPLY, "Instagram answered without an address for the film");
	call_keep(c, "uri", uri);
	call_keep(c, "filling", id);
	return GO_AGAIN;
}

/* --- and filled --------------------------------------------------------------------------------------- */

/* What was sent in vain is sent again, to the same container as long as that takes it (instagram_fault). */
static enum go
ask_bytes(struct call *c)
{
	size_t i = carousel_lacks_child(c) ? carousel_missing(c) : 0;

	call_send_to(c, "POST", EFFECT_SAME, call_kept(c, "uri"));
	return graph_send_film(c, film_file(c, i), 0, call_stamp(c, i));
}

static enum go
take_bytes(struct call *c)
{
	const char *id = mem_str(c->mem, call_kept(c, "filling"));

	if (graph_success(c) == GO_FAIL)
		return GO_FAIL;
	call_forget(c, "uri");
	call_forget(c, "filling");
	return keep_made(c, id);
}

/* --- waited for ----------------------------------------------------------------------------------------- */

enum go
instagram_ask_state(struct call *c, const char *container)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=status_code,status,id",
	    call_encoded(c, container));
	return graph_signed(c);
}

static int
has_film(const struct call *c)
{
	size_t i;

	for (i = 0; i < rec_media_count(c); i++)
		if (call_is_video(c, i))
			return 1;
	return 0;
}

/* Asked again after 3 s for pictures, 10, 20, 30 s for films. */
static enum go
wait_state(struct call *c)
{
	json_int_t sec = json_integer_value(json_object_get(c->keep, "pause"));
	int        step = has_film(c) ? POLL_VIDEO_SEC : POLL_IMAGE_SEC;

	sec = sec + step < POLL_LAST_SEC ? sec + step : POLL_LAST_SEC;
	json_object_set_new(c->keep, "pause", json_integer(sec));
	c->wake = c->now + sec * 1000;
	return GO_WAIT;
}

/* "Error codes": the medium could not be fetched, or the container is of no use; another may do. */
static int
is_worth_another(const char *code, const char *words)
{
	static const char *const subcodes[] = { "2207001", "2207003", "2207020", "2207032", "2207052", "2207053",
		"2207077", "2207082" };
	size_t                   i;

	if (strcmp(code, "EXPIRED") == 0)
		return 1;
	for (i = 0; i < sizeof subcodes / sizeof *subcodes; i++)
		if (strstr(words, subcodes[i]))
			return 1;
	return 0;
}

static enum go
fail_state(struct call *c, const char *code, const char *words)
{
	if (call_count(c, "remade") <= REMADE_MAX && is_worth_another(code, words))
		return GO_AGAIN;
	return call_fail(c, FAULT_REFUSED, "Instagram says of the post's media: %s; %s",
	    call_words(c, code, strlen(code)), call_words(c, words, strlen(words)));
}

enum go
instagram_read_state(struct call *c)
{
	const char *code = call_get(c, "status_code"), *words = text_member(c->body, "status");

	if (!code)
		return GO_FAIL;
	call_forget(c, "lags");
	if (strcmp(code, "FINISHED") == 0 || strcmp(code, "PUBLISHED") == 0) {
		call_forget(c, "pause");
		return GO_NEXT;
	}
	if (strcmp(code, "ERROR") != 0 && strcmp(code, "EXPIRED") != 0)
		return wait_state(c);
	call_forget(c, "pause");
	return fail_state(c, code, words);
}

void
instagram_forget_container(struct call *c, int is_old)
{
	call_forget(c, "container");
	call_forget(c, "ready");
	if (is_old)
		carousel_forget(c);
}

static enum go
take_ready(struct call *c)
{
	enum go go = instagram_read_state(c);

	if (go == GO_NEXT)
		call_keep(c, "ready", "yes");
	if (go == GO_AGAIN)
		instagram_forget_container(c, strcmp(text_member(c->body, "status_code"), "EXPIRED") == 0);
	return go;
}

/* --- one after the other ---------------------------------------------------------------------------------- */

enum go
instagram_ask_media(struct call *c)
{
	if (call_kept(c, "ready"))
		return GO_NEXT;
	if (call_kept(c, "uri"))
		return ask_bytes(c);
	if (call_kept(c, "container"))
		return instagram_ask_state(c, call_kept(c, "container"));
	if (carousel_lacks_child(c))
		return ask_child(c);
	if (carousel_lacks_settled(c))
		return instagram_ask_state(c, carousel_unsettled(c));
	return ask_container(c);
}

enum go
instagram_take_media(struct call *c)
{
	if (call_kept(c, "uri"))
		return take_bytes(c);
	if (call_kept(c, "container"))
		return take_ready(c);
	if (carousel_lacks_child(c))
		return take_made(c);
	return carousel_lacks_settled(c) ? carousel_settle(c, instagram_read_state(c)) : take_made(c);
}

/* --- errors --------------------------------------------------------------------------------------------------- */

/* A container that was just made may not be found for a while (100/33). */
static int
is_lag(struct call *c)
{
	int64_t n;

	if (!graph_is_missing(c) || strcmp(c->req.method, "GET") != 0 || !strstr(c->req.url, "fields=status_code"))
		return 0;
	n = call_count(c, "lags");
	if (n > LAGS_MAX && call_kept(c, "since"))
		call_keep(c, "published", "yes"); /* it was asked for: our posts are looked through */
	return n <= LAGS_MAX || call_kept(c, "since");
}

/* The container does not take the film's bytes: another one does, perhaps. */
static int
is_worth_refilling(struct call *c)
{
	if (!call_kept(c, "uri") || !json_object_get(c->body, "debug_info"))
		return 0;
	call_forget(c, "uri");
	call_forget(c, "filling");
	return call_count(c, "remade") <= REMADE_MAX;
}

enum fault
instagram_fault(struct call *c)
{
	enum fault f = graph_fault(c);

	return is_lag(c) || is_worth_refilling(c) ? FAULT_AGAIN : f;
}
