/*
 * youtube_upload.c - how a film comes to the simulated YouTube: the resumable protocol
 *
 * developers.google.com/youtube/v3/guides/using_resumable_upload_protocol: pieces are multiples of 256 KiB, but for the
 * last one; 308 says in Range what is there; an empty piece only asks. When all is there the film exists, once, and the
 * address goes on telling so.
 */
#include "youtube.h"

#include "smm/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PIECE       (256 << 10)
#define TITLE_MAX   100  /* "videos": UTF-16 units; of the description UTF-8 bytes */
#define WORDS_MAX   5000
#define TAGS_MAX    500

/* Together, with a comma between, and two more for quotes about those with a blank. */
static size_t
tags_length(const json_t *tags)
{
	const json_t *tag;
	const char   *text;
	size_t        i, n = 0;

	json_array_foreach(tags, i, tag) {
		text = json_string_value(tag);
		if (text)
			n += text_count(&(struct text_rule){ .unit = TEXT_UTF16 }, text, strlen(text)) + (i > 0) +
			    2 * (strchr(text, ' ') != NULL);
	}
	return n;
}

int
youtube_check(struct turn *t, const json_t *film)
{
	const json_t *snippet = json_object_get(film, "snippet"), *status = json_object_get(film, "status");
	const char   *title = json_string_value(json_object_get(snippet, "title"));
	const char   *words = json_string_value(json_object_get(snippet, "description"));
	const char   *privacy = json_string_value(json_object_get(status, "privacyStatus"));

	if (!title || !*title || strpbrk(title, "<>") ||
	    text_count(&(struct text_rule){ .unit = TEXT_UTF16 }, title, strlen(title)) > TITLE_MAX)
		youtube_error(t, 400, "invalidTitle", "The metadata specify an invalid or empty title.");
	else if (words && (strlen(words) > WORDS_MAX || strpbrk(words, "<>")))
		youtube_error(t, 400, "invalidDescription", "The metadata specify an invalid description.");
	else if (tags_length(json_object_get(snippet, "tags")) > TAGS_MAX)
		youtube_error(t, 400, "invalidTags", "The metadata specify invalid keywords.");
	else if (json_object_get(status, "publishAt") && (!privacy || strcmp(privacy, "private") != 0))
		youtube_error(t, 400, "invalidPublishAt", "publishAt needs the privacy status private.");
	else
		return 1;
	return 0;
}

void
youtube_start(struct turn *t)
{
	const char   *size = request_header(t->r, "X-Upload-Content-Length"), *type = arg_text(t->r, "uploadType");
	char          id[ID_SIZE];
	json_t       *address;
	struct draft *d;

	if (!type || strcmp(type, "resumable") != 0 || !size || strtol(size, NULL, 10) < 1) {
		youtube_error(t, 400, "mediaBodyRequired", "A resumable upload needs X-Upload-Content-Length.");
		return;
	}
	if (!youtube_check(t, t->r->form))
		return;
	d = draft_new(t, id_new(t, id, "sim-"));
	d->want = (size_t)strtoull(size, NULL, 10);
	address = own_address(t, "/upload/youtube/v3/videos?uploadType=resumable&upload_id=", id);
	t->a->status = 200;
	answer_header(t->a, "Location", json_string_value(address));
	json_decref(address);
}

/* Eleven characters, as those of a film are. */
static void
publish(struct turn *t, struct draft *d)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const char       *words = json_string_value(json_object_get(json_object_get(d->is, "snippet"), "description"));
	uint64_t          n = world_number(t->w);
	char              id[12] = "";
	int               i;

	for (i = 0; i < 11; i++, n >>= 6)
		id[i] = alphabet[n & 63];
	t->u = d->user;
	d->post = post_new(t, id, words);
	d->post->is = json_incref(d->is);
	d->post->media = 1;
	d->ready_at = t->w->now + t->w->set->slow_media * INT64_C(1000);
	json_object_set_new(d->is, "ready", json_integer((json_int_t)d->ready_at));
}

/* Without Range nothing is there. */
static void
tell(struct turn *t, const struct draft *d)
{
	char range[64];

	if (d->post) {
		answer_json(t->a, 200, youtube_show_film(t, d->post));
		return;
	}
	t->a->status = 308;
	snprintf(range, sizeof range, "bytes=0-%zu", d->got ? d->got - 1 : 0);
	if (d->got)
		answer_header(t->a, "Range", range);
}

void
youtube_take(struct turn *t)
{
	const char   *range = request_header(t->r, "Content-Range");
	struct draft *d = draft_find(t, arg_text(t->r, "upload_id"));
	size_t        from = range && strncmp(range, "bytes ", 6) == 0 ? (size_t)strtoull(range + 6, NULL, 10) : 0;

	if (!d || d->post || !t->r->len) {
		if (d)
			tell(t, d);
		else
			youtube_error(t, 404, "notFound", "The upload has gone.");
		return;
	}
	if (from != d->got || t->r->len > d->want - d->got || (t->r->len % PIECE && d->got + t->r->len != d->want)) {
		youtube_error(t, 400, "badContent", "The piece does not follow, or is no multiple of 262144 bytes.");
		return;
	}
	d->got += t->r->len;
	if (d->got == d->want)
		publish(t, d);
	tell(t, d);
}
