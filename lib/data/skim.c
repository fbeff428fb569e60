/* skim.c - lines of JSON objects read at speed: what came before says what comes next */
#include "smm/skim.h"

#include "smm/utf8.h"

#include "skim_value.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define SPELLING   32u        /* bytes: the longest spelling of a key */
#define END        SKIM_NAMES /* name of the bracket that ends an object, of a line with its line feed or NUL */
#define TYPES      8u         /* of values: three bits for each of SKIM_TYPED members */

/*
 * From the comma (or bracket) to the colon and the blanks behind it, as somebody writes it. They are a tree: a key is
 * known by all that stand before it, so that none of them stands twice, and an end by all the members of its line.
 */
struct key {
	char              text[SPELLING]; /* NUL behind it */
	uint32_t          bytes;          /* a bit for each */
	unsigned short    len, name;      /* the beginning of an object: len 0 */
	unsigned short    layout;         /* of an END of a line: which it is */
	unsigned short    is_inner;       /* of an object that is a member's value */
	struct key       *next;           /* what followed it, the latest to be right first; NULL: nothing yet */
	struct key       *other;          /* what followed the same, too */
	const struct key *before;
};

struct name {
	char          text[SPELLING];
	unsigned char len;
};

/* What belongs to a name or a key is written when it is met: most of this is never touched. */
struct skim {
	struct key         begin; /* of a line */
	size_t             nkeys, nnames, nlayouts, count, ninner;
	unsigned           era;    /* how often all were forgotten */
	unsigned           layout; /* of the line last read */
	uint64_t           types;
	char               last;   /* what ends a line: a line feed, or a NUL */
	const char        *end;    /* of the text */
	struct scan       *scan;   /* for values inside values */
	struct name        names[SKIM_NAMES];
	struct skim_member members[SKIM_NAMES], inner[SKIM_NAMES];
	struct key         inside[SKIM_NAMES]; /* begin of the object that is the value of such a member, alike */
	struct key         keys[SKIM_KEYS];
};

struct skim *
skim_new(void)
{
	struct skim *s = mem_get(sizeof *s);

	memset(s, 0, offsetof(struct skim, names));
	s->begin.name = END;
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

/* --- keys ----------------------------------------------------------------------------------------- */

#ifdef __SSE2__
/* A bit for each of 16 bytes that are the same. */
static inline uint32_t
same_bytes(const char *a, const char *b)
{
	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)a),
	    _mm_loadu_si128((const void *)b)));
}

static inline int
is_key(const struct key *k, const char *p)
{
	uint32_t same = same_bytes(k->text, p), bytes = k->bytes;

	if (bytes > UINT16_MAX)
		same |= same_bytes(k->text + 16, p + 16) << 16;
	return (same & bytes) == bytes;
}
#else
static inline int
is_key(const struct key *k, const char *p)
{
	return memcmp(k->text, p, k->len) == 0;
}
#endif

static const char *
over_blanks(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

/* Behind `mark` and the blanks around it; NULL when it is not there. */
static const char *
over(const char *p, char mark)
{
	p = over_blanks(p);
	return *p == mark ? over_blanks(p + 1) : NULL;
}

static void
forget(struct skim *s)
{
	s->begin.next = NULL;
	s->nkeys = s->nnames = s->nlayouts = 0;
	s->era++;
}

/* Its number, known or new; -1 when there were too many, and all are forgotten. */
static int
find_name(struct skim *s, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < s->nnames; i++)
		if (s->names[i].len == len && memcmp(s->names[i].text, text, len) == 0)
			return (int)i;
	if (s->nnames == SKIM_NAMES) {
		forget(s);
		return -1;
	}
	memcpy(s->names[i].text, text, len);
	s->names[i].len = (unsigned char)len;
	s->inside[i] = (struct key){ .name = END, .is_inner = 1 };
	return (int)s->nnames++;
}

/* A new one of so many bytes, behind `before`; NULL when there were too many, and all are forgotten. */
static struct key *
new_key(struct skim *s, struct key *before, const char *text, size_t len, unsigned name)
{
	struct key *k = s->keys + s->nkeys;

	if (s->nkeys == SKIM_KEYS || s->nlayouts == SKIM_LAYOUTS) {
		forget(s);
		return NULL;
	}
	*k = (struct key){
		.bytes = UINT32_MAX >> (SPELLING - len), .len = (unsigned short)len, .name = (unsigned short)name,
		.layout = (unsigned short)s->nlayouts, .is_inner = before->is_inner,
		.other = before->next, .before = before,
	};
	memcpy(k->text, text, len);
	before->next = k;
	s->nkeys++;
	s->nlayouts += name == END && !k->is_inner;
	return k;
}

static int
stands_before(const struct key *k, int name)
{
	while (k && k->name != name)
		k = k->before;
	return k != NULL;
}

/* The bracket at p that ends an object; of a line with what ends the line. */
static struct key *
read_end(struct skim *s, struct key *before, const char *from, const char *bracket)
{
	const char *p = bracket;

	if (!before->is_inner) {
		p = over_blanks(p + 1);
		p += *p == '\r';
	}
	if ((!before->is_inner && *p != s->last) || p + 1 - from > (long)SPELLING)
		return NULL;
	return new_key(s, before, from, (size_t)(p + 1 - from), END);
}

/*
 * What stands at p, behind `before`: a key or an end, looked at byte by byte. Names are plain ASCII. Where the text
 * ends behind the colon there may be blanks to come.
 */
static struct key *
read_key(struct skim *s, struct key *before, const char *p)
{
	const char *from = p, *text = over_blanks(p);
	size_t      len;
	int         name;

	if (before->len && *text == '}')
		return read_end(s, before, from, text);
	p = over(p, before->len ? ',' : '{');
	if (!p || *p != '"')
		return NULL;
	for (text = ++p; *p >= 0x20 && *p < 0x7f && *p != '"' && *p != '\\'; p++)
		;
	len = (size_t)(p - text);
	if (*p != '"' || !(p = over(p + 1, ':')) || !*p || p - from > (long)SPELLING)
		return NULL;
	name = find_name(s, text, len);
	if (name < 0 || stands_before(before, name))
		return NULL;
	return new_key(s, before, from, (size_t)(p - from), (unsigned)name);
}

/* What came another time is tried first from now on, or is new. */
static struct key *
other_key(struct skim *s, struct key *before, const char *p)
{
	struct key **at = &before->next, *found;

	for (; (found = *at); at = &found->other)
		if (is_key(found, p)) {
			*at = found->other;
			found->other = before->next;
			before->next = found;
			return found;
		}
	return read_key(s, before, p);
}

static inline struct key *
next_key(struct skim *s, struct key *before, const char *p)
{
	struct key *found = before->next;

	if (__builtin_expect(found && is_key(found, p), 1))
		return found;
	return other_key(s, before, p);
}

/* --- lines ---------------------------------------------------------------------------------------- */

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

/* Behind the line and what ends it, `last`; NULL: it is for scan.h. */
static const char *
read_line(struct skim *s, const char *p, const char *end, char last)
{
	struct skim_member *m = s->members;
	struct key         *key = &s->begin;
	uint64_t            types = 0;
	const char         *behind;

	s->last = last;
	s->end = end;
	s->ninner = 0;
	for (;; m++) {
		key = next_key(s, key, p);
		if (!key)
			return NULL;
		p += key->len;
		if (key->name == END)
			break;
		m->name = key->name;
		m->value.at = p;
		behind = usual_value(m, p);
		if (!behind && !(behind = other_value(s, m, p)))
			return NULL;
		m->value.len = (size_t)(behind - p);
		p = behind;
		types = types * TYPES + m->type;
	}
	s->count = (size_t)(m - s->members);
	s->layout = key->layout;
	s->types = types;
	return p[-1] == last ? p : NULL;
}

size_t
skim_line(struct skim *s, const char *at, const char *end)
{
	const char *behind = read_line(s, at, end, '\n');

	return behind ? (size_t)(behind - at) : 0;
}

int
skim_text(struct skim *s, const char *at, size_t len)
{
	return read_line(s, at, at + len, '\0') == at + len + 1;
}

struct skim_member *
skim_members(struct skim *s, size_t *count)
{
	*count = s->count;
	return s->members;
}

unsigned
skim_layout(const struct skim *s)
{
	return s->layout;
}

uint64_t
skim_types(const struct skim *s)
{
	return s->types;
}

const struct skim_member *
skim_inside(const struct skim *s, const struct skim_member *m, size_t *count)
{
	*count = m->type == SCAN_OBJECT ? m->inside.count : 0;
	return s->inner + (*count ? m->inside.first : 0);
}

unsigned
skim_era(const struct skim *s)
{
	return s->era;
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
