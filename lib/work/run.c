/*
 * run.c - all lanes at once: claim, note, send, wait, report
 *
 * One turn of the loop: claim the next post of every idle lane (one transaction, no flush: a claim
 * that a power cut takes back has sent nothing); let every lane go on until it has a request;
 * write all their notes (one transaction, one flush); only then send, and report what is settled.
 */
#include "run.h"

#include "smm/clock.h"
#include "smm/prog.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FLYING_MAX 50
#define LEASE_MS   120000 /* longer than any request may take; each note renews it */
#define BUSY_MS    100    /* how soon to look again at a lane that another process has */
#define BUSY_MAX   60000  /* how long to do so */

static int
report(struct run *r, const struct job *j, struct err *e)
{
	return r->report(r->arg, j, e);
}

/* What stands behind a post that could not go out waits with it: the order is kept. */
static int
report_stuck(struct run *r, struct lane *l, enum fault fault, const char *why, int64_t wake,
    struct err *e)
{
	struct job j;

	for (; l->items; l->items = l->items->next) {
		j = l->items->job;
		j.fault = fault;
		j.message = why;
		j.wake = wake;
		if (report(r, &j, e))
			return -1;
	}
	l->state = LANE_OVER;
	return 0;
}

static int
finish_item(struct run *r, struct lane *l, struct err *e)
{
	int         stuck = l->stuck;
	enum fault  fault = l->job.fault ? l->job.fault : FAULT_AGAIN;
	int64_t     wake = l->job.wake;
	struct mem *m = NULL;
	char       *why = NULL;
	int         rc;

	if (stuck && l->items->next) {
		m = mem_new();
		why = mem_fmt(m, "waits for %s, which goes first", l->job.id);
	}
	rc = report(r, &l->job, e);
	lane_next(l);
	if (!rc && stuck)
		rc = report_stuck(r, l, fault, why, wake, e);
	mem_free(m);
	return rc;
}

static int
take_claim(struct run *r, struct lane *l, const struct claim *c, int64_t now, struct err *e)
{
	switch (c->result) {
	case CLAIM_OURS:
		l->busy_since = 0;
		lane_begin(l, &c->job, now);
		return 0;
	case CLAIM_SETTLED:
		l->busy_since = 0;
		if (report(r, &c->job, e))
			return -1;
		lane_next(l);
		return 0;
	case CLAIM_BUSY:
		break;
	}
	if (!l->busy_since)
		l->busy_since = clock_mono();
	if (clock_mono() - l->busy_since > BUSY_MAX)
		return report_stuck(r, l, FAULT_AGAIN, "another process is publishing for this account",
		    now + BUSY_MAX, e);
	l->state = LANE_SLEEP;
	l->after = LANE_CLAIM;
	l->wake = now + BUSY_MS;
	return 0;
}

/* A post that becomes due while we stay is not claimed before. */
static int
is_claimable(struct lane *l, int64_t now)
{
	if (l->state != LANE_CLAIM)
		return 0;
	if (l->items->job.at <= now)
		return 1;
	l->state = LANE_SLEEP;
	l->after = LANE_CLAIM;
	l->wake = l->items->job.at;
	return 0;
}

static int
claim_lanes(struct run *r, struct err *e)
{
	static struct claim claims[FLYING_MAX];
	struct lane        *lanes[FLYING_MAX], *l;
	struct mem         *m;
	int64_t             now = clock_now();
	size_t              i, n = 0;
	int                 rc;

	for (l = r->lanes; l < r->lanes + r->nlanes && r->flying + n < FLYING_MAX; l++) {
		if (!is_claimable(l, now))
			continue;
		memset(claims + n, 0, sizeof *claims);
		claims[n].job = l->items->job;
		lanes[n++] = l;
	}
	if (!n)
		return 0;
	m = mem_new();
	rc = store_claim(r->store, claims, n, now, LEASE_MS, m, e);
	for (i = 0; i < n && !rc; i++)
		rc = take_claim(r, lanes[i], claims + i, now, e);
	mem_free(m);
	return rc;
}

static void
ask_lanes(struct run *r)
{
	int64_t      now = clock_now();
	size_t       ready = r->flying;
	struct lane *l;

	for (l = r->lanes; l < r->lanes + r->nlanes && ready < FLYING_MAX; l++) {
		if (l->state == LANE_ASK && !l->settled)
			lane_ask(l, now);
		ready += l->state == LANE_FLY && !l->flying;
	}
}

/* The lease was lost: another process has gone on with the job, and its word counts. */
static void
forget(struct lane *l)
{
	struct item *i = l->items;

	lane_next(l);
	l->items = i;
	l->state = LANE_CLAIM;
}

static int
note_lanes(struct run *r, struct err *e)
{
	struct note *notes = NULL;
	struct lane *l;
	int64_t      now = clock_now();
	size_t       n = 0, i;
	int          rc;

	for (l = r->lanes; l < r->lanes + r->nlanes; l++)
		n += l->note != NULL;
	if (!n)
		return 0;
	notes = mem_get(n * sizeof *notes);
	for (l = r->lanes, i = 0; l < r->lanes + r->nlanes; l++) {
		if (!l->note)
			continue;
		l->job.changed = now;
		notes[i++] = (struct note){ .job = &l->job, .what = l->note,
			.release = l->settled && (l->stuck || !l->items->next) };
	}
	rc = store_note(r->store, notes, n, now, LEASE_MS, e);
	for (l = r->lanes, i = 0; l < r->lanes + r->nlanes && !rc; l++) {
		if (!l->note)
			continue;
		l->note = NULL;
		if (notes[i++].lost)
			forget(l);
	}
	free(notes);
	return rc;
}

static int
report_lanes(struct run *r, struct err *e)
{
	struct lane *l;

	for (l = r->lanes; l < r->lanes + r->nlanes; l++)
		if (l->settled && finish_item(r, l, e))
			return -1;
	return 0;
}

static int
send_lanes(struct run *r, struct err *e)
{
	struct lane *l;

	for (l = r->lanes; l < r->lanes + r->nlanes; l++) {
		if (l->state != LANE_FLY || l->flying)
			continue;
		if (!r->http && http_open(&r->http, r->conf->ca_file, NULL, e))
			return -1;
		if (http_start(r->http, &l->exchange, &l->exchange.err)) {
			lane_take(l, clock_now());
			continue;
		}
		l->flying = 1;
		r->flying++;
	}
	return 0;
}

static size_t
count_open(const struct run *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->nlanes; i++)
		n += r->lanes[i].state != LANE_OVER;
	return n;
}

/* Wakes who may go on; returns the milliseconds until the next one may, -1 when none sleeps. */
static int
wake_lanes(struct run *r)
{
	int64_t      now = clock_now(), next = INT64_MAX;
	struct lane *l;

	for (l = r->lanes; l < r->lanes + r->nlanes; l++) {
		if (l->state == LANE_SLEEP && l->wake <= now)
			l->state = l->after;
		if (l->state == LANE_SLEEP && l->wake < next)
			next = l->wake;
		else if (l->state == LANE_CLAIM || l->state == LANE_ASK || l->note)
			next = r->flying < FLYING_MAX ? now : next;
	}
	if (next == INT64_MAX)
		return -1;
	return next - now > 60000 ? 60000 : (int)(next - now);
}

/* Waits without anything in flight; a signal ends it. */
static void
pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

static void
wait_lanes(struct run *r)
{
	int              ms = r->stopping ? 60000 : wake_lanes(r);
	struct exchange *x;

	if (!r->flying) {
		if (ms > 0 && !r->stopping)
			pause_ms(ms);
		return;
	}
	for (x = http_wait(r->http, ms < 0 ? 60000 : ms); x; x = http_wait(r->http, 0)) {
		r->flying--;
		lane_take(x->owner, clock_now());
	}
}

static int
turn(struct run *r, struct err *e)
{
	if (!r->stopping && claim_lanes(r, e))
		return -1;
	if (!r->stopping)
		ask_lanes(r);
	if (note_lanes(r, e) || report_lanes(r, e))
		return -1;
	if (!r->stopping && send_lanes(r, e))
		return -1;
	wait_lanes(r);
	return 0;
}

int
run_lanes(struct run *r, struct err *e)
{
	struct err ignored;
	int        rc = 0;

	while (!rc && (r->stopping ? r->flying : count_open(r)) > 0) {
		rc = turn(r, e);
		r->stopping = r->stopping || prog_signal != 0;
	}
	if (!rc && r->stopping)
		rc = note_lanes(r, e);
	if (rc && e->fault == FAULT_CLOSED) /* nobody reads; what is out there is noted all the same */
		for (r->stopping = 1; r->flying; wait_lanes(r))
			if (note_lanes(r, &ignored))
				break;
	if (rc && e->fault == FAULT_CLOSED)
		note_lanes(r, &ignored);
	http_close(r->http);
	r->http = NULL;
	return rc;
}
