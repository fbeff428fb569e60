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
	const struct wait *wait;   /* what the ledger says of it; NULL: nothing */
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

struct gone { /* a post that is settled, by the journal or the ledger */
	uint64_t              id; /* hash */
	int64_t               at; /* when it was */
	const struct account *account; /* NULL: none of ours any more */
	size_t                posts;   /* that left with it: its parts; 0: none did */
};

struct told { /* the network wanted to hear nothing more */
	int64_t               at, until;
	const struct account *account;
};

struct wait { /* a post that was begun, or had to wait */
	uint64_t    id;
	int64_t     until;
	const char *message; /* NULL: not said */
};

struct sending { /* what left at once */
	int64_t until; /* it counts up to then */
	size_t  posts;
};

struct window { /* one limit of a network, and what counts towards it */
	const struct post_limit *is;
	const char              *whose; /* the account, or the app */
	struct sending          *at;
	size_t                   first, count, room, sum; /* first: that still counts */
};

#define WINDOWS 4 /* limits of one network at most */

struct stage { /* an account: its posts, by time and id */
	struct act    *at;
	size_t         count, next; /* next: the first that is not settled */
	struct pace    pace;
	int64_t        kept;      /* the last post that the ledger has counted in the pace; 0: none */
	int64_t        app_until; /* what the network has said to our app; 0: nothing */
	struct window *windows[WINDOWS];
	size_t         nwindows;
};

struct rehearsal {
	struct rehearsal_settings set;
	struct mem               *mem, *scratch;
	struct act               *acts;
	size_t                    count, room;
	struct stage             *stages;  /* of each account, in the conf's order */
	struct window            *windows; /* of all stages */
	size_t                    nwindows;
	struct gone              *past;    /* by id; in the play by time */
	size_t                    npast, past_room, past_next;
	struct told              *told_until;
	size_t                    ntold, told_room, told_next;
	struct wait              *waits;   /* by id */
	size_t                    nwaits, wait_room;
	int                       sorted;  /* past and waits are by id */
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

/* rehearsal.c: a line of the journal or of the ledger that happens in the play; all of them, by time. */
void rehearsal_event(struct rehearsal *r, struct events *l, const struct rec *rec);
void rehearsal_events(struct rehearsal *r);

/* rehearsal_gone.c: a result of the journal. */
void gone_result(struct rehearsal *r, const struct rec *rec);
/* By id; NULL: nothing is known of it. What has happened by now is counted. */
struct gone       *gone_find(struct rehearsal *r, const char *id);
const struct wait *gone_wait(const struct rehearsal *r, const char *id);
void               gone_begin(struct rehearsal *r); /* no gone_find() from here on */
void               gone_happen(struct rehearsal *r, int64_t now);

/* rehearsal_limits.c: an account's windows; when its network takes so many posts more, 0: now, else *why. */
void    limits_begin(struct rehearsal *r);
int64_t limits_wait(const struct stage *s, size_t posts, int64_t now, struct err *why);
void    limits_count(struct stage *s, size_t posts, int64_t now);

/* rehearsal_tell.c: one post in one run; at the end, what came of it all. */
int tell_act(struct rehearsal *r, struct act *a, enum status s, int64_t run, struct err *e);
int tell_end(struct rehearsal *r, struct err *e);

#endif
