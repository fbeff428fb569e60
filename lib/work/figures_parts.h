/* figures_parts.h - what the parts of figures.c share */
#ifndef SMM_FIGURES_PARTS_H
#define SMM_FIGURES_PARTS_H

#include "smm/figures.h"
#include "smm/report.h"

enum figure_word {
	WORD_FIGURE, WORD_VALUE, WORD_BEFORE, WORD_CHANGE, WORD_TARGET, WORD_N, WORD_BESIDE, WORD_RANK, WORD_POST,
	WORD_WORDS, WORD_TEXT, WORD_NOTE, WORD_STALE, WORD_MET, WORD_OPEN, WORD_MISSED, WORD_UNKNOWN, WORD_NONE
};

const char *figures_word(const struct figures *f, enum figure_word w);
const char *figures_key(const struct figures *f, enum kpi_key k);
const char *figures_title(const struct figures *f, const struct kpi_def *d);
const char *figures_reason(const struct figures *f, const char *reason);
const char *figures_semicolon(const struct figures *f); /* with the blanks around it */

/* The nearest whole number, halves away from zero; lround() would bring a library that is loaded at every start. */
wide figures_nearest(double value);

const char *figures_weekday(const struct figures *f, int weekday);

/* What a row's key is, in words; "(unknown)". */
const char *figures_label(const struct figures *f, const struct figure_rows *r, const struct kpi_row *row, size_t key);

/* "from 1 November 2026 to 30 November 2026". */
void figures_period(const struct figures *f, struct buf *b);
void figures_span(const struct figures *f, int64_t from, int64_t to, struct buf *b);

/* A copy of the row behind the others of its view. */
void figures_keep(struct figures *f, struct figure_rows *r, const struct kpi_row *row);

/* A value in millionths with its unit, 4.00% (short, a target or a tick: 4%). */
void figures_put(const struct figures *f, const struct kpi_row *row, wide value, struct buf *b);
void figures_put_short(const struct figures *f, const struct kpi_row *row, wide value, struct buf *b);

/* The same as texts, kept as long as f. */
const char *figures_value(const struct figures *f, const struct kpi_row *row, wide value);
const char *figures_value_short(const struct figures *f, const struct kpi_row *row, wide value);

/* How it moved, good or bad. */
void figures_change(struct figures *f, const struct kpi_row *row, struct cell_text *c);

/* How many records it rests on, in words. */
const char *figures_count(struct figures *f, const struct kpi_row *row);

/* Its target, and whether it is met; left alone without one. */
void figures_target(struct figures *f, const struct kpi_row *row, struct cell_text *c);

/* Tables: the whole's figures of a group; one figure by keys, or a list, rows [from, to). */
struct table *figures_of_group(struct figures *f, const struct figure_rows *r, enum kpi_group g);
struct table *figures_by_key(struct figures *f, const struct figure_rows *r, size_t from, size_t to);
size_t        figures_end(const struct figure_rows *r, size_t from); /* behind the rows of one figure */
int           figures_is_whole(const struct figures *f, size_t i); /* of everything, and no list */

/* One format each, into a buffer. */
void figures_jsonl(const struct figures *f, struct buf *b);
void figures_csv(const struct figures *f, struct buf *b);
void figures_markdown(struct figures *f, struct buf *b);
void figures_text(struct figures *f, const struct term *t, struct buf *b);

#endif
