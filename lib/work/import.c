/* import.c - plans of other programs: read whole, known by their content */
#include "import_parts.h"

#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
import_wrong(struct import *in, size_t line, const char *fmt, ...)
{
	char    text[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	in->errors++;
	in->tell->error("%s:%zu: %s", in->name, line, text);
}

void
import_add(struct import *in, json_t *row, size_t line)
{
	json_object_set_new(row, "line", json_integer((json_int_t)line));
	json_array_append_new(in->rows, row);
}

/* --- the file -------------------------------------------------------------------------------------- */

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
		if (b->len > IMPORT_MAX_BYTES)
			return err_set(e, FAULT_INPUT, "more than %u MiB, that is no plan", IMPORT_MAX_BYTES >> 20);
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

static size_t
line_of(const char *s, size_t at)
{
	size_t line = 1, i;

	for (i = 0; i < at; i++)
		line += s[i] == '\n';
	return line;
}

/* Older spreadsheets write Windows-1252 (of which Latin-1 is most), some "Unicode" UTF-16. */
static int
check_encoding(const struct buf *b, const char *name, struct err *e)
{
	size_t valid = utf8_valid(b->at, b->len);

	if (b->len >= 2 && (memcmp(b->at, "\xff\xfe", 2) == 0 || memcmp(b->at, "\xfe\xff", 2) == 0))
		return err_set(e, FAULT_INPUT, "found UTF-16, expected UTF-8: iconv -f UTF-16 -t UTF-8 %s | smm-plan "
		    "--import -", name);
	if (valid < b->len)
		return err_set(e, FAULT_INPUT, "line %zu: found the byte 0x%02x, which is no UTF-8; it looks like "
		    "Latin-1: iconv -f WINDOWS-1252 -t UTF-8 %s | smm-plan --import -", line_of(b->at, valid),
		    (unsigned)(unsigned char)b->at[valid], name);
	if (memchr(b->at, '\0', b->len))
		return err_set(e, FAULT_INPUT, "line %zu: found a NUL character, that is no text",
		    line_of(b->at, strlen(b->at)));
	return 0;
}

static void
read_rows(struct import *in)
{
	const char *first;

	if (in->len >= 3 && memcmp(in->text, "\xef\xbb\xbf", 3) == 0) {
		in->text += 3;
		in->len -= 3;
	}
	first = in->text + strspn(in->text, " \t\r\n");
	if (strncmp(first, "BEGIN:VCALENDAR", 15) == 0)
		import_ical(in);
	else if (*first == '{')
		import_lines(in);
	else
		import_csv(in);
}

int
import_file(const char *path, struct buf *yaml, const struct import_tell *tell, struct err *e)
{
	int           is_stdin = !path || strcmp(path, "-") == 0, rc = -1;
	struct import in = { .name = is_stdin ? "<stdin>" : path, .tell = tell };
	struct buf    b = { 0 };

	if (open_and_read(is_stdin ? NULL : path, &b, e) || check_encoding(&b, is_stdin ? "FILE" : path, e)) {
		err_in(e, "%s", in.name);
		goto out;
	}
	in.text = b.at;
	in.len = b.len;
	in.mem = mem_new();
	in.rows = json_array();
	read_rows(&in);
	if (in.errors)
		err_set(e, FAULT_INPUT, "%s: %zu rows are wrong, nothing was written", in.name, in.errors);
	else if (!json_array_size(in.rows))
		err_set(e, FAULT_INPUT, "%s holds no post", in.name);
	else
		rc = 0;
	if (!rc)
		import_write(&in, yaml);
	json_decref(in.rows);
	mem_free(in.mem);
out:
	buf_release(&b);
	return rc;
}

/* --- JSON lines ------------------------------------------------------------------------------------- */

void
import_lines(struct import *in)
{
	char        *at = in->text, *end;
	size_t       line = 1;
	json_t      *row;
	json_error_t why;
	const char  *type;

	for (; *at; at = *end ? end + 1 : end, line++) {
		end = at + strcspn(at, "\n");
		if (at[strspn(at, " \t\r")] == '\n' || !at[strspn(at, " \t\r")])
			continue;
		row = json_loadb(at, (size_t)(end - at), JSON_REJECT_DUPLICATES, &why);
		type = json_string_value(json_object_get(row, "type"));
		if (!json_is_object(row))
			import_wrong(in, line, "%s", row ? "expected an object" : why.text);
		else if (type && strcmp(type, "post") != 0)
			in->tell->warning("%s:%zu: a %s is no post, it is left out", in->name, line, type);
		else
			import_add(in, json_incref(row), line);
		json_decref(row);
	}
}
