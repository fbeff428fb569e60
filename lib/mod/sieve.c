/* sieve.c - texts in which no word or phrase of the charter can stand, told in a few steps a word */
#include "wordlist_parts.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define START_MAX 5  /* bytes of a stem that are looked at */
#define BITS_EACH 16 /* of a key: one other in fifty passes */

/* --- filters: Bloom's, with both bits of a key side by side (Putze, Sanders, Singler 2007) ------------ */

static void
filter_make(struct filter *f, size_t keys)
{
	size_t size = 2; /* numbers of 64 bits */

	for (f->shift = 63; 64 * size < BITS_EACH * keys; size *= 2)
		f->shift--;
	f->bits = mem_zero(size * sizeof *f->bits);
}

static inline uint64_t
bits_of(uint64_t key)
{
	return UINT64_C(1) << (key & 63) | UINT64_C(1) << (key >> 6 & 63);
}

static void
filter_set(struct filter *f, uint64_t key)
{
	f->bits[key >> f->shift] |= bits_of(key);
}

static inline int
filter_has(const struct filter *f, uint64_t key)
{
	return !(bits_of(key) & ~f->bits[key >> f->shift]);
}

/* --- what is looked for ------------------------------------------------------------------------------ */

static inline uint64_t
pair_key(uint64_t first, uint64_t second)
{
	return first * 3 + second; /* both are stirred */
}

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
	filter_make(&s->pairs, phrases);
}

void
sieve_add_word(struct sieve *s, uint64_t hash)
{
	filter_set(&s->words, hash);
}

void
sieve_add_pair(struct sieve *s, uint64_t first, uint64_t second)
{
	filter_set(&s->pairs, pair_key(first, second));
}

void
sieve_add_stems(struct wordlist *l)
{
	const struct entry *x;

	filter_make(&l->sieve.starts, l->stems.count);
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

static int
is_word(struct wordlist *l, uint64_t hash)
{
	size_t              at = wordlist_begin(&l->plain, hash);
	const struct entry *x;

	while ((x = wordlist_next(l, &l->plain, hash, &at)))
		if (!x->pieces && !x->joined)
			return 1;
	return 0;
}

static int
is_phrase(struct wordlist *l, uint64_t first, uint64_t second)
{
	size_t              at = wordlist_begin(&l->plain, first);
	const struct entry *x;

	while ((x = wordlist_next(l, &l->plain, first, &at)))
		if (x->pieces && x->pieces[1].hash == second)
			return 1;
	return 0;
}

int
wordlist_is_clean(struct wordlist *l, const struct norm_plain *p)
{
	uint64_t before = 0;
	size_t   i;

	for (i = 0; i < p->count; i++) {
		uint64_t hash = p->hash[i];

		if (filter_has(&l->sieve.words, hash) && is_word(l, hash))
			return 0;
		if (filter_has(&l->sieve.pairs, pair_key(before, hash)) && is_phrase(l, before, hash))
			return 0;
		before = hash;
	}
	for (i = 0; l->sieve.start_lens && i < p->count; i++)
		if (may_start(&l->sieve, p->start[i]))
			return 0;
	return 1;
}
