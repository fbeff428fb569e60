/*
 * x_media.c - media for the simulated X: a picture in one request, a film in segments, their state, their words
 *
 * docs.x.com: media/quickstart, chunked upload; media/metadata, media/subtitles. What has no processing_info is ready.
 * A film whose segments are all there is none before it is finalized.
 */
#include "x.h"

#include "smm/text.h"

#include <string.h>

#define ALT_MAX   1000
#define IMAGE_MAX (5 << 20)
#define FILM_MAX  (512 << 20)
#define INDEX_MAX 999

int
x_is_whole(const struct draft *d)
{
	return json_is_true(json_object_get(d->is, "whole"));
}

static json_t *
show_media(struct turn *t, const struct draft *d)
{
	json_t *data = json_pack("{s:s, s:o, s:I, s:i}", "id", d->id, "media_key", json_sprintf("3_%s", d->id), "size",
	    (json_int_t)d->got, "expires_after_secs", 86400);

	/* without processing_info it is ready */
	if (t->w->set->slow_media)
		json_object_set_new(data, "processing_info", draft_is_ready(t, d) ? json_pack("{s:s, s:i}", "state",
		    "succeeded", "progress_percent", 100) : json_pack("{s:s, s:i, s:i}", "state", "in_progress",
		    "check_after_secs", 1, "progress_percent", 40));
	return data;
}

/* A picture in one request. */
void
x_post_media(struct turn *t)
{
	json_int_t    size = json_integer_value(json_object_get(json_object_get(t->r->form, "media"), "bytes"));
	struct draft *d;
	char          id[ID_SIZE];

	if (!arg_text(t->r, "media_category")) {
		x_invalid(t, "media_category", "media_category is required");
	} else if (size < 1 || size > IMAGE_MAX) {
		x_invalid(t, "media", "media type or size is unsupported");
	} else {
		d = draft_new(t, x_id(t, id));
		d->want = d->got = (size_t)size;
		json_object_set_new(d->is, "whole", json_true());
		x_data(t, 200, show_media(t, d));
	}
}

void
x_initialize(struct turn *t)
{
	long          size = arg_long(t->r, "total_bytes", 0);
	struct draft *d;
	char          id[ID_SIZE];

	if (!arg_text(t->r, "media_category") || !arg_text(t->r, "media_type") || size < 1 || size > FILM_MAX) {
		x_invalid(t, "total_bytes", "media_category, media_type and total_bytes are required");
		return;
	}
	d = draft_new(t, x_id(t, id));
	d->want = (size_t)size;
	x_data(t, 200, show_media(t, d));
}

/* Segments in order; the same one again is taken as it was. */
void
x_append(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);
	size_t        size = (size_t)json_integer_value(json_object_get(json_object_get(t->r->form, "media"), "bytes"));
	long          index = arg_long(t->r, "segment_index", -1), next;

	next = d ? (long)json_integer_value(json_object_get(d->is, "next")) : 0;
	if (!d || x_is_whole(d) || index < 0 || index > next || index > INDEX_MAX || !size ||
	    d->got + size * (index == next) > d->want) {
		x_invalid(t, "segment_index", "the segment is not one of this media");
		return;
	}
	if (index == next) {
		d->got += size;
		json_object_set_new(d->is, "next", json_integer(next + 1));
	}
	x_data(t, 200, json_pack("{s:I}", "expires_at", (json_int_t)t->w->now / 1000 + 86400));
}

void
x_finalize(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);

	if (!d || d->got != d->want) {
		x_invalid(t, "id", "segments do not add up to provided total file size");
		return;
	}
	if (!x_is_whole(d))
		d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
	json_object_set_new(d->is, "whole", json_true());
	x_data(t, 200, show_media(t, d));
}

/* Of a film of this account, from a file of this account, in a language of two capitals. */
void
x_add_subtitles(struct turn *t)
{
	const json_t *track = json_object_get(t->r->form, "subtitles");
	const char   *code = json_string_value(json_object_get(track, "language_code"));
	struct draft *film = draft_find(t, arg_text(t->r, "id"));
	struct draft *file = draft_find(t, json_string_value(json_object_get(track, "id")));

	if (!film || !x_is_whole(film) || !file || !code || strlen(code) != 2 ||
	    strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
		x_invalid(t, "subtitles", "id and subtitles.id of media of this account, and a language_code");
	else
		x_data(t, 200, json_pack("{s:s, s:s, s:[O]}", "id", film->id, "media_category", "TweetVideo",
		    "associated_subtitles", track));
}

void
x_tell_media(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "media_id"));

	if (d)
		x_data(t, 200, show_media(t, d));
	else
		x_problem(t, 404, "Not Found", "Not Found");
}

void
x_describe_media(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "id"));
	const char   *alt = json_string_value(json_object_get(json_object_get(json_object_get(t->r->form, "metadata"),
	    "alt_text"), "text"));

	if (!d || !alt || text_count(&(struct text_rule){ .unit = TEXT_CODEPOINTS }, alt, strlen(alt)) > ALT_MAX)
		x_invalid(t, "metadata", "alt_text of at most 1000 characters, of media of this account");
	else
		x_data(t, 200, json_pack("{s:s}", "id", d->id));
}
