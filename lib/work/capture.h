/*
 * capture.h - lines that are written to an output, taken back as records; private to lib/work
 *
 *	struct capture c;
 *
 *	if (capture_open(&c, e))
 *		return NULL;
 *	rc = write_lines(&c.out, e);
 *	list = capture_end(&c);
 */
#ifndef SMM_CAPTURE_H
#define SMM_CAPTURE_H

#include "smm/lines.h"

#include <jansson.h>
#include <stdio.h>

struct capture {
	struct out out;
	FILE      *file; /* without a name: gone with the process */
};

/* 0, or -1: there is no room for it (FAULT_SYS, FAULT_IO). */
int capture_open(struct capture *c, struct err *e);

/* The list of what was written, lines that are no JSON left out; the caller's. NULL with e: it could not be written. */
json_t *capture_end(struct capture *c, struct err *e);

#endif
