/* lint_whole.c - the whole plan: cadence, empty days, the mix, what serves nothing, dates of the trade */
#include "lint_parts.h"

#include "smm/when.h"

#include "smm/lang.h"

#include <stdlib.h>
#include <string.h>

#define MIX_LEAST  5   /* entries: fewer say nothing of a mix */
#define YEARS_MOST 10  /* of trade dates */
#define GAP_MOST   366 /* days of a gap looked at one by one */

static const struct mark nowhere;

struct days { /* of one strategy's posts */
	const struct kept **at; /* by wall time */
	size_t              count;
	int64_t             first, last;
};

static int64_t
day_of(const struct kept *k)
{
	return k->wall / DAY_MS;
}

static int
by_wall(const void *a, const void *b)
{
	const struct kept *x = *(const struct kept *const *)a, *y = *(const struct kept *const *)b;
	int                order = (x->wall > y->wall) - (x->wall < y->wall);

	return order ? order : strcmp(x->id, y->id);
}

static void
gather_days(struct lint *l, const struct judged *j, struct days *d)
{
	size_t i;

	d->at = mem_alloc(l->scratch, (l->nkept + 1) * sizeof *d->at);
	d->count = 0;
	for (i = 0; i < l->nkept; i++)
		if (l->kept[i].judged == j)
			d->at[d->count++] = l->kept + i;
	qsort(d->at, d->count, sizeof *d->at, by_wall);
	if (d->count) {
		d->first = day_of(d->at[0]);
		d->last = day_of(d->at[d->count - 1]);
	}
}

/* --- empty days --------------------------------------------------------------------------------------- */

static long
loud_days(const struct strategy *s, int64_t from, int64_t to)
{
	long n = 0;
	char room[24];

	if (!s || to - from > GAP_MOST)
		return (long)(to - from);
	for (; from < to; from++)
		n += !strategy_quiet(s, from, 12 * 60, room);
	return n;
}

static void
check_gaps(struct lint *l, const struct judged *j, const struct days *d)
{
	int64_t from, to;
	size_t  i;
	long    n;

	for (i = 1; i < d->count; i++) {
		from = day_of(d->at[i - 1]) + 1;
		to = day_of(d->at[i]);
		n = from < to ? loud_days(j->strategy, from, to) : 0;
		if (n && n >= j->rules[RULE_EMPTY_DAYS].limit)
			lint_say_of(l, d->at[i], RULE_EMPTY_DAYS, "no post on any account from %s to %s before this "
			    "one; plan one, or make these days quiet", lint_date(l, from), lint_date(l, to - 1));
	}
}

/* --- dates of the trade ------------------------------------------------------------------------------- */

static int
has_post_on(const struct days *d, int64_t day)
{
	size_t low = 0, high = d->count, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (day_of(d->at[mid]) < day)
			low = mid + 1;
		else
			high = mid;
	}
	return low < d->count && day_of(d->at[low]) == day;
}

static void
check_trade_year(struct lint *l, const struct judged *j, const struct days *d, int year)
{
	const struct holidays *h = &j->strategy->holidays;
	int64_t                day;
	size_t                 i;

	for (i = 0; i < h->count; i++)
		if (h->at[i].kind == HOLIDAY_TRADE && !holiday_in(h->at + i, year, &day) && day >= d->first &&
		    day <= d->last && !has_post_on(d, day))
			lint_say_whole(l, j, nowhere, RULE_TRADE_DATE, "%s is %s and has no post; plan one if it is "
			    "yours", lint_date(l, day), h->at[i].title);
}

static void
check_trade(struct lint *l, const struct judged *j, const struct days *d)
{
	struct civil from, to;
	int          year;

	civil_from_days(d->first, &from);
	civil_from_days(d->last, &to);
	for (year = from.year; year <= to.year && year < from.year + YEARS_MOST; year++)
		check_trade_year(l, j, d, year);
}

/* --- the mix, objectives, wanted words ---------------------------------------------------------------- */

static void
check_mix(struct lint *l, const struct judged *j)
{
	const struct thing *t;
	long                share, is, limit = j->rules[RULE_MIX].limit;
	size_t              i = 0;

	if (j->entries < MIX_LEAST)
		return;
	for (t = j->strategy->pillars.first; t; t = t->next, i++) {
		share = ((const struct pillar *)t)->share;
		is = (long)((100 * j->pillars[i] + j->entries / 2) / j->entries);
		if (share >= 0 && labs(is - share) > limit)
			lint_say_whole(l, j, t->mark, RULE_MIX, is > share ?
			    "%s is %ld %% of the entries (%zu of %zu), %ld %% are wanted; plan fewer" :
			    "%s is %ld %% of the entries (%zu of %zu), %ld %% are wanted; plan more", t->id, is,
			    j->pillars[i], j->entries, share);
	}
}

static void
check_objectives(struct lint *l, const struct judged *j)
{
	const struct thing *t;
	size_t              i = 0;

	for (t = j->strategy->objectives.first; t; t = t->next, i++)
		if (!j->objectives[i])
			lint_say_whole(l, j, t->mark, RULE_UNSERVED_OBJECTIVE, "no post serves the objective %s; "
			    "plan one, or give a campaign this objective", t->id);
}

static void
check_wanted(struct lint *l, const struct judged *j)
{
	size_t i;

	for (i = 0; i < j->wanted.count; i++)
		if (!j->wanted.at[i].seen)
			lint_say_whole(l, j, nowhere, RULE_WANTED_WORD, "no post says \"%s\"; use it where it fits",
			    j->wanted.at[i].text);
}

/* --- cadence ------------------------------------------------------------------------------------------ */

/* A day's period: the day itself, its week from Monday on, its month. */
static int64_t
period_of(const struct cadence *c, int64_t day)
{
	struct civil t;

	if (c->days == 1)
		return day;
	if (c->days == 7)
		return (day - civil_weekday(day) + 3) / 7; /* Mondays are 7 n - 3 */
	civil_from_days(day, &t);
	return 12 * (int64_t)t.year + t.month - 1;
}

static int64_t
period_start(const struct cadence *c, int64_t period)
{
	if (c->days == 1)
		return period;
	return c->days == 7 ? 7 * period - 3 : civil_days((int)(period / 12), (int)(period % 12) + 1, 1);
}

struct pace { /* an account's posts, period after period */
	const struct cadence *cadence;
	const struct days    *days;
	const struct kept    *last; /* of the period */
	int64_t               period;
	long                  count;
};

static const char *
period_name(const struct cadence *c)
{
	return c->days == 1 ? tr("day") : c->days == 7 ? tr("week") : tr("month");
}

/* Too few is only said of periods that the plan covers whole. */
static void
end_period(struct lint *l, const struct pace *p)
{
	const struct cadence *c = p->cadence;
	int64_t               from = period_start(c, p->period), to = period_start(c, p->period + 1) - 1;
	int                   whole = from >= p->days->first && to <= p->days->last;

	if (p->count > c->most || (whole && p->count < c->least))
		lint_say_of(l, p->last, RULE_CADENCE, p->count > c->most ?
		    "%ld in the %s from %s, %ld to %ld posts are wanted; plan fewer" :
		    "%ld in the %s from %s, %ld to %ld posts are wanted; plan more", p->count, period_name(c),
		    lint_date(l, from), c->least, c->most);
}

static void
say_gap(struct lint *l, const struct pace *p, const struct kept *k, int64_t periods)
{
	const struct cadence *c = p->cadence;

	lint_say_of(l, k, RULE_CADENCE, periods > 1 ?
	    "no post in the %ss before this one, from %s on, %ld to %ld are wanted; plan more" :
	    "no post in the %s before this one, from %s on, %ld to %ld are wanted; plan more", period_name(c),
	    lint_date(l, period_start(c, p->period + 1)), c->least, c->most);
}

static void
check_pace(struct lint *l, struct pace *p, const struct kept *k)
{
	int64_t period = period_of(p->cadence, day_of(k));

	if (p->last && period != p->period) {
		end_period(l, p);
		if (period > p->period + 1 && p->cadence->least)
			say_gap(l, p, k, period - p->period - 1);
		p->count = 0;
	}
	p->period = period;
	p->last = k;
	p->count++;
}

/* kept is ordered by account and time. */
static void
check_cadence(struct lint *l, const struct judged *j, const struct days *d)
{
	struct pace        p = { .days = d };
	const struct kept *k;
	const char        *account = NULL;
	size_t             i;

	for (i = 0; i < l->nkept; i++) {
		k = l->kept + i;
		if (k->judged != j)
			continue;
		if (!account || strcmp(account, k->account) != 0) {
			if (p.last)
				end_period(l, &p);
			account = k->account;
			p = (struct pace){ .days = d, .cadence = strategy_cadence(j->strategy, account, k->network) };
		}
		if (p.cadence)
			check_pace(l, &p, k);
	}
	if (p.last)
		end_period(l, &p);
}

void
lint_whole(struct lint *l)
{
	const struct judged *j;
	struct days          d;

	for (j = l->judged; j; j = j->next) {
		mem_reset(l->scratch);
		gather_days(l, j, &d);
		if (!d.count)
			continue;
		check_gaps(l, j, &d);
		if (!j->strategy)
			continue;
		check_trade(l, j, &d);
		check_cadence(l, j, &d);
		check_mix(l, j);
		check_objectives(l, j);
		check_wanted(l, j);
	}
}
