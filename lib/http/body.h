/* body.h - a request's body, read in pieces; private to lib/http */
#ifndef SMM_BODY_H
#define SMM_BODY_H

#include "smm/buf.h"
#include "smm/req.h"

struct body {
	struct piece {
		const char *text; /* NULL: from fd */
		int         fd;
		int64_t     len;
	} *pieces;
	size_t     npieces, at; /* at: the piece being read */
	int64_t    done;        /* bytes of it */
	int64_t    total;
	char       type[100];   /* the Content-Type; "" when there is no body */
	struct buf texts;
};

/* Opens the request's files, below the media root. 0, or -1 with e; release in any case. */
int  body_open(struct body *b, const struct req *r, const char *media_root, struct err *e);
void body_release(struct body *b);

/* The next bytes, at most `size`; 0 at the end, -1 when a file cannot be read or became shorter. */
int64_t body_read(struct body *b, char *to, size_t size);

/* From the start again. */
void body_rewind(struct body *b);

#endif
