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
#define BATCH      16     /* answers of one turn: enough for one flush, few enough to go on soon */
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
finish_stuck(struct run *r, struct lane *l, struct err *e)
{
	enum fault  fault = l->job.fault ? l->job.fault : FAULT_AGAIN;
	int64_t     wake = l->job.wake;
	struct mem *m = mem_new();
	char       *why = mem_fmt(m, "waits for %s, which goes first", l->job.id);
	int         rc = report(r, &l->job, e);

	lane_next(l);
	if (!rc)
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

/* Lanes with a request in flight, or one to come in this turn. */
static size_t
count_busy(const struct run *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->nlanes; i++)
		n += r->lanes[i].state == LANE_FLY || r->lanes[i].state == LANE_ASK;
	return n < FLYING_MAX ? n : FLYING_MAX;
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

/*
 * The idle lanes that may be claimed, at most `room`: those with most still to do first, since the
 * longest lane decides when all is done.
 */
static size_t
choose_lanes(struct run *r, struct lane **chosen, size_t room)
{
	int64_t      now = clock_now();
	struct lane *l;
	size_t       n = 0, i;

	for (l = r->lanes; l < r->lanes + r->nlanes && room; l++) {
		if (!is_claimable(l, now) || (n == room && chosen[n - 1]->left >= l->left))
			continue;
		n += n < room;
		for (i = n - 1; i && chosen[i - 1]->left < l->left; i--)
			chosen[i] = chosen[i - 1];
		chosen[i] = l;
	}
	return n;
}

static int
claim_lanes(struct run *r, struct err *e)
{
	struct claim claims[FLYING_MAX];
	struct lane *lanes[FLYING_MAX];
	size_t       n = choose_lanes(r, lanes, FLYING_MAX - count_busy(r)), i;
	int64_t      now = clock_now();
	struct mem  *m;
	int          rc;

	if (!n)
		return 0;
	memset(claims, 0, n * sizeof *claims);
	for (i = 0; i < n; i++)
		claims[i].job = lanes[i]->items->job;
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
	lane_add(l, i);
}

/* What is settled leaves its lane, which can go on with the next post in the same turn. */
static void
detach_settled(struct run *r)
{
	struct ended **at = &r->ended, *x;
	struct lane   *l;

	while (*at)
		at = &(*at)->next;
	for (l = r->lanes; l < r->lanes + r->nlanes; l++) {
		if (!l->settled || l->stuck)
			continue;
		x = lane_detach(l);
		*at = x;
		at = &x->next;
	}
}

static size_t
count_notes(const struct run *r)
{
	const struct ended *x;
	size_t              i, n = 0;

	for (i = 0; i < r->nlanes; i++)
		n += r->lanes[i].note != NULL;
	for (x = r->ended; x; x = x->next)
		n++;
	return n;
}

static void
gather_notes(struct run *r, struct note *notes, int64_t now)
{
	struct ended *x;
	struct lane  *l;

	for (x = r->ended; x; x = x->next) {
		x->job.changed = now;
		*notes++ = (struct note){ .job = &x->job, .what = x->note, .release = x->lane->state == LANE_OVER };
	}
	for (l = r->lanes; l < r->lanes + r->nlanes; l++) {
		if (!l->note)
			continue;
		l->job.changed = now;
		*notes++ = (struct note){ .job = &l->job, .what = l->note, .release = l->stuck };
	}
}

/* The lease of a lane was lost: another process has gone on, and its word counts. Claimed anew. */
static void
take_back(struct run *r, const struct note *notes)
{
	struct ended **at = &r->ended, *x;
	struct lane   *l;

	while ((x = *at)) {
		if (!notes++->lost) {
			at = &x->next;
			continue;
		}
		*at = x->next;
		lane_add(x->lane, x->item);
		lane_drop(x);
	}
	for (l = r->lanes; l < r->lanes + r->nlanes; l++) {
		if (!l->note)
			continue;
		l->note = NULL;
		if (notes++->lost)
			forget(l);
	}
}

/* One transaction, one flush, for everything that this turn has to say. */
static int
note_lanes(struct run *r, struct err *e)
{
	size_t       n = count_notes(r);
	struct note *notes;
	int64_t      now = clock_now();
	int          rc;

	if (!n)
		return 0;
	notes = mem_get(n * sizeof *notes);
	gather_notes(r, notes, now);
	rc = store_note(r->store, notes, n, now, LEASE_MS, e);
	if (!rc)
		take_back(r, notes);
	free(notes);
	return rc;
}

static int
report_lanes(struct run *r, struct err *e)
{
	struct ended *x;
	struct lane  *l;
	int           rc = 0;

	while (!rc && (x = r->ended)) {
		r->ended = x->next;
		rc = report(r, &x->job, e);
		lane_drop(x);
	}
	for (l = r->lanes; l < r->lanes + r->nlanes && !rc; l++)
		if (l->stuck)
			rc = finish_stuck(r, l, e);
	return rc;
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
	int              n = 0;

	if (!r->flying) {
		if (ms > 0 && !r->stopping)
			pause_ms(ms);
		return;
	}
	for (x = http_wait(r->http, ms < 0 ? 60000 : ms); x; x = http_wait(r->http, 0)) {
		r->flying--;
		lane_take(x->owner, clock_now());
		if (++n == BATCH)
			break;
	}
}

static int
turn(struct run *r, struct err *e)
{
	detach_settled(r);
	if (!r->stopping && claim_lanes(r, e))
		return -1;
	if (!r->stopping)
		ask_lanes(r);
	detach_settled(r);
	if (note_lanes(r, e) || report_lanes(r, e))
		return -1;
	if (!r->stopping && send_lanes(r, e))
		return -1;
	wait_lanes(r);
	return 0;
}

/* What is in flight is waited for and noted, whatever else went wrong. */
static void
drain(struct run *r)
{
	struct err ignored;

	r->stopping = 1;
	do {
		detach_settled(r);
		if (note_lanes(r, &ignored))
			break;
		wait_lanes(r);
	} while (r->flying);
	detach_settled(r);
	note_lanes(r, &ignored);
}

static void
drop_ended(struct run *r)
{
	struct ended *x;

	while ((x = r->ended)) {
		r->ended = x->next;
		lane_drop(x);
	}
}

int
run_lanes(struct run *r, struct err *e)
{
	int rc = 0;

	while (!rc && (r->stopping ? r->flying : count_open(r)) > 0) {
		rc = turn(r, e);
		r->stopping = r->stopping || prog_signal != 0;
	}
	if (!rc && r->stopping) {
		detach_settled(r);
		rc = note_lanes(r, e) || report_lanes(r, e) ? -1 : 0;
	}
	if (rc && r->flying)
		drain(r);
	drop_ended(r);
	http_close(r->http);
	r->http = NULL;
	return rc;
}
