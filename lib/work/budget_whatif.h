/* budget_whatif.h - scenarios and the past they rest on; private to lib/work/budget_whatif*.c */
#ifndef SMM_BUDGET_WHATIF_H
#define SMM_BUDGET_WHATIF_H

#include "budget_parts.h"

struct cost { /* of something bought on a network: money over how many; 0 of them: not known */
	double  micros, count;
	int64_t n;
};

struct past { /* of a network's ads, or of an account's posts */
	const char *name, *currency; /* currency NULL: no money is known; "" it was not said */
	int         mixed;           /* money in several currencies, which are not added */
	struct cost impressions, clicks, conversions;
	double      posts, interactions, measured, money; /* measured: posts whose interactions are known */
	int64_t     first, last;     /* days that had posts */
};

struct pasts {
	struct past *at;
	size_t       count, room;
};

struct wish_for { /* one item of a scenario */
	const char  *scenario, *name;
	const char  *currency;   /* of the budgets that the network has; NULL: it has none */
	int64_t      micros;     /* of a split; -1: a cadence */
	int64_t      instead;    /* what the budgets have for the network */
	struct cadence cadence;
	const struct past *past; /* NULL: none is known */
};

struct whatif {
	const struct budget_ask *ask;
	const struct conf       *conf;
	struct mem              *mem;
	struct pasts             networks, accounts;
	struct buf               line;
};

/* budget_whatif_tell.c */
int whatif_tell(struct whatif *w, const struct wish_for *x, struct out *out, struct err *e);
int whatif_tell_method(struct whatif *w, struct out *out, struct err *e);

#endif
