/* rec_skim.c - records read at speed: what is not as usual is left to rec_read() */
#include "rec_parts.h"

#include "smm/skim.h"
#include "smm/when.h"

#include "scan_value.h"

#include <stdlib.h>
#include <string.h>

enum fits { FITS_BY_VALUE, FITS_ALWAYS, FITS_NEVER };

struct known { /* of the member that stood here before, and so most often of the one that stands here now */
	const struct member_kind *table, *kind; /* table: whose; NULL: nothing is known. kind NULL: not one of it */
	unsigned                  name, type; /* as skim.h has them */
	unsigned                  key_len;
	enum scan_type            as;   /* the type as scan.h has it */
	enum fits                 fits; /* a member of this type */
	struct slice              word; /* the value last met of a MEMBER_WORD */
};

struct rec_quick {
	struct skim       *skim;
	unsigned           era;  /* of its names */
	unsigned           type; /* the name "type"; SKIM_NAMES: not met yet */
	const struct kind *kind; /* last met, */
	size_t             name_len, nneeded; /* and of it the bytes of its name, and how many members it needs */
	struct when_last   last_time;
	struct known       members[SKIM_NAMES], inner[SKIM_NAMES];
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
forget_names(struct rec_quick *q, unsigned era)
{
	memset(q->members, 0, sizeof q->members);
	memset(q->inner, 0, sizeof q->inner);
	q->era = era;
	q->type = SKIM_NAMES;
}

/* --- members against their kind ------------------------------------------------------------------- */

static enum fits
fits_by_type(unsigned type, const struct member_kind *k)
{
	if (!k || k->type == MEMBER_ANY || (type == SCAN_NULL && !k->needed))
		return FITS_ALWAYS;
	if (k->type == MEMBER_STRING)
		return type == SCAN_STRING ? FITS_ALWAYS : FITS_NEVER;
	return FITS_BY_VALUE;
}

static enum scan_type
scan_type_of(const struct skim_member *m)
{
	return m->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)m->type;
}

static void
get_to_know(struct rec_quick *q, struct known *g, const struct member_kind *table, const struct skim_member *m)
{
	struct slice key = skim_name(q->skim, m->name);

	*g = (struct known){
		.table = table, .kind = kind_member(table, key.at, key.len), .name = m->name, .type = m->type,
		.key_len = (unsigned)key.len, .as = scan_type_of(m),
	};
	g->fits = fits_by_type(m->type, g->kind);
}

static inline const struct member_kind *
kind_of(struct rec_quick *q, struct known *g, const struct member_kind *table, const struct skim_member *m)
{
	if (g->name != m->name || g->type != m->type || g->table != table)
		get_to_know(q, g, table, m);
	return g->kind;
}

static int
fits(const struct skim_member *m, const struct member_kind *k)
{
	struct member as = { .value = m->value, .type = scan_type_of(m) };

	return rec_fits(&as, k);
}

static int
is_word(struct known *g, const struct skim_member *m)
{
	if (g->word.at && g->word.len == m->value.len && memcmp(g->word.at, m->value.at + 1, g->word.len - 2) == 0)
		return 1;
	if (!fits(m, g->kind))
		return 0;
	g->word.len = m->value.len;
	g->word.at = rec_word(m->value, g->kind->words);
	return 1;
}

static int is_right(struct rec_quick *q, struct known *g, const struct skim_member *m);

static int
is_object(struct rec_quick *q, const struct skim_member *m, const struct member_kind *k)
{
	const struct skim_member *x;
	struct known             *g;
	size_t                    i, count;

	x = skim_inside(q->skim, m, &count);
	if (!count || !k->of)
		return fits(m, k);
	for (i = 0, g = q->inner + m->inside.first; i < count; i++, x++, g++) {
		kind_of(q, g, k->of, x);
		if (!is_right(q, g, x))
			return 0;
	}
	return 1;
}

/* As rec_fits() has it; of a kind that is none anything is. */
static inline int
is_right(struct rec_quick *q, struct known *g, const struct skim_member *m)
{
	int64_t ms;

	if (g->fits != FITS_BY_VALUE)
		return g->fits == FITS_ALWAYS;
	switch (g->kind->type) {
	case MEMBER_ID:
		return m->type == SCAN_STRING && m->value.len > 2;
	case MEMBER_TIME:
		return m->type == SCAN_STRING &&
		    !when_read_next(&q->last_time, m->value.at + 1, m->value.len - 2, &ms);
	case MEMBER_WORD:
		return is_word(g, m);
	case MEMBER_OBJECT:
		return m->type == SCAN_OBJECT && is_object(q, m, g->kind);
	default:
		return fits(m, g->kind);
	}
}

/* --- the record ----------------------------------------------------------------------------------- */

static void
meet_kind(struct rec_quick *q, const struct kind *kind)
{
	const struct member_kind *k;

	q->kind = kind;
	q->name_len = kind ? strlen(kind->name) : 0;
	for (q->nneeded = 0, k = kind ? kind->members : NULL; k && k->name; k++)
		q->nneeded += k->needed != 0;
}

/* 0: no "type" says it. */
static int
find_kind(struct rec_quick *q, const struct skim_member *m, size_t count)
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
	if (!q->kind || name.len != q->name_len || memcmp(name.at, q->kind->name, name.len) != 0)
		meet_kind(q, kind_find(name.at, name.len)); /* most often it is that of the line before */
	return 1;
}

/* As scan_object() has it. The key of a member stands before its colon, with its quotes. */
static inline void
put_member(const struct known *g, const struct skim_member *m, struct member *to)
{
	const char *quote = m->value.at - 2;

	while (*quote != '"')
		quote--;
	to->key.len = g->key_len;
	to->key.at = quote - to->key.len;
	to->value = m->value;
	to->type = g->as;
}

/* 0: something is not as it should be. No key stands twice, so that counting those that are needed is enough. */
static int
take_members(struct rec *r, const struct skim_member *m, size_t count)
{
	static const struct member_kind nothing[1]; /* is known of the members of a record of another kind */
	struct rec_quick               *q = r->quick;
	const struct member_kind       *table = r->kind ? r->kind->members : nothing, *k;
	struct known                   *g = q->members;
	struct member                  *to = scan_room(r->scan, count);
	size_t                          i, needed = q->nneeded;

	r->guesses = 0;
	rec_room(r, count);
	for (i = 0; i < count; i++, g++, m++) {
		r->guess[i] = k = kind_of(q, g, table, m);
		if (!is_right(q, g, m))
			return 0;
		needed -= k && k->needed;
		put_member(g, m, to + i);
	}
	r->guesses = count;
	return !needed;
}

static int
is_as_usual(struct rec *r, const char *line, size_t len)
{
	struct rec_quick       *q = r->quick;
	const struct skim_read *l = skim_last(q->skim);

	if (!skim_text(q->skim, line, len))
		return 0;
	if (q->era != l->era)
		forget_names(q, l->era);
	r->line = (struct slice){ line, len };
	if (!find_kind(q, l->members, l->count))
		return 0;
	r->kind = q->kind;
	return take_members(r, l->members, l->count);
}

int
rec_skim(struct rec *r, const char *line, size_t len, struct err *e)
{
	if (!r->quick)
		r->quick = quick_new();
	return is_as_usual(r, line, len) ? 0 : rec_read(r, line, len, e);
}
