/*
 * tiktok_upload.c - how a post comes to the simulated TikTok: announced, sent in pieces or fetched, processed
 *
 * developers.tiktok.com: "Media transfer guide", "Direct post", "Upload", "Get post status". A film that is announced
 * and not sent is nothing. What is to be fetched is taken as it is, never fetched: addresses of hosts whose names
 * begin with "unverified" are nobody's here, those that begin with "unreachable" cannot be fetched. Of a post only its
 * publish_id is known until it is processed, and its own id when it has been looked at, which befalls public ones only.
 */
#include "tiktok.h"

#include "smm/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILM_MAX    (INT64_C(4) << 30)
#define PIECE_MIN   (5 << 20)          /* "5 MB" and "64 MB", each read strictly */
#define PIECE_MAX   INT64_C(64000000)
#define PIECES_MAX  1000
#define PHOTOS_MAX  35
#define CAPTION_MAX 2200               /* UTF-16 units; of pictures, title and description */
#define TITLE_MAX   90
#define WORDS_MAX   4000
#define PENDING_MAX 5                  /* in the app's inbox, unfinished, within 24 hours */
#define URL_MS      INT64_C(3600000)   /* "the upload URL is valid for one hour" */

/* --- what is announced ------------------------------------------------------------------------------ */

static void
invalid(struct turn *t, const char *words)
{
	tiktok_error(t, 400, "invalid_params", words);
}

static size_t
units(const json_t *text)
{
	const char *s = json_string_value(text);

	return s ? text_count(&(struct text_rule){ .unit = TEXT_UTF16 }, s, strlen(s)) : 0;
}

/* 1 when this address may be fetched from; else it is answered. */
static int
check_address(struct turn *t, const json_t *url)
{
	const char *text = json_string_value(url);

	if (!is_address(text))
		invalid(t, "The address is invalid");
	else if (is_host(text, "unverified"))
		tiktok_error(t, 403, "url_ownership_unverified", "Please verify the ownership of the URL properties.");
	else
		return 1;
	return 0;
}

static int
check_pieces(struct turn *t, const json_t *source)
{
	json_int_t bytes = json_integer_value(json_object_get(source, "video_size"));
	json_int_t piece = json_integer_value(json_object_get(source, "chunk_size"));
	json_int_t count = json_integer_value(json_object_get(source, "total_chunk_count"));

	if (bytes < 1 || bytes > FILM_MAX)
		invalid(t, "The video size is invalid");
	else if (piece > bytes || piece > PIECE_MAX || (piece < PIECE_MIN && piece != bytes) || piece < 1)
		invalid(t, "The chunk size is invalid");
	else if (count != bytes / piece || count > PIECES_MAX)
		invalid(t, "The total chunk count is invalid");
	else
		return 1;
	return 0;
}

static int
is_text(const json_t *o, const char *name, const char *is)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text && strcmp(text, is) == 0;
}

/* 1 when the film comes as it may. */
static int
check_film(struct turn *t)
{
	const json_t *source = json_object_get(t->r->form, "source_info");

	if (is_text(source, "source", "FILE_UPLOAD"))
		return check_pieces(t, source);
	if (is_text(source, "source", "PULL_FROM_URL"))
		return check_address(t, json_object_get(source, "video_url"));
	invalid(t, "source is FILE_UPLOAD or PULL_FROM_URL");
	return 0;
}

static int
is_offered(const struct user *u, const json_t *level)
{
	json_t *levels = tiktok_levels(u), *one;
	size_t  i;
	int     is = 0;

	json_array_foreach(levels, i, one)
		is |= json_equal(one, level);
	json_decref(levels);
	return is;
}

/* 1 when it may be posted so, by this creator, today. */
static int
check_post(struct turn *t, size_t title_max)
{
	const json_t *info = json_object_get(t->r->form, "post_info"), *level = json_object_get(info, "privacy_level");

	if (!json_is_string(level))
		invalid(t, "privacy_level is required");
	else if (units(json_object_get(info, "title")) > title_max)
		invalid(t, "The title is too long");
	else if (units(json_object_get(info, "description")) > WORDS_MAX)
		invalid(t, "The description is too long");
	else if (!is_offered(t->u, level))
		tiktok_error(t, 403, "privacy_level_option_mismatch", "privacy_level is not one of those that "
		    "creator_info tells");
	else if (tiktok_is_full(t))
		tiktok_error(t, 403, "spam_risk_too_many_posts", "The daily post cap from the API is reached.");
	else
		return 1;
	return 0;
}

/* --- what becomes of it -------------------------------------------------------------------------------- */

static int
is_draft(const struct draft *d)
{
	return json_is_true(json_object_get(d->is, "draft"));
}

static void
fail(struct draft *d, const char *reason)
{
	json_object_set_new(d->is, "failed", json_string(reason));
}

/* All of it is there: it is processed from now on, and then a post, unless it is left to a person. */
void
tiktok_process(struct turn *t, struct draft *d)
{
	const json_t *info = json_object_get(d->is, "post_info");
	const char   *title = json_string_value(json_object_get(info, "title"));
	const char   *words = json_string_value(json_object_get(info, "description"));
	char          id[ID_SIZE];

	d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
	if (is_draft(d) || json_object_get(d->is, "failed"))
		return;
	t->u = d->user;
	d->post = post_new(t, id_new(t, id, ""), json_object_get(d->is, "media_type") ? words : title);
	d->post->media = 1;
	d->post->is = json_deep_copy(info);
	json_object_set_new(d->post->is, "ready", json_integer((json_int_t)d->ready_at));
}

/* Announced; what is to be fetched is on its way at once. */
static void
start(struct turn *t, const char *begin, int is_inbox)
{
	const json_t *source = json_object_get(t->r->form, "source_info");
	json_int_t    bytes = json_integer_value(json_object_get(source, "video_size"));
	const char   *url = json_string_value(json_object_get(source, "video_url"));
	char          id[ID_SIZE];
	struct draft *d = draft_new(t, id_new(t, id, begin));
	json_t       *data = json_pack("{s:s}", "publish_id", d->id);

	json_object_set_new(d->is, "draft", json_boolean(is_inbox));
	json_object_set_new(d->is, "until", json_integer(t->w->now + URL_MS));
	if (!url)
		url = json_string_value(json_array_get(json_object_get(source, "photo_images"), 0));
	if (url && is_host(url, "unreachable"))
		fail(d, json_object_get(d->is, "media_type") ? "photo_pull_failed" : "video_pull_failed");
	d->want = url ? 0 : (size_t)bytes;
	if (url)
		tiktok_process(t, d);
	else
		json_object_set_new(data, "upload_url", own_address(t, "/video/?upload_id=", d->id));
	tiktok_data(t, data);
}

void
tiktok_start_film(struct turn *t)
{
	if (check_film(t) && check_post(t, CAPTION_MAX))
		start(t, is_text(json_object_get(t->r->form, "source_info"), "source", "FILE_UPLOAD") ?
		    "v_pub_file~v2." : "v_pub_url~v2.", 0);
}

/* In the inbox of the app until a person finishes it, which nobody here does: at most five in 24 hours. */
static int
check_inbox(struct turn *t)
{
	json_t *times = kept_list(t, "inbox", t->u->name), *one;
	size_t  i, recent = 0;

	json_array_foreach(times, i, one)
		recent += json_integer_value(one) > t->w->now - DAY_MS;
	if (recent >= PENDING_MAX) {
		tiktok_error(t, 403, "spam_risk_too_many_pending_share", "There may be at most 5 pending shares within "
		    "any 24-hour period.");
		return 0;
	}
	json_array_append_new(times, json_integer((json_int_t)t->w->now));
	return 1;
}

void
tiktok_start_draft(struct turn *t)
{
	if (check_film(t) && check_inbox(t))
		start(t, "v_inbox_file~v2.", 1);
}

static int
check_photos(struct turn *t)
{
	const json_t *source = json_object_get(t->r->form, "source_info");
	const json_t *list = json_object_get(source, "photo_images"), *url;
	size_t        i;

	if (!is_text(source, "source", "PULL_FROM_URL") || !is_text(t->r->form, "media_type", "PHOTO") ||
	    !json_array_size(list) || json_array_size(list) > PHOTOS_MAX) {
		invalid(t, "PHOTO has 1 to 35 photo_images, to be pulled from their addresses");
		return 0;
	}
	json_array_foreach(list, i, url)
		if (!check_address(t, url))
			return 0;
	return 1;
}

void
tiktok_start_photos(struct turn *t)
{
	int is_inbox = is_text(t->r->form, "post_mode", "MEDIA_UPLOAD");

	if (!is_inbox && !is_text(t->r->form, "post_mode", "DIRECT_POST"))
		invalid(t, "post_mode is DIRECT_POST or MEDIA_UPLOAD");
	else if (check_photos(t) && (is_inbox ? check_inbox(t) : check_post(t, TITLE_MAX)))
		start(t, "p_pub_url~v2.", is_inbox);
}

/* --- pieces ---------------------------------------------------------------------------------------------- */

/* MP4 and QuickTime name themselves at the fifth byte, WebM at the first. */
static int
is_film(const struct request *r)
{
	return (r->len > 8 && memcmp(r->body + 4, "ftyp", 4) == 0) ||
	    (r->len > 4 && memcmp(r->body, "\x1A\x45\xDF\xA3", 4) == 0);
}

/* As long as it was announced; the last piece carries the rest. */
static size_t
piece_length(const struct draft *d)
{
	const json_t *source = json_object_get(d->is, "source_info");
	size_t        piece = (size_t)json_integer_value(json_object_get(source, "chunk_size"));
	size_t        left = d->want - d->got;

	return left < 2 * piece ? left : piece;
}

/* Whether it is the piece that comes next. */
static int
is_next(const struct request *r, const struct draft *d)
{
	const char *range = request_header(r, "Content-Range");
	char        next[100];

	snprintf(next, sizeof next, "bytes %zu-%zu/%zu", d->got, d->got + piece_length(d) - 1, d->want);
	return range && strcmp(range, next) == 0 && r->len == piece_length(d);
}

/* 206: there is more to come; 201: that was all; 416: another piece is wanted. */
void
tiktok_take_piece(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "upload_id"));

	if (!d || !d->want || json_integer_value(json_object_get(d->is, "until")) < t->w->now) {
		t->a->status = d ? 403 : 404;
	} else if (d->got == d->want || !is_next(t->r, d)) {
		t->a->status = 416;
	} else {
		if (!d->got && !is_film(t->r))
			fail(d, "file_format_check_failed");
		d->got += t->r->len;
		t->a->status = d->got == d->want ? 201 : 206;
		if (d->got == d->want)
			tiktok_process(t, d);
	}
}

/* --- how it fares ------------------------------------------------------------------------------------------ */

const char *
tiktok_status(const struct turn *t, const struct draft *d)
{
	if (d->got < d->want)
		return "PROCESSING_UPLOAD";
	if (!draft_is_ready(t, d))
		return d->want ? "PROCESSING_UPLOAD" : "PROCESSING_DOWNLOAD";
	if (json_object_get(d->is, "failed"))
		return "FAILED";
	return is_draft(d) ? "SEND_TO_USER_INBOX" : "PUBLISH_COMPLETE";
}

/* The id is a number, and the word is spelled so. */
void
tiktok_tell_status(struct turn *t)
{
	struct draft *d = draft_find(t, arg_text(t->r, "publish_id"));
	json_t       *data;

	if (!d) {
		tiktok_error(t, 400, "invalid_publish_id", "The publish_id does not exist");
		return;
	}
	data = json_pack("{s:s, s:[], s:I}", "status", tiktok_status(t, d), "publicaly_available_post_id",
	    "uploaded_bytes", (json_int_t)d->got);
	if (strcmp(tiktok_status(t, d), "FAILED") == 0)
		json_object_set(data, "fail_reason", json_object_get(d->is, "failed"));
	if (d->post && tiktok_is_seen(t, d->post))
		json_array_append_new(json_object_get(data, "publicaly_available_post_id"),
		    json_integer((json_int_t)strtoll(d->post->id, NULL, 10)));
	tiktok_data(t, data);
}
