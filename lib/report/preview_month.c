/* preview_month.c - a month drawn as a grid: a line for each entry of a day, a letter for each account */
#include "preview_draw.h"

#include "smm/lang.h"

#include <string.h>

#define CELL_LINES 6  /* of a day in the grid; what is more is counted */
#define CELL_LEAST 9  /* columns of "09:00 ab" and a blank; with fewer the entries are only counted */
#define CELL_NAMES 18 /* columns from which on the entry is named, too */

static void
add_rule(struct drawing *d, const char *line)
{
	term_on(d->b, d->t, TERM_DIM);
	term_repeat(d->b, line, d->t->columns - 1);
	term_off(d->b, d->t);
	buf_char(d->b, '\n');
}

/* a to z, A to Z; '*' for whoever comes after them. */
static char
letter_of(size_t account)
{
	return account < 26 ? (char)('a' + account) : account < 52 ? (char)('A' + account - 26) : '*';
}

static void
add_entry_cell(struct drawing *d, size_t from, size_t to)
{
	const struct kept_post *k = d->p->posts + from;

	buf_fmt(&d->room, "%02d:%02d ", k->minute / 60, k->minute % 60);
	for (; from < to; from++)
		buf_char(&d->room, letter_of(d->p->posts[from].account));
	if (d->cell >= CELL_NAMES)
		buf_fmt(&d->room, " %s", k->is.entry);
}

static size_t
count_entries(const struct preview *p, int64_t day)
{
	size_t n = 0, i, to = preview_from(p, day + 1);

	for (i = preview_from(p, day); i < to; i = preview_entry_end(p, i))
		n++;
	return n;
}

/* Line `line` of a day: its entries, the last line "+3" when there are more. */
static void
add_day_line(struct drawing *d, int64_t day, size_t line)
{
	size_t n = count_entries(d->p, day), from = preview_from(d->p, day), i;

	if (line >= n || line >= CELL_LINES)
		return;
	if (d->cell < CELL_LEAST) {
		if (!line)
			buf_fmt(&d->room, "(%zu)", n);
		return;
	}
	if (line == CELL_LINES - 1 && n > CELL_LINES) {
		buf_fmt(&d->room, "+%zu", n - line);
		return;
	}
	for (i = 0; i < line; i++)
		from = preview_entry_end(d->p, from);
	add_entry_cell(d, from, preview_entry_end(d->p, from));
}

static void
add_day_head(struct drawing *d, int64_t day)
{
	const char  *title = preview_special(d->p, day);
	struct civil c;

	civil_from_days(day, &c);
	buf_fmt(&d->room, "%d", c.day);
	if (day == d->today)
		buf_fmt(&d->room, " %s", tr("today"));
	if (title)
		buf_fmt(&d->room, " %s", title);
}

/* What `room` holds, in the column of a weekday; *at is how far the line has come. */
static void
add_cell(struct drawing *d, int64_t weekday, size_t *at)
{
	size_t start = (size_t)weekday * d->cell + 1;

	if (!d->room.len)
		return;
	term_repeat(d->b, " ", start - *at);
	*at = start + term_cut(d->b, d->room.at, d->room.len, d->cell - 1);
	buf_clear(&d->room);
}

/* A line of a week: line -1 is the head of the days. */
static void
add_week_line(struct drawing *d, int64_t monday, int64_t month, int line)
{
	size_t  at = 0;
	int64_t day;

	for (day = monday; day < monday + 7; day++) {
		if (month_first(day) != month)
			continue;
		if (line < 0)
			add_day_head(d, day);
		else
			add_day_line(d, day, (size_t)line);
		if (line < 0)
			term_on(d->b, d->t, day == d->today ? TERM_YELLOW : TERM_BOLD);
		add_cell(d, day - monday, &at);
		if (line < 0)
			term_off(d->b, d->t);
	}
	buf_char(d->b, '\n');
}

static size_t
week_lines(const struct drawing *d, int64_t monday, int64_t month)
{
	size_t  most = 0, n, lines = d->cell < CELL_LEAST ? 1 : CELL_LINES;
	int64_t day;

	for (day = monday; day < monday + 7; day++) {
		n = month_first(day) == month ? count_entries(d->p, day) : 0;
		if (n > most)
			most = n;
	}
	return most < lines ? most : lines;
}

static void
add_month_head(struct drawing *d, int64_t month)
{
	size_t       n = preview_from(d->p, month_next(month)) - preview_from(d->p, month), i, at = 0;
	struct civil c;

	civil_from_days(month, &c);
	term_on(d->b, d->t, TERM_BOLD);
	buf_fmt(d->b, "%s %d", month_name(c.month), c.year);
	term_off(d->b, d->t);
	buf_str(d->b, " · ");
	buf_fmt(d->b, count_words("%zu post", "%zu posts", n), n);
	buf_char(d->b, '\n');
	for (i = 0; i < d->p->accounts.count; i++)
		buf_fmt(draw_fact(d), "%c %s", letter_of(i), d->p->accounts.at[i].id);
	draw_styled(d, TERM_DIM, 0, 3);
	for (i = 0; i < 7; i++) {
		buf_str(&d->room, day_short((int)i));
		add_cell(d, (int64_t)i, &at);
	}
	buf_char(d->b, '\n');
}

void
draw_month(struct drawing *d, int64_t month)
{
	int64_t monday = month - civil_weekday(month);
	int     line, lines;

	add_month_head(d, month);
	for (; monday < month_next(month); monday += 7) {
		add_rule(d, "─");
		lines = (int)week_lines(d, monday, month);
		for (line = -1; line < lines; line++)
			add_week_line(d, monday, month, line);
	}
	add_rule(d, "─");
}
