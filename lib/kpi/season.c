/* season.c - what days of the week will add up to: two ways, and how far off each was in the past */
#include "smm/forecast.h"

#include <math.h>

#define SEASON FORECAST_SEASON

struct state { /* of Holt-Winters */
	double level, trend, weekday[SEASON];
};

/* --- the two ways ----------------------------------------------------------------------------------- */

static double
naive_sum(const double *days, size_t n, const struct forecast_ask *ask)
{
	double sum = 0;
	size_t i;

	for (i = ask->gap; i < ask->gap + ask->ahead; i++)
		sum += days[n - SEASON + i % SEASON];
	return sum;
}

/* The means of the first two weeks. */
static void
begin(const double *days, struct state *s)
{
	size_t i;

	s->level = s->trend = 0;
	for (i = 0; i < FORECAST_LEARN; i++)
		s->level += days[i] / FORECAST_LEARN;
	for (i = 0; i < SEASON; i++)
		s->weekday[i] = (days[i] + days[i + SEASON]) / 2 - s->level;
}

/* Moves on through the days behind the first two weeks; the sum of the squares of its one-day errors. */
static double
learn(const double *days, size_t n, const struct forecast_smooth *p, struct state *s)
{
	double squares = 0, before, off;
	size_t i;

	begin(days, s);
	for (i = FORECAST_LEARN; i < n; i++) {
		off = days[i] - s->level - s->trend - s->weekday[i % SEASON];
		squares += off * off;
		before = s->level;
		s->level = p->level * (days[i] - s->weekday[i % SEASON]) + (1 - p->level) * (s->level + s->trend);
		s->trend = p->trend * (s->level - before) + (1 - p->trend) * s->trend;
		s->weekday[i % SEASON] = p->season * (days[i] - s->level) + (1 - p->season) * s->weekday[i % SEASON];
	}
	return squares;
}

static struct forecast_smooth
best_smooth(const double *days, size_t n)
{
	static const double    levels[] = { 0.05, 0.1, 0.2, 0.3, 0.5, 0.8 }, trends[] = { 0, 0.02, 0.05, 0.1, 0.2 },
	    seasons[] = { 0.05, 0.1, 0.2, 0.4 };
	struct forecast_smooth p, best = { levels[0], trends[0], seasons[0] };
	struct state           s;
	double                 least = INFINITY, squares;
	size_t                 i, k, m;

	for (i = 0; i < sizeof levels / sizeof *levels; i++)
		for (k = 0; k < sizeof trends / sizeof *trends; k++)
			for (m = 0; m < sizeof seasons / sizeof *seasons; m++) {
				p = (struct forecast_smooth){ levels[i], trends[k], seasons[m] };
				squares = learn(days, n, &p, &s);
				if (squares < least) {
					least = squares;
					best = p;
				}
			}
	return best;
}

static double
smooth_sum(const double *days, size_t n, const struct forecast_ask *ask, struct forecast_smooth *p)
{
	struct state s;
	double       sum = 0;
	size_t       i;

	*p = best_smooth(days, n);
	learn(days, n, p, &s);
	for (i = ask->gap; i < ask->gap + ask->ahead; i++)
		sum += s.level + (double)(i + 1) * s.trend + s.weekday[(n + i) % SEASON];
	return sum;
}

static double
foresee(const struct forecast_ask *ask, size_t n, enum forecast_way way, struct forecast_smooth *p)
{
	double sum = way == FORECAST_NAIVE ? naive_sum(ask->days, n, ask) : smooth_sum(ask->days, n, ask, p);

	return ask->is_count && sum < 0 ? 0 : sum;
}

/* --- how far off they were -------------------------------------------------------------------------- */

static void
try_past(const struct forecast_ask *ask, enum forecast_way way, struct forecast_past *past)
{
	struct forecast_smooth p;
	size_t                 behind = ask->gap + ask->ahead, n = ask->n - behind, i;
	double                 actual, off, error = 0, all = 0, squares = 0;

	for (past->count = 0; past->count < FORECAST_MOST && n >= FORECAST_LEARN; past->count++) {
		actual = 0;
		for (i = n + ask->gap; i < n + behind; i++)
			actual += ask->days[i];
		off = foresee(ask, n, way, &p) - actual;
		error += fabs(off);
		all += fabs(actual);
		squares += off * off;
		if (n < FORECAST_LEARN + SEASON) {
			past->count++;
			break;
		}
		n -= SEASON;
	}
	past->error = error / (double)past->count;
	past->actual = all / (double)past->count;
	past->root = sqrt(squares / (double)past->count);
}

size_t
forecast_needs(size_t gap, size_t ahead)
{
	return FORECAST_LEARN + (FORECAST_TRIES - 1) * SEASON + gap + ahead;
}

int
forecast_next(const struct forecast_ask *ask, struct forecast_next *f)
{
	double off;
	int    way;

	if (ask->n < forecast_needs(ask->gap, ask->ahead))
		return -1;
	for (way = 0; way < FORECAST_WAYS; way++)
		try_past(ask, (enum forecast_way)way, f->past + way);
	f->way = f->past[FORECAST_SMOOTH].error < f->past[FORECAST_NAIVE].error ? FORECAST_SMOOTH : FORECAST_NAIVE;
	f->sum = foresee(ask, ask->n, f->way, &f->smooth);
	off = forecast_student(f->past[f->way].count) * f->past[f->way].root;
	f->low = ask->is_count && f->sum < off ? 0 : f->sum - off;
	f->high = f->sum + off;
	return 0;
}
