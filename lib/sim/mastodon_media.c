/* mastodon_media.c - uploads to the simulated Mastodon (docs.joinmastodon.org, methods/media) */
#include "mastodon.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static json_t *
media_json(const struct media *m)
{
	return json_pack("{s:s, s:s, s:s?, s:s, s:s?}", "id", m->id, "type",
	    strncmp(m->type, "image", 5) == 0 ? "image" : "video", "url", "http://127.0.0.1/media", "preview_url",
	    "http://127.0.0.1/media", "description", m->alt);
}

/* entities/V2_Instance: what mastodon.social says. */
json_int_t
mastodon_limit(const struct world *w, const char *type)
{
	return w->set->media_limit ? w->set->media_limit : strncmp(type, "image/", 6) == 0 ? 16777216 : 103809024;
}

void
mastodon_post_media(struct world *w, const struct request *r, struct answer *a)
{
	const json_t *file = json_object_get(r->form, "file");
	const char   *type = json_string_value(json_object_get(file, "type"));
	const char   *alt = arg_text(r, "description");
	struct media *m;
	char          id[32];

	if (!file || !type) {
		mastodon_refuse(a, 422, "Validation failed: File can't be blank");
		return;
	}
	if (json_integer_value(json_object_get(file, "bytes")) > mastodon_limit(w, type)) {
		mastodon_refuse(a, 422, "Validation failed: File size is too large");
		return;
	}
	m = mem_get(sizeof *m);
	snprintf(id, sizeof id, "%" PRIu64, ++w->counter);
	m->id = mem_copy(id);
	m->type = mem_copy(type);
	m->alt = alt ? mem_copy(alt) : NULL;
	m->bytes = (size_t)json_integer_value(json_object_get(file, "bytes"));
	m->ready_at = w->now + w->set->slow_media * INT64_C(1000);
	map_set(&w->media, id, m);
	answer_json(a, w->set->slow_media ? 202 : 200, media_json(m));
}

void
mastodon_get_media(struct world *w, const char *id, struct answer *a)
{
	struct media *m = map_get(&w->media, id);

	if (!m)
		mastodon_refuse(a, 404, "Record not found");
	else
		answer_json(a, w->now < m->ready_at ? 206 : 200, media_json(m));
}

json_t *
mastodon_list(const struct request *r, const char *name)
{
	json_t *v = json_object_get(r->form, name);
	char    plain[64];

	if (!v && strlen(name) > 2 && strlen(name) < sizeof plain) {
		snprintf(plain, sizeof plain, "%.*s", (int)strlen(name) - 2, name);
		v = json_object_get(r->form, plain);
	}
	return json_is_array(v) ? json_incref(v) : v ? json_pack("[O]", v) : json_array();
}

json_t *
mastodon_attachments(struct world *w, const struct request *r, struct answer *a)
{
	json_t       *ids = mastodon_list(r, "media_ids[]"), *out = json_array(), *id;
	struct media *m;
	size_t        i;

	json_array_foreach(ids, i, id) {
		m = json_string_value(id) ? map_get(&w->media, json_string_value(id)) : NULL;
		if (m && w->now >= m->ready_at) {
			json_array_append_new(out, media_json(m));
			continue;
		}
		mastodon_refuse(a, m ? 422 : 404, m ? "Cannot attach files that have not finished processing. "
		    "Try again in a moment!" : "Record not found");
		json_decref(out);
		out = NULL;
		break;
	}
	if (out && json_array_size(out) > 4) {
		mastodon_refuse(a, 422, "Cannot attach more than 4 files");
		json_decref(out);
		out = NULL;
	}
	json_decref(ids);
	return out;
}
