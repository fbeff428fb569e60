/* chart_lines.c - values along time */
#include "chart_parts.h"

#include "smm/html.h"
#include "smm/term.h"

#include <math.h>
#include <string.h>

#define HEIGHT 250
#define LEFT   84.0 /* "16 h 40 min" has room */
#define RIGHT  14.0
#define TOP    34.0
#define BOTTOM 30.0
#define TICKS  4
#define NOTED  400 /* places that a pointer can ask; beyond them the table has the values */
#define LETTER 6.6 /* width of one, about, at 12 px */

struct scale { /* of the values: where they begin and end, and the distance of the lines across */
	double from, to, step;
};

static void
widen(double v, int *any, double *least, double *most)
{
	*least = !*any || v < *least ? v : *least;
	*most = !*any || v > *most ? v : *most;
	*any = 1;
}

/* The least and the greatest of all that is drawn. */
static void
range(const struct chart *c, double *least, double *most)
{
	const struct chart_series *s;
	size_t                     i;
	int                        any = 0;

	*least = *most = 0;
	for (s = c->series; s < c->series + c->nseries; s++)
		for (i = 0; i < c->count; i++) {
			if (!s->has[i])
				continue;
			widen(s->at[i], &any, least, most);
			if (s->low) {
				widen(s->low[i], &any, least, most);
				widen(s->high[i], &any, least, most);
			}
		}
	if (c->has_target)
		widen(c->target, &any, least, most);
}

/* 1, 2 or 5 times a power of ten. */
static double
round_step(double step)
{
	double ten = 1, n;

	while (ten * 10 <= step)
		ten *= 10;
	while (ten > step && ten > 1e-300)
		ten /= 10;
	n = step / ten;
	return ten * (n <= 1 ? 1 : n <= 2 ? 2 : n <= 5 ? 5 : 10);
}

static struct scale
scale_of(const struct chart *c)
{
	struct scale s;
	double       least, most;

	range(c, &least, &most);
	if (least > 0 && (!c->floats || least < 0.6 * most))
		least = 0;
	if (most < 0)
		most = 0;
	if (most <= least)
		most = least + (fabs(least) > 1 ? fabs(least) / 10 : 1);
	s.step = round_step((most - least) / TICKS);
	s.from = floor(least / s.step + 1e-9) * s.step;
	s.to = ceil(most / s.step - 1e-9) * s.step;
	return s;
}

static double
x_of(const struct chart *c, size_t place)
{
	double room = CHART_WIDTH - LEFT - RIGHT;

	return c->count < 2 ? LEFT + room / 2 : LEFT + room * (double)place / (double)(c->count - 1);
}

static double
y_of(const struct scale *s, double v)
{
	return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (v - s->from) / (s->to - s->from);
}

static void
add_line(struct buf *b, const char *class, double x1, double y1, double x2, double y2)
{
	buf_fmt(b, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", class, x1, y1, x2, y2);
}

/* Below their places, the last within the axis; one that would touch the one before is left out. */
static void
add_labels(const struct chart *c, size_t every, struct buf *b)
{
	double                   wide, from, taken = 0;
	size_t                   i;
	int                      is_last;

	for (i = 0; i < c->count; i += every) {
		wide = LETTER * (double)term_width(c->labels[i], strlen(c->labels[i]));
		is_last = i && i + 1 == c->count;
		from = x_of(c, i) - (is_last ? wide : wide / 2);
		if (from < taken)
			continue;
		taken = from + wide + LETTER;
		chart_text(b, x_of(c, i), HEIGHT - 10, is_last ? "end" : "middle", "q", c->labels[i], 24);
	}
}

/* Lines across with their values, and as many labels below as have room. */
static void
add_axes(const struct chart *c, const struct scale *s, struct buf *b)
{
	size_t every = 1, shown = c->count, i, widest = 1, width;
	double v;
	int    n;

	for (n = 0; (v = s->from + n * s->step) <= s->to + s->step / 2; n++) {
		add_line(b, "g", LEFT, y_of(s, v), CHART_WIDTH - RIGHT, y_of(s, v));
		chart_value(c, LEFT - 6, y_of(s, v) + 4, "end", fabs(v) < s->step / 2 ? 0 : v, b);
	}
	for (i = 0; i < c->count; i++) {
		width = term_width(c->labels[i], strlen(c->labels[i]));
		widest = width > widest ? width : widest;
	}
	while ((double)shown * ((double)widest + 2) * LETTER > CHART_WIDTH - LEFT - RIGHT)
		shown = c->count / ++every;
	add_labels(c, every, b);
}

static void
add_band(const struct chart *c, const struct chart_series *s, const struct scale *scale, struct buf *b)
{
	size_t from, to, i;

	for (from = 0; s->low && from < c->count; from = to + 1) {
		for (to = from; to < c->count && s->has[to]; to++)
			;
		if (to - from < 2)
			continue;
		buf_str(b, "<path class=\"a\" d=\"");
		for (i = from; i < to; i++)
			buf_fmt(b, "%c%.1f %.1f", i == from ? 'M' : 'L', x_of(c, i), y_of(scale, s->high[i]));
		for (i = to; i > from; i--)
			buf_fmt(b, "L%.1f %.1f", x_of(c, i - 1), y_of(scale, s->low[i - 1]));
		buf_str(b, "Z\"/>\n");
	}
}

/* Runs of known values; one that stands alone is a dot. */
static void
add_path(const struct chart *c, const struct chart_series *s, const struct scale *scale, struct buf *b)
{
	static const char *const looks[] = { "", " before", " ahead" };
	size_t                   i;
	int                      before = 0;

	buf_fmt(b, "<path class=\"l%s\" d=\"", looks[s->look]);
	for (i = 0; i < c->count; before = s->has[i++])
		if (s->has[i] && (before || (i + 1 < c->count && s->has[i + 1])))
			buf_fmt(b, "%c%.1f %.1f", before ? 'L' : 'M', x_of(c, i), y_of(scale, s->at[i]));
	buf_str(b, "\"/>\n");
	for (i = 0; i < c->count; i++)
		if (s->has[i] && (!i || !s->has[i - 1]) && (i + 1 == c->count || !s->has[i + 1]))
			buf_fmt(b, "<circle class=\"f\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"/>\n",
			    x_of(c, i), y_of(scale, s->at[i]));
}

static void
add_notes(const struct chart *c, const struct chart_series *s, const struct scale *scale, struct buf *b)
{
	size_t i;

	if (c->alone || c->count > NOTED || s->look == LOOK_BEFORE)
		return;
	for (i = 0; i < c->count; i++) {
		if (!s->has[i])
			continue;
		buf_fmt(b, "<circle class=\"h\" cx=\"%.1f\" cy=\"%.1f\" r=\"6\">", x_of(c, i), y_of(scale, s->at[i]));
		chart_note(c, i, s->at[i], b);
		buf_str(b, "</circle>\n");
	}
}

static void
add_legend(const struct chart *c, struct buf *b)
{
	static const char *const looks[] = { "", " before", " ahead" };
	double                   x = LEFT, y = c->alone ? 30 : 14;
	size_t                   i;

	for (i = 0; i < c->nseries; i++) {
		if (!c->series[i].name || x > CHART_WIDTH - 80)
			continue;
		buf_fmt(b, "<g class=\"k%zu\"><path class=\"l%s\" d=\"M%.1f %.1fh20\"/></g>\n", i % CHART_COLORS,
		    looks[c->series[i].look], x, y - 4);
		chart_text(b, x + 26, y, "start", "q", c->series[i].name, 28);
		x += 46 + LETTER * (double)term_width(c->series[i].name, strlen(c->series[i].name));
	}
}

static void
add_marks(const struct chart *c, struct buf *b)
{
	const struct chart_mark *m;
	double                   x;

	for (m = c->marks; m < c->marks + c->nmarks; m++) {
		x = x_of(c, m->place);
		add_line(b, "m", x, TOP - 6, x, HEIGHT - BOTTOM);
		chart_text(b, x > CHART_WIDTH / 2.0 ? x - 4 : x + 4, TOP + 4,
		    x > CHART_WIDTH / 2.0 ? "end" : "start", "w",
		    m->text, 32);
	}
}

void
chart_lines(const struct chart *c, struct buf *b)
{
	struct scale s = scale_of(c);
	size_t       i;

	chart_open(c, CHART_WIDTH, HEIGHT, b);
	add_legend(c, b);
	add_axes(c, &s, b);
	if (c->has_target)
		add_line(b, "t", LEFT, y_of(&s, c->target), CHART_WIDTH - RIGHT, y_of(&s, c->target));
	add_marks(c, b);
	for (i = 0; i < c->nseries; i++) {
		buf_fmt(b, "<g class=\"k%zu\">\n", i % CHART_COLORS);
		add_band(c, c->series + i, &s, b);
		add_path(c, c->series + i, &s, b);
		add_notes(c, c->series + i, &s, b);
		buf_str(b, "</g>\n");
	}
	chart_close(b);
}
