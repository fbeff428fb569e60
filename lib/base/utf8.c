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
struct run { /* UTF8_RUN bytes */
	__m128i low, high;
};

static inline struct run
load(const char *s)
{
	return (struct run){ _mm_loadu_si128((const void *)s), _mm_loadu_si128((const void *)(s + 16)) };
}

/* A bit for each byte whose highest bit is set. */
static inline uint64_t
bits(__m128i low, __m128i high)
{
	return (uint32_t)_mm_movemask_epi8(low) | (uint64_t)(uint32_t)_mm_movemask_epi8(high) << 16;
}

/* A bit for each byte that is `least` or more; that is `byte`. */
static inline uint64_t
from(struct run r, int least)
{
	const __m128i v = _mm_set1_epi8((char)least);

	return bits(_mm_cmpeq_epi8(_mm_max_epu8(r.low, v), r.low), _mm_cmpeq_epi8(_mm_max_epu8(r.high, v), r.high));
}

static inline uint64_t
equal(struct run r, int byte)
{
	const __m128i v = _mm_set1_epi8((char)byte);

	return bits(_mm_cmpeq_epi8(r.low, v), _mm_cmpeq_epi8(r.high, v));
}

/* Lead bytes that are never right, or only with some of the second bytes: overlong forms, surrogates, too high. */
static inline __m128i
specials(__m128i v)
{
	const __m128i c0 = _mm_set1_epi8((char)0xc0), e0 = _mm_set1_epi8((char)0xe0), ed = _mm_set1_epi8((char)0xed),
	    f0 = _mm_set1_epi8((char)0xf0), even = _mm_set1_epi8((char)0xfe);
	const __m128i of3 = _mm_or_si128(_mm_cmpeq_epi8(v, e0), _mm_cmpeq_epi8(v, ed));
	const __m128i of4 = _mm_cmpeq_epi8(_mm_max_epu8(v, f0), v);

	return _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(_mm_and_si128(v, even), c0), of3), of4);
}

/* Which of those are wrong, as far as their second bytes are there. */
static uint64_t
wrong_specials(struct run r, uint64_t lead)
{
	const uint64_t has_second = ((uint64_t)1 << (UTF8_RUN - 1)) - 1;
	uint64_t       second90 = from(r, 0x90) >> 1, seconda0 = from(r, 0xa0) >> 1;

	return (lead & ~(from(r, 0xc2) & ~from(r, 0xf5))) | (equal(r, 0xe0) & has_second & ~seconda0) |
	    (equal(r, 0xf0) & has_second & ~second90) | (equal(r, 0xed) & seconda0) | (equal(r, 0xf4) & second90);
}

/*
 * Each bit of a mask stands for a byte: behind a lead byte, and nowhere else, continuation bytes are due. Few branches:
 * where in a text characters beyond ASCII stand, and where a run ends among them, is nothing to foretell.
 */
size_t
utf8_run(const char *s, size_t len)
{
	const struct run r = load(s);
	uint64_t         within = ((uint64_t)1 << len) - 1, high = bits(r.low, r.high) & within;
	uint64_t         lead = from(r, 0xc0) & within, due;

	if (!high)
		return len;
	due = lead << 1 | (from(r, 0xe0) & within) << 2 | (from(r, 0xf0) & within) << 3;
	if ((due ^ (high & ~lead)) & within || (due >> len && len < UTF8_RUN))
		return 0;
	if (_mm_movemask_epi8(_mm_or_si128(specials(r.low), specials(r.high))) && wrong_specials(r, lead) & within)
		return 0;
	return due >> len ? (size_t)(63 - __builtin_clzll(lead)) : len; /* what the last begins is not whole */
}

static size_t
valid_few(const char *s, size_t len)
{
	char copy[UTF8_RUN] = { 0 };

	if (len >= UTF8_RUN)
		return utf8_run(s, UTF8_RUN);
	memcpy(copy, s, len); /* behind which nothing may be read */
	return utf8_run(copy, len);
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
