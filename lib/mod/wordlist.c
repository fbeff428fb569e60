/* wordlist.c - the charter's words and phrases, looked for in a text */
#include "wordlist_parts.h"

#include <string.h>

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
find_plain(const struct look *k, const struct table *t, const struct form *f)
{
	const struct entry *x;
	size_t              at = wordlist_begin(t, f->hash);

	while ((x = wordlist_next(k->l, t, f->hash, &at))) {
		if (x->pieces)
			try_phrase(k, x, f->w);
		else if (x->len == f->len && memcmp(x->plain, f->plain, x->len) == 0 && is_exact(k, x, f->w))
			hit(k, x, f->w->start, f->w->end);
	}
}

static void
find_bare(const struct look *k, const struct form *f)
{
	const struct table *t = &k->l->bare;
	const struct entry *x;
	uint64_t            hash = norm_hash(f->bare, f->bare_len);
	size_t              at = wordlist_begin(t, hash);
	char                bare[256];

	while ((x = wordlist_next(k->l, t, hash, &at))) {
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
	size_t              len, at;
	uint64_t            hash;

	for (len = 1; len <= s_len && len <= STEM_MAX; len++) {
		if (!(k->l->stem_lens & UINT64_C(1) << len))
			continue;
		hash = norm_hash(s, len);
		at = wordlist_begin(&k->l->stems, hash);
		while ((x = wordlist_next(k->l, &k->l->stems, hash, &at)))
			if (x->len == len && memcmp(x->plain, s, len) == 0)
				hit(k, x, f->w->start, f->w->end);
	}
}

static void
find_starred(const struct look *k, const struct form *f)
{
	const struct entry *x;

	wordlist_make_all(k->l);
	for (x = k->l->by_len[f->len]; x; x = x->next_alike)
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
	if (f->bare_len || f->w->flags & (NORM_STARS | NORM_JOINED))
		wordlist_make_bare(k->l);
	find_plain(k, &k->l->plain, f);
	if (f->w->flags & NORM_JOINED)
		find_plain(k, &k->l->joined, f);
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

/* Most words stand in no list and are no disguise: one look at the sieve is all they cost. `end` is behind the last. */
static int
may_be_listed(const struct wordlist *l, const struct norm_word *w, const struct norm_word *end)
{
	const struct norm_word *next = w + 1;

	if (w->flags & NORM_LINK || !w->plain_len)
		return 0;
	if (l->stem_lens || w->bare_len || w->flags & (NORM_MENTION | NORM_DISGUISE) ||
	    sieve_has_word(&l->sieve, w->hash))
		return 1;
	return next < end && (next->bare_len || next->flags & NORM_DISGUISE ||
	    sieve_has_pair(&l->sieve, w->hash, next->hash));
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
	struct look             k = { l, n, found };
	const struct norm_word *w, *end = n->words + n->count;

	for (w = n->words; w < end; w++)
		if (may_be_listed(l, w, end))
			find_word(&k, w);
}
