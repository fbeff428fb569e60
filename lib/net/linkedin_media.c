/*
 * linkedin_media.c - pictures, documents and films for a post on LinkedIn
 *
 * learn.microsoft.com/linkedin/marketing: Images, Documents, Videos API. Each gets a URN and an address for its bytes,
 * a film one for each part; the parts' ETags, in order, finish it. Nothing of this is seen by anybody, and it may be
 * done twice; a post is made only when LinkedIn is done with all of it.
 */
#include "linkedin.h"

#include <inttypes.h>

#define POLL_SEC  5
#define POLL_LAST 30
#define GRACE_SEC 10 /* where the state of an upload may not be read */
#define DAY_MS    INT64_C(86400000)

/*
 * Kept state:
 *	files          what the media were found to be (call_fix_media)
 *	asset          URN of the medium under way
 *	upload         where it goes to; of a film parts, {"url", "first", "last"} each, and tags of those that are up
 *	ticket         a film's uploadToken
 *	bare           an address did not take our token
 *	assets         URNs of the media that are up; available: how many LinkedIn is done with
 *	waited         its state may not be read; begun: when it was first asked for, pause: seconds of the last wait
 */

int
linkedin_has_card(const struct call *c)
{
	const char *link = rec_string(c, "link");

	return link && *link && !rec_media_count(c);
}

/* The post's media; the picture of its card when there are none. */
static const json_t *
source(const struct call *c, size_t i)
{
	return i == 0 && linkedin_has_card(c) ? json_object_get(rec_options(c), "thumb") : rec_media(c, i);
}

/* Three collections. */
const char *
linkedin_collection(const struct call *c, size_t i)
{
	const char *type = json_string_value(call_media_fact(c, i, "type"));

	if (type && strncmp(type, "video/", 6) == 0)
		return "video";
	return type && strcmp(type, "application/pdf") == 0 ? "document" : "image";
}

static int
is_film(const struct call *c, size_t i)
{
	return strcmp(linkedin_collection(c, i), "video") == 0;
}

enum go
linkedin_media_fit(struct call *c)
{
	size_t i;

	call_fix_media(c);
	for (i = 0; rec_media(c, i); i++)
		if (rec_media_count(c) > 1 && strcmp(linkedin_collection(c, i), "image") != 0)
			return call_fail(c, FAULT_INPUT, "medium %zu is a %s: LinkedIn shows it alone", i + 1,
			    linkedin_collection(c, i));
	return GO_NEXT;
}

/* --- an address for the bytes ------------------------------------------------------------------------ */

static enum go
ask_address(struct call *c, size_t n)
{
	json_t *asked = json_pack("{s:s}", "owner", linkedin_author(c));

	if (is_film(c, n)) {
		json_object_set_new(asked, "fileSizeBytes", json_integer(call_stamp(c, n).bytes));
		json_object_set_new(asked, "uploadCaptions", json_false());
		json_object_set_new(asked, "uploadThumbnail", json_false());
	}
	call_send(c, "POST", EFFECT_SAME, "/rest/%ss?action=initializeUpload", linkedin_collection(c, n));
	call_json(c, json_pack("{s:o}", "initializeUploadRequest", asked));
	return linkedin_signed(c, NULL);
}

static enum go
no_address(struct call *c)
{
	return call_fail(c, FAULT_REPLY, "LinkedIn answered without an address for the upload");
}

/* The parts must be all of the file, one behind the other. */
static enum go
take_parts(struct call *c, const json_t *value)
{
	const json_t *one, *list = json_object_get(value, "uploadInstructions");
	int64_t       next = 0, last;
	const char   *url;
	size_t        i;

	call_forget(c, "parts");
	json_array_foreach(list, i, one) {
		url = text_member(one, "uploadUrl");
		last = json_integer_value(json_object_get(one, "lastByte"));
		if (!call_can_go(c, url) || last < next ||
		    json_integer_value(json_object_get(one, "firstByte")) != next)
			return no_address(c);
		call_keep_item(c, "parts", json_pack("{s:s, s:I, s:I}", "url", url, "first", (json_int_t)next, "last",
		    (json_int_t)last));
		next = last + 1;
	}
	if (next != call_stamp(c, call_kept_count(c, "assets")).bytes)
		return no_address(c);
	call_keep(c, "ticket", text_member(value, "uploadToken"));
	return GO_AGAIN;
}

/* {"value":{"uploadUrl","image" or "document"}}, {"value":{"video","uploadToken","uploadInstructions"}}. */
static enum go
take_address(struct call *c)
{
	const json_t *value = json_object_get(c->body, "value");
	const char   *url = text_member(value, "uploadUrl");
	size_t        n = call_kept_count(c, "assets");
	const char   *urn = text_member(value, linkedin_collection(c, n));

	if (!*urn || (is_film(c, n) ? take_parts(c, value) == GO_FAIL : !call_can_go(c, url)))
		return no_address(c);
	if (!is_film(c, n))
		call_keep(c, "upload", url);
	call_keep(c, "asset", urn);
	return GO_AGAIN;
}

/* --- the bytes ----------------------------------------------------------------------------------------- */

int
linkedin_is_upload(const struct call *c)
{
	return strcmp(c->req.method, "PUT") == 0;
}

/* The address is signed itself: samples send the token along, some addresses refuse it. */
static enum go
put(struct call *c, size_t n, const char *url)
{
	call_send_to(c, "PUT", EFFECT_SAME, url);
	c->req.body = BODY_FILE;
	c->req.file = json_string_value(json_object_get(source(c, n), "file"));
	c->req.type = "application/octet-stream";
	c->req.stamp = call_stamp(c, n);
	return call_kept(c, "bare") ? GO_SEND : call_bearer(c, call_session(c, "token"));
}

static const json_t *
part_now(const struct call *c)
{
	return json_array_get(json_object_get(c->keep, "parts"), call_kept_count(c, "tags"));
}

static enum go
ask_part(struct call *c, size_t n)
{
	const json_t *part = part_now(c);
	int64_t       first = json_integer_value(json_object_get(part, "first"));
	enum go       go = put(c, n, text_member(part, "url"));

	c->req.from = first;
	c->req.bytes = json_integer_value(json_object_get(part, "last")) + 1 - first;
	return go;
}

enum go
linkedin_ask_upload(struct call *c)
{
	size_t n = call_kept_count(c, "assets");

	if (!source(c, n) || (call_kept(c, "asset") && is_film(c, n) && !part_now(c)))
		return GO_NEXT;
	if (!json_object_get(source(c, n), "file"))
		return call_fail(c, FAULT_INPUT, "LinkedIn takes media as files, not by address");
	if (!call_kept(c, "asset"))
		return ask_address(c, n);
	return is_film(c, n) ? ask_part(c, n) : put(c, n, call_kept(c, "upload"));
}

static enum go
keep_asset(struct call *c)
{
	static const char *const members[] = { "asset", "upload", "parts", "tags", "ticket" };
	size_t                   i;

	call_keep_item(c, "assets", json_string(call_kept(c, "asset")));
	for (i = 0; i < sizeof members / sizeof *members; i++)
		call_forget(c, members[i]);
	return GO_AGAIN;
}

/* Of a part only its header is wanted, without quotes. */
static enum go
take_part(struct call *c)
{
	const char *tag = reply_header(c->reply, "etag");
	size_t      len = tag ? strlen(tag) : 0;

	if (!len)
		return call_fail(c, FAULT_REPLY, "LinkedIn answered without the ETag of a part of the film");
	if (len > 1 && tag[0] == '"' && tag[len - 1] == '"')
		tag = mem_dup(c->mem, tag + 1, len - 2);
	call_keep_item(c, "tags", json_string(tag));
	return GO_AGAIN;
}

enum go
linkedin_take_upload(struct call *c)
{
	if (!call_kept(c, "asset"))
		return take_address(c);
	return is_film(c, call_kept_count(c, "assets")) ? take_part(c) : keep_asset(c);
}

/* --- a film is finished ----------------------------------------------------------------------------------- */

enum go
linkedin_ask_finalize(struct call *c)
{
	if (!call_kept(c, "asset"))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_SAME, "/rest/videos?action=finalizeUpload");
	call_json(c, json_pack("{s:{s:s, s:s, s:O}}", "finalizeUploadRequest", "video", call_kept(c, "asset"),
	    "uploadToken", call_kept(c, "ticket"), "uploadedPartIds", json_object_get(c->keep, "tags")));
	return linkedin_signed(c, NULL);
}

enum go
linkedin_take_finalize(struct call *c)
{
	keep_asset(c);
	return GO_NEXT;
}

/* --- LinkedIn is done with it ------------------------------------------------------------------------------ */

enum go
linkedin_ask_available(struct call *c)
{
	size_t      n = call_kept_count(c, "available");
	const char *urn = call_kept_at(c, "assets", n);

	if (!urn)
		return GO_NEXT;
	call_fix_time(c, "begun");
	call_send(c, "GET", EFFECT_NONE, "/rest/%ss/%s", linkedin_collection(c, n), call_encoded(c, urn));
	return linkedin_signed(c, NULL);
}

static enum go
next_medium(struct call *c)
{
	call_forget(c, "waited");
	call_forget(c, "pause");
	call_forget(c, "begun");
	call_keep_item(c, "available", json_true());
	return GO_AGAIN;
}

/* This token may write and not read: then some time has to do. */
static enum go
wait_blind(struct call *c)
{
	if (call_kept(c, "waited"))
		return next_medium(c);
	call_keep(c, "waited", "yes");
	c->wake = c->now + GRACE_SEC * 1000;
	return GO_WAIT;
}

enum go
linkedin_take_available(struct call *c)
{
	const char *status = text_member(c->body, "status"), *why = text_member(c->body, "processingFailureReason");
	size_t      n = call_kept_count(c, "available") + 1;

	if (c->reply->status == 403)
		return wait_blind(c);
	if (strcmp(status, "AVAILABLE") == 0)
		return next_medium(c);
	if (strcmp(status, "PROCESSING_FAILED") == 0)
		return call_fail(c, FAULT_REFUSED, "LinkedIn could not process medium %zu: %s", n,
		    call_words(c, why, strlen(why)));
	if (c->now - call_fixed_time(c, "begun") > DAY_MS)
		return call_fail(c, FAULT_REFUSED, "LinkedIn has not finished medium %zu in a day; nothing was posted",
		    n);
	return call_wait_longer(c, POLL_SEC, POLL_LAST);
}
