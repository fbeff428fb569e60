/* skim.c - lines of JSON objects read at speed: what came before says what comes next */
#include "smm/skim.h"

#include "smm/utf8.h"

#include "skim_value.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define SPELLING   32u        /* bytes: the longest spelling of a key */
#define NEXT       4u         /* keys that are tried before the text is looked at */
#define END        SKIM_NAMES /* name of the bracket that ends an object, of a line with its line feed or NUL */

struct key { /* from the comma (or bracket) to the colon and the blanks behind it, as somebody writes it */
	char        text[SPELLING]; /* NUL behind it */
	struct key *next[NEXT];     /* what followed it before, the latest to be right first; NULL: nothing */
	uint32_t    bytes;          /* a bit for each */
	unsigned    len, name;
	int         is_inner;   /* of an object that is a member's value */
};

struct name {
	char          text[SPELLING];
	unsigned char len;
};

/* What belongs to a name or a key is written when it is met: most of this is never touched. */
struct skim {
	struct key         begin; /* of a line: what came first before */
	size_t             nkeys, nnames, count, ninner;
	uint64_t           line, object;
	unsigned           era, forgotten; /* how often names, or names and keys, were */
	char               last;           /* what ends a line: a line feed, or a NUL */
	const char        *end;            /* of the text */
	const struct skim_ask *asked;
	struct skim_found  found;
	struct scan       *scan; /* for values inside values */
	uint64_t           seen[SKIM_NAMES]; /* in which line last */
	uint64_t           seen_inside[SKIM_NAMES]; /* in which inner object last */
	struct name        names[SKIM_NAMES];
	struct skim_member members[SKIM_NAMES], inner[SKIM_NAMES];
	struct key         inside[SKIM_NAMES]; /* of the object that is the value of such a member, alike */
	struct key         keys[SKIM_KEYS];
};

struct skim *
skim_new(void)
{
	struct skim *s = mem_get(sizeof *s);

	memset(s, 0, offsetof(struct skim, found));
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
	return !(bytes & ~same);
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
forget_keys(struct skim *s)
{
	size_t i;

	memset(s->begin.next, 0, sizeof s->begin.next);
	for (i = 0; i < s->nnames; i++)
		memset(s->inside[i].next, 0, sizeof s->inside[i].next);
	s->nkeys = 0;
	s->forgotten++;
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
		forget_keys(s);
		s->nnames = 0;
		s->era++;
		return -1;
	}
	memcpy(s->names[i].text, text, len);
	s->names[i].len = (unsigned char)len;
	s->seen[i] = s->seen_inside[i] = 0;
	s->inside[i] = (struct key){ .is_inner = 1 };
	return (int)s->nnames++;
}

/* The spelling of so many bytes, known or new. When there are too many, all are forgotten. */
static struct key *
find_key(struct skim *s, const char *text, size_t len, unsigned name, int is_inner)
{
	struct key new = { .len = (unsigned)len, .name = name, .is_inner = is_inner };
	size_t     i;

	new.bytes = UINT32_MAX >> (SPELLING - len);
	memcpy(new.text, text, len);
	for (i = 0; i < s->nkeys; i++)
		if (s->keys[i].len == len && s->keys[i].is_inner == is_inner &&
		    memcmp(s->keys[i].text, new.text, SPELLING) == 0)
			return s->keys + i;
	if (s->nkeys == SKIM_KEYS)
		forget_keys(s);
	s->keys[s->nkeys] = new;
	return s->keys + s->nkeys++;
}

/* The bracket at p that ends an object; of a line with what ends the line. */
static struct key *
read_end(struct skim *s, const char *from, const char *bracket, int is_inner)
{
	const char *p = bracket;

	if (!is_inner) {
		p = over_blanks(p + 1);
		p += *p == '\r';
	}
	if ((!is_inner && *p != s->last) || p + 1 - from > (long)SPELLING)
		return NULL;
	return find_key(s, from, (size_t)(p + 1 - from), END, is_inner);
}

/* What stands at p, behind `before`: a key or an end, looked at byte by byte. Names are plain ASCII. */
static struct key *
read_key(struct skim *s, const struct key *before, const char *p)
{
	const char *from = p, *text = over_blanks(p);
	size_t      len;
	int         name;

	if (before->len && *text == '}')
		return read_end(s, from, text, before->is_inner);
	p = over(p, before->len ? ',' : '{');
	if (!p || *p != '"')
		return NULL;
	for (text = ++p; *p >= 0x20 && *p < 0x7f && *p != '"' && *p != '\\'; p++)
		;
	len = (size_t)(p - text);
	if (*p != '"' || !(p = over(p + 1, ':')) || p - from > (long)SPELLING)
		return NULL;
	name = find_name(s, text, len);
	return name < 0 ? NULL : find_key(s, from, (size_t)(p - from), (unsigned)name, before->is_inner);
}

/* None of those that followed before: the new one is tried second from now on, first when it is right again. */
static struct key *
learn(struct skim *s, struct key *before, const char *p)
{
	size_t      nkeys = s->nkeys;
	struct key *found = read_key(s, before, p);

	if (!found || s->nkeys < nkeys) /* `before` is forgotten, too */
		return found;
	memmove(before->next + 2, before->next + 1, (NEXT - 2) * sizeof *before->next);
	before->next[1] = found;
	return found;
}

/* What came another time, which is tried earlier from now on, or is new. */
static struct key *
other_key(struct skim *s, struct key *before, const char *p)
{
	struct key *found;
	unsigned    i;

	for (i = 1; i < NEXT; i++) {
		found = before->next[i];
		if (!found || !is_key(found, p))
			continue;
		before->next[i] = before->next[i - 1];
		before->next[i - 1] = found;
		return found;
	}
	return learn(s, before, p);
}

static inline struct key *
next_key(struct skim *s, struct key *before, const char *p)
{
	struct key *found = before->next[0];

	return found && is_key(found, p) ? found : other_key(s, before, p);
}

/* --- lines ---------------------------------------------------------------------------------------- */

/* An object of plain values, its keys foretold like those of the line; NULL: it is for scan.h. */
static const char *
flat(struct skim *s, struct skim_member *outer, const char *p)
{
	struct skim_member *m = s->inner + s->ninner;
	struct key         *key = s->inside + outer->name;

	outer->inside.first = (unsigned)s->ninner;
	for (s->object++;; m++) {
		key = next_key(s, key, p);
		if (!key)
			return NULL;
		p += key->len;
		if (key->name == END)
			break;
		if (s->seen_inside[key->name] == s->object || m == s->inner + SKIM_NAMES)
			return NULL;
		s->seen_inside[key->name] = s->object;
		m->name = key->name;
		m->value.at = p;
		if (!(p = scalar(m, p)))
			return NULL;
		m->value.len = (size_t)(p - m->value.at);
	}
	s->ninner = (size_t)(m - s->inner);
	outer->inside.count = (unsigned)s->ninner - outer->inside.first;
	return p;
}

static const char *
nested(struct skim *s, struct skim_member *m, const char *p)
{
	unsigned    forgotten = s->forgotten;
	const char *behind = *p == '{' ? flat(s, m, p) : NULL;

	m->type = *p == '{' ? SCAN_OBJECT : SCAN_ARRAY;
	if (s->forgotten != forgotten) /* the key before may be among them */
		return NULL;
	if (behind)
		return behind;
	m->inside.count = 0;
	behind = scan_part(s->scan, p, s->end);
	if (!behind || memchr(p, '\n', (size_t)(behind - p))) /* where the text is many lines, this one ends there */
		return NULL;
	return utf8_valid(p, (size_t)(behind - p)) == (size_t)(behind - p) ? behind : NULL;
}

/* A value that is no string, nor a number of few digits. */
static const char *
other_value(struct skim *s, struct skim_member *m, const char *p)
{
	if (*p == '{' || *p == '[')
		return nested(s, m, p);
	return *p == 't' || *p == 'f' || *p == 'n' ? word(m, p) : number(m, p);
}

/* A member was read, which is not null: what is asked of it. */
static inline void
note(struct skim *s, struct skim_member *m, unsigned as)
{
	const struct skim_ask *ask = s->asked + m->name;

	s->found.at[ask->slot] = m;
	s->found.has |= ask->bit;
	s->found.fits &= ask->types >> as;
}

static inline void
note_any(struct skim *s, struct skim_member *m)
{
	uint64_t has = s->found.has;

	note(s, m, m->type);
	if (m->type == SCAN_NULL)
		s->found.has = has;
}

/* Behind the value of m; NULL: it is for scan.h. */
static inline const char *
value(struct skim *s, struct skim_member *m, int is_asked)
{
	const char *p = m->value.at, *behind;

	if (*p == '"') {
		if (!(behind = string(p + 1)))
			return NULL;
		m->type = SCAN_STRING;
		if (is_asked)
			note(s, m, behind == p + 2 ? SKIM_EMPTY : SCAN_STRING);
	} else if ((behind = few_digits(m, p))) {
		if (is_asked)
			note(s, m, SKIM_INT);
	} else {
		if (!(behind = other_value(s, m, p)))
			return NULL;
		if (is_asked)
			note_any(s, m);
	}
	m->value.len = (size_t)(behind - p);
	return behind;
}

/*
 * Behind the line and what ends it, `last`; NULL: it is for scan.h. Made twice: for who asks, and who does not.
 */
static inline __attribute__((always_inline)) const char *
read_line(struct skim *s, const char *p, const char *end, char last, int is_asked)
{
	struct skim_member *m = s->members;
	struct key         *key = &s->begin;

	s->last = last;
	s->end = end;
	s->ninner = 0;
	for (s->line++;; m++) {
		key = next_key(s, key, p);
		if (!key)
			return NULL;
		p += key->len;
		if (key->name == END)
			break;
		if (s->seen[key->name] == s->line) /* twice */
			return NULL;
		s->seen[key->name] = s->line;
		m->name = key->name;
		m->value.at = p;
		p = value(s, m, is_asked);
		if (!p)
			return NULL;
	}
	s->count = (size_t)(m - s->members);
	return p[-1] == last ? p : NULL;
}

size_t
skim_line(struct skim *s, const char *at, const char *end, const struct skim_ask *asked)
{
	const char *behind;

	s->asked = asked;
	s->found.has = 0;
	s->found.fits = 1;
	behind = read_line(s, at, end, '\n', 1);
	return behind ? (size_t)(behind - at) : 0;
}

const struct skim_found *
skim_found(const struct skim *s)
{
	return &s->found;
}

int
skim_text(struct skim *s, const char *at, size_t len)
{
	return read_line(s, at, at + len, '\0', 0) == at + len + 1;
}

struct skim_member *
skim_members(struct skim *s, size_t *count)
{
	*count = s->count;
	return s->members;
}

const struct skim_member *
skim_inside(const struct skim *s, const struct skim_member *m, size_t *count)
{
	*count = m->type == SCAN_OBJECT ? m->inside.count : 0;
	return s->inner + (*count ? m->inside.first : 0);
}

int
skim_has(const struct skim *s, size_t name)
{
	return s->seen[name] == s->line;
}

unsigned
skim_era(const struct skim *s)
{
	return s->era;
}

size_t
skim_names(const struct skim *s)
{
	return s->nnames;
}

struct slice
skim_name(const struct skim *s, size_t i)
{
	return (struct slice){ s->names[i].text, s->names[i].len };
}
