/*
 * lexicon.h - a word list with values, as a table of hashes: part of a model's file
 *
 * A slot holds the upper 28 bits of a word's hash and its value plus 8 (1 to 15) in the lower four; 0 is an empty
 * slot. A word stands in it by its plain form and by its bare one, so that "c0nn4rd" finds "connard".
 */
#ifndef SMM_LEXICON_H
#define SMM_LEXICON_H

#include "smm/norm.h"

#include <stddef.h>
#include <stdint.h>

#define LEXICON_VALUE 7 /* values are -7 to 7, never 0 */

struct lexicon {
	const uint32_t *slots; /* little endian */
	size_t          size;  /* a power of two, or 0 */
};

/* What the list says of a hash of a plain form, or of a bare one; 0: nothing. */
int lexicon_value(const struct lexicon *l, uint64_t hash);
int lexicon_bare(const struct lexicon *l, const char *bare, size_t len);

/*
 * What it says of a word, its disguise taken off: bare, stars filled in, and inside single letters in a row.
 * *plainly is set to 0 when it needed that. The hash of the list's word goes to *found.
 */
int lexicon_word(const struct lexicon *l, const struct norm *n, const struct norm_word *w, uint64_t *found,
    int *plainly);

/* Adds a word to a table that is being made, of `size` slots. 0; -1 when it is full. */
int lexicon_add(uint32_t *slots, size_t size, uint64_t hash, int value);

/* The key of a bare form, apart from those of plain ones. */
uint64_t lexicon_bare_key(const char *bare, size_t len);

#endif
