/* rehearsal_play.c - the clock of a rehearsal: run after run, account after account */
#include "rehearsal_parts.h"

#include "smm/lang.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>

/* --- what the journal says by an instant ------------------------------------------------------------ */

static void
happen(struct rehearsal *r, int64_t now)
{
	const struct event *v;
	struct err          e; /* the lines were records when they were read */

	for (; r->approvals.next < r->approvals.count && r->approvals.at[r->approvals.next].at <= now;
	    r->approvals.next++) {
		v = r->approvals.at + r->approvals.next;
		if (!rec_read(&r->rec, v->line, v->len, &e))
			approvals_add(r->approved, &r->rec);
	}
	for (; r->holds.next < r->holds.count && r->holds.at[r->holds.next].at <= now; r->holds.next++) {
		v = r->holds.at + r->holds.next;
		if (!rec_read(&r->rec, v->line, v->len, &e))
			hold_of(&r->hold, &r->rec, r->mem);
	}
	if (r->hold.until && r->hold.until <= now)
		r->hold.on = 0;
}

static int
is_held(const struct rehearsal *r, struct act *a, int64_t now, struct err *why)
{
	char since[WHEN_SIZE];

	if (!hold_stops(&r->hold, &a->job, now))
		return 0;
	when_write(since, r->hold.at, zone_offset(r->hold.at));
	a->held = 1;
	a->job.wake = r->hold.until;
	err_set(why, FAULT_POLICY, "held since %s by %s: %s", since, r->hold.by ? r->hold.by : "somebody",
	    r->hold.reason ? r->hold.reason : "no reason");
	return 1;
}

static int
is_unapproved(struct rehearsal *r, const struct act *a, struct err *why)
{
	const struct texts     *by = r->set.conf->approval.by.count ? &r->set.conf->approval.by : a->is.approvers;
	const struct approvable what = { a->is.id, a->is.digest, a->is.author, by ? by->at : NULL, by ? by->count : 0 };

	return a->is.to_approve && approvals_check(r->approved, r->set.conf, &what, why);
}

/* --- one post in one run ----------------------------------------------------------------------------- */

/* Takes the later of the two. */
static void
later(struct act *a, int64_t wake, struct err *why, const struct err *reason)
{
	if (wake <= a->job.wake)
		return;
	a->job.wake = wake;
	*why = *reason;
}

/* When it may leave, 0: now; *why says what it waits for. */
static void
wait_for_all(const struct stage *s, struct act *a, const struct wish *w, int64_t now, struct err *why)
{
	struct err reason = { 0 };

	a->job.wake = 0;
	later(a, pace_wait(&s->pace, &a->is.account->pace, w, now, &reason), why, &reason);
	later(a, limits_wait(s, a->is.parts, now, &reason), why, &reason);
	if (s->app_until > now) {
		err_set(&reason, FAULT_LIMIT, "the network wants to hear nothing more from this app for now");
		later(a, s->app_until, why, &reason);
	}
	if (a->wait && a->wait->until > now) {
		err_set(&reason, FAULT_AGAIN, "%s", a->wait->message ? a->wait->message : tr("it was begun before"));
		later(a, a->wait->until, why, &reason);
	}
}

static enum status
leave(struct stage *s, struct act *a, int64_t now, struct err *why)
{
	const struct wish w = { 1, a->held || now > a->is.at + LATE_MS, a->cost };

	wait_for_all(s, a, &w, now, why);
	if (a->job.wake)
		return STATUS_RETRY;
	pace_count(&s->pace, &w, now);
	limits_count(s, a->is.parts, now);
	a->settled = 1;
	return STATUS_PLANNED;
}

/* What would come of it; *why is set for all but those that leave and drafts. */
static enum status
judge(struct rehearsal *r, struct stage *s, struct act *a, int64_t now, struct err *why)
{
	if (a->is.state && strcmp(a->is.state, "approved") != 0)
		return STATUS_WAITING;
	if (is_unapproved(r, a, why))
		return STATUS_UNAPPROVED;
	if (is_held(r, a, now, why))
		return STATUS_HELD;
	if (now > a->is.at + a->is.late_ms) {
		a->settled = 1;
		err_set(why, FAULT_POLICY, "%lld s late, %lld allowed", (long long)(now - a->is.at) / 1000,
		    (long long)a->is.late_ms / 1000);
		return STATUS_MISSED;
	}
	return leave(s, a, now, why);
}

static int
play_act(struct rehearsal *r, struct stage *s, struct act *a, int64_t now, struct act **blocked, struct err *e)
{
	struct err  why = { 0 };
	enum status was;
	int         rc;

	if (*blocked && (!a->is.state || strcmp(a->is.state, "approved") == 0) && !is_unapproved(r, a, &why)) {
		a->job.wake = (*blocked)->job.wake;
		err_set(&why, FAULT_LIMIT, "%s has to leave first", (*blocked)->is.id);
		was = STATUS_RETRY;
	} else {
		was = judge(r, s, a, now, &why);
	}
	if (was == STATUS_RETRY && !*blocked)
		*blocked = a;
	a->job.fault = why.fault;
	a->job.message = why.fault ? why.text : NULL;
	rc = tell_act(r, a, was, now, e);
	a->job.message = NULL;
	return rc;
}

/* --- the runs ---------------------------------------------------------------------------------------- */

static int
play_stage(struct rehearsal *r, struct stage *s, int64_t now, struct err *e)
{
	struct act *blocked = NULL;
	size_t      i;

	for (i = s->next; i < s->count && s->at[i].is.at <= now; i++)
		if (!s->at[i].settled && play_act(r, s, s->at + i, now, &blocked, e))
			return -1;
	while (s->next < s->count && s->at[s->next].settled)
		s->next++;
	return 0;
}

static int
by_account(const void *a, const void *b)
{
	const struct act *x = a, *y = b;

	if (x->is.account != y->is.account)
		return x->is.account < y->is.account ? -1 : 1;
	if (x->is.at != y->is.at)
		return x->is.at < y->is.at ? -1 : 1;
	return strcmp(x->is.id, y->is.id);
}

/* Gives each account its posts. */
static void
set_stages(struct rehearsal *r)
{
	struct stage *s;
	size_t        i;

	if (r->count)
		qsort(r->acts, r->count, sizeof *r->acts, by_account);
	for (i = 0; i < r->count; i++) {
		s = r->stages + (r->acts[i].is.account - r->set.conf->accounts);
		s->at = s->at ? s->at : r->acts + i;
		s->count++;
	}
}

int
rehearsal_play(struct rehearsal *r, struct out *out, struct err *e)
{
	int64_t now;
	size_t  i;

	if (zone_set(r->set.conf->zone, e))
		return -1;
	r->to = out;
	set_stages(r);
	limits_begin(r);
	gone_begin(r);
	rehearsal_events(r);
	for (now = r->set.from; now < r->set.to; now += r->set.every_min * INT64_C(60000)) {
		happen(r, now);
		gone_happen(r, now);
		for (i = 0; i < r->set.conf->naccounts; i++)
			if (play_stage(r, r->stages + i, now, e))
				return -1;
		mem_reset(r->scratch);
	}
	return tell_end(r, e);
}
