/* norm_word.c - a word that is more than ASCII letters, letter by letter */
#include "norm_parts.h"

#include "smm/utf8.h"

#include <stddef.h>
#include <string.h>

#define MARKS_MAX     2   /* on one letter: Vietnamese has two */
#define WORD_BYTES    240 /* of one form */
#define ADDRESS_BYTES 255 /* RFC 5321, section 4.5.3.1.2: of a domain */

/* A word being read with all its forms: the slow way. */
struct drawing {
	size_t   folded_len, plain_len;
	unsigned letters, digits, signs, stars, marks, capitals, latin, alike, flags;
	unsigned run;
	uint32_t last;
	size_t   first_digits; /* figures before the first letter */
	char     folded[WORD_BYTES + GLYPH_BYTES + 8], plain[WORD_BYTES + GLYPH_BYTES + 8];
};

static void
draw_mark(struct drawing *d, const struct glyph *g)
{
	if (++d->marks > MARKS_MAX || d->folded_len > WORD_BYTES) {
		d->flags |= NORM_HIDDEN;
		return;
	}
	memcpy(d->folded + d->folded_len, g->folded, g->folded_len);
	d->folded_len += g->folded_len;
}

static void
draw_sign(struct drawing *d, char c, const struct glyph *g)
{
	d->signs++;
	d->letters++;
	if (g) {
		memcpy(d->folded + d->folded_len, g->folded, g->folded_len);
		memcpy(d->plain + d->plain_len, g->folded, g->folded_len);
		d->folded_len += g->folded_len;
		d->plain_len += g->folded_len;
		return;
	}
	d->folded[d->folded_len++] = d->plain[d->plain_len++] = c;
}

static void
draw_glyph(struct drawing *d, const struct glyph *g)
{
	d->marks = 0;
	d->run = g->code == d->last ? d->run + 1 : 0;
	d->last = g->code;
	d->flags |= d->run >= 2 && g->class == GLYPH_LETTER ? NORM_RUN : 0;
	if (d->letters >= NORM_LETTERS || d->folded_len > WORD_BYTES || d->plain_len > WORD_BYTES)
		return;
	memcpy(d->folded + d->folded_len, g->folded, g->folded_len);
	memcpy(d->plain + d->plain_len, g->plain, g->plain_len);
	d->folded_len += g->folded_len;
	d->plain_len += g->plain_len;
	d->letters++;
	if (g->class == GLYPH_DIGIT) {
		d->first_digits += d->letters == d->digits + 1;
		d->digits++;
		return;
	}
	d->capitals += g->capital;
	d->latin += g->script == SCRIPT_LATIN;
	d->alike += g->script == SCRIPT_ALIKE;
}

/* Letters written as figures or signs: not quantities (10km, 3G), not versions (ps5 may be, covid19). */
static int
is_leet(const struct drawing *d, const char *plain, size_t len)
{
	unsigned odd = d->digits + d->signs, real = d->letters - odd - d->stars;
	size_t   behind = 0;

	if (!odd || real < 1 || odd > 2 * real)
		return 0;
	if (d->signs)
		return 1;
	while (behind < len && plain[len - behind - 1] >= '0' && plain[len - behind - 1] <= '9')
		behind++;
	if (d->digits > d->first_digits + behind)
		return real >= 2; /* inside: 10h30 has one letter */
	return behind ? !d->first_digits && real >= 2 && behind <= 2 : d->first_digits <= 3 && real >= 3;
}

/* Look-alikes become Latin in all forms of a word that has Latin letters, too. */
static void
unmix(char *s, size_t *len)
{
	size_t i = 0, n = 0, used;

	for (; i < *len; i += used) {
		uint32_t code = utf8_read(s + i, *len - i, &used);
		char     c = code < 0x250 ? '\0' : glyph_alike(code);

		if (c) {
			s[n++] = c;
			continue;
		}
		memmove(s + n, s + i, used);
		n += used;
	}
	*len = n;
}

static void
finish(struct reading *r, struct norm_word *w, struct drawing *d)
{
	struct norm *n = r->n;

	if (d->alike) {
		d->flags |= NORM_ALIKE;
		if (d->latin) {
			unmix(d->folded, &d->folded_len);
			unmix(d->plain, &d->plain_len);
		}
	}
	d->flags |= is_leet(d, d->plain, d->plain_len) ? NORM_LEET : 0;
	d->flags |= d->stars ? NORM_STARS : 0;
	d->flags |= d->digits && d->digits == d->letters ? NORM_NUMBER : 0;
	d->flags |= d->capitals > 1 && d->capitals == d->letters - d->digits ? NORM_CAPITAL : 0;
	w->end = (uint32_t)r->at;
	w->letters = (uint8_t)d->letters;
	memcpy(n->text + n->len, d->folded, d->folded_len);
	w->folded_len = (uint8_t)d->folded_len;
	n->len += d->folded_len;
	if (d->folded_len != d->plain_len || memcmp(d->folded, d->plain, d->plain_len) != 0) {
		d->flags |= NORM_ACCENT;
		w->plain = (uint32_t)n->len;
		memcpy(n->text + n->len, d->plain, d->plain_len);
		n->len += d->plain_len;
	}
	w->plain_len = (uint8_t)d->plain_len;
	memset(n->text + n->len, 0, 8);
	w->hash = norm_hash(n->text + w->plain, w->plain_len);
	w->flags |= (uint16_t)d->flags;
	if (w->flags & NORM_DISGUISE)
		norm_add_bare(n, w);
}

/* l' d' qu' … before a word of two letters or more. */
static int
is_elision(const struct reading *r, const struct drawing *d, size_t next)
{
	static const char *const before[] = { "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu",
		"lorsqu", "puisqu", "quoiqu" };
	size_t i, used;

	if (norm_class(r, next) != GLYPH_LETTER)
		return 0;
	glyph_read(r->n, r->s + next, r->len - next, &used);
	if (norm_class(r, next + used) == GLYPH_QUOTE || d->letters > 6)
		return 0;
	for (i = 0; i < sizeof before / sizeof *before; i++)
		if (strlen(before[i]) == d->plain_len && memcmp(before[i], d->plain, d->plain_len) == 0)
			return 1;
	return 0;
}

enum step { STEP_ON, STEP_END, STEP_ELIDED };

static enum step
draw_quote(const struct reading *r, struct drawing *d, size_t next)
{
	if (!d->letters || !norm_is_wordly(norm_class(r, next)))
		return STEP_END;
	return is_elision(r, d, next) ? STEP_ELIDED : STEP_ON;
}

/* Whether the star at r->at is an unknown letter, or just a sign behind or around a word. */
static int
is_star(const struct reading *r, const struct drawing *d)
{
	enum glyph_class next = norm_class(r, r->at + 1);

	if (d->letters == d->digits)
		return 0;
	if (next == GLYPH_LETTER)
		return 1;
	return r->s[r->at] == '*' && !r->starred && (next == GLYPH_STAR || !norm_is_wordly(next));
}

static enum step
draw_special(struct reading *r, struct drawing *d, const struct glyph *g, size_t used)
{
	enum glyph_class next = norm_class(r, r->at + used);
	char             c = r->s[r->at];

	switch ((enum glyph_class)g->class) {
	case GLYPH_QUOTE:
		return draw_quote(r, d, r->at + used);
	case GLYPH_SIGN:
		if ((d->letters && d->letters == d->digits) ||
		    !(norm_is_wordly(next) || (c == '$' && next == GLYPH_SIGN) ||
		    (c == '$' && d->last == '$')))
			return STEP_END;
		d->last = g->code;
		if (d->letters < NORM_LETTERS)
			draw_sign(d, c, g->code < 0x80 ? NULL : g);
		return STEP_ON;
	case GLYPH_STAR:
		if (!is_star(r, d))
			return STEP_END;
		d->last = '*';
		if (d->letters < NORM_LETTERS) {
			d->folded[d->folded_len++] = d->plain[d->plain_len++] = '*';
			d->letters++;
			d->stars++;
		}
		return STEP_ON;
	default:
		return STEP_END;
	}
}

static enum step
draw(struct reading *r, struct drawing *d, const struct glyph *g, size_t used)
{
	switch ((enum glyph_class)g->class) {
	case GLYPH_LETTER: case GLYPH_DIGIT:
		draw_glyph(d, g);
		return STEP_ON;
	case GLYPH_MARK:
		draw_mark(d, g);
		return STEP_ON;
	case GLYPH_HIDDEN:
		d->flags |= g->code == 0xfe0f ? 0 : NORM_HIDDEN;
		return STEP_ON;
	default:
		return draw_special(r, d, g, used);
	}
}

/* Where the domain behind an @ ends, when it is one: name.tld; else 0. */
static size_t
address_end(const struct reading *r, size_t at)
{
	size_t start = at, dot = 0;

	for (; at < r->len && at - start < ADDRESS_BYTES; at++) {
		unsigned char c = (unsigned char)r->s[at];

		if (c == '.' && norm_class(r, at + 1) == GLYPH_LETTER)
			dot = at;
		else if (c != '-' && (c >= 0x80 || !norm_is_wordly(glyph_ascii[c])))
			break;
	}
	return dot ? at : 0;
}

static void
keep_address(struct reading *r, size_t end)
{
	struct norm_word w;

	norm_begin(r, &w);
	w.flags |= NORM_LINK;
	r->at = end;
	w.end = (uint32_t)end;
	w.hash = norm_hash("", 0);
	norm_keep(r, &w);
}

void
norm_draw(struct reading *r)
{
	struct drawing   d;
	struct norm_word w;
	struct glyph     g; /* a copy: looking at what stands behind it may forget it */
	enum step        step = STEP_ON;
	size_t           used, end;

	memset(&d, 0, offsetof(struct drawing, folded));
	norm_begin(r, &w);
	for (; r->at < r->len; r->at += used) {
		g = *glyph_read(r->n, r->s + r->at, r->len - r->at, &used);
		if (g.code == '@' && d.letters && (end = address_end(r, r->at + 1))) {
			r->at = w.start;
			keep_address(r, end);
			return;
		}
		step = draw(r, &d, &g, used);
		if (step != STEP_ON)
			break;
	}
	if (step == STEP_ELIDED) {
		r->at += used;
		d.flags |= NORM_ELIDED;
	}
	finish(r, &w, &d);
	norm_keep(r, &w);
}

static int
is_name(const struct reading *r, size_t at)
{
	enum glyph_class class = norm_class(r, at);

	if (norm_is_wordly(class) || class == GLYPH_MARK || (at < r->len && r->s[at] == '_'))
		return 1;
	return at < r->len && strchr(".-@", r->s[at]) && r->s[at] && norm_is_wordly(norm_class(r, at + 1));
}

void
norm_draw_mention(struct reading *r)
{
	struct drawing      d;
	struct norm_word    w;
	const struct glyph *g;
	size_t              used;

	memset(&d, 0, offsetof(struct drawing, folded));
	norm_begin(r, &w);
	for (r->at++; is_name(r, r->at); r->at += used) {
		g = glyph_read(r->n, r->s + r->at, r->len - r->at, &used);
		if (g->class == GLYPH_MARK)
			draw_mark(&d, g);
		else
			draw_glyph(&d, g);
	}
	finish(r, &w, &d);
	w.flags = (uint16_t)((w.flags & ~NORM_DISGUISE & ~NORM_NUMBER) | NORM_MENTION);
	w.bare_len = 0;
	norm_keep(r, &w);
}
