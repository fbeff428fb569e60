/*
 * x_media.c - what goes with a post on X: pictures, films, subtitles, words for who cannot see
 *
 * docs.x.com: media (chunked upload, metadata, subtitles); OpenAPI 2.166 and 2.167. A picture leaves in one request. A
 * film, or a GIF that stands alone, is announced, sent in numbered segments and finished; the same segment twice is
 * once. Nobody sees any of it until a post names it, so an upload that X has forgotten begins anew.
 */
#include "x.h"

#include <ctype.h>
#include <inttypes.h>

#define SEGMENT      (INT64_C(1) << 20) /* "1 to 2 MB"; larger ones were refused with 431 */
#define SEGMENTS_MAX 1000               /* segment_index is 0 to 999 */
#define BEGUN_MAX    3                  /* how often the upload of one medium is begun */
#define CHECK_MAX    60                 /* seconds, whatever X says */
#define POLL_HOURS   24                 /* "media ids live 24 h" */

/*
 * Kept state:
 *	files          what the media were found to be (call_fix_media)
 *	media          ids of the uploads that are whole; described: how many have their alt text
 *	upload         id of the one under way; segments: how many of it are there; begun: how often it was
 *	pending        uploads that X still processes; ready: how many of them are done; polled: since when
 *	subtitle       id of the subtitles; subtitled: the film has them
 */

static int
is_film(const struct call *c, size_t i)
{
	return call_is_video(c, i);
}

/* Alone it may move, beside others it is a picture. */
static int
is_gif(const struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	return type && strcmp(type, "image/gif") == 0 && rec_media_count(c) == 1;
}

/* Of media only their words are charged for. */
static enum go
send_free(struct call *c)
{
	c->req.cost = COST_FREE;
	return x_signed(c);
}

/* --- a picture ------------------------------------------------------------------------------------ */

static struct part
file_part(const char *name, const char *file, const char *type)
{
	const char *slash = strrchr(file, '/');

	return (struct part){ .name = name, .file = file, .file_name = slash ? slash + 1 : file, .type = type };
}

static const char *
medium_file(const struct call *c, size_t i)
{
	return json_string_value(json_object_get(rec_media(c, i), "file"));
}

static enum go
ask_picture(struct call *c, size_t i)
{
	struct part part = file_part("media", medium_file(c, i), json_string_value(call_media_fact(c, i, "type")));

	part.stamp = call_stamp(c, i);
	call_send(c, "POST", EFFECT_SAME, "/2/media/upload");
	req_part(&c->req, c->mem, (struct part){ .name = "media_category", .value = "tweet_image" });
	req_part(&c->req, c->mem, part);
	return send_free(c);
}

/* --- a film --------------------------------------------------------------------------------------- */

static int64_t
segment_size(const struct call *c, size_t i)
{
	int64_t least = (call_stamp(c, i).bytes + SEGMENTS_MAX - 1) / SEGMENTS_MAX;

	return least > SEGMENT ? least : SEGMENT;
}

static json_int_t
segments(const struct call *c)
{
	return json_integer_value(json_object_get(c->keep, "segments"));
}

static enum go
ask_initialize(struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	call_send(c, "POST", EFFECT_SAME, "/2/media/upload/initialize");
	call_json(c, json_pack("{s:s, s:I, s:s}", "media_type", type ? type : "video/mp4", "total_bytes",
	    (json_int_t)call_stamp(c, i).bytes, "media_category", is_gif(c, i) ? "tweet_gif" : "tweet_video"));
	return send_free(c);
}

static enum go
ask_append(struct call *c, size_t i)
{
	struct part part = file_part("media", medium_file(c, i), "application/octet-stream");
	int64_t     size = segment_size(c, i);

	part.stamp = call_stamp(c, i);
	part.from = segments(c) * size;
	part.bytes = part.stamp.bytes - part.from < size ? part.stamp.bytes - part.from : size;
	call_send(c, "POST", EFFECT_SAME, "/2/media/upload/%s/append", call_encoded(c, call_kept(c, "upload")));
	req_part(&c->req, c->mem, (struct part){ .name = "segment_index",
		.value = mem_fmt(c->mem, "%" JSON_INTEGER_FORMAT, segments(c)) });
	req_part(&c->req, c->mem, part);
	return send_free(c);
}

static int
has_all_segments(const struct call *c, size_t i)
{
	return segments(c) * segment_size(c, i) >= call_stamp(c, i).bytes;
}

static enum go
ask_chunked(struct call *c, size_t i)
{
	if (!call_kept(c, "upload"))
		return ask_initialize(c, i);
	if (!has_all_segments(c, i))
		return ask_append(c, i);
	call_send(c, "POST", EFFECT_SAME, "/2/media/upload/%s/finalize", call_encoded(c, call_kept(c, "upload")));
	return send_free(c);
}

static void
forget_upload(struct call *c)
{
	call_forget(c, "upload");
	call_forget(c, "segments");
}

/* An upload lives a day. Whatever is wrong with this one, another was never seen by anybody. */
enum fault
x_upload_fault(struct call *c)
{
	int        status = c->reply->status;
	json_int_t begun = json_integer_value(json_object_get(c->keep, "begun"));

	if (!call_kept(c, "upload") || (status != 400 && status != 404 && status != 410) || begun >= BEGUN_MAX)
		return FAULT_NONE;
	forget_upload(c);
	call_fail(c, FAULT_NONE, "X does not go on with the upload (%d); it begins anew", status);
	return FAULT_AGAIN;
}

/* --- each of them --------------------------------------------------------------------------------- */

enum go
x_ask_media(struct call *c)
{
	size_t n = call_kept_count(c, "media");

	call_fix_media(c);
	if (!rec_media(c, n))
		return GO_NEXT;
	if (!medium_file(c, n))
		return call_fail(c, FAULT_INPUT, "X takes media as files, not by address");
	if (is_film(c, n) && rec_media_count(c) > 1)
		return call_fail(c, FAULT_INPUT, "a film stands alone in a post on X");
	return is_film(c, n) || is_gif(c, n) ? ask_chunked(c, n) : ask_picture(c, n);
}

static int64_t
check_at(const struct call *c, const json_t *info)
{
	json_int_t sec = json_integer_value(json_object_get(info, "check_after_secs"));

	return c->now + (sec < 1 ? 1 : sec > CHECK_MAX ? CHECK_MAX : sec) * 1000;
}

/* Without processing_info it is ready; with it, X says when to ask first. */
static enum go
take_whole(struct call *c)
{
	const char   *id = x_data_id(c, "id");
	const json_t *info = json_object_get(json_object_get(c->body, "data"), "processing_info");

	if (!id)
		return GO_FAIL;
	forget_upload(c);
	call_forget(c, "begun");
	call_keep_item(c, "media", json_string(id));
	if (!json_is_object(info) || strcmp(text_member(info, "state"), "succeeded") == 0)
		return GO_AGAIN;
	call_keep_item(c, "pending", json_string(id));
	c->wake = check_at(c, info);
	return GO_WAIT;
}

static enum go
take_initialize(struct call *c)
{
	const char *id = x_data_id(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep(c, "upload", id);
	json_object_set_new(c->keep, "segments", json_integer(0));
	call_count(c, "begun");
	return GO_AGAIN;
}

/* 200 with {"data"}, or an empty 204 of older deployments: any success is one, but for an error within 200. */
static enum go
take_append(struct call *c)
{
	if (json_array_size(json_object_get(c->body, "errors")))
		return x_refused(c);
	call_count(c, "segments");
	return GO_AGAIN;
}

enum go
x_take_media(struct call *c)
{
	size_t n = call_kept_count(c, "media");

	if (!is_film(c, n) && !is_gif(c, n))
		return take_whole(c);
	if (!call_kept(c, "upload"))
		return take_initialize(c);
	return has_all_segments(c, n) ? take_whole(c) : take_append(c);
}

/* --- until X has processed it ------------------------------------------------------------------------ */

enum go
x_ask_ready(struct call *c)
{
	const char *id = call_kept_at(c, "pending", call_kept_count(c, "ready"));

	if (!id)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/2/media/upload?command=STATUS&media_id=%s", call_encoded(c, id));
	return x_signed(c);
}

static enum go
refuse(struct call *c, const json_t *info)
{
	const char *why = text_member(json_object_get(info, "error"), "message");

	return call_fail(c, FAULT_REFUSED, "X could not process medium %s: %s",
	    call_kept_at(c, "pending", call_kept_count(c, "ready")), call_words(c, why, strlen(why)));
}

enum go
x_take_ready(struct call *c)
{
	const json_t *info;

	if (!x_data_id(c, "id"))
		return GO_FAIL;
	info = json_object_get(json_object_get(c->body, "data"), "processing_info");
	if (strcmp(text_member(info, "state"), "failed") == 0)
		return refuse(c, info);
	if (json_is_object(info) && strcmp(text_member(info, "state"), "succeeded") != 0) {
		if (call_is_over(c, "polled", POLL_HOURS))
			return call_fail(c, FAULT_REFUSED, "X has not processed medium %s in %d hours; make another "
			    "file of it", call_kept_at(c, "pending", call_kept_count(c, "ready")), POLL_HOURS);
		c->wake = check_at(c, info);
		return GO_WAIT;
	}
	call_keep_item(c, "ready", json_true());
	return GO_AGAIN;
}

/* --- subtitles ---------------------------------------------------------------------------------------- */

static const json_t *
subtitles(const struct call *c)
{
	return json_object_get(rec_options(c), "subtitles");
}

static int
ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), n = strlen(end);

	return len >= n && strcmp(s + len - n, end) == 0;
}

static enum go
ask_subtitle_file(struct call *c, const char *file)
{
	call_send(c, "POST", EFFECT_SAME, "/2/media/upload");
	req_part(&c->req, c->mem, (struct part){ .name = "media_category", .value = "subtitles" });
	req_part(&c->req, c->mem, file_part("media", file, ends_with(file, ".vtt") ? "text/vtt" : "text/srt"));
	return send_free(c);
}

/* BCP 47 with X's pattern: two capitals. */
static const char *
language(struct call *c)
{
	const char *lang = text_member(subtitles(c), "lang");
	char       *code = mem_str(c->mem, *lang ? lang : rec_string(c, "lang") ? rec_string(c, "lang") : "");

	code[strcspn(code, "-_")] = '\0';
	if (strlen(code) != 2 || !isalpha((unsigned char)code[0]) || !isalpha((unsigned char)code[1])) {
		call_fail(c, FAULT_INPUT, "subtitles on X need their language, as two letters: `subtitles: { file: "
		    "PATH, lang: fr }`");
		return NULL;
	}
	code[0] = (char)toupper((unsigned char)code[0]);
	code[1] = (char)toupper((unsigned char)code[1]);
	return code;
}

enum go
x_ask_subtitles(struct call *c)
{
	const char *file = text_member(subtitles(c), "file"), *name = text_member(subtitles(c), "name"), *code;
	json_t     *body;

	if (!*file || call_kept(c, "subtitled"))
		return GO_NEXT;
	if (!is_film(c, 0))
		return call_fail(c, FAULT_INPUT, "subtitles on X go with a film");
	code = language(c);
	if (!code)
		return GO_FAIL;
	if (!call_kept(c, "subtitle"))
		return ask_subtitle_file(c, file);
	body = json_pack("{s:s, s:s, s:{s:s, s:s}}", "id", call_kept_at(c, "media", 0), "media_category", "TweetVideo",
	    "subtitles", "id", call_kept(c, "subtitle"), "language_code", code);
	if (*name)
		json_object_set_new(json_object_get(body, "subtitles"), "display_name", json_string(name));
	call_send(c, "POST", EFFECT_SAME, "/2/media/subtitles");
	call_json(c, body);
	return send_free(c);
}

enum go
x_take_subtitles(struct call *c)
{
	const char *id = x_data_id(c, "id");

	if (!id)
		return GO_FAIL;
	if (!call_kept(c, "subtitle"))
		call_keep(c, "subtitle", id);
	else
		call_keep(c, "subtitled", "yes");
	return GO_AGAIN;
}

/* --- words for who cannot see it ---------------------------------------------------------------------- */

enum go
x_ask_alt(struct call *c)
{
	size_t      n = call_kept_count(c, "described");
	const char *alt;

	while (rec_media(c, n) && !*text_member(rec_media(c, n), "alt")) {
		call_keep_item(c, "described", json_false());
		n++;
	}
	if (!rec_media(c, n))
		return GO_NEXT;
	alt = text_member(rec_media(c, n), "alt");
	call_send(c, "POST", EFFECT_SAME, "/2/media/metadata");
	call_json(c, json_pack("{s:s, s:{s:{s:s}}}", "id", call_kept_at(c, "media", n), "metadata",
	    "alt_text", "text", alt));
	c->req.cost = X_COST_ALT;
	return x_signed(c);
}

enum go
x_take_alt(struct call *c)
{
	call_keep_item(c, "described", json_true());
	return GO_AGAIN;
}
