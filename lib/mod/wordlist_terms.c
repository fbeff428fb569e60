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

/* With room for so many, of a list of so many terms. Memory of slots that are never used is never touched. */
static void
table_make(struct table *t, size_t most, size_t terms)
{
	size_t size = 64;

	while (3 * size < 4 * most)
		size *= 2;
	t->at = mem_zero(size * sizeof *t->at);
	t->mask = size - 1;
	for (t->what = 1; t->what < 2 * terms; t->what = 2 * t->what + 1)
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
put(struct table *t, uint64_t hash, size_t term, int other)
{
	size_t i = place_of(t, hash);

	while (t->at[i])
		i = (i + 1) & t->mask;
	t->at[i] = ((uint32_t)hash & ~t->what) | (2 * (uint32_t)term + (other != 0) + 1);
}

size_t
wordlist_begin(const struct table *t, uint64_t hash)
{
	return place_of(t, hash);
}

/* --- words ---------------------------------------------------------------------------------------- */

struct word {
	const char *plain, *folded;
	size_t      len, folded_len;
	uint64_t    hash; /* of plain */
};

struct spelling { /* the words of a term that are compared, at most PHRASE_WORDS */
	struct word words[PHRASE_WORDS];
	size_t      count;
	char        letters[256];
};

static int
is_alphanumeric(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9');
}

/* Of a plain text. In lower case its letters and figures stand in `letters`, one word behind the other. */
static void
spell_plain(struct spelling *s, const struct norm_plain *p, const char *text, size_t len)
{
	size_t i = 0, n = 0;

	for (s->count = 0; s->count < p->count && s->count < PHRASE_WORDS; s->count++) {
		struct word *w = s->words + s->count;

		while (!is_alphanumeric(text[i]))
			i++;
		*w = (struct word){ .plain = s->letters + n, .folded = s->letters + n, .hash = p->hash[s->count] };
		for (; i < len && is_alphanumeric(text[i]); i++)
			s->letters[n++] = (char)(text[i] | 0x20); /* figures have that bit */
		w->len = w->folded_len = n - (size_t)(w->plain - s->letters);
	}
}

static void
spell_closely(struct wordlist *l, struct spelling *s, const char *text, size_t len)
{
	const struct norm_word *x;

	if (!l->norm)
		l->norm = norm_new();
	norm_read(l->norm, text, len, 0);
	s->count = 0;
	for (x = l->norm->words; x < l->norm->words + l->norm->count && s->count < PHRASE_WORDS; x++)
		if (!(x->flags & (NORM_JOINED | NORM_LINK)) && x->plain_len)
			s->words[s->count++] = (struct word){ l->norm->text + x->plain, l->norm->text + x->folded,
				x->plain_len, x->folded_len, x->hash };
}

/* Lends until the next call. */
static void
spell(struct wordlist *l, struct spelling *s, const char *text, size_t len)
{
	struct norm_plain p;

	if (len < sizeof s->letters && norm_read_plain(&p, text, len))
		spell_plain(s, &p, text, len);
	else
		spell_closely(l, s, text, len);
}

/* --- entries -------------------------------------------------------------------------------------- */

/* Without the '*' that makes a stem of it. */
static size_t
len_of(const struct term *t, int *is_stem)
{
	size_t len = strlen(t->text);

	*is_stem = len > 1 && t->text[len - 1] == '*';
	return len - (size_t)*is_stem;
}

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

static struct entry *
make_word(struct wordlist *l, size_t term, const struct word *w)
{
	struct entry *x = new_entry(l, term, w->plain, w->len);

	if (l->charter->terms[term].accents) {
		x->folded = keep(l, term, w->folded, w->folded_len);
		x->folded_len = (uint8_t)w->folded_len;
	}
	return x;
}

/* By its plain form, and by its bare one when that is another. */
static struct entry *
make_stem(struct wordlist *l, size_t term, const struct word *w)
{
	size_t        most = w->len < STEM_MAX ? w->len : STEM_MAX, len;
	struct entry *x = new_entry(l, term, w->plain, most);
	char          bare[256];

	len = norm_bare(x->plain, x->len, bare);
	if (len != x->len || memcmp(bare, x->plain, len) != 0)
		x->other = new_entry(l, term, bare, len);
	return x;
}

static void
set_piece(struct wordlist *l, struct piece *p, const struct word *w)
{
	char   bare[256];
	size_t len;

	p->plain = mem_dup(l->mem, w->plain, w->len);
	p->len = w->len;
	p->hash = w->hash;
	len = norm_bare(p->plain, p->len, bare);
	p->bare = norm_hash(bare, len);
}

/* All its words as one, for a text that pulls letters apart: its length; 0: it is too long for one. */
static size_t
join(const struct spelling *s, char joined[256])
{
	size_t i, len = 0;

	for (i = 0; i < s->count; i++) {
		if (len + s->words[i].len >= 256)
			return 0;
		memcpy(joined + len, s->words[i].plain, s->words[i].len);
		len += s->words[i].len;
	}
	return len;
}

/* The words in a row, and all of them as one. */
static struct entry *
make_phrase(struct wordlist *l, size_t term, const struct spelling *s)
{
	struct entry *x = new_entry(l, term, "", 0);
	char          joined[256];
	size_t        i, len = join(s, joined);

	x->pieces = mem_alloc(l->mem, s->count * sizeof *x->pieces);
	x->npieces = (uint8_t)s->count;
	for (i = 0; i < s->count; i++)
		set_piece(l, x->pieces + i, s->words + i);
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
	const struct term *t = l->charter->terms + term;
	struct spelling    s;
	int                stem;
	size_t             len = len_of(t, &stem);

	spell(l, &s, t->text, len);
	return !s.count ? NULL : s.count > 1 ? make_phrase(l, term, &s) : stem ? make_stem(l, term, s.words) :
	    make_word(l, term, s.words);
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

struct entry *
wordlist_next(struct wordlist *l, const struct table *t, uint64_t hash, size_t *at)
{
	struct entry *x;
	uint32_t      slot, what;

	while (t->at && (slot = t->at[*at])) {
		*at = (*at + 1) & t->mask;
		if (!is_alike(t, slot, hash))
			continue;
		what = (slot & t->what) - 1;
		x = entry_of(l, what / 2);
		assert(x); /* it had letters when it was put there */
		return what % 2 ? x->other : x;
	}
	return NULL;
}

/* --- building ------------------------------------------------------------------------------------- */

/* The first two hashes of the words of a text, and how many words there are. */
static size_t
hashes_of(struct wordlist *l, struct norm_plain *p, const char *text, size_t len, uint64_t hash[2])
{
	struct spelling s;
	size_t          i;

	if (norm_read_plain(p, text, len)) {
		memcpy(hash, p->hash, 2 * sizeof *hash);
		return p->count;
	}
	spell_closely(l, &s, text, len);
	for (i = 0; i < s.count && i < 2; i++)
		hash[i] = s.words[i].hash;
	return s.count;
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
	put(&l->stems, norm_hash(x->plain, x->len), term, 0);
	l->nstems++;
	l->stem_lens |= UINT64_C(1) << x->len;
	hang_up(x, &l->all_stems);
	if (!x->other)
		return;
	put(&l->stems, norm_hash(x->other->plain, x->other->len), term, 1);
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

static void
add_term(struct wordlist *l, size_t term, struct norm_plain *p, charter_warn *warn)
{
	const struct term *t = l->charter->terms + term;
	uint64_t           hash[2];
	int                stem;
	size_t             len = len_of(t, &stem), count = hashes_of(l, p, t->text, len, hash);

	if (!count) {
		never_found(l->charter, term, warn);
	} else if (count == 1 && stem) {
		add_stem(l, term);
	} else if (count == 1) {
		put(&l->plain, hash[0], term, 0);
		sieve_add_word(&l->sieve, hash[0]);
	} else {
		l->several++;
		put(&l->plain, hash[0], term, 0);
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
put_bare(struct wordlist *l, const char *plain, size_t len, size_t term, int other)
{
	char bare[256];

	len = norm_bare(plain, len, bare);
	put(&l->bare, norm_hash(bare, len), term, other);
}

static void
add_bare(struct wordlist *l, size_t term)
{
	struct spelling s;
	char            joined[256];
	int             stem;
	size_t          len = len_of(l->charter->terms + term, &stem);

	spell(l, &s, l->charter->terms[term].text, len);
	if (s.count > 1 || (s.count && !stem)) /* stems have a table of their own */
		put_bare(l, s.words[0].plain, s.words[0].len, term, 0);
	if (s.count > 1 && (len = join(&s, joined))) {
		put(&l->joined, norm_hash(joined, len), term, 1);
		put_bare(l, joined, len, term, 1);
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
