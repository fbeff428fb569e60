/* wordlist.c - the charter's words and phrases, looked for in a text */
#include "wordlist_parts.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

/* --- tables --------------------------------------------------------------------------------------- */

static struct slot *
slot_of(const struct table *t, uint64_t hash)
{
	size_t i = (size_t)hash & t->mask; /* norm_hash() has stirred them all */

	while (t->at[i].hash && t->at[i].hash != hash)
		i = (i + 1) & t->mask;
	return t->at + i;
}

struct entry *
wordlist_look_up(const struct table *t, uint64_t hash)
{
	return t->at ? slot_of(t, hash ? hash : 1)->first : NULL;
}

static void
resize(struct table *t, size_t size)
{
	struct table old = *t;
	size_t       i;

	t->at = mem_zero(size * sizeof *t->at);
	t->mask = size - 1;
	for (i = 0; old.at && i <= old.mask; i++)
		if (old.at[i].hash)
			*slot_of(t, old.at[i].hash) = old.at[i];
	free(old.at);
}

/* The first of its chain, to be put before. */
static struct entry **
place(struct table *t, uint64_t hash)
{
	struct slot *s;

	if (!t->at || 4 * t->count > 3 * t->mask)
		resize(t, t->at ? 2 * (t->mask + 1) : 1024);
	s = slot_of(t, hash ? hash : 1);
	t->count += !s->hash;
	s->hash = hash ? hash : 1;
	return &s->first;
}

/* --- building ------------------------------------------------------------------------------------- */

static void
add_entry(struct wordlist *l, struct entry *x, uint64_t hash)
{
	struct entry **first = place(&l->plain, hash);

	x->next = *first;
	*first = x;
	x->next_bare = l->all;
	l->all = x;
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

static struct entry **
list_of(struct wordlist *l, size_t len)
{
	return l->by_len + (len < NORM_LETTERS * 4 ? len : NORM_LETTERS * 4);
}

static void
add_word(struct wordlist *l, size_t term, const struct norm *n, const struct norm_word *w)
{
	struct entry *x = new_entry(l, term, n->text + w->plain, w->plain_len);

	if (l->charter->terms[term].accents) {
		x->folded = keep(l, term, n->text + w->folded, w->folded_len);
		x->folded_len = w->folded_len;
	}
	add_entry(l, x, w->hash);
	x->next_alike = *list_of(l, x->len);
	*list_of(l, x->len) = x;
}

static void
put_stem(struct wordlist *l, struct entry *x)
{
	struct entry **first = place(&l->stems, norm_hash(x->plain, x->len));

	x->next = *first;
	*first = x;
	l->stem_lens |= UINT64_C(1) << x->len;
}

/* By its plain form, and by its bare one when that is another. */
static void
add_stem(struct wordlist *l, size_t term, const struct norm *n, const struct norm_word *w)
{
	struct entry *x = new_entry(l, term, n->text + w->plain, w->plain_len < STEM_MAX ? w->plain_len : STEM_MAX);
	char          bare[256];
	size_t        len = norm_bare(x->plain, x->len, bare);

	put_stem(l, x);
	x->next_alike = l->all_stems;
	l->all_stems = x;
	x->next_bare = NULL;
	if (len != x->len || memcmp(bare, x->plain, len) != 0)
		put_stem(l, new_entry(l, term, bare, len));
}

static void
set_piece(struct wordlist *l, struct piece *p, const struct norm *n, const struct norm_word *w)
{
	char   bare[256];
	size_t len;

	p->plain = mem_dup(l->mem, n->text + w->plain, w->plain_len);
	p->len = w->plain_len;
	p->hash = w->hash;
	len = norm_bare(p->plain, p->len, bare);
	p->bare = norm_hash(bare, len);
}

/* The words in a row; and all of them as one word, for a text that pulls its letters apart. */
static void
add_phrase(struct wordlist *l, size_t term, const struct norm *n, const struct norm_word *const *words, size_t count)
{
	struct entry *x = new_entry(l, term, "", 0), *one;
	char          joined[256];
	size_t        i, len = 0;

	x->pieces = mem_alloc(l->mem, count * sizeof *x->pieces);
	x->npieces = (uint8_t)count;
	for (i = 0; i < count; i++) {
		set_piece(l, x->pieces + i, n, words[i]);
		if (len + words[i]->plain_len < sizeof joined)
			memcpy(joined + len, n->text + words[i]->plain, words[i]->plain_len);
		len += words[i]->plain_len;
	}
	add_entry(l, x, x->pieces[0].hash);
	x->next_alike = l->phrases;
	l->phrases = x;
	if (len >= sizeof joined)
		return;
	one = new_entry(l, term, joined, len);
	one->joined = 1;
	add_entry(l, one, norm_hash(joined, len));
}

#define PHRASE_WORDS 32

static void
add_term(struct wordlist *l, size_t index, struct norm *n, charter_warn *warn)
{
	const struct term      *t = l->charter->terms + index;
	const struct norm_word *words[PHRASE_WORDS];
	size_t                  i, count = 0, len = strlen(t->text);
	int                     stem = len > 1 && t->text[len - 1] == '*';

	norm_read(n, t->text, len - (size_t)stem, 0);
	for (i = 0; i < n->count && count < PHRASE_WORDS; i++)
		if (!(n->words[i].flags & (NORM_JOINED | NORM_LINK)) && n->words[i].plain_len)
			words[count++] = n->words + i;
	if (!count)
		warn("%s:%zu:%zu: \"%s\" can never be found: it has no letter (a pattern can find signs)",
		    l->charter->path, t->mark.line, t->mark.column, t->text);
	else if (count == 1 && stem)
		add_stem(l, index, n, words[0]);
	else if (count == 1)
		add_word(l, index, n, words[0]);
	else
		add_phrase(l, index, n, words, count);
}

struct wordlist *
wordlist_new(const struct charter *c, struct norm *n, charter_warn *warn)
{
	struct wordlist *l = mem_get(sizeof *l);
	size_t          i, size = 1024;

	memset(l, 0, sizeof *l);
	l->charter = c;
	l->mem = mem_new();
	while (3 * size < 4 * c->nterms)
		size *= 2;
	resize(&l->plain, size);
	for (i = 0; i < c->nterms; i++)
		if (c->terms[i].kind != TERM_PATTERN)
			add_term(l, i, n, warn);
	sieve_make(l);
	return l;
}

void
wordlist_free(struct wordlist *l)
{
	if (!l)
		return;
	free(l->plain.at);
	free(l->bare.at);
	free(l->stems.at);
	sieve_release(&l->sieve);
	mem_free(l->mem);
	free(l);
}

int
wordlist_has_terms(const struct wordlist *l)
{
	return l->plain.count || l->stems.count;
}

/* Made when the first disguise is met: most runs meet none. */
static void
make_bare(struct wordlist *l)
{
	struct entry  *x, *next, **first;
	char           bare[256];
	size_t         len;

	l->has_bare = 1;
	for (x = l->all; x; x = next) {
		next = x->next_bare;
		len = x->pieces ? 0 : norm_bare(x->plain, x->len, bare);
		first = place(&l->bare, x->pieces ? x->pieces[0].bare : norm_hash(bare, len));
		x->next_bare = *first;
		*first = x;
	}
	l->all = NULL;
}

/* --- looking ------------------------------------------------------------------------------------- */

struct look { /* at one text */
	struct wordlist   *l;
	const struct norm *n;
	struct found      *f;
};

struct form { /* a word of the text, as it is compared */
	const struct norm_word *w;
	const char             *plain, *bare;
	size_t                  len, bare_len; /* bare_len 0: no disguise */
	uint64_t                hash;
};

static void
hit(const struct look *k, const struct entry *x, size_t start, size_t end)
{
	struct hit h = { x->term, start, end, 0 };

	found_add(k->f, k->l->charter->terms[x->term].set, &h);
}

static int
is_piece(const struct norm *n, const struct norm_word *w, const struct piece *p)
{
	if (w->hash == p->hash && w->plain_len == p->len)
		return 1;
	if (w->flags & NORM_STARS)
		return norm_covers(n->text + w->plain, w->plain_len, p->plain, p->len);
	return w->bare_len && norm_hash(n->text + w->bare, w->bare_len) == p->bare;
}

/* Whether the words from the i-th on are the phrase: the index behind its last; 0 when they are not. */
static size_t
follow(const struct look *k, const struct entry *x, size_t i)
{
	size_t done = 0;

	for (; i < k->n->count && done < x->npieces; i++) {
		if (k->n->words[i].flags & NORM_JOINED)
			continue;
		if (!is_piece(k->n, k->n->words + i, x->pieces + done))
			return 0;
		done++;
	}
	return done == x->npieces ? i : 0;
}

static void
try_phrase(const struct look *k, const struct entry *x, const struct norm_word *w)
{
	size_t behind = w->flags & NORM_JOINED ? 0 : follow(k, x, (size_t)(w - k->n->words));

	if (behind)
		hit(k, x, w->start, k->n->words[behind - 1].end);
}

static int
is_exact(const struct look *k, const struct entry *x, const struct norm_word *w)
{
	if (!k->l->charter->terms[x->term].accents)
		return 1;
	return x->folded_len == w->folded_len && memcmp(x->folded, k->n->text + w->folded, x->folded_len) == 0;
}

static int
may_be(const struct entry *x, const struct norm_word *w)
{
	return !x->joined || w->flags & NORM_JOINED;
}

static void
find_plain(const struct look *k, const struct form *f)
{
	const struct entry *x;

	for (x = wordlist_look_up(&k->l->plain, f->hash); x; x = x->next) {
		if (x->pieces)
			try_phrase(k, x, f->w);
		else if (x->len == f->len && memcmp(x->plain, f->plain, x->len) == 0 && may_be(x, f->w) &&
		    is_exact(k, x, f->w))
			hit(k, x, f->w->start, f->w->end);
	}
}

static void
find_bare(const struct look *k, const struct form *f)
{
	const struct entry *x;
	char                bare[256];

	if (!k->l->has_bare)
		make_bare(k->l);
	for (x = wordlist_look_up(&k->l->bare, norm_hash(f->bare, f->bare_len)); x; x = x->next_bare) {
		if (x->pieces)
			try_phrase(k, x, f->w);
		else if (norm_bare(x->plain, x->len, bare) == f->bare_len && memcmp(bare, f->bare, f->bare_len) == 0 &&
		    may_be(x, f->w) && !k->l->charter->terms[x->term].accents)
			hit(k, x, f->w->start, f->w->end);
	}
}

static void
find_stems(const struct look *k, const struct form *f, const char *s, size_t s_len)
{
	const struct entry *x;
	size_t              len;

	for (len = 1; len <= s_len && len <= STEM_MAX; len++) {
		if (!(k->l->stem_lens & UINT64_C(1) << len))
			continue;
		for (x = wordlist_look_up(&k->l->stems, norm_hash(s, len)); x; x = x->next)
			if (x->len == len && memcmp(x->plain, s, len) == 0)
				hit(k, x, f->w->start, f->w->end);
	}
}

static void
find_starred(const struct look *k, const struct form *f)
{
	const struct entry *x;

	for (x = *list_of(k->l, f->len); x; x = x->next_alike)
		if (*x->plain == *f->plain && norm_covers(f->plain, f->len, x->plain, x->len))
			hit(k, x, f->w->start, f->w->end);
	for (x = k->l->all_stems; x; x = x->next_alike)
		if (x->len <= f->len && *x->plain == *f->plain && norm_covers(f->plain, x->len, x->plain, x->len))
			hit(k, x, f->w->start, f->w->end);
	for (x = k->l->phrases; x; x = x->next_alike)
		try_phrase(k, x, f->w);
}

static void
find_form(const struct look *k, const struct form *f)
{
	find_plain(k, f);
	if (f->bare_len)
		find_bare(k, f);
	if (k->l->stem_lens) {
		find_stems(k, f, f->plain, f->len);
		find_stems(k, f, f->bare, f->bare_len);
	}
	if (f->w->flags & NORM_STARS)
		find_starred(k, f);
}

/* "@sshole" looks like the name of somebody: with an a for its @ it may be a word. */
static void
find_mention(const struct look *k, const struct norm_word *w)
{
	char        word[256], bare[256];
	struct form f = { .w = w, .plain = word, .bare = bare };

	if (w->plain_len + 1u >= sizeof word)
		return;
	word[0] = 'a';
	memcpy(word + 1, k->n->text + w->plain, w->plain_len);
	f.len = w->plain_len + 1u;
	f.hash = norm_hash(word, f.len);
	f.bare_len = norm_bare(word, f.len, bare);
	find_form(k, &f);
}

/* Most words stand in no list and are no disguise: one look at the table is all they cost. */
static int
may_be_listed(const struct wordlist *l, const struct norm_word *w)
{
	if (w->flags & NORM_LINK || !w->plain_len)
		return 0;
	return l->stem_lens || w->bare_len || w->flags & NORM_MENTION || wordlist_look_up(&l->plain, w->hash);
}

static void
find_word(const struct look *k, const struct norm_word *w)
{
	const struct form f = { w, k->n->text + w->plain, k->n->text + w->bare, w->plain_len, w->bare_len, w->hash };

	if (w->flags & NORM_MENTION)
		find_mention(k, w);
	else
		find_form(k, &f);
}

void
wordlist_find(struct wordlist *l, const struct norm *n, struct found *found)
{
	struct look k = { l, n, found };
	size_t      i;

	for (i = 0; i < n->count; i++)
		if (may_be_listed(l, n->words + i))
			find_word(&k, n->words + i);
}
