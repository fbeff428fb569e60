/* norm_plain.c - the words of a text that hides nothing */
#include "norm_parts.h"

#define LONGEST (NORM_LETTERS / 8) /* eights of a word */

struct look {
	struct norm_plain *p;
	const char        *s;
	size_t             len, at;
	int                glued, single; /* no blank since the last word; it had one letter */
};

/* A word that ends here. What follows it without a blank is seen when it is come to: here it is enough to note it. */
static inline int
keep(struct look *l, uint64_t start, uint64_t hash, size_t len)
{
	if (l->glued | (l->single & (len == 1)) | (l->p->count == NORM_PLAIN))
		return 0;
	l->p->start[l->p->count] = start;
	l->p->hash[l->p->count++] = hash;
	l->glued = 1;
	l->single = len == 1;
	l->at += len;
	return 1;
}

/* A word of which the first eight letters are known. */
static int
read_long(struct look *l, uint64_t first)
{
	uint64_t eights[LONGEST] = { first }, w, end, mask, before = first, hash;
	size_t   count = 1, i, n, len = 8;

	do {
		w = norm_eight_at(l->s, l->len, l->at + len);
		end = norm_others(w);
		n = end ? (size_t)__builtin_ctzll(end) / 8 : 8;
		if (!n)
			break;
		mask = ~UINT64_C(0) >> (64 - 8 * n);
		w = (w | ONES * 0x20) & mask;
		if (norm_has_run(w, before, mask))
			return 0;
		eights[count++] = before = w;
		len += n;
	} while (n == 8 && count < LONGEST);
	if (count == LONGEST)
		return 0;
	for (hash = len, i = 0; i < count; i++)
		hash = norm_stir(hash, eights[i]);
	return keep(l, first, hash, len);
}

static inline int
read_letters(struct look *l)
{
	uint64_t w = norm_eight_at(l->s, l->len, l->at), end = norm_others(w);
	uint64_t mask = end ? (end & -end) - 1 : ~UINT64_C(0);
	size_t   n;

	mask >>= 7 * (end != 0); /* whole bytes below the first that is no letter */
	w = (w | ONES * 0x20) & mask;
	if (norm_has_run(w, 0, mask))
		return 0;
	if (!end)
		return read_long(l, w);
	n = (size_t)__builtin_ctzll(end) / 8;
	return keep(l, w, norm_stir(n, w), n);
}

static inline int
is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* Up to eight; which of them are alike does not matter. */
static int
read_figures(struct look *l)
{
	uint64_t w = 0;
	size_t   n = 0;

	for (; n < 8 && l->at + n < l->len && is_figure(l->s[l->at + n]); n++)
		w |= (uint64_t)(unsigned char)l->s[l->at + n] << 8 * n;
	return keep(l, w, norm_stir(n, w), n);
}

/* What stands between words. */
static inline int
pass(struct look *l, unsigned char c)
{
	if (c >= 0x80 || glyph_ascii[c] > GLYPH_BLANK)
		return 0;
	if (c == ':' && l->len - l->at > 2 && l->s[l->at + 1] == '/') /* a link, perhaps */
		return 0;
	l->glued &= glyph_ascii[c] != GLYPH_BLANK;
	l->at++;
	return 1;
}

int
norm_read_plain(struct norm_plain *p, const char *s, size_t len)
{
	struct look   l = { .p = p, .s = s, .len = len };
	unsigned char c;
	int           is_plain = 1;

	p->count = 0;
	while (is_plain && l.at < len) {
		c = (unsigned char)s[l.at];
		if (c == ' ') {
			l.glued = 0;
			l.at++;
		} else if (c < 0x80 && glyph_ascii[c] == GLYPH_LETTER) {
			is_plain = read_letters(&l);
		} else if (is_figure(s[l.at])) {
			is_plain = read_figures(&l);
		} else {
			is_plain = pass(&l, c);
		}
	}
	return is_plain;
}
