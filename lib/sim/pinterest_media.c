/*
 * pinterest_media.c - what a pin on the simulated Pinterest is made of: pictures inside it, or a film before it
 *
 * developers.pinterest.com/docs/api/v5: media, "Creating video pins"; Amazon S3, "POST object". A film goes as a form
 * to an address that looks like Amazon's: every field that came with the address, then the file; without the account's
 * token. Pictures at addresses are taken as they are, never fetched: hosts whose names begin with "unreachable" cannot
 * be reached.
 */
#include "pinterest.h"

#include "smm/mem.h"

#include <stdio.h>
#include <string.h>

#define ITEMS_MIN 2
#define ITEMS_MAX 5
#define URL_MS    INT64_C(3600000) /* as long as the form is good, about */

/* --- pictures ----------------------------------------------------------------------------------------- */

static const char *
text_of(const json_t *o, const char *name)
{
	const char *text = json_string_value(json_object_get(o, name));

	return text ? text : "";
}

/* 1 when it can be fetched. */
static int
check_url(struct turn *t, const char *url)
{
	if (!is_address(url))
		pinterest_error(t, 400, 1, "Whoops! It looks like you entered an invalid URL. Please check the URL.");
	else if (is_host(url, "unreachable"))
		pinterest_error(t, 400, 1, "Unable to reach the URL. Please check the URL is correct and try again.");
	else
		return 1;
	return 0;
}

/* RFC 4648, section 4, of what begins as such a picture does. */
static int
is_picture(const char *type, const char *data)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t            len = strlen(data), n = strspn(data, alphabet);
	const char       *begin = strcmp(type, "image/png") == 0 ? "iVBORw0KGgo" :
	    strcmp(type, "image/jpeg") == 0 ? "/9j/" : NULL;

	return begin && strncmp(data, begin, strlen(begin)) == 0 && len % 4 == 0 && len - n <= 2 &&
	    strspn(data + n, "=") == len - n;
}

static int
check_data(struct turn *t, const char *type, const char *data)
{
	if (is_picture(type, data))
		return 1;
	pinterest_error(t, 400, 1, "Invalid parameters: data is no picture of content_type in base64");
	return 0;
}

static int
check_picture(struct turn *t, const json_t *of, int is_url)
{
	if (is_url)
		return check_url(t, text_of(of, "url"));
	return check_data(t, text_of(of, "content_type"), text_of(of, "data"));
}

static int
check_pictures(struct turn *t, const json_t *items, int are_urls)
{
	const json_t *one;
	size_t        i;

	if (json_array_size(items) < ITEMS_MIN || json_array_size(items) > ITEMS_MAX) {
		pinterest_error(t, 400, 1, "Invalid request: 'items', constraint: minItems=2, maxItems=5");
		return 0;
	}
	json_array_foreach(items, i, one)
		if (!check_picture(t, one, are_urls))
			return 0;
	return 1;
}

/* --- films ---------------------------------------------------------------------------------------------- */

/* In the order in which it is to come back; only what stays the same of it. */
static json_t *
form_of(const struct draft *d)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:s, s:s, s:s}", "x-amz-date", "20261201T090000Z", "x-amz-signature",
	    "simulated", "x-amz-algorithm", "AWS4-HMAC-SHA256", "key", json_sprintf("uploads/%s", d->id), "policy",
	    "c2ltdWxhdGVk", "x-amz-credential", "simulated/20261201/us-east-1/s3/aws4_request", "Content-Type",
	    "multipart/form-data");
}

void
pinterest_register(struct turn *t)
{
	const char   *type = arg_text(t->r, "media_type");
	struct draft *d;
	char          id[ID_SIZE];

	if (!type || strcmp(type, "video") != 0) {
		pinterest_error(t, 400, 1, "Invalid parameters: media_type is video");
		return;
	}
	d = draft_new(t, id_new(t, id, ""));
	json_object_set_new(d->is, "until", json_integer(t->w->now + URL_MS));
	answer_json(t->a, 201, json_pack("{s:s, s:s, s:o, s:o}", "media_id", d->id, "media_type", type, "upload_url",
	    own_address(t, "/pinterest-media/", ""), "upload_parameters", form_of(d)));
}

static const char *
status_of(const struct turn *t, const struct draft *d)
{
	return !d->got ? "registered" : !draft_is_ready(t, d) ? "processing" : json_object_get(d->is, "failed") ?
	    "failed" : "succeeded";
}

void
pinterest_tell_media(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);

	if (d && json_object_get(d->is, "until"))
		answer_json(t->a, 200, json_pack("{s:s, s:s, s:s}", "media_id", d->id, "media_type", "video", "status",
		    status_of(t, d)));
	else
		pinterest_error(t, 404, 1, "Media upload not found.");
}

/* Amazon's errors are XML. */
static void
amazon_error(struct turn *t, int status, const char *code)
{
	char text[200];

	snprintf(text, sizeof text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code></Error>", code);
	t->a->status = status;
	t->a->text = mem_copy(text);
	t->a->type = "application/xml";
}

/* Every field as it was given, and behind them the file, which is the last: what follows it is passed over there. */
static int
is_whole(json_t *got, const struct draft *d)
{
	json_t     *want = form_of(d), *value;
	const char *name, *last = "";
	int         is = 1;

	json_object_foreach(want, name, value)
		is &= json_equal(value, json_object_get(got, name));
	json_object_foreach(got, name, value)
		last = name;
	json_decref(want);
	return is && strcmp(last, "file") == 0;
}

/* Whatever comes is stored; what does not say that it is a film fails when it is processed. */
void
pinterest_take_bytes(struct turn *t)
{
	const char   *key = arg_text(t->r, "key");
	struct draft *d = key && strncmp(key, "uploads/", 8) == 0 ? draft_find(t, key + 8) : NULL;
	json_t       *file = json_object_get(t->r->form, "file");

	if (request_header(t->r, "Authorization")) {
		amazon_error(t, 400, "InvalidArgument"); /* "Only one auth mechanism allowed" */
	} else if (!d || !json_object_get(d->is, "until") || !is_whole(t->r->form, d) ||
	    json_integer_value(json_object_get(d->is, "until")) < t->w->now) {
		amazon_error(t, 403, "AccessDenied");
	} else if (json_integer_value(json_object_get(file, "bytes")) < 1) {
		amazon_error(t, 400, "EntityTooSmall");
	} else {
		d->got = (size_t)json_integer_value(json_object_get(file, "bytes"));
		if (strncmp(text_of(file, "type"), "video/", 6) != 0)
			json_object_set_new(d->is, "failed", json_true());
		d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
		t->a->status = 204;
	}
}

static int
check_film(struct turn *t, const json_t *source)
{
	struct draft *d = draft_find(t, text_of(source, "media_id"));
	const char   *cover = text_of(source, "cover_image_url");

	if (!d || !json_object_get(d->is, "until") || strcmp(status_of(t, d), "succeeded") != 0)
		pinterest_error(t, 400, 1, "Sorry, the media upload of this media_id has not succeeded.");
	else if (json_is_integer(json_object_get(source, "cover_image_key_frame_time")))
		return 1;
	else if (*cover)
		return check_url(t, cover);
	else if (*text_of(source, "cover_image_data"))
		return check_data(t, text_of(source, "cover_image_content_type"), text_of(source, "cover_image_data"));
	else
		pinterest_error(t, 400, 1, "Invalid parameters: cover_image_url or cover_image_content_type and "
		    "cover_image_data are needed for a video");
	return 0;
}

const char *
pinterest_check_source(struct turn *t, const json_t *source)
{
	const char *type = text_of(source, "source_type");

	if (strcmp(type, "image_url") == 0 || strcmp(type, "image_base64") == 0)
		return check_picture(t, source, strcmp(type, "image_url") == 0) ? "image" : NULL;
	if (strcmp(type, "multiple_image_urls") == 0 || strcmp(type, "multiple_image_base64") == 0)
		return check_pictures(t, json_object_get(source, "items"), strcmp(type, "multiple_image_urls") == 0) ?
		    "multiple_images" : NULL;
	if (strcmp(type, "video_id") == 0)
		return check_film(t, source) ? "video" : NULL;
	pinterest_error(t, 400, 1, "Invalid parameters: media_source has no known source_type");
	return NULL;
}
