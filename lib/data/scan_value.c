/* scan_value.c - values that scan.c has checked: their items, text and numbers */
#include "scan_value.h"

#include "smm/utf8.h"

#include <string.h>

int
scan_hex4(const char *p, uint32_t *code)
{
	int i;

	for (*code = 0, i = 0; i < 4; i++) {
		*code <<= 4;
		if (p[i] >= '0' && p[i] <= '9')
			*code |= (uint32_t)(p[i] - '0');
		else if ((p[i] | 32) >= 'a' && (p[i] | 32) <= 'f')
			*code |= (uint32_t)((p[i] | 32) - 'a' + 10);
		else
			return -1;
	}
	return 0;
}

static uint64_t
load(const char *s, size_t len)
{
	uint64_t w = 0;
	uint32_t first, last;

	if (len == 8) {
		memcpy(&w, s, 8);
	} else if (len >= 4) {
		memcpy(&first, s, 4);
		memcpy(&last, s + len - 4, 4);
		w = (uint64_t)first << 32 | last;
	} else if (len) {
		w = (uint64_t)(unsigned char)s[0] << 16 | (uint64_t)(unsigned char)s[len / 2] << 8 |
		    (unsigned char)s[len - 1];
	}
	return w;
}

uint64_t
scan_hash(const char *s, size_t len)
{
	const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t       h = len;

	for (; len > 8; s += 8, len -= 8) {
		h = (h ^ load(s, 8)) * prime;
		h ^= h >> 32;
	}
	h = (h ^ load(s, len)) * prime;
	return h ^ h >> 32;
}

size_t
scan_escape(const char *p)
{
	uint32_t code, low;

	switch (p[1]) {
	case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
	case 'u': break;
	default: return 0;
	}
	if (scan_hex4(p + 2, &code) || !code)
		return 0;
	if (code < 0xd800 || code > 0xdfff)
		return 6;
	if (code > 0xdbff || p[6] != '\\' || p[7] != 'u' || scan_hex4(p + 8, &low) || low < 0xdc00 || low > 0xdfff)
		return 0;
	return 12;
}

static enum scan_type
type_at(const char *p)
{
	switch (*p) {
	case '"': return SCAN_STRING;
	case '{': return SCAN_OBJECT;
	case '[': return SCAN_ARRAY;
	case 't': return SCAN_TRUE;
	case 'f': return SCAN_FALSE;
	case 'n': return SCAN_NULL;
	default:  return SCAN_NUMBER;
	}
}

static const char *
over_string(const char *p)
{
	for (p++; *p != '"'; p++)
		p += *p == '\\';
	return p + 1;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Ends a number or a word. */
static int
is_end(char c)
{
	return c == ',' || c == ']' || c == '}' || is_blank(c);
}

/* Behind the value at p, which is known to be well formed. */
static const char *
over_value(const char *p, const char *end)
{
	int depth = 0;

	do {
		if (*p == '"') {
			p = over_string(p);
			continue;
		}
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		p++;
		while (!depth && p < end && !is_end(*p) && p[-1] != '}' && p[-1] != ']')
			p++;
	} while (depth && p < end);
	return p;
}

static const char *
over_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ',' || *p == ':' || is_blank(*p)))
		p++;
	return p;
}

int
scan_inside(struct slice v, scan_each *each, void *arg)
{
	const char   *p = v.at + 1, *end = v.at + v.len - 1, *from;
	int           is_object = *v.at == '{', rc;
	struct member m;

	for (p = over_blanks(p, end); p < end; p = over_blanks(p, end)) {
		memset(&m, 0, sizeof m);
		if (is_object) {
			from = p;
			p = over_string(p);
			m.key = (struct slice){ from + 1, (size_t)(p - from) - 2 };
			p = over_blanks(p, end);
		}
		from = p;
		m.type = type_at(p);
		p = over_value(p, end);
		m.value = (struct slice){ from, (size_t)(p - from) };
		rc = each(arg, &m);
		if (rc)
			return rc;
	}
	return 0;
}

void
scan_unescape(struct buf *b, struct slice text)
{
	static const char letters[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
	size_t            i = 0, from = 0;
	uint32_t          code, low;

	for (;;) {
		while (i < text.len && text.at[i] != '\\')
			i++;
		buf_add(b, text.at + from, i - from);
		if (i >= text.len)
			return;
		if (text.at[i + 1] != 'u') {
			buf_char(b, plain[strchr(letters, text.at[i + 1]) - letters]);
			i += 2;
		} else {
			scan_hex4(text.at + i + 2, &code);
			i += 6;
			if (code >= 0xd800 && code < 0xdc00 && scan_hex4(text.at + i + 2, &low) == 0) {
				code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
				i += 6;
			}
			utf8_add(b, code);
		}
		from = i;
	}
}

char *
scan_text(struct slice v, struct mem *m, size_t *len)
{
	struct slice inner = { v.at + 1, v.len - 2 };
	struct buf   b = { 0 };

	if (!memchr(inner.at, '\\', inner.len)) {
		if (len)
			*len = inner.len;
		return mem_dup(m, inner.at, inner.len);
	}
	b.size = inner.len + 1; /* it never grows: an escape is longer than what it stands for */
	b.at = mem_alloc(m, b.size);
	scan_unescape(&b, inner);
	if (len)
		*len = b.len;
	return b.at;
}

int
scan_int(struct slice v, int64_t *out)
{
	int      negative = v.len && *v.at == '-';
	size_t   i = negative ? 1 : 0;
	uint64_t n = 0, most = negative ? UINT64_C(1) << 63 : INT64_MAX;

	if (i >= v.len)
		return -1;
	for (; i < v.len; i++) {
		if (v.at[i] < '0' || v.at[i] > '9')
			return -1;
		if (n > (most - (uint64_t)(v.at[i] - '0')) / 10)
			return -1;
		n = 10 * n + (uint64_t)(v.at[i] - '0');
	}
	*out = negative ? (int64_t)(0 - n) : (int64_t)n;
	return 0;
}

int
scan_same_key(struct slice a, struct slice b)
{
	struct buf x = { 0 }, y = { 0 };
	int        same;

	if (a.len == b.len && memcmp(a.at, b.at, a.len) == 0)
		return 1;
	if (!memchr(a.at, '\\', a.len) && !memchr(b.at, '\\', b.len))
		return 0;
	scan_unescape(&x, a);
	scan_unescape(&y, b);
	same = x.len == y.len && (!x.len || memcmp(x.at, y.at, x.len) == 0);
	buf_release(&x);
	buf_release(&y);
	return same;
}
