/* quick.h - lines as their producers write them, read at speed (skim.h); private to lib/kpi */
#ifndef SMM_QUICK_H
#define SMM_QUICK_H

#include "fields.h"

struct quick;

struct quick *quick_new(void);
void          quick_free(struct quick *q);

/* Before the lines of a text, which is another than that of the lines before. */
void quick_begin(struct quick *q);

/*
 * The line at `at`, of text up to `end`, into its kind and fields as rec_read() and fields_of() would. Returns its
 * bytes with the line feed; 0: they must say what is wrong with it, or unusual, or it is not whole.
 */
size_t quick_line(struct quick *q, const char *at, const char *end, const struct kind **kind, struct fields *f);

#endif
