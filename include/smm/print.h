/*
 * print.h - pictures and paper: one chart as PNG, one page of HTML as PDF on A4
 *
 * Both are drawn by librsvg, Cairo and Pango, which are loaded when first asked for (load.h). What is printed is what
 * our own programs wrote: a chart of chart.h, a page of html.h. Nothing is fetched and no other file is read; fonts are
 * those of the machine (fontconfig).
 */
#ifndef SMM_PRINT_H
#define SMM_PRINT_H

#include "smm/buf.h"

/*
 * A chart that stands alone (SVG with width and height), two pixels for each of its own: PNG, added to `png`.
 * -1: FAULT_SYS, a library is missing or cannot draw it.
 */
int print_png(const struct buf *svg, struct buf *png, struct err *e);

/*
 * A page of html.h as PDF 1.5, added to `pdf`: headings, paragraphs, lists, tables, tiles (ul.tiles), definitions and
 * charts; what is folded away (details) is left out, the sentence that describes a chart stands below it. Text is text,
 * and tagged by what it is (PDF 32000-1, 14.8). A table's head is repeated on each page; a heading never ends one. The
 * same page and time give the same bytes. now: milliseconds, the time it says it was made. -1: FAULT_SYS.
 */
int print_pdf(const struct buf *html, const char *title, int64_t now, struct buf *pdf, struct err *e);

#endif
