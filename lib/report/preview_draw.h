/* preview_draw.h - a plan drawn for a terminal, in its parts; private to lib/report/preview_{text,month,week}.c */
#ifndef SMM_PREVIEW_DRAW_H
#define SMM_PREVIEW_DRAW_H

#include "preview_parts.h"

struct drawing {
	struct preview    *p;
	const struct term *t;
	struct buf        *b, room; /* room: words gathered, drawn by draw_room() or draw_styled(), which empty it */
	int64_t            today;
	size_t             cell; /* columns of a day in the grid */
};

/* What `room` holds behind `indent` columns, in at most so many lines; what is left over ends in "…". */
void draw_room(struct drawing *d, size_t indent, int lines);
void draw_styled(struct drawing *d, enum term_style style, size_t indent, int lines);

/* The same behind what stands on the line already, which is as wide as `indent`. */
void draw_behind(struct drawing *d, enum term_style style, size_t indent, int lines);

/* `room`, with what separates one fact from the next. */
struct buf *draw_fact(struct drawing *d);

void draw_month(struct drawing *d, int64_t month);
void draw_week(struct drawing *d, int64_t monday, int64_t month);

#endif
