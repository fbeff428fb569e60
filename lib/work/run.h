/* run.h - all lanes at once: claim, note, send, wait, report; private to lib/work */
#ifndef SMM_RUN_H
#define SMM_RUN_H

#include "lane.h"

struct run {
	const struct conf *conf;
	struct store      *store;
	struct http       *http;      /* opened when the first request stands ready */
	struct lane       *lanes;
	size_t             nlanes, open; /* open: not over yet */
	int64_t            until;     /* wall clock: stay until then */
	size_t             flying;
	struct ended      *ended;     /* to be noted and reported in this turn */
	int                stopping;  /* nothing new is asked */
	/* called when a job is settled and noted */
	int (*report)(void *arg, const struct job *j, struct err *e);
	void *arg;
};

/* Until every lane is over, or a signal came and what was in flight is noted. 0 or -1. */
int run_lanes(struct run *r, struct err *e);

#endif
