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

static uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32); /* norm_hash() has stirred it */
}

static void
put_slot(struct table *t, struct slot s)
{
	size_t i = s.tag & t->mask;

	while (t->at[i].what)
		i = (i + 1) & t->mask;
	t->at[i] = s;
}

static void
resize(struct table *t, size_t size)
{
	struct table old = *t;
	size_t       i;

	t->at = mem_zero(size * sizeof *t->at);
	t->mask = size - 1;
	for (i = 0; old.at && i <= old.mask; i++)
		if (old.at[i].what)
			put_slot(t, old.at[i]);
	free(old.at);
}

static void
put(struct table *t, uint64_t hash, size_t term, int other)
{
	if (!t->at || 4 * t->count > 3 * t->mask)
		resize(t, t->at ? 2 * (t->mask + 1) : 1024);
	put_slot(t, (struct slot){ tag_of(hash), 2 * (uint32_t)term + (other != 0) + 1 });
	t->count++;
}

size_t
wordlist_begin(const struct table *t, uint64_t hash)
{
	return tag_of(hash) & t->mask;
}

/* --- entries -------------------------------------------------------------------------------------- */

/* The words of a text that are compared, at most PHRASE_WORDS. */
static size_t
words_of(struct wordlist *l, const char *text, size_t len, const struct norm_word **words)
{
	const struct norm *n;
	size_t             i, count = 0;

	if (!l->norm)
		l->norm = norm_new();
	n = l->norm;
	norm_read(l->norm, text, len, 0);
	for (i = 0; i < n->count && count < PHRASE_WORDS; i++)
		if (!(n->words[i].flags & (NORM_JOINED | NORM_LINK)) && n->words[i].plain_len)
			words[count++] = n->words + i;
	return count;
}

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
make_word(struct wordlist *l, size_t term, const struct norm_word *w)
{
	struct entry *x = new_entry(l, term, l->norm->text + w->plain, w->plain_len);

	if (l->charter->terms[term].accents) {
		x->folded = keep(l, term, l->norm->text + w->folded, w->folded_len);
		x->folded_len = w->folded_len;
	}
	return x;
}

/* By its plain form, and by its bare one when that is another. */
static struct entry *
make_stem(struct wordlist *l, size_t term, const struct norm_word *w)
{
	size_t        most = w->plain_len < STEM_MAX ? w->plain_len : STEM_MAX, len;
	struct entry *x = new_entry(l, term, l->norm->text + w->plain, most);
	char          bare[256];

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

/* The words in a row; and all of them as one word, for a text that pulls its letters apart. */
static struct entry *
make_phrase(struct wordlist *l, size_t term, const struct norm_word *const *words, size_t count)
{
	struct entry *x = new_entry(l, term, "", 0);
	char          joined[256];
	size_t        i, len = 0;

	x->pieces = mem_alloc(l->mem, count * sizeof *x->pieces);
	x->npieces = (uint8_t)count;
	for (i = 0; i < count; i++) {
		set_piece(l, x->pieces + i, words[i]);
		if (len + words[i]->plain_len < sizeof joined)
			memcpy(joined + len, l->norm->text + words[i]->plain, words[i]->plain_len);
		len += words[i]->plain_len;
	}
	if (len >= sizeof joined)
		return x;
	x->other = new_entry(l, term, joined, len);
	x->other->joined = 1;
	return x;
}

/* NULL: it has no letter. */
static struct entry *
make_entry(struct wordlist *l, size_t term)
{
	const struct norm_word *words[PHRASE_WORDS];
	const struct term      *t = l->charter->terms + term;
	int                     stem;
	size_t                  len = len_of(t, &stem), count = words_of(l, t->text, len, words);

	return !count ? NULL : count > 1 ? make_phrase(l, term, words, count) : stem ? make_stem(l, term, words[0]) :
	    make_word(l, term, words[0]);
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
	const struct slot *s;
	struct entry      *x;

	while (t->at && t->at[*at].what) {
		s = t->at + *at;
		*at = (*at + 1) & t->mask;
		if (s->tag != tag_of(hash))
			continue;
		x = entry_of(l, (s->what - 1) / 2);
		assert(x); /* it had letters when it was put there */
		return (s->what - 1) % 2 ? x->other : x;
	}
	return NULL;
}

/* --- building ------------------------------------------------------------------------------------- */

/* The first two hashes of the words of a text, and how many words there are. */
static size_t
hashes_of(struct wordlist *l, struct norm_plain *p, const char *text, size_t len, uint64_t hash[2])
{
	const struct norm_word *words[PHRASE_WORDS];
	size_t                  i, count;

	if (norm_read_plain(p, text, len)) {
		memcpy(hash, p->hash, 2 * sizeof *hash);
		return p->count;
	}
	count = words_of(l, text, len, words);
	for (i = 0; i < count && i < 2; i++)
		hash[i] = words[i]->hash;
	return count;
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

	put(&l->stems, norm_hash(x->plain, x->len), term, 0);
	l->stem_lens |= UINT64_C(1) << x->len;
	hang_up(x, &l->all_stems);
	if (!x->other)
		return;
	put(&l->stems, norm_hash(x->other->plain, x->other->len), term, 1);
	l->stem_lens |= UINT64_C(1) << x->other->len;
}

static void
never_found(const struct charter *c, const struct term *t, charter_warn *warn)
{
	if (t->mark)
		warn("%s:%zu:%zu: \"%s\" can never be found: it has no letter (a pattern can find signs)", c->path,
		    t->mark->line, t->mark->column, t->text);
	else
		warn("%s: a file of words has \"%s\", which can never be found: it has no letter (a pattern can find "
		    "signs)", c->path, t->text);
}

static void
add_term(struct wordlist *l, size_t term, struct norm_plain *p, charter_warn *warn)
{
	const struct term *t = l->charter->terms + term;
	uint64_t           hash[2];
	int                stem;
	size_t             len = len_of(t, &stem), count = hashes_of(l, p, t->text, len, hash);

	if (!count) {
		never_found(l->charter, t, warn);
	} else if (count == 1 && stem) {
		add_stem(l, term);
	} else if (count == 1) {
		put(&l->plain, hash[0], term, 0);
		sieve_add_word(&l->sieve, hash[0]);
	} else {
		put(&l->plain, hash[0], term, 0);
		sieve_add_pair(&l->sieve, hash[0], hash[1]);
	}
}

struct wordlist *
wordlist_new(const struct charter *c, charter_warn *warn)
{
	struct wordlist  *l = mem_zero(sizeof *l);
	struct norm_plain p;
	size_t            i, size = 1024, count[TERM_PATTERN + 1] = { 0 };

	l->charter = c;
	l->mem = mem_new();
	for (i = 0; i < c->nterms; i++)
		count[c->terms[i].kind]++;
	while (3 * size < 4 * c->nterms)
		size *= 2;
	resize(&l->plain, size);
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
	free(l->bare.at);
	free(l->stems.at);
	sieve_release(&l->sieve);
	norm_free(l->norm);
	mem_free(l->mem);
	free(l);
}

/* --- for words in disguise ------------------------------------------------------------------------ */

static void
put_bare(struct wordlist *l, const struct entry *x, int other)
{
	char   bare[256];
	size_t len = norm_bare(x->plain, x->len, bare);

	put(&l->bare, norm_hash(bare, len), x->term, other);
}

static void
make_known(struct wordlist *l, struct entry *x)
{
	if (!x->pieces) {
		hang_up(x, l->by_len + x->len);
		put_bare(l, x, 0);
		return;
	}
	hang_up(x, &l->phrases);
	put(&l->bare, x->pieces[0].bare, x->term, 0);
	if (x->other) {
		put(&l->plain, norm_hash(x->other->plain, x->other->len), x->term, 1);
		put_bare(l, x->other, 1);
	}
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
		if (x->pieces || !stem) /* those are hung up already */
			make_known(l, x);
	}
}
