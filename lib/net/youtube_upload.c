/*
 * youtube_upload.c - a film's bytes, in pieces, none of them twice
 *
 * developers.google.com/youtube/v3/guides/using_resumable_upload_protocol. A session is opened with the film's
 * words; nobody sees it, and it makes a film when its last byte has come. What is there of it the session tells
 * itself (`Content-Range: bytes * / TOTAL`), so a piece whose answer was lost is asked after, not sent again. A
 * session that is gone may have made the film: then the newest of our films are looked through.
 */
#include "youtube.h"

#include "html.h"
#include "message.h"

#include <inttypes.h>
#include <stdlib.h>

#define PIECE      (INT64_C(64) << 20) /* a multiple of 256 KiB; each is noted, and flushed, when it has arrived */
#define PAUSE_SEC  20
#define STALL_SEC  5
#define STALLS_MAX 5
#define LOOKS_MAX  3

/*
 * Kept state:
 *	files           what the media were found to be (call_fix_media)
 *	upload          address of the session; it is the right to upload, and is forgotten afterwards
 *	sent            how many bytes are there; stalls: how often in turn nothing was taken
 *	since           when the first session was opened; looks: how often we have looked for a film without session
 *	self, uploads   our channel, and its films
 *	video           id of the film
 */

static int64_t
sent(const struct call *c)
{
	return json_integer_value(json_object_get(c->keep, "sent"));
}

static const char *
film_file(const struct call *c)
{
	return json_string_value(json_object_get(rec_media(c, 0), "file"));
}

/* --- a session ------------------------------------------------------------------------------------ */

static enum go
ask_session(struct call *c)
{
	const char *type = json_string_value(call_media_fact(c, 0, "type"));

	if (!film_file(c) || !call_is_video(c, 0))
		return call_fail(c, FAULT_INPUT, "a post on YouTube is a film, given as a file");
	if (strcmp(text_member(c->rec, "visibility"), "direct") == 0) /* "videos", status.privacyStatus */
		return call_fail(c, FAULT_INPUT, "a film on YouTube is public, unlisted or private");
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_SAME, "/upload" YOUTUBE "/videos?uploadType=resumable&part=snippet,status%s",
	    json_is_false(json_object_get(rec_options(c), "notify")) ? "&notifySubscribers=false" : "");
	req_header(&c->req, c->mem, "X-Upload-Content-Length", mem_fmt(c->mem, "%" PRId64, call_stamp(c, 0).bytes));
	req_header(&c->req, c->mem, "X-Upload-Content-Type", type ? type : "application/octet-stream");
	call_json(c, youtube_words(c));
	return youtube_signed(c);
}

static enum go
take_session(struct call *c)
{
	const char *url = reply_header(c->reply, "location");

	if (!call_can_go(c, url)) {
		if (json_object_get(c->body, "error"))
			return youtube_failed(c, "error");
		return call_fail(c, FAULT_REPLY, "YouTube answered without an address for the upload");
	}
	call_keep(c, "upload", url);
	json_object_set_new(c->keep, "sent", json_integer(0));
	return GO_AGAIN;
}

/* --- pieces ---------------------------------------------------------------------------------------- */

/* The token goes along to our own server only: another needs no more than the address. */
static enum go
sign_upload(struct call *c)
{
	const char *server = c->account->server ? c->account->server : c->net->server;
	const char *url = call_kept(c, "upload");
	size_t      len = strlen(server);

	if (strncmp(url, server, len) == 0 && url[len] == '/')
		return youtube_signed(c);
	return GO_SEND;
}

static enum go
ask_piece(struct call *c)
{
	struct stamp stamp = call_stamp(c, 0);
	int64_t      from = sent(c), bytes = stamp.bytes - from < PIECE ? stamp.bytes - from : PIECE;
	const char  *type = json_string_value(call_media_fact(c, 0, "type"));

	call_send_to(c, "PUT", EFFECT_ONCE, call_kept(c, "upload"));
	req_header(&c->req, c->mem, "Content-Range", mem_fmt(c->mem, "bytes %" PRId64 "-%" PRId64 "/%" PRId64, from,
	    from + bytes - 1, stamp.bytes));
	c->req.body = BODY_FILE;
	c->req.file = film_file(c);
	c->req.type = type ? type : "application/octet-stream";
	c->req.stamp = stamp;
	c->req.from = from;
	c->req.bytes = bytes;
	return sign_upload(c);
}

enum go
youtube_ask_upload(struct call *c)
{
	call_fix_media(c);
	if (call_kept(c, "video"))
		return GO_NEXT;
	return call_kept(c, "upload") ? ask_piece(c) : ask_session(c);
}

static enum go
keep_video(struct call *c, const char *id)
{
	call_keep(c, "video", id);
	call_forget(c, "upload");
	youtube_tell(c);
	return GO_NEXT;
}

/* "Range: bytes=0-8388607" is what is there; no such header: nothing is. */
static enum go
keep_range(struct call *c)
{
	const char *range = reply_header(c->reply, "range"), *dash = range ? strchr(range, '-') : NULL;
	int64_t     last = dash ? strtoll(dash + 1, NULL, 10) : -1;

	if (dash && (last < 0 || last >= call_stamp(c, 0).bytes))
		return call_fail(c, FAULT_REPLY, "YouTube has %s of the film, which has %" PRId64 " bytes",
		    call_words(c, range, strlen(range)), call_stamp(c, 0).bytes);
	json_object_set_new(c->keep, "sent", json_integer(last + 1));
	return GO_AGAIN;
}

/* 308: there is more to come; 200, 201: the film. */
static enum go
take_piece(struct call *c)
{
	const char *id = text_member(c->body, "id");

	if (c->reply->status == 308)
		return keep_range(c);
	return *id ? keep_video(c, id) : youtube_failed(c, "id");
}

/* A piece of which nothing was taken is not sent again at once, nor for ever. */
static enum go
stall(struct call *c)
{
	int64_t n = call_count(c, "stalls");

	if (n > STALLS_MAX) {
		call_forget(c, "stalls");
		return call_fail(c, FAULT_AGAIN, "YouTube takes no more of the film, %" PRId64 " bytes are there",
		    sent(c));
	}
	c->wake = c->now + n * STALL_SEC * 1000;
	return GO_WAIT;
}

enum go
youtube_take_upload(struct call *c)
{
	int64_t before = sent(c);
	enum go go;

	if (!call_kept(c, "upload"))
		return take_session(c);
	go = take_piece(c);
	if (go == GO_AGAIN && sent(c) <= before)
		return stall(c);
	call_forget(c, "stalls");
	return go;
}

/* --- how far has it come? ---------------------------------------------------------------------------- */

static enum go
ask_probe(struct call *c)
{
	call_send_to(c, "PUT", EFFECT_NONE, call_kept(c, "upload"));
	req_header(&c->req, c->mem, "Content-Range", mem_fmt(c->mem, "bytes */%" PRId64, call_stamp(c, 0).bytes));
	c->req.body = BODY_TEXT;
	c->req.type = "application/octet-stream";
	c->req.text = "";
	return sign_upload(c);
}

static enum go
ask_look(struct call *c)
{
	enum go go;

	if (call_kept(c, "upload"))
		return ask_probe(c);
	go = youtube_ask_self(c);
	if (go != GO_NEXT)
		return go;
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/playlistItems?part=snippet,contentDetails&playlistId=%s"
	    "&maxResults=50", call_encoded(c, call_kept(c, "uploads")));
	return youtube_signed(c);
}

static int
is_ours(struct call *c, const json_t *item)
{
	const json_t *snippet = json_object_get(item, "snippet");
	const char   *title = rec_string(c, "title");

	return message_time(text_member(snippet, "publishedAt")) >= call_since(c, "since") &&
	    text_compare(title ? title : "", text_member(snippet, "title")) == LIKE_SAME &&
	    text_compare(call_text(c, 0), text_member(snippet, "description")) == LIKE_SAME;
}

static enum go
take_list(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *item, *found = NULL;
	size_t        i, many = 0;

	if (!json_is_array(items))
		return youtube_failed(c, "items");
	json_array_foreach(items, i, item) {
		if (!is_ours(c, item))
			continue;
		found = item;
		many++;
	}
	if (many > 1)
		return call_twins(c, many);
	if (!found)
		return call_looks_again(c, LOOKS_MAX, PAUSE_SEC) ? GO_WAIT : GO_AGAIN;
	return keep_video(c, text_member(json_object_get(found, "contentDetails"), "videoId"));
}

static enum go
take_look(struct call *c)
{
	enum go go;

	if (call_kept(c, "upload"))
		return take_piece(c);
	if (call_kept(c, "uploads"))
		return take_list(c);
	go = youtube_take_self(c);
	if (go != GO_NEXT)
		return go;
	c->wake = c->now;
	return GO_WAIT;
}

const struct step youtube_find_upload = { "look", ask_look, take_look, 308, NULL, 0 };
