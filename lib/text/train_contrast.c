/*
 * train_contrast.c - how well each feature tells a label from the others, before anything is learnt
 *
 * The ratio of a feature's share among a label's lines to that among all others, as a logarithm: naive Bayes,
 * from which the regression starts out (Wang, Manning, "Baselines and Bigrams", ACL 2012). What stands in lines of
 * every label alike then hardly moves, and less is learnt by heart.
 */
#include "train_parts.h"

#include <stdlib.h>
#include <string.h>

#define SEEN_MORE 1.0  /* lines that are added for each feature: one that was met once says little */
#define LEAST     1e-3 /* what tells nothing apart; nothing is divided by zero */
#define SQRT_2    1.4142135623730951
#define LN_2      0.69314718055994531

/* Natural logarithm of a normal number above 0, by + - * / only: 2 atanh((m - 1) / (m + 1)) and its exponent. */
static double
log_of(double x)
{
	double   m, r, power, sum = 0;
	uint64_t bits;
	int      exponent, i;

	memcpy(&bits, &x, sizeof bits);
	exponent = (int)(bits >> 52) - 1023;
	bits = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(1023) << 52;
	memcpy(&m, &bits, sizeof m);
	if (m > SQRT_2) {
		m = m / 2;
		exponent++;
	}
	power = r = (m - 1) / (m + 1);
	for (i = 1; i <= 23; i += 2) {
		sum = sum + power / i;
		power = power * r * r;
	}
	return 2 * sum + exponent * LN_2;
}

static int
column_of(const struct train *t, const struct example *x)
{
	return t->columns > 1 ? x->label : x->label == 1 ? 0 : -1;
}

/* How much weight the lines of a label have in each row, and all lines have. */
static void
count_rows(struct train *t, const uint32_t *order, size_t count, float *all)
{
	uint32_t mask = (UINT32_C(1) << t->set.bits) - 1;
	size_t   i, k;

	for (i = 0; i < count; i++) {
		const struct example *x = t->examples + order[i];
		size_t                features = (size_t)x->count[0] + x->count[1] + x->count[2];
		int                   column = column_of(t, x);

		for (k = 0; k < features; k++) {
			size_t row = x->hashes[k] & mask;

			all[row] = all[row] + x->weight;
			if (column >= 0)
				t->contrast[row * t->columns + (size_t)column] += x->weight;
		}
	}
}

static double
share_of_label(const struct train *t, const uint32_t *order, size_t count, size_t column)
{
	double own = 0, all = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct example *x = t->examples + order[i];

		all = all + (double)x->weight;
		if (column_of(t, x) == (int)column)
			own = own + (double)x->weight;
	}
	return own > 0 && own < all ? own / (all - own) : 1;
}

void
train_contrast(struct train *t, const uint32_t *order, size_t count)
{
	size_t rows = (size_t)1 << t->set.bits, row, c;
	float *all = mem_zero(rows * sizeof *all);

	memset(t->contrast, 0, rows * t->columns * sizeof *t->contrast);
	count_rows(t, order, count, all);
	for (c = 0; c < t->columns; c++) {
		double share = share_of_label(t, order, count, c);

		for (row = 0; row < rows; row++) {
			float *at = t->contrast + row * t->columns + c;
			double own = (double)*at, others = (double)all[row] - own;
			double told = log_of((own + SEEN_MORE) / (share * others + SEEN_MORE));

			told = told < 0 ? -told : told;
			*at = (float)(told < LEAST ? LEAST : told);
		}
	}
	free(all);
}
