/* figures_page.h - a report as a page of HTML, in its parts; private to lib/work/figures_*.c */
#ifndef SMM_FIGURES_PAGE_H
#define SMM_FIGURES_PAGE_H

#include "figures_chart.h"

enum view_id { /* the same lines, split in these ways */
	VIEW_WHOLE, /* the first */
	VIEW_TIME, VIEW_FOLLOWERS, VIEW_NETWORK, VIEW_CAMPAIGN, VIEW_HOURS, VIEW_LISTS, VIEW_RESPONSE,
	VIEW_FUNNEL, VIEW_TOPICS, VIEW_COUNT
};

#define CLASSES 8 /* of response times; the last is whatever took longer than the seventh's limit */

struct view_of { /* where rows of a view go */
	struct figures_page *p;
	enum view_id         id;
};

struct seen_alert {
	const char *kind, *subject;
	int64_t     at;
};

struct figures_page {
	struct figures    *f;
	struct figure_rows view[VIEW_COUNT];
	struct kpi_view    asked[VIEW_COUNT];
	struct view_of     place[VIEW_COUNT];
	uint64_t           answered[CLASSES]; /* first answers, by how long they took */
	struct seen_alert *alerts;            /* in order, each once */
	size_t             nalerts, alert_room;
	int                has_own_whole;     /* else VIEW_WHOLE is what was asked for, and lent */
	size_t             charts;            /* drawn so far: their ids */
	struct buf         good, bad, look;   /* sentences of the summary, list items */
	size_t             ngood, nbad, nlook;
};

/* Whether the format is a page: HTML, or the same on paper. */
int  figures_is_page(const struct figures *f);

/* Asks for all views, before the lines are read; f->page is it. */
void page_ask(struct figures *f);
void page_take_rows(struct figures *f); /* once they are there */
void page_release(struct figures_page *p); /* NULL is allowed */

extern const int64_t page_limits[CLASSES - 1]; /* seconds */

/* The first row of a figure in a view, and behind its last; NULL: there is none. */
const struct kpi_row *page_rows(const struct figures_page *p, enum view_id v, const char *kpi, size_t *from,
    size_t *to);

/* The figure of everything, when it has a value; else NULL. */
const struct kpi_row *page_whole(const struct figures_page *p, enum view_id v, const char *kpi);

/* Text of ours, translated and escaped. */
void page_tr(struct buf *b, const char *message);

/* A figure with its caption before what is drawn, and its table behind it. */
void page_open_chart(struct figures_page *p, const char *title, struct buf *b);
void page_close_chart(const char *title, const struct table *t, struct buf *b);

/* --- figures_summary.c: sentences made from the numbers */
void page_summary(struct figures_page *p, struct buf *b);

/* --- figures_sections.c: charts and tables by subject; each writes nothing when there is nothing to show */
void page_sections(struct figures_page *p, struct buf *b);
void page_asked(struct figures_page *p, struct buf *b); /* what --by asks for */

/* --- figures_special.c: those that are no rows by keys. True when drawn. */
int page_response(struct figures_page *p, struct buf *b);
int page_funnel(struct figures_page *p, struct buf *b);

extern const char *const page_css[]; /* ends with NULL */

/* --- figures_html.c */
void figures_html(struct figures *f, struct buf *b);
int  figures_pdf(struct figures *f, struct buf *b, struct err *e);
int  figures_png(struct figures *f, struct buf *b, struct err *e); /* of the same chart as SVG */
int  figures_svg(struct figures *f, struct buf *b, struct err *e); /* -1: it is not one chart */

#endif
