/*
 * wordlist_terms.c - the charter's words and phrases, as they are compared
 *
 * A charter has thousands, and most messages have none of them: at the start only their hashes are kept, and what a
 * term is compared by is made when a text may have it.
 */
#include "wordlist_parts.h"

#include "smm/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PHRASE_WORDS 32

/* --- tables --------------------------------------------------------------------------------------- */

enum held { HELD_NOTHING, HELD_WORD, HELD_PHRASE, HELD_OTHER }; /* what a term is; the other entry of it */

/* With room for so many, of a list of so many terms. Memory of slots that are never used is never touched. */
static void
table_make(struct table *t, size_t most, size_t terms)
{
	size_t size = 64;

	while (3 * size < 4 * most)
		size *= 2;
	t->at = mem_zero(size * sizeof *t->at);
	t->mask = size - 1;
	for (t->what = 1; t->what < 3 * terms; t->what = 2 * t->what + 1)
		;
}

static inline size_t
place_of(const struct table *t, uint64_t hash)
{
	return hash >> 32 & t->mask; /* norm_hash() has stirred it */
}

static inline int
is_alike(const struct table *t, uint32_t slot, uint64_t hash)
{
	return !((slot ^ (uint32_t)hash) & ~t->what);
}

static void
put(struct table *t, uint64_t hash, size_t term, enum held held)
{
	size_t i = place_of(t, hash);

	while (t->at[i])
		i = (i + 1) & t->mask;
	t->at[i] = ((uint32_t)hash & ~t->what) | (3 * (uint32_t)term + (uint32_t)held);
}

size_t
wordlist_begin(const struct table *t, uint64_t hash)
{
	return place_of(t, hash);
}

/* --- words ---------------------------------------------------------------------------------------- */

/* Without the '*' that makes a stem of it. */
static size_t
len_of(const struct term *t, int *is_stem)
{
	size_t len = strlen(t->text);

	*is_stem = len > 1 && t->text[len - 1] == '*';
	return len - (size_t)*is_stem;
}

/* Reads a term into l->norm: how many of the words there are compared, the first ones, at most PHRASE_WORDS. */
static size_t
spell(struct wordlist *l, size_t term, int *is_stem)
{
	const char       *text = l->charter->terms[term].text;
	size_t            len = len_of(l->charter->terms + term, is_stem), i, count = 0;
	struct norm      *n = l->norm = l->norm ? l->norm : norm_new();
	struct norm_plain p;

	l->lent.plain = NULL; /* it stood in n */
	if (norm_read_plain(&p, text, len))
		norm_take_plain(n, &p, text, len);
	else
		norm_read(n, text, len, 0);
	for (i = 0; i < n->count && count < PHRASE_WORDS; i++)
		if (!(n->words[i].flags & (NORM_JOINED | NORM_LINK)) && n->words[i].plain_len && count++ != i)
			n->words[count - 1] = n->words[i];
	return count;
}

/* --- entries -------------------------------------------------------------------------------------- */

/* Most words are written in the charter as they are compared. */
static const char *
keep(struct wordlist *l, size_t term, const char *plain, size_t len)
{
	const char *text = l->charter->terms[term].text;

	return strncmp(text, plain, len) == 0 ? text : mem_dup(l->mem, plain, len);
}

static struct entry *
new_entry(struct wordlist *l, size_t term, const char *plain, size_t len)
{
	struct entry *x = mem_alloc(l->mem, sizeof *x);

	x->term = (uint32_t)term;
	x->plain = keep(l, term, plain, len);
	x->len = (uint8_t)len;
	return x;
}

/* A word as it was spelled. */
static void
set_word(const struct wordlist *l, struct entry *x, size_t term)
{
	const struct norm_word *w = l->norm->words;

	*x = (struct entry){ .term = (uint32_t)term, .plain = l->norm->text + w->plain, .len = w->plain_len,
		.folded = l->norm->text + w->folded, .folded_len = w->folded_len };
}

static struct entry *
make_word(struct wordlist *l, size_t term)
{
	struct entry *x = mem_alloc(l->mem, sizeof *x);

	set_word(l, x, term);
	x->plain = keep(l, term, x->plain, x->len);
	x->folded = l->charter->terms[term].accents ? keep(l, term, x->folded, x->folded_len) : NULL;
	return x;
}

/* By its plain form, and by its bare one when that is another. */
static struct entry *
make_stem(struct wordlist *l, size_t term)
{
	const struct norm_word *w = l->norm->words;
	size_t                  most = w->plain_len < STEM_MAX ? w->plain_len : STEM_MAX, len;
	struct entry           *x = new_entry(l, term, l->norm->text + w->plain, most);
	char                    bare[256];

	len = norm_bare(x->plain, x->len, bare);
	if (len != x->len || memcmp(bare, x->plain, len) != 0)
		x->other = new_entry(l, term, bare, len);
	return x;
}

static void
set_piece(struct wordlist *l, struct piece *p, const struct norm_word *w)
{
	char   bare[256];
	size_t len;

	p->plain = mem_dup(l->mem, l->norm->text + w->plain, w->plain_len);
	p->len = w->plain_len;
	p->hash = w->hash;
	len = norm_bare(p->plain, p->len, bare);
	p->bare = norm_hash(bare, len);
}

/* All so many words as one, for a text that pulls letters apart: its length; 0: it is too long for one. */
static size_t
join(const struct norm *n, size_t count, char joined[256])
{
	size_t i, len = 0;

	for (i = 0; i < count; i++) {
		if (len + n->words[i].plain_len >= 256)
			return 0;
		memcpy(joined + len, n->text + n->words[i].plain, n->words[i].plain_len);
		len += n->words[i].plain_len;
	}
	return len;
}

/* The words in a row, and all of them as one. */
static struct entry *
make_phrase(struct wordlist *l, size_t term, size_t count)
{
	struct entry *x = new_entry(l, term, "", 0);
	char          joined[256];
	size_t        i, len = join(l->norm, count, joined);

	x->pieces = mem_alloc(l->mem, count * sizeof *x->pieces);
	x->npieces = (uint8_t)count;
	for (i = 0; i < count; i++)
		set_piece(l, x->pieces + i, l->norm->words + i);
	if (!len)
		return x;
	x->other = new_entry(l, term, joined, len);
	x->other->joined = 1;
	return x;
}

/* NULL: it has no letter. */
static struct entry *
make_entry(struct wordlist *l, size_t term)
{
	int    is_stem;
	size_t count = spell(l, term, &is_stem);

	return !count ? NULL : count > 1 ? make_phrase(l, term, count) : is_stem ? make_stem(l, term) :
	    make_word(l, term);
}

/* What a term is compared by; NULL: it has no letter. */
static inline struct entry *
entry_of(struct wordlist *l, size_t term)
{
	if (!l->made)
		l->made = mem_zero(l->charter->nterms * sizeof *l->made);
	if (!l->made[term])
		l->made[term] = make_entry(l, term);
	return l->made[term];
}

/* The same, of a word lent until the next call: thousands may be met, and nothing is to be kept of them. */
static const struct entry *
look_at(struct wordlist *l, size_t term)
{
	int is_stem;

	if (l->lent.plain && l->lent.term == term)
		return &l->lent;
	if ((l->made && l->made[term]) || spell(l, term, &is_stem) != 1 || is_stem)
		return entry_of(l, term);
	set_word(l, &l->lent, term);
	return &l->lent;
}

/* What the next slot of that hash holds, from *at on, and of which term. */
static enum held
next_slot(const struct table *t, uint64_t hash, size_t *at, size_t *term)
{
	uint32_t slot, what;

	while (t->at && (slot = t->at[*at])) {
		*at = (*at + 1) & t->mask;
		if (!is_alike(t, slot, hash))
			continue;
		what = (slot & t->what) - 1;
		*term = what / 3;
		return (enum held)(what % 3 + 1);
	}
	return HELD_NOTHING;
}

const struct entry *
wordlist_next(struct wordlist *l, const struct table *t, uint64_t hash, size_t *at)
{
	size_t              term;
	enum held           held = next_slot(t, hash, at, &term);
	const struct entry *x;

	if (!held)
		return NULL;
	x = held == HELD_OTHER ? entry_of(l, term)->other : look_at(l, term);
	assert(x); /* it had letters when it was put there */
	return x;
}

/* --- building ------------------------------------------------------------------------------------- */

/* The hashes of the first two words of a term, and how many words it has. */
static size_t
hashes_of(struct wordlist *l, struct norm_plain *p, size_t term, uint64_t hash[2], int *is_stem)
{
	const struct term *t = l->charter->terms + term;
	size_t             len = len_of(t, is_stem), count, i;

	if (norm_read_plain(p, t->text, len)) {
		memcpy(hash, p->hash, 2 * sizeof *hash);
		return p->count;
	}
	count = spell(l, term, is_stem);
	for (i = 0; i < count && i < 2; i++)
		hash[i] = l->norm->words[i].hash;
	return count;
}

int
wordlist_has_word(struct wordlist *l, uint64_t hash)
{
	size_t    at = wordlist_begin(&l->plain, hash), term;
	enum held held;

	do
		held = next_slot(&l->plain, hash, &at, &term);
	while (held == HELD_PHRASE);
	return held == HELD_WORD;
}

int
wordlist_has_phrase(struct wordlist *l, uint64_t first, uint64_t second)
{
	uint64_t hash = sieve_pair(first, second);
	size_t   at = wordlist_begin(&l->pairs, hash), term;

	return next_slot(&l->pairs, hash, &at, &term) != 0;
}

static void
hang_up(struct entry *x, struct entry **list)
{
	x->next_alike = *list;
	*list = x;
}

static void
add_stem(struct wordlist *l, size_t term)
{
	struct entry *x = entry_of(l, term);

	if (!l->stems.at)
		table_make(&l->stems, 2 * l->listed, l->charter->nterms);
	put(&l->stems, norm_hash(x->plain, x->len), term, HELD_WORD);
	l->nstems++;
	l->stem_lens |= UINT64_C(1) << x->len;
	hang_up(x, &l->all_stems);
	if (!x->other)
		return;
	put(&l->stems, norm_hash(x->other->plain, x->other->len), term, HELD_OTHER);
	l->nstems++;
	l->stem_lens |= UINT64_C(1) << x->other->len;
}

static void
never_found(const struct charter *c, size_t term, charter_warn *warn)
{
	const char        *text = c->terms[term].text;
	const struct mark *mark = charter_mark(c, term);

	if (mark)
		warn("%s:%zu:%zu: \"%s\" can never be found: it has no letter (a pattern can find signs)", c->path,
		    mark->line, mark->column, text);
	else
		warn("%s: a file of words has \"%s\", which can never be found: it has no letter (a pattern can find "
		    "signs)", c->path, text);
}

/* Something of several words among the words, as "e-mail", is looked for by the first of them. */
static void
add_term(struct wordlist *l, size_t term, struct norm_plain *p, charter_warn *warn)
{
	uint64_t hash[2];
	int      is_stem;
	size_t   count = hashes_of(l, p, term, hash, &is_stem);

	l->several += count > 1;
	if (!count) {
		never_found(l->charter, term, warn);
	} else if (count == 1 && is_stem) {
		add_stem(l, term);
	} else if (count == 1 || l->charter->terms[term].kind == TERM_WORD) {
		put(&l->plain, hash[0], term, HELD_WORD);
		sieve_add_word(&l->sieve, hash[0]);
	} else {
		put(&l->plain, hash[0], term, HELD_PHRASE);
		put(&l->pairs, sieve_pair(hash[0], hash[1]), term, HELD_PHRASE);
		sieve_add_pair(&l->sieve, hash[0], hash[1]);
	}
}

struct wordlist *
wordlist_new(const struct charter *c, charter_warn *warn)
{
	struct wordlist  *l = mem_zero(sizeof *l);
	struct norm_plain p;
	size_t            i, count[TERM_PATTERN + 1] = { 0 };

	l->charter = c;
	l->mem = mem_new();
	for (i = 0; i < c->nterms; i++)
		count[c->terms[i].kind]++;
	l->listed = count[TERM_WORD] + count[TERM_PHRASE];
	table_make(&l->plain, l->listed, c->nterms);
	table_make(&l->pairs, count[TERM_PHRASE], c->nterms);
	sieve_make(&l->sieve, count[TERM_WORD], count[TERM_PHRASE]);
	for (i = 0; i < c->nterms; i++)
		if (c->terms[i].kind != TERM_PATTERN)
			add_term(l, i, &p, warn);
	sieve_add_stems(l);
	return l;
}

void
wordlist_free(struct wordlist *l)
{
	if (!l)
		return;
	free(l->made);
	free(l->plain.at);
	free(l->pairs.at);
	free(l->joined.at);
	free(l->bare.at);
	free(l->stems.at);
	sieve_release(&l->sieve);
	norm_free(l->norm);
	mem_free(l->mem);
	free(l);
}

/* --- for words in disguise ------------------------------------------------------------------------ */

static void
put_bare(struct wordlist *l, const char *plain, size_t len, size_t term, enum held held)
{
	char bare[256];

	len = norm_bare(plain, len, bare);
	put(&l->bare, norm_hash(bare, len), term, held);
}

static void
add_bare(struct wordlist *l, size_t term)
{
	char   joined[256];
	int    is_stem;
	size_t count = spell(l, term, &is_stem), len;

	if (count > 1 || (count && !is_stem)) /* stems have a table of their own */
		put_bare(l, l->norm->text + l->norm->words->plain, l->norm->words->plain_len, term, HELD_WORD);
	if (count > 1 && (len = join(l->norm, count, joined))) {
		put(&l->joined, norm_hash(joined, len), term, HELD_OTHER);
		put_bare(l, joined, len, term, HELD_OTHER);
	}
}

void
wordlist_make_bare(struct wordlist *l)
{
	const struct charter *c = l->charter;
	size_t                i;

	if (l->has_bare)
		return;
	l->has_bare = 1;
	table_make(&l->bare, l->listed + l->several, c->nterms);
	table_make(&l->joined, l->several, c->nterms);
	for (i = 0; i < c->nterms; i++)
		if (c->terms[i].kind != TERM_PATTERN)
			add_bare(l, i);
}

void
wordlist_make_all(struct wordlist *l)
{
	const struct charter *c = l->charter;
	struct entry         *x;
	size_t                i;
	int                   stem;

	if (l->has_all)
		return;
	l->has_all = 1;
	for (i = 0; i < c->nterms; i++) {
		if (c->terms[i].kind == TERM_PATTERN || !(x = entry_of(l, i)))
			continue;
		len_of(c->terms + i, &stem);
		if (x->pieces)
			hang_up(x, &l->phrases);
		else if (!stem) /* those are hung up already */
			hang_up(x, l->by_len + x->len);
	}
}
