/* near.h - "did you mean": the nearest known word */
#ifndef SMM_NEAR_H
#define SMM_NEAR_H

#include <stddef.h>

/*
 * Letters to insert, delete, change or swap to turn a into b (optimal string alignment), bytes
 * counted as letters; words over 63 bytes are far from everything.
 */
size_t near_distance(const char *a, const char *b);

/*
 * The best of the known words when it is near enough to be what was meant (at most a third of
 * the letters differ, and at least one is allowed to), else NULL. Ties: the first. Lends.
 */
const char *near_word(const char *given, const char *const *known, size_t count);

#endif
