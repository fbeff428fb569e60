/* wordlist_parts.h - what wordlist.c and sieve.c share */
#ifndef SMM_WORDLIST_PARTS_H
#define SMM_WORDLIST_PARTS_H

#include "wordlist.h"

#define STEM_MAX 32 /* letters before a '*' */

struct piece { /* a word of a phrase */
	const char *plain;
	size_t      len;
	uint64_t    hash, bare; /* bare: hash of its bare form */
};

struct entry { /* there are thousands: small */
	const char   *plain, *folded; /* of a word, or of a phrase written in one; folded: when accents count */
	struct piece *pieces; /* of a phrase; NULL: a word */
	uint32_t      term;
	uint8_t       len, folded_len, npieces;
	uint8_t       joined; /* only words that were pulled apart are compared with it */
	struct entry *next, *next_bare;
	struct entry *next_alike; /* words of one length, stems, phrases: for those with stars */
};

struct slot {
	uint64_t      hash; /* 0: free */
	struct entry *first;
};

struct table {
	struct slot *at;
	size_t       mask, count;
};

struct filter { /* keys that were set, and few others; two bits of a key in one number */
	uint64_t *bits;
	unsigned  shift; /* of a key, to its number's place */
};

struct sieve { /* what tells in a few steps that a word begins no term */
	struct filter words, pairs, starts; /* pairs: first two words of phrases; starts: bytes of stems */
	unsigned      start_lens;           /* bits: how many bytes are looked at */
};

struct wordlist {
	const struct charter *charter;
	struct mem           *mem;
	struct table          plain, bare, stems;
	struct entry         *by_len[NORM_LETTERS * 4 + 1], *phrases, *all_stems;
	struct entry         *all; /* by next_bare until the table of bare forms is made */
	uint64_t              stem_lens; /* bits: lengths that a stem has */
	int                   has_bare;
	struct sieve          sieve;
};

/* The first of those with this hash; NULL: none. */
struct entry *wordlist_look_up(const struct table *t, uint64_t hash);

void sieve_make(struct wordlist *l); /* of all its entries */
void sieve_release(struct sieve *s);

#endif
