/*
 * sse.h - server-sent events: what happened, not what with
 *
 * The names of the events of a stream (WHATWG HTML, 9.2.5 and 9.2.6) that comes in pieces of any size. Their data are
 * not kept: whoever waits for news looks for itself. Hostile streams cost no memory: of a line SSE_LINE bytes are
 * looked at.
 */
#ifndef SMM_SSE_H
#define SMM_SSE_H

#include <stddef.h>

#define SSE_LINE 128

struct sse { /* zero at the start of a stream */
	char   line[SSE_LINE];
	size_t len;       /* of the line so far; what is above SSE_LINE is counted only */
	char   name[SSE_LINE];
	int    has_data;
	int    after_cr;  /* a line feed ends no line now */
	int    begun;     /* there was a line: no byte order mark any more */
};

/* Takes the next piece. The number of events in it whose name is one of `names` (NULL ends them). */
size_t sse_take(struct sse *s, const char *piece, size_t len, const char *const *names);

#endif
