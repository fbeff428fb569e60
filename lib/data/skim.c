/* skim.c - lines of JSON objects read at speed: what came before says what comes next */
#include "skim_parts.h"

#include "smm/utf8.h"

#include "skim_value.h"

#include <stddef.h>
#include <stdlib.h>

#define ALONE 16u /* lines, when two were not alike */
#define TYPES 8u  /* of values: three bits for each of SKIM_TYPED members */

struct skim *
skim_new(void)
{
	struct skim *s = mem_get(sizeof *s);
	unsigned     i;

	memset(s, 0, offsetof(struct skim, names));
	s->begin.name = END;
	for (i = 0; i < 2; i++)
		s->lines[i].read = (struct skim_read){ .members = s->lines[i].members, .place = i };
	s->scan = scan_new();
	return s;
}

void
skim_free(struct skim *s)
{
	if (!s)
		return;
	scan_free(s->scan);
	free(s);
}

/* Behind a value that holds no others; NULL: it does, or is wrong. */
static const char *
plain_value(struct skim_member *m, const char *p)
{
	const char *behind = usual_value(m, p);

	return behind ? behind : number(m, p);
}

/* An object of plain values, its keys foretold like those of the line; NULL: it is for scan.h. */
static const char *
flat(struct skim *s, struct skim_member *outer, const char *p)
{
	struct skim_member *m = s->inner + s->ninner;
	struct key         *key = s->inside + outer->name;

	outer->inside.first = (unsigned)s->ninner;
	for (;; m++) {
		key = next_key(s, key, p);
		if (!key)
			return NULL;
		p += key->len;
		if (key->name == END)
			break;
		if (m == s->inner + SKIM_NAMES)
			return NULL;
		m->name = key->name;
		m->value.at = p;
		p = plain_value(m, p);
		if (!p)
			return NULL;
		m->value.len = (size_t)(p - m->value.at);
	}
	s->ninner = (size_t)(m - s->inner);
	outer->inside.count = (unsigned)s->ninner - outer->inside.first;
	return p;
}

/* Behind an object or a list. */
static const char *
nested(struct skim *s, struct skim_member *m, const char *p)
{
	unsigned    era = s->era;
	const char *behind = *p == '{' ? flat(s, m, p) : NULL;

	m->type = *p == '{' ? SCAN_OBJECT : SCAN_ARRAY;
	if (s->era != era) /* the key before is forgotten, too */
		return NULL;
	if (behind)
		return behind;
	m->inside.count = 0;
	behind = scan_part(s->scan, p, s->end);
	if (!behind || memchr(p, '\n', (size_t)(behind - p))) /* where the text is many lines, this one ends there */
		return NULL;
	return utf8_valid(p, (size_t)(behind - p)) == (size_t)(behind - p) ? behind : NULL;
}

/* Behind a value that is not as most are, or wrong. */
static const char *
other_value(struct skim *s, struct skim_member *m, const char *p)
{
	return *p == '{' || *p == '[' ? nested(s, m, p) : number(m, p);
}

/* How far a line was read: up to p, behind the key or the value that stands there. */
struct walk {
	const char         *p;
	struct key         *key; /* the one before */
	struct skim_member *m;   /* the next one */
	uint64_t            types;
};

static struct walk
walk_from(struct skim *s, struct line *l, const char *at)
{
	l->at = at;
	return (struct walk){ .p = at, .key = &s->begin, .m = l->members };
}

/* At the end of a line, whose bracket was the last key. */
static void
arrive(const struct skim *s, struct line *l, const struct walk *w, const struct key *end)
{
	l->len = (size_t)(w->p + end->len - l->at);
	l->read.count = (size_t)(w->m - l->members);
	l->read.layout = end->layout;
	l->read.types = w->types;
	l->read.era = s->era;
}

static inline void
note(struct walk *w, const char *behind)
{
	w->m->value.len = (size_t)(behind - w->m->value.at);
	w->types = w->types * TYPES + w->m->type;
	w->m++;
	w->p = behind;
}

/* Behind the value of a member, which stands behind its key; NULL: it is not as most are. */
static inline __attribute__((always_inline)) const char *
usual_member(const struct walk *w, const struct key *key)
{
	w->m->name = key->name;
	w->m->value.at = w->p + key->len;
	return usual_value(w->m, w->m->value.at);
}

/*
 * Two lines, as long as both have the same keys, as foretold, and usual values: where one ends is not known before it
 * was looked at, and meanwhile the other can go on. Whether both have arrived; if not, `a` is as far as it came.
 */
static int
in_step(struct skim *s, struct walk *a, struct walk *b)
{
	struct walk       x = *a, y = *b;
	const char       *p, *q;
	struct key       *key;

	for (;; x.key = key) {
		key = x.key->next;
		if (!key || !is_key(key, x.p) || !is_key(key, y.p))
			break;
		if (key->name == END) {
			arrive(s, s->lines, &x, key);
			arrive(s, s->lines + 1, &y, key);
			return 1;
		}
		p = usual_member(&x, key);
		q = usual_member(&y, key);
		if ((!p && !(p = number(x.m, x.m->value.at))) || (!q && !(q = number(y.m, y.m->value.at))))
			break;
		note(&x, p);
		note(&y, q);
	}
	*a = x;
	return 0;
}

/* Whether the line could be read to its end; if not, it is for scan.h. */
static int
alone(struct skim *s, struct line *l, struct walk *w)
{
	const char *p;
	struct key *key;

	for (s->ninner = 0;; w->key = key) {
		key = next_key(s, w->key, w->p);
		if (!key)
			return 0;
		if (key->name == END)
			break;
		p = usual_member(w, key);
		if (!p && !(p = other_value(s, w->m, w->m->value.at)))
			return 0;
		note(w, p);
	}
	arrive(s, l, w, key);
	return l->at[l->len - 1] == s->feed;
}

void
skim_begin(struct skim *s)
{
	s->ahead = NULL;
}

/* Lines that differ soon, or have values of which few are, are not worth going in step. */
static int
two_lines(struct skim *s, const char *at, const char *next)
{
	struct walk a = walk_from(s, s->lines, at), b = walk_from(s, s->lines + 1, next);

	next_key(s, &s->begin, at); /* what lines like this one begin with is tried first */
	if (in_step(s, &a, &b)) {
		s->ahead = next;
		return 1;
	}
	if (a.m > s->lines->members)
		s->alone = ALONE;
	return alone(s, s->lines, &a);
}

static int
one_line(struct skim *s, const char *at)
{
	struct walk w = walk_from(s, s->lines, at);

	s->alone -= s->alone > 0;
	return alone(s, s->lines, &w);
}

size_t
skim_line(struct skim *s, const char *at, const char *end)
{
	const char *feed;
	int         waits = s->ahead == at;

	s->ahead = NULL;
	s->last = waits;
	if (waits)
		return s->lines[1].len;
	feed = memchr(at, '\n', (size_t)(end - at));
	if (!feed)
		return 0;
	s->feed = '\n';
	s->end = end;
	return (s->alone || feed + 1 == end ? one_line(s, at) : two_lines(s, at, feed + 1)) ? s->lines->len : 0;
}

int
skim_text(struct skim *s, const char *at, size_t len)
{
	s->ahead = NULL;
	s->last = 0;
	s->feed = '\0';
	s->end = at + len;
	return one_line(s, at) && s->lines->len == len + 1;
}

const struct skim_read *
skim_last(const struct skim *s)
{
	return &s->lines[s->last].read;
}

struct skim_member *
skim_place(struct skim *s, unsigned place)
{
	return s->lines[place].members;
}

const struct skim_member *
skim_inside(const struct skim *s, const struct skim_member *m, size_t *count)
{
	*count = m->type == SCAN_OBJECT ? m->inside.count : 0;
	return s->inner + (*count ? m->inside.first : 0);
}

struct slice
skim_name(const struct skim *s, size_t i)
{
	return (struct slice){ s->names[i].text, s->names[i].len };
}

/* Up to eight digits in one word: pairs, then pairs of pairs, then both halves. */
int64_t
skim_int(const struct skim_member *m)
{
	const char *p = m->value.at, *end = p + m->value.len;
	int64_t     n = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t w;

	if (m->value.len <= sizeof w) {
		memcpy(&w, p, sizeof w);
		w = (w ^ 0x3030303030303030u) << (64 - 8 * m->value.len);
		w = w * 10 + (w >> 8);
		return (int64_t)((uint64_t)((w & 0xff000000ffu) * 0xf424000000064u +
		    (w >> 16 & 0xff000000ffu) * 0x271000000001u) >> 32);
	}
#endif
	for (; p < end; p++)
		n = 10 * n + (*p - '0');
	return n;
}
