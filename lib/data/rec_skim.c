/* rec_skim.c - records read at speed: what is not as usual is left to rec_read() */
#include "rec_parts.h"

#include "smm/skim.h"
#include "smm/when.h"

#include "scan_value.h"

#include <stdlib.h>
#include <string.h>

struct guess { /* what the member that stood here before was */
	const struct member_kind *table, *kind; /* table: whose; NULL: no guess. kind NULL: not one of it */
	unsigned                  name;
};

struct rec_quick {
	struct skim       *skim;
	unsigned           era;  /* of its names */
	unsigned           type; /* the name "type"; SKIM_NAMES: not met yet */
	size_t             nneeded; /* of the kind last met */
	const struct kind *kind;
	struct when_last   last_time;
	struct guess       members[SKIM_NAMES], inner[SKIM_NAMES];
};

void
rec_quick_free(struct rec_quick *q)
{
	if (!q)
		return;
	skim_free(q->skim);
	free(q);
}

static struct rec_quick *
quick_new(void)
{
	struct rec_quick *q = mem_zero(sizeof *q);

	q->skim = skim_new();
	q->type = SKIM_NAMES;
	return q;
}

static void
forget_names(struct rec_quick *q)
{
	memset(q->members, 0, sizeof q->members);
	memset(q->inner, 0, sizeof q->inner);
	q->era = skim_era(q->skim);
	q->type = SKIM_NAMES;
}

/* --- members against their kind ------------------------------------------------------------------- */

static inline const struct member_kind *
kind_of(struct rec_quick *q, struct guess *g, const struct member_kind *table, unsigned name)
{
	struct slice key;

	if (g->table == table && g->name == name)
		return g->kind;
	key = skim_name(q->skim, name);
	*g = (struct guess){ table, kind_member(table, key.at, key.len), name };
	return g->kind;
}

static int
fits(const struct skim_member *m, const struct member_kind *k)
{
	struct member as = { .value = m->value, .type = m->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)m->type };

	return rec_fits(&as, k);
}

static int is_right(struct rec_quick *q, const struct skim_member *m, const struct member_kind *k);

static int
is_object(struct rec_quick *q, const struct skim_member *m, const struct member_kind *k)
{
	const struct skim_member *x;
	struct guess             *g;
	size_t                    i, count;

	x = skim_inside(q->skim, m, &count);
	if (!count || !k->of)
		return fits(m, k);
	for (i = 0, g = q->inner + m->inside.first; i < count; i++, x++, g++)
		if (!is_right(q, x, kind_of(q, g, k->of, x->name)))
			return 0;
	return 1;
}

/* As rec_fits() has it; k NULL: anything is. */
static inline int
is_right(struct rec_quick *q, const struct skim_member *m, const struct member_kind *k)
{
	int64_t ms;

	if (!k || (m->type == SCAN_NULL && !k->needed))
		return 1;
	switch (k->type) {
	case MEMBER_STRING:
		return m->type == SCAN_STRING;
	case MEMBER_ID:
		return m->type == SCAN_STRING && m->value.len > 2;
	case MEMBER_TIME:
		return m->type == SCAN_STRING &&
		    !when_read_next(&q->last_time, m->value.at + 1, m->value.len - 2, &ms);
	case MEMBER_OBJECT:
		return m->type == SCAN_OBJECT && is_object(q, m, k);
	default:
		return fits(m, k);
	}
}

/* --- the record ----------------------------------------------------------------------------------- */

/* 0: no "type" says it. */
static int
find_kind(struct rec_quick *q, const struct skim_member *m, size_t count, const struct kind **kind)
{
	struct slice name;
	size_t       i;

	for (i = 0; q->type == SKIM_NAMES && i < count; i++)
		if (slice_is(skim_name(q->skim, m[i].name), "type"))
			q->type = m[i].name;
	for (i = 0; i < count && m[i].name != q->type; i++)
		;
	if (i == count || m[i].type != SCAN_STRING)
		return 0;
	name = (struct slice){ m[i].value.at + 1, m[i].value.len - 2 };
	if (!*kind || !slice_is(name, (*kind)->name)) /* most often it is that of the line before */
		*kind = kind_find(name.at, name.len);
	return 1;
}

static size_t
count_needed(struct rec_quick *q, const struct kind *kind)
{
	const struct member_kind *k;

	if (q->kind == kind)
		return q->nneeded;
	q->kind = kind;
	for (q->nneeded = 0, k = kind->members; k->name; k++)
		q->nneeded += k->needed != 0;
	return q->nneeded;
}

/* As scan_object() has it. The key of a member stands before its colon, with its quotes. */
static inline void
put_member(const struct rec_quick *q, const struct skim_member *m, struct member *to)
{
	const char *quote = m->value.at - 1;

	while (*quote != '"')
		quote--;
	to->key.len = skim_name(q->skim, m->name).len;
	to->key.at = quote - to->key.len;
	to->value = m->value;
	to->type = m->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)m->type;
}

/* 0: something is not as it should be. No key stands twice, so that counting those that are needed is enough. */
static int
take_kinds(struct rec *r, const struct skim_member *m, size_t count)
{
	struct rec_quick         *q = r->quick;
	const struct member_kind *k;
	size_t                    i, needed = count_needed(q, r->kind);

	rec_room(r, count);
	for (i = 0; i < count; i++) {
		r->guess[i] = k = kind_of(q, q->members + i, r->kind->members, m[i].name);
		if (!is_right(q, m + i, k))
			return 0;
		needed -= k && k->needed;
	}
	r->guesses = count;
	return !needed;
}

static int
is_as_usual(struct rec *r, const char *line, size_t len)
{
	struct rec_quick         *q = r->quick;
	const struct skim_member *m;
	struct member            *to;
	size_t                    i, count;

	if (!skim_text(q->skim, line, len))
		return 0;
	if (q->era != skim_era(q->skim))
		forget_names(q);
	m = skim_members(q->skim, &count);
	r->line = (struct slice){ line, len };
	if (!find_kind(q, m, count, &r->kind) || (r->kind && !take_kinds(r, m, count)))
		return 0;
	to = scan_room(r->scan, count);
	for (i = 0; i < count; i++)
		put_member(q, m + i, to + i);
	return 1;
}

int
rec_skim(struct rec *r, const char *line, size_t len, struct err *e)
{
	if (!r->quick)
		r->quick = quick_new();
	return is_as_usual(r, line, len) ? 0 : rec_read(r, line, len, e);
}
