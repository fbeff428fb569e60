/* body.h - a request's body, read in pieces; private to lib/http */
#ifndef SMM_BODY_H
#define SMM_BODY_H

#include "smm/buf.h"
#include "smm/req.h"

struct body {
	struct piece {
		const char *text; /* NULL: from fd */
		int         fd;
		const char *name;     /* of the file */
		int         is_base64;
		int64_t     from, raw; /* bytes of the file that are sent */
		int64_t     len;       /* as they are sent */
		int64_t     bytes, changed; /* of the whole file: as it was when it was opened */
	} *pieces;
	size_t     npieces, at; /* at: the piece being read */
	int64_t    done;        /* bytes of it */
	int64_t    sent, total;
	char       type[100];   /* the Content-Type; "" when there is no body */
	struct buf texts;
	struct err err;         /* why body_read() gave -1 */
};

/* Opens the request's files, below the media root. 0, or -1 with e; release in any case. */
int  body_open(struct body *b, const struct req *r, const char *media_root, struct err *e);
void body_release(struct body *b);

/* All of it, b->total bytes, when it is in one piece of memory; else NULL. */
const char *body_text(const struct body *b);

/*
 * The next bytes, at most `size`; 0 at the end, -1 with b->err when a file cannot be read or is not what it
 * was: its last bytes never leave then.
 */
int64_t body_read(struct body *b, char *to, size_t size);

/* From the start again. */
void body_rewind(struct body *b);

#endif
