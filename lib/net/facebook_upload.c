/*
 * facebook_upload.c - the bytes of films, reels and stories on a Facebook Page
 *
 * developers.facebook.com/docs: graph-api/reference/page/videos (upload phases: the server says which bytes it wants
 * next), video-api/guides/reels-publishing (all bytes to an address of its own, which is asked how many have come).
 * What is uploaded is seen by nobody until it is published.
 */
#include "facebook.h"

#include <inttypes.h>
#include <stdlib.h>

#define STALLS_MAX  5
#define SUB_OFFSET  1363037 /* "start offset is not the one expected" */
#define CODE_UPLOAD 6001

/*
 * Kept state:
 *	video      id of the film; session: of an upload in pieces, with the bytes it wants next, wants and wants_to
 *	upload     address that takes a reel's bytes; sent: how many are there
 *	whole      all are there
 *	stalls     how often in turn nothing was taken
 */

static int64_t
number(const struct call *c, const char *name)
{
	return json_integer_value(json_object_get(c->keep, name));
}

static void
keep_number(struct call *c, const char *name, int64_t n)
{
	json_object_set_new(c->keep, name, json_integer(n));
}

static int
is_done_uploading(const struct call *c)
{
	return call_kept(c, "whole") || call_kept(c, "id");
}

static const char *
film_file(const struct call *c)
{
	return json_string_value(json_object_get(rec_media(c, 0), "file"));
}

/* --- an upload is opened -------------------------------------------------------------------------- */

static enum go
ask_start(struct call *c)
{
	const char *page = graph_self(c);
	struct buf  form = { 0 };

	if (!page)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/%s", page, facebook_edge(c));
	graph_add(&form, "upload_phase", "start");
	if (facebook_kind(c) == FACEBOOK_FILM)
		graph_add(&form, "file_size", mem_fmt(c->mem, "%" PRId64, call_stamp(c, 0).bytes));
	return graph_form(c, &form);
}

/* It begins anew: what was uploaded so far was seen by nobody. */
static void
forget_upload(struct call *c)
{
	static const char *const members[] = { "video", "session", "upload", "wants", "wants_to", "sent" };
	size_t                   i;

	for (i = 0; i < sizeof members / sizeof *members; i++)
		call_forget(c, members[i]);
}

/* A piece of which nothing was taken is not sent for ever. */
static enum go
stall(struct call *c)
{
	int64_t n = number(c, "stalls") + 1;

	call_forget(c, "stalls");
	if (n > STALLS_MAX)
		return call_fail(c, FAULT_AGAIN, "Facebook takes no more of the film");
	keep_number(c, "stalls", n);
	return GO_AGAIN;
}

/* --- in pieces, which the server chooses ------------------------------------------------------------ */

/* Texts of digits, or numbers. -1: not there. */
static int64_t
offset_in(struct call *c, const json_t *from, const char *name)
{
	const char *text = id_member(c, from, name);
	size_t      len = text ? strlen(text) : 0;

	return len && len < 19 && strspn(text, "0123456789") == len ? strtoll(text, NULL, 10) : -1;
}

static enum go
take_offsets(struct call *c, const json_t *from)
{
	int64_t start = offset_in(c, from, "start_offset"), end = offset_in(c, from, "end_offset");
	int64_t bytes = call_stamp(c, 0).bytes, before = number(c, "wants");
	int     is_first = !json_object_get(c->keep, "wants");

	if (start < 0 || end < start || end > bytes || (start == end && end < bytes))
		return call_fail(c, FAULT_REPLY, "Facebook answered without the bytes of the film that it wants next");
	keep_number(c, "wants", start);
	keep_number(c, "wants_to", end);
	if (start == end) {
		call_keep(c, "whole", "yes");
		return GO_NEXT;
	}
	if (!is_first && start <= before)
		return stall(c);
	call_forget(c, "stalls");
	return GO_AGAIN;
}

static enum go
take_session(struct call *c)
{
	const char *session = id_member(c, c->body, "upload_session_id"), *video = id_member(c, c->body, "video_id");

	if (!session || !video)
		return call_get(c, session ? "video_id" : "upload_session_id") ? GO_AGAIN : GO_FAIL;
	call_keep(c, "session", session);
	call_keep(c, "video", video);
	return take_offsets(c, c->body);
}

static enum go
ask_piece(struct call *c)
{
	const char *page = graph_self(c), *file = film_file(c), *slash = strrchr(file, '/');
	int64_t     start = number(c, "wants");

	if (!page)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/videos", page);
	req_part(&c->req, c->mem, (struct part){ .name = "upload_phase", .value = "transfer" });
	req_part(&c->req, c->mem, (struct part){ .name = "upload_session_id", .value = call_kept(c, "session") });
	req_part(&c->req, c->mem, (struct part){ .name = "start_offset", .value = mem_fmt(c->mem, "%" PRId64, start) });
	req_part(&c->req, c->mem, (struct part){ .name = "video_file_chunk", .file = file,
		.file_name = slash ? slash + 1 : file, .type = "application/octet-stream", .from = start,
		.bytes = number(c, "wants_to") - start, .stamp = call_stamp(c, 0) });
	return graph_signed(c);
}

/* error_data may be an object, or JSON as text. */
static enum go
take_right_offset(struct call *c)
{
	const json_t *data = json_object_get(json_object_get(c->body, "error"), "error_data");
	json_t       *parsed = json_is_string(data) ? json_loads(json_string_value(data), 0, NULL) : NULL;
	const json_t *right = parsed ? parsed : data;
	enum go       go;

	if (offset_in(c, right, "start_offset") >= 0 && offset_in(c, right, "end_offset") >= 0) {
		go = take_offsets(c, right);
	} else {
		forget_upload(c);
		go = stall(c);
	}
	json_decref(parsed);
	return go;
}

enum go
facebook_ask_upload(struct call *c)
{
	if (facebook_kind(c) != FACEBOOK_FILM || is_done_uploading(c))
		return GO_NEXT;
	return call_kept(c, "session") ? ask_piece(c) : ask_start(c);
}

/* 400: perhaps a piece that was taken, and its answer lost. */
enum go
facebook_take_upload(struct call *c)
{
	if (graph_has_error(c))
		return call_kept(c, "session") && (graph_code(c) == CODE_UPLOAD || graph_subcode(c) == SUB_OFFSET) ?
		    take_right_offset(c) : graph_refused(c);
	return call_kept(c, "session") ? take_offsets(c, c->body) : take_session(c);
}

/* --- to an address of its own: reels, stories -------------------------------------------------------- */

/* Facebook fetches it, or its bytes follow. */
static enum go
send_bytes(struct call *c)
{
	struct stamp stamp = call_stamp(c, 0);
	const char  *url = film_file(c) ? NULL : call_media_url(c, 0);

	if (!film_file(c) && !call_can_go(c, url))
		return call_fail(c, FAULT_INPUT, "the film's `url` is no https address that can be sent as it is");
	call_send_to(c, "POST", EFFECT_ONCE, call_kept(c, "upload"));
	if (url) {
		req_header(&c->req, c->mem, "file_url", url);
		return graph_signed_upload(c);
	}
	return graph_send_film(c, film_file(c), number(c, "sent"), stamp);
}

enum go
facebook_ask_bytes(struct call *c)
{
	if (!facebook_has_address(c) || is_done_uploading(c))
		return GO_NEXT;
	return call_kept(c, "upload") ? send_bytes(c) : ask_start(c);
}

static enum go
take_address(struct call *c)
{
	const char *video = id_member(c, c->body, "video_id"), *url = text_member(c->body, "upload_url");

	if (!video || !call_can_go(c, url))
		return call_fail(c, FAULT_REPLY, "Facebook answered without an address for the upload");
	call_keep(c, "video", video);
	call_keep(c, "upload", url);
	return GO_AGAIN;
}

enum go
facebook_take_bytes(struct call *c)
{
	if (!call_kept(c, "upload"))
		return take_address(c);
	if (graph_success(c) == GO_FAIL)
		return GO_FAIL;
	call_keep(c, "whole", "yes");
	return GO_NEXT;
}

/* --- how many are there? --------------------------------------------------------------------------- */

static enum go
ask_probe(struct call *c)
{
	return facebook_ask_state(c, "status");
}

/* How many bytes are there; an upload that has failed begins anew. */
static enum go
take_probe(struct call *c)
{
	static const char *const whole[] = { "upload_complete", "processing", "ready", NULL };
	static const char *const lost[] = { "upload_failed", "expired", "error", NULL };
	int64_t there = json_integer_value(json_object_get(json_object_get(facebook_state(c), "uploading_phase"),
	    "bytes_transfered")), before = number(c, "sent"), bytes = call_stamp(c, 0).bytes;

	if (facebook_phase_is_complete(c, "uploading_phase") || facebook_state_is(c, whole)) {
		call_keep(c, "whole", "yes");
		return GO_NEXT;
	}
	if (facebook_state_is(c, lost))
		forget_upload(c);
	else if (there > 0 && there < bytes)
		keep_number(c, "sent", there);
	if (there > before)
		call_forget(c, "stalls");
	return there > before ? GO_AGAIN : stall(c);
}

const struct step facebook_probe = { "look", ask_probe, take_probe, 0, NULL, 0 };
