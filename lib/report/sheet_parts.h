/* sheet_parts.h - what sheet*.c share */
#ifndef SMM_SHEET_PARTS_H
#define SMM_SHEET_PARTS_H

#include "sheet.h"

#define PAGE_WIDTH  595.276 /* A4, ISO 216: 210 mm by 297 mm */
#define PAGE_HEIGHT 841.89
#define MARGIN      40.0    /* 14 mm, as the style of html.h has it */
#define ROOM        (PAGE_WIDTH - 2 * MARGIN)
#define BOTTOM      (PAGE_HEIGHT - MARGIN - 14) /* above the foot */

#define HEADINGS   4
#define CELL_LINES 12 /* of a cell; what is longer ends with an ellipsis */

struct waiting {
	int         level;
	enum tone   tone;
	const char *text;
};

struct sheet {
	const struct ink   *ink;
	struct ink_surface *surface;
	struct ink_context *c;
	struct ink_layout  *layout, *cell, *foot; /* of texts; of cells and tiles, so many lines; of the foot, one */
	struct ink_font    *font;
	const char         *title;
	double              y;
	int                 page;
	struct waiting      heading[HEADINGS]; /* for what comes below them */
	size_t              nheadings;
	int                 outline[4];        /* the last entry of each level; 0: the root */
	struct mem         *mem;
};

/* A text set into so much width: its height. Then it may be shown. */
double sheet_set(struct sheet *s, const struct look *k, const char *text, double width, int align);

/* The width it takes on one line. */
double sheet_width(struct sheet *s, const struct look *k, const char *text);

void sheet_tone(struct sheet *s, enum tone tone);

/* The foot of the page, and an empty one. */
void sheet_turn(struct sheet *s);

/* Makes room for so much, and puts the headings that wait for it above. True when it is a new page. */
int sheet_room(struct sheet *s, double height);

#endif
