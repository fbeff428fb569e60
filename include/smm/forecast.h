/*
 * forecast.h - what a figure that comes day by day will add up to, and how far off that may be
 *
 * The model is the plainest that can be checked by hand: days to come are like the days known, each its mean, and
 * independent of each other. Of n days with mean m and standard deviation s, the sum of h more is m * h, and lies with
 * 95 % within
 *
 *	m * h +- t(n - 1) * s * sqrt(h + h * h / n)
 *
 * (the prediction interval for a sum; t: Student's quantile 0.975). Trends and weekdays are not in it.
 */
#ifndef SMM_FORECAST_H
#define SMM_FORECAST_H

#include <stddef.h>

#define FORECAST_LEAST 3 /* days */

struct forecast {
	double sum, low, high;
};

/* The sum of `ahead` more days. 0, or -1: fewer than FORECAST_LEAST days are known. */
int forecast_sum(const double *days, size_t n, size_t ahead, struct forecast *f);

/* --- the period that follows, by weekdays ------------------------------------------------------------ */

#define FORECAST_SEASON 7  /* days */
#define FORECAST_LEARN  14 /* days a way must have seen: two of each weekday */
#define FORECAST_TRIES  3  /* forecasts of the past, at least, that say how far off the ways were */
#define FORECAST_MOST   52 /* and at most: a year of weeks */

/*
 * Seasonal naive: every day to come is as its weekday was last.
 *
 * Holt-Winters, additive (Winters 1960; Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed.,
 * 8.3): a level, a trend and seven weekdays. Level and weekdays begin with the means of the first two weeks, the trend
 * at 0. The smoothing parameters are those of a small grid whose one-day errors have the least sum of squares.
 */
enum forecast_way { FORECAST_NAIVE, FORECAST_SMOOTH, FORECAST_WAYS };

struct forecast_ask {
	const double *days; /* the oldest first */
	size_t        n;
	size_t        gap;   /* days behind them that are not known and not asked for */
	size_t        ahead; /* days asked for, the first behind the gap; at least 1 */
	int           is_count; /* what comes is never below 0 */
};

struct forecast_past { /* a way's forecasts of what is known now */
	size_t count;
	double error;  /* mean of |forecast - what came| */
	double actual; /* mean of |what came| */
	double root;   /* root of the mean square of the errors */
};

struct forecast_smooth {
	double level, trend, season; /* the smoothing parameters: alpha, beta, gamma */
};

struct forecast_next {
	enum forecast_way      way; /* the one with the smaller error; equal: the naive */
	double                 sum, low, high;
	struct forecast_past   past[FORECAST_WAYS];
	struct forecast_smooth smooth; /* of FORECAST_SMOOTH */
};

/* How many days must be known to foresee `ahead` behind a gap, and to measure it. */
size_t forecast_needs(size_t gap, size_t ahead);

/*
 * The sum of the days asked for. Each way is tried on the past: as if only the days up to some day were known, that day
 * moved back week by week; the interval is the sum +- t(count) * root of the chosen way. 0, or -1: the past is shorter
 * than forecast_needs().
 */
int forecast_next(const struct forecast_ask *ask, struct forecast_next *f);

/* Student's quantile 0.975. */
double forecast_student(size_t df);

#endif
