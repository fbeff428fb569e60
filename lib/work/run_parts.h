/* run_parts.h - what the parts of a run call of each other; private to run*.c */
#ifndef SMM_RUN_PARTS_H
#define SMM_RUN_PARTS_H

#include "run.h"

#define LEASE_MS 120000 /* each note renews it */

/* Puts a lane of which nothing is to be noted where it waits for what is next. */
void run_place(struct run *r, struct lane *l);

/* The same after any lane_*(): what is to be noted or is settled waits for run_note() first. */
void run_settle(struct run *r, struct lane *l);

/* What is settled leaves its lane, which can go on with the next post in the same turn. */
void run_detach(struct run *r);

/* One transaction, one flush, for everything that this turn has to say. 0 or -1. */
int run_note(struct run *r, struct err *e);

/* Reports all that was noted. 0 or -1. */
int run_report_all(struct run *r, struct err *e);

/* Reports the posts of a lane as waiting for what has to go first: the order is kept. 0 or -1. */
int run_report_rest(struct run *r, struct lane *l, enum fault fault, const char *why, int64_t wake,
    struct err *e);

#endif
