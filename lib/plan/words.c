/* words.c - a text as words, to find words and phrases in it */
#include "smm/words.h"

#include "smm/mem.h"
#include "smm/text.h"
#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)
#define PARTS     4 /* code points one decomposes into at most, without compatibility ones */

enum glyph { GLYPH_LETTER, GLYPH_DIGIT, GLYPH_MARK, GLYPH_BLANK, GLYPH_JOINER, GLYPH_OTHER };

struct reading {
	struct words *words;
	struct word   word;
	int           inside;
	int           joined, spaced; /* what stands between the last word and here */
};

static enum glyph
glyph_of(uint32_t c)
{
	if (c < 0x80) {
		if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
			return GLYPH_LETTER;
		if (c >= '0' && c <= '9')
			return GLYPH_DIGIT;
		if (c == ' ' || c == '\n' || c == '\t')
			return GLYPH_BLANK;
		return c == '\'' || c == '-' ? GLYPH_JOINER : GLYPH_OTHER;
	}
	if (c == 0x2019 || c == 0x2010 || c == 0x2011) /* ’ and hyphens */
		return GLYPH_JOINER;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
		return GLYPH_LETTER;
	case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC:
		return GLYPH_MARK;
	case UTF8PROC_CATEGORY_ND:
		return GLYPH_DIGIT;
	case UTF8PROC_CATEGORY_ZS:
		return GLYPH_BLANK;
	default:
		return GLYPH_OTHER;
	}
}

static uint64_t
mix(uint64_t hash, uint32_t c)
{
	return (hash ^ c) * FNV_PRIME;
}

static int
is_capital(uint32_t c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

/* Decomposed, so that é is the same whether it is written as one code point or as two. */
static void
add_folded(struct word *w, uint32_t c)
{
	utf8proc_int32_t   parts[PARTS];
	utf8proc_ssize_t   n, i;
	int                last = 0;

	if (c < 0x80) {
		c |= c >= 'A' && c <= 'Z' ? 0x20 : 0;
		w->folded = mix(w->folded, c);
		w->plain = mix(w->plain, c);
		return;
	}
	n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &last);
	for (i = 0; i < n && i < PARTS; i++) {
		w->folded = mix(w->folded, (uint32_t)parts[i]);
		if (utf8proc_category(parts[i]) == UTF8PROC_CATEGORY_MN)
			w->accented = 1;
		else
			w->plain = mix(w->plain, (uint32_t)parts[i]);
	}
}

static void
begin_word(struct reading *r, size_t at)
{
	r->word = (struct word){ .start = at, .folded = FNV_START, .plain = FNV_START, .capitals = 1,
		.joined = r->joined & 1u, .spaced = r->spaced & 1u };
	r->inside = 1;
}

static void
end_word(struct reading *r, size_t at)
{
	struct words *w = r->words;

	if (!r->inside)
		return;
	r->inside = 0;
	r->joined = r->spaced = 1;
	r->word.end = at;
	if (w->count == w->room) {
		w->room = w->room ? 2 * w->room : 64;
		w->at = mem_grow(w->at, w->room * sizeof *w->at);
	}
	w->at[w->count++] = r->word;
}

static void
add_glyph(struct reading *r, uint32_t c, size_t at)
{
	enum glyph g = glyph_of(c);

	if (g > GLYPH_MARK || (g == GLYPH_MARK && !r->inside)) {
		end_word(r, at);
		r->joined &= g == GLYPH_BLANK || g == GLYPH_JOINER;
		r->spaced &= g == GLYPH_BLANK;
		return;
	}
	if (!r->inside)
		begin_word(r, at);
	add_folded(&r->word, c);
	r->word.letters += g == GLYPH_LETTER;
	if (g == GLYPH_LETTER && !is_capital(c))
		r->word.capitals = 0;
}

void
words_read(struct words *w, const char *s, size_t len)
{
	struct reading r = { .words = w };
	struct span    link = { 0, 0 };
	int            linked = strstr(s, "://") && text_next_link(s, len, 0, &link);
	size_t         at, used;

	w->count = 0;
	for (at = 0; at < len; at += used) {
		if (linked && at == link.start) {
			end_word(&r, at);
			r.joined = r.spaced = 0;
			used = link.end - link.start;
			linked = text_next_link(s, len, link.end, &link);
			continue;
		}
		add_glyph(&r, utf8_read(s + at, len - at, &used), at);
	}
	end_word(&r, len);
}

void
words_release(struct words *w)
{
	free(w->at);
	memset(w, 0, sizeof *w);
}

static int
is_same(const struct word *text, const struct word *wanted)
{
	return text->folded == wanted->folded || (!text->accented && text->folded == wanted->plain);
}

size_t
words_find(const struct words *w, const struct words *phrase, size_t from)
{
	size_t i, k;

	for (i = from; phrase->count && i + phrase->count <= w->count; i++) {
		for (k = 0; k < phrase->count; k++)
			if (!is_same(w->at + i + k, phrase->at + k) || (k && !w->at[i + k].joined))
				break;
		if (k == phrase->count)
			return i;
	}
	return w->count;
}
