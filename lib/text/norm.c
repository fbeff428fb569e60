/* norm.c - what people wrote, as words whose disguise is taken off */
#include "norm_parts.h"

#include "smm/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define WORD_ROOM 2048 /* bytes in n->text for a word and the joined one before it */

struct norm *
norm_new(void)
{
	struct norm *n = mem_get(sizeof *n); /* most of it is never touched */

	n->count = n->len = 0;
	n->glyphs = NULL;
	return n;
}

void
norm_free(struct norm *n)
{
	if (!n)
		return;
	free(n->glyphs);
	free(n);
}

enum glyph_class
norm_class(const struct reading *r, size_t at)
{
	size_t used;

	if (at >= r->len)
		return GLYPH_BLANK;
	if (!(r->s[at] & 0x80))
		return glyph_ascii[(unsigned char)r->s[at]];
	return glyph_read(r->n, r->s + at, r->len - at, &used)->class;
}

int
norm_is_wordly(enum glyph_class class)
{
	return class == GLYPH_LETTER || class == GLYPH_DIGIT;
}

void
norm_begin(const struct reading *r, struct norm_word *w)
{
	memset(w, 0, sizeof *w);
	w->start = (uint32_t)r->at;
	w->flags = (uint16_t)(r->gap & NORM_GLUED ? NORM_GLUED : r->gap & NORM_BLANK);
	w->folded = w->plain = (uint32_t)r->n->len;
}

/* --- a word of ASCII letters alone, the usual one, eight letters at a time --------------------------- */

struct letters {
	size_t count, capitals;
	int    run; /* three alike in a row */
};

/* The letters at r->at, in lower case, eight zeros behind them; of a long word the first NORM_LETTERS. */
static struct letters
read_letters(const struct reading *r, char *to)
{
	struct letters l = { 0 };
	uint64_t       w, end, mask, before = 0;
	size_t         n;

	do {
		w = norm_eight_at(r->s, r->len, r->at + l.count);
		end = norm_others(w);
		n = end ? (size_t)__builtin_ctzll(end) / 8 : 8;
		mask = n < 8 ? (UINT64_C(1) << 8 * n) - 1 : ~UINT64_C(0);
		l.capitals += (size_t)((~w >> 5 & ONES & mask) * ONES >> 56);
		w = (w | ONES * 0x20) & mask;
		l.run |= norm_has_run(w, before, mask);
		norm_put_eight(to + l.count, w);
		before = w;
		l.count += n;
	} while (n == 8 && l.count < NORM_LETTERS);
	norm_put_eight(to + l.count, 0);
	return l;
}

/* What may stand behind such a word; anything else could be a part of it. */
static int
ends_word(const struct reading *r, size_t at)
{
	unsigned char c = at < r->len ? (unsigned char)r->s[at] : ' ';

	return c < 0x80 && (glyph_ascii[c] == GLYPH_BLANK || glyph_ascii[c] == GLYPH_OTHER);
}

/* 0 when it is not such a word, and nothing was done. */
static int
read_plainly(struct reading *r)
{
	struct norm     *n = r->n;
	uint32_t         text = (uint32_t)n->len;
	struct letters   l = read_letters(r, n->text + text);
	size_t           end = r->at + l.count;
	struct norm_word w = { (uint32_t)r->at, (uint32_t)end, text, text, 0, (uint8_t)l.count, (uint8_t)l.count, 0,
		(uint8_t)l.count, (uint16_t)(r->gap & NORM_GLUED ? NORM_GLUED : r->gap & NORM_BLANK), 0, 0 };

	if (!ends_word(r, end))
		return 0;
	w.flags |= (uint16_t)((l.count > 1 && l.capitals == l.count ? NORM_CAPITAL : 0) | (l.run ? NORM_RUN : 0));
	w.hash = norm_hash_kept(n->text + text, l.count);
	n->len += l.count;
	if (l.run)
		norm_add_bare(n, &w);
	r->at = end;
	norm_keep(r, &w);
	return 1;
}

static void
read_link(struct reading *r)
{
	struct norm_word w;

	norm_begin(r, &w);
	w.flags |= NORM_LINK;
	w.end = (uint32_t)r->link.end;
	w.hash = norm_hash("", 0);
	r->at = r->link.end;
	r->linked = text_next_link(r->s, r->len, r->link.end, &r->link);
	norm_keep(r, &w);
}

static void
read_emoji(struct reading *r, const struct glyph *g, size_t used)
{
	struct norm     *n = r->n;
	struct norm_word w;

	assert(g); /* what has no glyph is no emoji */
	norm_begin(r, &w);
	w.flags |= NORM_EMOJI;
	memcpy(n->text + n->len, g->folded, g->folded_len);
	n->len += g->folded_len;
	w.folded_len = w.plain_len = g->folded_len;
	w.letters = 1;
	w.hash = norm_hash(n->text + w.plain, w.plain_len);
	r->at += used;
	w.end = (uint32_t)r->at;
	norm_keep(r, &w);
}

/* What stands between words. */
static void
pass(struct reading *r, enum glyph_class class, size_t used)
{
	if (class == GLYPH_BLANK)
		r->gap &= ~(unsigned)NORM_GLUED;
	else if (class != GLYPH_HIDDEN)
		r->gap &= ~(unsigned)NORM_BLANK;
	if (r->s[r->at] == '*')
		r->starred = norm_is_wordly(norm_class(r, r->at + 1));
	r->at += used;
}

static void
read_next(struct reading *r)
{
	const struct glyph *g;
	unsigned char       c = (unsigned char)r->s[r->at];
	enum glyph_class    class, next;
	size_t              used = 1;

	if (c < 0x80) {
		class = glyph_ascii[c];
		if (class == GLYPH_LETTER && read_plainly(r))
			return;
	}
	g = c < 0x80 ? NULL : glyph_read(r->n, r->s + r->at, r->len - r->at, &used);
	class = g ? (enum glyph_class)g->class : (enum glyph_class)glyph_ascii[c];
	next = class == GLYPH_SIGN ? norm_class(r, r->at + used) : GLYPH_OTHER;
	if (c == '@' && (norm_is_wordly(next) || (r->at + 1 < r->len && r->s[r->at + 1] == '_')))
		norm_draw_mention(r);
	else if (norm_is_wordly(class) || (class == GLYPH_SIGN && next == GLYPH_LETTER))
		norm_draw(r);
	else if (class == GLYPH_EMOJI)
		read_emoji(r, g, used);
	else
		pass(r, class, used);
}

size_t
norm_read(struct norm *n, const char *s, size_t len, size_t from)
{
	struct reading r = { .n = n, .s = s, .len = len, .at = from };

	n->count = n->len = 0;
	r.linked = memchr(s + from, ':', len - from) && text_next_link(s, len, from, &r.link);
	while (r.at < len && n->count + 2 < NORM_WORDS && n->len + WORD_ROOM < NORM_TEXT) {
		if (r.linked && r.at == r.link.start) {
			read_link(&r);
		} else if (s[r.at] == ' ') {
			r.gap &= ~(unsigned)NORM_GLUED;
			r.at++;
		} else {
			read_next(&r);
		}
	}
	norm_close(&r);
	return r.at;
}
