/* suggest_parts.h - a proposal of slots, in its parts; private to lib/plan/suggest*.c */
#ifndef SMM_SUGGEST_PARTS_H
#define SMM_SUGGEST_PARTS_H

#include "smm/mem.h"
#include "smm/suggest.h"

struct published { /* a post, and what it brought */
	const char *id, *account, *network;
	int64_t     at;
	uint64_t    by_id, by_ref; /* keys of its sample; by_ref 0: the network gave no id */
	double      z;
};

struct sample { /* what was measured of a post */
	uint64_t key; /* 0: a free place */
	int64_t  total, total_at, sum, sum_at;
	int      has_total, has_sum;
};

struct suggest {
	struct suggest_settings set;
	struct mem       *mem, *scratch;
	struct published *posts; /* in the end the measured ones, by account and time */
	size_t            nposts, room, published;
	struct sample    *samples; /* open addressing, a power of two */
	size_t            nsamples, size;
};

#endif
