/* subject.c - the last reading of everything that metric lines are about */
#include "subject.h"

#include "spill.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 1024u /* subjects in a block: nothing moves when the table grows */

struct subjects {
	struct kpi  *k;
	struct pool *ids;
	int          column[M_COUNT];
	int          measure[M_COUNT];
	size_t       columns, size; /* bytes of one, with its readings */
	char       **blocks;
	size_t       nblocks, count;
	uint32_t    *slots; /* places plus one */
	size_t       nslots;
	struct spill *spill; /* NULL: nothing has gone to files */
};

static void
clear_slots(struct subjects *s, size_t nslots)
{
	free(s->slots);
	s->nslots = nslots;
	s->slots = mem_get(nslots * sizeof *s->slots);
	memset(s->slots, 0, nslots * sizeof *s->slots);
}

struct subjects *
subjects_new(struct kpi *k)
{
	struct subjects *s = mem_get(sizeof *s);
	int              m;

	memset(s, 0, sizeof *s);
	s->k = k;
	s->ids = pool_new();
	for (m = 0; m < M_COUNT; m++) {
		s->column[m] = -1;
		if (m <= M_EARLY && m != M_FOLLOWERS && (k->measures >> m & 1)) {
			s->measure[s->columns] = m;
			s->column[m] = (int)s->columns++;
		}
	}
	s->size = sizeof(struct subject) + s->columns * sizeof(struct seen);
	clear_slots(s, 1024);
	return s;
}

static void
release_blocks(struct subjects *s)
{
	size_t i;

	for (i = 0; i < s->nblocks; i++)
		free(s->blocks[i]);
	free(s->blocks);
	s->blocks = NULL;
	s->nblocks = s->count = 0;
}

void
subjects_free(struct subjects *s)
{
	if (!s)
		return;
	release_blocks(s);
	free(s->slots);
	spill_free(s->spill);
	pool_free(s->ids);
	free(s);
}

int
subjects_column(const struct subjects *s, int measure)
{
	return s->column[measure];
}

size_t
subjects_columns(const struct subjects *s)
{
	return s->columns;
}

int
subjects_measure(const struct subjects *s, size_t column)
{
	return s->measure[column];
}

static struct subject *
subject_at(const struct subjects *s, size_t i)
{
	return (struct subject *)(void *)(s->blocks[i / BLOCK] + i % BLOCK * s->size);
}

static struct seen *
seen_of(struct subject *x)
{
	return (struct seen *)(void *)(x + 1);
}

/* The id on an account, whatever the network and the time: they lie in one file, and side by side at the end. */
static uint32_t
id_hash(const struct subject *x, const char *id, size_t len)
{
	uint64_t h = pool_hash(id, len) ^ ((uint64_t)x->account << 32 | (uint64_t)x->over << 8 | x->is_ref);

	h *= 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32);
}

static size_t
first_slot(const struct subjects *s, const struct subject *x)
{
	uint64_t h = x->hash;

	if (x->reading != READ_TOTAL) {
		h ^= (uint64_t)x->t1 * 0x9e3779b97f4a7c15u ^ (uint64_t)x->t2 * 0xd6e8feb86659fd93u;
		h = h * 0x9e3779b97f4a7c15u >> 32;
	}
	return (size_t)h & (s->nslots - 1);
}

static int
is_same(const struct subject *a, const struct subject *b)
{
	return a->id == b->id && a->account == b->account && a->over == b->over && a->is_ref == b->is_ref &&
	    a->reading == b->reading && (a->reading == READ_TOTAL || (a->t1 == b->t1 && a->t2 == b->t2));
}

static size_t
slot_of(const struct subjects *s, const struct subject *x, int *changed)
{
	size_t                i = first_slot(s, x);
	const struct subject *y;

	for (; s->slots[i]; i = (i + 1) & (s->nslots - 1)) {
		y = subject_at(s, s->slots[i] - 1);
		if (y->hash != x->hash || !is_same(x, y))
			continue;
		if (y->network == x->network)
			break;
		*changed = 1;
	}
	return i;
}

static void
grow_slots(struct subjects *s)
{
	size_t i;
	int    changed;

	clear_slots(s, 2 * s->nslots);
	for (i = 0; i < s->count; i++)
		s->slots[slot_of(s, subject_at(s, i), &changed)] = (uint32_t)i + 1;
}

static struct subject *
new_subject(struct subjects *s, const struct subject *like)
{
	struct subject *x;
	size_t          i;

	if (s->count == s->nblocks * BLOCK) {
		s->blocks = mem_grow(s->blocks, (s->nblocks + 1) * sizeof *s->blocks);
		s->blocks[s->nblocks++] = mem_get(BLOCK * s->size);
	}
	x = subject_at(s, s->count++);
	*x = *like;
	for (i = 0; i < s->columns; i++)
		seen_of(x)[i] = (struct seen){ INT64_MIN, 0 };
	return x;
}

/* The greater word stays: what does not depend on the order of the lines. */
static void
keep_word(struct subjects *s, uint32_t *kept, uint32_t word)
{
	if (*kept != word && word && (!*kept || pool_order(s->k->words, *kept, word) < 0))
		*kept = word;
}

static void
keep_born(struct subject *x, const struct subject *like)
{
	if (x->reading != READ_TOTAL)
		return;
	if (like->born_known != x->born_known) {
		if (like->born_known) {
			x->t1 = like->t1;
			x->born_known = 1;
		}
	} else if (like->t1 < x->t1) {
		x->t1 = like->t1;
	}
}

static void
keep_values(struct seen *seen, const int64_t *values, size_t columns, int64_t at)
{
	size_t i;

	for (i = 0; i < columns; i++)
		if (values[i] != INT64_MIN && (at > seen[i].at || (at == seen[i].at && values[i] > seen[i].value)))
			seen[i] = (struct seen){ at, values[i] };
}

static size_t
bytes_held(const struct subjects *s)
{
	return s->nblocks * BLOCK * s->size + s->nslots * sizeof *s->slots + pool_bytes(s->ids);
}

static int
write_all(struct subjects *s, struct err *e)
{
	struct subject *x;
	const char     *id;
	size_t          i, len;

	if (!s->spill)
		s->spill = spill_new(s->size);
	for (i = 0; i < s->count; i++) {
		x = subject_at(s, i);
		id = pool_text(s->ids, x->id, &len);
		if (spill_add(s->spill, x->hash >> 26, x, id, len, e))
			return -1;
	}
	release_blocks(s);
	pool_clear(s->ids);
	clear_slots(s, 1024);
	return 0;
}

static struct subject *
find_or_add(struct subjects *s, struct subject *like, int *changed)
{
	struct subject *x;
	size_t          i = slot_of(s, like, changed);

	if (s->slots[i]) {
		x = subject_at(s, s->slots[i] - 1);
		keep_born(x, like);
		keep_word(s, &x->campaign, like->campaign);
		keep_word(s, &x->pillar, like->pillar);
		keep_word(s, &x->currency, like->currency);
		return x;
	}
	x = new_subject(s, like);
	s->slots[i] = (uint32_t)s->count;
	if (4 * s->count > 3 * s->nslots)
		grow_slots(s);
	return x;
}

int
subjects_add(struct subjects *s, const struct subject *like, const char *id, size_t len, const int64_t *values,
    int64_t at, int *changed, struct err *e)
{
	struct subject x = *like;

	*changed = 0;
	x.hash = id_hash(&x, id, len);
	x.id = pool_add(s->ids, id, len);
	keep_values(seen_of(find_or_add(s, &x, changed)), values, s->columns, at);
	if (s->count % BLOCK == 0 && bytes_held(s) > s->k->set.memory)
		return write_all(s, e);
	return 0;
}

/* --- all of them, at the end ---------------------------------------------------------------------- */

static struct subjects *order_by; /* qsort has no argument of its own */

static int
by_subject(const void *a, const void *b)
{
	const struct subject *x = subject_at(order_by, *(const uint32_t *)a), *y = subject_at(order_by,
	    *(const uint32_t *)b);
	int64_t               p[8] = { x->hash, x->id, x->account, x->over * 2 + x->is_ref, x->network, x->reading,
	    x->t1, x->t2 };
	int64_t               q[8] = { y->hash, y->id, y->account, y->over * 2 + y->is_ref, y->network, y->reading,
	    y->t1, y->t2 };
	int                   i;

	for (i = 0; i < 8; i++)
		if (p[i] != q[i])
			return p[i] < q[i] ? -1 : 1;
	return 0;
}

static int
give(struct subjects *s, size_t i, subject_each *each, void *arg)
{
	struct subject *x = subject_at(s, i);
	const char     *id;
	size_t          len;

	id = pool_text(s->ids, x->id, &len);
	return each(arg, x, seen_of(x), id, len);
}

/* Totals need no order; series do. */
static int
give_held(struct subjects *s, subject_each *each, void *arg)
{
	uint32_t *order = mem_get((s->count + 1) * sizeof *order);
	size_t    i, n = 0;
	int       rc = 0;

	free(s->slots);
	s->slots = NULL;
	for (i = 0; i < s->count && !rc; i++) {
		if (subject_at(s, i)->reading == READ_SERIES)
			order[n++] = (uint32_t)i;
		else
			rc = give(s, i, each, arg);
	}
	order_by = s;
	if (n)
		qsort(order, n, sizeof *order, by_subject);
	for (i = 0; i < n && !rc; i++)
		rc = give(s, order[i], each, arg);
	free(order);
	clear_slots(s, 1024);
	return rc;
}

/* One read back from a file: joined with what of it was written earlier or later. */
static int
take_back(void *arg, const void *record, const char *id, size_t len)
{
	struct subjects *s = arg;
	struct subject   like;
	const char      *readings = (const char *)record + sizeof like;
	struct subject  *x;
	struct seen      seen;
	size_t           i;
	int              changed;

	memcpy(&like, record, sizeof like);
	like.id = pool_add(s->ids, id, len);
	x = find_or_add(s, &like, &changed);
	for (i = 0; i < s->columns; i++) {
		memcpy(&seen, readings + i * sizeof seen, sizeof seen);
		if (seen.at != INT64_MIN)
			keep_values(seen_of(x) + i, &seen.value, 1, seen.at);
	}
	return 0;
}

int
subjects_each(struct subjects *s, subject_each *each, void *arg, struct err *e)
{
	unsigned part;
	int      rc = 0;

	if (!s->spill)
		return give_held(s, each, arg);
	if (write_all(s, e))
		return -1;
	for (part = 0; part < SPILL_PARTS && !rc; part++) {
		rc = spill_each(s->spill, part, take_back, s, e);
		if (!rc)
			rc = give_held(s, each, arg);
		release_blocks(s);
		pool_clear(s->ids);
		clear_slots(s, 1024);
	}
	return rc;
}
