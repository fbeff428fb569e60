/* sheet_table.c - tables, and tiles beside each other */
#include "sheet_parts.h"

#include <string.h>

#define BETWEEN 9.0 /* columns */
#define ABOVE   2.5 /* a cell's text, and below it */
#define SHORT 320 /* points: a third of a page and some */
#define TILES   3   /* in a row */
#define INSIDE  8.0 /* a tile */

static const struct look head_look = { "TH", 7.5, 1, TONE_FAINT, 0, 0, 0, NULL };
static const struct look cell_look = { "TD", 8.5, 0, TONE_PLAIN, 0, 0, 0, NULL };

struct columns {
	const struct table *t;
	double             *width;
};

static void
line_across(struct sheet *s)
{
	s->ink->color(s->c, 0.85, 0.84, 0.81);
	s->ink->line_width(s->c, 0.5);
	s->ink->move_to(s->c, MARGIN, s->y);
	s->ink->line_to(s->c, MARGIN + ROOM, s->y);
	s->ink->stroke(s->c);
}

/* --- how wide columns are --------------------------------------------------------------------------------- */

static void
measure(struct sheet *s, const struct columns *c)
{
	const struct table *t = c->t;
	double              wide;
	size_t              i, n;

	for (i = 0; i < t->columns; i++)
		c->width[i] = sheet_width(s, &head_look, t->head[i]);
	for (n = 0; n < t->rows * t->columns; n++) {
		wide = t->cells[n].text ? sheet_width(s, &cell_look, t->cells[n].text) : 0;
		if (wide > c->width[n % t->columns])
			c->width[n % t->columns] = wide;
	}
}

/* All columns together when none is wider than that. */
static double
sum_within(const struct columns *c, double most)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < c->t->columns; i++)
		sum += c->width[i] < most ? c->width[i] : most;
	return sum;
}

/* What does not fit is taken from the widest, as many as it needs. */
static void
fit(const struct columns *c)
{
	double room = ROOM - BETWEEN * (double)(c->t->columns - 1), low = 0, high = ROOM, middle;
	size_t i;

	while (high - low > 0.1) {
		middle = (low + high) / 2;
		if (sum_within(c, middle) > room)
			high = middle;
		else
			low = middle;
	}
	for (i = 0; i < c->t->columns; i++)
		c->width[i] = c->width[i] < low ? c->width[i] : low;
}

/* --- rows ------------------------------------------------------------------------------------------------- */

static double
row_height(struct sheet *s, const struct columns *c, const struct look *k, const struct cell_text *cells)
{
	double most = k->size, high;
	size_t i;

	for (i = 0; i < c->t->columns; i++) {
		high = cells[i].text ? sheet_set(s, k, cells[i].text, c->width[i] + 0.5, INK_ALIGN_LEFT) : 0;
		most = high > most ? high : most;
	}
	return most + 2 * ABOVE;
}

/* One cell; those of the first column name the row. */
static void
put_cell(struct sheet *s, const struct columns *c, size_t i, const struct look *k, const struct cell_text *cell,
    double x)
{
	int         is_right = c->t->right[i] == 'r';
	const char *tag = i ? k->tag : "TH";

	s->ink->tag_begin(s->c, tag, "");
	if (cell->text && *cell->text) {
		sheet_set(s, k, cell->text, c->width[i] + 0.5, is_right ? INK_ALIGN_RIGHT : INK_ALIGN_LEFT);
		sheet_tone(s, cell->tone);
		s->ink->move_to(s->c, x, s->y + ABOVE);
		s->ink->show_layout(s->c, s->layout);
	}
	s->ink->tag_end(s->c, tag);
}

static void
put_row(struct sheet *s, const struct columns *c, const struct look *k, const struct cell_text *cells, double high)
{
	double x = MARGIN;
	size_t i;

	s->ink->tag_begin(s->c, "TR", "");
	for (i = 0; i < c->t->columns; i++) {
		put_cell(s, c, i, k, cells + i, x);
		x += c->width[i] + BETWEEN;
	}
	s->ink->tag_end(s->c, "TR");
	s->y += high;
	line_across(s);
}

static void
put_rows(struct sheet *s, const struct columns *c, const struct cell_text *head)
{
	const struct table     *t = c->t;
	const struct cell_text *row;
	double                  high, above = row_height(s, c, &head_look, head);
	size_t                  n;

	for (n = 0; n < t->rows; n++) {
		row = t->cells + n * t->columns;
		high = row_height(s, c, &cell_look, row);
		if (n && s->y + high > BOTTOM)
			sheet_turn(s);
		if (!n || s->y <= MARGIN)
			put_row(s, c, &head_look, head, above);
		put_row(s, c, &cell_look, row, high);
	}
}

/* A short table stands on one page, a long one begins where its head and two rows fit. */
static double
room_for(struct sheet *s, const struct columns *c, const struct cell_text *head)
{
	double high = row_height(s, c, &head_look, head);
	size_t n;

	for (n = 0; n < c->t->rows && high <= SHORT; n++)
		high += row_height(s, c, &cell_look, c->t->cells + n * c->t->columns);
	return high <= SHORT ? high : 60;
}

void
sheet_table(struct sheet *s, const struct table *t)
{
	struct ink_layout *kept = s->layout;
	struct columns     c = { t, mem_alloc(s->mem, t->columns * sizeof(double)) };
	struct cell_text  *head = mem_alloc(s->mem, t->columns * sizeof *head);
	double             room;
	size_t             i;

	if (!t->columns || !t->rows)
		return;
	for (i = 0; i < t->columns; i++)
		head[i] = (struct cell_text){ t->head[i], TONE_FAINT };
	s->layout = s->cell;
	measure(s, &c);
	fit(&c);
	room = room_for(s, &c, head);
	s->layout = kept;
	sheet_room(s, room);
	s->layout = s->cell;
	s->ink->tag_begin(s->c, "Table", "");
	put_rows(s, &c, head);
	s->ink->tag_end(s->c, "Table");
	s->layout = kept;
	s->y += 4;
}

/* --- tiles ------------------------------------------------------------------------------------------------ */

static const struct look tile_title = { "P", 8.5, 0, TONE_FAINT, 0, 0, 0, NULL };
static const struct look tile_value = { "P", 16, 1, TONE_PLAIN, 0, 0, 0, NULL };
static const struct look tile_note = { "P", 7.5, 0, TONE_FAINT, 0, 0, 0, NULL };

#define TILE_WIDTH ((ROOM - BETWEEN * (TILES - 1)) / TILES)

/* Its next text at s->y; without `put` only how high it is. */
static double
tile_text(struct sheet *s, const struct look *k, enum tone tone, const char *text, double x, int put)
{
	double high = sheet_set(s, k, text, TILE_WIDTH - 2 * INSIDE, INK_ALIGN_LEFT);

	if (!put)
		return high;
	sheet_tone(s, tone);
	s->ink->tag_begin(s->c, k->tag, "");
	s->ink->move_to(s->c, x + INSIDE, s->y);
	s->ink->show_layout(s->c, s->layout);
	s->ink->tag_end(s->c, k->tag);
	s->y += high;
	return high;
}

static double
tile_texts(struct sheet *s, const struct tile *t, double x, int put)
{
	double high = tile_text(s, &tile_title, TONE_FAINT, t->title, x, put);
	size_t i;

	high += tile_text(s, &tile_value, TONE_PLAIN, t->value, x, put);
	for (i = 0; i < t->nnotes; i++)
		high += tile_text(s, &tile_note, t->tones[i], t->notes[i], x, put);
	return high + 2 * INSIDE;
}

static void
put_tile(struct sheet *s, const struct tile *t, double x, double y, double high)
{
	s->ink->color(s->c, 0.85, 0.84, 0.81);
	s->ink->line_width(s->c, 0.5);
	s->ink->rectangle(s->c, x, y, TILE_WIDTH, high);
	s->ink->stroke(s->c);
	s->y = y + INSIDE;
	tile_texts(s, t, x, 1);
}

void
sheet_tiles(struct sheet *s, const struct tile *at, size_t count)
{
	struct ink_layout *kept = s->layout;
	double             high, each, y;
	size_t             i, n, row;

	for (i = 0; i < count; i += row) {
		row = count - i < TILES ? count - i : TILES;
		s->layout = s->cell;
		for (high = 0, n = 0; n < row; n++) {
			each = tile_texts(s, at + i + n, 0, 0);
			high = each > high ? each : high;
		}
		s->layout = kept;
		sheet_room(s, high + BETWEEN);
		s->layout = s->cell;
		y = s->y + (s->y > MARGIN ? BETWEEN : 0);
		for (n = 0; n < row; n++)
			put_tile(s, at + i + n, MARGIN + (double)n * (TILE_WIDTH + BETWEEN), y, high);
		s->layout = kept;
		s->y = y + high;
	}
}
