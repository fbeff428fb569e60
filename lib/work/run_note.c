/*
 * run_note.c - what a turn has to say: written to the ledger in one transaction, then reported
 */
#include "run_parts.h"

#include "smm/clock.h"

#include <stdlib.h>

/*
 * Nobody asks for a lane that another process has as long as there is one that may be free; and beside other processes,
 * one that we have comes before one that they may take: who has fewer requests under way than lanes keeps the others
 * from what he cannot send himself.
 */
static int
rank(const struct run *r, const struct lane *l)
{
	return l->busy_since ? 2 : !(r->shared && l->leased);
}

void
run_place(struct run *r, struct lane *l)
{
	switch (l->state) {
	case LANE_CLAIM:
		l->rank = rank(r, l);
		heap_push(&r->idle, l);
		break;
	case LANE_ASK:
		queue_push(&r->asking, l);
		break;
	case LANE_FLY:
		queue_push(&r->ready, l);
		break;
	case LANE_SLEEP:
		heap_push(&r->asleep, l);
		break;
	case LANE_OVER:
		r->open--;
		break;
	}
}

void
run_settle(struct run *r, struct lane *l)
{
	if (l->settled || l->note)
		queue_push(&r->touched, l);
	else
		run_place(r, l);
}

int
run_report_rest(struct run *r, struct lane *l, enum fault fault, const char *why, int64_t wake,
    struct err *e)
{
	struct job j;
	int        rc = 0;

	for (; l->items && !rc; l->items = l->items->next) {
		j = l->items->job;
		j.fault = fault;
		j.message = why;
		j.wake = wake;
		rc = r->report(r->arg, &j, e);
	}
	l->state = LANE_OVER;
	return rc;
}

static int
finish_stuck(struct run *r, struct lane *l, struct err *e)
{
	enum fault  fault = l->job.fault ? l->job.fault : FAULT_AGAIN;
	int64_t     wake = l->job.wake;
	struct mem *m = mem_new();
	char       *why = mem_fmt(m, "waits for %s, which goes first", l->job.id);
	int         rc = r->report(r->arg, &l->job, e);

	lane_next(l);
	if (!rc)
		rc = run_report_rest(r, l, fault, why, wake, e);
	l->state = LANE_OVER;
	run_place(r, l);
	mem_free(m);
	return rc;
}

int
run_report_all(struct run *r, struct err *e)
{
	struct ended *x;
	struct lane  *l;
	int           rc = 0;

	while (!rc && (x = r->ended)) {
		r->ended = x->next;
		rc = r->report(r->arg, &x->job, e);
		lane_drop(x);
	}
	if (!r->ended)
		r->last_ended = &r->ended;
	while (!rc && (l = queue_pop(&r->stuck)))
		rc = finish_stuck(r, l, e);
	return rc ? rc : r->reported(r->arg, e);
}

void
run_detach(struct run *r)
{
	struct queue  left = { 0 };
	struct ended *x;
	struct lane  *l;

	while ((l = queue_pop(&r->touched))) {
		if (!l->settled || l->stuck) {
			queue_push(&left, l);
			continue;
		}
		x = lane_detach(l);
		*r->last_ended = x;
		r->last_ended = &x->next;
		run_place(r, l);
	}
	r->touched = left;
}

static int
is_once(const struct lane *l)
{
	return l->note && l->state == LANE_FLY && l->exchange.req->effect == EFFECT_ONCE && !l->talk->step->find;
}

/*
 * A request that must not be repeated, and cannot be looked for, is noted only when it can leave
 * at once: after a crash, one that is noted and was not sent could not be told from one that was.
 */
static void
admit_once(struct run *r)
{
	size_t       busy = r->flying + r->ready.count;
	struct queue left = { 0 };
	struct lane *l;

	while ((l = queue_pop(&r->touched))) {
		queue_push(is_once(l) ? &r->once : &left, l);
		busy += l->state == LANE_FLY && !is_once(l);
	}
	for (; busy < r->parallel && (l = queue_pop(&r->once)); busy++)
		queue_push(&left, l);
	r->touched = left;
}

static size_t
gather_notes(struct run *r, struct note *notes, int64_t now)
{
	struct note  *n = notes;
	struct ended *x;
	struct lane  *l;

	for (x = r->ended; x; x = x->next) {
		x->job.changed = now;
		*n++ = (struct note){ .job = &x->job, .what = x->note, .pace = x->pace_text,
			.release = x->lane->state == LANE_OVER };
	}
	for (l = r->touched.first; l; l = l->next) {
		l->job.changed = now;
		*n++ = (struct note){ .job = &l->job, .what = l->note, .release = l->stuck, .pace = l->pace_text,
			.hold = lane_is_asking(l) && !l->settled ? r->hold_text : NULL };
	}
	return (size_t)(n - notes);
}

/* The lease was lost: another process has gone on, and its word counts. Claimed anew. */
static void
take_back(struct run *r, const struct note *notes)
{
	struct ended **at = &r->ended, *x;

	while ((x = *at)) {
		if (!notes++->lost) {
			at = &x->next;
			continue;
		}
		*at = x->next;
		if (lane_add_again(x->lane, x->item)) {
			r->open++;
			run_place(r, x->lane);
		}
		lane_drop(x);
	}
	r->last_ended = at;
}

/* What was refused for another hold is judged again by that one, in the next turn. */
static void
take_noted(struct run *r, const struct note *notes)
{
	struct queue held = { 0 };
	struct lane *l;

	while ((l = queue_pop(&r->touched))) {
		if (notes->held) {
			r->hold_old = 1;
			queue_push(&held, l);
			notes++;
			continue;
		}
		l->note = l->pace_text = NULL;
		if (notes++->lost)
			lane_forget(l);
		if (l->stuck)
			queue_push(&r->stuck, l);
		else
			run_place(r, l);
	}
	r->touched = held;
}

static size_t
count_ended(const struct run *r)
{
	const struct ended *x;
	size_t              n = 0;

	for (x = r->ended; x; x = x->next)
		n++;
	return n;
}

int
run_give_back(struct run *r, struct lane *l, struct err *e)
{
	l->leased = 0;
	return store_release(r->store, l->account->name, e);
}

/* We are not alone: lanes that we hold and do not send for now are free for who can. All that we have done is noted. */
static int
spare_lanes(struct run *r, struct err *e)
{
	size_t i;

	r->sparing = 0;
	for (i = 0; i < r->idle.count; i++)
		if (r->idle.at[i]->leased && run_give_back(r, r->idle.at[i], e))
			return -1;
	return 0;
}

int
run_note(struct run *r, struct err *e)
{
	size_t       nended, n;
	struct note *notes;
	int64_t      now = clock_now();
	int          rc;

	if ((!r->hold_text || r->hold_old) && run_hold_read(r, e) < 0)
		return -1;
	run_hold_lanes(r, &r->touched);
	run_hold_lanes(r, &r->once);
	run_detach(r);
	admit_once(r);
	nended = count_ended(r);
	if (!nended && !r->touched.count)
		return 0;
	notes = mem_get((nended + r->touched.count) * sizeof *notes);
	n = gather_notes(r, notes, now);
	rc = store_note(r->store, notes, n, now, LEASE_MS, e);
	if (!rc) {
		r->renewed = r->hold_read = clock_mono();
		take_noted(r, notes + nended);
		take_back(r, notes);
	}
	free(notes);
	return !rc && r->sparing ? spare_lanes(r, e) : rc;
}

