/*
 * lane.h - one account's posts, sent in order, one at a time; private to lib/work
 *
 * A lane knows what to ask next, what an answer means and what has to be noted before it goes on.
 * It does not write to the ledger, send or wait itself: run.c does, for all lanes together.
 *
 *	CLAIM --claimed--> ASK --request built, intent noted--> FLY --answer--> ASK ...
 *	                    |                                          \-> SLEEP -> ASK
 *	                    \--settled: noted, reported--> CLAIM (the next post) or OVER
 */
#ifndef SMM_LANE_H
#define SMM_LANE_H

#include "smm/http.h"
#include "smm/net.h"
#include "smm/store.h"

#include "pace.h"

#include "sign.h"

struct item { /* a post that is due in this run, or is to be changed; lives as long as the run */
	struct item *next;
	struct job   job;      /* as the record has it */
	int64_t      late_ms;  /* how late it may be */
	const char  *to_approve; /* the digest that somebody must have approved; NULL: nobody must */
	const char  *author;   /* who cannot approve it; NULL: not named */
	struct texts approvers; /* who may; none: anybody else */
	const char  *was;      /* what is out there, as call.h has it, JSON; NULL: it is to be published */
	int          anew;     /* see store_claim() */
};

enum lane_state {
	LANE_CLAIM, /* the first item has to be claimed */
	LANE_ASK,   /* lane_ask() is to be called */
	LANE_FLY,   /* `exchange` is to be started, or under way */
	LANE_SLEEP, /* until `wake`, then `after` */
	LANE_OVER   /* nothing left */
};

struct lane {
	struct lane          *next;  /* in a queue of run.c */
	const struct conf    *conf;
	const struct account *account;
	const struct net     *net;
	struct item          *items, *last; /* by time and id; the first is under way */
	size_t                left;  /* how many */
	enum lane_state       state, after;
	int64_t               wake;      /* for LANE_SLEEP, on the wall clock */
	int64_t               until;     /* the run stays that long for another try */
	int64_t               due_by;    /* what a network does by itself is not followed beyond this */
	int64_t               busy_since; /* another process has the lane; 0: it has not */
	int                   leased;    /* claimed by us */
	int                   rank;      /* among those whose next post is to be claimed; run.c's */
	size_t                at_once;   /* posts to be claimed at once: more than one where others have settled them */

	struct mem      *mem;     /* of the job under way */
	struct mem      *scratch; /* of the call under way */
	struct job       job;
	json_t          *rec, *was;
	struct talk      post;
	struct sign      sign;
	struct buf       host_secret; /* of smm.yaml's media_host, once a post needed it */
	struct talk     *talk;    /* the post's, or that of signing in */
	struct exchange  exchange;
	int64_t          skew, since; /* as struct claim tells them */
	int              doubt;   /* the step's request may have been carried out already */
	int              looking; /* the step's `find` is asked, not the step */
	int              begun;   /* something of the job has been answered */
	int              asked;   /* the request that stands ready may have been sent by an earlier run */

	int               waited;  /* the post was held: it is one of a backlog */
	struct pace       pace;    /* the account's, with this post */
	struct pace       paced;   /* ... before the request that stands ready */
	int64_t           app_until; /* what the network says to all accounts of our app; 0: nothing */
	const char       *pace_text; /* to be noted; NULL: it is as it was */

	/* what run.c has to do */
	const char *note;     /* write the job to the ledger, as this event, before anything else */
	int         settled;  /* when noted: report the job and go on with the next item */
	int         stuck;    /* settled, and what comes behind has to wait for another run */
};

void lane_init(struct lane *l, const struct conf *c, const struct account *a, const struct net *n,
    int64_t until);
void lane_release(struct lane *l);

/* Adds items, in any order; lane_sort() then brings them into theirs, before anything else. */
void lane_add(struct lane *l, struct item *i);
void lane_clear(struct lane *l); /* none is left */
void lane_sort(struct lane *l);

/* What the ledger said of the account, of its app and of its own clock; before lane_begin(). */
void lane_claimed(struct lane *l, const struct claim *c);

/* The first item was claimed and is `job` (copied). Leads to LANE_ASK or settled. */
void lane_begin(struct lane *l, const struct job *job, int64_t now);

/* Goes on until there is a request to send (LANE_FLY), a time to wait for, or it is settled. */
void lane_ask(struct lane *l, int64_t now);

/* The exchange is done. Leads to LANE_ASK, LANE_SLEEP or settled. */
void lane_take(struct lane *l, int64_t now);

/* The request that stands ready is not sent: the job is what it was before, and noted so. */
void lane_unask(struct lane *l);

/* A request stands ready that changes something out there, or its intent is to be noted. */
int lane_is_asking(const struct lane *l);

/*
 * All publishing is stopped: the request that stands ready is not sent; the job is held, `why` says by what (arena
 * of the job), until 0: nobody knows for how long.
 */
void lane_hold(struct lane *l, const char *why, int64_t until);

/* The same for a job that was claimed, before anything else: in place of lane_begin(). */
void lane_begin_held(struct lane *l, const struct job *job, const char *why, int64_t until);

/* Another process has gone on with what is under way: to be claimed anew. */
void lane_forget(struct lane *l);

/* The same for an item that was detached. 1 when the lane had been over. */
int lane_add_again(struct lane *l, struct item *i);

/* Done with the first item; LANE_CLAIM for the next one, or LANE_OVER. */
void lane_next(struct lane *l);

struct ended { /* a settled job whose lane has gone on already, until it is noted and reported */
	struct ended *next;
	struct lane  *lane;
	struct item  *item;
	struct job    job;
	struct mem   *mem;
	const char   *note, *pace_text;
};

/* Takes the settled job out of its lane, which goes on with the next item. Release with lane_drop(). */
struct ended *lane_detach(struct lane *l);
void          lane_drop(struct ended *x);

#endif
