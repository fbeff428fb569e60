/* utf8.c - UTF-8 as RFC 3629 has it */
#include "smm/utf8.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/* A bit for each byte that is `least` or more; that is `byte`. */
static inline unsigned
from(__m128i v, int least)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_max_epu8(v, _mm_set1_epi8((char)least)), v));
}

static inline unsigned
equal(__m128i v, int byte)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8((char)byte)));
}

/* Lead bytes that are never right, or only with some of the second bytes: overlong forms, surrogates, too high. */
static inline int
has_special(__m128i v)
{
	const __m128i c0 = _mm_set1_epi8((char)0xc0), e0 = _mm_set1_epi8((char)0xe0), ed = _mm_set1_epi8((char)0xed),
	    f0 = _mm_set1_epi8((char)0xf0), even = _mm_set1_epi8((char)0xfe);
	const __m128i of3 = _mm_or_si128(_mm_cmpeq_epi8(v, e0), _mm_cmpeq_epi8(v, ed));
	const __m128i of4 = _mm_cmpeq_epi8(_mm_max_epu8(v, f0), v);

	return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(_mm_and_si128(v, even), c0), of3), of4));
}

/* Which of those are wrong, as far as their second bytes are there. */
static unsigned
wrong_specials(__m128i v, unsigned lead)
{
	unsigned second90 = from(v, 0x90) >> 1, seconda0 = from(v, 0xa0) >> 1;

	return (lead & ~(from(v, 0xc2) & ~from(v, 0xf5))) | (equal(v, 0xe0) & 0x7fff & ~seconda0) |
	    (equal(v, 0xf0) & 0x7fff & ~second90) | (equal(v, 0xed) & seconda0) | (equal(v, 0xf4) & second90);
}

/*
 * Each bit of a mask stands for a byte: behind a lead byte, and nowhere else, continuation bytes are due. Few branches:
 * where in a text characters beyond ASCII stand, and where a run ends among them, is nothing to foretell.
 */
size_t
utf8_run(const char *s, size_t len)
{
	const __m128i v = _mm_loadu_si128((const void *)s);
	unsigned      within = (1u << len) - 1, high = (unsigned)_mm_movemask_epi8(v) & within;
	unsigned      lead = from(v, 0xc0) & within, due;
	size_t        last_lead = (size_t)(31 - __builtin_clz(lead | 1));

	due = lead << 1 | (from(v, 0xe0) & within) << 2 | (from(v, 0xf0) & within) << 3;
	if ((due ^ (high & ~lead)) & within || (due >> len && len < 16))
		return 0;
	if (has_special(v) && wrong_specials(v, lead) & within)
		return 0;
	return due >> len ? last_lead : len; /* what it begins is not whole */
}

static size_t
valid_few(const char *s, size_t len)
{
	char copy[16] = { 0 };

	if (len < 16) /* behind which nothing may be read */
		s = memcpy(copy, s, len);
	else
		len = 16;
	return _mm_movemask_epi8(_mm_loadu_si128((const void *)s)) ? utf8_run(s, len) : len;
}
#else
/* Eight bytes of ASCII: it is most of every journal. */
static size_t
valid_few(const char *s, size_t len)
{
	uint64_t word;

	if (len < sizeof word)
		return 0;
	memcpy(&word, s, sizeof word);
	return word & 0x8080808080808080u ? 0 : sizeof word;
}
#endif

size_t
utf8_valid(const char *s, size_t len)
{
	size_t i = 0, n;

	while (i < len) {
		n = valid_few(s + i, len - i);
		if (!n)
			n = utf8_char((const unsigned char *)s + i, len - i); /* also finds where it is wrong */
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
