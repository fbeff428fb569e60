/*
 * csv.h - tables as text: RFC 4180, and what spreadsheets and networks make of it
 *
 * ',' ';' or tab between cells, found in the header or said by a first line "sep=;"; BOM, CRLF, quotes doubled inside
 * quotes, line feeds within them. Cells are read in place, in order, row by row: nothing is copied.
 */
#ifndef SMM_CSV_H
#define SMM_CSV_H

#include "smm/buf.h"
#include "smm/err.h"

#include <stddef.h>

#define CSV_COLUMNS   256 /* further cells of a row are not kept */
#define CSV_MAX_BYTES (64u << 20)

struct csv {
	char       *at;   /* the rest of the text */
	char        comma;
	size_t      line; /* where the row begins, from 1 */
	size_t      next; /* where the next one does */
	char       *cells[CSV_COLUMNS];
	size_t      count;
};

/*
 * A whole file, NULL or "-": standard input, NUL behind it, without a BOM; *b is the caller's to release. -1 with
 * FAULT_INPUT: not to be opened, larger than CSV_MAX_BYTES, a NUL in it, or not in UTF-8 (the command that makes it
 * so is named; `again` is how our program is called then: "smm-plan --import -"). The error begins with the name.
 */
int csv_load(const char *path, const char *again, struct buf *b, struct err *e);

/* The table in a text, which is changed and must outlive it; the separator is looked for in so many first lines. */
void csv_begin(struct csv *c, char *text, size_t lines);

/* The next row: 1; 0: the end; -1: a quote is not closed, or text stands behind a closed one. Cells are lent. */
int csv_row(struct csv *c);

/* Characters with which a cell becomes a formula (OWASP, CSV Injection); an apostrophe before one is no text. */
int csv_is_formula(char c);

/* A cell without what keeps spreadsheets from reading it as a formula or a number: '=x, ="123". Changed in place. */
const char *csv_plain(char *cell);

#endif
