/* wordlist_parts.h - what wordlist.c, wordlist_terms.c and sieve.c share */
#ifndef SMM_WORDLIST_PARTS_H
#define SMM_WORDLIST_PARTS_H

#include "wordlist.h"

#define STEM_MAX 32 /* letters before a '*' */

struct piece { /* a word of a phrase */
	const char *plain;
	size_t      len;
	uint64_t    hash, bare; /* bare: hash of its bare form */
};

struct entry { /* a term as it is compared; made when it is needed */
	const char   *plain, *folded; /* of a word, or of a phrase written in one; folded: when accents count */
	struct piece *pieces; /* of a phrase; NULL: a word */
	struct entry *other;  /* a phrase written in one word, a stem's bare form; NULL: there is none */
	struct entry *next_alike; /* words of one length, stems, phrases: for those with stars */
	uint32_t      term;
	uint8_t       len, folded_len, npieces;
	uint8_t       joined; /* only words that were pulled apart are compared with it */
};

/*
 * Terms by a hash; several may have the same. In the low bits of a slot stands what it holds: thrice the term, and 1 to
 * 3; 0: free. The rest are the same bits of the hash: few others have them.
 */
struct table {
	uint32_t *at; /* NULL: none */
	size_t    mask;
	uint32_t  what; /* the low bits */
};

struct filter { /* keys that were set, and few others */
	uint64_t *bits;
	unsigned  shift; /* of a key, to the place of its bit */
};

struct sieve { /* what tells in a few steps that a word begins no term */
	struct filter words, pairs, starts; /* pairs: first two words of phrases; starts: bytes of stems */
	unsigned      start_lens;           /* bits: how many bytes are looked at */
};

struct wordlist {
	const struct charter *charter;
	struct mem           *mem;
	struct norm          *norm; /* of a term being read */
	struct entry        **made; /* of each term; NULL: not yet */
	struct entry          lent; /* of a word that is looked at, made of what is in norm */
	struct table          plain, bare, stems;
	struct table          pairs, joined; /* of phrases: by two words; written in one */
	size_t                listed, several, nstems;    /* words and phrases; those of several words; in stems */
	struct entry         *by_len[NORM_LETTERS * 4 + 1], *phrases, *all_stems;
	uint64_t              stem_lens; /* bits: lengths that a stem has */
	int                   has_bare, has_all;
	struct sieve          sieve;
};

/*
 * The terms with this hash, one after the other: begin with *at of wordlist_begin(), NULL is the end. Lends until the
 * next call.
 */
size_t              wordlist_begin(const struct table *t, uint64_t hash);
const struct entry *wordlist_next(struct wordlist *l, const struct table *t, uint64_t hash, size_t *at);

/* Whether there may be a word of this hash; a phrase that begins with two words of these. */
int wordlist_has_word(struct wordlist *l, uint64_t hash);
int wordlist_has_phrase(struct wordlist *l, uint64_t first, uint64_t second);

/* By bare forms, and phrases written in one word: a word in disguise may be any of them. */
void wordlist_make_bare(struct wordlist *l);

/* Makes every entry that there is: a word with unknown letters may be any of them. */
void wordlist_make_all(struct wordlist *l);

/* Words and phrases are added one by one, stems all at once. */
void sieve_make(struct sieve *s, size_t words, size_t phrases);
void sieve_add_word(struct sieve *s, uint64_t hash);
void sieve_add_pair(struct sieve *s, uint64_t first, uint64_t second);
void sieve_add_stems(struct wordlist *l);
void sieve_release(struct sieve *s);

/* Whether such a word may be there, a phrase that begins with two such words. */
int sieve_has_word(const struct sieve *s, uint64_t hash);
int sieve_has_pair(const struct sieve *s, uint64_t first, uint64_t second);

/* Of the hashes of two words in a row. */
static inline uint64_t
sieve_pair(uint64_t first, uint64_t second)
{
	return first * 3 + second; /* both are stirred */
}

#endif
