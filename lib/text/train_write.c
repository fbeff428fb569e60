/* train_write.c - a trained model as a file */
#include "train_parts.h"

#include "smm/lines.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIPPED 2000 /* one weight in so many is cut to the largest number of eight bits */

static void
put(struct buf *b, uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_char(b, (char)(v & 0xff));
}

static void
put_double(struct buf *b, double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof bits);
	put(b, bits, 8);
}

static void
pad(struct buf *b)
{
	while (b->len % 8)
		buf_char(b, '\0');
}

static int
by_size(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The unit of the weights: the largest ones but a few are 127 of them. */
static double
unit_of(const struct train *t)
{
	size_t n = t->columns << t->set.bits, i, count = 0;
	float *sizes = mem_get(n * sizeof *sizes), top;

	for (i = 0; i < n; i++)
		if (t->weights[i] != 0)
			sizes[count++] = fabsf(t->weights[i]);
	qsort(sizes, count, sizeof *sizes, by_size);
	top = count ? sizes[count / CLIPPED] : 1;
	free(sizes);
	return (double)top / 127;
}

static void
put_weights(struct buf *b, const struct train *t, double unit)
{
	size_t n = t->columns << t->set.bits, i;

	for (i = 0; i < n; i++) {
		double v = (double)t->weights[i] / unit;
		int    w = (int)(v < 0 ? v - 0.5 : v + 0.5);

		buf_char(b, (char)(w > 127 ? 127 : w < -127 ? -127 : w));
	}
}

static void
put_body(struct buf *b, const struct train *t, const struct buf *about)
{
	static const double shares[FEATURE_GROUPS] = TRAIN_SHARES;
	double              unit = unit_of(t);
	size_t              i;

	for (i = 0; i < FEATURE_GROUPS; i++)
		put_double(b, t->slope * shares[i] * unit);
	for (i = 0; i < t->columns; i++)
		put_double(b, t->slope * t->bias[i] + t->offset[i]);
	buf_add(b, about->at, about->len);
	pad(b);
	for (i = 0; i < t->classes.count; i++)
		buf_add(b, t->classes.at[i], strlen(t->classes.at[i]) + 1);
	pad(b);
	for (i = 0; i < t->lexicon.size; i++)
		put(b, t->slots[i], 4);
	pad(b);
	put_weights(b, t, unit);
}

static void
put_about(struct buf *b, const struct train *t)
{
	size_t i;

	json_open(b, '{');
	json_int(b, "lines", (int64_t)t->count);
	json_key(b, "labels");
	json_open(b, '[');
	for (i = 0; i < t->classes.count; i++)
		json_item(b, t->classes.at[i]);
	json_close(b, ']');
	json_key(b, "sources");
	json_open(b, '[');
	for (i = 0; i < t->sources.count; i++)
		json_item(b, t->sources.at[i]);
	json_close(b, ']');
	json_close(b, '}');
}

static size_t
names_len(const struct train *t)
{
	size_t i, len = 0;

	for (i = 0; i < t->classes.count; i++)
		len += strlen(t->classes.at[i]) + 1;
	return len;
}

static void
put_head(struct buf *b, const struct train *t, const struct buf *about)
{
	put(b, t->recipe, 4);
	put(b, t->set.bits, 4);
	put(b, t->classes.count, 4);
	put(b, t->columns, 4);
	put(b, t->lexicon.size, 4);
	put(b, about->len, 4);
	put(b, names_len(t), 4);
	put(b, 0, 4);
}

/* Whoever uses the old model goes on with it: it is mapped, and must not become shorter. */
int
train_write(const struct train *t, const char *path, struct err *e)
{
	struct buf head = { 0 }, body = { 0 }, about = { 0 };
	struct out out;
	int        rc = -1;

	put_about(&about, t);
	put_head(&body, t, &about);
	put_body(&body, t, &about);
	buf_add(&head, MODEL_MAGIC, 8);
	put(&head, MODEL_VERSION, 4);
	put(&head, MODEL_ORDER, 4);
	put(&head, body.len + 32, 8);
	put(&head, norm_hash(body.at, body.len), 8);
	buf_add(&head, body.at, body.len);
	if (!out_open_whole(&out, path, e))
		rc = out_end(&out, out_add(&out, head.at, head.len, e), 0, e);
	buf_release(&head);
	buf_release(&body);
	buf_release(&about);
	return rc;
}
