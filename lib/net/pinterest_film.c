/*
 * pinterest_film.c - a film before its pin: registered, uploaded, processed
 *
 * developers.pinterest.com/docs/api/v5: media. Pinterest gives an address of Amazon's and the fields of a form for it.
 */
#include "pinterest.h"

#define POLL_SEC      5
#define POLL_LAST_SEC 30
#define POLL_HOURS    24 /* "minutes are normal" */

int
pinterest_is_film(const struct call *c)
{
	return rec_media_count(c) == 1 && call_is_video(c, 0);
}

static const char *
film_file(const struct call *c)
{
	return json_string_value(json_object_get(rec_media(c, 0), "file"));
}

static enum go
ask_register(struct call *c)
{
	if (!film_file(c))
		return call_fail(c, FAULT_INPUT, "Pinterest takes films as files, not by address");
	call_send(c, "POST", EFFECT_SAME, "/v5/media");
	call_json(c, json_pack("{s:s}", "media_type", "video"));
	return pinterest_signed(c);
}

static enum go
take_register(struct call *c)
{
	const char *id = id_member(c, c->body, "media_id"), *url = text_member(c->body, "upload_url");
	json_t     *form = json_object_get(c->body, "upload_parameters");

	if (!id || !json_is_object(form))
		return pinterest_failed(c, id ? "upload_parameters" : "media_id");
	if (!call_can_go(c, url))
		return call_fail(c, FAULT_REPLY, "Pinterest answered without an address for the upload");
	call_keep(c, "media", id);
	call_keep(c, "upload", url);
	json_object_set(c->keep, "form", form);
	return GO_AGAIN;
}

/* Every field of the form, then the file (Amazon S3, "POST object": what follows the file is ignored). */
enum go
pinterest_ask_upload(struct call *c)
{
	const char *name, *file = film_file(c), *slash;
	json_t     *value;

	call_fix_media(c);
	if (!rec_media_count(c))
		return call_fail(c, FAULT_INPUT, "Pinterest has no pins without a picture or a film");
	if (!pinterest_is_film(c) || call_kept(c, "uploaded"))
		return GO_NEXT;
	if (!call_kept(c, "upload"))
		return ask_register(c);
	call_send_to(c, "POST", EFFECT_SAME, call_kept(c, "upload"));
	json_object_foreach(json_object_get(c->keep, "form"), name, value)
		if (json_is_string(value))
			req_part(&c->req, c->mem, (struct part){ .name = name, .value = json_string_value(value) });
	slash = strrchr(file, '/');
	req_part(&c->req, c->mem, (struct part){ .name = "file", .file = file,
		.file_name = slash ? slash + 1 : file, .stamp = call_stamp(c, 0),
		.type = json_string_value(call_media_fact(c, 0, "type")) });
	return GO_SEND;
}

static void
forget_upload(struct call *c)
{
	call_forget(c, "upload");
	call_forget(c, "form");
}

enum go
pinterest_take_upload(struct call *c)
{
	if (!call_kept(c, "upload"))
		return take_register(c);
	forget_upload(c);
	call_keep(c, "uploaded", "yes");
	return GO_NEXT;
}

enum go
pinterest_ask_ready(struct call *c)
{
	if (!pinterest_is_film(c))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/v5/media/%s", call_encoded(c, call_kept(c, "media")));
	return pinterest_signed(c);
}

static enum go
wait_ready(struct call *c)
{
	json_int_t sec = json_integer_value(json_object_get(c->keep, "pause")) + POLL_SEC;

	if (sec > POLL_LAST_SEC)
		sec = POLL_LAST_SEC;
	json_object_set_new(c->keep, "pause", json_integer(sec));
	c->wake = c->now + sec * 1000;
	return GO_WAIT;
}

enum go
pinterest_take_ready(struct call *c)
{
	const char *status = text_member(c->body, "status");

	if (!*status)
		return pinterest_failed(c, "status");
	if (strcmp(status, "failed") == 0)
		return call_fail(c, FAULT_REFUSED, "Pinterest could not process the film: MP4 or MOV, H.264 or H.265, "
		    "4 s to 15 min");
	if (strcmp(status, "succeeded") != 0 && call_is_over(c, "polled", POLL_HOURS))
		return call_fail(c, FAULT_REFUSED, "Pinterest has not processed the film in %d hours; make another "
		    "file of it", POLL_HOURS);
	return strcmp(status, "succeeded") == 0 ? GO_NEXT : wait_ready(c);
}

/* The form of an upload lives about an hour; S3 answers in XML. Another is asked for. */
enum fault
pinterest_upload_fault(struct call *c)
{
	int status = c->reply->status;

	if (status < 400 || status >= 500)
		return FAULT_NONE;
	call_fail(c, FAULT_NONE, "the address for the film's upload is not good any more");
	forget_upload(c);
	return FAULT_AGAIN;
}
