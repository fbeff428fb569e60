/* quick.c - lines as their producers write them, read at speed */
#include "quick.h"

#include "smm/lines.h"
#include "smm/skim.h"
#include "smm/when.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KINDS  32u
#define LATER  (SKIM_SLOTS - F_NONE - 1)
#define NEEDED 16u
#define HEAD   32u /* bytes */
#define TYPE   "{\"type\":\""

/* What must be looked at beside the type and the length. */
enum then { THEN_NOTHING, THEN_TIME, THEN_WORD, THEN_OTHER };

struct later { /* a member of which that must */
	const struct member_kind *member;
	size_t                    name, slot;
	enum then                 then;
	struct slice              word; /* the one met last: in the table, not in a line */
};

struct shape { /* of one kind of record: what the names met so far are in it */
	const struct kind *kind;
	char               head[HEAD]; /* as most producers begin a line of it: {"type":"metric" */
	size_t             head_len, names, nneeded, nlater; /* so many names are looked up */
	uint64_t           fields;         /* bits of those that are needed */
	unsigned char      needed[NEEDED]; /* and names of others that are */
	int                is_lacking;     /* one of them was not met yet */
	struct skim_ask    asked[SKIM_NAMES];
	struct later       later[LATER];
};

struct quick {
	struct skim    *skim;
	size_t          names;         /* so many are looked up */
	unsigned        era;           /* of the names (skim.h) */
	size_t          type;          /* the name "type"; SKIM_NAMES: not met yet */
	struct shape    shapes[KINDS]; /* in the order of kinds[] */
	struct shape   *last;          /* of the line before; never NULL */
	struct when_last last_time;
};

static struct shape *
shape_for(struct quick *q, const struct kind *kind)
{
	struct shape *s = q->shapes + (kind - kinds);

	assert(kind - kinds < KINDS);
	if (!s->kind) {
		s->kind = kind;
		s->head_len = (size_t)snprintf(s->head, HEAD, TYPE "%s\"", kind->name);
		assert(s->head_len < HEAD);
	}
	return s;
}

struct quick *
quick_new(void)
{
	struct quick *q = mem_zero(sizeof *q); /* most of it is never touched */

	q->skim = skim_new();
	q->type = SKIM_NAMES;
	q->last = shape_for(q, kinds);
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

/* --- what names are in a kind ---------------------------------------------------------------------- */

#define BIT(type) (1u << (type))
#define ANY       (BIT(SKIM_EMPTY + 1) - 1u)
#define STRING    (BIT(SCAN_STRING) | BIT(SKIM_EMPTY))

static unsigned
types_of(const struct member_kind *k)
{
	unsigned null = k->needed ? 0 : BIT(SCAN_NULL);

	switch (k->type) {
	case MEMBER_STRING: case MEMBER_TIME: case MEMBER_WORD: return STRING | null;
	case MEMBER_ID: return BIT(SCAN_STRING) | null;
	case MEMBER_INT: return BIT(SKIM_INT) | null;
	case MEMBER_BOOL: return BIT(SCAN_TRUE) | BIT(SCAN_FALSE) | null;
	default: return ANY;
	}
}

static enum then
then_of(const struct member_kind *k)
{
	switch (k->type) {
	case MEMBER_ANY: case MEMBER_STRING: case MEMBER_ID: case MEMBER_INT: case MEMBER_BOOL: return THEN_NOTHING;
	case MEMBER_TIME: return THEN_TIME;
	case MEMBER_WORD: return THEN_WORD;
	default: return THEN_OTHER;
	}
}

static void
look_up(struct shape *s, size_t number, struct slice name)
{
	const struct member_kind *k = name.len ? kind_member(s->kind->members, name.at, name.len) : NULL;
	enum then                 then = k ? then_of(k) : THEN_NOTHING;
	int                       field = field_find(name);
	struct skim_ask          *ask = s->asked + number;

	*ask = (struct skim_ask){ .types = (uint16_t)(k ? types_of(k) : ANY), .slot = F_NONE };
	if (field >= 0) {
		ask->slot = (unsigned char)field;
		ask->bit = UINT64_C(1) << field;
	} else if (then) {
		ask->slot = (unsigned char)(F_NONE + 1 + s->nlater);
	}
	if (!then)
		return;
	assert(s->nlater < LATER);
	s->later[s->nlater++] = (struct later){ .member = k, .name = number, .slot = ask->slot, .then = then };
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
look_up_needed(const struct quick *q, struct shape *s)
{
	const struct member_kind *m;
	int                       i;

	s->is_lacking = 0;
	s->fields = UINT64_C(1) << F_TYPE;
	s->nneeded = 0;
	for (m = s->kind->members; m->name; m++) {
		if (!m->needed)
			continue;
		i = field_find((struct slice){ m->name, strlen(m->name) });
		if (i >= 0) {
			s->fields |= UINT64_C(1) << i;
			continue;
		}
		i = find_name(q, m->name);
		s->is_lacking |= i < 0;
		assert(s->nneeded < NEEDED);
		s->needed[s->nneeded++] = (unsigned char)(i < 0 ? 0 : i);
	}
}

static void
look_up_members(const struct quick *q, struct shape *s)
{
	if (!s->names)
		s->nlater = 0;
	for (; s->names < q->names; s->names++)
		look_up(s, s->names, skim_name(q->skim, s->names));
	look_up_needed(q, s);
}

/* --- a line ---------------------------------------------------------------------------------------- */

/* What kind the line seems to be of: most often that of the line before, or it begins with its type. */
static struct shape *
guess(struct quick *q, const char *at)
{
	const struct kind *k;
	const char        *name = at + strlen(TYPE), *quote;

	if (memcmp(at, q->last->head, q->last->head_len) == 0 || memcmp(at, TYPE, strlen(TYPE)) != 0)
		return q->last;
	quote = memchr(name, '"', HEAD);
	k = quote ? kind_find(name, (size_t)(quote - name)) : NULL;
	return k ? shape_for(q, k) : q->last;
}

/* Whether names were met in the line that were not asked for. */
static int
has_new_names(struct quick *q, struct shape *s)
{
	look_up_names(q);
	if (s->names == q->names)
		return 0;
	look_up_members(q, s);
	return 1;
}

static size_t
read_as(struct quick *q, struct shape *s, const char *at, const char *end)
{
	size_t len = skim_line(q->skim, at, end, s->asked);

	if (len && has_new_names(q, s))
		len = skim_line(q->skim, at, end, s->asked);
	q->last = s;
	return len <= LINE_MAX_BYTES ? len : 0;
}

/* What "type" says, of a line that has one. */
static struct slice
type_of(const struct fields *f)
{
	return (struct slice){ field_value(f, F_TYPE).at + 1, field_value(f, F_TYPE).len - 2 };
}

static int
is_named(const struct shape *s, struct slice name)
{
	return name.len == s->head_len - strlen(TYPE) - 1 && memcmp(s->kind->name, name.at, name.len) == 0;
}

static int
other_is_right(const struct later *l, const struct skim_member *m)
{
	enum scan_type      type = m->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)m->type;
	const struct member as = { .value = m->value, .type = type };

	return rec_fits(&as, l->member);
}

/* One of the words of its kind: most often the same as in the line before. */
static int
word_is_right(struct later *l, const struct skim_member *m)
{
	const char *word;
	size_t      len = m->value.len - 2;

	if (l->word.at && l->word.len == len && memcmp(l->word.at, m->value.at + 1, len) == 0)
		return 1;
	word = rec_word(m->value, l->member->words);
	if (word)
		l->word = (struct slice){ word, len };
	return word != NULL;
}

static int
read_time(struct quick *q, struct skim_member *m)
{
	m->type = FIELD_TIME;
	return when_read_next(&q->last_time, m->value.at + 1, m->value.len - 2, &m->number) == 0;
}

static int
is_right(struct quick *q, struct later *l, struct skim_member *m)
{
	switch (l->then) {
	case THEN_TIME: return read_time(q, m);
	case THEN_WORD: return word_is_right(l, m);
	default: return other_is_right(l, m);
	}
}

/* And not null. */
static int
is_there(const struct quick *q, const struct later *l, const struct fields *f)
{
	if (l->slot < F_COUNT)
		return has_field(f, (int)l->slot);
	return skim_has(q->skim, l->name) && f->line->at[l->slot]->type != SCAN_NULL;
}

/* What the scanner does not look at. */
static int
is_complete(struct quick *q, struct shape *s, struct fields *f)
{
	struct later *l;
	size_t        i = 0;

	while (i < s->nneeded && skim_has(q->skim, s->needed[i]))
		i++;
	if (i < s->nneeded || s->is_lacking || s->fields & ~f->line->has)
		return 0;
	for (l = s->later; l < s->later + s->nlater; l++)
		if (is_there(q, l, f) && !is_right(q, l, f->line->at[l->slot]))
			return 0;
	return 1;
}

size_t
quick_line(struct quick *q, const char *at, const char *end, const struct kind **kind, struct fields *f)
{
	struct shape *s = guess(q, at);
	size_t        len = read_as(q, s, at, end);

	*kind = NULL;
	f->line = skim_found(q->skim);
	if (!len || !is_field_a(f, F_TYPE, SCAN_STRING))
		return 0;
	if (!is_named(s, type_of(f))) {
		*kind = kind_find(type_of(f).at, type_of(f).len);
		if (!*kind) /* a type that is not ours passes */
			return len;
		s = shape_for(q, *kind);
		len = read_as(q, s, at, end);
	}
	*kind = s->kind;
	return f->line->fits && is_complete(q, s, f) ? len : 0;
}
