/*
 * media.h - pictures and films: what a file really is
 *
 * The type comes from the content, never from the name. Nothing is decoded: only headers are
 * read, at most 256 KiB of them.
 */
#ifndef SMM_MEDIA_H
#define SMM_MEDIA_H

#include "smm/err.h"
#include "smm/hash.h"

#include <stdint.h>

struct media {
	const char *type;  /* "image/png", …: a constant; NULL when it is nothing we know */
	int64_t     bytes;
	int64_t     changed;       /* its modification time, nanoseconds since 1970 */
	int         width, height; /* pixels; 0 when not known (films, sounds) */
	int64_t     duration;      /* of a film, milliseconds; 0 when not known */
};

/*
 * Opens a file for reading that must be a regular one below the folder `root` (no "..", no
 * absolute path elsewhere, no symbolic link; never blocks on a FIFO). `path` is
 * relative to root, or absolute and below it. The descriptor, or -1 with FAULT_INPUT.
 */
int media_open(const char *root, const char *path, struct err *e);

/* What the open file is. 0, or -1 (FAULT_INPUT: empty, or a damaged header). */
int media_probe(int fd, struct media *m, struct err *e);

#endif
