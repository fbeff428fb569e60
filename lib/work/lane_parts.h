/* lane_parts.h - what the parts of a lane call of each other; private to lane*.c */
#ifndef SMM_LANE_PARTS_H
#define SMM_LANE_PARTS_H

#include "lane.h"

/* lane.c: the failure goes into the job; the job waits in the ledger as `state` says. */
void lane_failed(struct lane *l, const struct err *e);
void lane_postpone(struct lane *l, enum job_state state, int64_t wake);

/* lane_load.c: the record, what was kept, the step. 0, or -1: the ledger and this version do not fit. */
int lane_load(struct lane *l, struct err *e);
/*
 * The job comes to an end that is not `done`: 1 when its operation has a step that is asked always (net.h), which is
 * next; lane_ending() gives `state` and the failure back at its end, JOB_DONE when nothing had failed.
 */
int            lane_clears_up(struct lane *l, enum job_state state);
int            lane_is_ending(const struct lane *l);
enum job_state lane_ending(struct lane *l);

/* A post with files that the network fetches finds its `media_host`. 0, or -1: its secret cannot be had. */
int lane_find_host(struct lane *l, struct err *e);

/* lane_pace.c: the request may leave now, and is counted; 0: it was postponed. */
int  lane_keeps_pace(struct lane *l, int64_t now);
/* It has not left after all. */
void lane_unpace(struct lane *l);
/* The network has said when it wants to hear from the account again. */
void lane_obey(struct lane *l, int64_t until);

/* The job's state as long as nothing more has become of it. */
enum job_state lane_rest(const struct lane *l);

/* lane_sign.c: the first session of this run; 0, or -1 when the post cannot be asked yet. */
int  lane_sign_open(struct lane *l, int64_t now);
/* Signed in: the session is kept, the post goes on where it was. */
void lane_sign_finish(struct lane *l);
/* The conversation of signing in is over, whatever came of it. */
void lane_sign_end(struct lane *l);
/* The network does not know us: sign in again, once with what we have and once anew; then a person must look. */
void lane_sign_again(struct lane *l, const struct err *why, int64_t now);

#endif
