/*
 * train_shared.c - many labels: what is learnt of one serves those like it
 *
 * With a row of weights of its own for each label, a word that few lines of a label have says little. Here a row is
 * FACTORS numbers times a matrix that all rows share (Joulin et al., "Bag of Tricks for Efficient Text Classification",
 * EACL 2017). Each time a line is met, half of its features and a quarter of the factors are left out, so that no
 * label hangs on one word (Srivastava et al., "Dropout", JMLR 15, 2014). ROUNDS of these are learnt from different
 * beginnings; the table becomes the mean of their products, and so is no other than if it had been learnt straight.
 */
#include "train_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FACTORS   64 /* at most as many as there are bits in a number of train_next() */
#define ROUNDS    4
#define ROWS_SIZE 0.5f /* numbers are up to this far from 0 at the beginning */
#define OUT_SIZE  0.1f
#define LEFT_OVER (4.0f / 3) /* the factors that stay stand for all */

struct shared {
	float    *rows, *row_squares;        /* [hash][FACTORS]; [hash]: 0 as long as no line had it */
	float    *out, *out_squares;         /* [factor][column] */
	double    bias[MODEL_CLASSES], bias_squares[MODEL_CLASSES];
	uint32_t *kept;                      /* rows of the line's features that are not left out, group by group */
	uint32_t  count[FEATURE_GROUPS];     /* how many of each group */
	float     share[FEATURE_GROUPS];     /* how much one of it counts */
	float     open[FACTORS];             /* 0: left out */
	float     sum[FACTORS];
	float     gradient[MODEL_CLASSES];   /* of the columns below */
	uint16_t  columns[MODEL_CLASSES];    /* those whose gradient is large enough to change anything */
	size_t    changed;
	uint64_t  state;
	float     rate, decay;
};

static void
fill(float *at, size_t n, float size, uint64_t *state)
{
	size_t i;

	for (i = 0; i < n; i++)
		at[i] = size * ((float)(train_next(state) >> 40) / (float)(1 << 23) - 1);
}

static void
begin(struct shared *s, const struct train *t, uint64_t seed)
{
	size_t rows = (size_t)1 << t->set.bits;

	s->state = seed;
	fill(s->rows, rows * FACTORS, ROWS_SIZE, &s->state);
	fill(s->out, FACTORS * t->columns, OUT_SIZE, &s->state);
	memset(s->row_squares, 0, rows * sizeof *s->row_squares);
	memset(s->out_squares, 0, FACTORS * t->columns * sizeof *s->out_squares);
	memset(s->bias, 0, sizeof s->bias);
	memset(s->bias_squares, 0, sizeof s->bias_squares);
}

/* Which features and factors this line is seen with, this time. */
static void
leave_out(struct shared *s, const struct train *t, const struct example *x)
{
	uint32_t        mask = (UINT32_C(1) << t->set.bits) - 1, i;
	const uint32_t *h = x->hashes;
	uint32_t       *kept = s->kept, *first;
	uint64_t        bits = 0;
	int             g;

	for (g = 0; g < FEATURE_GROUPS; g++) {
		first = kept;
		for (i = 0; i < x->count[g]; i++, bits >>= 1) {
			bits = i % 64 ? bits : train_next(&s->state);
			if (bits & 1)
				*kept++ = h[i] & mask;
		}
		h += x->count[g];
		s->count[g] = (uint32_t)(kept - first);
		s->share[g] = (float)train_share(g, s->count[g]);
	}
	bits = train_next(&s->state);
	bits = bits & train_next(&s->state);
	for (i = 0; i < FACTORS; i++)
		s->open[i] = bits >> i & 1 ? 0 : LEFT_OVER;
}

static void
add_factors(struct shared *s)
{
	const uint32_t *at = s->kept;
	float           part[FACTORS];
	uint32_t        i;
	int             g, k;

	memset(s->sum, 0, sizeof s->sum);
	for (g = 0; g < FEATURE_GROUPS; g++) {
		memset(part, 0, sizeof part);
		for (i = 0; i < s->count[g]; i++) {
			const float *row = s->rows + (size_t)*at++ * FACTORS;

			for (k = 0; k < FACTORS; k++)
				part[k] = part[k] + row[k];
		}
		for (k = 0; k < FACTORS; k++)
			s->sum[k] = s->sum[k] + s->share[g] * part[k];
	}
	for (k = 0; k < FACTORS; k++)
		s->sum[k] = s->sum[k] * s->open[k];
}

/* How far the columns are from what the line says. */
static void
compare(struct shared *s, const struct train *t, const struct example *x)
{
	double sum[MODEL_CLASSES], p[MODEL_CLASSES];
	float  part[MODEL_CLASSES] = { 0 };
	size_t n = t->columns, c, k;

	for (k = 0; k < FACTORS; k++)
		for (c = 0; c < n; c++)
			part[c] = part[c] + s->sum[k] * s->out[k * n + c];
	memcpy(sum, s->bias, sizeof sum);
	for (c = 0; c < n; c++)
		sum[c] = sum[c] + (double)part[c];
	model_probabilities(sum, n, p);
	s->changed = 0;
	for (c = 0; c < n; c++) {
		double gradient = p[c] - (x->label == c ? 1 : 0);

		if (gradient < TRAIN_SMALL && gradient > -TRAIN_SMALL)
			continue;
		gradient = gradient * (double)x->weight;
		train_step_bias(s->bias + c, s->bias_squares + c, (double)s->rate, gradient);
		s->gradient[c] = (float)gradient;
		s->columns[s->changed++] = (uint16_t)c;
	}
}

/* The matrix' step; back are then the gradients of the factors. */
static void
step_out(struct shared *s, size_t n, float *back)
{
	size_t k, i;

	for (k = 0; k < FACTORS; k++) {
		float sum = 0;

		for (i = 0; i < s->changed && s->open[k] > 0; i++) {
			size_t at = k * n + s->columns[i];
			float  gradient = s->gradient[s->columns[i]];
			float  full = gradient * s->sum[k] + s->decay * s->out[at];

			sum = sum + gradient * s->out[at];
			s->out_squares[at] = s->out_squares[at] + full * full;
			s->out[at] = s->out[at] - s->rate * full / sqrtf(s->out_squares[at] + 1e-6f);
		}
		back[k] = sum * s->open[k];
	}
}

/* The rows' step, all numbers of a row alike. */
static void
step_rows(struct shared *s, const float *back)
{
	const uint32_t *at = s->kept;
	float           square = 0;
	uint32_t        i;
	int             g, k;

	for (k = 0; k < FACTORS; k++)
		square = square + back[k] * back[k] / FACTORS;
	for (g = 0; g < FEATURE_GROUPS; g++)
		for (i = 0; i < s->count[g]; i++, at++) {
			float *row = s->rows + (size_t)*at * FACTORS, *squares = s->row_squares + *at, step, stays;

			*squares = *squares + square * s->share[g] * s->share[g];
			step = s->rate / sqrtf(*squares + 1e-6f);
			stays = 1 - step * s->decay;
			step = step * s->share[g];
			for (k = 0; k < FACTORS; k++)
				row[k] = stays * row[k] - step * back[k];
		}
}

static void
learn_line(struct shared *s, const struct train *t, const struct example *x)
{
	float back[FACTORS];

	leave_out(s, t, x);
	add_factors(s);
	compare(s, t, x);
	step_out(s, t->columns, back);
	step_rows(s, back);
}

/* Adds a round's products to the table. What no line had stays 0. */
static void
multiply_out(const struct shared *s, struct train *t)
{
	size_t rows = (size_t)1 << t->set.bits, n = t->columns, row, k, c;

	for (row = 0; row < rows; row++)
		for (k = 0; k < FACTORS && s->row_squares[row] > 0; k++) {
			float *w = t->weights + row * n, factor = s->rows[row * FACTORS + k] / ROUNDS;

			for (c = 0; c < n; c++)
				w[c] = w[c] + factor * s->out[k * n + c];
		}
	for (c = 0; c < n; c++)
		t->bias[c] = t->bias[c] + s->bias[c] / ROUNDS;
}

static size_t
most_features(const struct train *t)
{
	size_t most = 0, i;

	for (i = 0; i < t->count; i++) {
		const uint32_t *count = t->examples[i].count;
		size_t          all = (size_t)count[0] + count[1] + count[2];

		most = all > most ? all : most;
	}
	return most;
}

void
train_shared(struct train *t, uint32_t *order, size_t count)
{
	size_t         rows = (size_t)1 << t->set.bits, i;
	struct shared *s = mem_get(sizeof *s);
	unsigned       round, epoch;

	s->rows = mem_get(rows * FACTORS * sizeof *s->rows);
	s->row_squares = mem_get(rows * sizeof *s->row_squares);
	s->out = mem_get(FACTORS * t->columns * sizeof *s->out);
	s->out_squares = mem_get(FACTORS * t->columns * sizeof *s->out_squares);
	s->kept = mem_get((most_features(t) + 1) * sizeof *s->kept);
	s->rate = (float)t->set.rate / 1000;
	s->decay = (float)t->set.decay / 1000000;
	for (round = 0; round < ROUNDS; round++) {
		begin(s, t, round);
		for (epoch = 0; epoch < t->set.epochs; epoch++) {
			train_shuffle(order, count, &s->state);
			for (i = 0; i < count; i++)
				learn_line(s, t, t->examples + order[i]);
		}
		multiply_out(s, t);
	}
	free(s->kept);
	free(s->out_squares);
	free(s->out);
	free(s->row_squares);
	free(s->rows);
	free(s);
}
