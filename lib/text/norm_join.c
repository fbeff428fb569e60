/* norm_join.c - words pulled apart, put together again */
#include "norm_parts.h"

#include <string.h>

#define CHAIN_BYTES 200 /* with a letter between any two of them, below 256 */

static char
disguised_letter(char c)
{
	return c == '!' || c == '|' ? 'i' : c == '(' ? 'c' : c == '+' ? 't' : '\0';
}

/* The gap's letter in a chain: the word's flags do not keep it, so it is read again. */
static char
letter_between(const struct reading *r, const struct norm_word *w)
{
	return w->start >= 2 && (w->flags & NORM_GLUED) && norm_is_wordly(norm_class(r, w->start - 2)) ?
	    disguised_letter(r->s[w->start - 1]) : '\0';
}

static void
join_chain(struct reading *r)
{
	struct norm      *n = r->n;
	struct norm_word *w = n->words + n->count, *first = n->words + r->chain;
	size_t            i;

	memset(w, 0, sizeof *w);
	w->start = first->start;
	w->end = n->words[n->count - 1].end;
	w->folded = w->plain = (uint32_t)n->len;
	w->flags = NORM_JOINED | (first->flags & (NORM_GLUED | NORM_BLANK));
	for (i = 0; i < r->chain_count; i++) {
		const struct norm_word *part = first + i;
		char                    c = i ? letter_between(r, part) : '\0';

		if (i && (part->flags & NORM_BLANK))
			w->flags |= NORM_SPACED;
		w->flags |= part->flags & (NORM_LEET | NORM_ALIKE | NORM_RUN | NORM_STARS | NORM_HIDDEN);
		if (c)
			n->text[n->len++] = c;
		memcpy(n->text + n->len, n->text + part->plain, part->plain_len);
		n->len += part->plain_len;
		w->letters = (uint8_t)(w->letters + part->letters + (c != '\0'));
	}
	w->plain_len = w->folded_len = (uint8_t)(n->len - w->plain);
	w->parts = (uint16_t)r->chain_count;
	norm_add_bare(n, w);
	memset(n->text + n->len, 0, 8);
	w->hash = norm_hash(n->text + w->plain, w->plain_len);
	n->count++;
}

static void
close_chain(struct reading *r)
{
	if (r->chain_count > 2 || (r->chain_count == 2 && r->chain_letters >= 3 &&
	    r->n->words[r->chain + 1].flags & NORM_GLUED))
		join_chain(r);
	r->chain_count = 0;
}

void
norm_close(struct reading *r)
{
	if (r->chain_count > 1)
		close_chain(r);
	r->chain_count = 0;
}

/* A word goes on a chain when it is glued to it, or when both are single letters. */
static int
chains(const struct reading *r, const struct norm_word *w)
{
	const struct norm_word *last = r->n->words + r->n->count - 1;

	if (!r->chain_count || r->chain_letters + w->letters > NORM_LETTERS ||
	    r->chain_bytes + w->plain_len > CHAIN_BYTES)
		return 0;
	if (w->flags & NORM_GLUED)
		return 1;
	return (w->flags & NORM_BLANK) && w->letters == 1 && last->letters == 1;
}

void
norm_keep(struct reading *r, struct norm_word *w)
{
	struct norm *n = r->n;
	int          can = !(w->flags & (NORM_LINK | NORM_MENTION | NORM_EMOJI | NORM_ELIDED));

	if (!can || !chains(r, w))
		norm_close(r);
	if (can && !r->chain_count++) {
		r->chain = n->count;
		r->chain_letters = r->chain_bytes = 0;
	}
	r->chain_letters += w->letters;
	r->chain_bytes += w->plain_len;
	n->words[n->count++] = *w;
	r->gap = NORM_GLUED | NORM_BLANK;
}
