/* sheet.c - pages of A4: texts and headings, and when to turn */
#include "sheet_parts.h"

#include "chart_parts.h"

#include "smm/when.h"
#include "smm/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAMILY "sans"
#define NUMBER 40.0 /* room for that of the page */

static const struct look headings[] = {
	{ "H1", 20, 1, TONE_PLAIN, 0, 0, 0, NULL },
	{ "H2", 14, 1, TONE_PLAIN, 18, 0, 0, NULL },
	{ "H3", 10.5, 1, TONE_PLAIN, 10, 0, 0, NULL },
};

void
sheet_tone(struct sheet *s, enum tone tone)
{
	static const unsigned int colors[] = { [TONE_PLAIN] = 0x1c1e22, [TONE_GOOD] = 0x1a6e3c, [TONE_BAD] = 0xb3261e,
	    [TONE_WARN] = 0x8a5200, [TONE_FAINT] = 0x5a606b };
	unsigned int c = colors[tone];

	s->ink->color(s->c, (c >> 16) / 255.0, (c >> 8 & 255) / 255.0, (c & 255) / 255.0);
}

static void
use_font(struct sheet *s, const struct look *k)
{
	s->ink->font_weight(s->font, k->bold ? INK_WEIGHT_BOLD : INK_WEIGHT_NORMAL);
	s->ink->font_size(s->font, k->size * PANGO_UNIT);
	s->ink->set_font(s->layout, s->font);
}

double
sheet_set(struct sheet *s, const struct look *k, const char *text, double width, int align)
{
	int wide, high;

	use_font(s, k);
	s->ink->set_width(s->layout, (int)(width * PANGO_UNIT));
	s->ink->set_align(s->layout, align);
	s->ink->set_text(s->layout, text, -1);
	s->ink->size(s->layout, &wide, &high);
	return high / PANGO_UNIT;
}

double
sheet_width(struct sheet *s, const struct look *k, const char *text)
{
	int wide, high;

	use_font(s, k);
	s->ink->set_width(s->layout, -1);
	s->ink->set_text(s->layout, text, -1);
	s->ink->size(s->layout, &wide, &high);
	return wide / PANGO_UNIT;
}

/* --- pages --------------------------------------------------------------------------------------------- */

/* On a layout of its own: the other may be half printed. */
static void
put_foot(struct sheet *s)
{
	static const struct look small = { NULL, 7.5, 0, TONE_FAINT, 0, 0, 0, NULL };
	struct ink_layout       *kept = s->layout;
	char                     number[16];

	snprintf(number, sizeof number, "%d", s->page);
	s->layout = s->foot;
	sheet_tone(s, TONE_FAINT);
	sheet_set(s, &small, s->title, ROOM - NUMBER, INK_ALIGN_LEFT);
	s->ink->move_to(s->c, MARGIN, PAGE_HEIGHT - MARGIN);
	s->ink->show_layout(s->c, s->layout);
	sheet_set(s, &small, number, NUMBER, INK_ALIGN_RIGHT);
	s->ink->move_to(s->c, PAGE_WIDTH - MARGIN - NUMBER, PAGE_HEIGHT - MARGIN);
	s->ink->show_layout(s->c, s->layout);
	s->layout = kept;
}

void
sheet_turn(struct sheet *s)
{
	put_foot(s);
	s->ink->show_page(s->c);
	s->page++;
	s->y = MARGIN;
}

/* A text line by line, on as many pages as it takes. */
static void
put_lines(struct sheet *s, const struct look *k, double x)
{
	struct ink_lines *i = s->ink->lines(s->layout);
	struct ink_box    ink, box;
	double            high;

	s->ink->tag_begin(s->c, k->tag, "");
	do {
		s->ink->line_extents(i, &ink, &box);
		high = box.height / PANGO_UNIT;
		if (s->y + high > BOTTOM) {
			s->ink->tag_end(s->c, k->tag);
			sheet_turn(s);
			s->ink->tag_begin(s->c, k->tag, "");
		}
		sheet_tone(s, k->tone);
		s->ink->move_to(s->c, x + box.x / PANGO_UNIT, s->y + (s->ink->baseline(i) - box.y) / PANGO_UNIT);
		s->ink->show_line(s->c, s->ink->line(i));
		s->y += high;
	} while (s->ink->lines_next(i));
	s->ink->tag_end(s->c, k->tag);
	s->ink->lines_free(i);
}

/* --- headings -------------------------------------------------------------------------------------------- */

/* In the list of contents that readers show beside the pages. */
static void
put_heading(struct sheet *s, const struct waiting *h)
{
	const struct look *k = headings + h->level - 1;
	struct look        look = *k;
	char               place[48];

	look.tone = h->tone;
	s->y += s->y > MARGIN ? k->before : 0;
	snprintf(place, sizeof place, "page=%d pos=[0 %d]", s->page, (int)s->y);
	s->outline[h->level] = s->ink->pdf_outline(s->surface, s->outline[h->level - 1], h->text, place, 1);
	sheet_set(s, &look, h->text, ROOM, INK_ALIGN_LEFT);
	put_lines(s, &look, MARGIN);
	s->y += 3;
}

static double
height_of_headings(struct sheet *s)
{
	double high = 0;
	size_t i;

	for (i = 0; i < s->nheadings; i++)
		high += headings[s->heading[i].level - 1].before + 3 + sheet_set(s, headings + s->heading[i].level - 1,
		    s->heading[i].text, ROOM, INK_ALIGN_LEFT);
	return high;
}

int
sheet_room(struct sheet *s, double height)
{
	int    turned = s->y > MARGIN && s->y + height_of_headings(s) + height > BOTTOM;
	size_t i;

	if (turned)
		sheet_turn(s);
	for (i = 0; i < s->nheadings; i++)
		put_heading(s, s->heading + i);
	s->nheadings = 0;
	return turned;
}

void
sheet_heading(struct sheet *s, int level, enum tone tone, const char *text)
{
	if (!*text)
		return;
	if (s->nheadings == HEADINGS)
		sheet_room(s, 0);
	s->heading[s->nheadings++] = (struct waiting){ level, tone, mem_str(s->mem, text) };
}

/* --- texts ----------------------------------------------------------------------------------------------- */

void
sheet_text(struct sheet *s, const struct look *k, const char *text)
{
	double high, least = 3 * k->size;

	if (!*text)
		return;
	high = sheet_set(s, k, text, ROOM - k->indent, INK_ALIGN_LEFT);
	sheet_room(s, k->before + k->keep + (high < least ? high : least));
	s->y += s->y > MARGIN ? k->before : 0;
	if (k->bullet) {
		sheet_set(s, k, k->bullet, ROOM, INK_ALIGN_LEFT);
		sheet_tone(s, k->tone);
		s->ink->move_to(s->c, MARGIN + k->indent - k->size, s->y);
		s->ink->show_layout(s->c, s->layout);
	}
	sheet_set(s, k, text, ROOM - k->indent, INK_ALIGN_LEFT);
	put_lines(s, k, MARGIN + k->indent);
}

int
sheet_chart(struct sheet *s, const void *svg, size_t len, const char *css, struct err *e)
{
	struct ink_area box, at = { MARGIN, 0, ROOM, 0 };
	struct ink_svg *it = ink_svg_read(s->ink, svg, len, css, &box, e);
	int             rc;

	if (!it)
		return -1;
	at.width = ROOM * box.width / CHART_WIDTH; /* letters of one size, whatever the chart */
	at.height = box.height * ROOM / CHART_WIDTH;
	if (at.height > BOTTOM - MARGIN - 60)
		at.height = BOTTOM - MARGIN - 60;
	sheet_room(s, at.height + 30);
	at.y = s->y + 2;
	s->ink->tag_begin(s->c, "Figure", "");
	rc = ink_svg_put(s->ink, it, s->c, &at, e);
	s->ink->tag_end(s->c, "Figure");
	s->ink->unref(it);
	s->y = at.y + at.height;
	return rc;
}

/* --- the whole ------------------------------------------------------------------------------------------- */

static void
set_about(struct sheet *s, int64_t now)
{
	char made[WHEN_SIZE];

	s->ink->pdf_metadata(s->surface, INK_TITLE, s->title);
	s->ink->pdf_metadata(s->surface, INK_CREATOR, "smmkit");
	s->ink->pdf_metadata(s->surface, INK_CREATED, when_write(made, now - now % 1000, zone_offset(now)));
}

static struct ink_layout *
layout_new(struct sheet *s, int lines)
{
	struct ink_layout *l = s->ink->layout(s->c);

	s->ink->set_wrap(l, INK_WRAP_WORD_CHAR);
	s->ink->set_single(l, lines != 0);
	if (lines) {
		s->ink->set_ellipsize(l, INK_ELLIPSIZE_END);
		s->ink->set_height(l, -lines);
	}
	return l;
}

struct sheet *
sheet_new(const struct ink *ink, const char *title, int64_t now, struct buf *out, struct err *e)
{
	struct sheet *s = mem_get(sizeof *s);

	memset(s, 0, sizeof *s);
	s->ink = ink;
	s->title = title;
	s->y = MARGIN;
	s->page = 1;
	s->mem = mem_new();
	s->surface = ink->pdf_create(ink_into_buf, out, PAGE_WIDTH, PAGE_HEIGHT);
	s->c = ink->create(s->surface);
	s->font = ink->font();
	ink->font_family(s->font, FAMILY);
	s->layout = layout_new(s, 0);
	s->foot = layout_new(s, 1);
	s->cell = layout_new(s, CELL_LINES);
	set_about(s, now);
	ink->tag_begin(s->c, "Document", "");
	if (ink->status(s->c) == 0)
		return s;
	sheet_end(s, e);
	return NULL;
}

int
sheet_end(struct sheet *s, struct err *e)
{
	const struct ink *ink = s->ink;
	int               status;

	sheet_room(s, 0);
	ink->tag_end(s->c, "Document");
	put_foot(s);
	status = ink->status(s->c);
	ink->unref(s->layout);
	ink->unref(s->foot);
	ink->unref(s->cell);
	ink->font_free(s->font);
	ink->free(s->c);
	ink->finish(s->surface);
	status = status ? status : ink->surface_status(s->surface);
	ink->surface_free(s->surface);
	mem_free(s->mem);
	free(s);
	return status ? err_set(e, FAULT_SYS, "Cairo cannot write the pages: %s", ink->words(status)) : 0;
}
