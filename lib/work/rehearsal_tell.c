/* rehearsal_tell.c - a rehearsal told: as results, or for people */
#include "rehearsal_parts.h"

#include "smm/lang.h"
#include "smm/when.h"
#include "smm/zone.h"

#include <stdio.h>
#include <string.h>

#define MICROS 1000000

static const char *const does[STATUS_COUNT] = {
	[STATUS_PLANNED] = "sends",  [STATUS_MISSED] = "misses",     [STATUS_RETRY] = "waits",
	[STATUS_HELD] = "holds",     [STATUS_UNAPPROVED] = "wants approval of", [STATUS_WAITING] = "leaves",
};

static void
add_money(struct buf *b, int64_t micros, const char *currency)
{
	char amount[40];
	int  len = snprintf(amount, sizeof amount, "%lld.%06lld", (long long)(micros / MICROS),
	     (long long)(micros % MICROS));

	while (amount[len - 1] == '0' && amount[len - 3] != '.')
		amount[--len] = '\0';
	if (*currency)
		buf_fmt(b, tr("%s %s"), lang_point(amount), currency);
	else
		buf_str(b, lang_point(amount));
}

/* The time of the run stands before the first thing that happens in it. */
static void
add_time(struct rehearsal *r, int64_t run)
{
	struct civil c;

	civil_from_sec(run / 1000 + zone_offset(run), &c);
	if (run == r->told)
		buf_fmt(&r->line, "%16s", "");
	else
		buf_fmt(&r->line, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
	r->told = run;
}

static void
say_act(struct rehearsal *r, const struct act *a, enum status s, int64_t run)
{
	add_time(r, run);
	buf_fmt(&r->line, "  %s %s", tr(does[s]), a->is.id);
	if (s == STATUS_WAITING)
		buf_fmt(&r->line, tr(": its state is %s"), a->is.state);
	else if (a->job.message)
		buf_fmt(&r->line, ": %s", a->job.message);
	if (s == STATUS_PLANNED && a->cost) {
		buf_str(&r->line, ", ");
		add_money(&r->line, a->cost, a->currency);
	}
}

static void
count(struct rehearsal *r, const struct act *a, enum status s)
{
	r->totals[s]++;
	if (a->said != STATUS_COUNT)
		r->totals[a->said]--;
	if (s != STATUS_PLANNED || !a->cost)
		return;
	r->spent += a->cost;
	r->mixed |= r->currency && strcmp(r->currency, a->currency) != 0;
	r->currency = a->currency;
}

int
tell_act(struct rehearsal *r, struct act *a, enum status s, int64_t run, struct err *e)
{
	if (a->said == s)
		return 0;
	count(r, a, s);
	a->said = s;
	buf_clear(&r->line);
	if (r->set.people) {
		say_act(r, a, s, run);
	} else {
		result_add(&r->line, &a->job, s, run);
		if (s == STATUS_PLANNED && a->cost)
			result_add_cost(&r->line, a->cost, a->currency);
	}
	return out_line(r->to, r->line.at, r->line.len, e);
}

static void
add_total(struct rehearsal *r, enum status s, const char *words)
{
	if (r->totals[s])
		buf_fmt(&r->line, words, r->totals[s]);
}

int
tell_end(struct rehearsal *r, struct err *e)
{
	if (!r->set.people)
		return 0;
	buf_clear(&r->line);
	buf_fmt(&r->line, tr_many("%zu post, %zu sent, %zu missed", "%zu posts, %zu sent, %zu missed", r->count),
	    r->count, r->totals[STATUS_PLANNED], r->totals[STATUS_MISSED]);
	add_total(r, STATUS_HELD, tr(", %zu still held"));
	add_total(r, STATUS_UNAPPROVED, tr(", %zu never approved"));
	add_total(r, STATUS_WAITING, tr(", %zu not ready"));
	add_total(r, STATUS_RETRY, tr(", %zu still waiting"));
	if (r->spent && !r->mixed) {
		buf_str(&r->line, tr("; cost "));
		add_money(&r->line, r->spent, r->currency);
	}
	return out_line(r->to, r->line.at, r->line.len, e);
}
