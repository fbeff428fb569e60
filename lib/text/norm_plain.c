/* norm_plain.c - the words of a text that hides nothing, looked at 64 bytes at once */
#include "norm_parts.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PIECE   64
#define BEHIND  16 /* bytes behind a piece that may be read */
#define LONGEST (NORM_LETTERS - 8)

struct marks { /* of a piece, a bit for each byte */
	uint64_t letters, blanks; /* ASCII letters; ' ' */
	uint64_t alike;           /* with the byte behind it, as letters of either case */
};

struct look {
	struct norm_plain *p;
	uint32_t           at;             /* of the piece, in the text */
	int                glued, single; /* no blank since the last word; it had one letter */
};

/* --- a piece ---------------------------------------------------------------------------------------- */

#ifdef __SSE2__
static inline uint64_t
bits_of(__m128i v, int part)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(v) << 16 * part;
}

static inline struct marks
marks_of(const char *s)
{
	const __m128i below = _mm_set1_epi8('a' - 1), above = _mm_set1_epi8('z' + 1), low = _mm_set1_epi8(0x20);
	struct marks  m = { 0 };
	int           i;

	for (i = 0; i < PIECE / 16; i++) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s + 16 * i));
		__m128i next = _mm_loadu_si128((const __m128i *)(const void *)(s + 16 * i + 1));
		__m128i l = _mm_or_si128(v, low);

		m.letters |= bits_of(_mm_and_si128(_mm_cmpgt_epi8(l, below), _mm_cmplt_epi8(l, above)), i);
		m.blanks |= bits_of(_mm_cmpeq_epi8(v, low), i);
		m.alike |= bits_of(_mm_cmpeq_epi8(l, _mm_or_si128(next, low)), i);
	}
	return m;
}
#else
static inline struct marks
marks_of(const char *s)
{
	struct marks m = { 0 };
	int          i;

	for (i = 0; i < PIECE; i++) {
		char c = (char)(s[i] | 0x20);

		m.letters |= (uint64_t)(c >= 'a' && c <= 'z') << i;
		m.blanks |= (uint64_t)(s[i] == ' ') << i;
		m.alike |= (uint64_t)(c == (s[i + 1] | 0x20)) << i;
	}
	return m;
}
#endif

/* The bits from that on. */
static inline uint64_t
from_bit(uint64_t bits, size_t at)
{
	return at < 64 ? bits >> at << at : 0;
}

/* --- words ------------------------------------------------------------------------------------------ */

/* What follows a word without a blank is seen when it is come to: here it is enough to note it. */
static inline int
keep(struct look *l, size_t at, uint64_t start, uint64_t hash, size_t len)
{
	if (l->glued | (l->single & (len == 1)) | (l->p->count == NORM_PLAIN))
		return 0;
	l->p->at[l->p->count] = l->at + (uint32_t)at;
	l->p->len[l->p->count] = (uint8_t)len;
	l->p->start[l->p->count] = start;
	l->p->hash[l->p->count++] = hash;
	l->glued = 1;
	l->single = len == 1;
	return 1;
}

/* Without a branch: whether a word has eight letters is nothing to foretell. */
static inline uint64_t
letters(const char *s, size_t len)
{
	size_t behind = 8 - (len < 8 ? len : 8);

	return (norm_eight(s) | ONES * 0x20) & ~UINT64_C(0) >> 8 * behind;
}

/* A word of so many letters, at least one, at a byte of the piece; behind it are eight bytes that may be read. */
static inline int
read_letters(struct look *l, const char *piece, size_t at, size_t len)
{
	const char *s = piece + at;
	uint64_t    first = letters(s, len), hash = norm_stir(len, first);
	size_t      i;

	if (len > LONGEST)
		return 0;
	for (i = 8; i < len; i += 8)
		hash = norm_stir(hash, letters(s + i, len - i));
	return keep(l, at, first, hash, len);
}

static inline int
is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* Up to eight figures; which of them are alike does not matter. */
static int
read_figures(struct look *l, const char *piece, size_t at, size_t len)
{
	uint64_t w = 0;
	size_t   n;

	for (n = 0; n < len; n++)
		w |= (uint64_t)(unsigned char)piece[at + n] << 8 * n;
	return keep(l, at, w, norm_stir(len, w), len);
}

/* What stands between words; *used bytes of it, at most up to the `room` of the piece. 0: it may hide something. */
static int
read_other(struct look *l, const char *piece, size_t at, size_t room, size_t *used)
{
	const char   *s = piece + at;
	unsigned char c = (unsigned char)*s;

	*used = 1;
	if (is_figure(*s)) {
		while (*used < 8 && at + *used < room && is_figure(s[*used]))
			++*used;
		return read_figures(l, piece, at, *used);
	}
	if (c >= 0x80 || glyph_ascii[c] > GLYPH_BLANK || (c == ':' && s[1] == '/')) /* a link, perhaps */
		return 0;
	l->glued &= glyph_ascii[c] != GLYPH_BLANK;
	return 1;
}

/* The words of a piece, one after the other; as read_piece(). */
static size_t
read_closely(struct look *l, const char *s, const struct marks *m, size_t room, int is_last)
{
	uint64_t todo = ~m->blanks;
	size_t   at = 0, i, n;

	if (room < PIECE)
		todo &= ~(~UINT64_C(0) << room);
	for (; todo; todo = from_bit(todo, at)) {
		i = (size_t)__builtin_ctzll(todo);
		l->glued &= i == at;
		n = ~m->letters >> i ? (size_t)__builtin_ctzll(~m->letters >> i) : PIECE - i;
		if (i + (n ? n : 8) >= room && !is_last && (n || i))
			return i;
		if (n ? !read_letters(l, s, i, n) : !read_other(l, s, i, room, &n))
			return 0;
		at = i + n;
	}
	l->glued &= at == room;
	return room;
}

/* Whether these are signs that end a word and hide nothing. */
static inline int
are_ends(const char *s, uint64_t signs)
{
	for (; signs; signs &= signs - 1) {
		unsigned char c = (unsigned char)s[__builtin_ctzll(signs)];

		if (c >= 0x80 || glyph_ascii[c] != GLYPH_OTHER || c == ':')
			return 0;
	}
	return 1;
}

/* Most pieces: words with a blank before each, perhaps a sign behind it, and no two of one letter. */
static inline int
is_simple(const struct look *l, const char *s, const struct marks *m, uint64_t starts, uint64_t signs)
{
	uint64_t single = starts & ~(m->letters >> 1);

	return !(starts & signs << 1) && !(l->glued & (starts & 1)) && l->p->count + PIECE / 2 <= NORM_PLAIN &&
	    !(single && (l->single || single & (single - 1))) && are_ends(s, signs);
}

static inline int
read_words(struct look *l, const char *s, const struct marks *m, uint64_t starts)
{
	struct norm_plain *p = l->p;
	size_t             n = 0, count = p->count;

	for (; starts; starts &= starts - 1) {
		size_t i = (size_t)__builtin_ctzll(starts), k;

		n = (size_t)__builtin_ctzll(~(m->letters >> i));
		if (n > LONGEST)
			return 0;
		p->at[count] = l->at + (uint32_t)i;
		p->len[count] = (uint8_t)n;
		p->start[count] = letters(s + i, n);
		p->hash[count] = norm_stir(n, p->start[count]);
		for (k = 8; k < n; k += 8)
			p->hash[count] = norm_stir(p->hash[count], letters(s + i + k, n - k));
		count++;
	}
	l->single = n ? n == 1 : l->single;
	p->count = count;
	return 1;
}

/*
 * The words of a piece, of which `room` bytes are the text's. What may go on behind them is left for the next piece,
 * unless this is the last: where to go on; 0: something is hidden.
 */
static inline size_t
read_piece(struct look *l, const char *s, size_t room, int is_last)
{
	struct marks m = marks_of(s);
	uint64_t     starts = m.letters & ~(m.letters << 1), signs = ~(m.letters | m.blanks), top;

	if ((m.letters & m.letters >> 1 & m.letters >> 2 & m.alike & m.alike >> 1) || !~m.letters)
		return 0; /* three letters alike, or nothing but letters */
	if (room < PIECE)
		signs &= ~(~UINT64_C(0) << room);
	if (!is_last && m.letters >> (PIECE - 1)) { /* the last word may go on */
		top = UINT64_C(1) << (PIECE - 1) >> __builtin_clzll(starts);
		room = (size_t)__builtin_ctzll(top);
		starts ^= top;
	}
	if (!room || !is_simple(l, s, &m, starts, signs))
		return read_closely(l, s, &m, room, is_last);
	l->glued = !(m.blanks >> (room - 1) & 1);
	return read_words(l, s, &m, starts) ? room : 0;
}

/* A short text that is one word of letters, as most words of a charter are; 0: it is to be looked at as a whole. */
static int
read_lone_word(struct norm_plain *p, const char *s, size_t len)
{
	uint64_t w, mask, before = 0, hash = len;
	size_t   at;

	for (at = 0; at < len; at += 8, before = w) {
		w = norm_eight_at(s, len, at);
		mask = ~UINT64_C(0) >> (len - at < 8 ? 64 - 8 * (len - at) : 0);
		if (norm_others(w) & mask)
			return 0;
		w = (w | ONES * 0x20) & mask;
		if (norm_has_run(w, before, mask))
			return 0;
		hash = norm_stir(hash, w);
		p->start[0] = at ? p->start[0] : w;
	}
	p->hash[0] = hash;
	p->at[0] = 0;
	p->len[0] = (uint8_t)len;
	p->count = 1;
	return 1;
}

int
norm_read_plain(struct norm_plain *p, const char *s, size_t len)
{
	struct look l = { .p = p };
	char        end[PIECE + BEHIND];
	size_t      at, used, room;

	if (len && len <= LONGEST && read_lone_word(p, s, len))
		return 1;
	p->count = 0;
	for (at = 0; at < len; at += used) {
		room = len - at;
		l.at = (uint32_t)at;
		if (room >= sizeof end) {
			used = read_piece(&l, s + at, PIECE, 0);
		} else {
			memset(end, 0, sizeof end);
			memcpy(end, s + at, room);
			used = read_piece(&l, end, room < PIECE ? room : PIECE, room <= PIECE);
		}
		if (!used)
			return 0;
	}
	return 1;
}

/* In lower case, eight bytes at a time; figures have that bit. */
static void
take_word(char *to, const char *s, size_t len, size_t at, size_t count)
{
	size_t i;

	for (i = 0; i < count; i += 8)
		norm_put_eight(to + i, norm_eight_at(s, len, at + i) | ONES * 0x20);
}

void
norm_take_plain(struct norm *n, const struct norm_plain *p, const char *s, size_t len)
{
	uint32_t text = 0;
	size_t   i;

	for (i = 0; i < p->count; i++, text += p->len[i - 1]) {
		take_word(n->text + text, s, len, p->at[i], p->len[i]);
		n->words[i] = (struct norm_word){ .start = p->at[i], .end = p->at[i] + p->len[i], .folded = text,
			.plain = text, .folded_len = p->len[i], .plain_len = p->len[i], .letters = p->len[i],
			.hash = p->hash[i] };
	}
	n->count = p->count;
	n->len = text;
}
