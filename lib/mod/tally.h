/*
 * tally.h - how often something happened lately, for many keys in bounded memory; private to lib/mod
 *
 * For each key (a 64-bit hash: an author and a rule, a text) the last so many times are kept, each with the message
 * that it was, so that a message seen twice counts once. What is full forgets the key that was quiet the longest among
 * the eight that share its place: with 4 MiB that begins at some tens of thousands of keys.
 */
#ifndef SMM_TALLY_H
#define SMM_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally;

/* Keeps `keep` times of each key (at least 1), in at most about max_bytes, taken as they are needed. */
struct tally *tally_new(size_t keep, size_t max_bytes);
void          tally_free(struct tally *t); /* NULL is allowed */

/* key 0 is nobody: nothing is kept. */
void tally_add(struct tally *t, uint64_t key, int64_t at, uint64_t message);
void tally_remove(struct tally *t, uint64_t key, uint64_t message);

/* How many are kept in (at - within, at], or up to `at` when within is 0; milliseconds. */
size_t tally_count(const struct tally *t, uint64_t key, int64_t at, int64_t within);

#endif
