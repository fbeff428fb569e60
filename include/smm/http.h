/*
 * http.h - requests carried out, many at once; the only module that knows libcurl
 *
 * libcurl is loaded at the first http_open(), not at start: linking it costs more than most runs; and
 * by a thread, while the caller does what comes before the first request.
 * TLS is always verified. Redirects are never followed: a reply 3xx is a reply. Only http and https
 * are spoken; plain http to loopback only, unless the account allows it.
 */
#ifndef SMM_HTTP_H
#define SMM_HTTP_H

#include "smm/err.h"
#include "smm/req.h"

struct http;

struct http_limits {
	long   connect_ms;   /* to be connected, TLS included */
	long   total_ms;     /* for a request without file */
	long   stall_sec;    /* without a byte per second, either way */
	size_t reply_max;    /* bytes of a reply's body */
};

struct exchange { /* one request and what became of it; the caller holds it until it is done */
	const struct req *req;
	const char       *media_root; /* for BODY_FILE and file parts */
	long              total_ms;   /* for this one; 0: as the limits say */
	int               plain;      /* http beyond loopback is allowed */
	/*
	 * The reply has no end: what a success brings is not kept, but handed over as it comes; first nothing, when
	 * its headers are known. Other than 0 cuts it; x->err may say why. No time limit then but for connecting.
	 */
	int (*piece)(struct exchange *x, const char *data, size_t len);
	struct mem       *mem;        /* the reply's headers and body live here */
	void             *owner;      /* the caller's */
	/* set when done */
	struct reply      reply;
	enum sent         sent;
	struct err        err;        /* why there is no complete reply; fault NONE when there is */
};

/*
 * ca_file NULL: the system's. limits NULL: the usual ones. FAULT_SYS when there is no thread; that
 * libcurl cannot be loaded is told by http_start().
 */
int  http_open(struct http **h, const char *ca_file, const struct http_limits *limits, struct err *e);
void http_close(struct http *h); /* transfers still running are cut */

/*
 * Starts a request. -1 when it cannot even begin (bad URL, file not there, no libcurl): x->sent is
 * SENT_NOT.
 */
int http_start(struct http *h, struct exchange *x, struct err *e);

/*
 * Lets transfers go on, for at most wait_ms (0: not at all) when none is done. Returns one that is
 * done, or NULL. Returns at once on a signal.
 */
struct exchange *http_wait(struct http *h, int wait_ms);

/* Cuts a request under way: http_wait() does not return it any more. */
void http_stop(struct http *h, struct exchange *x);

/* How far the large requests under way are (from 1 MiB on), together, in bytes; total 0: there is none. */
void http_progress(const struct http *h, int64_t *sent, int64_t *total);

/* Lets what has been started leave, without waiting for an answer. */
void http_push(struct http *h);

#endif
