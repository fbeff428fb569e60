/* chart_bars.c - values beside each other: bars, columns, stages, a table of colours */
#include "chart_parts.h"

#include "smm/html.h"

#define ROW    28.0
#define STAGE  54.0 /* of a funnel, with what is said below it */
#define LABEL  190.0 /* room for the words before a bar */
#define VALUE  110.0 /* and for the value behind it */
#define MOST   0.92  /* of the least opaque to the most: a cell */

static double
top_of(const struct chart *c)
{
	return c->alone ? 28 : 4;
}

static int
width_of(const struct chart *c)
{
	return c->alone ? CHART_WIDTH : CHART_NARROW;
}

static void
add_rect(struct buf *b, const char *class, double x, double y, double width, double height)
{
	buf_fmt(b, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\"/>\n", class, x, y,
	    width, height);
}

/* A value below zero has no length: the words behind it say it. */
static double
part_of(const struct chart_series *s, size_t i, double most)
{
	return s->has[i] && most > 0 && s->at[i] > 0 ? s->at[i] / most : 0;
}

static void
add_value(const struct chart *c, size_t i, double x, double y, const char *anchor, struct buf *b)
{
	if (c->series->has[i])
		chart_value(c, x, y, anchor, c->series->at[i], b);
	else
		chart_text(b, x, y, anchor, "q", "—", 2);
}

void
chart_bars(const struct chart *c, struct buf *b)
{
	double most = chart_most(c->series, c->count), room = width_of(c) - LABEL - VALUE, top = top_of(c), y, width;
	size_t i;

	chart_open(c, width_of(c), (int)(top + ROW * (double)c->count + 4), b);
	buf_str(b, "<g class=\"k0\">\n");
	for (i = 0; i < c->count; i++) {
		y = top + ROW * (double)i;
		width = room * part_of(c->series, i, most);
		chart_text(b, LABEL - 8, y + 18, "end", "", c->labels[i], 26);
		if (width > 0)
			add_rect(b, "f", LABEL, y + 4, width < 2 ? 2 : width, ROW - 9);
		add_value(c, i, LABEL + width + 8, y + 18, "start", b);
	}
	buf_str(b, "</g>\n");
	chart_close(b);
}

void
chart_columns(const struct chart *c, struct buf *b)
{
	double most = chart_most(c->series, c->count), top = top_of(c) + 16, height = 150, tall;
	double each = (double)CHART_WIDTH / (double)(c->count ? c->count : 1), x;
	size_t i;

	chart_open(c, CHART_WIDTH, (int)(top + height + 26), b);
	buf_str(b, "<g class=\"k0\">\n");
	for (i = 0; i < c->count; i++) {
		x = each * (double)i;
		tall = height * part_of(c->series, i, most);
		if (tall > 0)
			add_rect(b, "f", x + each * .14, top + height - (tall < 2 ? 2 : tall),
			    each * .72, tall < 2 ? 2 : tall);
		add_value(c, i, x + each / 2, top + height - tall - 5, "middle", b);
		chart_text(b, x + each / 2, top + height + 18, "middle", "", c->labels[i], (size_t)(each / 7));
	}
	buf_str(b, "</g>\n");
	chart_close(b);
}

void
chart_funnel(const struct chart *c, struct buf *b)
{
	double most = chart_most(c->series, c->count), room = width_of(c) - LABEL - VALUE, top = top_of(c), y, width;
	double middle = LABEL + room / 2;
	size_t i;

	chart_open(c, width_of(c), (int)(top + STAGE * (double)c->count + 2), b);
	buf_str(b, "<g class=\"k0\">\n");
	for (i = 0; i < c->count; i++) {
		y = top + STAGE * (double)i;
		width = room * part_of(c->series, i, most);
		width = width < 2 ? 2 : width;
		chart_text(b, LABEL - 8, y + 22, "end", "b", c->labels[i], 26);
		add_rect(b, "f", middle - width / 2, y + 4, width, 28);
		add_value(c, i, width_of(c) - VALUE + 8, y + 22, "start", b);
		if (c->notes && c->notes[i])
			chart_text(b, middle, y + 47, "middle", "q", c->notes[i], 60);
	}
	buf_str(b, "</g>\n");
	chart_close(b);
}

static void
add_cell(const struct chart *c, size_t i, double x, double y, double width, struct buf *b)
{
	double most = chart_most(c->series, c->count), part = part_of(c->series, i, most);
	int    is_best = c->series->has[i] && most > 0 && c->series->at[i] >= most;

	if (!c->series->has[i]) {
		add_rect(b, "e", x + 1, y + 1, width - 2, 22);
		return;
	}
	buf_fmt(b,
	    "<rect class=\"f\" fill-opacity=\"%.2f\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"22\" rx=\"3\">",
	    .08 + MOST * part, x + 1, y + 1, width - 2);
	chart_note(c, i, c->series->at[i], b);
	buf_str(b, "</rect>\n");
	if (is_best)
		buf_fmt(b,
		    "<rect class=\"o\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"22\" rx=\"3\"/>\n", x + 1, y + 1,
		    width - 2);
}

void
chart_heat(const struct chart *c, const char *const *rows, size_t nrows, struct buf *b)
{
	size_t columns = c->count / (nrows ? nrows : 1), row, i;
	double left = 84, each = (CHART_WIDTH - left - 4) / (double)(columns ? columns : 1), top = top_of(c) + 16;

	chart_open(c, CHART_WIDTH, (int)(top + 24 * (double)nrows + 6), b);
	for (i = 0; i < columns; i += columns > 12 ? 3 : 1)
		chart_text(b, left + each * ((double)i + .5), top - 5, "middle", "q", c->labels[i], 8);
	buf_str(b, "<g class=\"k0\">\n");
	for (row = 0; row < nrows; row++) {
		chart_text(b, left - 8, top + 24 * (double)row + 16, "end", "q", rows[row], 12);
		for (i = 0; i < columns; i++)
			add_cell(c, row * columns + i, left + each * (double)i, top + 24 * (double)row, each, b);
	}
	buf_str(b, "</g>\n");
	chart_close(b);
}
