/* rehearsal_parts.h - a rehearsal in its parts; private to lib/work/rehearsal*.c */
#ifndef SMM_REHEARSAL_PARTS_H
#define SMM_REHEARSAL_PARTS_H

#include "smm/approval.h"
#include "smm/hold.h"
#include "smm/rehearsal.h"

#include "pace.h"
#include "result.h"

struct act { /* a post that is to go on */
	struct rehearsed is;
	struct job       job;      /* what its result says */
	int64_t          cost;     /* micros; 0: it is free */
	const char      *currency; /* of the cost; "" when nobody says it */
	int              settled;  /* sent or missed */
	int              held;     /* it was: one of a backlog */
	enum status      said;     /* what was told last; STATUS_COUNT: nothing */
};

struct event { /* an approval or a hold of the journal */
	int64_t     at;
	const char *line;
	size_t      len, number; /* number: of the event, as they stand in the journal */
};

struct events {
	struct event *at;
	size_t        count, room, next; /* next: the first that has not happened yet */
};

struct stage { /* the posts of one account, by time and id */
	struct act *at;
	size_t      count, next; /* next: the first that is not settled */
	struct pace pace;
};

struct rehearsal {
	struct rehearsal_settings set;
	struct mem               *mem, *scratch;
	struct act               *acts;
	size_t                    count, room;
	uint64_t                 *out; /* ids that the journal says are settled, as hashes */
	size_t                    nout, out_room;
	struct events             approvals, holds;
	struct approvals         *approved; /* so far */
	struct hold               hold;     /* at this instant */
	struct rec                rec;
	/* telling */
	struct out *to;
	struct buf  line;
	int64_t     told; /* the run that the last line was of; INT64_MIN: none */
	size_t      totals[STATUS_COUNT];
	int64_t     spent;
	const char *currency;
	int         mixed; /* costs in more than one currency */
};

/* rehearsal_tell.c: one post in one run; at the end, what came of it all. */
int tell_act(struct rehearsal *r, struct act *a, enum status s, int64_t run, struct err *e);
int tell_end(struct rehearsal *r, struct err *e);

#endif
