/* train_parts.h - what the files of the trainer share */
#ifndef SMM_TRAIN_PARTS_H
#define SMM_TRAIN_PARTS_H

#include "feature.h"
#include "model_parts.h"

#include "smm/buf.h"
#include "smm/mem.h"
#include "smm/scan.h"
#include "smm/quality.h"
#include "smm/train.h"

/* How much each group of features counts. */
#define TRAIN_SHARES { 1.0, 1.0, 0.6 }

#define TRAIN_SMALL 0.001 /* a gradient below it changes nothing that eight bits would show */

struct example {
	uint32_t *hashes; /* of all groups, one behind the other */
	uint32_t  count[FEATURE_GROUPS];
	uint16_t  label, domain;
	float     weight;
};

struct names { /* in the order they were met; sorted before training */
	const char **at;
	size_t       count, room;
};

struct train {
	struct train_settings set;
	unsigned              recipe;
	struct scan          *scan;
	struct mem           *line, *kept;
	struct norm          *norm;
	struct features      *features;
	struct lexicon        lexicon;
	uint32_t             *slots;
	struct listing       *listing; /* what the word lists gave */
	struct example       *examples;
	size_t                count, room;
	struct names          classes, domains, sources;
	size_t                columns;
	float                *weights; /* [hash][column] */
	float                *squares; /* of the gradients, alike */
	float                *contrast; /* how much a feature counts for a column, alike; NULL: all the same */
	float                *ridge; /* [hash]: lines for each time that a row is met; NULL: not asked for */
	double               *bias, *bias_squares;
	double                slope, *offset; /* calibration of the columns */
};

/* The columns' sums for an example, before calibration. */
void train_sums(const struct train *t, const struct example *x, double *sum);

/* Learns from the examples; `order` are their indices. */
void train_learn(struct train *t, uint32_t *order, size_t count);

/* The same for many labels, into weights and bias that are 0; contrast and ridge are not heeded. */
void train_shared(struct train *t, uint32_t *order, size_t count);

/* How much one feature of a group counts where there are so many of it. */
double train_share(int g, size_t count);

/* One step of AdaGrad. */
void train_step_bias(double *bias, double *squares, double rate, double gradient);

/* Makes t->contrast of what these examples hold. */
void train_contrast(struct train *t, const uint32_t *order, size_t count);

/* Finds slope and offsets that make the sums of these examples probabilities. */
void train_calibrate(struct train *t, const uint32_t *order, size_t count);

/* What one line says: the text's features and the label; label NULL when it has none. */
int train_parse(struct scan *scan, struct mem *m, const char *line, size_t len, char **text, size_t *text_len,
    char **label, struct err *e);

void train_free_words(struct train *t);

/* A sequence of numbers, the same everywhere (splitmix64). */
uint64_t train_next(uint64_t *state);
void     train_shuffle(uint32_t *order, size_t count, uint64_t *state);

/* Counting answers. */
struct counting {
	size_t classes, lines;
	size_t *matrix;
	double  sum[10], right[10];
	size_t  in[10];
};
void counting_init(struct counting *c, size_t classes);
void counting_add(struct counting *c, size_t label, size_t best, double p);
void counting_end(struct counting *c, struct quality *q);

#endif
