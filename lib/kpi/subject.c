/* subject.c - the last reading of everything that metric lines are about */
#include "subject.h"

#include "spill.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK  262144u /* bytes of records that stand side by side: nothing moves when there are more */
#define CHUNKS 131071u /* places are 32 bits */
#define UNIT   8u      /* records begin at multiples of it */

/* A record is a struct subject, its readings, and its id with a NUL behind it, in one place of memory. */
struct chunk {
	char  *at;
	size_t used;
};

struct slot {
	uint32_t mark;  /* bits of the hash: most that differ are told apart without looking at the record */
	uint32_t place; /* chunk and offset, in units, plus one; 0: empty */
};

#define AHEAD    16u /* readings wait until the memory that they need has been fetched */
#define ID_SHORT 72u

struct waiting { /* a reading */
	struct subject like;
	int64_t        at, values[M_EARLY + 1];
	const char    *file; /* where it stands */
	size_t         line;
	char           id[ID_SHORT];
};

struct subjects {
	struct kpi   *k;
	int           measure[M_COUNT];
	size_t        columns, size; /* bytes of one, with its readings, without its id */
	struct chunk *chunks;
	size_t        nchunks, bytes, count, series; /* so many are READ_SERIES */
	struct slot  *slots;
	size_t        nslots;
	struct spill *spill; /* NULL: nothing has gone to files */
	struct waiting waiting[AHEAD];
	size_t         added, settled; /* readings that came, and that are in their records */
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
	for (m = 0; m <= M_EARLY; m++)
		if (m != M_FOLLOWERS && (k->measures >> m & 1))
			s->measure[s->columns++] = m;
	s->size = sizeof(struct subject) + s->columns * sizeof(struct seen);
	clear_slots(s, 1024);
	return s;
}

static void
release_records(struct subjects *s)
{
	size_t i;

	for (i = 0; i < s->nchunks; i++)
		free(s->chunks[i].at);
	free(s->chunks);
	s->chunks = NULL;
	s->nchunks = s->bytes = s->count = s->series = 0;
}

void
subjects_free(struct subjects *s)
{
	if (!s)
		return;
	release_records(s);
	free(s->slots);
	spill_free(s->spill);
	free(s);
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

/* --- records --------------------------------------------------------------------------------------- */

static struct subject *
record_at(const struct subjects *s, uint32_t place)
{
	uint32_t i = place - 1;

	return (struct subject *)(void *)(s->chunks[i / (CHUNK / UNIT)].at + (size_t)(i % (CHUNK / UNIT)) * UNIT);
}

static struct seen *
seen_of(struct subject *x)
{
	return (struct seen *)(void *)(x + 1);
}

static const char *
id_of(const struct subjects *s, const struct subject *x)
{
	return (const char *)x + s->size;
}

static size_t
record_size(const struct subjects *s, const struct subject *x)
{
	return (s->size + x->len + UNIT) / UNIT * UNIT; /* the NUL is in it */
}

/* Room for a record; one that is larger than a chunk has its own. */
static uint32_t
new_place(struct subjects *s, size_t size)
{
	struct chunk *c = s->nchunks ? s->chunks + s->nchunks - 1 : NULL;
	size_t        room = size > CHUNK ? size : CHUNK;

	if (!c || c->used + size > CHUNK) {
		s->chunks = mem_grow(s->chunks, (s->nchunks + 1) * sizeof *s->chunks);
		c = s->chunks + s->nchunks++;
		*c = (struct chunk){ mem_get(room), 0 };
		s->bytes += room;
	}
	c->used += size;
	return (uint32_t)((s->nchunks - 1) * (CHUNK / UNIT) + (c->used - size) / UNIT + 1);
}

static uint32_t
new_record(struct subjects *s, const struct subject *like, const char *id)
{
	uint32_t        place = new_place(s, record_size(s, like));
	struct subject *x = record_at(s, place);
	size_t          i;

	*x = *like;
	for (i = 0; i < s->columns; i++)
		seen_of(x)[i] = (struct seen){ INT64_MIN, 0 };
	memcpy((char *)x + s->size, id, x->len);
	((char *)x + s->size)[x->len] = '\0';
	s->count++;
	s->series += x->reading == READ_SERIES;
	return place;
}

/* The record after that one, the first after NULL; NULL behind the last. *chunk is where it stands. */
static struct subject *
next_record(const struct subjects *s, struct subject *x, size_t *chunk)
{
	char *next = x ? (char *)x + record_size(s, x) : s->nchunks ? s->chunks[*chunk = 0].at : NULL;

	if (next && next >= s->chunks[*chunk].at + s->chunks[*chunk].used)
		next = ++*chunk < s->nchunks ? s->chunks[*chunk].at : NULL;
	return (struct subject *)(void *)next;
}

/* --- found by what they are ------------------------------------------------------------------------ */

/* The id on an account, whatever the network and the time: they lie in one file, and side by side at the end. */
static uint32_t
id_hash(const struct subject *x, const char *id)
{
	uint64_t h = pool_hash(id, x->len) ^ ((uint64_t)x->account << 32 | (uint64_t)x->over << 8 | x->is_ref);

	h *= 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32);
}

static uint32_t
mark_of(const struct subject *x)
{
	uint64_t h = x->hash;

	if (x->reading != READ_TOTAL) {
		h ^= (uint64_t)x->t1 * 0x9e3779b97f4a7c15u ^ (uint64_t)x->t2 * 0xd6e8feb86659fd93u;
		h = h * 0x9e3779b97f4a7c15u >> 32;
	}
	return (uint32_t)h;
}

static int
is_same(const struct subjects *s, const struct subject *a, const char *id, const struct subject *b)
{
	return a->hash == b->hash && a->len == b->len && a->account == b->account && a->over == b->over &&
	    a->is_ref == b->is_ref && a->reading == b->reading &&
	    (a->reading == READ_TOTAL || (a->t1 == b->t1 && a->t2 == b->t2)) && memcmp(id, id_of(s, b), a->len) == 0;
}

static size_t
slot_of(const struct subjects *s, const struct subject *x, const char *id, int *changed)
{
	uint32_t              mark = mark_of(x);
	size_t                i = mark & (s->nslots - 1);
	const struct subject *y;

	for (; s->slots[i].place; i = (i + 1) & (s->nslots - 1)) {
		if (s->slots[i].mark != mark)
			continue;
		y = record_at(s, s->slots[i].place);
		if (!is_same(s, x, id, y))
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
	struct slot *old = s->slots;
	size_t       count = s->nslots, i, n;

	s->slots = NULL;
	clear_slots(s, 2 * count);
	for (i = 0; i < count; i++) {
		if (!old[i].place)
			continue;
		for (n = old[i].mark & (s->nslots - 1); s->slots[n].place; n = (n + 1) & (s->nslots - 1))
			;
		s->slots[n] = old[i];
	}
	free(old);
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
	return s->bytes + s->nslots * sizeof *s->slots;
}

static int
write_all(struct subjects *s, struct err *e)
{
	struct subject *x = NULL;
	size_t          chunk;

	if (!s->spill)
		s->spill = spill_new(s->size);
	while ((x = next_record(s, x, &chunk)))
		if (spill_add(s->spill, x->hash >> 26, x, id_of(s, x), x->len, e))
			return -1;
	release_records(s);
	clear_slots(s, 1024);
	return 0;
}

static struct subject *
find_or_add(struct subjects *s, const struct subject *like, const char *id, int *changed)
{
	size_t          i = slot_of(s, like, id, changed);
	struct subject *x;

	if (s->slots[i].place) {
		x = record_at(s, s->slots[i].place);
		keep_born(x, like);
		keep_word(s, &x->campaign, like->campaign);
		keep_word(s, &x->pillar, like->pillar);
		keep_word(s, &x->currency, like->currency);
		return x;
	}
	s->slots[i] = (struct slot){ mark_of(like), new_record(s, like, id) };
	x = record_at(s, s->slots[i].place);
	if (4 * s->count > 3 * s->nslots)
		grow_slots(s);
	return x;
}

/* A reading goes into its record. */
static int
settle(struct subjects *s, const struct waiting *w, const char *id, struct err *e)
{
	int changed = 0;

	keep_values(seen_of(find_or_add(s, &w->like, id, &changed)), w->values, s->columns, w->at);
	if (changed)
		s->k->set.warn("%s:%zu: \"%.*s\" is on %s here and on another network before: counted apart", w->file,
		    w->line, (int)w->like.len, id, pool_text(s->k->words, w->like.network, NULL));
	return bytes_held(s) > s->k->set.memory || s->nchunks == CHUNKS ? write_all(s, e) : 0;
}

static int
settle_to(struct subjects *s, size_t last, struct err *e)
{
	const struct waiting *w;
	int                   rc = 0;

	while (s->settled < last && !rc) {
		w = s->waiting + s->settled++ % AHEAD;
		rc = settle(s, w, w->id, e);
	}
	return rc;
}

/* The slot is there: the record that it names is fetched. */
static void
fetch_record(const struct subjects *s, const struct waiting *w)
{
	uint32_t    mark = mark_of(&w->like);
	size_t      i = mark & (s->nslots - 1);
	const char *x;

	while (s->slots[i].place && s->slots[i].mark != mark)
		i = (i + 1) & (s->nslots - 1);
	if (!s->slots[i].place)
		return;
	x = (const char *)record_at(s, s->slots[i].place);
	__builtin_prefetch(x);
	__builtin_prefetch(x + 64);
	__builtin_prefetch(x + 128);
}

int
subjects_add(struct subjects *s, const struct subject *like, const char *id, size_t len, const int64_t *values,
    int64_t at, struct err *e)
{
	struct waiting *w = s->waiting + s->added % AHEAD;

	if (s->added - s->settled == AHEAD && settle_to(s, s->settled + 1, e))
		return -1;
	w->like = *like;
	w->like.len = (uint32_t)len;
	w->like.hash = id_hash(&w->like, id);
	w->at = at;
	memcpy(w->values, values, s->columns * sizeof *values);
	w->file = s->k->file;
	w->line = s->k->line;
	if (len > ID_SHORT)
		return settle(s, w, id, e);
	memcpy(w->id, id, len);
	__builtin_prefetch(s->slots + (mark_of(&w->like) & (s->nslots - 1)));
	if (++s->added - s->settled > AHEAD / 2)
		fetch_record(s, s->waiting + (s->added - AHEAD / 2) % AHEAD);
	return 0;
}

/* --- all of them, at the end ---------------------------------------------------------------------- */

static struct subjects *order_by; /* qsort has no argument of its own */

static int
by_subject(const void *a, const void *b)
{
	const struct subject *x = *(struct subject *const *)a, *y = *(struct subject *const *)b;
	int64_t               p[7] = { x->hash, x->len, x->account, x->over * 2 + x->is_ref, x->network, x->t1, x->t2 };
	int64_t               q[7] = { y->hash, y->len, y->account, y->over * 2 + y->is_ref, y->network, y->t1, y->t2 };
	int                   i, order;

	for (i = 0; i < 7; i++) {
		order = i == 2 ? memcmp(id_of(order_by, x), id_of(order_by, y), x->len) : 0;
		if (order || p[i] != q[i])
			return order ? order : p[i] < q[i] ? -1 : 1;
	}
	return 0;
}

static int
give(struct subjects *s, struct subject *x, subject_each *each, void *arg)
{
	return each(arg, x, seen_of(x), id_of(s, x), x->len);
}

static int
give_series(struct subjects *s, subject_each *each, void *arg)
{
	struct subject **order = mem_get((s->series + 1) * sizeof(struct subject *)), *x = NULL;
	size_t           n = 0, i, chunk;
	int              rc = 0;

	while ((x = next_record(s, x, &chunk)))
		if (x->reading == READ_SERIES)
			order[n++] = x;
	order_by = s;
	if (n)
		qsort(order, n, sizeof(struct subject *), by_subject);
	for (i = 0; i < n && !rc; i++)
		rc = give(s, order[i], each, arg);
	free(order);
	return rc;
}

/* Totals need no order; series do. */
static int
give_held(struct subjects *s, subject_each *each, void *arg)
{
	struct subject *x = NULL;
	size_t          chunk;
	int             rc = 0;

	clear_slots(s, 1024);
	while (!rc && (x = next_record(s, x, &chunk)))
		if (x->reading != READ_SERIES)
			rc = give(s, x, each, arg);
	return rc || !s->series ? rc : give_series(s, each, arg);
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
	like.len = (uint32_t)len;
	x = find_or_add(s, &like, id, &changed);
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

	if (settle_to(s, s->added, e))
		return -1;
	if (!s->spill)
		return give_held(s, each, arg);
	if (write_all(s, e))
		return -1;
	for (part = 0; part < SPILL_PARTS && !rc; part++) {
		rc = spill_each(s->spill, part, take_back, s, e);
		if (!rc)
			rc = give_held(s, each, arg);
		release_records(s);
		clear_slots(s, 1024);
	}
	return rc;
}
