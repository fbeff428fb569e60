/*
 * facebook_film.c - films and reels of a Facebook Page, simulated: in pieces, processed, published
 *
 * developers.facebook.com/docs: graph-api/reference/page/videos, video-api/guides/reels-publishing. The server says
 * which bytes it wants next. A film has only its id until it is processed; the bytes of reels and stories go to an
 * address of their own, or are fetched by Facebook, which is taken as done here.
 */
#include "facebook.h"

#include <stdlib.h>
#include <string.h>

#define PIECE     (1 << 20)
#define REELS_MAX 30 /* "Reels publishing": in a moving 24 hours */

/* --- what a node shows ----------------------------------------------------------------------------- */

int
facebook_is_film(const struct post *p)
{
	return json_is_true(json_object_get(p->is, "film"));
}

/* How far each phase of a film has come; "bytes_transfered" is spelled so. */
static json_t *
phases(const char *film, const char *upload, size_t bytes, const char *processing, const char *publishing)
{
	return json_pack("{s:s, s:{s:s, s:I}, s:{s:s}, s:{s:s}}", "video_status", film, "uploading_phase", "status",
	    upload, "bytes_transfered", (json_int_t)bytes, "processing_phase", "status", processing,
	    "publishing_phase", "status", publishing);
}

json_t *
facebook_show_film(struct turn *t, struct post *p)
{
	json_t *title = json_object_get(p->is, "title");
	int     is_ready = json_integer_value(json_object_get(p->is, "ready")) <= t->w->now;
	json_t *status = is_ready ? phases("ready", "complete", 0, "complete", "complete") :
	    phases("processing", "complete", 0, "in_progress", "not_started");

	return json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o}", "id", p->id, "title",
	    title ? json_incref(title) : json_null(), "description", p->text, "created_time",
	    time_graph(p->at), "permalink_url", facebook_address(p), "from", facebook_show_who(p->user), "post_id",
	    is_ready ? json_sprintf("%s_%s", p->user->name, p->id) : json_null(), "published", 1,
	    "likes", facebook_count_of(p->likes), "comments", facebook_comments_of(t, p), "status", status);
}

json_t *
facebook_show_draft(const struct draft *d)
{
	int         is_whole = d->want && d->got == d->want;
	const char *upload = is_whole ? "complete" : d->got ? "in_progress" : "not_started";

	if (!d->want && !json_object_get(d->is, "upload_phase"))
		return json_pack("{s:s}", "id", d->id); /* a picture */
	return json_pack("{s:s, s:b, s:n, s:o}", "id", d->id, "published", 0, "post_id", "status",
	    phases(is_whole ? "upload_complete" : "uploading", upload, d->got, "not_started", "not_started"));
}

static int
is_own_film(const struct turn *t, const struct post *p)
{
	return is_own_post(t, p) && facebook_is_film(p);
}

static int
is_own_reel(const struct turn *t, const struct post *p)
{
	return is_own_film(t, p) && json_is_true(json_object_get(p->is, "reel"));
}

/* --- films ----------------------------------------------------------------------------------------- */

/* It is out, and processed after a while; until then it has no post. */
static struct post *
publish_film(struct turn *t, const char *id, const char *title, const char *text, int is_reel)
{
	struct post *p = post_new(t, id, text);
	json_int_t   ready = t->w->now + t->w->set->slow_media * INT64_C(1000);

	p->media = 1;
	p->is = json_pack("{s:b, s:b, s:s*, s:I}", "film", 1, "reel", is_reel, "title", title, "ready",
	    ready);
	return p;
}

/* The bytes that are wanted next. */
static json_t *
offsets(const struct draft *d)
{
	size_t end = d->want - d->got < PIECE ? d->want : d->got + PIECE;

	return json_pack("{s:o, s:o}", "start_offset", json_sprintf("%zu", d->got), "end_offset",
	    json_sprintf("%zu", end));
}

static void
tell_offsets(struct turn *t, const struct draft *d)
{
	json_t *body = json_pack("{s:s, s:s}", "upload_session_id", d->id, "video_id", d->id);

	json_object_update_new(body, offsets(d));
	answer_json(t->a, 200, body);
}

static void
start_film(struct turn *t)
{
	char          id[ID_SIZE];
	struct draft *d;
	long          size = arg_long(t->r, "file_size", 0);

	if (size < 1) {
		graph_error(t, 400, 382, 0, "(#382) The video file you tried to upload is too small");
		return;
	}
	d = draft_new(t, id_new(t, id, ""));
	d->want = (size_t)size;
	tell_offsets(t, d);
}

static void
take_piece(struct turn *t, struct draft *d)
{
	const json_t *piece = json_object_get(t->r->form, "video_file_chunk");
	size_t        at = (size_t)arg_long(t->r, "start_offset", -1);
	size_t        len = (size_t)json_integer_value(json_object_get(piece, "bytes"));

	if (at != d->got || !len || len > d->want - d->got) {
		graph_error(t, 400, 6001, 1363037, "(#6001) Start offset does not match");
		json_object_set_new(json_object_get(t->a->body, "error"), "error_data", offsets(d));
		return;
	}
	d->got += len;
	tell_offsets(t, d);
}

static void
finish_film(struct turn *t, struct draft *d)
{
	if (d->got != d->want) {
		graph_error(t, 400, 6000, 0, "(#6000) There was a problem uploading your video file");
		return;
	}
	if (!d->post)
		d->post = publish_film(t, d->id, arg_text(t->r, "title"), arg_text(t->r, "description"), 0);
	graph_success(t);
}

void
facebook_post_film(struct turn *t)
{
	const char   *phase = arg_text(t->r, "upload_phase"), *url = arg_text(t->r, "file_url");
	struct draft *d = draft_find(t, arg_text(t->r, "upload_session_id"));
	char          id[ID_SIZE];

	if (!graph_is_self(t))
		return;
	if (!phase && is_address(url))
		graph_id(t, publish_film(t, id_new(t, id, ""), arg_text(t->r, "title"),
		    arg_text(t->r, "description"), 0)->id);
	else if (!phase)
		graph_error(t, 400, 389, 0, "(#389) Unable to fetch video file from URL.");
	else if (strcmp(phase, "start") == 0)
		start_film(t);
	else if (!d || !d->want)
		graph_missing(t);
	else if (strcmp(phase, "transfer") == 0)
		take_piece(t, d);
	else
		finish_film(t, d);
}

/* --- reels: the bytes go to an address of their own -------------------------------------------------- */

static void
open_address(struct turn *t)
{
	char          id[ID_SIZE];
	struct draft *d = draft_new(t, id_new(t, id, ""));

	answer_json(t->a, 200, json_pack("{s:s, s:o}", "video_id", d->id, "upload_url",
	    own_address(t, "/video-upload/", d->id)));
}

static int
is_uploaded(const struct draft *d)
{
	return d && d->got && d->got == d->want;
}

static int
count_reels(const struct turn *t)
{
	const struct post *p;
	int                n = 0;

	for (p = t->u->posts; p && p->at > t->w->now - DAY_MS; p = p->before)
		n += is_own_reel(t, p);
	return n;
}

struct draft *
facebook_whole_film(struct turn *t)
{
	const char   *phase = arg_text(t->r, "upload_phase");
	struct draft *d = draft_find(t, arg_text(t->r, "video_id"));

	if (!graph_is_self(t))
		return NULL;
	if (phase && strcmp(phase, "start") == 0)
		open_address(t);
	else if (!is_uploaded(d))
		graph_error(t, 400, 6000, 1363130, "(#6000) The video was not uploaded");
	else
		return d;
	return NULL;
}

void
facebook_post_reel(struct turn *t)
{
	const char   *state = arg_text(t->r, "video_state");
	struct draft *d = facebook_whole_film(t);

	if (!d)
		return;
	if (!state || strcmp(state, "PUBLISHED") != 0)
		graph_error(t, 400, 3, 0, "(#3) This simulated page publishes at once only");
	else if (!d->post && count_reels(t) >= REELS_MAX)
		graph_error(t, 400, 4, 0, "(#4) Application request limit reached: 30 reels in 24 hours");
	else {
		if (!d->post)
			d->post = publish_film(t, d->id, arg_text(t->r, "title"), arg_text(t->r, "description"), 1);
		graph_success(t);
	}
}

void
facebook_take_bytes(struct turn *t)
{
	graph_take_bytes(t, draft_find(t, t->id[0]));
}

/* --- lists ----------------------------------------------------------------------------------------- */

void
facebook_list_films(struct turn *t)
{
	static const struct listing l = { is_own_film, facebook_show_film, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &l, "id");
}

void
facebook_list_reels(struct turn *t)
{
	static const struct listing l = { is_own_reel, facebook_show_film, "limit", 25, 100, "after", 0 };

	if (graph_is_self(t))
		graph_list(t, &l, "id");
}
