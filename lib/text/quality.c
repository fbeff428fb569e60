/* quality.c - what a model answers on lines with labels */
#include "train_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
counting_init(struct counting *c, size_t classes)
{
	memset(c, 0, sizeof *c);
	c->classes = classes;
	c->matrix = mem_get(classes * classes * sizeof *c->matrix);
	memset(c->matrix, 0, classes * classes * sizeof *c->matrix);
}

void
counting_add(struct counting *c, size_t label, size_t best, double p)
{
	size_t bin = (size_t)(p * 10);

	bin = bin > 9 ? 9 : bin;
	c->lines++;
	c->matrix[label * c->classes + best]++;
	c->in[bin]++;
	c->sum[bin] = c->sum[bin] + p;
	c->right[bin] = c->right[bin] + (label == best ? 1 : 0);
}

double
quality_f1(const struct quality *q, size_t class)
{
	size_t i, right = q->matrix[class * q->classes + class], is = 0, said = 0;

	for (i = 0; i < q->classes; i++) {
		is += q->matrix[class * q->classes + i];
		said += q->matrix[i * q->classes + class];
	}
	return is + said ? 2 * (double)right / (double)(is + said) : 0;
}

void
counting_end(struct counting *c, struct quality *q)
{
	size_t i, right = 0;

	memset(q, 0, sizeof *q);
	q->classes = c->classes;
	q->lines = c->lines;
	q->matrix = c->matrix;
	for (i = 0; i < c->classes; i++) {
		right += c->matrix[i * c->classes + i];
		q->macro_f1 = q->macro_f1 + quality_f1(q, i) / (double)c->classes;
	}
	q->accuracy = c->lines ? (double)right / (double)c->lines : 0;
	for (i = 0; i < 10; i++) {
		double off = c->sum[i] - c->right[i];

		q->calibration = q->calibration + (c->lines ? (off < 0 ? -off : off) / (double)c->lines : 0);
	}
}

void
quality_release(struct quality *q)
{
	free(q->matrix);
	q->matrix = NULL;
}

static void
put_share(struct buf *b, const char *key, double v)
{
	char number[32];
	int  n = snprintf(number, sizeof number, "%.4f", v);

	json_raw(b, key, number, (size_t)n);
}

void
quality_line(const struct quality *q, const char *const *names, struct buf *out)
{
	size_t i, k;

	json_open(out, '{');
	json_str(out, "type", "quality");
	json_int(out, "lines", (int64_t)q->lines);
	put_share(out, "accuracy", q->accuracy);
	put_share(out, "macro_f1", q->macro_f1);
	put_share(out, "calibration_error", q->calibration);
	json_key(out, "f1");
	json_open(out, '{');
	for (i = 0; i < q->classes; i++)
		put_share(out, names[i], quality_f1(q, i));
	json_close(out, '}');
	json_key(out, "confusion");
	json_open(out, '{');
	for (i = 0; i < q->classes; i++) {
		json_key(out, names[i]);
		json_open(out, '{');
		for (k = 0; k < q->classes; k++)
			if (q->matrix[i * q->classes + k])
				json_int(out, names[k], (int64_t)q->matrix[i * q->classes + k]);
		json_close(out, '}');
	}
	json_close(out, '}');
	json_close(out, '}');
}

static void
put_class(const struct quality *q, const char *const *names, size_t class, struct buf *out)
{
	size_t i, is = 0, said = 0, worst = class, right = q->matrix[class * q->classes + class];

	for (i = 0; i < q->classes; i++) {
		size_t n = q->matrix[class * q->classes + i];

		is += n;
		said += q->matrix[i * q->classes + class];
		if (i != class && n && (worst == class || n > q->matrix[class * q->classes + worst]))
			worst = i;
	}
	buf_fmt(out, "%-24.24s %6zu  %.3f  %.3f  %.3f", names[class], is, quality_f1(q, class),
	    said ? (double)right / (double)said : 0, is ? (double)right / (double)is : 0);
	if (worst != class)
		buf_fmt(out, "  %s %zu times", names[worst], q->matrix[class * q->classes + worst]);
	buf_char(out, '\n');
}

void
quality_table(const struct quality *q, const char *const *names, struct buf *out)
{
	size_t i;

	buf_fmt(out, "%-24s %6s  F1     prec.  recall taken for\n", "label", "lines");
	for (i = 0; i < q->classes; i++)
		put_class(q, names, i, out);
	buf_fmt(out, "%zu lines: accuracy %.3f, macro-F1 %.3f, calibration error %.3f\n", q->lines, q->accuracy,
	    q->macro_f1, q->calibration);
}

struct test {
	const struct model *model;
	struct counting     counting;
	struct scan        *scan;
	struct mem         *mem;
	struct norm        *norm;
	struct features    *features;
	size_t              unknown;
};

struct test *
test_new(const struct model *m)
{
	struct test *t = mem_get(sizeof *t);

	memset(t, 0, sizeof *t);
	t->model = m;
	counting_init(&t->counting, model_classes(m));
	t->scan = scan_new();
	t->mem = mem_new();
	t->norm = norm_new();
	t->features = mem_get(sizeof *t->features);
	return t;
}

int
test_line(struct test *t, const char *line, size_t len, struct err *e)
{
	unsigned score[MODEL_CLASSES];
	char    *text, *label;
	size_t   text_len, class, best, end;

	mem_reset(t->mem);
	if (train_parse(t->scan, t->mem, line, len, &text, &text_len, &label, e))
		return -1;
	class = model_find(t->model, label);
	if (class == model_classes(t->model)) {
		t->unknown++;
		return 0;
	}
	end = norm_read(t->norm, text, text_len, 0);
	features_read(t->features, t->norm, text, end, model_recipe(t->model));
	features_list(t->features, t->norm, model_lexicon(t->model));
	features_more(t->features, t->norm, text, end, model_recipe(t->model));
	best = model_score(t->model, t->features, score);
	counting_add(&t->counting, class, best, (double)score[best] / 1000);
	return 0;
}

void
test_end(struct test *t, struct quality *q, size_t *unknown)
{
	*unknown = t->unknown;
	counting_end(&t->counting, q);
	free(t->features);
	norm_free(t->norm);
	mem_free(t->mem);
	scan_free(t->scan);
	free(t);
}
