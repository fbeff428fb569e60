/*
 * quality.h - what a model answered on lines with labels, counted
 */
#ifndef SMM_QUALITY_H
#define SMM_QUALITY_H

#include "smm/buf.h"
#include "smm/err.h"
#include "smm/model.h"

#include <stddef.h>

struct quality {
	size_t  classes, lines;
	size_t *matrix; /* [true][answered] */
	double  accuracy, macro_f1;
	double  calibration; /* expected calibration error of the best answer: ten bins, weighted by their lines */
};

void   quality_release(struct quality *q);
double quality_f1(const struct quality *q, size_t class);

/* As one JSON object, type "quality"; the confusion matrix by names, without its zeros. */
void quality_line(const struct quality *q, const char *const *names, struct buf *out);

/* For people: lines of F1, precision and recall of each class, and what it is most often taken for. */
void quality_table(const struct quality *q, const char *const *names, struct buf *out);

/* Measures a model on lines as train_line() reads them; labels that it does not know are counted in *unknown. */
struct test;

struct test *test_new(const struct model *m);
int          test_line(struct test *t, const char *line, size_t len, struct err *e);
void         test_end(struct test *t, struct quality *q, size_t *unknown); /* releases t */

#endif
