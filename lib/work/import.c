/* import.c - plans of other programs: read whole, known by their content */
#include "import_parts.h"

#include "smm/csv.h"
#include "smm/lang.h"
#include "smm/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
import_wrong(struct import *in, size_t line, const char *fmt, ...)
{
	char    text[ERR_TEXT];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, tr(fmt), ap);
	va_end(ap);
	in->errors++;
	in->tell->error("%s:%zu: %s", in->name, line, text);
}

/* A time that is none would only be found out when the calendar is read, far from its row. */
static int
is_time(const char *at)
{
	struct civil c;
	int64_t      ms;

	return !civil_read(at, strlen(at), &c) || !when_read(at, strlen(at), &ms, NULL);
}

void
import_add(struct import *in, json_t *row, size_t line)
{
	const char *at = json_string_value(json_object_get(row, "at"));

	if (at && !is_time(at)) {
		import_wrong(in, line, "`at` is \"%s\", a date that exists and a time were expected, such as "
		    "2026-12-01 09:00", at);
		json_decref(row);
		return;
	}
	json_object_set_new(row, "line", json_integer((json_int_t)line));
	json_array_append_new(in->rows, row);
}

static void
read_rows(struct import *in)
{
	const char *first;

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

	if (csv_load(path, "smm-plan --import -", &b, e))
		goto out;
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
