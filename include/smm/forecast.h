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

#endif
