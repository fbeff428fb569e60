/* csv.c - tables as text: RFC 4180, and what spreadsheets and networks make of it */
#include "smm/csv.h"

#include "smm/lines.h"
#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* --- the file --------------------------------------------------------------------------------------- */

static int
read_all(int fd, struct buf *b, struct err *e)
{
	ssize_t n;

	for (;;) {
		buf_room(b, 65536);
		n = read(fd, b->at + b->len, 65536);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, "read");
		if (!n)
			break;
		b->len += (size_t)n;
		if (b->len > CSV_MAX_BYTES)
			return err_set(e, FAULT_INPUT, "more than %u MiB; split it", CSV_MAX_BYTES >> 20);
	}
	buf_add(b, "", 0);
	return 0;
}

static int
open_and_read(const char *path, struct buf *b, struct err *e)
{
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO, rc;

	if (fd < 0) {
		err_sys(e, "open");
		e->fault = FAULT_INPUT;
		return -1;
	}
	rc = read_all(fd, b, e);
	if (path)
		close(fd);
	return rc;
}

/* Older spreadsheets write Windows-1252 (of which Latin-1 is most), some "Unicode" UTF-16. */
static int
check_encoding(const struct buf *b, const char *name, const char *again, struct err *e)
{
	size_t valid = utf8_valid(b->at, b->len);

	if (b->len >= 2 && (memcmp(b->at, "\xff\xfe", 2) == 0 || memcmp(b->at, "\xfe\xff", 2) == 0))
		return err_set(e, FAULT_INPUT, "found UTF-16, expected UTF-8: iconv -f UTF-16 -t UTF-8 %s | %s", name,
		    again);
	if (valid < b->len)
		return err_set(e, FAULT_INPUT, "line %zu: found the byte 0x%02x, which is no UTF-8; it looks like "
		    "Latin-1: iconv -f WINDOWS-1252 -t UTF-8 %s | %s", lines_number(b->at, valid),
		    (unsigned)(unsigned char)b->at[valid], name, again);
	if (memchr(b->at, '\0', b->len))
		return err_set(e, FAULT_INPUT, "line %zu: found a NUL character, that is no text",
		    lines_number(b->at, strlen(b->at)));
	return 0;
}

int
csv_load(const char *path, const char *again, struct buf *b, struct err *e)
{
	int is_stdin = !path || strcmp(path, "-") == 0;

	if (open_and_read(is_stdin ? NULL : path, b, e) || check_encoding(b, is_stdin ? "FILE" : path, again, e))
		return err_in(e, "%s", is_stdin ? "<stdin>" : path);
	if (b->len >= 3 && memcmp(b->at, "\xef\xbb\xbf", 3) == 0) {
		memmove(b->at, b->at + 3, b->len - 2); /* with its NUL */
		b->len -= 3;
	}
	return 0;
}

/* --- rows ------------------------------------------------------------------------------------------- */

/* The most frequent of the three, outside quotes, in the first of the lines that has any. */
static char
find_comma(const char *s, size_t lines)
{
	static const char commas[] = ",;\t";
	size_t            seen[3] = { 0 }, best = 0, i;
	int               quoted = 0;

	for (; *s; s++) {
		quoted ^= *s == '"';
		if (*s == '\n' && !quoted && (!--lines || seen[0] + seen[1] + seen[2]))
			break;
		for (i = 0; i < 3; i++)
			seen[i] += !quoted && *s == commas[i];
	}
	for (i = 1; i < 3; i++)
		if (seen[i] > seen[best])
			best = i;
	return commas[best];
}

void
csv_begin(struct csv *c, char *text, size_t lines)
{
	c->at = text;
	c->count = 0;
	c->line = c->next = 1;
	if (strncasecmp(text, "sep=", 4) == 0 && text[4] && (text[5] == '\n' || (text[5] == '\r' && text[6] == '\n'))) {
		c->comma = text[4];
		c->at += text[5] == '\n' ? 6 : 7;
		c->next = 2;
		return;
	}
	c->comma = find_comma(text, lines);
}

/* A quoted cell, unquoted in place; c->at moves behind it. -1: its quote is not closed, or followed by text. */
static int
read_quoted(struct csv *c, char **cell, size_t *lines)
{
	char *from = c->at + 1, *to = from;

	for (*cell = from; *from; *to++ = *from++) {
		*lines += *from == '\n';
		if (*from == '"' && *++from != '"') {
			c->at = from;
			*to = '\0';
			return !*from || *from == c->comma || *from == '\r' || *from == '\n' ? 0 : -1;
		}
	}
	c->at = from;
	return -1;
}

static void
read_plain(struct csv *c, char **cell)
{
	const char ends[] = { c->comma, '\r', '\n', '\0' };

	*cell = c->at;
	c->at += strcspn(c->at, ends);
}

int
csv_row(struct csv *c)
{
	char  *cell, end;
	size_t lines = 1;
	int    wrong = 0;

	c->line = c->next;
	for (c->count = 0; *c->at || c->count;) {
		if (*c->at == '"')
			wrong |= read_quoted(c, &cell, &lines);
		else
			read_plain(c, &cell);
		if (c->count < CSV_COLUMNS)
			c->cells[c->count++] = cell;
		end = *c->at;
		*c->at = '\0';
		c->at += end != '\0';
		if (end == '\r' && *c->at == '\n')
			c->at++;
		if (end == c->comma && !wrong)
			continue;
		c->next += lines;
		if (!wrong)
			return 1;
		c->at += strcspn(c->at, "\n");
		c->at += *c->at == '\n';
		return -1;
	}
	return 0;
}

/* --- cells ------------------------------------------------------------------------------------------ */

int
csv_is_formula(char c)
{
	return c && strchr("=+-@\t\r", c) != NULL;
}

const char *
csv_plain(char *cell)
{
	size_t len = strlen(cell);

	if (len > 3 && cell[0] == '=' && cell[1] == '"' && strchr(cell + 2, '"') == cell + len - 1) {
		cell[len - 1] = '\0';
		return cell + 2;
	}
	return cell + (*cell == '\'' && (csv_is_formula(cell[1]) || cell[1] == '\''));
}
