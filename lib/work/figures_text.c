/* figures_text.c - the report of a terminal, and the same as Markdown */
#include "figures_house.h"

#include "smm/zone.h"

#include <string.h>

#define CURVE_MOST 400

void
figures_span(const struct figures *f, int64_t from, int64_t to, struct buf *b)
{
	if (from != KPI_OPEN) {
		buf_str(b, f->french ? "du " : "from ");
		date_put(b, (from / 1000 + zone_offset(from)) / 86400, f->french);
	}
	if (to != KPI_OPEN) {
		buf_str(b, from == KPI_OPEN ? f->french ? "jusqu’au " : "to " : f->french ? " au " : " to ");
		date_put(b, ((to - 1) / 1000 + zone_offset(to - 1)) / 86400, f->french);
	}
	if (from == KPI_OPEN && to == KPI_OPEN)
		buf_str(b, f->french ? "toute la période" : "all of the time");
}

void
figures_period(const struct figures *f, struct buf *b)
{
	figures_span(f, f->set.from, f->set.to, b);
}

/* One figure by day, week or month alone: its course, a gap where there is none. */
static void
put_curve(const struct figures *f, size_t from, size_t to, struct buf *b)
{
	static const int step[] = { [KEY_DAY] = 1, [KEY_WEEK] = 7 };
	double           value[CURVE_MOST];
	int              has[CURVE_MOST] = { 0 };
	int64_t          first = f->rows.at[from].sort[0], place;
	size_t           i, count = 0;

	if (f->set.nkeys != 1 || (f->set.keys[0] != KEY_DAY && f->set.keys[0] != KEY_WEEK) || f->rows.at[from].rank)
		return;
	for (i = from; i < to; i++) {
		place = (f->rows.at[i].sort[0] - first) / step[f->set.keys[0]];
		if (place < 0 || place >= CURVE_MOST || !f->rows.at[i].has_value)
			continue;
		value[place] = (double)f->rows.at[i].value / 1e6;
		has[place] = 1;
		count = (size_t)place + 1;
	}
	if (count > 1) {
		sparkline(b, value, has, count);
		buf_str(b, "\n\n");
	}
}

void
figures_text(struct figures *f, const struct term *term, struct buf *b)
{
	struct table *t;
	size_t        from, to;
	int           g;

	term_on(b, term, TERM_DIM);
	figures_period(f, b);
	term_off(b, term);
	buf_str(b, "\n\n");
	for (g = 0; g < KPI_GROUPS && !f->set.nkeys; g++) {
		t = figures_of_group(f, &f->rows, (enum kpi_group)g);
		if (!t->rows)
			continue;
		table_text(t, term, b);
		buf_char(b, '\n');
	}
	for (from = 0; from < f->rows.count; from = to) {
		to = figures_end(&f->rows, from);
		if (figures_is_whole(f, from))
			continue;
		table_text(figures_by_key(f, &f->rows, from, to), term, b);
		buf_char(b, '\n');
		put_curve(f, from, to, b);
	}
}

void
figures_markdown(struct figures *f, struct buf *b)
{
	struct table *t;
	size_t        from, to;
	int           g;

	buf_str(b, "# ");
	markdown_text(b, f->house && f->house->title ? f->house->title : f->french ? "Rapport" : "Report");
	buf_str(b, "\n\n");
	figures_period(f, b);
	buf_str(b, "\n\n");
	house_markdown(f->house ? f->house->intro : NULL, b);
	for (g = 0; g < KPI_GROUPS && !f->set.nkeys; g++) {
		t = figures_of_group(f, &f->rows, (enum kpi_group)g);
		if (!t->rows)
			continue;
		table_markdown(t, b);
		buf_char(b, '\n');
	}
	for (from = 0; from < f->rows.count; from = to) {
		to = figures_end(&f->rows, from);
		if (figures_is_whole(f, from))
			continue;
		table_markdown(figures_by_key(f, &f->rows, from, to), b);
		buf_char(b, '\n');
	}
	if (f->house)
		house_comments_markdown(f, b);
}
