/* term.c - text of unknown origin in the columns of a terminal */
#include "smm/term.h"

#include "smm/text.h"
#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <utf8proc.h>

#define COLUMNS_LEAST   40
#define COLUMNS_MOST    1000
#define COLUMNS_DEFAULT 80

#define GRAPHEME_SHOWN 64 /* bytes; the longest emoji of Unicode 15 has 35 */

#define ELLIPSIS "\xe2\x80\xa6"

struct unit { /* what is shown as one: a grapheme, or something harmful in its escaped form */
	size_t bytes, columns;
	int    blank, feed;
};

/* --- the terminal -------------------------------------------------------------------------------- */

static size_t
columns_of(int fd)
{
	const char    *given = getenv("COLUMNS");
	char          *end;
	unsigned long  n = given ? strtoul(given, &end, 10) : 0;
	struct winsize size;

	if (!n || *end)
		n = ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : COLUMNS_DEFAULT;
	if (n < COLUMNS_LEAST)
		return COLUMNS_LEAST;
	return n < COLUMNS_MOST ? n : COLUMNS_MOST;
}

void
term_ask(struct term *t, enum when color, int fd)
{
	t->columns = columns_of(fd);
	t->color = color == WHEN_ALWAYS || (color == WHEN_AUTO && isatty(fd));
}

/* --- what one unit takes ------------------------------------------------------------------------- */

static int
is_picture(uint32_t c)
{
	return c == 0xfe0f || c == 0x200d || (c >= 0x1f1e6 && c <= 0x1f1ff);
}

/* Of a grapheme: its widest character; 2 when it is a picture made of more than one. */
static size_t
grapheme_columns(const char *s, size_t len)
{
	size_t   i, used, widest = 0;
	uint32_t c;
	int      w, pictures = 0;

	for (i = 0; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		pictures += is_picture(c);
		w = utf8proc_charwidth((utf8proc_int32_t)c);
		if (!w && utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_CN)
			w = 1; /* newer than the tables: something is shown */
		if (w > 0 && (size_t)w > widest)
			widest = (size_t)w;
	}
	return pictures && widest ? 2 : widest;
}

/* "\u{202e}", "\x9f": as utf8_add_visible() writes it. */
static size_t
escaped_columns(const char *s, size_t len)
{
	struct buf b = { 0 };
	size_t     n;

	utf8_add_visible(&b, s, len, 0);
	n = b.len;
	buf_release(&b);
	return n;
}

static int
is_escaped(const char *s, size_t len)
{
	size_t   used;
	uint32_t c = utf8_read(s, len, &used);

	return (used == 1 && (unsigned char)*s >= 0x80) || utf8_is_harmful(c);
}

static struct unit
next_unit(const char *s, size_t len)
{
	struct unit u = { 1, 1, 0, 0 };

	if (*s == '\n' || *s == '\r') {
		u.bytes = len > 1 && *s == '\r' && s[1] == '\n' ? 2 : 1;
		u.blank = u.feed = 1;
	} else if (*s == ' ' || *s == '\t') {
		u.blank = 1;
	} else if (is_escaped(s, len)) {
		utf8_read(s, len, &u.bytes);
		u.columns = escaped_columns(s, u.bytes);
	} else {
		u.bytes = text_grapheme(s, len);
		u.columns = u.bytes == 1 ? 1 : grapheme_columns(s, u.bytes);
	}
	return u;
}

/* Marks without end upon one letter: the first of them are enough. */
static void
add_unit(struct buf *b, const char *s, struct unit u)
{
	if (u.blank)
		buf_char(b, ' ');
	else
		utf8_add_visible(b, s, u.bytes > GRAPHEME_SHOWN ? utf8_valid(s, GRAPHEME_SHOWN) : u.bytes, 0);
}

/* --- lines and cells ------------------------------------------------------------------------------ */

size_t
term_width(const char *s, size_t len)
{
	struct unit u;
	size_t      i, n = 0;

	for (i = 0; i < len; i += u.bytes) {
		u = next_unit(s + i, len - i);
		n += u.columns;
	}
	return n;
}

void
term_text(struct buf *b, const char *s, size_t len)
{
	struct unit u;
	size_t      i;

	for (i = 0; i < len; i += u.bytes) {
		u = next_unit(s + i, len - i);
		add_unit(b, s + i, u);
	}
}

size_t
term_cut(struct buf *b, const char *s, size_t len, size_t columns)
{
	size_t      i, n = 0, most = term_width(s, len) > columns ? columns - (columns > 0) : columns;
	struct unit u;

	for (i = 0; i < len; i += u.bytes) {
		u = next_unit(s + i, len - i);
		if (n + u.columns > most)
			break;
		add_unit(b, s + i, u);
		n += u.columns;
	}
	if (i == len || !columns)
		return n;
	buf_str(b, ELLIPSIS);
	return n + 1;
}

void
term_cell(struct buf *b, const char *s, size_t len, size_t columns)
{
	term_repeat(b, " ", columns - term_cut(b, s, len, columns));
}

void
term_cell_right(struct buf *b, const char *s, size_t len, size_t columns)
{
	size_t width = term_width(s, len);

	if (width < columns)
		term_repeat(b, " ", columns - width);
	term_cut(b, s, len, columns);
}

size_t
term_line(const char *s, size_t len, size_t columns, size_t *next)
{
	size_t      i = 0, n = 0, line = 0, shown = 0; /* line: where it may end; shown: blanks end before it */
	int         wide = 0;
	struct unit u = { 0 };

	for (*next = 0; i < len; i += u.bytes, n += u.columns) {
		u = next_unit(s + i, len - i);
		if (u.feed) {
			*next = i + u.bytes;
			return shown;
		}
		if (i && (wide || u.columns == 2) && n <= columns)
			line = *next = i;
		if (n + u.columns > columns && !u.blank)
			break;
		if (!u.blank)
			shown = i + u.bytes;
		if (u.blank && i && n <= columns) {
			line = shown;
			*next = i + u.bytes;
		}
		wide = u.columns == 2;
	}
	if (i < len && *next)
		return line;
	*next = i ? i : u.bytes;
	return i ? shown : *next;
}

void
term_repeat(struct buf *b, const char *character, size_t times)
{
	while (times--)
		buf_str(b, character);
}

/* --- styles: ECMA-48, 8.3.117 --------------------------------------------------------------------- */

void
term_on(struct buf *b, const struct term *t, enum term_style style)
{
	static const char codes[][3] = {
		[TERM_BOLD] = "1", [TERM_DIM] = "2", [TERM_REVERSE] = "7", [TERM_RED] = "31", [TERM_GREEN] = "32",
		[TERM_YELLOW] = "33", [TERM_BLUE] = "34", [TERM_MAGENTA] = "35", [TERM_CYAN] = "36",
	};

	if (t->color)
		buf_fmt(b, "\033[%sm", codes[style]);
}

void
term_off(struct buf *b, const struct term *t)
{
	if (t->color)
		buf_str(b, "\033[0m");
}
