/* skim.c - lines of JSON objects read at speed: what came before says what comes next */
#include "smm/skim.h"

#include "smm/utf8.h"

#include "scan_value.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define WORDS      4u         /* of eight bytes: the longest spelling of a key */
#define SPELLING   (8u * WORDS)
#define NEXT       4u         /* keys that are tried before the text is looked at */
#define END        SKIM_NAMES /* name of the bracket that ends an object, of a line with its line feed or NUL */
#define INT_DIGITS 18u        /* so many always fit into 64 bits */

struct key { /* from the comma (or bracket) to the colon and the blanks behind it, as somebody writes it */
	uint64_t    text[WORDS], mask[WORDS];
	struct key *next[NEXT]; /* what followed it before, the latest to be right first; NULL: nothing */
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

	memset(s, 0, offsetof(struct skim, seen));
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

static inline int
is_key(const struct key *k, const char *p)
{
	uint64_t w[WORDS];

	memcpy(w, p, sizeof w);
	if (((w[0] ^ k->text[0]) & k->mask[0]) | ((w[1] ^ k->text[1]) & k->mask[1]))
		return 0;
	return k->len <= 16 || !(((w[2] ^ k->text[2]) & k->mask[2]) | ((w[3] ^ k->text[3]) & k->mask[3]));
}

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

	memcpy(new.text, text, len);
	memset(new.mask, 0xff, len);
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

static inline struct key *
next_key(struct skim *s, struct key *before, const char *p)
{
	struct key *found = before->next[0];
	unsigned    i;

	if (found && is_key(found, p))
		return found;
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

/* --- values --------------------------------------------------------------------------------------- */

/* To the first quote, backslash, control character or byte beyond ASCII. */
static inline const char *
over_plain(const char *p)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), blank = _mm_set1_epi8(' ');
	__m128i       v;
	int           stops;

	for (;; p += 16) {
		v = _mm_loadu_si128((const void *)p);
		stops = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote),
		    _mm_cmpeq_epi8(v, slash)), _mm_cmplt_epi8(v, blank)));
		if (stops)
			return p + __builtin_ctz((unsigned)stops);
	}
#else
	while ((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
#endif
}

/* Behind the quote that ends the string; NULL: not a string as it should be. */
static inline const char *
string(const char *p)
{
	size_t n;

	for (;;) {
		p = over_plain(p);
		if (*p == '"')
			return p + 1;
		n = *p == '\\' ? scan_escape(p) : utf8_char((const unsigned char *)p, 4);
		if (n < 2) /* a control character is one byte */
			return NULL;
		p += n;
	}
}

static const char *
digits(const char *p)
{
	while (*p >= '0' && *p <= '9')
		p++;
	return p;
}

/* A number that is no integer: only its form is checked. */
static const char *
fraction(struct skim_member *m, const char *p)
{
	const char *from;

	m->type = SCAN_NUMBER;
	if (*p == '.') {
		from = ++p;
		p = digits(p);
		if (p == from)
			return NULL;
	}
	if ((*p | 32) == 'e') {
		p++;
		p += *p == '+' || *p == '-';
		from = p;
		p = digits(p);
		if (p == from)
			return NULL;
	}
	return p;
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* The digits among the eight bytes at p, counted and read without a branch for each. */
static inline size_t
digits8(const char *p, uint64_t *n)
{
	uint64_t w, stops;
	size_t   count;

	memcpy(&w, p, sizeof w);
	w ^= 0x3030303030303030u;
	stops = ((w + 0x7676767676767676u) | w) & 0x8080808080808080u;
	count = stops ? (size_t)__builtin_ctzll(stops) / 8 : 8;
	if (!count)
		return 0;
	w <<= 8 * (8 - count);
	w = w * 10 + (w >> 8);
	*n = ((w & 0xff000000ffu) * 0xf424000000064u + (w >> 16 & 0xff000000ffu) * 0x271000000001u) >> 32;
	return count;
}
#else
static inline size_t
digits8(const char *p, uint64_t *n)
{
	size_t count;

	*n = 0;
	for (count = 0; count < 8 && p[count] >= '0' && p[count] <= '9'; count++)
		*n = 10 * *n + (uint64_t)(p[count] - '0');
	return count;
}
#endif

static inline const char *
number(struct skim_member *m, const char *p)
{
	int         is_negative = *p == '-';
	const char *from = p + is_negative;
	uint64_t    n = 0;

	p = from + digits8(from, &n);
	if (p == from || (*from == '0' && p > from + 1))
		return NULL;
	if (p == from + 8)
		for (; *p >= '0' && *p <= '9' && p < from + INT_DIGITS; p++)
			n = 10 * n + (uint64_t)(*p - '0');
	if (p == from + INT_DIGITS && *p >= '0' && *p <= '9')
		return NULL;
	m->type = SKIM_INT;
	m->number = is_negative ? -(int64_t)n : (int64_t)n;
	return *p == ',' || (*p != '.' && (*p | 32) != 'e') ? p : fraction(m, p);
}

static const char *
word(struct skim_member *m, const char *p)
{
	if (memcmp(p, "true", 4) == 0) {
		m->type = SCAN_TRUE;
		return p + 4;
	}
	if (memcmp(p, "null", 4) == 0) {
		m->type = SCAN_NULL;
		return p + 4;
	}
	m->type = SCAN_FALSE;
	return memcmp(p, "false", 5) == 0 ? p + 5 : NULL;
}

/* Behind a value that holds no others; NULL: it does, or is wrong. */
static inline const char *
scalar(struct skim_member *m, const char *p)
{
	switch (*p) {
	case '"':
		m->type = SCAN_STRING;
		return string(p + 1);
	case 't': case 'f': case 'n':
		return word(m, p);
	default:
		return number(m, p);
	}
}

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
nested(struct skim *s, struct skim_member *m, const char *p, const char *end)
{
	unsigned    forgotten = s->forgotten;
	const char *behind = *p == '{' ? flat(s, m, p) : NULL;

	m->type = *p == '{' ? SCAN_OBJECT : SCAN_ARRAY;
	if (s->forgotten != forgotten) /* the key before may be among them */
		return NULL;
	if (behind)
		return behind;
	m->inside.count = 0;
	behind = scan_part(s->scan, p, end);
	return behind && utf8_valid(p, (size_t)(behind - p)) == (size_t)(behind - p) ? behind : NULL;
}

/* Behind the line and what ends it, `last`; NULL: it is for scan.h. */
static const char *
read_line(struct skim *s, const char *p, const char *end, char last)
{
	struct skim_member *m = s->members;
	struct key         *key = &s->begin;

	s->last = last;
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
		if (!(p = *p == '{' || *p == '[' ? nested(s, m, p, end) : scalar(m, p)))
			return NULL;
		m->value.len = (size_t)(p - m->value.at);
	}
	s->count = (size_t)(m - s->members);
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
