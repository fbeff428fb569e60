/* read.h - files of lines, unpacked where they are packed */
#ifndef SMM_READ_H
#define SMM_READ_H

#include "engine.h"

/* The lines that begin within the first `limit` bytes of `in`. -1: the run cannot go on. */
int read_lines(struct kpi *k, struct lines *in, size_t limit, struct err *e);

/* Notes a file, or a part of one; its number. */
size_t source_add(struct kpi *k, const char *name);

/* --- unpack.c: programs that unpack what begins like gzip or zstd -------------------------------------- */

struct unpack {
	int pid; /* 0: none runs */
	const char *program;
};

/* Whether a file begins as they write. */
int unpack_is_packed(int fd);

/* Looks at how the file begins; when packed, l->fd becomes the unpacked bytes. -1 with e set. */
int unpack_begin(struct unpack *u, struct lines *l, struct err *e);

/* Whether the program has ended well. -1: the file is torn. */
int unpack_end(struct unpack *u, const char *path, struct err *e);

#endif
