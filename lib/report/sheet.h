/*
 * sheet.h - pages of A4, filled from top to bottom; private to lib/report
 *
 * Lengths are points (1/72 inch). Whatever does not fit begins the next page: lines of a text, rows of a table, whole
 * charts and tiles. Headings wait for what comes below them.
 */
#ifndef SMM_SHEET_H
#define SMM_SHEET_H

#include "ink.h"

#include "smm/report.h"

#define SHEET_NOTES 6

struct sheet;

struct look { /* of a text */
	const char *tag;    /* what it is: "P", "LI", … (PDF 32000-1, 14.8.4) */
	double      size;
	int         bold;
	enum tone   tone;
	double      before, indent;
	double      keep;   /* so much room below it is wanted on the same page */
	const char *bullet; /* before its first line; NULL: none */
};

struct tile { /* a figure in large letters */
	const char *title, *value;
	const char *notes[SHEET_NOTES];
	enum tone   tones[SHEET_NOTES];
	size_t      nnotes;
};

/* Title and time go into the file, the title to the foot of each page; it is lent for good. NULL: FAULT_SYS. */
struct sheet *sheet_new(const struct ink *ink, const char *title, int64_t now, struct buf *out, struct err *e);

/* Writes what there is; frees in any case. -1: FAULT_SYS, Cairo could not. */
int sheet_end(struct sheet *s, struct err *e);

void sheet_heading(struct sheet *s, int level, enum tone tone, const char *text); /* 1 to 3 */
void sheet_text(struct sheet *s, const struct look *k, const char *text);
void sheet_table(struct sheet *s, const struct table *t);
void sheet_tiles(struct sheet *s, const struct tile *at, size_t count);

/* A drawing as wide as the page. -1: FAULT_SYS. */
int sheet_chart(struct sheet *s, const void *svg, size_t len, const char *css, struct err *e);

#endif
