/* program.h - programs that stand in for a server, run beside the requests; private to lib/http */
#ifndef SMM_PROGRAM_H
#define SMM_PROGRAM_H

#include "smm/http.h"

#include "watch.h"

struct program { /* one that runs */
	struct program  *next;
	struct exchange *x;
	pid_t            pid;
	int              fd;    /* what it prints; -1: that is over */
	int64_t          until; /* then it is killed, on the monotonic clock */
	struct buf       text;
	int              too_much;
};

/* Runs the request's program, its file as standard input. The program, or NULL: it cannot be run. */
struct program *program_start(struct exchange *x, struct watch *w, struct err *e);

/* Reads what is there. 1 when it has ended: the exchange is filled in, and the program released. */
int program_is_done(struct program *p, struct watch *w);

/* Ends it, whatever it does, and releases it. */
void program_stop(struct program *p, struct watch *w);

#endif
