/*
 * run.c - all lanes at once: claim, note, send, wait, report
 *
 * One turn of the loop: claim the next post of idle lanes (one transaction, no flush: a claim that
 * a power cut takes back has sent nothing); let every lane go on until it has a request; write all
 * their notes (one transaction, one flush); only then send, and report what is settled. A few
 * requests more than may be in flight stand ready, so that the next one leaves when an answer has
 * come, not when that answer has been read, noted and followed by another post.
 *
 * A lane is in one queue at a time (run.h), by what it waits for; so a turn costs what there is to
 * do in it, however many accounts there are.
 */
#include "run_parts.h"

#include "smm/clock.h"
#include "smm/prog.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define AHEAD_MAX  25     /* requests that stand ready for the next free place, at most */
#define RENEW_MS   (LEASE_MS / 4)
#define BATCH      8     /* answers of one turn, as long as a flush costs less than they do */
#define BATCH_MAX  RUN_BATCH_MAX /* answers of one turn where flushes are slow */
#define SLOW_MS    2      /* a flush that is slow */
#define GATHER_MS  2      /* how long to wait for more of them */
#define TELL_MS    200    /* how often uploads are shown */

/* --- where a lane waits ----------------------------------------------------------------------- */

/* By what run_place() says, and then: the longest lane decides when all is done, so it goes first. */
static int
comes_first(const struct lane *a, const struct lane *b)
{
	return a->rank != b->rank ? a->rank < b->rank : a->left > b->left;
}

static int
wakes_before(const struct lane *a, const struct lane *b)
{
	return a->wake < b->wake;
}

/*
 * How many more lanes may be brought to where they have a request. Half as many as may be in flight stand ready: what
 * we hold, another process cannot send.
 */
static size_t
count_room(const struct run *r)
{
	size_t busy = r->flying + r->ready.count + r->once.count + r->asking.count + r->touched.count;
	size_t ahead = (r->parallel + 1) / 2, most = r->parallel + (ahead < AHEAD_MAX ? ahead : AHEAD_MAX);

	return busy < most ? most - busy : 0;
}

static size_t
claims_most(const struct run *r)
{
	size_t room = count_room(r);

	return room < r->batch ? room : r->batch;
}

static void
wake_lanes(struct run *r)
{
	int64_t      now = clock_now();
	struct lane *l;

	while ((l = heap_top(&r->asleep)) && l->wake <= now) {
		heap_pop(&r->asleep);
		l->state = l->after;
		run_place(r, l);
	}
}

static void
ask_lanes(struct run *r)
{
	int64_t      now = clock_now();
	size_t       most = r->asking.count + count_room(r);
	struct lane *l;

	while (most-- && (l = queue_pop(&r->asking))) {
		lane_ask(l, now);
		run_settle(r, l);
	}
}

/* --- send, wait ------------------------------------------------------------------------------- */

/* A request may take longer than a lease, and we may have been stopped for as long. */
static int
renew_leases(struct run *r, struct err *e)
{
	struct lane *l;

	if (!r->flying && !r->ready.count)
		return 0;
	if (clock_mono() - r->renewed < RENEW_MS)
		return 0;
	while ((l = queue_pop(&r->ready))) { /* sent only by who has the lane still: the note tells */
		l->note = "ask";
		queue_push(&r->touched, l);
	}
	if (r->touched.count)
		return 0;
	r->renewed = clock_mono();
	return store_note(r->store, NULL, 0, clock_now(), LEASE_MS, e);
}

static void
start(struct run *r, struct lane *l)
{
	if (http_start(r->http, &l->exchange, &l->exchange.err)) {
		lane_take(l, clock_now());
		run_settle(r, l);
	} else {
		r->flying++;
	}
}

static int
send_lanes(struct run *r, struct err *e)
{
	struct lane *l;

	if (clock_mono() - r->renewed >= RENEW_MS || r->flying >= r->parallel)
		return 0;
	if (run_hold_ready(r, e))
		return -1;
	while (r->flying < r->parallel && (l = queue_pop(&r->ready)))
		start(r, l);
	http_push(r->http);
	return 0;
}

/* The milliseconds until something is to be done although no answer has come; -1: nothing is. */
static int
count_wait(const struct run *r)
{
	const struct lane *l = heap_top(&r->asleep);
	int64_t            now = clock_now(), ms;

	if (r->touched.count || (!r->stopping && (r->asking.count || r->idle.count) && count_room(r)))
		return 0;
	if (!l || r->stopping)
		return r->flying ? RENEW_MS : -1;
	ms = l->wake > now ? l->wake - now : 0;
	return ms > RENEW_MS ? RENEW_MS : (int)ms;
}

/* Waits without anything in flight; a signal ends it. */
static void
pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

/* Every process finds it with its next claim. What cannot be written now is said by the next note. */
static void
keep_limit(struct run *r, const struct lane *l)
{
	struct mem *m = mem_new();
	struct err  later;

	store_set(r->store, mem_fmt(m, STORE_LIMIT "%s", pace_app(l->account, l->net, m)),
	    mem_fmt(m, "%lld", (long long)l->app_until), &later);
	mem_free(m);
}

static void
take_answer(struct run *r, struct lane *l)
{
	int64_t now = clock_now();

	lane_take(l, now);
	if (l->app_until)
		keep_limit(r, l);
	if (l->state == LANE_ASK && !l->settled && !r->stopping)
		lane_ask(l, now);
	run_settle(r, l);
}

/*
 * Answers that have come. As long as requests stand ready for the places that become free, nothing
 * is lost by waiting a little for more answers, and a flush is gained.
 */
static void
gather_answers(struct run *r, struct exchange **done, size_t *n, int ms)
{
	struct exchange *x = http_wait(r->http, ms);
	struct err       later; /* the turn says what it was */

	while (x) {
		done[(*n)++] = x;
		r->flying--;
		x = *n < r->batch ? http_wait(r->http, 0) : NULL;
		if (x || r->stopping)
			continue;
		send_lanes(r, &later);
		if (*n < r->batch && r->ready.count)
			x = http_wait(r->http, GATHER_MS);
	}
}

/* Long uploads are shown, but not each of their pieces. */
static void
tell_uploads(struct run *r)
{
	int64_t sent, total;

	if (!r->flying || clock_mono() - r->told < TELL_MS)
		return;
	http_progress(r->http, &sent, &total);
	r->told = clock_mono();
	if (total)
		r->uploading(r->arg, sent, total);
}

static void
wait_lanes(struct run *r)
{
	struct exchange *done[BATCH_MAX];
	int              ms = count_wait(r);
	size_t           n = 0, i;

	tell_uploads(r);
	if (!r->flying) {
		if (ms > 0 && !r->stopping)
			pause_ms(ms);
		return;
	}
	gather_answers(r, done, &n, ms);
	for (i = 0; i < n; i++)
		take_answer(r, done[i]->owner);
}

/* --- the loop --------------------------------------------------------------------------------- */

/* Where a flush takes its time, more answers share it. */
static int
note_in_time(struct run *r, struct err *e)
{
	int64_t before = clock_mono();
	int     rc = run_note(r, e);

	r->batch = clock_mono() - before < SLOW_MS ? BATCH : BATCH_MAX;
	return rc;
}

static int
turn(struct run *r, struct err *e)
{
	if (!r->stopping) {
		run_detach(r);
		wake_lanes(r);
		if (renew_leases(r, e) || run_claim(r, claims_most(r), e))
			return -1;
		ask_lanes(r);
	}
	if (note_in_time(r, e))
		return -1;
	if (!r->stopping && send_lanes(r, e))
		return -1;
	if (run_report_all(r, e))
		return -1;
	wait_lanes(r);
	return 0;
}

/* What stands ready has not left and does not: the ledger must not say that it may have. */
static void
stop(struct run *r)
{
	struct lane *l;

	r->stopping = 1;
	while ((l = queue_pop(&r->ready))) {
		lane_unask(l);
		queue_push(&r->touched, l);
	}
	r->once = (struct queue){ 0 };
}

/* What is in flight is waited for and noted, whatever else went wrong. */
static void
drain(struct run *r)
{
	struct err ignored;

	stop(r);
	while (!run_note(r, &ignored) && r->flying)
		wait_lanes(r);
}

static void
begin(struct run *r)
{
	size_t i;

	r->idle.before = comes_first;
	r->asleep.before = wakes_before;
	r->last_ended = &r->ended;
	r->renewed = clock_mono();
	r->batch = BATCH;
	r->open = r->nlanes;
	for (i = 0; i < r->nlanes; i++) {
		lane_sort(r->lanes + i);
		run_place(r, r->lanes + i);
	}
}

static void
end(struct run *r)
{
	struct ended *x;

	while ((x = r->ended)) {
		r->ended = x->next;
		lane_drop(x);
	}
	mem_free(r->hold_mem);
	heap_release(&r->idle);
	heap_release(&r->asleep);
}

int
run_lanes(struct run *r, struct err *e)
{
	int rc = 0;

	begin(r);
	rc = run_hold_read(r, e) < 0 ? -1 : 0;
	while (!rc && (r->stopping ? r->flying : r->open) > 0) {
		rc = turn(r, e);
		if (prog_signal && !r->stopping)
			stop(r);
	}
	if (!rc && r->stopping)
		rc = run_note(r, e) || run_report_all(r, e) ? -1 : 0;
	if (rc)
		drain(r);
	end(r);
	return rc;
}
