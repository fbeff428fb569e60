/* read.h - files of lines, unpacked where they are packed */
#ifndef SMM_READ_H
#define SMM_READ_H

#include "engine.h"

/* --- unpack.c: programs that unpack what begins like gzip or zstd -------------------------------------- */

struct unpack {
	int pid; /* 0: none runs */
	const char *program;
};

/* Looks at how the file begins; when packed, l->fd becomes the unpacked bytes. -1 with e set. */
int unpack_begin(struct unpack *u, struct lines *l, struct err *e);

/* Whether the program has ended well. -1: the file is torn. */
int unpack_end(struct unpack *u, const char *path, struct err *e);

#endif
