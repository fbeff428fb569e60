/*
 * feature.h - a message as hashed features: what a linear model multiplies
 *
 * Every feature is a number of 32 bits; a model keeps as many of the low bits as its table has. One space for all
 * languages. Three groups, each scaled to its own length, so that many character n-grams do not drown the words:
 *
 *	words   words and signs, pairs of neighbours, words under a negation
 *	chars   runs of 2 to 5 bytes of a folded word and the blanks around it; for languages of 1 to 4
 *	        bytes, over the borders of words too
 *	shape   what a word list says of them, and how they were written: disguises, capitals, stars
 */
#ifndef SMM_FEATURE_H
#define SMM_FEATURE_H

#include "lexicon.h"

#include "smm/norm.h"

#include <stddef.h>
#include <stdint.h>

enum feature_group { FEATURE_WORDS, FEATURE_CHARS, FEATURE_SHAPE, FEATURE_GROUPS };

/* What a model wants to see; kept in its file, so the numbers are fixed. */
enum {
	FEATURE_ACCENTS = 1 << 0, /* n-grams with accents and from one byte on: languages */
	FEATURE_PAIRS   = 1 << 1,
	FEATURE_NEGATE  = 1 << 2,
	FEATURE_FORM    = 1 << 3, /* this and the next: features_more() */
	FEATURE_AROUND  = 1 << 4
};

/* The part of a recipe that features_read() knows: two models alike in it share what was read. */
#define FEATURES_READ(recipe) ((recipe) & ~(unsigned)(FEATURE_FORM | FEATURE_AROUND))

#define FEATURES_WORDS 4096
#define FEATURES_CHARS 40960
#define FEATURES_SHAPE 256
#define STREAM_BYTES   8192

struct feature {
	uint32_t hash;
	uint16_t word; /* index into norm->words: who is to blame */
};

struct features {
	struct feature words[FEATURES_WORDS], chars[FEATURES_CHARS], shape[FEATURES_SHAPE];
	size_t         count[FEATURE_GROUPS];
	size_t         plainly[FEATURE_GROUPS]; /* how many there are without a word list's */
	uint8_t        negated[NORM_WORDS];
	struct feature token[FEATURES_WORDS]; /* words and signs as they stand, without a salt */
	size_t         tokens;
	char           stream[STREAM_BYTES + 8];
	uint16_t       owner[STREAM_BYTES + 8];
	size_t         len;
};

const struct feature *feature_group(const struct features *f, enum feature_group g);

/* The piece of a text that n holds, up to byte len; replaces what there was. */
void features_read(struct features *f, const struct norm *n, const char *s, size_t len, unsigned recipe);

/* Adds what a word list says, in place of what another one said; an empty one says nothing. */
void features_list(struct features *f, const struct norm *n, const struct lexicon *lexicon);

/*
 * Adds what the recipe has beyond that, of the text that n holds, its piece of so many bytes:
 * FEATURE_FORM    how long it is, its figures, capitals and links, and the parts of these: what gives adverts away
 * FEATURE_AROUND  each word or sign with the one that stood before its neighbour: "not ... good", whatever is between
 */
void features_more(struct features *f, const struct norm *n, const char *s, size_t len, unsigned recipe);

#endif
