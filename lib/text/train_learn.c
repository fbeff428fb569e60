/* train_learn.c - the arithmetic of training: one core, a fixed order, no other function than a square root */
#include "train_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MANY_LABELS 16 /* with more than these, rows are learnt of numbers that all labels share */

static const double group_share[FEATURE_GROUPS] = TRAIN_SHARES;

uint64_t
train_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void
train_shuffle(uint32_t *order, size_t count, uint64_t *state)
{
	size_t   i, k;
	uint32_t swap;

	for (i = count; i > 1; i--) {
		k = (size_t)(train_next(state) % i);
		swap = order[i - 1];
		order[i - 1] = order[k];
		order[k] = swap;
	}
}

double
train_share(int g, size_t count)
{
	return group_share[g] * model_share(count);
}

void
train_sums(const struct train *t, const struct example *x, double *sum)
{
	uint32_t        mask = (UINT32_C(1) << t->set.bits) - 1;
	const uint32_t *h = x->hashes;
	float           part[MODEL_CLASSES];
	size_t          c, i, n = t->columns;
	int             g;

	memcpy(sum, t->bias, n * sizeof *sum);
	for (g = 0; g < FEATURE_GROUPS; g++) {
		double share = train_share(g, x->count[g]);

		memset(part, 0, n * sizeof *part);
		for (i = 0; i < x->count[g]; i++, h++) {
			const float *row = t->weights + (size_t)(*h & mask) * n;

			for (c = 0; c < n; c++)
				part[c] = part[c] + row[c];
		}
		for (c = 0; c < n; c++)
			sum[c] = sum[c] + share * (double)part[c];
	}
}

/* One column's step, for every feature of the example. A feature that counts more moves more. */
static void
step(struct train *t, const struct example *x, size_t column, double gradient, double rate)
{
	uint32_t        mask = (UINT32_C(1) << t->set.bits) - 1;
	const uint32_t *h = x->hashes;
	float           size = (float)rate, decay = (float)t->set.decay / 1000000;
	size_t          i;
	int             g;

	for (g = 0; g < FEATURE_GROUPS; g++) {
		float d = (float)(gradient * train_share(g, x->count[g]));

		for (i = 0; i < x->count[g]; i++, h++) {
			size_t at = (size_t)(*h & mask) * t->columns + column;
			float  counts = t->contrast ? t->contrast[at] : 1;
			float  shrinks = t->ridge ? decay * t->ridge[*h & mask] : decay;
			float  full = d * counts + shrinks * t->weights[at] / counts;

			t->squares[at] = t->squares[at] + full * full;
			t->weights[at] = t->weights[at] - size * counts * full / sqrtf(t->squares[at] + 1e-6f);
		}
	}
}

void
train_step_bias(double *bias, double *squares, double rate, double gradient)
{
	*squares = *squares + gradient * gradient;
	*bias = *bias - rate * gradient / sqrt(*squares + 1e-6);
}

static void
learn_one(struct train *t, const struct example *x, double rate)
{
	double sum[MODEL_CLASSES], p[MODEL_CLASSES];
	size_t c;

	train_sums(t, x, sum);
	model_probabilities(sum, t->classes.count, p);
	for (c = 0; c < t->columns; c++) {
		size_t class = t->columns == 1 ? 1 : c;
		double gradient = p[class] - (x->label == class ? 1 : 0);

		if (gradient < TRAIN_SMALL && gradient > -TRAIN_SMALL)
			continue;
		gradient = gradient * (double)x->weight;
		step(t, x, c, gradient, rate);
		train_step_bias(t->bias + c, t->bias_squares + c, rate, gradient);
	}
}

/* A weight shrinks only when its row is met: what is rare shrinks the more at each, so that all do alike in a pass. */
static void
make_ridge(struct train *t, const uint32_t *order, size_t count)
{
	uint32_t mask = (UINT32_C(1) << t->set.bits) - 1;
	size_t   i, k;

	memset(t->ridge, 0, ((size_t)mask + 1) * sizeof *t->ridge);
	for (i = 0; i < count; i++) {
		const struct example *x = t->examples + order[i];
		size_t                features = (size_t)x->count[0] + x->count[1] + x->count[2];

		for (k = 0; k < features; k++)
			t->ridge[x->hashes[k] & mask] += 1;
	}
	for (i = 0; i <= mask; i++)
		if (t->ridge[i] > 0)
			t->ridge[i] = (float)count / t->ridge[i];
}

static void
forget(struct train *t)
{
	size_t n = t->columns << t->set.bits;

	memset(t->weights, 0, n * sizeof *t->weights);
	memset(t->squares, 0, n * sizeof *t->squares);
	memset(t->bias, 0, t->columns * sizeof *t->bias);
	memset(t->bias_squares, 0, t->columns * sizeof *t->bias_squares);
}

static void
learn_straight(struct train *t, uint32_t *order, size_t count)
{
	uint64_t state = 20261125;
	double   rate = (double)t->set.rate / 1000;
	unsigned epoch;
	size_t   i;

	if (t->contrast)
		train_contrast(t, order, count);
	if (t->ridge)
		make_ridge(t, order, count);
	for (epoch = 0; epoch < t->set.epochs; epoch++) {
		train_shuffle(order, count, &state);
		if (t->ridge) /* there is one best set of weights then; steps as long as the first would pass it by */
			rate = (double)t->set.rate / 1000 * (t->set.epochs - epoch) / t->set.epochs;
		for (i = 0; i < count; i++)
			learn_one(t, t->examples + order[i], rate);
	}
}

void
train_learn(struct train *t, uint32_t *order, size_t count)
{
	forget(t);
	if (t->columns > MANY_LABELS && !t->contrast && !t->ridge)
		train_shared(t, order, count);
	else
		learn_straight(t, order, count);
}

/* --- calibration ------------------------------------------------------------------------------- */

/* Descent on the log loss of slope and offsets; what is held back is small, so this is quick. */
static void
calibrate_step(struct train *t, const double *sums, const uint32_t *order, size_t count, double rate)
{
	double sum[MODEL_CLASSES], p[MODEL_CLASSES], d_offset[MODEL_CLASSES] = { 0 }, d_slope = 0, all = 0;
	size_t i, c, n = t->columns;

	for (i = 0; i < count; i++) {
		const struct example *x = t->examples + order[i];

		for (c = 0; c < n; c++)
			sum[c] = t->slope * sums[i * n + c] + t->offset[c];
		model_probabilities(sum, t->classes.count, p);
		all = all + (double)x->weight;
		for (c = 0; c < n; c++) {
			size_t class = n == 1 ? 1 : c;
			double d = (double)x->weight * (p[class] - (x->label == class ? 1 : 0));

			d_offset[c] = d_offset[c] + d;
			d_slope = d_slope + d * sums[i * n + c];
		}
	}
	t->slope = t->slope - rate * d_slope / all;
	if (t->slope < 0.05)
		t->slope = 0.05;
	for (c = 0; c < n && n <= 8; c++)
		t->offset[c] = t->offset[c] - rate * d_offset[c] / all;
}

void
train_calibrate(struct train *t, const uint32_t *order, size_t count)
{
	size_t  i, n = t->columns;
	double *sums = mem_get(count * n * sizeof *sums);
	int     steps;

	t->slope = 1;
	memset(t->offset, 0, n * sizeof *t->offset);
	for (i = 0; i < count; i++)
		train_sums(t, t->examples + order[i], sums + i * n);
	for (steps = 0; steps < 300; steps++)
		calibrate_step(t, sums, order, count, n == 1 ? 0.2 : 0.1);
	free(sums);
}
