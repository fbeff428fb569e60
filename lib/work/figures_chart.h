/* figures_chart.h - rows of one figure drawn; private to lib/work/figures_*.c */
#ifndef SMM_FIGURES_CHART_H
#define SMM_FIGURES_CHART_H

#include "figures_parts.h"

#include "smm/chart.h"

struct drawing { /* what is drawn: rows of one figure */
	struct figures           *f;
	const struct figure_rows *r;
	size_t                    from, to;
	const char               *id, *title; /* title NULL: the figure's */
	const struct chart_mark_at {          /* what happened, on the time axis */
		int64_t     day;
		const char *text;
	}     *marks;
	size_t nmarks;
	int    alone; /* a file of its own */
};

/*
 * Draws as the keys ask for: lines by day, week or month (and one other key before it), a table of colours by weekday
 * and hour, columns by one of these, else bars. False when these keys make no chart or no row has a value.
 */
int figures_draw(const struct drawing *d, struct buf *b);

/* Whether rows split by these keys can be drawn. */
int figures_can_draw(const enum kpi_key *keys, size_t count);

/* The end of the rows from `from` on that are of one figure and one currency. */
size_t figures_same_money(const struct figure_rows *r, size_t from);

#endif
