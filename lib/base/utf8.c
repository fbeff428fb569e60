/* utf8.c - UTF-8 as RFC 3629 has it */
#include "smm/utf8.h"

#include <string.h>

size_t
utf8_char(const unsigned char *s, size_t len)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t        i, n;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (len < n)
		return 0;
	switch (s[0]) { /* overlong forms, surrogates, above U+10FFFF */
	case 0xe0: low = 0xa0; break;
	case 0xed: high = 0x9f; break;
	case 0xf0: low = 0x90; break;
	case 0xf4: high = 0x8f; break;
	}
	if (s[1] < low || s[1] > high)
		return 0;
	for (i = 2; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* ASCII is checked eight bytes at a time: it is most of every journal. */
size_t
utf8_valid(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	uint64_t             word;
	size_t               i = 0, n;

	while (i < len) {
		if (len - i >= sizeof word) {
			memcpy(&word, p + i, sizeof word);
			if (!(word & 0x8080808080808080u)) {
				i += sizeof word;
				continue;
			}
		}
		n = utf8_char(p + i, len - i);
		if (!n)
			return i;
		i += n;
	}
	return len;
}

uint32_t
utf8_read(const char *s, size_t len, size_t *used)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t               n = utf8_char(p, len), i;
	uint32_t             code;

	*used = n ? n : 1;
	if (n < 2)
		return n ? p[0] : 0xfffd;
	code = p[0] & (0xffu >> (n + 1));
	for (i = 1; i < n; i++)
		code = code << 6 | (p[i] & 0x3f);
	return code;
}

void
utf8_add(struct buf *b, uint32_t code)
{
	char out[4];

	if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		code = 0xfffd;
	if (code < 0x80) {
		buf_char(b, (char)code);
	} else if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		buf_add(b, out, 2);
	} else if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		buf_add(b, out, 3);
	} else {
		out[0] = (char)(0xf0 | code >> 18);
		out[1] = (char)(0x80 | (code >> 12 & 0x3f));
		out[2] = (char)(0x80 | (code >> 6 & 0x3f));
		out[3] = (char)(0x80 | (code & 0x3f));
		buf_add(b, out, 4);
	}
}

int
utf8_is_harmful(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void
utf8_add_visible(struct buf *b, const char *s, size_t len, int lines)
{
	size_t   i = 0, used;
	uint32_t code;

	for (; i < len; i += used) {
		if (!utf8_char((const unsigned char *)s + i, len - i)) {
			buf_fmt(b, "\\x%02x", (unsigned char)s[i]);
			used = 1;
			continue;
		}
		code = utf8_read(s + i, len - i, &used);
		if (utf8_is_harmful(code) && !(lines && (code == '\n' || code == '\t')))
			buf_fmt(b, "\\u{%x}", (unsigned)code);
		else
			buf_add(b, s + i, used);
	}
}
