/* figures_ahead_tell.c - what is foreseen, in each format, with how far off it may be */
#include "figures_ahead.h"

#include "figures_page.h"

#include "smm/html.h"
#include "smm/lang.h"
#include "smm/zone.h"

#include <math.h>
#include <string.h>

#define PERIODS 6 /* before the one foreseen, at most, in a chart */

static const char *const ways[FORECAST_WAYS] = { [FORECAST_NAIVE] = "seasonal naive",
    [FORECAST_SMOOTH] = "Holt-Winters" };

/* Whole people and times, whole hundredths of money: more nobody foresees. In millionths. */
static wide
rounded(const struct ahead_figure *x, double value)
{
	return strcmp(x->def->unit, "money") == 0 ? figures_nearest(value * 100) * 10000 :
	    figures_nearest(value) * 1000000;
}

static double
share_of(const struct forecast_past *p)
{
	return p->actual > 0 ? 100 * p->error / p->actual : -1;
}

static const char *
method_of(const struct figures_ahead *a, const struct ahead_figure *x)
{
	const struct forecast_smooth *p = &x->next.smooth;

	if (x->next.way == FORECAST_NAIVE)
		return "seasonal naive: every day as its weekday was last";
	return mem_fmt(a->f->mem, "Holt-Winters, additive, 7 weekdays; alpha %g, beta %g, gamma %g", p->level,
	    p->trend, p->season);
}

static const char *
date_text(const struct figures_ahead *a, int64_t day)
{
	struct buf  b = { 0 };
	const char *s;

	date_put(&b, day, a->f->french);
	s = mem_str(a->f->mem, b.at);
	buf_release(&b);
	return s;
}

static const char *
iso_text(const struct figures_ahead *a, int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return mem_fmt(a->f->mem, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static const char *
why_not(const struct figures_ahead *a, const struct ahead_figure *x)
{
	switch (x->why) {
	case AHEAD_NOTHING: return tr("no day is known");
	case AHEAD_OLD:
		return mem_fmt(a->f->mem, tr("the last day that is known is %s"), iso_text(a, x->through));
	case AHEAD_SHORT:
		return mem_fmt(a->f->mem,
		    tr("%1$zu days are known, %2$zu are needed to foresee %3$zu and measure the error"), x->n,
		    forecast_needs(x->gap, x->ahead), x->ahead);
	case AHEAD_KNOWN: break;
	}
	return NULL;
}

/* --- for programs ----------------------------------------------------------------------------------- */

static void
put_number(struct buf *b, const char *key, wide millionths)
{
	json_key(b, key);
	wide_put_decimal(b, millionths);
}

static void
put_instant(struct buf *b, const char *key, int64_t ms)
{
	char text[WHEN_SIZE];

	json_str(b, key, when_write(text, ms, zone_offset(ms)));
}

static void
put_day(struct buf *b, const char *key, int64_t day)
{
	struct civil c = { 0 };
	enum wall    how;
	int          offset;

	civil_from_days(day, &c);
	put_instant(b, key, zone_instant(&c, &offset, &how));
}

static void
put_tries(const struct ahead_figure *x, struct buf *b)
{
	int    way;
	double share;

	json_key(b, "backtest");
	json_open(b, '[');
	for (way = 0; way < FORECAST_WAYS; way++) {
		json_open(b, '{');
		json_str(b, "method", ways[way]);
		json_int(b, "n", (int64_t)x->next.past[way].count);
		put_number(b, "error", rounded(x, x->next.past[way].error));
		share = share_of(x->next.past + way);
		if (share >= 0)
			put_number(b, "share", figures_nearest(share * 100) * 10000);
		json_bool(b, "chosen", way == (int)x->next.way);
		json_close(b, '}');
	}
	json_close(b, ']');
}

static void
put_known(const struct figures_ahead *a, const struct ahead_figure *x, struct buf *b)
{
	json_str(b, "method", method_of(a, x));
	put_number(b, "value", rounded(x, ahead_value(x, x->next.sum)));
	put_number(b, "low", rounded(x, ahead_value(x, x->next.low)));
	put_number(b, "high", rounded(x, ahead_value(x, x->next.high)));
	put_number(b, "previous", rounded(x, ahead_before(x, 1)));
	put_tries(x, b);
}

void
ahead_jsonl(const struct figures_ahead *a, struct buf *b)
{
	const struct ahead_figure *x;

	for (x = a->at; x < a->at + a->count; x++) {
		json_open(b, '{');
		json_str(b, "type", "forecast");
		json_str(b, "kpi", x->def->id);
		put_day(b, "from", a->first);
		put_day(b, "to", a->end);
		json_str(b, "tz", a->f->set.zone);
		if (strcmp(x->def->unit, "money") == 0)
			json_str(b, "unit", x->currency && *x->currency ? x->currency : "XXX");
		else
			json_str(b, "unit", x->def->unit);
		json_int(b, "n", (int64_t)x->n);
		if (x->n) {
			json_str(b, "through", iso_text(a, x->through));
			put_instant(b, "as_of", x->as_of);
		}
		if (x->why == AHEAD_KNOWN)
			put_known(a, x, b);
		else
			json_str(b, "reason", why_not(a, x));
		json_close(b, '}');
		buf_char(b, '\n');
	}
}

static void
csv_number(struct buf *b, wide millionths)
{
	buf_char(b, ',');
	wide_put_decimal(b, millionths);
}

/* A table of its own behind the figures, an empty line between. */
void
ahead_csv(const struct figures_ahead *a, struct buf *b)
{
	const struct ahead_figure *x;

	buf_str(b, "\r\nforecast,from,to,value,unit,low,high,previous,error,forecasts,n,reason,method\r\n");
	for (x = a->at; x < a->at + a->count; x++) {
		buf_fmt(b, "%s,%s,%s", x->def->id, iso_text(a, a->first), iso_text(a, a->end));
		if (x->why == AHEAD_KNOWN)
			csv_number(b, rounded(x, ahead_value(x, x->next.sum)));
		else
			buf_char(b, ',');
		buf_char(b, ',');
		csv_cell(b, strcmp(x->def->unit, "money") != 0 ? x->def->unit : x->currency && *x->currency ?
		    x->currency : "XXX");
		if (x->why == AHEAD_KNOWN) {
			csv_number(b, rounded(x, ahead_value(x, x->next.low)));
			csv_number(b, rounded(x, ahead_value(x, x->next.high)));
			csv_number(b, rounded(x, ahead_before(x, 1)));
			csv_number(b, rounded(x, x->next.past[x->next.way].error));
			buf_fmt(b, ",%zu,%zu,,", x->next.past[x->next.way].count, x->n);
			csv_cell(b, method_of(a, x));
		} else {
			buf_fmt(b, ",,,,,,%zu,", x->n);
			csv_cell(b, why_not(a, x));
			buf_char(b, ',');
		}
		buf_str(b, "\r\n");
	}
}

/* --- for people ------------------------------------------------------------------------------------- */

static const char *
value_text(const struct figures_ahead *a, const struct ahead_figure *x, double value)
{
	struct kpi_row row = { .def = x->def, .currency = x->currency };
	struct buf     b = { 0 };
	const char    *s;

	figures_put(a->f, &row, rounded(x, value), &b);
	s = mem_str(a->f->mem, b.at);
	buf_release(&b);
	return s;
}

static const char *
percent_text(const struct figures_ahead *a, double share)
{
	struct buf  b = { 0 }, digits = { 0 };
	const char *s;

	buf_fmt(&digits, "%.1f", share);
	number_put(&b, digits.at, 1, a->f->french);
	buf_str(&b, a->f->french ? "\xc2\xa0%" : "%");
	s = mem_str(a->f->mem, b.at);
	buf_release(&b);
	buf_release(&digits);
	return s;
}

/* "1,234 (8.3%)"; of followers a share of their growth would be read as one of them */
static const char *
error_text(const struct figures_ahead *a, const struct ahead_figure *x, enum forecast_way way)
{
	const struct forecast_past *p = x->next.past + way;
	double                      share = x->level > 0 ? -1 : share_of(p);
	const char                 *error = value_text(a, x, p->error);

	return share < 0 ? error : mem_fmt(a->f->mem, "%s (%s)", error, percent_text(a, share));
}

/* How it is foreseen, or why it is not. */
static const char *
note_text(const struct figures_ahead *a, const struct ahead_figure *x)
{
	enum forecast_way other = x->next.way == FORECAST_NAIVE ? FORECAST_SMOOTH : FORECAST_NAIVE;
	const char       *title = figures_title(a->f, x->def);

	if (x->why != AHEAD_KNOWN)
		return mem_fmt(a->f->mem, tr("%1$s: nothing is foreseen: %2$s."), title, why_not(a, x));
	return mem_fmt(a->f->mem,
	    tr("%1$s: by %2$s, tried on the past %3$zu times; %4$s would have been off by %5$s."),
	    title, tr(ways[x->next.way]), x->next.past[x->next.way].count, tr(ways[other]), error_text(a, x, other));
}

static const char *
title_of(const struct figures_ahead *a)
{
	return mem_fmt(a->f->mem, tr("What may come, from %1$s to %2$s"), date_text(a, a->first),
	    date_text(a, a->end - 1));
}

static struct table *
table_of(struct figures_ahead *a)
{
	const char               **head = mem_alloc(a->f->mem, 6 * sizeof *head);
	struct table              *t;
	const struct ahead_figure *x;
	struct cell_text          *row;

	head[0] = figures_word(a->f, WORD_FIGURE);
	head[1] = tr("May be");
	head[2] = tr("From (95%)");
	head[3] = tr("To (95%)");
	head[4] = figures_word(a->f, WORD_BEFORE);
	head[5] = tr("Off by so far");
	t = table_new(a->f->mem, title_of(a), head, "lrrrrr", 6);
	for (x = a->at; x < a->at + a->count; x++) {
		row = table_row(a->f->mem, t);
		row[0].text = figures_title(a->f, x->def);
		row[1] = (struct cell_text){ figures_word(a->f, WORD_NONE), TONE_FAINT };
		if (x->why != AHEAD_KNOWN)
			continue;
		row[1] = (struct cell_text){ value_text(a, x, ahead_value(x, x->next.sum)), TONE_PLAIN };
		row[2].text = value_text(a, x, ahead_value(x, x->next.low));
		row[3].text = value_text(a, x, ahead_value(x, x->next.high));
		row[4].text = value_text(a, x, ahead_before(x, 1));
		row[5].text = error_text(a, x, x->next.way);
	}
	return t;
}

void
ahead_text(struct figures_ahead *a, const struct term *term, struct buf *b)
{
	const struct ahead_figure *x;

	table_text(table_of(a), term, b);
	for (x = a->at; x < a->at + a->count; x++)
		buf_fmt(b, "%s\n", note_text(a, x));
	buf_char(b, '\n');
}

void
ahead_markdown(struct figures_ahead *a, struct buf *b)
{
	const struct ahead_figure *x;

	table_markdown(table_of(a), b);
	for (x = a->at; x < a->at + a->count; x++) {
		buf_str(b, x == a->at ? "\n- " : "- ");
		markdown_text(b, note_text(a, x));
		buf_char(b, '\n');
	}
	buf_char(b, '\n');
}

/* --- drawn: as many periods as long as the one foreseen, and that ------------------------------------ */

struct say {
	const struct figures_ahead *a;
	const struct ahead_figure  *x;
};

static void
say_value(const void *arg, double value, struct buf *b)
{
	const struct say *s = arg;

	buf_str(b, value_text(s->a, s->x, value));
}

static void
fill_series(const struct figures_ahead *a, const struct ahead_figure *x, struct chart *c, struct chart_series s[2])
{
	size_t         past = c->count - 1, bytes = c->count * sizeof(double), i;
	double        *known = mem_alloc(a->f->mem, bytes), *ahead = mem_alloc(a->f->mem, bytes);
	double        *low = mem_alloc(a->f->mem, bytes), *high = mem_alloc(a->f->mem, bytes);
	unsigned char *has = mem_alloc(a->f->mem, c->count), *comes = mem_alloc(a->f->mem, c->count);

	for (i = 0; i < past; i++) {
		known[i] = ahead_before(x, past - i);
		has[i] = 1;
	}
	ahead[past - 1] = low[past - 1] = high[past - 1] = known[past - 1];
	ahead[past] = ahead_value(x, x->next.sum);
	low[past] = ahead_value(x, x->next.low);
	high[past] = ahead_value(x, x->next.high);
	comes[past - 1] = comes[past] = 1;
	s[0] = (struct chart_series){ .name = figures_word(a->f, WORD_VALUE), .at = known, .has = has };
	s[1] = (struct chart_series){ .name = tr("what may come, 95%"), .at = ahead, .has = comes, .low = low,
	    .high = high, .look = LOOK_AHEAD };
	c->series = s;
	c->nseries = 2;
}

static void
draw(struct figures_ahead *a, const struct ahead_figure *x, const char *id, int alone, struct buf *b)
{
	struct say          say = { a, x };
	struct chart        c = { .id = id, .say = say_value, .arg = &say, .alone = alone };
	struct chart_series s[2];
	const char         *labels[PERIODS + 1];
	struct buf          date = { 0 };
	size_t              past = ahead_periods(x) < PERIODS ? ahead_periods(x) : PERIODS, i;

	c.count = past + 1;
	for (i = 0; i <= past; i++) {
		buf_clear(&date);
		date_short(&date, i < past ? x->through + 1 - (int64_t)((past - i) * x->ahead) : a->first, 0,
		    a->f->french);
		labels[i] = mem_str(a->f->mem, date.at);
	}
	buf_release(&date);
	c.labels = labels;
	c.title = mem_fmt(a->f->mem, tr("%1$s, by periods of %2$zu days"), figures_title(a->f, x->def), x->ahead);
	c.desc = mem_fmt(a->f->mem,
	    tr("%1$s may come, between %2$s and %3$s with 95%%; it was %4$s in the period before."),
	    value_text(a, x, ahead_value(x, x->next.sum)), value_text(a, x, ahead_value(x, x->next.low)),
	    value_text(a, x, ahead_value(x, x->next.high)), value_text(a, x, ahead_before(x, 1)));
	c.floats = x->level > 0;
	fill_series(a, x, &c, s);
	chart_lines(&c, b);
}

static void
put_chart(struct figures_ahead *a, const struct ahead_figure *x, struct buf *b)
{
	struct figures_page *p = a->f->page;
	const char          *title = mem_fmt(a->f->mem, tr("%s: what may come"), figures_title(a->f, x->def));
	const char          *id = mem_fmt(a->f->mem, "g%zu", p->charts);

	page_open_chart(p, title, b);
	draw(a, x, id, 0, b);
	buf_str(b, "</div></figure>\n");
}

void
ahead_html(struct figures_ahead *a, struct buf *b)
{
	const struct ahead_figure *x;
	struct table              *t = table_of(a);

	buf_str(b, "<section aria-labelledby=\"ahead\"><h2 id=\"ahead\">");
	html_str(b, t->title);
	buf_str(b, "</h2>\n");
	t->title = mem_fmt(a->f->mem, tr("%s: the numbers"), t->title);
	table_html(t, b);
	buf_str(b, "<ul>\n");
	for (x = a->at; x < a->at + a->count; x++) {
		buf_str(b, "<li>");
		html_str(b, note_text(a, x));
		buf_str(b, "</li>\n");
	}
	buf_str(b, "</ul>\n<div class=\"charts\">\n");
	for (x = a->at; x < a->at + a->count; x++)
		if (x->why == AHEAD_KNOWN)
			put_chart(a, x, b);
	buf_str(b, "</div></section>\n");
}

int
ahead_svg(struct figures_ahead *a, struct buf *b, struct err *e)
{
	if (a->count != 1)
		return err_set(e, FAULT_USAGE, "-f %s draws one chart: with --forecast give --kpi followers, "
		    "interactions or spend, and no --by", a->f->format);
	if (a->at->why != AHEAD_KNOWN)
		return err_set(e, FAULT_INPUT, "nothing to draw: %s", why_not(a, a->at));
	draw(a, a->at, "chart", 1, b);
	return 0;
}
