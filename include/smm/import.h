/*
 * import.h - plans of other programs made into a calendar (smm-calendar(5))
 *
 * CSV (a header; ',' ';' or tab; BOM, CRLF and quotes as they come), JSON lines (posts), iCalendar: known by their
 * content. All is read and checked before anything is written: a plan is whole or it is an error.
 */
#ifndef SMM_IMPORT_H
#define SMM_IMPORT_H

#include "smm/buf.h"
#include "smm/err.h"

struct import_tell {
	void (*error)(const char *fmt, ...) SMM_PRINTF(1, 2);   /* a row that cannot be: file, line, why */
	void (*warning)(const char *fmt, ...) SMM_PRINTF(1, 2); /* what cannot be kept */
};

/*
 * Appends the calendar to yaml. NULL or "-" is standard input. -1 with FAULT_INPUT when a row was wrong (all were
 * told), when the file is no plan at all, or not in UTF-8 (the command that makes it so is named).
 */
int import_file(const char *path, struct buf *yaml, const struct import_tell *tell, struct err *e);

#endif
