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

/* What must be looked at beside the type and the length. */
enum then { THEN_NOTHING, THEN_TIME, THEN_WORD, THEN_OTHER };

struct place { /* what a name is in a kind of record */
	const struct member_kind *member; /* NULL: none */
	unsigned                  types;  /* allowed: a bit for each of enum scan_type, and SKIM_INT */
	unsigned                  least;  /* bytes */
	unsigned                  field;  /* enum field */
	enum then                 then;
	struct slice              word;   /* the one met last: in the table, not in a line */
};

struct shape { /* of one kind of record: what the names met so far are in it */
	const struct kind        *kind;
	struct place              places[SKIM_NAMES];
	unsigned char             needed[NEEDED]; /* names */
	size_t                    nneeded;
	int                       is_lacking;     /* one that is needed was not met yet */
	size_t                    names;          /* so many are looked up */
};

struct quick {
	struct skim *skim;
	size_t       names;         /* so many are looked up */
	unsigned     era;           /* of the names (skim.h) */
	size_t       type;          /* the name "type"; SKIM_NAMES: not met yet */
	struct shape shapes[KINDS]; /* in the order of kinds[] */
	struct shape *last;         /* of the line before */
	struct when_last last_time;
};

struct quick *
quick_new(void)
{
	struct quick *q = mem_zero(sizeof *q); /* most of it is never touched */

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

#define BIT(type) (1u << (type))
#define ANY       (BIT(SKIM_INT + 1) - 1)

static struct place
look_up(const struct kind *kind, struct slice name)
{
	const struct member_kind *k = name.len ? kind_member(kind->members, name.at, name.len) : NULL;
	int                       field = field_find(name);
	struct place              p = { .member = k, .types = ANY, .field = field < 0 ? F_NONE : (unsigned)field };

	switch (k ? k->type : MEMBER_ANY) {
	case MEMBER_ANY: break;
	case MEMBER_STRING: p.types = BIT(SCAN_STRING); break;
	case MEMBER_ID: p.types = BIT(SCAN_STRING); p.least = 3; break;
	case MEMBER_INT: p.types = BIT(SKIM_INT); break;
	case MEMBER_BOOL: p.types = BIT(SCAN_TRUE) | BIT(SCAN_FALSE); break;
	case MEMBER_TIME: p.types = BIT(SCAN_STRING); p.then = THEN_TIME; break;
	case MEMBER_WORD: p.types = BIT(SCAN_STRING); p.then = THEN_WORD; break;
	default: p.then = THEN_OTHER;
	}
	if (k && !k->needed)
		p.types |= BIT(SCAN_NULL);
	return p;
}

static void
look_up_members(const struct quick *q, struct shape *s)
{
	const struct member_kind *m;
	int                       i;

	for (; s->names < q->names; s->names++)
		s->places[s->names] = look_up(s->kind, skim_name(q->skim, s->names));
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

static int
other_is_right(const struct place *p, const struct skim_member *m)
{
	enum scan_type      type = m->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)m->type;
	const struct member as = { .value = m->value, .type = type };

	return rec_fits(&as, p->member);
}

/* One of the words of its kind: most often the same as in the line before. */
static int
word_is_right(struct place *p, const struct skim_member *m)
{
	const char *const *w;
	size_t             len = m->value.len - 2;

	if (p->word.at && p->word.len == len && memcmp(p->word.at, m->value.at + 1, len) == 0)
		return 1;
	for (w = p->member->words; *w; w++)
		if (strlen(*w) == len && memcmp(*w, m->value.at + 1, len) == 0) {
			p->word = (struct slice){ *w, len };
			return 1;
		}
	return 0;
}

static int
read_time(struct quick *q, struct skim_member *m)
{
	m->type = SKIM_INT; /* read */
	return when_read_next(&q->last_time, m->value.at + 1, m->value.len - 2, &m->number) == 0;
}

/* What is not null, beside its type. */
static int
is_right(struct quick *q, struct place *p, struct skim_member *m)
{
	switch (p->then) {
	case THEN_TIME: return read_time(q, m);
	case THEN_WORD: return word_is_right(p, m);
	case THEN_OTHER: return other_is_right(p, m);
	default: return 1;
	}
}

/* 0 when a member is not what its kind says. */
static int
take_members(struct quick *q, struct shape *s, size_t count, struct skim_member *m, struct fields *f)
{
	struct skim_member *end = m + count;
	struct place       *p;
	uint64_t            has = 0, read = 0;

	for (; m < end; m++) {
		p = s->places + m->name;
		if (!(p->types >> m->type & 1) || m->value.len < p->least)
			return 0;
		f->type[p->field] = (unsigned char)(m->type == SKIM_INT ? SCAN_NUMBER : m->type);
		if (p->then && m->type != SCAN_NULL && !is_right(q, p, m))
			return 0;
		has |= (uint64_t)(m->type != SCAN_NULL) << p->field;
		read |= (uint64_t)(m->type == SKIM_INT) << p->field;
		f->value[p->field] = m->value;
		f->number[p->field] = m->number;
	}
	f->has = has;
	f->read = read;
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
	return has_needed(q, s) && take_members(q, s, count, m, f) ? len : 0;
}
