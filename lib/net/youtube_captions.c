/*
 * youtube_captions.c - subtitles of a film that is there
 *
 * developers.google.com/youtube/v3: captions.insert, as one multipart/related request (RFC 2387): words, then the file.
 * The same language and name twice is refused with 409, so nothing is there twice. The film stands without them, too.
 */
#include "youtube.h"

#include <stdlib.h>

#define TRIES     3
#define PAUSE_SEC 5

/* Kept state: captioned, they are there or were refused; note, why. */

static const json_t *
captions(const struct call *c)
{
	return json_object_get(rec_options(c), "captions");
}

static void
add_text(struct call *c, const char *text)
{
	req_part(&c->req, c->mem, (struct part){ .name = "text", .value = text });
}

/* A boundary that stands in no file but by being guessed: it is made of the post's own key. */
static void
join_parts(struct call *c, json_t *words)
{
	const char *line = mem_fmt(c->mem, "smm-%s", call_part_key(c, 0, 32));
	char       *text = json_dumps(words, JSON_COMPACT);

	c->req.body = BODY_JOINED;
	c->req.type = mem_fmt(c->mem, "multipart/related; boundary=%s", line);
	add_text(c, mem_fmt(c->mem, "--%s\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n%s\r\n--%s\r\n"
	    "Content-Type: application/octet-stream\r\n\r\n", line, text, line));
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = text_member(captions(c), "file"),
		.plain = 1 });
	add_text(c, mem_fmt(c->mem, "\r\n--%s--\r\n", line));
	free(text);
	json_decref(words);
}

enum go
youtube_ask_captions(struct call *c)
{
	const char *lang = text_member(captions(c), "lang");

	if (!*text_member(captions(c), "file") || call_kept(c, "captioned"))
		return GO_NEXT;
	if (!*lang)
		lang = rec_string(c, "lang") ? rec_string(c, "lang") : "";
	if (!*lang)
		return call_fail(c, FAULT_INPUT, "captions on YouTube need their language: `captions: { file: PATH, "
		    "lang: fr }`");
	call_send(c, "POST", EFFECT_SAME, "/upload" YOUTUBE "/captions?part=snippet&uploadType=multipart");
	join_parts(c, json_pack("{s:{s:s, s:s, s:s}}", "snippet", "videoId", call_kept(c, "video"), "language", lang,
	    "name", text_member(captions(c), "name")));
	return youtube_signed(c);
}

static enum go
finish(struct call *c, const char *why)
{
	call_keep(c, "captioned", "yes");
	call_forget(c, "looks");
	if (why)
		call_keep(c, "note", mem_fmt(c->mem, "its captions were refused: %s", why));
	if (call_kept(c, "note"))
		call_out(c, "note", call_kept(c, "note"));
	return GO_NEXT;
}

/* 409: they are there. Who may try again is told by the fault; what is refused is noted beside the film. */
enum go
youtube_take_captions(struct call *c)
{
	int        status = c->reply->status;
	enum fault fault;

	if (status == 409 || (status / 100 == 2 && *text_member(c->body, "id")))
		return finish(c, NULL);
	fault = status / 100 == 2 ? FAULT_REPLY : net_fault(c);
	if (fault == FAULT_LIMIT || fault == FAULT_AUTH || status == 401)
		return call_fail(c, fault == FAULT_LIMIT ? fault : FAULT_AUTH, "%s", mem_str(c->mem, c->err.text));
	if ((status == 0 || status >= 500) && call_looks_again(c, TRIES, PAUSE_SEC))
		return GO_WAIT;
	return finish(c, status / 100 == 2 || !status ? "YouTube did not answer; look in YouTube Studio" :
	    mem_str(c->mem, c->err.text));
}
