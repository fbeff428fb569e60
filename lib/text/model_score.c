/* model_score.c - what a model says of a message */
#include "model_parts.h"

#include <math.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* e^x = 2^n e^r with |r| <= ln 2 / 2, the rest by its series: 13 terms are exact to the last bits of a double. */
double
model_exp(double x)
{
	double   n, r, sum = 1, term = 1, power;
	uint64_t bits;
	int      i;

	x = x > 700 ? 700 : x < -700 ? -700 : x;
	n = (double)(int64_t)(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
	r = x - n * 0.69314718055994531;
	for (i = 1; i <= 13; i++) {
		term = term * r / i;
		sum = sum + term;
	}
	bits = (uint64_t)((int64_t)n + 1023) << 52;
	memcpy(&power, &bits, sizeof power);
	return sum * power;
}

void
model_probabilities(const double *sum, size_t classes, double *p)
{
	double top = sum[0], all = 0;
	size_t i;

	if (classes == 2) {
		p[1] = 1 / (1 + model_exp(-sum[0]));
		p[0] = 1 - p[1];
		return;
	}
	for (i = 1; i < classes; i++)
		top = sum[i] > top ? sum[i] : top;
	for (i = 0; i < classes; i++) {
		p[i] = model_exp(sum[i] - top);
		all = all + p[i];
	}
	for (i = 0; i < classes; i++)
		p[i] = p[i] / all;
}

double
model_share(size_t count)
{
	return count ? 1 / sqrt((double)count) : 0;
}

/* Rows of a few columns are added by code that knows how many: eight of ten messages' time goes here. */
static inline void
add_rows(const int8_t *w, size_t columns, uint32_t mask, const struct feature *f, size_t count, int32_t *sum)
{
	size_t i, c;

	for (i = 0; i < count; i++) {
		const int8_t *row = w + (size_t)(f[i].hash & mask) * columns;

		for (c = 0; c < columns; c++)
			sum[c] += row[c];
	}
}

#ifdef __SSE2__
#define LANES_FULL 256 /* rows until a lane of sixteen bits may be full: 256 * 128 */

/* A row and what is before it, so that nothing behind the table is read: eight bytes, the row's the last. */
static inline __m128i
read_row(const int8_t *w, size_t columns, size_t row)
{
	const int8_t *at = w + (row + 1) * columns - 8;
	__m128i       bytes = _mm_loadl_epi64((const __m128i *)(const void *)at);

	return _mm_srai_epi16(_mm_unpacklo_epi8(bytes, bytes), 8);
}

/* The same for up to eight columns, all of a row at once. */
static inline void
add_wide(const int8_t *w, size_t columns, uint32_t mask, const struct feature *f, size_t count, int32_t *sum)
{
	int16_t lane[8];
	__m128i part;
	size_t  i, c, end;

	for (i = 0; i < count; i = end) {
		end = count - i > LANES_FULL ? i + LANES_FULL : count;
		part = _mm_setzero_si128();
		for (; i < end; i++)
			part = _mm_add_epi16(part, read_row(w, columns, f[i].hash & mask));
		_mm_storeu_si128((__m128i *)(void *)lane, part);
		for (c = 0; c < columns; c++)
			sum[c] += lane[8 - columns + c];
	}
}
#else
#define add_wide add_rows
#endif

static void
add_group(const struct model *m, const struct feature *f, size_t count, int32_t *sum)
{
	uint32_t mask = (UINT32_C(1) << m->bits) - 1;

	switch (m->columns) {
	case 1: add_rows(m->weights, 1, mask, f, count, sum); break;
	case 3: add_wide(m->weights, 3, mask, f, count, sum); break;
	case 6: add_wide(m->weights, 6, mask, f, count, sum); break;
	default: add_rows(m->weights, m->columns, mask, f, count, sum);
	}
}

size_t
model_score(const struct model *m, const struct features *f, unsigned *score)
{
	double  sum[MODEL_CLASSES], p[MODEL_CLASSES];
	int32_t part[MODEL_CLASSES];
	size_t  c, best = 0;
	int     g;

	memcpy(sum, m->bias, m->columns * sizeof *sum);
	for (g = 0; g < FEATURE_GROUPS; g++) {
		double share = m->scale[g] * model_share(f->count[g]);

		memset(part, 0, m->columns * sizeof *part);
		add_group(m, feature_group(f, (enum feature_group)g), f->count[g], part);
		for (c = 0; c < m->columns; c++)
			sum[c] = sum[c] + share * part[c];
	}
	model_probabilities(sum, m->classes, p);
	for (c = 0; c < m->classes; c++) {
		score[c] = (unsigned)(p[c] * 1000 + 0.5);
		best = p[c] > p[best] ? c : best;
	}
	return best;
}

void
model_blame(const struct model *m, const struct features *f, size_t class, int *blame)
{
	uint32_t mask = (UINT32_C(1) << m->bits) - 1;
	size_t   column = m->columns == 1 ? 0 : class, i;
	int      g, sign = m->columns == 1 && class == 0 ? -1 : 1;

	for (g = 0; g < FEATURE_GROUPS; g++) {
		const struct feature *at = feature_group(f, (enum feature_group)g);
		double                share = 4096 * sign * m->scale[g] * model_share(f->count[g]);

		for (i = 0; i < f->count[g]; i++)
			blame[at[i].word] += (int)(share * m->weights[(at[i].hash & mask) * m->columns + column]);
	}
}
