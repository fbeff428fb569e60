/*
 * tiktok_upload.c - what a post on TikTok consists of, sent or named
 *
 * developers.tiktok.com: "Media transfer guide", "Direct post", "Upload". A film from a file is announced, then sent
 * in pieces in their order; announced and not sent it is nothing. What TikTok is to fetch is published by the
 * request itself: when its answer is lost, our newest posts are looked through.
 */
#include "tiktok.h"

#include "host.h"
#include "html.h"

#include <inttypes.h>

#define WHOLE      INT64_C(64000000) /* "videos of up to 64 MB may be uploaded as a whole" */
#define PIECE      (INT64_C(32) << 20) /* 5 to 64 MB; the last carries the rest, up to 128 MB */
#define PAUSE_SEC  30
#define LOOKS_MAX  4                 /* a post that is fetched takes a while to show */
#define SHOWN_MAX  150               /* of a text, in lists */
#define TRIES_MAX  5                 /* of one piece, before the upload begins anew */

/*
 * Kept state:
 *	files     what the media were found to be (call_fix_media)
 *	publish   TikTok's name for the post under way
 *	upload    where its bytes go to; sent: how many are there; over: that address is not good any more;
 *	          tries: how often the piece under way was lost
 *	whole     all of it is there
 *	since     when it was first to be fetched, seconds; looks: how often we have looked
 */

static const char *
film_file(const struct call *c)
{
	return call_is_video(c, 0) ? json_string_value(json_object_get(rec_media(c, 0), "file")) : NULL;
}

int
tiktok_is_draft(const struct call *c)
{
	return json_is_true(json_object_get(rec_options(c), "draft"));
}

/* --- what is announced -------------------------------------------------------------------------------- */

static int64_t
piece_size(const struct call *c)
{
	int64_t bytes = call_stamp(c, 0).bytes;

	return bytes <= WHOLE ? bytes : PIECE;
}

/* Off when the post says so, or the creator has it off. */
static int
is_off(const struct call *c, const char *name)
{
	size_t i;

	for (i = 0; i < call_kept_count(c, "off"); i++)
		if (strcmp(call_kept_at(c, "off", i), name) == 0)
			return 1;
	return json_is_false(json_object_get(rec_options(c), name));
}

static void
add_flag(const struct call *c, json_t *to, const char *theirs, const char *ours)
{
	json_object_set_new(to, theirs, json_boolean(json_is_true(json_object_get(rec_options(c), ours))));
}

static json_t *
post_info(struct call *c)
{
	json_t     *info = json_object();
	int64_t     cover_ms = call_cover_ms(c);
	int         is_film = call_is_video(c, 0);
	const char *title = rec_string(c, "title");

	if (is_film || title)
		json_object_set_new(info, "title", json_string(is_film ? call_text(c, 0) : title));
	if (!is_film)
		json_object_set_new(info, "description", json_string(call_text(c, 0)));
	json_object_set_new(info, "privacy_level", json_string(text_member(rec_options(c), "privacy")));
	json_object_set_new(info, "disable_comment", json_boolean(is_off(c, "comment")));
	if (is_film) {
		json_object_set_new(info, "disable_duet", json_boolean(is_off(c, "duet")));
		json_object_set_new(info, "disable_stitch", json_boolean(is_off(c, "stitch")));
		add_flag(c, info, "is_aigc", "synthetic");
	}
	if (is_film && cover_ms >= 0)
		json_object_set_new(info, "video_cover_timestamp_ms", json_integer(cover_ms));
	add_flag(c, info, "brand_content_toggle", "paid_partnership");
	add_flag(c, info, "brand_organic_toggle", "own_brand");
	return info;
}

static json_t *
file_info(const struct call *c)
{
	int64_t bytes = call_stamp(c, 0).bytes, size = piece_size(c);

	return json_pack("{s:s, s:I, s:I, s:I}", "source", "FILE_UPLOAD", "video_size", (json_int_t)bytes, "chunk_size",
	    (json_int_t)size, "total_chunk_count", (json_int_t)(size ? bytes / size : 0));
}

/* NULL and c->err when one has no address. */
static json_t *
photos_info(struct call *c)
{
	json_t *list = host_addresses(c);

	if (!list)
		return NULL;
	return json_pack("{s:s, s:i, s:o}", "source", "PULL_FROM_URL", "photo_cover_index", 0, "photo_images", list);
}

static json_t *
source_info(struct call *c)
{
	if (!call_is_video(c, 0))
		return photos_info(c);
	if (film_file(c))
		return file_info(c);
	return json_pack("{s:s, s:s}", "source", "PULL_FROM_URL", "video_url", text_member(rec_media(c, 0), "url"));
}

/* --- the announcement ------------------------------------------------------------------------------------ */

/* What is sent afterwards is not yet a post; what is fetched is. */
static void
begin_post(struct call *c, const char *path)
{
	int is_file = film_file(c) != NULL;

	if (!is_file)
		call_fix_time(c, "since");
	call_send(c, "POST", is_file ? EFFECT_SAME : EFFECT_ONCE, "/v2/post/publish/%s/", path);
}

static enum go
ask_init(struct call *c)
{
	json_t *source = source_info(c), *body;
	int     is_film = call_is_video(c, 0), is_draft = tiktok_is_draft(c);

	if (!source)
		return GO_FAIL;
	body = json_pack("{s:o}", "source_info", source);
	if (!is_film) {
		json_object_set_new(body, "media_type", json_string("PHOTO"));
		json_object_set_new(body, "post_mode", json_string(is_draft ? "MEDIA_UPLOAD" : "DIRECT_POST"));
	}
	if (!is_film || !is_draft)
		json_object_set_new(body, "post_info", post_info(c));
	begin_post(c, !is_film ? "content/init" : is_draft ? "inbox/video/init" : "video/init");
	call_json(c, body);
	c->req.type = "application/json; charset=UTF-8";
	return tiktok_signed(c);
}

static enum go
take_init(struct call *c)
{
	const json_t *data = json_object_get(c->body, "data");
	const char   *id = text_member(data, "publish_id"), *url = text_member(data, "upload_url");

	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	if (!*id)
		return call_fail(c, FAULT_REPLY, "TikTok answered %d without \"data.publish_id\"", c->reply->status);
	if (film_file(c) && !call_can_go(c, url))
		return call_fail(c, FAULT_REPLY, "TikTok answered without an address for the upload");
	call_keep(c, "publish", id);
	if (!film_file(c))
		return GO_NEXT;
	call_keep(c, "upload", url);
	json_object_set_new(c->keep, "sent", json_integer(0));
	return GO_AGAIN;
}

/* --- pieces ------------------------------------------------------------------------------------------------ */

static int64_t
sent(const struct call *c)
{
	return json_integer_value(json_object_get(c->keep, "sent"));
}

/* The last piece carries the rest. */
static int64_t
piece_end(const struct call *c)
{
	int64_t bytes = call_stamp(c, 0).bytes, end = sent(c) + piece_size(c);

	return bytes - end < piece_size(c) ? bytes : end;
}

static enum go
ask_piece(struct call *c)
{
	struct stamp stamp = call_stamp(c, 0);
	const char  *type = json_string_value(call_media_fact(c, 0, "type"));

	call_send_to(c, "PUT", EFFECT_ONCE, call_kept(c, "upload"));
	req_header(&c->req, c->mem, "Content-Range", mem_fmt(c->mem, "bytes %" PRId64 "-%" PRId64 "/%" PRId64, sent(c),
	    piece_end(c) - 1, stamp.bytes));
	c->req.body = BODY_FILE;
	c->req.file = film_file(c);
	c->req.type = type ? type : "video/mp4";
	c->req.stamp = stamp;
	c->req.from = sent(c);
	c->req.bytes = piece_end(c) - sent(c);
	return GO_SEND;
}

/* 206: there is more to come; 201: that was all. */
static enum go
keep_sent(struct call *c, int64_t bytes)
{
	json_object_set_new(c->keep, "sent", json_integer(bytes));
	call_forget(c, "tries");
	if (bytes < call_stamp(c, 0).bytes)
		return GO_AGAIN;
	call_forget(c, "upload");
	call_keep(c, "whole", "yes");
	return GO_NEXT;
}

enum go
tiktok_ask_upload(struct call *c)
{
	tiktok_tell(c);
	if (call_kept(c, "whole") || call_kept(c, "id") || (call_kept(c, "publish") && !film_file(c)))
		return GO_NEXT;
	return call_kept(c, "upload") ? ask_piece(c) : ask_init(c);
}

enum go
tiktok_take_upload(struct call *c)
{
	return call_kept(c, "upload") ? keep_sent(c, piece_end(c)) : take_init(c);
}

/* --- how far has it come? ------------------------------------------------------------------------------------ */

static enum go
ask_look(struct call *c)
{
	if (call_kept(c, "upload"))
		return tiktok_ask_status(c);
	call_send(c, "POST", EFFECT_NONE, "/v2/video/list/?fields=id,create_time,share_url,title,video_description");
	call_json(c, json_pack("{s:i}", "max_count", 20));
	return tiktok_signed(c);
}

/* An upload that cannot go on was never a post: it is announced anew. */
static enum go
begin_anew(struct call *c)
{
	call_forget(c, "publish");
	call_forget(c, "upload");
	call_forget(c, "over");
	call_forget(c, "tries");
	return GO_AGAIN;
}

/* "PROCESSING_UPLOAD": bytes are missing; anything later means that all are there. */
static enum go
take_status(struct call *c)
{
	const json_t *data = json_object_get(c->body, "data");
	int64_t       have = json_integer_value(json_object_get(data, "uploaded_bytes"));
	int64_t       bytes = call_stamp(c, 0).bytes;

	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	if (strcmp(text_member(data, "status"), "PROCESSING_UPLOAD") != 0)
		return keep_sent(c, bytes);
	if (have < bytes && call_kept(c, "over"))
		return begin_anew(c);
	if (have == piece_end(c))
		return keep_sent(c, have);
	return call_count(c, "tries") > TRIES_MAX ? begin_anew(c) : GO_AGAIN;
}

/* Lists show the beginning of a text. */
static int
is_ours(struct call *c, const json_t *video)
{
	struct text_rule  units = { .unit = TEXT_CODEPOINTS };
	const char       *ours = call_text(c, 0), *theirs = text_member(video, "video_description");
	size_t            n = 0;

	if (json_integer_value(json_object_get(video, "create_time")) * INT64_C(1000) < call_since(c, "since"))
		return 0;
	if (text_count(&units, ours, strlen(ours)) > SHOWN_MAX) {
		while (text_count(&units, ours, n) < SHOWN_MAX)
			n += text_grapheme(ours + n, strlen(ours) - n);
		ours = mem_dup(c->mem, ours, n);
	}
	return text_compare(ours, theirs) == LIKE_SAME;
}

static enum go
look_again(struct call *c)
{
	if (call_looks_again(c, LOOKS_MAX, PAUSE_SEC))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "no answer came, and it is not among our public posts; look in the app");
}

static enum go
take_list(struct call *c)
{
	const json_t *videos = json_object_get(json_object_get(c->body, "data"), "videos"), *one, *found = NULL;
	size_t        i, many = 0;

	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	json_array_foreach(videos, i, one) {
		if (!is_ours(c, one) || !json_object_get(one, "id"))
			continue;
		found = one;
		many++;
	}
	if (many > 1)
		return call_twins(c, many);
	if (!found)
		return look_again(c);
	tiktok_keep_post(c, json_object_get(found, "id"));
	tiktok_tell(c);
	return GO_NEXT;
}

static enum go
take_look(struct call *c)
{
	return call_kept(c, "upload") ? take_status(c) : take_list(c);
}

const struct step tiktok_find_upload = { "look", ask_look, take_look, 0, NULL, 0 };
