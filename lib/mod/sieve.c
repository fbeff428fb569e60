/* sieve.c - texts in which no word or phrase of the charter can stand, told in a few steps a word */
#include "wordlist_parts.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define START_MAX 5  /* bytes of a stem that are looked at */
#define BITS_EACH 32 /* of a key, at least: one other in thirty passes */

/* --- filters: Bloom's, with one bit of a key, which takes the fewest steps to ask for ------------------ */

static void
filter_make(struct filter *f, size_t keys)
{
	size_t bits = 64;

	for (f->shift = 58; bits < BITS_EACH * keys; bits *= 2)
		f->shift--;
	f->bits = mem_zero(bits / 8);
}

static void
filter_set(struct filter *f, uint64_t key)
{
	uint64_t bit = key >> f->shift;

	f->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

static inline int
filter_has(const struct filter *f, uint64_t key)
{
	uint64_t bit = key >> f->shift;

	return f->bits[bit / 64] >> bit % 64 & 1;
}

/* --- what is looked for ------------------------------------------------------------------------------ */

/* Of the first so many bytes of a word, which stand in `start`. */
static inline uint64_t
start_key(uint64_t start, unsigned len)
{
	uint64_t mask = len ? ~UINT64_C(0) >> (64 - 8 * len) : 0;
	uint64_t h = (start & mask) * UINT64_C(0x9e3779b97f4a7c15);

	return h ^ h >> 32;
}

static void
add_start(struct sieve *s, const struct entry *x)
{
	unsigned i, len = x->len < START_MAX ? x->len : START_MAX;
	uint64_t start = 0;

	for (i = 0; i < len; i++)
		start |= (uint64_t)(unsigned char)x->plain[i] << 8 * i;
	s->start_lens |= 1u << len;
	filter_set(&s->starts, start_key(start, len));
}

void
sieve_make(struct sieve *s, size_t words, size_t phrases)
{
	filter_make(&s->words, words);
	filter_make(&s->pairs, 2 * phrases); /* to look closer takes longer than for a word */
}

void
sieve_add_word(struct sieve *s, uint64_t hash)
{
	filter_set(&s->words, hash);
}

void
sieve_add_pair(struct sieve *s, uint64_t first, uint64_t second)
{
	filter_set(&s->pairs, sieve_pair(first, second));
}

void
sieve_add_stems(struct wordlist *l)
{
	const struct entry *x;

	filter_make(&l->sieve.starts, l->nstems);
	for (x = l->all_stems; x; x = x->next_alike) {
		add_start(&l->sieve, x);
		if (x->other)
			add_start(&l->sieve, x->other);
	}
}

void
sieve_release(struct sieve *s)
{
	free(s->words.bits);
	free(s->pairs.bits);
	free(s->starts.bits);
}

/* --- looking ----------------------------------------------------------------------------------------- */

static int
may_start(const struct sieve *s, uint64_t start)
{
	unsigned len;

	for (len = 1; len <= START_MAX; len++)
		if (s->start_lens >> len & 1 && filter_has(&s->starts, start_key(start, len)))
			return 1;
	return 0;
}

int
sieve_has_word(const struct sieve *s, uint64_t hash)
{
	return filter_has(&s->words, hash);
}

int
sieve_has_pair(const struct sieve *s, uint64_t first, uint64_t second)
{
	return filter_has(&s->pairs, sieve_pair(first, second));
}

int
wordlist_is_clean(struct wordlist *l, const struct norm_plain *p)
{
	const struct filter words = l->sieve.words, pairs = l->sieve.pairs;
	const uint64_t     *at = p->hash, *end = at + p->count;
	uint64_t            before = 0;

	for (; at < end; before = *at++) {
		if (filter_has(&words, *at) && wordlist_has_word(l, *at))
			return 0;
		if (filter_has(&pairs, sieve_pair(before, *at)) && wordlist_has_phrase(l, before, *at))
			return 0;
	}
	for (at = p->start, end = at + p->count; l->sieve.start_lens && at < end; at++)
		if (may_start(&l->sieve, *at))
			return 0;
	return 1;
}
