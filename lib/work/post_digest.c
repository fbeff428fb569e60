/* post_digest.c - the digest of what a post shows, from its record, as draft.c makes it from an entry */
#include "smm/approval.h"

#include "smm/media.h"

#include <string.h>
#include <unistd.h>

struct digesting {
	struct buf *b;
	struct mem *mem;
	const char *root; /* of media */
	struct err *e;
};

static int put_value(void *arg, const struct member *m);

/* A member as it is whoever wrote it: no blanks, one way to escape, absent and empty texts are the same. */
static void
put_members(const struct digesting *d, const struct rec *r, const char *const *keys)
{
	const char *text;

	for (; *keys; keys++) {
		text = rec_str(r, *keys, d->mem);
		if (text && *text)
			json_str(d->b, *keys, text);
	}
}

static void
put_inside(const struct digesting *d, struct slice value, char close)
{
	struct digesting inner = *d;

	buf_char(d->b, value.at[0]);
	scan_inside(value, put_value, &inner);
	buf_char(d->b, close);
}

static int
put_value(void *arg, const struct member *m)
{
	const struct digesting *d = arg;
	char                    last = d->b->at[d->b->len - 1];
	size_t                  len;
	char                   *text;

	if (last != '{' && last != '[')
		buf_char(d->b, ',');
	if (m->key.at) {
		buf_char(d->b, '"');
		buf_add(d->b, m->key.at, m->key.len);
		buf_str(d->b, "\":");
	}
	if (m->type == SCAN_STRING) {
		text = scan_text(m->value, d->mem, &len);
		json_put_text(d->b, text, len);
	} else if (m->type == SCAN_OBJECT || m->type == SCAN_ARRAY) {
		put_inside(d, m->value, m->type == SCAN_OBJECT ? '}' : ']');
	} else {
		buf_add(d->b, m->value.at, m->value.len);
	}
	return 0;
}

static void
put_list(const struct digesting *d, const struct rec *r, const char *key)
{
	const struct member *list = rec_get(r, key);

	if (!list || list->type != SCAN_ARRAY || list->value.len <= 2)
		return;
	json_key(d->b, key);
	put_inside(d, list->value, ']');
}

struct medium_words {
	struct mem *mem;
	const char *file, *url, *alt;
};

static int
read_medium(void *arg, const struct member *m)
{
	struct medium_words *w = arg;
	const char         **to = NULL;
	size_t               len;

	if (m->type != SCAN_STRING)
		return 0;
	if (m->key.len == 4 && memcmp(m->key.at, "file", 4) == 0)
		to = &w->file;
	if (m->key.len == 3 && memcmp(m->key.at, "url", 3) == 0)
		to = &w->url;
	if (m->key.len == 3 && memcmp(m->key.at, "alt", 3) == 0)
		to = &w->alt;
	if (to)
		*to = scan_text(m->value, w->mem, &len);
	return 0;
}

/* In place of a file's name its own digest: another picture under the same name is another post. */
static int
put_medium(void *arg, const struct member *item)
{
	const struct digesting *d = arg;
	struct medium_words     w = { .mem = d->mem };
	char                    digest[DIGEST_SIZE] = "";
	int                     fd, rc = 0;

	scan_inside(item->value, read_medium, &w);
	if (w.file) {
		fd = media_open(d->root, w.file, d->e);
		if (fd < 0)
			return -1;
		rc = hash_file(fd, digest, d->e);
		close(fd);
	}
	json_open(d->b, '{');
	json_str(d->b, "file", w.file ? digest : NULL);
	json_str(d->b, "url", w.url);
	json_str(d->b, "alt", w.alt ? w.alt : "");
	json_close(d->b, '}');
	return rc;
}

static int
put_media(const struct digesting *d, const struct rec *r)
{
	const struct member *list = rec_get(r, "media");
	struct digesting     inner = *d;
	int                  rc;

	if (!list || list->type != SCAN_ARRAY || list->value.len <= 2)
		return 0;
	json_key(d->b, "media");
	buf_char(d->b, '[');
	rc = scan_inside(list->value, put_medium, &inner);
	buf_char(d->b, ']');
	return rc;
}

struct poll_words {
	struct member options, ends_in;
	int           multiple;
};

static int
read_poll(void *arg, const struct member *m)
{
	struct poll_words *p = arg;

	if (m->key.len == 7 && memcmp(m->key.at, "options", 7) == 0)
		p->options = *m;
	if (m->key.len == 7 && memcmp(m->key.at, "ends_in", 7) == 0)
		p->ends_in = *m;
	if (m->key.len == 8 && memcmp(m->key.at, "multiple", 8) == 0)
		p->multiple = m->type == SCAN_TRUE;
	return 0;
}

static void
put_poll(const struct digesting *d, const struct rec *r)
{
	const struct member *poll = rec_get(r, "poll");
	struct poll_words    p = { .multiple = 0 };
	struct digesting     inner = *d;

	if (!poll || poll->type != SCAN_OBJECT)
		return;
	scan_inside(poll->value, read_poll, &p);
	json_key(d->b, "poll");
	buf_char(d->b, '{');
	if (p.options.value.at)
		put_value(&inner, &p.options);
	if (p.ends_in.value.at)
		put_value(&inner, &p.ends_in);
	if (p.multiple)
		json_bool(d->b, "multiple", 1);
	buf_char(d->b, '}');
}

struct own_options {
	struct digesting d;
	const char      *network;
};

static int
put_own_options(void *arg, const struct member *m)
{
	struct own_options *o = arg;

	if (m->key.len != strlen(o->network) || memcmp(m->key.at, o->network, m->key.len) != 0)
		return 0;
	json_key(o->d.b, "options");
	buf_char(o->d.b, '{');
	put_value(&o->d, m);
	buf_char(o->d.b, '}');
	return 0;
}

static int
put_post(const struct digesting *d, const struct rec *r)
{
	static const char *const before[] = { "link", "title", "lang", "warning", "visibility", NULL };
	static const char *const after[] = { "first_comment", NULL };
	struct own_options       own = { *d, rec_str(r, "network", d->mem) };
	const struct member     *options = rec_get(r, "options");
	const char              *text = rec_str(r, "text", d->mem);
	int                      rc;

	buf_char(d->b, '{');
	json_str(d->b, "network", own.network);
	json_str(d->b, "text", text ? text : "");
	put_list(d, r, "thread");
	rc = put_media(d, r);
	put_members(d, r, before);
	put_poll(d, r);
	put_members(d, r, after);
	if (options && options->type == SCAN_OBJECT && own.network)
		scan_inside(options->value, put_own_options, &own);
	buf_char(d->b, '}');
	return rc;
}

int
post_digest(const struct rec *post, const char *media_root, struct buf *room, char out[DIGEST_SIZE], struct err *e)
{
	struct mem      *m = mem_new();
	struct digesting d = { room, m, media_root, e };
	int              rc;

	buf_clear(room);
	rc = put_post(&d, post);
	if (!rc)
		hash_digest(room->at, room->len, out);
	buf_clear(room);
	mem_free(m);
	return rc;
}
