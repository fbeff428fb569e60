/* import_parts.h - an import under way; private to lib/work/import*.c */
#ifndef SMM_IMPORT_PARTS_H
#define SMM_IMPORT_PARTS_H

#include "smm/import.h"
#include "smm/mem.h"

#include <jansson.h>

/*
 * What was read: post records, with what else a calendar knows: `zone`, `repeat` (an object), and `line`, where it
 * stood;
 * and `called`, a name for people only.
 */
struct import {
	const char               *name; /* of the file */
	char                     *text; /* all of it; NUL behind it */
	size_t                    len;
	const struct import_tell *tell;
	struct mem               *mem;
	json_t                   *rows;
	size_t                    errors;
};

void import_wrong(struct import *in, size_t line, const char *fmt, ...) SMM_PRINTF(3, 4);
void import_add(struct import *in, json_t *row, size_t line); /* takes row */

void import_csv(struct import *in);
void import_lines(struct import *in);
void import_ical(struct import *in);

/* import_yaml.c: the rows as a calendar. */
void import_write(struct import *in, struct buf *yaml);

#endif
