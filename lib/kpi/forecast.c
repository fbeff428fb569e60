/* forecast.c - what a figure that comes day by day will add up to */
#include "smm/forecast.h"

#include <math.h>

/* Student's quantile 0.975: for 1 to 30 degrees of freedom to three decimals; beyond, expanded about the normal's. */
double
forecast_student(size_t df)
{
	static const double known[] = { 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201,
		2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
		2.052, 2.048, 2.045, 2.042 };
	const double        z = 1.959964;

	if (df <= sizeof known / sizeof *known)
		return known[df - 1];
	return z + (z * z * z + z) / (4 * (double)df);
}

int
forecast_sum(const double *days, size_t n, size_t ahead, struct forecast *f)
{
	double mean = 0, square = 0, h = (double)ahead, off;
	size_t i;

	if (n < FORECAST_LEAST)
		return -1;
	for (i = 0; i < n; i++)
		mean += days[i] / (double)n;
	for (i = 0; i < n; i++)
		square += (days[i] - mean) * (days[i] - mean) / (double)(n - 1);
	off = forecast_student(n - 1) * sqrt(square) * sqrt(h + h * h / (double)n);
	f->sum = mean * h;
	f->low = f->sum - off;
	f->high = f->sum + off;
	return 0;
}
