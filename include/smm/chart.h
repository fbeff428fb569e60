/*
 * chart.h - figures drawn: accessible SVG, in a page or alone
 *
 * A chart is <svg role="img"> with its title and its description (WAI-ARIA Graphics Module 1.0; SVG 2, 5.8). Colours
 * are classes: a page gives them its own (chart_css, light and dark), a chart that stands alone brings them with it.
 * Whoever draws puts the numbers beside it as a table. Text is of unknown origin: it is escaped, and cut to its place.
 */
#ifndef SMM_CHART_H
#define SMM_CHART_H

#include "smm/buf.h"

#include <stddef.h>

#define CHART_COLORS 8   /* series beyond that begin anew */
#define CHART_PLACES 400 /* of a time axis: more would be closer than the pixels of a screen */

/* A value as people read it, as text: "4.2 %". */
typedef void chart_say(const void *arg, double value, struct buf *b);

enum chart_look { LOOK_PLAIN, LOOK_BEFORE, LOOK_AHEAD }; /* what is, what was before it, what may come */

struct chart_series {
	const char          *name;      /* NULL: no legend */
	const double        *at;
	const unsigned char *has;       /* at[i] is known; else a gap */
	const double        *low, *high; /* a band around it where it is known; NULL: none */
	enum chart_look      look;
};

struct chart_mark { /* something that happened at a place of the axis */
	size_t      place;
	const char *text;
};

struct chart {
	const char                *id;            /* of the element, unique in its page; a word of ours */
	const char                *title, *desc;  /* desc: in a sentence what it shows */
	chart_say                 *say;
	const void                *arg;
	const char *const         *labels;        /* of the places */
	const char *const         *notes;         /* what a pointer shows at each, instead of label and value; NULL */
	size_t                     count;         /* places */
	const struct chart_series *series;
	size_t                     nseries;
	const struct chart_mark   *marks;
	size_t                     nmarks;
	double                     target;        /* a line across */
	int                        has_target;
	int                        floats;        /* the axis need not begin at 0: a stock, which moves little */
	int                        alone;         /* a file of its own */
};

/* Lines along time. Gaps are gaps. */
void chart_lines(const struct chart *c, struct buf *b);

/* One bar for each label, its value behind it; of the first series alone. */
void chart_bars(const struct chart *c, struct buf *b);

/* Columns for what is in order: classes of a distribution. */
void chart_columns(const struct chart *c, struct buf *b);

/* A table of colours: labels are the columns', `rows` the rows'; values and notes (needed) row by row. */
void chart_heat(const struct chart *c, const char *const *rows, size_t nrows, struct buf *b);

/* Stages, the first the widest: each as wide as its value is of the greatest. */
void chart_funnel(const struct chart *c, struct buf *b);

/* The rules a page with charts needs; ends with NULL. */
extern const char *const chart_css[];

#endif
