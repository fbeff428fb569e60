/* skim_value.h - values that hold no others, passed over 16 bytes at a time; for skim.c alone */
#ifndef SMM_SKIM_VALUE_H
#define SMM_SKIM_VALUE_H

#include "smm/skim.h"
#include "smm/utf8.h"

#include "scan_value.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#ifdef __SSE2__
/* A bit for each of 16 bytes that are a quote, a backslash or a control character. */
static inline unsigned
stops_at(__m128i v)
{
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote),
	    _mm_cmpeq_epi8(v, slash)), _mm_cmpeq_epi8(_mm_min_epu8(v, control), v)));
}

/* Or a byte beyond ASCII, which is below zero. */
static inline unsigned
not_plain(__m128i v)
{
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), blank = _mm_set1_epi8(' ');

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote),
	    _mm_cmpeq_epi8(v, slash)), _mm_cmplt_epi8(v, blank)));
}

/* To the first of those. */
static inline const char *
over_plain(const char *p)
{
	unsigned stops;

	for (;; p += 32) { /* most strings are shorter: where in them the end is, is nothing to foretell */
		stops = not_plain(_mm_loadu_si128((const void *)p)) |
		    not_plain(_mm_loadu_si128((const void *)(p + 16))) << 16;
		if (stops)
			return p + __builtin_ctz(stops);
	}
}

/* Bytes of text beyond ASCII, to the first quote, backslash or control character; 0: none, or wrong. */
static size_t
beyond_ascii(const char *from)
{
	const char *p = from;
	size_t      n, run;
	unsigned    stops;

	for (;; p += n) {
		stops = stops_at(_mm_loadu_si128((const void *)p)) |
		    stops_at(_mm_loadu_si128((const void *)(p + 16))) << 16;
		run = stops ? (size_t)__builtin_ctz(stops) : UTF8_RUN;
		n = utf8_run(p, run);
		if (stops)
			return n == run ? (size_t)(p - from) + n : 0;
		if (!n)
			return 0;
	}
}
#else
static const char *
over_plain(const char *p)
{
	while ((unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
}

static size_t
beyond_ascii(const char *p)
{
	size_t n = utf8_char((const unsigned char *)p, 4);

	return n > 1 ? n : 0; /* a control character is one byte */
}
#endif

/* From the first byte that is not plain. */
static const char *
rest_of_string(const char *p)
{
	size_t n;

	for (; *p != '"'; p = over_plain(p + n)) {
		n = *p == '\\' ? scan_escape(p) : beyond_ascii(p);
		if (!n)
			return NULL;
	}
	return p + 1;
}

/* Behind the quote that ends the string; NULL: not a string as it should be. */
static inline const char *
string(const char *p)
{
	p = over_plain(p);
	return *p == '"' ? p + 1 : rest_of_string(p);
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

/* Any number, digit by digit. */
static const char *
number(struct skim_member *m, const char *p)
{
	const char *from = p + (*p == '-'), *behind = digits(from);

	if (behind == from || (*from == '0' && behind > from + 1))
		return NULL;
	m->type = *p == '-' || behind > from + SKIM_DIGITS ? SCAN_NUMBER : SKIM_INT;
	return *behind != '.' && (*behind | 32) != 'e' ? behind : fraction(m, behind);
}

/* Most numbers: up to seven digits and a comma, counted in one word without a branch for each. NULL: it is another. */
static inline const char *
few_digits(const char *p)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t w, stops;
	unsigned count;

	memcpy(&w, p, sizeof w);
	w ^= 0x3030303030303030u;
	stops = ((w + 0x7676767676767676u) | w) & 0x8080808080808080u;
	count = stops ? (unsigned)__builtin_ctzll(stops) / 8 : 0;
	if (!count || p[count] != ',' || ((*p == '0') & (count > 1))) /* not &&: whether it is 0 is hard to foretell */
		return NULL;
	return p + count;
#else
	return NULL;
#endif
}

static inline const char *
word(struct skim_member *m, const char *p)
{
	if (memcmp(p, "null", 4) == 0) {
		m->type = SCAN_NULL;
		return p + 4;
	}
	if (memcmp(p, "true", 4) == 0) {
		m->type = SCAN_TRUE;
		return p + 4;
	}
	m->type = SCAN_FALSE;
	return memcmp(p, "false", 5) == 0 ? p + 5 : NULL;
}

/* Behind a value as most are; NULL: it is another, or wrong. */
static inline __attribute__((always_inline)) const char *
usual_value(struct skim_member *m, const char *p)
{
	const char *behind;

	if (*p == '"') {
		m->type = SCAN_STRING;
		return string(p + 1);
	}
	m->type = SKIM_INT;
	behind = few_digits(p);
	return behind ? behind : word(m, p);
}

#endif
