/* train.c - labelled lines in, a model out */
#include "train_parts.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MIN   20
#define TRAIN_BITS  18 /* for few classes */
#define WEIGHTS_MAX (1u << 22)

const struct train_settings train_defaults = {
	.epochs = 12, .rate = 100, .decay = 200, .hold_back = 10,
};

struct train *
train_new(const struct train_settings *s)
{
	struct train *t = mem_get(sizeof *t);

	memset(t, 0, sizeof *t);
	t->set = *s;
	t->recipe = (s->language ? FEATURE_ACCENTS : FEATURE_PAIRS | FEATURE_NEGATE) | (s->form ? FEATURE_FORM : 0) |
	    (s->around ? FEATURE_AROUND : 0);
	t->scan = scan_new();
	t->line = mem_new();
	t->kept = mem_new();
	t->norm = norm_new();
	t->features = mem_get(sizeof *t->features);
	return t;
}

void
train_free(struct train *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->count; i++)
		free(t->examples[i].hashes);
	free(t->examples);
	train_free_words(t);
	free(t->weights);
	free(t->squares);
	free(t->contrast);
	free(t->ridge);
	free(t->bias);
	free(t->bias_squares);
	free(t->offset);
	free(t->features);
	norm_free(t->norm);
	mem_free(t->kept);
	mem_free(t->line);
	scan_free(t->scan);
	free(t);
}

size_t
train_classes(const struct train *t)
{
	return t->classes.count;
}

const char *
train_class(const struct train *t, size_t i)
{
	return t->classes.at[i];
}

/* --- lines ------------------------------------------------------------------------------------- */

static uint16_t
name_index(struct train *t, struct names *n, const char *name)
{
	size_t i;

	for (i = 0; i < n->count; i++)
		if (strcmp(n->at[i], name) == 0)
			return (uint16_t)i;
	n->at = mem_more(t->kept, n->at, n->count, &n->room, sizeof *n->at);
	n->at[n->count++] = mem_str(t->kept, name);
	return (uint16_t)i;
}

void
train_source(struct train *t, const char *text)
{
	name_index(t, &t->sources, text);
}

static void
keep_features(struct example *x, const struct features *f)
{
	size_t all = 0, i;
	int    g;

	for (g = 0; g < FEATURE_GROUPS; g++)
		all += f->count[g];
	x->hashes = mem_get(all * sizeof *x->hashes);
	all = 0;
	for (g = 0; g < FEATURE_GROUPS; g++) {
		const struct feature *at = feature_group(f, (enum feature_group)g);

		x->count[g] = (uint32_t)f->count[g];
		for (i = 0; i < f->count[g]; i++)
			x->hashes[all++] = at[i].hash;
	}
}

static int
weight_of(const struct scan *s, float *weight, struct err *e)
{
	const struct member *m = scan_find(s, "weight");
	int64_t              v = 1;

	if (m && (m->type != SCAN_NUMBER || scan_int(m->value, &v) || v < 1 || v > 1000))
		return err_set(e, FAULT_INPUT, "weight is %.*s, a whole number from 1 to 1000 is expected",
		    (int)(m->value.len < 40 ? m->value.len : 40), m->value.at);
	*weight = (float)v;
	return 0;
}

int
train_line(struct train *t, const char *line, size_t len, struct err *e)
{
	struct example       x = { 0 };
	const struct member *domain;
	char                *text, *label;
	size_t               text_len, end;

	mem_reset(t->line);
	if (train_parse(t->scan, t->line, line, len, &text, &text_len, &label, e) || weight_of(t->scan, &x.weight, e))
		return -1;
	if (t->classes.count == MODEL_CLASSES && name_index(t, &t->classes, label) == MODEL_CLASSES)
		return err_set(e, FAULT_INPUT, "label %s is one too many, %d are allowed", label, MODEL_CLASSES);
	x.label = name_index(t, &t->classes, label);
	domain = scan_find(t->scan, "domain");
	x.domain = name_index(t, &t->domains, domain && domain->type == SCAN_STRING ?
	    scan_text(domain->value, t->line, NULL) : "");
	end = norm_read(t->norm, text, text_len, 0);
	features_read(t->features, t->norm, text, end, t->recipe);
	features_list(t->features, t->norm, &t->lexicon);
	features_more(t->features, t->norm, text, end, t->recipe);
	keep_features(&x, t->features);
	if (t->count == t->room) {
		t->room = t->room ? 2 * t->room : 1024;
		t->examples = mem_grow(t->examples, t->room * sizeof *t->examples);
	}
	t->examples[t->count++] = x;
	return 0;
}

/* --- training ---------------------------------------------------------------------------------- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Classes in the order of their names: the order of the lines then matters as little as it can. */
static void
sort_classes(struct train *t)
{
	const char **old = mem_alloc(t->kept, t->classes.count * sizeof *old);
	uint16_t    *to = mem_alloc(t->kept, t->classes.count * sizeof *to);
	size_t       i;

	memcpy(old, t->classes.at, t->classes.count * sizeof *old);
	qsort(t->classes.at, t->classes.count, sizeof *t->classes.at, by_name);
	for (i = 0; i < t->classes.count; i++)
		to[i] = name_index(t, &t->classes, old[i]);
	for (i = 0; i < t->count; i++)
		t->examples[i].label = to[t->examples[i].label];
}

/* In each domain each label weighs the same, and the domain as much as before. */
static void
balance(struct train *t)
{
	size_t  classes = t->classes.count, i;
	double *sums = mem_alloc(t->kept, t->domains.count * (classes + 1) * sizeof *sums);

	for (i = 0; i < t->count; i++) {
		const struct example *x = t->examples + i;
		double               *own = sums + x->domain * (classes + 1);

		own[x->label] = own[x->label] + (double)x->weight;
		own[classes] = own[classes] + (double)x->weight;
	}
	for (i = 0; i < t->count; i++) {
		struct example *x = t->examples + i;
		const double   *own = sums + x->domain * (classes + 1);

		x->weight = (float)((double)x->weight * own[classes] / ((double)classes * own[x->label]));
	}
}

static void
make_room(struct train *t)
{
	size_t n;

	t->columns = t->classes.count == 2 ? 1 : t->classes.count;
	if (!t->set.bits)
		t->set.bits = TRAIN_BITS;
	while (t->set.bits > 8 && (t->columns << t->set.bits) > WEIGHTS_MAX)
		t->set.bits--;
	n = t->columns << t->set.bits;
	t->weights = mem_get(n * sizeof *t->weights);
	t->squares = mem_get(n * sizeof *t->squares);
	t->contrast = t->set.contrast ? mem_get(n * sizeof *t->contrast) : NULL;
	t->ridge = t->set.ridge ? mem_get(((size_t)1 << t->set.bits) * sizeof *t->ridge) : NULL;
	t->bias = mem_get(t->columns * sizeof *t->bias);
	t->bias_squares = mem_get(t->columns * sizeof *t->bias_squares);
	t->offset = mem_get(t->columns * sizeof *t->offset);
}

static void
measure(const struct train *t, const uint32_t *order, size_t count, struct quality *q)
{
	struct counting counting;
	double          sum[MODEL_CLASSES], p[MODEL_CLASSES];
	size_t          i, c, best;

	counting_init(&counting, t->classes.count);
	for (i = 0; i < count; i++) {
		const struct example *x = t->examples + order[i];

		train_sums(t, x, sum);
		for (c = 0; c < t->columns; c++)
			sum[c] = t->slope * sum[c] + t->offset[c];
		model_probabilities(sum, t->classes.count, p);
		for (best = 0, c = 1; c < t->classes.count; c++)
			best = p[c] > p[best] ? c : best;
		counting_add(&counting, x->label, best, p[best]);
	}
	counting_end(&counting, q);
}

int
train_run(struct train *t, struct quality *q, struct err *e)
{
	uint32_t *order;
	uint64_t  state = 42;
	size_t    i, held;

	if (t->count < LINES_MIN || t->classes.count < 2)
		return err_set(e, FAULT_INPUT, "%zu lines with %zu labels: at least %d lines and 2 labels are needed",
		    t->count, t->classes.count, LINES_MIN);
	sort_classes(t);
	if (t->set.balance)
		balance(t);
	make_room(t);
	order = mem_get(t->count * sizeof *order);
	for (i = 0; i < t->count; i++)
		order[i] = (uint32_t)i;
	train_shuffle(order, t->count, &state);
	held = t->count * t->set.hold_back / 100;
	held = held ? held : 1;
	train_learn(t, order + held, t->count - held);
	train_calibrate(t, order, held);
	measure(t, order, held, q);
	train_learn(t, order, t->count);
	free(order);
	return 0;
}
