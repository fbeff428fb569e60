/* figures_chart.c - rows of one figure drawn, in the way their keys ask for */
#include "figures_chart.h"

#include "smm/lang.h"
#include "smm/when.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BARS  12 /* the greatest; the table beside has all */
#define HOURS 24
#define DAYS  7

struct say {
	const struct figures *f;
	const struct kpi_row *row; /* its unit and currency are everybody's */
	int                   has_axis; /* whose ticks are said */
};

static void
say_value(const void *arg, double value, struct buf *b)
{
	const struct say *s = arg;

	if (s->has_axis)
		figures_put_short(s->f, s->row, figures_nearest(value * 1e6), b);
	else
		figures_put(s->f, s->row, figures_nearest(value * 1e6), b);
}

static int
is_time(enum kpi_key key)
{
	return key == KEY_DAY || key == KEY_WEEK || key == KEY_MONTH;
}

int
figures_can_draw(const enum kpi_key *keys, size_t count)
{
	if (count == 1)
		return 1;
	return count == 2 && (is_time(keys[1]) || (keys[0] == KEY_WEEKDAY && keys[1] == KEY_HOUR)) && !is_time(keys[0]);
}

size_t
figures_same_money(const struct figure_rows *r, size_t from)
{
	const char *currency = r->at[from].currency;
	size_t      to = from;

	while (to < r->count && r->at[to].def == r->at[from].def &&
	    (r->at[to].currency == currency || (currency && r->at[to].currency &&
	        strcmp(r->at[to].currency, currency) == 0)))
		to++;
	return to;
}

/* --- what a chart says of itself ------------------------------------------------------------------- */

/* "Network · 2026-12-01": a row's keys in words. */
static const char *
labels_of(const struct drawing *d, const struct kpi_row *row)
{
	const char *first = figures_label(d->f, d->r, row, 0);

	return d->r->nkeys < 2 ? first : mem_fmt(d->f->mem, "%s, %s", first, figures_label(d->f, d->r, row, 1));
}

static const char *
describe(const struct drawing *d)
{
	const struct kpi_row *row, *least = NULL, *most = NULL;
	size_t                known = 0;

	for (row = d->r->at + d->from; row < d->r->at + d->to; row++) {
		if (!row->has_value)
			continue;
		known++;
		least = !least || row->value < least->value ? row : least;
		most = !most || row->value > most->value ? row : most;
	}
	if (!known)
		return "";
	if (known == 1)
		return mem_fmt(d->f->mem, tr("One value: %1$s (%2$s)."),
		    figures_value(d->f, most, most->value), labels_of(d, most));
	return mem_fmt(d->f->mem, tr("%1$zu values: the lowest is %2$s (%3$s), the highest %4$s (%5$s)."), known,
	    figures_value(d->f, least, least->value), labels_of(d, least),
	    figures_value(d->f, most, most->value), labels_of(d, most));
}

static int
has_values(const struct drawing *d)
{
	size_t i;

	for (i = d->from; i < d->to; i++)
		if (d->r->at[i].has_value)
			return 1;
	return 0;
}

static double
number_of(wide millionths)
{
	return (double)millionths / 1e6;
}

/* --- lines ----------------------------------------------------------------------------------------- */

struct axis {
	enum kpi_key key;
	size_t       at;           /* which of the keys it is */
	int64_t      first, count; /* its first place, as rows are sorted; and how many there are */
};

static int64_t
month_number(int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return 12 * (int64_t)c.year + c.month - 1;
}

static int64_t
place_on(const struct axis *a, int64_t sort)
{
	if (a->key == KEY_MONTH)
		return month_number(sort) - month_number(a->first);
	return (sort - a->first) / (a->key == KEY_WEEK ? 7 : 1);
}

static int64_t
day_at(const struct axis *a, int64_t place)
{
	int64_t month = month_number(a->first) + place;

	if (a->key == KEY_MONTH)
		return civil_days((int)(month / 12), (int)(month % 12) + 1, 1);
	return a->first + place * (a->key == KEY_WEEK ? 7 : 1);
}

/* From the first row to the last; of more than CHART_PLACES the last ones. */
static struct axis
axis_of(const struct drawing *d)
{
	struct axis a = { .key = d->r->keys[d->r->nkeys - 1], .at = d->r->nkeys - 1, .first = INT64_MAX };
	int64_t     last = INT64_MIN;
	size_t      i;

	for (i = d->from; i < d->to; i++) {
		a.first = d->r->at[i].sort[a.at] < a.first ? d->r->at[i].sort[a.at] : a.first;
		last = d->r->at[i].sort[a.at] > last ? d->r->at[i].sort[a.at] : last;
	}
	a.count = place_on(&a, last) + 1;
	if (a.count > CHART_PLACES) {
		a.first = day_at(&a, a.count - CHART_PLACES);
		a.count = CHART_PLACES;
	}
	return a;
}

struct line { /* a series being filled */
	double        *at, *low, *high;
	unsigned char *has;
};

static struct line
line_new(const struct drawing *d, struct chart_series *s, size_t count)
{
	struct line l = { mem_alloc(d->f->mem, count * sizeof(double)), NULL, NULL, mem_alloc(d->f->mem, count) };

	if (d->r->nkeys == 1 && d->r->at[d->from].has_interval && s->look == LOOK_PLAIN) {
		l.low = mem_alloc(d->f->mem, count * sizeof(double));
		l.high = mem_alloc(d->f->mem, count * sizeof(double));
	}
	s->at = l.at;
	s->has = l.has;
	s->low = l.low;
	s->high = l.high;
	return l;
}

static void
fill_line(const struct drawing *d, const struct axis *a, const struct line *l, size_t i, int before)
{
	const struct kpi_row *row = d->r->at + i;
	int64_t               place = place_on(a, row->sort[a->at]);

	if (place < 0 || place >= a->count || !(before ? row->has_previous : row->has_value))
		return;
	l->at[place] = number_of(before ? row->previous : row->value);
	l->has[place] = 1;
	if (l->low && !before) {
		l->low[place] = number_of(row->has_interval ? row->low : row->value);
		l->high[place] = number_of(row->has_interval ? row->high : row->value);
	}
}

static int
same_label(const struct kpi_row *x, const struct kpi_row *y)
{
	return x->labels[0] == y->labels[0] || (x->labels[0] && y->labels[0] && strcmp(x->labels[0],
	    y->labels[0]) == 0);
}

/* A line for each value of the first key, as many as there are colours. */
static size_t
lines_by_key(const struct drawing *d, const struct axis *a, struct chart_series *s)
{
	struct line l = { 0 };
	size_t      i, count = 0;

	for (i = d->from; i < d->to; i++) {
		if (i == d->from || !same_label(d->r->at + i, d->r->at + i - 1)) {
			if (count == CHART_COLORS)
				break;
			s[count].name = figures_label(d->f, d->r, d->r->at + i, 0);
			l = line_new(d, s + count++, (size_t)a->count);
		}
		fill_line(d, a, &l, i, 0);
	}
	return count;
}

/* One line, and what was before it. */
static int
has_any(const struct chart_series *s, int64_t count)
{
	int64_t i = 0;

	while (i < count && !s->has[i])
		i++;
	return i < count;
}

static size_t
lines_alone(const struct drawing *d, const struct axis *a, struct chart_series *s)
{
	struct line now = line_new(d, s, (size_t)a->count), was;
	int         compared;
	size_t      i;

	s[1].look = LOOK_BEFORE;
	was = line_new(d, s + 1, (size_t)a->count);
	for (i = d->from; i < d->to; i++) {
		fill_line(d, a, &now, i, 0);
		fill_line(d, a, &was, i, 1);
	}
	compared = has_any(s + 1, a->count);
	if (compared) {
		s[0].name = figures_word(d->f, WORD_VALUE);
		s[1].name = figures_word(d->f, WORD_BEFORE);
	}
	return compared ? 2 : 1;
}

static void
label_axis(const struct drawing *d, const struct axis *a, struct chart *c)
{
	const char **labels = mem_alloc(d->f->mem, (size_t)a->count * sizeof *labels);
	struct buf   b = { 0 };
	int64_t      i;

	for (i = 0; i < a->count; i++) {
		buf_clear(&b);
		date_short(&b, day_at(a, i), a->key == KEY_MONTH, d->f->french);
		labels[i] = mem_str(d->f->mem, b.at);
	}
	buf_release(&b);
	c->labels = labels;
	c->count = (size_t)a->count;
}

static void
add_marks(const struct drawing *d, const struct axis *a, struct chart *c)
{
	struct chart_mark *m = mem_alloc(d->f->mem, (d->nmarks + 1) * sizeof *m);
	size_t             i;
	int64_t            place;

	for (i = 0; i < d->nmarks; i++) {
		place = place_on(a, d->marks[i].day);
		if (d->marks[i].day < a->first || place >= a->count)
			continue;
		m[c->nmarks].place = (size_t)place;
		m[c->nmarks++].text = d->marks[i].text;
	}
	c->marks = m;
}

static void
draw_lines(const struct drawing *d, struct chart *c, struct buf *b)
{
	struct chart_series *s = mem_alloc(d->f->mem, CHART_COLORS * sizeof *s);
	struct axis          a = axis_of(d);

	c->nseries = d->r->nkeys == 2 ? lines_by_key(d, &a, s) : lines_alone(d, &a, s);
	c->series = s;
	label_axis(d, &a, c);
	add_marks(d, &a, c);
	chart_lines(c, b);
}

/* --- places beside each other ---------------------------------------------------------------------- */

static void
one_series(const struct drawing *d, struct chart *c, const struct kpi_row *const *rows, size_t count)
{
	struct chart_series *s = mem_alloc(d->f->mem, sizeof *s);
	const char         **labels = mem_alloc(d->f->mem, (count + 1) * sizeof *labels);
	struct line          l = { mem_alloc(d->f->mem, (count + 1) * sizeof *l.at), NULL, NULL,
	    mem_alloc(d->f->mem, count + 1) };
	size_t               i;

	for (i = 0; i < count; i++) {
		labels[i] = figures_label(d->f, d->r, rows[i], 0);
		l.has[i] = (unsigned char)rows[i]->has_value;
		l.at[i] = number_of(rows[i]->value);
	}
	s->at = l.at;
	s->has = l.has;
	c->series = s;
	c->nseries = 1;
	c->labels = labels;
	c->count = count;
}

static int
by_value(const void *a, const void *b)
{
	const struct kpi_row *x = *(const struct kpi_row *const *)a, *y = *(const struct kpi_row *const *)b;

	if (x->has_value != y->has_value)
		return x->has_value ? -1 : 1;
	return x->value != y->value ? x->value > y->value ? -1 : 1 : x < y ? -1 : x > y;
}

static void
draw_bars(const struct drawing *d, struct chart *c, struct buf *b)
{
	size_t                 count = d->to - d->from, i;
	const struct kpi_row **rows = mem_alloc(d->f->mem, count * sizeof *rows);
	int                    in_order = d->r->keys[0] == KEY_HOUR || d->r->keys[0] == KEY_WEEKDAY;

	for (i = 0; i < count; i++)
		rows[i] = d->r->at + d->from + i;
	if (!in_order)
		qsort(rows, count, sizeof *rows, by_value);
	one_series(d, c, rows, in_order || count < BARS ? count : BARS);
	if (in_order)
		chart_columns(c, b);
	else
		chart_bars(c, b);
}

/* Weekday and hour, sorted by both. */
static void
draw_heat(const struct drawing *d, struct chart *c, struct buf *b)
{
	struct mem          *m = d->f->mem;
	struct chart_series *s = mem_alloc(m, sizeof *s);
	double              *at = mem_alloc(m, DAYS * HOURS * sizeof *at);
	unsigned char       *has = mem_alloc(m, DAYS * HOURS);
	const char         **hours = mem_alloc(m, HOURS * sizeof *hours), **notes = mem_alloc(m,
	    DAYS * HOURS * sizeof *notes);
	const char          *days[DAYS];
	const struct kpi_row *row;
	size_t               i, place;

	for (i = 0; i < HOURS; i++)
		hours[i] = mem_fmt(m, d->f->french ? "%zu h" : "%02zu:00", i);
	for (i = 0; i < DAYS; i++)
		days[i] = figures_weekday(d->f, (int)i);
	for (row = d->r->at + d->from; row < d->r->at + d->to; row++) {
		place = (size_t)(row->sort[0] * HOURS + row->sort[1]);
		has[place] = (unsigned char)row->has_value;
		at[place] = number_of(row->value);
		notes[place] = mem_fmt(m, "%s %s: %s (n = %lld)", days[row->sort[0]], hours[row->sort[1]],
		    row->has_value ? figures_value(d->f, row, row->value) : "—", (long long)row->n);
	}
	*s = (struct chart_series){ .at = at, .has = has };
	c->series = s;
	c->nseries = 1;
	c->labels = hours;
	c->notes = notes;
	c->count = DAYS * HOURS;
	chart_heat(c, days, DAYS, b);
}

int
figures_draw(const struct drawing *d, struct buf *b)
{
	struct say   say = { d->f, d->r->at + d->from, is_time(d->r->keys[d->r->nkeys - 1]) };
	struct chart c = { .id = d->id, .say = say_value, .arg = &say, .alone = d->alone };

	if (!figures_can_draw(d->r->keys, d->r->nkeys) || d->r->at[d->from].rank || !has_values(d))
		return 0;
	c.title = d->title ? d->title : figures_title(d->f, say.row->def);
	c.desc = describe(d);
	c.floats = strcmp(say.row->def->id, "followers") == 0;
	if (is_time(d->r->keys[d->r->nkeys - 1]))
		draw_lines(d, &c, b);
	else if (d->r->nkeys == 2)
		draw_heat(d, &c, b);
	else
		draw_bars(d, &c, b);
	return 1;
}
