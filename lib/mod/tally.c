/* tally.c - how often something happened lately, for many keys in bounded memory */
#include "tally.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define WAYS 8 /* keys that share a place */

struct event {
	int64_t  at;
	uint64_t message;
};

struct line { /* of one key */
	uint64_t     key; /* 0: free */
	int64_t      last;
	size_t       count, next; /* next: which event is replaced */
	struct event events[];
};

struct tally {
	size_t          keep, line_bytes, nsets; /* nsets: a power of two */
	unsigned char **sets; /* of WAYS lines each; NULL until it is needed */
};

struct tally *
tally_new(size_t keep, size_t max_bytes)
{
	struct tally *t = mem_get(sizeof *t);

	t->keep = keep;
	t->line_bytes = sizeof(struct line) + keep * sizeof(struct event);
	for (t->nsets = 1; 2 * t->nsets * WAYS * t->line_bytes <= max_bytes; t->nsets *= 2)
		;
	t->sets = mem_get(t->nsets * sizeof *t->sets);
	memset(t->sets, 0, t->nsets * sizeof *t->sets);
	return t;
}

void
tally_free(struct tally *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->nsets; i++)
		free(t->sets[i]);
	free(t->sets);
	free(t);
}

static size_t
set_of(const struct tally *t, uint64_t key)
{
	return (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (t->nsets - 1);
}

static struct line *
line_at(const struct tally *t, size_t set, size_t way)
{
	return (struct line *)(void *)(t->sets[set] + way * t->line_bytes);
}

static struct line *
find(const struct tally *t, uint64_t key)
{
	size_t set = set_of(t, key), i;

	for (i = 0; key && t->sets[set] && i < WAYS; i++)
		if (line_at(t, set, i)->key == key)
			return line_at(t, set, i);
	return NULL;
}

/* A free line of the key's place, else the one that was quiet the longest. */
static struct line *
make(struct tally *t, uint64_t key)
{
	size_t       set = set_of(t, key), i;
	struct line *l, *best;

	if (!t->sets[set]) {
		t->sets[set] = mem_get(WAYS * t->line_bytes);
		memset(t->sets[set], 0, WAYS * t->line_bytes);
	}
	best = line_at(t, set, 0);
	for (i = 1; i < WAYS && best->key; i++) {
		l = line_at(t, set, i);
		if (!l->key || l->last < best->last)
			best = l;
	}
	memset(best, 0, sizeof *best);
	best->key = key;
	best->last = INT64_MIN;
	return best;
}

static struct event *
find_event(struct line *l, uint64_t message)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (l->events[i].message == message)
			return l->events + i;
	return NULL;
}

void
tally_add(struct tally *t, uint64_t key, int64_t at, uint64_t message)
{
	struct line  *l = find(t, key);
	struct event *e;

	if (!key)
		return;
	if (!l)
		l = make(t, key);
	e = find_event(l, message);
	if (!e) {
		e = l->events + l->next;
		l->next = (l->next + 1) % t->keep;
		l->count += l->count < t->keep;
	}
	*e = (struct event){ at, message };
	if (at > l->last)
		l->last = at;
}

void
tally_remove(struct tally *t, uint64_t key, uint64_t message)
{
	struct line  *l = find(t, key);
	struct event *e = l ? find_event(l, message) : NULL;

	if (e)
		e->at = INT64_MAX; /* never up to any time */
}

size_t
tally_count(const struct tally *t, uint64_t key, int64_t at, int64_t within)
{
	const struct line *l = find(t, key);
	size_t             i, count = 0;

	for (i = 0; l && i < l->count; i++)
		count += l->events[i].at <= at && (!within || l->events[i].at > at - within);
	return count;
}
