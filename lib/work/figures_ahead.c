/* figures_ahead.c - daily sums of all the past, and what the days to come will add to them */
#include "figures_ahead.h"

#include "smm/zone.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_DEFAULT 28
#define DAYS_MOST    366
#define STALE_DAYS   7 /* numbers older than that foresee nothing */
#define SERIES_MOST  20000 /* days: beyond are no records of a network */

static const struct {
	const char *figure, *daily;
	int         settles; /* days in which a day's number is not yet what it will be */
} foreseen[] = {
	{ "followers", "followers.net", 0 },
	{ "interactions", "interactions", 3 }, /* people see a post for some days */
	{ "spend", "spend", 0 },
};

#define FORESEEN (sizeof foreseen / sizeof *foreseen)

static int64_t
day_of(int64_t ms)
{
	int64_t sec = ms / 1000 + zone_offset(ms);

	return sec / 86400 - (sec % 86400 < 0);
}

static int64_t
midnight(int64_t day)
{
	struct civil c = { 0 };
	enum wall    how;
	int          offset;

	civil_from_days(day, &c);
	return zone_instant(&c, &offset, &how);
}

/* --- what is asked for ------------------------------------------------------------------------------ */

static int
ask_days(const char *text, size_t *days, struct err *e)
{
	char *end;
	long  n = strtol(text, &end, 10);

	if (*end || n < 1 || n > DAYS_MOST)
		return err_set(e, FAULT_USAGE, "--forecast: found \"%s\", expected days from 1 to %d", text, DAYS_MOST);
	*days = (size_t)n;
	return 0;
}

static int
is_first(int64_t day, int *month)
{
	struct civil c;

	civil_from_days(day, &c);
	*month = 12 * c.year + c.month - 1;
	return c.day == 1;
}

/* As many months after whole months, as many days after days; without a period, four weeks. */
static void
next_period(struct figures_ahead *a, size_t days)
{
	const struct kpi_settings *s = &a->f->set;
	int64_t                    from = s->from == KPI_OPEN ? a->first - DAYS_DEFAULT : day_of(s->from);
	int64_t                    to = s->to == KPI_OPEN || s->to > s->now ? a->first : day_of(s->to - 1) + 1;
	int                        month, next;

	a->end = a->first + (days ? (int64_t)days : to - from > 0 && to - from <= DAYS_MOST ? to - from : DAYS_DEFAULT);
	if (days || s->from == KPI_OPEN || !is_first(from, &month) || !is_first(a->first, &next))
		return;
	next = 2 * next - month; /* as many months on */
	if (next / 12 - month / 12 < 4)
		a->end = civil_days(next / 12, next % 12 + 1, 1);
}

/* With --kpi those of them that can be foreseen, else all that can. */
static int
is_wanted(const struct figures_ahead *a, const char *id)
{
	const struct kpi_settings *s = &a->f->set;
	size_t                     i;

	for (i = 0; i < s->nkpis && strcmp(s->kpis[i]->id, id) != 0; i++)
		;
	return a->all || i < s->nkpis;
}

int
ahead_ask(struct figures *f, const struct figures_ask *ask, struct err *e)
{
	struct figures_ahead *a;
	size_t                days = 0, i;

	if (!ask->forecast)
		return 0;
	a = mem_alloc(f->mem, sizeof *a);
	a->f = f;
	f->ahead = a;
	a->first = day_of(f->set.to != KPI_OPEN && f->set.to <= f->set.now ? f->set.to : f->set.now);
	a->all = !ask->kpis;
	if (*ask->forecast && ask_days(ask->forecast, &days, e))
		return -1;
	next_period(a, days);
	for (i = 0; i < FORESEEN; i++)
		if (is_wanted(a, foreseen[i].figure))
			a->kpis[a->count++] = kpi_find(foreseen[i].daily, strlen(foreseen[i].daily));
	if (!a->count)
		return err_set(e, FAULT_USAGE, "--forecast knows followers, interactions and spend: "
		    "--kpi names none of them");
	return 0;
}

static int
keep_daily(void *arg, const struct kpi_row *row)
{
	struct figures_ahead *a = arg;

	figures_keep(a->f, &a->daily, row);
	return 0;
}

static int
keep_level(void *arg, const struct kpi_row *row)
{
	struct figures_ahead *a = arg;

	figures_keep(a->f, &a->level, row);
	return 0;
}

void
ahead_views(struct figures *f)
{
	struct figures_ahead *a = f->ahead;
	struct kpi_view      *v;
	const struct kpi_def **level;

	if (!a)
		return;
	v = mem_alloc(f->mem, (f->set.nviews + 2) * sizeof *v);
	if (f->set.nviews)
		memcpy(v, f->set.views, f->set.nviews * sizeof *v);
	f->set.views = v;
	v += f->set.nviews;
	f->set.nviews += 2;
	a->daily.nkeys = 1;
	a->daily.keys[0] = KEY_DAY;
	v[0] = (struct kpi_view){ .kpis = a->kpis, .nkpis = a->count, .keys = { KEY_DAY }, .nkeys = 1,
	    .each = keep_daily, .arg = a, .until = midnight(a->first) };
	level = mem_alloc(f->mem, sizeof *level);
	*level = kpi_find("followers", 9);
	v[1] = (struct kpi_view){ .kpis = level, .nkpis = 1, .each = keep_level, .arg = a, .until = v->until };
	a->count = 0;
}

void
ahead_release(struct figures_ahead *a)
{
	if (!a)
		return;
	free(a->daily.at);
	free(a->level.at);
}

/* --- days out of rows ------------------------------------------------------------------------------- */

/* The rows of one figure and currency are not in one piece: days come first. */
static int
is_of(const struct kpi_row *row, const struct ahead_figure *x, const char *daily)
{
	const char *a = row->currency ? row->currency : "", *b = x->currency ? x->currency : "";

	return row->has_value && strcmp(row->def->id, daily) == 0 && strcmp(a, b) == 0;
}

/* Through which day the numbers are known: the last that has one, or the day before the newest reading. */
static int64_t
known_end(const struct figures_ahead *a, const struct ahead_figure *x, int64_t last, int settles)
{
	int64_t read = day_of(x->as_of), end = last + 1;

	if (read > end)
		end = read;
	if (end > read + 1 - settles)
		end = read + 1 - settles;
	return end > a->first ? a->first : end;
}

static void
fill_days(struct figures_ahead *a, struct ahead_figure *x, const char *daily, int settles)
{
	const struct kpi_row *row, *rows = a->daily.at, *end = rows + a->daily.count;
	int64_t               first = INT64_MAX, last = INT64_MIN, behind;

	for (row = rows; row < end; row++) {
		if (!is_of(row, x, daily))
			continue;
		first = row->sort[0] < first ? row->sort[0] : first;
		last = row->sort[0] > last ? row->sort[0] : last;
		x->as_of = row->as_of > x->as_of ? row->as_of : x->as_of;
	}
	behind = last == INT64_MIN ? 0 : known_end(a, x, last, settles);
	if (last == INT64_MIN || behind <= first)
		return;
	first = behind - first > SERIES_MOST ? behind - SERIES_MOST : first;
	x->through = behind - 1;
	x->n = (size_t)(behind - first);
	x->days = mem_alloc(a->f->mem, x->n * sizeof *x->days);
	for (row = rows; row < end; row++)
		if (is_of(row, x, daily) && row->sort[0] >= first && row->sort[0] < behind)
			x->days[row->sort[0] - first] = (double)row->value / 1e6;
}

/* --- one figure ------------------------------------------------------------------------------------- */

static void
foresee(struct figures_ahead *a, struct ahead_figure *x)
{
	struct forecast_ask ask;

	if (!x->n) {
		x->why = AHEAD_NOTHING;
		return;
	}
	x->gap = (size_t)(a->first - x->through - 1);
	x->ahead = (size_t)(a->end - a->first);
	if (x->gap > STALE_DAYS) {
		x->why = AHEAD_OLD;
		return;
	}
	if (strcmp(x->def->id, "followers") == 0) { /* they grow in the days between, too */
		x->ahead += x->gap;
		x->gap = 0;
	}
	ask = (struct forecast_ask){ x->days, x->n, x->gap, x->ahead, strcmp(x->def->id, "followers") != 0 };
	x->why = forecast_next(&ask, &x->next) ? AHEAD_SHORT : AHEAD_KNOWN;
}

static void
add_figure(struct figures_ahead *a, size_t i, const char *currency)
{
	struct ahead_figure *x;

	if (a->count == AHEAD_MOST)
		return;
	x = a->at + a->count++;
	x->def = kpi_find(foreseen[i].figure, strlen(foreseen[i].figure));
	x->currency = currency;
	if (!i && a->level.count && a->level.at->has_value)
		x->level = (double)a->level.at->value / 1e6;
	fill_days(a, x, foreseen[i].daily, foreseen[i].settles);
	foresee(a, x);
}

static int
has_figure(const struct figures_ahead *a, const char *currency)
{
	size_t i;

	for (i = 0; i < a->count; i++)
		if (a->at[i].currency && strcmp(a->at[i].currency, currency) == 0)
			return 1;
	return 0;
}

void
ahead_compute(struct figures_ahead *a)
{
	const struct kpi_row *row;
	size_t                i, before;

	for (i = 0; i < FORESEEN; i++) {
		if (!is_wanted(a, foreseen[i].figure))
			continue;
		before = a->count;
		for (row = a->daily.at; row < a->daily.at + a->daily.count; row++)
			if (row->currency && row->has_value && strcmp(row->def->id, foreseen[i].daily) == 0 &&
			    !has_figure(a, row->currency))
				add_figure(a, i, row->currency);
		if (a->count == before)
			add_figure(a, i, NULL);
	}
}

double
ahead_value(const struct ahead_figure *x, double sum)
{
	double value = x->level + sum;

	return value < 0 ? 0 : value;
}

size_t
ahead_periods(const struct ahead_figure *x)
{
	return x->ahead ? x->n / x->ahead : 0;
}

double
ahead_before(const struct ahead_figure *x, size_t back)
{
	int    is_stock = strcmp(x->def->id, "followers") == 0;
	double sum = 0;
	size_t i, end = x->n - (back - 1) * x->ahead;

	if (is_stock) { /* what they were at its end */
		for (i = end; i < x->n; i++)
			sum += x->days[i];
		return x->level - sum;
	}
	for (i = end - x->ahead; i < end; i++)
		sum += x->days[i];
	return sum;
}
