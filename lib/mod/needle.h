/*
 * needle.h - what a text must hold for a pattern to match it; private to lib/mod
 *
 * Derived from the pattern as it is written: pieces of ASCII text, one of which every match contains, whatever its
 * case. What is not understood of a pattern requires nothing, so that no match is ever missed. Patterns are matched
 * without regard to case over all of Unicode, where U+017F is an s and U+212A a k, and \d finds the figures of every
 * script: with such a character in a text needles say nothing (needles_are_blind()).
 */
#ifndef SMM_NEEDLE_H
#define SMM_NEEDLE_H

#include <stddef.h>

#define NEEDLES_MAX 32
#define NEEDLE_MAX  16 /* bytes that are compared */

struct needle {
	char     text[NEEDLE_MAX]; /* lower case */
	unsigned len;
};

struct needles {
	struct needle at[NEEDLES_MAX];
	size_t        count; /* 0: nothing is required */
};

void needles_of(struct needles *n, const char *pattern);

/* Whether the character that begins at s (len > 0) is one that needles do not know, or may be. */
int needles_are_blind(const char *s, size_t len);

/* Which byte of a needle is the rarest in French and English text: what to look for first. */
unsigned needle_rarest(const struct needle *n);

#endif
