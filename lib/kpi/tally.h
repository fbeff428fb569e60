/*
 * tally.h - whole numbers and how often each was seen: exact quantiles without keeping every record
 *
 * Memory grows with the distinct values alone: response times in seconds have few.
 */
#ifndef SMM_TALLY_H
#define SMM_TALLY_H

#include "smm/kpi.h"

struct tally_pair {
	int64_t  value;
	uint64_t count; /* 0: an empty slot */
};

struct tally {
	struct tally_pair *at;
	size_t             slots, used;
	uint64_t           total;
};

void tally_add(struct tally *t, int64_t value, uint64_t count);
void tally_release(struct tally *t);

/* Sorts the pairs to the front; nothing may be added any more. */
void tally_sort(struct tally *t);

/* Of a sorted one that is not empty: the smallest value that at least num/den of the records do not exceed. */
int64_t tally_quantile(const struct tally *t, uint64_t num, uint64_t den);

/* Sum of the least `count` records. */
wide tally_least(const struct tally *t, uint64_t count);

/* Distances from a value, as a new tally, sorted. */
void tally_distances(const struct tally *t, int64_t from, struct tally *out);

#endif
