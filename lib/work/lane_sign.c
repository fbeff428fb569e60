/* lane_sign.c - signing in: the conversation before, or in the middle of, a post's */
#include "lane_parts.h"

/* It cannot go on: the job waits for another run, and so does what comes behind. */
static void
give_up(struct lane *l, enum job_state state, const struct err *e, int64_t now)
{
	lane_failed(l, e);
	lane_postpone(l, state, now);
	l->settled = l->stuck = 1;
}

void
lane_sign_end(struct lane *l)
{
	sign_end(&l->sign);
	l->talk = &l->post;
}

void
lane_sign_finish(struct lane *l)
{
	struct err e;

	l->talk = &l->post;
	if (sign_finish(&l->sign, &e)) {
		lane_failed(l, &e); /* the post need not suffer; the next run signs in again */
		l->job.fault = FAULT_NONE;
	}
	l->state = LANE_ASK;
}

int
lane_sign_open(struct lane *l, int64_t now)
{
	struct err e;
	int        rc = sign_open(&l->sign, l->rec, l->scratch, &e);

	if (rc < 0) {
		give_up(l, lane_rest(l), &e, now);
		return -1;
	}
	if (!rc)
		l->talk = &l->sign.talk;
	return 0;
}

void
lane_sign_again(struct lane *l, const struct err *why, int64_t now)
{
	struct err e = *why;
	int        rc;

	l->talk = &l->post;
	rc = sign_again(&l->sign, l->rec, l->scratch, &e);
	if (rc < 0) {
		give_up(l, l->looking ? JOB_ASKED : lane_rest(l), &e, now);
		return;
	}
	if (!rc)
		l->talk = &l->sign.talk;
	l->state = LANE_ASK;
	l->job.state = lane_rest(l);
}
