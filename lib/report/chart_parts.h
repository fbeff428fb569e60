/* chart_parts.h - what the kinds of charts share; private to lib/report/chart*.c */
#ifndef SMM_CHART_PARTS_H
#define SMM_CHART_PARTS_H

#include "smm/chart.h"

#define CHART_WIDTH  720
#define CHART_NARROW 480 /* of bars in a page: they are seen whole on a telephone, the values behind them, too */

/* From <svg> to its description, and its end. */
void chart_open(const struct chart *c, int width, int height, struct buf *b);
void chart_close(struct buf *b);

/* The rules of a chart outside of a browser. */
void chart_style(struct buf *b);

/* Text at a place, at most so many columns of it (term.h); anchor: "start", "middle", "end". */
void chart_text(struct buf *b, double x, double y, const char *anchor, const char *class, const char *s,
    size_t columns);

/* A value in words. */
void chart_value(const struct chart *c, double x, double y, const char *anchor, double value, struct buf *b);

/* What a pointer shows: <title> with the note of the place, or its label and value. */
void chart_note(const struct chart *c, size_t place, double value, struct buf *b);

double chart_most(const struct chart_series *s, size_t count); /* the greatest that is known; 0 */

#endif
