/* json_value.c - JSON values as the project's lines have them (json.h) */
#include "smm/json.h"

#include "smm/mem.h"
#include "smm/scan.h"
#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Without memory jansson gives NULL, and what is set to that is left out: of a post, or of the ledger. */
static __attribute__((constructor)) void
end_without_memory(void)
{
	json_set_alloc_funcs(mem_get, free);
}

static void
put_container(struct buf *b, const json_t *v)
{
	const char   *key;
	const json_t *one;
	size_t        i, n = 0;

	if (json_is_object(v)) {
		buf_char(b, '{');
		json_object_foreach((json_t *)(uintptr_t)v, key, one) {
			if (n++)
				buf_char(b, ',');
			json_put_text(b, key, strlen(key));
			buf_char(b, ':');
			json_put(b, one);
		}
		buf_char(b, '}');
		return;
	}
	buf_char(b, '[');
	json_array_foreach(v, i, one) {
		if (i)
			buf_char(b, ',');
		json_put(b, one);
	}
	buf_char(b, ']');
}

void
json_put(struct buf *b, const json_t *v)
{
	char *text;

	if (json_is_object(v) || json_is_array(v)) {
		put_container(b, v);
	} else if (json_is_string(v)) {
		json_put_text(b, json_string_value(v), json_string_length(v));
	} else {
		text = json_dumps(v, JSON_ENCODE_ANY);
		buf_str(b, text ? text : "null");
		free(text);
	}
}

/* --- reading what others wrote ---------------------------------------------------------------- */

static unsigned
hex4(const char *s)
{
	char digits[5] = { 0 };

	memcpy(digits, s, 4);
	return strspn(digits, "0123456789abcdefABCDEF") == 4 ? (unsigned)strtoul(digits, NULL, 16) : 0x10000;
}

/* Bytes of the escape \uXXXX at s that cannot stay (a NUL, a lone surrogate); 0: it can. */
static size_t
bad_escape(const char *s, size_t len)
{
	unsigned c = len >= 6 && s[1] == 'u' ? hex4(s + 2) : 0x10000, low;

	if (c == 0)
		return 6;
	if (c < 0xd800 || c > 0xdfff)
		return 0;
	low = len >= 12 && s[6] == '\\' && s[7] == 'u' ? hex4(s + 8) : 0;
	return c < 0xdc00 && low >= 0xdc00 && low <= 0xdfff ? 0 : 6;
}

/* Bytes of an escape that stays. */
static size_t
escape_len(const char *s, size_t len)
{
	unsigned c = len >= 6 && s[1] == 'u' ? hex4(s + 2) : 0;

	return c >= 0xd800 && c < 0xdc00 ? 12 : len < 2 ? len : 2;
}

static void
repair(struct buf *b, const char *s, size_t len)
{
	const char *slash;
	size_t      n;

	while (len) {
		if (*s == '\\') {
			n = bad_escape(s, len);
			if (n)
				buf_str(b, "\\ufffd");
			else
				buf_add(b, s, n = escape_len(s, len));
		} else if ((n = utf8_valid(s, len))) {
			slash = memchr(s, '\\', n);
			n = slash ? (size_t)(slash - s) : n;
			buf_add(b, s, n);
		} else {
			buf_str(b, "\xef\xbf\xbd");
			n = 1;
		}
		s += n;
		len -= n;
	}
}

static json_t *
load(const char *text, size_t len, size_t flags)
{
	json_t *v = json_loadb(text, len, JSON_REJECT_DUPLICATES | flags, NULL);

	return v ? v : json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL | flags, NULL);
}

json_t *
json_read(const char *text, size_t len)
{
	struct buf repaired = { 0 };
	json_t    *v = load(text, len, 0);

	if (v || (memchr(text, '\\', len) == NULL && utf8_valid(text, len) == len))
		return v;
	repair(&repaired, text, len);
	if (repaired.len)
		v = load(repaired.at, repaired.len, 0);
	buf_release(&repaired);
	return v;
}

static json_t *
make_value(const struct member *m)
{
	if (m->type == SCAN_STRING && !memchr(m->value.at, '\\', m->value.len))
		return json_stringn_nocheck(m->value.at + 1, m->value.len - 2);
	return load(m->value.at, m->value.len, JSON_DECODE_ANY);
}

json_t *
json_read_only(const char *text, size_t len, const char *const *names)
{
	struct scan         *s = scan_new();
	const struct member *m;
	struct err           odd; /* the whole is read then, as far as it can be */
	json_t              *object = NULL;

	if (!scan_object(s, text, len, &odd)) {
		object = json_object();
		for (; *names; names++)
			if ((m = scan_find(s, *names)))
				json_object_set_new(object, *names, make_value(m));
	}
	scan_free(s);
	return object ? object : json_read(text, len);
}
