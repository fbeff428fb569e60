/* crew.h - parts of files that are read side by side; private to lib/kpi */
#ifndef SMM_CREW_H
#define SMM_CREW_H

#include "engine.h"

#include "smm/buf.h"

/*
 * Parts are begun in the order of files and lines, and what their lines make be said comes out in that order: of the
 * first that is not finished at once, of the others when all before them are. One with more than NOTES_MOST bytes to
 * say waits for that.
 */
struct part {
	struct crew *crew;
	const char  *path;     /* NULL: standard input */
	size_t       from, to; /* bytes in which its lines begin; to == SIZE_MAX: up to the end */
	size_t       number, lines;
	struct buf   notes;    /* of bad lines: a size_t, and a text with its NUL */
	struct buf   rejected; /* the lines themselves */
	int          is_done, has_failed;
	struct err   why;
};

/* The parts of files for so many jobs, in order; the caller frees. Paths are lent. */
struct part *parts_of(char *const *paths, size_t count, size_t jobs, size_t *nparts);

/* Reads one into k. -1: the run cannot go on. */
int part_read(struct kpi *k, struct part *p, struct err *e);

#endif
