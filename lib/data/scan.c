/* scan.c - one JSON object, checked and cut into its members, in place */
#include "smm/scan.h"

#include "smm/buf.h"
#include "smm/lang.h"
#include "smm/utf8.h"

#include "scan_value.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define FEW_KEYS 12 /* up to here keys are compared one by one, beyond by a table */

struct key { /* of an object being read; keys of all open objects lie in one stack */
	struct slice text;
	uint64_t     hash; /* of the unescaped key */
	size_t       next; /* in its table's chain; 0: none */
};

struct scan {
	const char    *text, *at, *end;
	struct member *members;
	size_t         nmembers, room;
	struct key    *keys;
	size_t         nkeys, key_room;
	size_t        *table; /* heads of chains, for objects with many keys */
	size_t         table_size;
	struct buf     plain; /* a key without its escapes */
	struct err    *e;
	int            depth;
	int            has_escape; /* in the string last read */
	int            odd_keys;   /* a key of the members has an escape */
};

struct scan *
scan_new(void)
{
	struct scan *s = mem_get(sizeof *s);

	memset(s, 0, sizeof *s);
	return s;
}

void
scan_free(struct scan *s)
{
	if (!s)
		return;
	free(s->members);
	free(s->keys);
	free(s->table);
	buf_release(&s->plain);
	free(s);
}

static int
bad(struct scan *s, const char *expected)
{
	size_t byte = (size_t)(s->at - s->text) + 1;

	expected = tr(expected);
	if (s->at >= s->end)
		return err_set(s->e, FAULT_INPUT, "byte %zu: found the end of the line, expected %s", byte, expected);
	if ((unsigned char)*s->at < 0x20 || (unsigned char)*s->at >= 0x7f)
		return err_set(s->e, FAULT_INPUT, "byte %zu: found byte 0x%02x, expected %s", byte,
		    (unsigned char)*s->at, expected);
	return err_set(s->e, FAULT_INPUT, "byte %zu: found '%c', expected %s", byte, *s->at, expected);
}

static void
blanks(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\r' || *s->at == '\n'))
		s->at++;
}

/* "\uXXXX" at s->at: a surrogate must come with its other half, NUL must not come at all. */
static int
check_unicode(struct scan *s)
{
	uint32_t code, low;

	if (s->end - s->at < 6 || scan_hex4(s->at + 2, &code))
		return bad(s, "\\u and four hexadecimal digits");
	if (!code)
		return bad(s, "text without NUL");
	if (code < 0xd800 || code > 0xdfff) {
		s->at += 6;
		return 0;
	}
	if (code > 0xdbff || s->end - s->at < 12 || s->at[6] != '\\' || s->at[7] != 'u' ||
	    scan_hex4(s->at + 8, &low) || low < 0xdc00 || low > 0xdfff)
		return bad(s, "both halves of a surrogate pair");
	s->at += 12;
	return 0;
}

static int
check_escape(struct scan *s)
{
	if (s->end - s->at < 2)
		return bad(s, "an escape");
	if (s->at[1] == 'u')
		return check_unicode(s);
	if (!s->at[1] || !strchr("\"\\/bfnrt", s->at[1]))
		return bad(s, "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
	s->at += 2;
	return 0;
}

/* The first quote, backslash or control character; end when there is none. */
static const char *
over_plain(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);
	__m128i       v, stops;
	int           found;

	for (; end - p >= 16; p += 16) {
		v = _mm_loadu_si128((const void *)p);
		stops = _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash));
		stops = _mm_or_si128(stops, _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
		found = _mm_movemask_epi8(stops);
		if (found)
			return p + __builtin_ctz((unsigned)found);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/* A string at s->at; the slice is what stands between the quotes. The line is known to be UTF-8. */
static int
string(struct scan *s, struct slice *text)
{
	if (s->at >= s->end || *s->at != '"')
		return bad(s, "a string");
	text->at = ++s->at;
	s->has_escape = 0;
	for (;;) {
		s->at = over_plain(s->at, s->end);
		if (s->at >= s->end)
			return bad(s, "the end of the string: '\"'");
		if (*s->at == '"')
			break;
		if (*s->at != '\\')
			return bad(s, "control characters to be escaped");
		if (check_escape(s))
			return -1;
		s->has_escape = 1;
	}
	text->len = (size_t)(s->at++ - text->at);
	return 0;
}

static size_t
digits(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return (size_t)(s->at - from);
}

static int
number(struct scan *s)
{
	if (*s->at == '-')
		s->at++;
	if (s->at < s->end && *s->at == '0')
		s->at++;
	else if (!digits(s))
		return bad(s, "a digit");
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!digits(s))
			return bad(s, "a digit");
	}
	if (s->at < s->end && (*s->at | 32) == 'e') {
		s->at++;
		if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
			s->at++;
		if (!digits(s))
			return bad(s, "a digit");
	}
	return 0;
}

static int
word(struct scan *s, const char *text, enum scan_type *type, enum scan_type is)
{
	size_t len = strlen(text);

	if ((size_t)(s->end - s->at) < len || memcmp(s->at, text, len) != 0)
		return bad(s, "a value");
	s->at += len;
	*type = is;
	return 0;
}

static int value(struct scan *s, enum scan_type *type);

static int
array(struct scan *s)
{
	enum scan_type type;

	s->at++;
	blanks(s);
	if (s->at < s->end && *s->at == ']') {
		s->at++;
		return 0;
	}
	for (;;) {
		blanks(s);
		if (value(s, &type))
			return -1;
		blanks(s);
		if (s->at < s->end && *s->at == ']')
			break;
		if (s->at >= s->end || *s->at != ',')
			return bad(s, "',' or ']'");
		s->at++;
	}
	s->at++;
	return 0;
}

/* Of the key last read. */
static uint64_t
key_hash(struct scan *s, struct slice key)
{
	if (!s->has_escape)
		return scan_hash(key.at, key.len);
	s->odd_keys |= s->depth == 1;
	buf_clear(&s->plain);
	scan_unescape(&s->plain, key);
	return scan_hash(s->plain.at, s->plain.len);
}

/* Puts the keys from `first` on into the table; the chain of a slot links their places plus one. */
static void
build_table(struct scan *s, size_t first)
{
	size_t i, *head;

	for (s->table_size = 64; s->table_size < 4 * (s->nkeys - first); s->table_size *= 2)
		;
	s->table = mem_grow(s->table, s->table_size * sizeof *s->table);
	memset(s->table, 0, s->table_size * sizeof *s->table);
	for (i = first; i < s->nkeys; i++) {
		head = s->table + (s->keys[i].hash & (s->table_size - 1));
		s->keys[i].next = *head;
		*head = i + 1;
	}
}

/* Whether a key among those from `first` on, while they are few, is equal to the last one. */
static int
has_twin(struct scan *s, size_t first)
{
	const struct key *last = s->keys + s->nkeys - 1;
	size_t            i;

	for (i = first; i < s->nkeys - 1 && s->nkeys - first <= FEW_KEYS; i++)
		if (s->keys[i].hash == last->hash && scan_same_key(s->keys[i].text, last->text))
			return 1;
	return 0;
}

static int
twice(struct scan *s, struct slice key)
{
	return err_set(s->e, FAULT_INPUT, "byte %zu: the key \"%.*s\" stands twice in one object",
	    (size_t)(key.at - s->text), (int)key.len, key.at);
}

/*
 * For objects with many keys: sorted once at the end of the object by way of a table, so that a
 * million keys cost a million steps.
 */
static int
check_many(struct scan *s, size_t first)
{
	size_t i, j;

	if (s->nkeys - first <= FEW_KEYS)
		return 0;
	build_table(s, first);
	for (i = first; i < s->nkeys; i++)
		for (j = s->keys[i].next; j; j = s->keys[j - 1].next)
			if (s->keys[j - 1].hash == s->keys[i].hash &&
			    scan_same_key(s->keys[j - 1].text, s->keys[i].text))
				return twice(s, s->keys[i].text);
	return 0;
}

static int
add_key(struct scan *s, size_t first, struct slice key)
{
	if (s->nkeys == s->key_room) {
		s->key_room = s->key_room ? 2 * s->key_room : 64;
		s->keys = mem_grow(s->keys, s->key_room * sizeof *s->keys);
	}
	s->keys[s->nkeys++] = (struct key){ key, key_hash(s, key), 0 };
	return has_twin(s, first) ? twice(s, key) : 0;
}

static void
make_room(struct scan *s, size_t count)
{
	if (count <= s->room)
		return;
	s->room = 2 * count + 32;
	s->members = mem_grow(s->members, s->room * sizeof *s->members);
}

static void
add_member(struct scan *s, struct slice key, const char *from, enum scan_type type)
{
	make_room(s, s->nmembers + 1);
	s->members[s->nmembers++] =
	    (struct member){ key, { from, (size_t)(s->at - from) }, type };
}

static int
one_member(struct scan *s, size_t first)
{
	enum scan_type type = SCAN_NULL;
	struct slice   key = { 0 };
	const char    *from;

	blanks(s);
	if (string(s, &key) || add_key(s, first, key))
		return -1;
	blanks(s);
	if (s->at >= s->end || *s->at != ':')
		return bad(s, "':'");
	s->at++;
	blanks(s);
	from = s->at;
	if (value(s, &type))
		return -1;
	if (s->depth == 1)
		add_member(s, key, from, type);
	return 0;
}

static int
object(struct scan *s)
{
	size_t first = s->nkeys;

	s->at++;
	blanks(s);
	if (s->at < s->end && *s->at == '}') {
		s->at++;
		return 0;
	}
	for (;;) {
		if (one_member(s, first))
			return -1;
		blanks(s);
		if (s->at < s->end && *s->at == '}')
			break;
		if (s->at >= s->end || *s->at != ',')
			return bad(s, "',' or '}'");
		s->at++;
	}
	s->at++;
	if (check_many(s, first))
		return -1;
	s->nkeys = first;
	return 0;
}

static int
nested(struct scan *s, int (*read)(struct scan *))
{
	int rc;

	if (s->depth == SCAN_DEPTH)
		return err_set(s->e, FAULT_INPUT, "byte %zu: more than %d levels of nesting",
		    (size_t)(s->at - s->text) + 1, SCAN_DEPTH);
	s->depth++;
	rc = read(s);
	s->depth--;
	return rc;
}

static int
value(struct scan *s, enum scan_type *type)
{
	struct slice text;

	if (s->at >= s->end)
		return bad(s, "a value");
	switch (*s->at) {
	case '"':
		*type = SCAN_STRING;
		return string(s, &text);
	case '{':
		*type = SCAN_OBJECT;
		return nested(s, object);
	case '[':
		*type = SCAN_ARRAY;
		return nested(s, array);
	case 't':
		return word(s, "true", type, SCAN_TRUE);
	case 'f':
		return word(s, "false", type, SCAN_FALSE);
	case 'n':
		return word(s, "null", type, SCAN_NULL);
	default:
		*type = SCAN_NUMBER;
		if (*s->at != '-' && (*s->at < '0' || *s->at > '9'))
			return bad(s, "a value");
		return number(s);
	}
}

static void
begin(struct scan *s, const char *text, const char *end, int depth, struct err *e)
{
	s->text = s->at = text;
	s->end = end;
	s->nmembers = s->nkeys = 0;
	s->depth = depth;
	s->odd_keys = 0;
	s->e = e;
}

int
scan_object(struct scan *s, const char *text, size_t len, struct err *e)
{
	size_t valid = utf8_valid(text, len);

	begin(s, text, text + len, 0, e);
	if (valid < len)
		return err_set(e, FAULT_INPUT, "byte %zu: found byte 0x%02x, expected UTF-8", valid + 1,
		    (unsigned char)text[valid]);
	blanks(s);
	if (s->at >= s->end || *s->at != '{')
		return bad(s, "a JSON object: '{'");
	if (nested(s, object))
		return -1;
	blanks(s);
	return s->at < s->end ? bad(s, "the end of the line") : 0;
}

const char *
scan_part(struct scan *s, const char *at, const char *end)
{
	enum scan_type type;
	struct err     e;

	begin(s, at, end, 1, &e);
	return value(s, &type) ? NULL : s->at;
}

struct member *
scan_room(struct scan *s, size_t count)
{
	make_room(s, count);
	s->nmembers = count;
	s->odd_keys = 0;
	return s->members;
}

const struct member *
scan_members(const struct scan *s, size_t *count)
{
	*count = s->nmembers;
	return s->members;
}

const struct member *
scan_find(const struct scan *s, const char *key)
{
	struct slice want = { key, strlen(key) };
	size_t       i;

	for (i = 0; i < s->nmembers; i++) {
		const struct slice *has = &s->members[i].key;

		if ((has->len == want.len && memcmp(has->at, key, want.len) == 0) ||
		    (s->odd_keys && scan_same_key(*has, want)))
			return s->members + i;
	}
	return NULL;
}
