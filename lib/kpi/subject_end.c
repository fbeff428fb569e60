/* subject_end.c - all subjects, when every line was read; of two runs one */
#include "subject_parts.h"

#include "smm/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What another record knows of a subject; readings need not be aligned. */
static void
join_one(struct subjects *s, const struct subject *like, const void *readings, const char *id)
{
	struct subject *x = subject_place(s, like, id);
	struct seen     seen;
	size_t          i;

	for (i = 0; i < s->columns; i++) {
		memcpy(&seen, (const char *)readings + i * sizeof seen, sizeof seen);
		if (seen.at != INT64_MIN)
			subject_keep(seen_of(x) + i, &seen.value, 1, seen.at);
	}
}

/* --- ids that stand on several networks ---------------------------------------------------------- */

struct move {
	int64_t  place; /* where it stands first on the later network */
	uint32_t network;
	char    *id;
};

struct moves {
	struct move *at;
	size_t       count, room;
};

/* Whether the same id stands on another network earlier. */
static int
is_moved(const struct subjects *s, const struct subject *x)
{
	uint32_t              mark = subject_mark(x);
	size_t                i = mark & (s->nslots - 1);
	const struct subject *y;

	for (; s->slots[i].place; i = (i + 1) & (s->nslots - 1)) {
		if (s->slots[i].mark != mark)
			continue;
		y = subject_at(s, s->slots[i].place);
		if (y->t2 < x->t2 && y->network != x->network && subject_is_same(s, x, id_of(s, x), y))
			return 1;
	}
	return 0;
}

static void
list_moved(const struct subjects *s, struct moves *m)
{
	struct subject *x = NULL;
	size_t          chunk;

	while (s->moved && (x = subject_next(s, x, &chunk))) {
		if (x->reading != READ_TOTAL || !is_moved(s, x))
			continue;
		if (m->count == m->room) {
			m->room = m->room ? 2 * m->room : 16;
			m->at = mem_grow(m->at, m->room * sizeof *m->at);
		}
		m->at[m->count++] = (struct move){ x->t2, x->network, mem_copy(id_of(s, x)) };
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct move *x = a, *y = b;

	return (x->place > y->place) - (x->place < y->place);
}

static void
tell_moved(struct subjects *s, struct moves *m)
{
	const struct kpi    *k = s->k;
	const struct source *from;
	size_t               i;

	if (m->count)
		qsort(m->at, m->count, sizeof *m->at, by_place);
	for (i = 0; i < m->count; i++) {
		from = k->sources + (m->at[i].place >> SOURCE_SHIFT);
		k->set.warn("%s:%zu: \"%s\" is on %s here and on another network before: counted apart", from->name,
		    from->before + (size_t)(m->at[i].place & ((INT64_C(1) << SOURCE_SHIFT) - 1)), m->at[i].id,
		    pool_text(k->words, m->at[i].network, NULL));
		free(m->at[i].id);
	}
}

/* --- all of them, in order where it matters -------------------------------------------------------- */

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

	while ((x = subject_next(s, x, &chunk)))
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
give_held(struct subjects *s, struct moves *moved, subject_each *each, void *arg)
{
	struct subject *x = NULL;
	size_t          chunk;
	int             rc = 0;

	list_moved(s, moved);
	subjects_clear_slots(s, SLOTS_FEW);
	while (!rc && (x = subject_next(s, x, &chunk)))
		if (x->reading != READ_SERIES)
			rc = give(s, x, each, arg);
	return rc || !s->series ? rc : give_series(s, each, arg);
}

/* One read back from a file: joined with what of it was written earlier or later. */
static int
take_back(void *arg, const void *record, const char *id, size_t len)
{
	struct subject like;

	memcpy(&like, record, sizeof like);
	like.len = (uint32_t)len;
	join_one(arg, &like, (const char *)record + sizeof like, id);
	return 0;
}

int
subjects_each(struct subjects *s, subject_each *each, void *arg, struct err *e)
{
	struct moves moved = { 0 };
	unsigned     part;
	int          rc = subjects_settle(s, e);

	if (!rc && !s->spill)
		rc = give_held(s, &moved, each, arg);
	else if (!rc)
		rc = subjects_write(s, e);
	for (part = 0; s->spill && part < SPILL_PARTS && !rc; part++) {
		rc = spill_each(s->spill, part, take_back, s, e);
		if (!rc)
			rc = give_held(s, &moved, each, arg);
		subjects_clear(s);
		subjects_clear_slots(s, SLOTS_FEW);
	}
	tell_moved(s, &moved);
	free(moved.at);
	return rc;
}

/* --- of two runs one ------------------------------------------------------------------------------ */

struct joining {
	struct subjects *to;
	const uint32_t  *words;
	struct err      *e;
};

static int
join_record(struct joining *j, const struct subject *x, const void *readings, const char *id)
{
	struct subject like = *x;
	uint32_t      *words[] = { &like.network, &like.account, &like.campaign, &like.pillar, &like.currency };
	size_t         i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		*words[i] = j->words[*words[i]];
	like.hash = subject_hash(&like, id);
	join_one(j->to, &like, readings, id);
	return subjects_fit(j->to, j->e);
}

static int
join_back(void *arg, const void *record, const char *id, size_t len)
{
	struct subject x;

	memcpy(&x, record, sizeof x);
	x.len = (uint32_t)len;
	return join_record(arg, &x, (const char *)record + sizeof x, id);
}

int
subjects_join(struct subjects *s, struct subjects *from, const uint32_t *words, struct err *e)
{
	struct joining  j = { s, words, e };
	struct subject *x = NULL;
	size_t          chunk;
	unsigned        part;
	int             rc = subjects_settle(s, e) || subjects_settle(from, e) ? -1 : 0;

	while (!rc && (x = subject_next(from, x, &chunk)))
		rc = join_record(&j, x, seen_of(x), id_of(from, x));
	for (part = 0; from->spill && part < SPILL_PARTS && !rc; part++)
		rc = spill_each(from->spill, part, join_back, &j, e);
	return rc;
}
