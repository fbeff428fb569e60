/* quick.c - lines as their producers write them, read at speed */
#include "quick.h"

#include "smm/lines.h"
#include "smm/skim.h"
#include "smm/when.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define PLANS 256u /* so many are kept */

/* What must be looked at beside the type. */
enum then { THEN_NOTHING, THEN_ID, THEN_TIME, THEN_WORD, THEN_OTHER };

struct later { /* a member of which that must */
	enum then                 then;
	const struct member_kind *kind;
	size_t                    place; /* among the members */
	struct stood              word; /* the right one met last */
};

/* What lines of one kind have in common that have the same members, in one order, with values of the same types. */
struct plan {
	struct plan        *next;  /* of the same layout */
	const struct kind  *kind;
	struct stood        name;  /* of the kind */
	size_t              type;  /* place of the member that says it */
	uint64_t            types; /* of the last members, as skim.h has them */
	int                 fits;  /* as far as it can be said without the values; 0: rec_read() says it */
	uint64_t            has, ints;
	struct skim_member *at[2][F_COUNT]; /* in both places of skim.h */
	size_t              count, nlater;
	unsigned char       as[SKIM_NAMES]; /* the types of all members */
	struct later        later[]; /* as many as there are members, at most */
};

struct quick {
	struct skim     *skim;
	unsigned         era;                 /* of its layouts */
	size_t           nplans;
	struct plan     *plans[SKIM_LAYOUTS]; /* by layout, the last used first */
	struct when_last last_time;
};

struct quick *
quick_new(void)
{
	struct quick *q = mem_zero(sizeof *q);

	q->skim = skim_new();
	return q;
}

static void
forget_plans(struct quick *q)
{
	struct plan *p, *next;
	size_t       i;

	for (i = 0; i < SKIM_LAYOUTS; i++) {
		for (p = q->plans[i]; p; p = next) {
			next = p->next;
			free(p);
		}
		q->plans[i] = NULL;
	}
	q->nplans = 0;
}

void
quick_free(struct quick *q)
{
	if (!q)
		return;
	forget_plans(q);
	skim_free(q->skim);
	free(q);
}

/* What stands between the quotes. */
static struct slice
inside(struct slice string)
{
	return (struct slice){ string.at + 1, string.len - 2 };
}

/* --- a plan --------------------------------------------------------------------------------------- */

#define BIT(type) (1u << (type))
#define ANY       UINT_MAX

static unsigned
types_of(const struct member_kind *k)
{
	unsigned null = k->needed ? 0 : BIT(SCAN_NULL);

	switch (k->type) {
	case MEMBER_STRING: case MEMBER_ID: case MEMBER_TIME: case MEMBER_WORD: return BIT(SCAN_STRING) | null;
	case MEMBER_INT: return BIT(SKIM_INT) | BIT(SCAN_NUMBER) | null;
	case MEMBER_BOOL: return BIT(SCAN_TRUE) | BIT(SCAN_FALSE) | null;
	default: return ANY;
	}
}

static enum then
then_of(const struct member_kind *k, unsigned type)
{
	if (type == SCAN_NULL && !k->needed)
		return THEN_NOTHING;
	switch (k->type) {
	case MEMBER_ANY: case MEMBER_STRING: case MEMBER_BOOL: return THEN_NOTHING;
	case MEMBER_INT: return type == SKIM_INT ? THEN_NOTHING : THEN_OTHER;
	case MEMBER_ID: return THEN_ID;
	case MEMBER_TIME: return THEN_TIME;
	case MEMBER_WORD: return THEN_WORD;
	default: return THEN_OTHER;
	}
}

static void
plan_kind(struct plan *p, const struct member_kind *k, unsigned type, size_t place)
{
	enum then then = then_of(k, type);

	p->fits &= (int)(types_of(k) >> type & 1);
	if (then)
		p->later[p->nlater++] = (struct later){ .then = then, .kind = k, .place = place };
}

static void
plan_field(const struct quick *q, struct plan *p, int field, unsigned type, size_t place)
{
	p->at[0][field] = skim_place(q->skim, 0) + place;
	p->at[1][field] = skim_place(q->skim, 1) + place;
	if (type != SCAN_NULL)
		p->has |= UINT64_C(1) << field;
	if (type == SKIM_INT)
		p->ints |= UINT64_C(1) << field;
}

static size_t
count_needed(const struct kind *kind)
{
	const struct member_kind *k;
	size_t                    count = 0;

	for (k = kind->members; k->name; k++)
		count += k->needed != 0;
	return count;
}

static void
plan_members(const struct quick *q, struct plan *p, const struct skim_member *m)
{
	size_t                    i, needed = count_needed(p->kind);
	const struct member_kind *k;
	struct slice              name;
	int                       field;

	for (i = 0; i < p->count; i++, m++) {
		name = skim_name(q->skim, m->name);
		k = name.len ? kind_member(p->kind->members, name.at, name.len) : NULL;
		field = field_find(name);
		p->as[i] = (unsigned char)m->type;
		if (k)
			plan_kind(p, k, m->type, i);
		if (field >= 0)
			plan_field(q, p, field, m->type, i);
		needed -= k && k->needed;
	}
	p->fits &= !needed; /* no name stands twice */
}

/* For lines like this one, of a kind, which a member says. */
static struct plan *
new_plan(struct quick *q, const struct skim_read *l, const struct kind *kind, const struct skim_member *type)
{
	struct plan  *p = mem_zero(sizeof *p + l->count * sizeof *p->later);
	struct plan **first = q->plans + l->layout;

	if (q->nplans == PLANS)
		forget_plans(q);
	q->nplans++;
	p->next = *first;
	*first = p;
	p->kind = kind;
	stood_keep(&p->name, type->value);
	p->type = (size_t)(type - l->members);
	p->types = l->types;
	p->fits = p->name.len > 0;
	p->count = l->count;
	plan_members(q, p, l->members);
	return p;
}

/* Whether the members last read are as it has them: of many, the types of the first are compared one by one. */
static int
is_as_planned(const struct plan *p, const struct skim_read *l)
{
	size_t i;

	for (i = 0; i + SKIM_TYPED < p->count; i++)
		if (p->as[i] != l->members[i].type)
			return 0;
	return p->types == l->types && stood_is(&p->name, l->members[p->type].value);
}

static struct plan *
known_plan(struct quick *q, const struct skim_read *l)
{
	struct plan **first = q->plans + l->layout, **at = first, *p;

	for (; (p = *at); at = &p->next) {
		if (!is_as_planned(p, l))
			continue;
		*at = p->next;
		p->next = *first;
		return *first = p;
	}
	return NULL;
}

/* --- a line ---------------------------------------------------------------------------------------- */

static const struct skim_member *
find_type(const struct quick *q, const struct skim_read *l)
{
	const struct skim_member *m = l->members, *end = m + l->count;

	while (m < end && !slice_is(skim_name(q->skim, m->name), "type"))
		m++;
	return m < end && m->type == SCAN_STRING ? m : NULL;
}

static int
other_is_right(const struct later *l, const struct skim_member *m)
{
	const struct member as = {
		.value = m->value, .type = m->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)m->type,
	};

	return rec_fits(&as, l->kind);
}

/* One of the words of its kind: most often the same as in the line before. */
static int
word_is_right(struct later *l, struct slice value)
{
	if (stood_is(&l->word, value))
		return 1;
	if (!rec_word(value, l->kind->words))
		return 0;
	stood_keep(&l->word, value);
	return 1;
}

static int
read_time(struct quick *q, struct skim_member *m)
{
	struct slice text = inside(m->value);

	m->type = FIELD_TIME;
	return when_read_next(&q->last_time, text.at, text.len, &m->number) == 0;
}

static int
is_right(struct quick *q, struct later *l, struct skim_member *m)
{
	switch (l->then) {
	case THEN_ID: return m->value.len > 2;
	case THEN_TIME: return read_time(q, m);
	case THEN_WORD: return word_is_right(l, m->value);
	default: return other_is_right(l, m);
	}
}

/* What the plan does not say. */
static int
all_are_right(struct quick *q, struct plan *p, struct skim_member *members)
{
	struct later *l, *end = p->later + p->nlater;

	for (l = p->later; l < end; l++)
		if (!is_right(q, l, members + l->place))
			return 0;
	return 1;
}

/* The plan for a line; NULL: it has no type, or one that is not ours, and then passes. */
static struct plan *
find_plan(struct quick *q, const struct skim_read *l, int *passes)
{
	const struct skim_member *type;
	const struct kind        *kind;
	struct plan              *p;

	*passes = 0;
	if (q->era != l->era) {
		forget_plans(q);
		q->era = l->era;
	}
	p = known_plan(q, l);
	if (p)
		return p;
	type = find_type(q, l);
	if (!type)
		return NULL;
	kind = kind_find(inside(type->value).at, inside(type->value).len);
	*passes = !kind;
	return kind ? new_plan(q, l, kind, type) : NULL;
}

void
quick_begin(struct quick *q)
{
	skim_begin(q->skim);
}

size_t
quick_line(struct quick *q, const char *at, const char *end, const struct kind **kind, struct fields *f)
{
	size_t                  len = skim_line(q->skim, at, end);
	const struct skim_read *l = skim_last(q->skim);
	struct plan            *p;
	int                     passes;

	*kind = NULL;
	if (!len || len > LINE_MAX_BYTES)
		return 0;
	p = find_plan(q, l, &passes);
	if (!p)
		return passes ? len : 0;
	*kind = p->kind;
	f->has = p->has;
	f->ints = p->ints;
	f->at = p->at[l->place];
	return p->fits && all_are_right(q, p, l->members) ? len : 0;
}
