/*
 * run_hold.c - a hold, in a run
 *
 * The note of an intent is refused when the hold is not what we have read: it is read then. A request that stands
 * ready for longer is not sent before the hold was read once more; store.h says how whoever sets it
 * knows of those in between.
 */
#include "run_parts.h"

#include "smm/clock.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <string.h>

#define HOLD_MS 50 /* what was known of the hold so long ago may be over */

int
run_hold_read(struct run *r, struct err *e)
{
	struct mem *m = mem_new();
	struct hold h;
	const char *text;
	int         changed;

	if (hold_get(r->store, &h, &text, clock_now(), m, e)) {
		mem_free(m);
		return -1;
	}
	changed = !r->hold_text || strcmp(r->hold_text, text) != 0;
	mem_free(r->hold_mem);
	r->hold = h;
	r->hold_text = mem_str(m, text);
	r->hold_mem = m;
	r->hold_read = clock_mono();
	r->hold_old = 0;
	return changed;
}

int
run_is_held(const struct run *r, const struct job *j, struct mem *m, const char **why)
{
	const struct hold *h = &r->hold;
	char               since[WHEN_SIZE];

	if (strcmp(j->op, op_name(OP_DELETE)) == 0) /* what a crisis may need */
		return 0;
	if (!hold_stops(h, j, clock_now()))
		return 0;
	when_write(since, h->at, zone_offset(h->at));
	*why = mem_fmt(m, "held since %s by %s: %s", since, h->by ? h->by : "somebody",
	    h->reason ? h->reason : "no reason");
	return 1;
}

void
run_hold_lanes(struct run *r, struct queue *q)
{
	struct queue left = { 0 };
	struct lane *l;
	const char  *why;

	if (!r->hold.on)
		return;
	while ((l = queue_pop(q))) {
		if (lane_is_asking(l) && run_is_held(r, &l->job, l->mem, &why)) {
			lane_hold(l, why, r->hold.until);
			queue_push(q == &r->touched ? &left : &r->touched, l);
		} else {
			queue_push(&left, l);
		}
	}
	*q = left;
}

int
run_hold_ready(struct run *r, struct err *e)
{
	if (!r->ready.count || clock_mono() - r->hold_read < HOLD_MS)
		return 0;
	if (run_hold_read(r, e) < 0)
		return -1;
	run_hold_lanes(r, &r->ready);
	return 0;
}
