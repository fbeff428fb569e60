/*
 * export.h - post lines as a table (CSV) or as a calendar (iCalendar), for other programs to read
 *
 * CSV: RFC 4180, UTF-8 without BOM, a header, CRLF; what is a list or an object is JSON in its cell; a cell that a
 * spreadsheet would take for a formula begins with an apostrophe. iCalendar: RFC 5545, an event for each post; its
 * X-SMM-POST is the post line itself, so that nothing is lost on the way back.
 */
#ifndef SMM_EXPORT_H
#define SMM_EXPORT_H

#include "smm/lines.h"

enum export_format { EXPORT_CSV, EXPORT_ICAL };

struct export;

struct export *export_new(enum export_format format, struct out *out);
void           export_free(struct export *x); /* NULL is allowed */

/* One post line, valid; and the end of the file. -1 when the output cannot take it. */
int export_post(struct export *x, const char *line, size_t len, struct err *e);
int export_end(struct export *x, struct err *e);

#endif
