/* run.h - all lanes at once: claim, note, send, wait, report; private to lib/work */
#ifndef SMM_RUN_H
#define SMM_RUN_H

#include "smm/hold.h"

#include "queue.h"

struct run {
	/* given */
	const struct conf *conf;
	struct store      *store;
	struct lane       *lanes;
	size_t             nlanes;
	struct http       *http;
	size_t             parallel; /* at most so many requests under way */
	/* called when a job is settled and noted */
	int (*report)(void *arg, const struct job *j, struct err *e);
	/* called when all of one turn was reported */
	int (*reported)(void *arg, struct err *e);
	/* called now and then while large files leave: bytes of those under way */
	void (*uploading)(void *arg, int64_t sent, int64_t total);
	void *arg;

	/* run.c's own */
	size_t             open;     /* lanes that are not over yet */
	size_t             flying;   /* requests under way */
	struct heap        idle;     /* their next post is to be claimed */
	struct heap        asleep;
	struct queue       asking;   /* to be asked for their next request */
	struct queue       touched;  /* something is to be noted, or they are settled */
	struct queue       once;     /* a request that is noted only when it leaves at once */
	struct queue       ready;    /* a request stands ready, its intent is noted */
	struct queue       stuck;    /* noted; what comes behind has to wait for another run */
	struct ended      *ended, **last_ended; /* to be noted and reported in this turn */
	int64_t            renewed;  /* when our leases were, on the monotonic clock */
	int64_t            told;     /* when uploads were last shown, likewise */
	size_t             batch;    /* answers of one turn */
	int                stopping; /* nothing new is asked */
	int64_t            looked;   /* when we last looked for others, likewise */
	int                shared;   /* other processes publish for these accounts, too */
	int                sparing;  /* that was just seen: lanes that we need not hold are to be given back */
	struct hold        hold;     /* as it was read last */
	const char        *hold_text; /* for struct note */
	struct mem        *hold_mem;
	int64_t            hold_read; /* when it was known to be that, on the monotonic clock */
	int                hold_old; /* it has become another */
};

/* Until every lane is over, or a signal came and what was in flight is noted. 0 or -1. */
int run_lanes(struct run *r, struct err *e);

#endif
