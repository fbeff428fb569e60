/*
 * term.h - text of unknown origin in the columns of a terminal
 *
 * A terminal has columns, a text has graphemes (text.h): a grapheme takes 2 columns when East Asian Width
 * (UAX #11) says wide or full width or when it is shown as a picture (U+FE0F, flags, sequences with a joiner), else 1;
 * what only combines takes none. All functions take hostile text: what could act on the terminal (controls,
 * bidirectional overrides, invalid bytes) is shown as utf8_add_visible() shows it, and counted so; of a letter with
 * marks without end the first 64 bytes are shown.
 */
#ifndef SMM_TERM_H
#define SMM_TERM_H

#include "smm/buf.h"
#include "smm/prog.h"

#include <stddef.h>

struct term {
	size_t columns; /* how wide it is */
	int    color;   /* whether styles are written */
};

enum term_style {
	TERM_BOLD, TERM_DIM, TERM_REVERSE, TERM_RED, TERM_GREEN, TERM_YELLOW, TERM_BLUE, TERM_MAGENTA, TERM_CYAN
};

/*
 * What the output is: $COLUMNS when it is a number, else the terminal's own width, else 80; 40 to 1000. Colours when
 * asked for; WHEN_AUTO: when fd is a terminal (opts turn $NO_COLOR into WHEN_NEVER).
 */
void term_ask(struct term *t, enum when color, int fd);

/* Columns that the text takes on one line. */
size_t term_width(const char *s, size_t len);

/* Appends the text on one line: line feeds, carriage returns and tabs become blanks. */
void term_text(struct buf *b, const char *s, size_t len);

/*
 * Appends at most `columns` of it on one line, its end replaced by "…" when it is longer; a wide grapheme is never
 * cut in two. Returns the columns used. term_cell() fills up with blanks behind it, term_cell_right() before it.
 */
size_t term_cut(struct buf *b, const char *s, size_t len, size_t columns);
void   term_cell(struct buf *b, const char *s, size_t len, size_t columns);
void   term_cell_right(struct buf *b, const char *s, size_t len, size_t columns);

/*
 * Bytes of the first line of a text set in `columns` (8 at least), blanks at its end left out: to a line feed, else
 * to the last blank or between wide graphemes, else within the word. *next gets where the
 * next line begins; len when it was the last one.
 */
size_t term_line(const char *s, size_t len, size_t columns, size_t *next);

/* So many times the character; nothing for 0. */
void term_repeat(struct buf *b, const char *character, size_t times);

/* From here on in this style, and back to plain; nothing without colours. */
void term_on(struct buf *b, const struct term *t, enum term_style style);
void term_off(struct buf *b, const struct term *t);

#endif
