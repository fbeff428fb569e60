/*
 * req.h - a request to send and the reply that came, as plain data
 *
 * Connectors describe requests, lib/http carries them out: the two meet here only. Everything
 * lives in the call's arena.
 */
#ifndef SMM_REQ_H
#define SMM_REQ_H

#include "smm/buf.h"
#include "smm/mem.h"

#include <stdint.h>

enum effect {
	EFFECT_NONE, /* it reads */
	EFFECT_SAME, /* twice is once: PUT, DELETE, a key the server honours, an unpublished draft */
	EFFECT_ONCE  /* sent twice is two posts */
};

struct pair {
	const char *name, *value;
};

enum body_kind {
	BODY_NONE,
	BODY_TEXT, /* `text`, `len` bytes */
	BODY_FILE, /* the file, as it is */
	BODY_PARTS, /* multipart/form-data (RFC 7578) */
	BODY_JOINED /* the parts one behind the other: fields as they are, files `plain` or in base64 (RFC 4648, 4) */
};

struct stamp { /* a file as it was when it was checked; bytes 0: that is not known */
	int64_t bytes;
	int64_t changed; /* its modification time, nanoseconds since 1970 */
};

/*
 * A file is opened when the request is sent, below the media root. What is sent of it are `bytes` bytes
 * from `from` on (0: all that follows), so that a large one can go in pieces, a request each. It must be
 * as its stamp says, and stay so until the last byte has left.
 */
struct part {
	const char  *name;
	const char  *value;         /* a field, or */
	const char  *file;          /* a file: path as in the record, opened below the media root */
	const char  *file_name, *type;
	int64_t      from, bytes;
	struct stamp stamp;
	int          plain;         /* in BODY_JOINED: as it is, not in base64 */
};

#define COST_FREE (-1)

struct req {
	const char    *method;
	char          *url;
	enum effect    effect;
	struct pair   *headers;
	size_t         nheaders;
	enum body_kind body;
	const char    *type; /* content type, of all but BODY_PARTS */
	const char    *text;
	size_t         len;
	const char    *file;
	int64_t        from, bytes;
	struct stamp   stamp;
	struct part   *parts;
	size_t         nparts;
	/*
	 * The reply is a stream of server-sent events and has no end: those of these names are news. NULL ends
	 * them; NULL itself: an ordinary reply.
	 */
	const char *const *events;
	/*
	 * No request, but a program to run (no shell; ends with NULL): the body's file is its standard input, what it
	 * prints the body of a reply 200; when it ends with another status than 0 no reply comes.
	 */
	char *const   *program;
	int            dated; /* its Authorization tells the time: built again it is another, and means the same */
	int64_t        cost; /* what the network charges, micros, or COST_FREE; 0: what its table says of a post */
};

struct reply {
	int          status; /* HTTP; 0: none came */
	struct pair *headers; /* names in lower case */
	size_t       nheaders;
	char        *body; /* NUL added; "" when empty */
	size_t       len;
	int64_t      at;   /* wall clock when it came, milliseconds */
};

/* How far a request got; decides whether it may be repeated. */
enum sent {
	SENT_NOT,      /* certainly never reached the server */
	SENT_MAYBE,    /* may have, and no complete answer came */
	SENT_ANSWERED
};

void req_header(struct req *r, struct mem *m, const char *name, const char *value);

/* One more part; the body becomes BODY_PARTS, unless it is BODY_JOINED. */
void req_part(struct req *r, struct mem *m, struct part p);

/* application/x-www-form-urlencoded (WHATWG URL, section 5.2), also for query strings. */
void form_add(struct buf *b, const char *name, const char *value);

/* A header of the reply by its lower-case name, or NULL. */
const char *reply_header(const struct reply *r, const char *name);

#endif
