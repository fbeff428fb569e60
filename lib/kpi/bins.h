/*
 * bins.h - whole numbers and how often each was seen: exact quantiles without keeping every record
 *
 * Memory grows with the distinct values alone: response times in seconds have few.
 */
#ifndef SMM_BINS_H
#define SMM_BINS_H

#include "smm/kpi.h"

struct bins_pair {
	int64_t  value;
	uint64_t count; /* 0: an empty slot */
};

struct bins {
	struct bins_pair *at;
	size_t             slots, used;
	uint64_t           total;
	uint64_t           beyond; /* those that do not fit into 64 bits: counted here, and nowhere else */
	struct bins_pair   late;   /* added last: not among the slots until its memory was fetched */
};

void bins_add(struct bins *t, wide value, uint64_t count);
void bins_settle(struct bins *t); /* all are among the slots */
void bins_release(struct bins *t);

/* Sorts the pairs, if they are not yet; nothing may be added any more. */
void bins_sort(struct bins *t);

/* Of a sorted one that is not empty: the smallest value that at least num/den of the records do not exceed. */
int64_t bins_quantile(const struct bins *t, uint64_t num, uint64_t den);

/* Sum of the least `count` records. */
wide bins_least(const struct bins *t, uint64_t count);

/* Distances from a value, as new bins, sorted. */
void bins_distances(const struct bins *t, int64_t from, struct bins *out);

#endif
