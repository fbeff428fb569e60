/* quick.c - lines as their producers write them, read at speed */
#include "quick.h"

#include "smm/lines.h"
#include "smm/skim.h"
#include "smm/when.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define KINDS  32u
#define NEEDED 16u

struct shape { /* of one kind of record: what the names met so far are in it */
	const struct kind        *kind;
	const struct member_kind *members[SKIM_NAMES];
	unsigned char             needed[NEEDED]; /* names */
	size_t                    nneeded;
	int                       is_lacking;     /* one that is needed was not met yet */
	size_t                    names;          /* so many are looked up */
};

struct quick {
	struct skim *skim;
	int          field[SKIM_NAMES]; /* enum field of each name; -1 */
	size_t       names;             /* so many are looked up */
	unsigned     era;               /* of the names (skim.h) */
	size_t       type;              /* the name "type"; SKIM_NAMES: not met yet */
	struct shape shapes[KINDS];     /* in the order of kinds[] */
	struct shape *last;             /* of the line before */
};

struct quick *
quick_new(void)
{
	struct quick *q = mem_get(sizeof *q);

	memset(q, 0, sizeof *q);
	q->skim = skim_new();
	q->type = SKIM_NAMES;
	return q;
}

void
quick_free(struct quick *q)
{
	if (!q)
		return;
	skim_free(q->skim);
	free(q);
}

static void
forget_names(struct quick *q)
{
	size_t i;

	q->era = skim_era(q->skim);
	q->names = 0;
	q->type = SKIM_NAMES;
	for (i = 0; i < KINDS; i++)
		q->shapes[i].names = 0;
}

static void
look_up_names(struct quick *q)
{
	struct slice name;

	if (q->era != skim_era(q->skim))
		forget_names(q);
	for (; q->names < skim_names(q->skim); q->names++) {
		name = skim_name(q->skim, q->names);
		q->field[q->names] = field_find(name);
		if (name.len == 4 && memcmp(name.at, "type", 4) == 0)
			q->type = q->names;
	}
}

static int
find_name(const struct quick *q, const char *name)
{
	struct slice s;
	size_t       i;

	for (i = 0; i < q->names; i++) {
		s = skim_name(q->skim, i);
		if (s.len == strlen(name) && memcmp(s.at, name, s.len) == 0)
			return (int)i;
	}
	return -1;
}

static void
look_up_members(const struct quick *q, struct shape *s)
{
	const struct member_kind *m;
	struct slice              name;
	int                       i;

	for (; s->names < q->names; s->names++) {
		name = skim_name(q->skim, s->names);
		s->members[s->names] = name.len ? kind_member(s->kind->members, name.at, name.len) : NULL;
	}
	s->is_lacking = 0;
	s->nneeded = 0;
	for (m = s->kind->members; m->name; m++) {
		if (!m->needed)
			continue;
		i = find_name(q, m->name);
		s->is_lacking |= i < 0;
		assert(s->nneeded < NEEDED);
		s->needed[s->nneeded++] = (unsigned char)(i < 0 ? 0 : i);
	}
}

/* What kind the line is of: most often that of the line before. *found is 0 when no "type" says it. */
static struct shape *
shape_of(struct quick *q, const struct skim_member *members, size_t count, int *found)
{
	const struct skim_member *m = members;
	const struct kind        *k;

	while (m < members + count && m->name != q->type)
		m++;
	*found = m < members + count && m->type == SCAN_STRING;
	if (!*found)
		return NULL;
	k = q->last ? q->last->kind : NULL;
	if (!k || strncmp(k->name, m->value.at + 1, m->value.len - 2) != 0 || k->name[m->value.len - 2])
		k = kind_find(m->value.at + 1, m->value.len - 2);
	if (!k)
		return NULL;
	assert(k - kinds < KINDS);
	q->last = q->shapes + (k - kinds);
	q->last->kind = k;
	if (q->last->names < q->names)
		look_up_members(q, q->last);
	return q->last;
}

/* As rec_read() checks it; a time is read on the way. */
static inline int
is_right(const struct member_kind *k, struct skim_member *m)
{
	const struct member as = { .value = m->value, .type = (enum scan_type)m->type };

	switch (k->type) {
	case MEMBER_INT:
		return m->is_int || (m->type == SCAN_NULL && !k->needed);
	case MEMBER_ID:
		return m->type == SCAN_STRING ? m->value.len > 2 : m->type == SCAN_NULL && !k->needed;
	case MEMBER_TIME:
		if (m->type != SCAN_STRING || when_read(m->value.at + 1, m->value.len - 2, &m->number, NULL))
			return m->type == SCAN_NULL && !k->needed;
		m->is_int = 1;
		return 1;
	default:
		return rec_fits(&as, k);
	}
}

static inline void
set_field(struct fields *f, int i, const struct skim_member *m)
{
	f->has[i >> 6] |= UINT64_C(1) << (i & 63);
	f->read[i >> 6] |= (uint64_t)m->is_int << (i & 63);
	f->value[i] = m->value;
	f->type[i] = m->type;
	f->number[i] = m->number;
}

/* 0 when a member is not what its kind says. */
static int
take_members(const struct quick *q, const struct shape *s, struct skim_member *m, size_t count, struct fields *f)
{
	struct skim_member *end = m + count;

	f->has[0] = f->has[1] = f->read[0] = f->read[1] = 0;
	for (; m < end; m++) {
		if (s->members[m->name] && !is_right(s->members[m->name], m))
			return 0;
		if (m->type != SCAN_NULL && q->field[m->name] >= 0)
			set_field(f, q->field[m->name], m);
	}
	return 1;
}

static int
has_needed(const struct quick *q, const struct shape *s)
{
	size_t i = 0;

	while (i < s->nneeded && skim_has(q->skim, s->needed[i]))
		i++;
	return i == s->nneeded && !s->is_lacking;
}

size_t
quick_line(struct quick *q, const char *at, const char *end, const struct kind **kind, struct fields *f)
{
	size_t              count, len = skim_line(q->skim, at, end);
	struct skim_member *m;
	struct shape       *s;
	int                 found;

	if (!len || len > LINE_MAX_BYTES)
		return 0;
	m = skim_members(q->skim, &count);
	look_up_names(q);
	s = shape_of(q, m, count, &found);
	*kind = s ? s->kind : NULL;
	if (!found)
		return 0;
	if (!s) /* a type that is not ours passes */
		return len;
	return has_needed(q, s) && take_members(q, s, m, count, f) ? len : 0;
}
