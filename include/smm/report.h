/*
 * report.h - tables and numbers for people, in French and English
 *
 * Numbers are written as the language does: 1,234.5 % in English; 1 234,5 % in French, with a narrow no-break
 * space (U+202F) between thousands and a no-break one before % and units (Lexique des règles typographiques, 2002).
 * Cells are text of unknown origin; each format makes it harmless in its own way.
 */
#ifndef SMM_REPORT_H
#define SMM_REPORT_H

#include "smm/buf.h"
#include "smm/mem.h"
#include "smm/term.h"

#include <stdint.h>

/* --- numbers ---------------------------------------------------------------------------------------- */

/* A decimal as it stands ("-1234.5"), thousands set apart, at most `places` behind the point, halves up. */
void number_put(struct buf *b, const char *decimal, int places, int french);

/* The same with `least` places behind the point or more, zeros among them: for those that stand below each other. */
void number_column(struct buf *b, const char *decimal, int least, int most, int french);

/* Seconds as "2 h 15 min", "45 s", "3 d 4 h" (French: "3 j 4 h"): the two greatest units. */
void duration_put(struct buf *b, int64_t sec, int french);

/* Whether a count (millionths) takes the plural: in French 0, 1 and 1,9 are singular, in English only 1 is. */
int is_plural(int64_t millionths, int french);

/* A civil date in words: "1 December 2026", "1er décembre 2026". */
void date_put(struct buf *b, int64_t day, int french);

/* The same for an axis: "1 Dec", "1er déc."; its month alone: "Dec 2026". */
void date_short(struct buf *b, int64_t day, int month_alone, int french);

/* --- tables ----------------------------------------------------------------------------------------- */

enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_WARN, TONE_FAINT };

struct cell_text {
	const char *text; /* NULL: empty */
	enum tone   tone;
};

struct table {
	const char       *title; /* NULL: none */
	const char      **head;
	const char       *right; /* a letter for each column: 'r' for numbers, 'l' */
	struct cell_text *cells; /* row after row */
	size_t            columns, rows, room;
};

/* An empty one in the arena; head and right are lent. And its next row, cells empty. */
struct table     *table_new(struct mem *m, const char *title, const char **head, const char *right, size_t columns);
struct cell_text *table_row(struct mem *m, struct table *t);

/* Into `columns` of a terminal, words of the widest on up to three lines; as Markdown; as HTML with a caption. */
void table_text(const struct table *t, const struct term *term, struct buf *b);
void table_markdown(const struct table *t, struct buf *b);
void table_html(const struct table *t, struct buf *b);

/* Markdown that means nothing but itself, on one line. */
void markdown_text(struct buf *b, const char *s);
/* The same where a block may begin: no heading, list or quotation comes of it. */
void markdown_paragraph(struct buf *b, const char *s);

/* One cell of CSV (RFC 4180): quoted when needed; what a spreadsheet takes for a formula gets a ' before it. */
void csv_cell(struct buf *b, const char *s);

/* Eight heights from the least to the greatest; a blank where there is none (NULL of has). */
void sparkline(struct buf *b, const double *values, const int *has, size_t count);

#endif
