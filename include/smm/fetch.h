/*
 * fetch.h - reading operations (OP_INBOX, OP_THREAD, OP_POST_METRICS, …), many accounts at once
 *
 * Accounts are read side by side on one libcurl multi handle; the readings of one account follow
 * each other. Signing in, repeating by cause and the networks' limits are seen to here; nothing is
 * written but the session. What is read is handed to a callback as it comes, page by page.
 *
 *	struct reading r = { .account = a, .op = OP_INBOX, .rec = question };
 *	struct fetch  *f = fetch_new(&settings);
 *
 *	if (fetch_run(f, &r, 1, &e) == 0 && r.err.fault == FAULT_NONE)
 *		keep(r.position);
 *	json_decref(r.position);
 *	fetch_free(f);
 *
 * A reading that fails does not stop the others: its error and how far it came are in it.
 */
#ifndef SMM_FETCH_H
#define SMM_FETCH_H

#include "smm/conf.h"
#include "smm/net.h"

struct reading {
	/* the caller's */
	const struct account *account; /* one of the conf's */
	enum op               op;
	const json_t         *rec;     /* what is asked, see net.h; lent */
	void                 *owner;
	/* set when it has ended */
	struct err            err;      /* FAULT_NONE: read to its end. FAULT_AGAIN: also, stopped by a signal */
	int64_t               wake;     /* FAULT_LIMIT, FAULT_AGAIN: not to be read before; 0: at any time */
	json_t               *position; /* the last one the network gave; the caller's; NULL: none */
	int                   requests; /* that were answered, signing in included */
	int                   is_open;  /* it has not ended */
	/* fetch.c's own */
	struct reading       *next;
};

struct fetch_settings {
	const struct conf *conf;
	size_t             parallel;    /* at most so many requests at once; 0: 100 */
	int                most;        /* requests of one reading, then it ends (FAULT_AGAIN); 0: 1000 */
	int64_t            patience_ms; /* how long a reading may wait for another try or a limit */
	/* What was read; the record is lent. Non-zero, with e, ends the run. */
	int  (*each)(void *arg, struct reading *r, json_t *record, struct err *e);
	/* Of a stream (OP_STREAM): it is connected, or there is something new. NULL: there are none. */
	void (*news)(void *arg, struct reading *r);
	void  *arg;
};

struct fetch;

struct fetch *fetch_new(const struct fetch_settings *s); /* copies s */
void          fetch_free(struct fetch *f); /* NULL is allowed */

/*
 * Reads all of them; connections and sessions are kept for the next call. 0, or -1 with e when
 * `each` ended it or nothing can be sent at all (FAULT_SYS). A signal ends it, too: what is not read
 * by then has FAULT_AGAIN.
 *
 * Errors of a reading: FAULT_CONF the network has no such operation, FAULT_REPLY it goes in a
 * circle or answers nonsense, and those of call.h.
 */
int fetch_run(struct fetch *f, struct reading *r, size_t n, struct err *e);

/*
 * The same in pieces, for streams, which do not end by themselves. fetch_begin() adds readings; fetch_go() goes on
 * until one of them has ended, a stream has news, a signal comes or the monotonic clock says `until`. 0, or -1 with e
 * as above. A stream that says nothing for a minute has ended (FAULT_AGAIN); servers send a heartbeat more often.
 */
void fetch_begin(struct fetch *f, struct reading *r, size_t n);
int  fetch_go(struct fetch *f, int64_t until, struct err *e);

#endif
