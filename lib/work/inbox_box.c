/* inbox_box.c - how far an account's inbox was read, and handed out */
#include "inbox_parts.h"

#include "smm/file.h"
#include "smm/when.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define EDGE_MS   INT64_C(10800000) /* networks show again what is near the edge: three hours of it are kept, */
#define EDGE_LEAST 200              /* and the last of it, however old */
#define OVERLAP_MS INT64_C(3600000)

char *
box_name(const struct account *a)
{
	struct buf b = { 0 };

	buf_fmt(&b, "inbox %s", a->name);
	return b.at;
}

/* One process at a time: two would hand out the same messages. */
static int
take_lock(struct box *b, const struct inbox_settings *s, struct err *e)
{
	struct buf path = { 0 };
	int        rc = 0;

	buf_fmt(&path, "%s/%s.inbox.lock", s->conf->sessions, b->account->name);
	if (file_make_folder(path.at, e)) {
		buf_release(&path);
		return -1;
	}
	b->lock = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (b->lock < 0)
		rc = err_sys(e, "open %s", path.at);
	else if (flock(b->lock, LOCK_EX | LOCK_NB))
		rc = errno == EWOULDBLOCK ? err_set(e, FAULT_AGAIN, "another process reads this inbox") :
		    err_sys(e, "lock %s", path.at);
	buf_release(&path);
	return rc;
}

static void
read_seen(struct box *b, const json_t *list)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(list, i, one)
		if (json_is_string(one))
			hashes_add(&b->seen, strtoull(json_string_value(one), NULL, 16));
}

static void
read_value(struct box *b, const char *text)
{
	json_t     *v = json_loads(text, 0, NULL);
	const char *since = json_string_value(json_object_get(v, "since"));

	json_decref(b->position);
	b->position = json_incref(json_object_get(v, "position"));
	if (since)
		when_read(since, strlen(since), &b->since, NULL);
	read_seen(b, json_object_get(v, "seen"));
	b->known = json_is_object(v);
	json_decref(v);
}

int
box_open(struct box *b, const struct inbox_settings *s, struct store *store, struct err *e)
{
	struct mem *m = mem_new();
	char       *name = box_name(b->account), *value = NULL;
	int         found = store ? store_get(store, name, &value, m, e) : 0;

	b->lock = -1;
	if (found > 0)
		read_value(b, value);
	free(name);
	mem_free(m);
	if (found < 0)
		return -1;
	return s->dry_run ? 0 : take_lock(b, s, e);
}

void
box_close(struct box *b)
{
	if (b->lock >= 0)
		close(b->lock);
	json_decref(b->question);
	json_decref(b->position);
	hashes_release(&b->seen);
	hashes_release(&b->shown);
	free(b->traces);
}

int
box_ask(struct box *b, const struct inbox_settings *s, int64_t now, struct err *e)
{
	char since[WHEN_SIZE];

	if (!b->known && !s->since && !s->seen)
		return err_set(e, FAULT_USAGE, "is read for the first time: say --since TIME, or how long ago (2d), "
		    "for what is older than now, or --seen to begin now");
	if (!b->known) {
		b->since = s->since ? s->since : now - OVERLAP_MS;
		b->moved = s->since != 0; /* from then on it is known since when */
	}
	json_decref(b->question);
	b->question = json_pack("{s:s, s:b}", "since", when_write(since, b->since, 0), "own", s->own);
	if (b->position)
		json_object_set(b->question, "position", b->position);
	hashes_release(&b->shown);
	b->ntraces = b->waiting = 0;
	return 0;
}

int
box_take(struct box *b, const struct inbox_settings *s, uint64_t hash, int64_t at, int own)
{
	if (!b->position && at < b->since)
		return 0;
	if (!hashes_add(&b->shown, hash))
		return 0;
	if (b->ntraces == b->room) {
		b->room = b->room ? 2 * b->room : 64;
		b->traces = mem_grow(b->traces, b->room * sizeof *b->traces);
	}
	b->traces[b->ntraces++] = (struct trace){ hash, at };
	if (hashes_has(&b->seen, hash) || (own && !s->own))
		return 0;
	if (s->seen) {
		hashes_add(&b->seen, hash);
		b->moved = 1;
		return 0;
	}
	b->waiting++;
	return 1;
}

/* --- what is kept ----------------------------------------------------------------------------- */

static int
newest_first(const void *x, const void *y)
{
	const struct trace *a = x, *b = y;

	return a->at < b->at ? 1 : a->at > b->at ? -1 : 0;
}

static json_t *
hash_json(uint64_t hash)
{
	char text[17];

	snprintf(text, sizeof text, "%016" PRIx64, hash);
	return json_string(text);
}

/* All was handed out: what the network may show again. */
static json_t *
edge_json(struct box *b)
{
	json_t *list = json_array();
	size_t  i;

	if (b->ntraces)
		qsort(b->traces, b->ntraces, sizeof *b->traces, newest_first);
	for (i = 0; i < b->ntraces; i++)
		if (i < EDGE_LEAST || b->traces[i].at >= b->traces[0].at - EDGE_MS)
			json_array_append_new(list, hash_json(b->traces[i].hash));
	return list;
}

/* Not all: the same will be asked again, and what was handed out left out. */
static json_t *
seen_json(const struct box *b)
{
	json_t *list = json_array();
	size_t  i;

	for (i = 0; i < b->seen.size; i++)
		if (b->seen.at[i])
			json_array_append_new(list, hash_json(b->seen.at[i]));
	return list;
}

static int
is_complete(const struct box *b)
{
	return b->reading && b->reading->err.fault == FAULT_NONE && !b->waiting;
}

/* What the store is to know. */
static char *
value_text(struct box *b, int64_t now)
{
	int     complete = is_complete(b);
	json_t *position = complete && b->reading->position ? b->reading->position : b->position;
	char    since[WHEN_SIZE], *text;
	json_t *v = json_pack("{s:s, s:o}", "since",
	    when_write(since, complete ? now - OVERLAP_MS : b->since, 0), "seen",
	    complete ? edge_json(b) : seen_json(b));

	if (position)
		json_object_set(v, "position", position);
	text = json_dumps(v, JSON_COMPACT);
	json_decref(v);
	return text;
}

char *
box_value(struct box *b, int64_t now)
{
	int same = b->known && (!is_complete(b) || json_equal(b->reading->position, b->position));

	if (!b->moved && (same || (!b->known && !is_complete(b))))
		return NULL;
	return value_text(b, now);
}

void
box_renew(struct box *b, int64_t now)
{
	char *text = b->known || b->moved || is_complete(b) ? value_text(b, now) : NULL;

	json_decref(b->reading->position);
	b->reading->position = NULL;
	if (!text)
		return;
	hashes_release(&b->seen);
	read_value(b, text);
	free(text);
}
