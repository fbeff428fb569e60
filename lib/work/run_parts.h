/* run_parts.h - what the parts of a run call of each other; private to run*.c */
#ifndef SMM_RUN_PARTS_H
#define SMM_RUN_PARTS_H

#include "run.h"

#define LEASE_MS      120000 /* each note renews it */
#define RUN_BATCH_MAX 64     /* posts of one transaction */

/* Puts a lane of which nothing is to be noted where it waits for what is next. */
void run_place(struct run *r, struct lane *l);

/* The same after any lane_*(): what is to be noted or is settled waits for run_note() first. */
void run_settle(struct run *r, struct lane *l);

/* What is settled leaves its lane, which can go on with the next post in the same turn. */
void run_detach(struct run *r);

/* run_claim.c: up to `most` (RUN_BATCH_MAX) idle lanes ask for their next post, in one transaction. 0 or -1. */
int run_claim(struct run *r, size_t most, struct err *e);

/* The lane is free for others. 0 or -1. */
int run_give_back(struct run *r, struct lane *l, struct err *e);

/* run_hold.c: reads the hold: 1 it is another now, 0 the same as before, -1. */
int run_hold_read(struct run *r, struct err *e);

/* Whether the job is stopped; *why is then for people, in the arena. */
int run_is_held(const struct run *r, const struct job *j, struct mem *m, const char **why);

/* Requests of `q` that the hold stops are not sent: their lanes are settled as held, and in `touched`. */
void run_hold_lanes(struct run *r, struct queue *q);

/* The hold may have changed since the requests that stand ready were noted: those it stops do not leave. 0 or -1. */
int run_hold_ready(struct run *r, struct err *e);

/* One transaction, one flush, for everything that this turn has to say. 0 or -1. */
int run_note(struct run *r, struct err *e);

/* Reports all that was noted. 0 or -1. */
int run_report_all(struct run *r, struct err *e);

/* Reports the posts of a lane as waiting for what has to go first: the order is kept. 0 or -1. */
int run_report_rest(struct run *r, struct lane *l, enum fault fault, const char *why, int64_t wake,
    struct err *e);

#endif
