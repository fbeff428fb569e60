/*
 * figures_ahead.h - what followers, interactions and spend may be in the period that follows; private to lib/work
 *
 * From daily sums of all the lines there are, whatever period was asked for, up to the beginning of today or the end of
 * the period. A day between the first and the last that has no line adds nothing, as it adds nothing to the figure of a
 * period. Followers are what they are now and the net growth to come.
 */
#ifndef SMM_FIGURES_AHEAD_H
#define SMM_FIGURES_AHEAD_H

#include "figures_parts.h"

#include "smm/forecast.h"

#define AHEAD_MOST 12 /* figures: spend in that many currencies at most, less two */

enum ahead_why { AHEAD_KNOWN, AHEAD_NOTHING, AHEAD_SHORT, AHEAD_OLD };

struct ahead_figure {
	const struct kpi_def *def;      /* the figure that is foreseen */
	const char           *currency; /* of money */
	double               *days;     /* daily sums (of followers: growth), the oldest first */
	size_t                n, gap;   /* days; days behind them before the period that is foreseen */
	size_t                ahead;    /* days whose sum is foreseen */
	int64_t               through;  /* the last of the days */
	int64_t               as_of;    /* the newest reading */
	double                level;    /* of followers: what they are now; else 0 */
	enum ahead_why        why;      /* why nothing is foreseen */
	struct forecast_next  next;     /* AHEAD_KNOWN: without the level */
};

struct figures_ahead {
	struct figures     *f;
	struct figure_rows  daily, level;
	const struct kpi_def *kpis[4];
	int64_t             first, end; /* the period that is foreseen: local days, half open */
	struct ahead_figure at[AHEAD_MOST];
	size_t              count;
	int                 all; /* not only those of --kpi */
};

/*
 * --forecast ("": a period as long as the one asked for; else a number of days): asks for the rows it needs, beside
 * what else is asked for. FAULT_USAGE.
 */
int  ahead_ask(struct figures *f, const struct figures_ask *ask, struct err *e);
void ahead_views(struct figures *f); /* after page_ask() */
void ahead_compute(struct figures_ahead *a);
void ahead_release(struct figures_ahead *a);

/* A sum with the level; the same of the periods before, the `back`th of them ago (1: the last). */
double ahead_value(const struct ahead_figure *x, double sum);
double ahead_before(const struct ahead_figure *x, size_t back);
size_t ahead_periods(const struct ahead_figure *x); /* how many there are, whole ones */

/* --- figures_ahead_tell.c: one format each */
void ahead_jsonl(const struct figures_ahead *a, struct buf *b);
void ahead_csv(const struct figures_ahead *a, struct buf *b);
void ahead_text(struct figures_ahead *a, const struct term *t, struct buf *b);
void ahead_markdown(struct figures_ahead *a, struct buf *b);
void ahead_html(struct figures_ahead *a, struct buf *b);
int  ahead_svg(struct figures_ahead *a, struct buf *b, struct err *e);

#endif
