/*
 * run_claim.c - idle lanes ask for their next post: it is ours, another process has the lane, or it was settled
 *
 * Where others publish the same plan, most of a lane may have been settled by them: a lane that has met one such post
 * asks for twice as many at once.
 */
#include "run_parts.h"

#include "smm/clock.h"

#include <string.h>

#define BUSY_MS    100   /* how soon to look again at a lane that another process has */
#define BUSY_MAX   60000 /* how long to do so */

static void
share(struct run *r)
{
	if (!r->shared)
		r->shared = r->sparing = 1;
}

/* Who came first would meet others only when all lanes that they left are begun. */
static int
look_around(struct run *r, int64_t now, struct err *e)
{
	int others;

	if (r->shared || clock_mono() - r->looked < BUSY_MS)
		return 0;
	r->looked = clock_mono();
	others = store_has_others(r->store, now, e);
	if (others > 0)
		share(r);
	return others < 0 ? -1 : 0;
}

static int
take_busy(struct run *r, struct lane *l, int64_t now, struct err *e)
{
	int rc = 0;

	share(r);
	l->leased = 0;
	if (!l->busy_since)
		l->busy_since = clock_mono();
	l->state = LANE_SLEEP;
	l->after = LANE_CLAIM;
	l->wake = now + BUSY_MS;
	if (clock_mono() - l->busy_since > BUSY_MAX)
		rc = run_report_rest(r, l, FAULT_AGAIN, "another process is publishing for this account",
		    now + BUSY_MAX, e);
	run_place(r, l);
	return rc;
}

/* What waits for an answer is looked for whatever is held. */
static int
is_held(const struct run *r, const struct job *j, struct mem *m, const char **why)
{
	return j->state != JOB_ASKED && run_is_held(r, j, m, why);
}

/* Held as the ledger says already: nothing to note. */
static int
is_held_still(const struct run *r, const struct job *j, struct mem *m)
{
	const char *why;

	return j->fault == FAULT_POLICY && j->message && is_held(r, j, m, &why) && strcmp(why, j->message) == 0;
}

static void
begin_lane(struct run *r, struct lane *l, const struct claim *c, int64_t now, struct mem *m)
{
	const struct job *j = &c->job;
	const char       *why;

	lane_claimed(l, c);
	if (is_held(r, j, m, &why))
		lane_begin_held(l, j, why, r->hold.until);
	else
		lane_begin(l, j, now);
}

/* 1: nothing is to be done for the post, it was reported; 0: the lane has it, or waits for it; -1. */
static int
take_claim(struct run *r, struct lane *l, const struct claim *c, int64_t now, struct mem *m, struct err *e)
{
	if (c->result == CLAIM_BUSY)
		return take_busy(r, l, now, e);
	l->busy_since = 0;
	if (c->result == CLAIM_OURS)
		l->leased = 1;
	if (c->result == CLAIM_OURS && !is_held_still(r, &c->job, m)) {
		begin_lane(r, l, c, now, m);
		run_settle(r, l);
		return 0;
	}
	lane_next(l);
	return r->report(r->arg, &c->job, e) ? -1 : 1;
}

/*
 * Those of one lane, in order, up to the first that is to be sent. A lane that ends without a note is given back at
 * once: who keeps it while another of its lanes is busy waits for somebody who may wait for this one.
 */
static int
take_claims(struct run *r, struct lane *l, const struct claim *c, size_t n, int64_t now, struct mem *m, struct err *e)
{
	int    passed = 1;
	size_t i;

	for (i = 0; i < n && passed > 0; i++)
		passed = take_claim(r, l, c + i, now, m, e);
	l->at_once = passed > 0 ? 2 * n : 1;
	if (passed <= 0)
		return passed;
	run_place(r, l);
	return l->state == LANE_OVER && l->leased ? run_give_back(r, l, e) : 0;
}

/* A post that becomes due while we stay is not claimed before. */
static int
is_due(struct lane *l, int64_t now)
{
	if (l->items->job.at <= now)
		return 1;
	l->state = LANE_SLEEP;
	l->after = LANE_CLAIM;
	l->wake = l->items->job.at;
	return 0;
}

static size_t
choose_lanes(struct run *r, struct lane **chosen, size_t most, int64_t now)
{
	size_t       n = 0;
	struct lane *l;

	while (n < most && (l = heap_pop(&r->idle))) {
		if (is_due(l, now))
			chosen[n++] = l;
		else
			run_place(r, l);
	}
	return n;
}

/* The lane's next posts, at most `most`; one that is to begin anew only when it is the next. Returns how many. */
static size_t
fill_claims(const struct lane *l, struct claim *c, size_t most, int64_t now, struct mem *m)
{
	const struct item *i;
	size_t             n = 0;

	for (i = l->items; i && n < most && (n == 0 || (i->job.at <= now && !i->anew)); i = i->next)
		c[n++] = (struct claim){ .job = i->job, .anew = i->anew, .app = pace_app(l->account, l->net, m) };
	return n;
}

int
run_claim(struct run *r, size_t most, struct err *e)
{
	struct claim claims[RUN_BATCH_MAX];
	struct lane *lanes[RUN_BATCH_MAX];
	size_t       counts[RUN_BATCH_MAX];
	int64_t      now = clock_now();
	size_t       n = choose_lanes(r, lanes, most, now), all = 0, i;
	struct mem  *m;
	int          rc;

	if (!n)
		return 0;
	m = mem_new();
	for (i = 0; i < n; i++) {
		counts[i] = RUN_BATCH_MAX / n < lanes[i]->at_once ? RUN_BATCH_MAX / n : lanes[i]->at_once;
		counts[i] = fill_claims(lanes[i], claims + all, counts[i], now, m);
		all += counts[i];
	}
	rc = look_around(r, now, e) || store_claim(r->store, claims, all, now, LEASE_MS, m, e) ? -1 : 0;
	for (i = all = 0; i < n && !rc; all += counts[i++])
		rc = take_claims(r, lanes[i], claims + all, counts[i], now, m, e);
	mem_free(m);
	return rc;
}
