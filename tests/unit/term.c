/* term.c - text in columns */
#include "tap.h"

#include "smm/mem.h"
#include "smm/term.h"

#include <stdlib.h>

#define FAMILY  "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
#define FRANCE  "\xf0\x9f\x87\xab\xf0\x9f\x87\xb7"
#define HEART   "\xe2\x9d\xa4\xef\xb8\x8f"

static void
widths(void)
{
	static const struct {
		const char *text;
		size_t      columns;
	} rows[] = {
		{ "", 0 }, { "abc", 3 }, { "Céleste", 7 }, { "Ce\xcc\x81leste", 7 }, { "日本", 4 },
		{ FAMILY, 2 }, { FRANCE, 2 }, { HEART, 2 }, { "\xe2\x9d\xa4", 1 }, { "\xf0\x9f\x98\x80!", 3 },
		{ "a\nb\tc", 5 }, { "a\r\nb", 3 }, { "\033[31m", 10 }, { "\xe2\x80\xae", 8 }, { "\xff", 4 },
		{ "한글", 4 }, { "\xe0\xa4\xa8\xe0\xa4\xae", 2 }, { "x\xe2\x80\x8b", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		is_int((int64_t)term_width(rows[i].text, strlen(rows[i].text)), (int64_t)rows[i].columns,
		    "its columns");
}

/* What is shown takes the columns that were promised, whatever the text. */
static void
cells(void)
{
	static const struct {
		const char *text, *left, *right;
		size_t      columns;
	} rows[] = {
		{ "abc", "abc  ", "  abc", 5 },
		{ "abcde", "abcde", "abcde", 5 },
		{ "abcdef", "abcd…", "abcd…", 5 },
		{ "日本語", "日本…", "日本…", 5 },
		{ "日本語", "日… ", "日…", 4 },
		{ FAMILY FAMILY, FAMILY "…", FAMILY "…", 3 },
		{ "a\nb", "a b ", " a b", 4 },
		{ "\033c", "\\u{1b}c", "\\u{1b}c", 7 },
		{ "\033c", "…  ", "…", 3 },
		{ "abc", "…", "…", 1 },
		{ "abc", "", "", 0 },
	};
	struct buf b = { 0 };
	size_t     i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&b);
		buf_str(&b, "");
		term_cell(&b, rows[i].text, strlen(rows[i].text), rows[i].columns);
		is_str(b.at, rows[i].left, "filled up behind");
		buf_clear(&b);
		buf_str(&b, "");
		term_cell_right(&b, rows[i].text, strlen(rows[i].text), rows[i].columns);
		is_str(b.at, rows[i].right, "filled up before");
	}
	buf_clear(&b);
	term_text(&b, "a\r\nb\tc\x7f", 7);
	is_str(b.at, "a b c\\u{7f}", "on one line");
	buf_release(&b);
}

static void
lines(void)
{
	static const struct {
		const char *text, *want; /* lines joined by '|' */
		size_t      columns;
	} rows[] = {
		{ "one two three", "one two|three", 8 },
		{ "one two three", "one two|three", 7 },
		{ "one two three", "one|two|three", 6 },
		{ "one\n\ntwo", "one||two", 20 },
		{ "longword x", "long|word|x", 4 },
		{ "日本語です", "日本|語で|す", 4 },
		{ "日本語です", "日本|語で|す", 5 },
		{ "a日本", "a日|本", 4 },
		{ "one  two", "one|two", 4 },
		{ "x", "x", 2 },
		{ "abc ", "abc", 3 },
	};
	struct buf b = { 0 };
	size_t     i, at, len, n, next;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&b);
		len = strlen(rows[i].text);
		for (at = 0; at < len; at += next) {
			if (at)
				buf_char(&b, '|');
			n = term_line(rows[i].text + at, len - at, rows[i].columns, &next);
			buf_add(&b, rows[i].text + at, n);
			if (!ok(next > 0 && n <= next, "a line moves on"))
				break;
		}
		is_str(b.at, rows[i].want, rows[i].text);
	}
	is_int((int64_t)term_line("", 0, 5, &next), 0, "nothing is one empty line");
	is_int((int64_t)next, 0, "and over");
	buf_release(&b);
}

static void
asks(void)
{
	struct term t;
	struct buf  b = { 0 };

	setenv("COLUMNS", "100", 1);
	term_ask(&t, WHEN_ALWAYS, 1);
	ok(t.columns == 100 && t.color, "COLUMNS, and colours that were asked for");
	setenv("COLUMNS", "12x", 1);
	term_ask(&t, WHEN_NEVER, -1);
	ok(t.columns == 80 && !t.color, "no number, no terminal: 80; no colours");
	setenv("COLUMNS", "3", 1);
	term_ask(&t, WHEN_AUTO, -1);
	ok(t.columns == 40 && !t.color, "too narrow to be drawn in");
	term_on(&b, &t, TERM_RED);
	term_off(&b, &t);
	ok(b.len == 0, "no style without colours");
	t.color = 1;
	term_on(&b, &t, TERM_RED);
	term_off(&b, &t);
	is_str(b.at, "\033[31m\033[0m", "a style, and back");
	buf_release(&b);
}

int
main(void)
{
	widths();
	cells();
	lines();
	asks();
	return done();
}
