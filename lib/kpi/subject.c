/* subject.c - the last reading of everything that metric lines are about */
#include "subject_parts.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

void
subjects_clear_slots(struct subjects *s, size_t nslots)
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
	subjects_clear_slots(s, SLOTS_FEW);
	return s;
}

void
subjects_clear(struct subjects *s)
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
	subjects_clear(s);
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

struct subject *
subject_at(const struct subjects *s, uint32_t place)
{
	uint32_t i = place - 1;

	return (struct subject *)(void *)(s->chunks[i / (CHUNK / UNIT)].at + (size_t)(i % (CHUNK / UNIT)) * UNIT);
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
	struct subject *x = subject_at(s, place);
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

struct subject *
subject_next(const struct subjects *s, struct subject *x, size_t *chunk)
{
	char *next = x ? (char *)x + record_size(s, x) : s->nchunks ? s->chunks[*chunk = 0].at : NULL;

	if (next && next >= s->chunks[*chunk].at + s->chunks[*chunk].used)
		next = ++*chunk < s->nchunks ? s->chunks[*chunk].at : NULL;
	return (struct subject *)(void *)next;
}

/* --- found by what they are ------------------------------------------------------------------------ */

/* The id on an account, whatever the network and the time: they lie in one file, and side by side at the end. */
uint32_t
subject_hash(const struct subject *x, const char *id)
{
	uint64_t h = pool_hash(id, x->len) ^ ((uint64_t)x->account << 32 | (uint64_t)x->over << 8 | x->is_ref);

	h *= 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32);
}

uint32_t
subject_mark(const struct subject *x)
{
	uint64_t h = x->hash;

	if (x->reading != READ_TOTAL) {
		h ^= (uint64_t)x->t1 * 0x9e3779b97f4a7c15u ^ (uint64_t)x->t2 * 0xd6e8feb86659fd93u;
		h = h * 0x9e3779b97f4a7c15u >> 32;
	}
	return (uint32_t)h;
}

int
subject_is_same(const struct subjects *s, const struct subject *a, const char *id, const struct subject *b)
{
	return a->hash == b->hash && a->len == b->len && a->account == b->account && a->over == b->over &&
	    a->is_ref == b->is_ref && a->reading == b->reading &&
	    (a->reading == READ_TOTAL || (a->t1 == b->t1 && a->t2 == b->t2)) && memcmp(id, id_of(s, b), a->len) == 0;
}

static size_t
slot_of(struct subjects *s, const struct subject *x, const char *id)
{
	uint32_t              mark = subject_mark(x);
	size_t                i = mark & (s->nslots - 1);
	const struct subject *y;

	for (; s->slots[i].place; i = (i + 1) & (s->nslots - 1)) {
		if (s->slots[i].mark != mark)
			continue;
		y = subject_at(s, s->slots[i].place);
		if (!subject_is_same(s, x, id, y))
			continue;
		if (y->network == x->network)
			break;
		s->moved |= x->reading == READ_TOTAL;
	}
	return i;
}

static void
grow_slots(struct subjects *s)
{
	struct slot *old = s->slots;
	size_t       count = s->nslots, i, n;

	s->slots = NULL;
	subjects_clear_slots(s, 2 * count);
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
	if (like->t2 < x->t2)
		x->t2 = like->t2;
}

void
subject_keep(struct seen *seen, const int64_t *values, size_t columns, int64_t at)
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

int
subjects_write(struct subjects *s, struct err *e)
{
	struct subject *x = NULL;
	size_t          chunk;

	if (!s->spill)
		s->spill = spill_new(s->size);
	while ((x = subject_next(s, x, &chunk)))
		if (spill_add(s->spill, x->hash >> 26, x, id_of(s, x), x->len, e))
			return -1;
	subjects_clear(s);
	subjects_clear_slots(s, SLOTS_FEW);
	return 0;
}

struct subject *
subject_place(struct subjects *s, const struct subject *like, const char *id)
{
	size_t          i = slot_of(s, like, id);
	struct subject *x;

	if (s->slots[i].place) {
		x = subject_at(s, s->slots[i].place);
		keep_born(x, like);
		keep_word(s, &x->campaign, like->campaign);
		keep_word(s, &x->pillar, like->pillar);
		keep_word(s, &x->currency, like->currency);
		return x;
	}
	s->slots[i] = (struct slot){ subject_mark(like), new_record(s, like, id) };
	x = subject_at(s, s->slots[i].place);
	if (4 * s->count > 3 * s->nslots)
		grow_slots(s);
	return x;
}

int
subjects_fit(struct subjects *s, struct err *e)
{
	return bytes_held(s) > s->k->set.memory || s->nchunks == CHUNKS ? subjects_write(s, e) : 0;
}

/* A reading goes into its record. */
static int
settle(struct subjects *s, const struct waiting *w, const char *id, struct err *e)
{
	subject_keep(seen_of(subject_place(s, &w->like, id)), w->values, s->columns, w->at);
	return subjects_fit(s, e);
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

int
subjects_settle(struct subjects *s, struct err *e)
{
	return settle_to(s, s->added, e);
}

/* The slot is there: the record that it names is fetched. */
static void
fetch_record(const struct subjects *s, const struct waiting *w)
{
	uint32_t    mark = subject_mark(&w->like);
	size_t      i = mark & (s->nslots - 1);
	const char *x;

	while (s->slots[i].place && s->slots[i].mark != mark)
		i = (i + 1) & (s->nslots - 1);
	if (!s->slots[i].place)
		return;
	x = (const char *)subject_at(s, s->slots[i].place);
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
	w->like.hash = subject_hash(&w->like, id);
	w->at = at;
	memcpy(w->values, values, s->columns * sizeof *values);
	if (len > ID_SHORT)
		return settle(s, w, id, e);
	memcpy(w->id, id, len);
	__builtin_prefetch(s->slots + (subject_mark(&w->like) & (s->nslots - 1)));
	if (++s->added - s->settled > AHEAD / 2)
		fetch_record(s, s->waiting + (s->added - AHEAD / 2) % AHEAD);
	return 0;
}
