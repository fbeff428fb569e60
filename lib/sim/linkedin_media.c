/*
 * linkedin_media.c - media for the simulated LinkedIn: an address for each, or for each part of a film
 *
 * learn.microsoft.com/linkedin: images, documents, videos API. The parts' ETags are given back in order. Once a film is
 * finished, or a picture is in a post, its address takes nothing more.
 */
#include "linkedin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PART_BYTES (4 << 20)
#define FILM_MIN   (75 << 10) /* "Videos API": 75 KB to 500 MB */
#define FILM_MAX   (500 << 20)

static int64_t
expires(const struct turn *t)
{
	return t->w->now + DAY_MS;
}

static json_t *
address_of(const struct turn *t, const struct draft *d, size_t part)
{
	char path[PART_SIZE];

	snprintf(path, sizeof path, "/%zu", part);
	return json_sprintf("%s://%s/dms-uploads/%s%s", t->w->set->cert ? "https" : "http", t->r->host,
	    strrchr(d->id, ':') + 1, path);
}

/* "image" of "/rest/images" */
static const char *
kind_of(const struct turn *t)
{
	return strstr(t->r->path, "images") ? "image" : strstr(t->r->path, "documents") ? "document" : "video";
}

/* NULL: it is answered. */
static struct draft *
start(struct turn *t, const json_t *asked)
{
	char begin[ID_SIZE], urn[ID_SIZE];

	if (!asked || !linkedin_is_self(t, json_string_value(json_object_get(asked, "owner")))) {
		linkedin_error(t, asked ? 403 : 400, asked ? "ACCESS_DENIED" : "PARAM_INVALID",
		    "initializeUploadRequest needs an owner that the token may speak for");
		return NULL;
	}
	snprintf(begin, sizeof begin, "urn:li:%s:C", kind_of(t));
	return draft_new(t, id_new(t, urn, begin));
}

void
linkedin_start(struct turn *t)
{
	struct draft *d = start(t, json_object_get(t->r->form, "initializeUploadRequest"));

	if (d)
		answer_json(t->a, 200, json_pack("{s:{s:I, s:o, s:s}}", "value", "uploadUrlExpiresAt",
		    (json_int_t)expires(t), "uploadUrl", address_of(t, d, 0), kind_of(t), d->id));
}

static void
start_film(struct turn *t)
{
	const json_t *asked = json_object_get(t->r->form, "initializeUploadRequest");
	json_int_t    size = json_integer_value(json_object_get(asked, "fileSizeBytes")), at;
	json_t       *parts = json_array();
	struct draft *d = start(t, asked);

	if (d && (size < FILM_MIN || size > FILM_MAX)) {
		linkedin_error(t, 400, "PARAM_INVALID", "fileSizeBytes is from 75 KB to 500 MB");
		d = NULL;
	}
	if (!d) {
		json_decref(parts);
		return;
	}
	d->want = (size_t)size;
	for (at = 0; at < size; at += PART_BYTES)
		json_array_append_new(parts, json_pack("{s:o, s:I, s:I}", "uploadUrl",
		    address_of(t, d, json_array_size(parts)), "firstByte", at, "lastByte",
		    at + PART_BYTES < size ? at + PART_BYTES - 1 : size - 1));
	answer_json(t->a, 200, json_pack("{s:{s:I, s:s, s:s, s:o}}", "value", "uploadUrlsExpireAt",
	    (json_int_t)expires(t), "video", d->id, "uploadToken", "", "uploadInstructions", parts));
}

/* Every part's ETag, in order. */
static void
finish_film(struct turn *t)
{
	const json_t *asked = json_object_get(t->r->form, "finalizeUploadRequest");
	const char   *urn = json_string_value(json_object_get(asked, "video"));
	struct draft *d = draft_find(t, urn ? urn : "");
	json_t       *tags = d ? json_object_get(d->is, "etags") : NULL;

	if (!d || d->got != d->want || !json_equal(tags, json_object_get(asked, "uploadedPartIds"))) {
		linkedin_error(t, 400, "PARAM_INVALID", "uploadedPartIds are not those of all parts, in order");
		return;
	}
	json_object_set_new(d->is, "finished", json_true());
	d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
	t->a->status = 200;
}

void
linkedin_film(struct turn *t)
{
	const char *action = arg_text(t->r, "action");

	if (action && strcmp(action, "finalizeUpload") == 0)
		finish_film(t);
	else
		start_film(t);
}

/* The draft behind "/dms-uploads/C123/0", whose URN says of which kind it is. */
static struct draft *
draft_behind(const struct turn *t)
{
	static const char *const kinds[] = { "image", "document", "video" };
	char                     urn[PART_SIZE + 20];
	struct draft            *d = NULL;
	size_t                   i;

	for (i = 0; !d && i < sizeof kinds / sizeof *kinds; i++) {
		snprintf(urn, sizeof urn, "urn:li:%s:%s", kinds[i], t->id[0]);
		d = draft_find(t, urn);
	}
	return d;
}

static void
take_part(struct turn *t, struct draft *d)
{
	size_t  part = (size_t)strtoul(t->id[1], NULL, 10), first = part * PART_BYTES;
	size_t  wanted = d->want - first < PART_BYTES ? d->want - first : PART_BYTES;
	json_t *tags = json_object_get(d->is, "etags");
	char    tag[PART_SIZE + 40];

	if (!tags) {
		tags = json_array();
		json_object_set_new(d->is, "etags", tags);
	}
	if (first >= d->want || t->r->len != wanted || part > json_array_size(tags)) {
		t->a->status = 400;
		return;
	}
	snprintf(tag, sizeof tag, "/ambry-video/%s-%zu", t->id[0], part);
	if (part == json_array_size(tags)) {
		json_array_append_new(tags, json_string(tag));
		d->got += wanted;
	}
	t->a->status = 200;
	answer_header(t->a, "ETag", tag);
}

void
linkedin_take_bytes(struct turn *t)
{
	struct draft *d = draft_behind(t);

	if (!d || json_object_get(d->is, "finished") || json_object_get(d->is, "posted")) {
		t->a->status = 403;
	} else if (d->want && strstr(d->id, ":video:")) {
		take_part(t, d);
	} else if (!t->r->len) {
		t->a->status = 400;
	} else {
		d->got = d->want = t->r->len;
		d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
		t->a->status = 201;
	}
}

int
linkedin_is_uploaded(const struct turn *t, const char *urn)
{
	struct draft *d = draft_find(t, urn ? urn : "");

	return d && d->got && d->got == d->want && (!strstr(d->id, ":video:") || json_object_get(d->is, "finished"));
}

void
linkedin_use(const struct turn *t, const char *urn)
{
	struct draft *d = draft_find(t, urn ? urn : "");

	if (d)
		json_object_set_new(d->is, "posted", json_true());
}

void
linkedin_tell_medium(struct turn *t)
{
	struct draft *d = draft_find(t, t->id[0]);

	if (d)
		answer_json(t->a, 200, json_pack("{s:s, s:s}", "id", d->id, "status", !linkedin_is_uploaded(t, d->id) ?
		    "WAITING_UPLOAD" : draft_is_ready(t, d) ? "AVAILABLE" : "PROCESSING"));
	else
		linkedin_error(t, 404, "NOT_FOUND", "Not Found");
}
