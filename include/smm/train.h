/*
 * train.h - labelled lines in, a model out
 *
 * Multinomial logistic regression over hashed features (AdaGrad: Duchi, Hazan, Singer, JMLR 12, 2011), one core, in
 * the order of a fixed seed and with + - * / and square roots only: the same lines give the same bytes on every
 * machine. With more than 16 labels, and neither contrast nor ridge, the table is learnt as a product (train_shared.c).
 * A part of the lines is held back, measured, and used to calibrate the scores; then the model is trained
 * again on all of them.
 */
#ifndef SMM_TRAIN_H
#define SMM_TRAIN_H

#include "smm/err.h"
#include "smm/model.h"
#include "smm/quality.h"

#include <stddef.h>
#include <stdint.h>

struct train_settings {
	unsigned bits;      /* of the table, 8 to MODEL_BITS; 0: 18, or fewer with more than 16 classes */
	unsigned epochs;    /* passes over the lines */
	unsigned rate;      /* step of AdaGrad, thousandths */
	unsigned decay;     /* of weights at each step that meets them, millionths */
	unsigned hold_back; /* per cent of the lines that are held back; 1 to 50 */
	int      balance;   /* within a domain each class weighs the same */
	int      language;  /* features for languages: accents, short n-grams */
	int      form;      /* length, figures, capitals and links are features, too */
	int      around;    /* words next but one are features, too */
	int      contrast;  /* features count by how well they tell the labels apart */
	int      ridge;     /* in a pass all weights shrink alike, those of rare features too; steps grow smaller */
};

extern const struct train_settings train_defaults;

struct train;

struct train *train_new(const struct train_settings *s);
void          train_free(struct train *t);

/* A data set, its licence and its digest, in words; kept in the model. */
void train_source(struct train *t, const char *text);

/* A word list: "word<TAB>value" lines; values are rounded and cut to -7..7. 0 or -1. */
int train_words(struct train *t, const char *path, struct err *e);

/*
 * A line: {"text": ..., "label": ...} and perhaps "weight" (a whole number, 1 to 1000, default 1) and "domain" (where
 * it comes from: `balance` works within each domain). Other members do not matter. 0, or -1 with FAULT_INPUT.
 */
int train_line(struct train *t, const char *line, size_t len, struct err *e);

/* Trains; q is what was measured on the lines held back. 0, or -1: too few lines or classes. */
int train_run(struct train *t, struct quality *q, struct err *e);

size_t      train_classes(const struct train *t);
const char *train_class(const struct train *t, size_t i);

/* Writes the model. 0 or -1; what a full disk cut short is refused by model_open(). */
int train_write(const struct train *t, const char *path, struct err *e);

#endif
