/*
 * store.h - the ledger: what we meant to send, what we sent, what became of it
 *
 * No SQL and no transaction leaks out. What store_note() has accepted survives a power cut before
 * it returns. Secrets never enter. A store URL is "sqlite:PATH" ("sqlite::memory:" for tests), or
 * "postgresql://HOST/DATABASE" as libpq takes it, for several machines: the ledger is the schema
 * "smmkit" of that database. A password comes from libpq's password file, never from the URL.
 *
 * A lane is an account: its jobs are sent in order, one at a time, by the one process that holds
 * its lease. Leases of dead processes of this machine are taken over at once, others when they
 * expire: by the clock of the PostgreSQL server, whatever `now` the machines have; by `now` in a
 * SQLite file. Two stores opened by one process are two holders.
 *
 * A hold is the named value STORE_HOLD. A request is sent only after a note of its intent that gives the
 * hold as it was read (struct note, `hold`); the note is refused when the hold has become another in
 * the meantime. Notes and the setting of a hold come one after the other, whichever process makes them: after
 * store_set(STORE_HOLD) has returned, every request that can still leave under the old one is a job in
 * JOB_ASKED without a fault, whose lane a living process holds (store_is_leased()). Whoever waits
 * until there is none has seen the last one leave.
 *
 * Errors: FAULT_CONF a URL or a store that is not ours, FAULT_AUTH a password that is missing or
 * wrong, FAULT_AGAIN locked by another program (for half a minute: our own processes wait for each
 * other), a server that is not there or a connection that is lost, FAULT_SYS no libpq, FAULT_IO
 * everything else; the text names the store and what to do. After an error nothing of that call
 * was written, unless it was the flush or the connection that failed: then it may be there or not.
 */
#ifndef SMM_STORE_H
#define SMM_STORE_H

#include "smm/buf.h"
#include "smm/err.h"
#include "smm/mem.h"

#include <stdint.h>

enum job_state {
	JOB_NEW,     /* nothing was sent; the record may still change */
	JOB_ASKED,   /* the step's request was noted as intended and may have been sent */
	JOB_BETWEEN, /* the step's answer is noted, another step or another try is to come at `wake` */
	JOB_DONE,
	JOB_REFUSED, /* for good */
	JOB_UNSURE,  /* may have been sent; a person decides */
	JOB_MISSED   /* later than it may be */
};

struct job { /* strings live in the arena that the call was given, or are those that were given */
	const char    *id, *op;
	const char    *account, *network;
	const char    *entry, *campaign, *pillar; /* copied into results; NULL when absent */
	const char    *rec;    /* the record's line */
	const char    *digest;
	int64_t        at;     /* when it is due */
	enum job_state state;
	const char    *step;   /* the step asked or to be asked next; NULL: the first */
	const char    *keep;   /* JSON object; NULL: empty */
	int64_t        wake;   /* not before; 0: at once */
	int            attempts;
	int64_t        again;  /* when a person said it is to be sent again; 0: never */
	const char    *ref, *url;
	enum fault     fault;  /* of the last failure; FAULT_NONE: none */
	const char    *message;
	int            http;
	int64_t        changed; /* when it was entered or last noted */
};

int  job_is_final(enum job_state s);
const char *job_state_name(enum job_state s); /* "new", "asked", …: as the store keeps it */

/* A job with strings of its own, in the arena. */
void job_copy(struct job *to, const struct job *from, struct mem *m);

/* What a job is entered with, id to at, as members of the JSON object under way. */
void job_put(struct buf *b, const struct job *j);

struct store;

/* Opens, making what is missing (folders too, mode 0700; file 0600). */
int  store_open(struct store **s, const char *url, struct err *e);
void store_close(struct store *s); /* gives back our leases; NULL is allowed */

/* Whether a store is there: opening it would not make a new one. */
int store_exists(const char *url);

/* What the ledger has of one job: 1 found, 0 not, -1. */
int store_find(struct store *s, const char *id, const char *op, struct job *j, struct mem *m,
    struct err *e);

enum claim_result {
	CLAIM_OURS,    /* the job is as it was last noted and the lane is ours */
	CLAIM_BUSY,    /* another process has the lane; the job is as given */
	CLAIM_SETTLED  /* final already, whoever has the lane */
};

struct claim {
	struct job        job;    /* in: id … at; out: all */
	const char       *app;    /* in: whose limit is asked for; NULL: nobody's */
	int               anew;   /* in: a job of another digest, or not done, begins again with this record */
	enum claim_result result; /* out */
	const char       *pace;   /* out, if ours: as it was last noted for the account; NULL: never */
	const char       *limit;  /* out, if ours: the value named STORE_LIMIT and `app`; NULL: none */
	int64_t           skew;   /* out, if ours: how far the clock of the ledger, shared by all, is ahead */
	/*
	 * out, if ours and JOB_ASKED: since when its answer is missed, by our clock: the first event "look" after the
	 * last "ask", or else that one. However often those who wait for the look are killed, it comes no later.
	 */
	int64_t           since;
};

/*
 * Claims jobs and their lanes, in one transaction, without a flush. A job that the ledger does not
 * know is entered; one that it knows and of which nothing was sent takes the record given; one that
 * was begun keeps its own record (and is busy for ever under another account), and one that is
 * settled stays so, unless it is to begin anew. The lease lasts lease_ms from now.
 */
int store_claim(struct store *s, struct claim *c, size_t n, int64_t now, int64_t lease_ms,
    struct mem *m, struct err *e);

struct note {
	const struct job *job;  /* written from `state` on, but for `again` and `changed` */
	const char       *what; /* for the log: "ask", "answer", "settle", … */
	const char       *hold;    /* a request follows: the hold as it was read, "" none; NULL: none follows */
	const char       *pace;    /* what the account's next claim gets to see; NULL: as it was */
	int               release; /* the lane is given back with this note */
	int               lost;    /* out: the lane is no longer ours, nothing was written for it */
	int               held;    /* out: the hold is another now, nothing was written for it */
};

/*
 * Writes all of them to the log in one transaction, flushed to disk before it returns, and renews
 * all our leases to last lease_ms from now (one that lasts seven eighths of that is left as it is).
 */
int store_note(struct store *s, struct note *notes, size_t n, int64_t now, int64_t lease_ms,
    struct err *e);

/* Whether a living process, we ourselves perhaps, holds the account's lane: 1, 0, or -1. */
int store_is_leased(struct store *s, const char *account, int64_t now, struct err *e);

/* Whether another living process holds a lane, whichever: 1, 0, or -1. */
int store_has_others(struct store *s, int64_t now, struct err *e);

/* Gives a lane back without a note. */
int store_release(struct store *s, const char *account, struct err *e);

/* Whether several machines can share the ledger at this URL. */
int store_is_shared(const char *url);

/*
 * What only one of the machines that share a ledger may do at a time: 1 it is ours until the store is closed or our
 * process or its connection has ended; 0 another store has it; -1. Only where store_is_shared().
 */
int store_lock(struct store *s, const char *name, struct err *e);

/*
 * Calls `each` for every job, by `at`, id and op; state -1 for all. Stops when it returns non-zero,
 * and returns that. The job lives until `each` returns, which must not write to this store.
 */
typedef int store_each(void *arg, const struct job *j, struct err *e);
int store_scan(struct store *s, int state, store_each *each, void *arg, struct err *e);

/*
 * A person's word on a job that is not under way: JOB_DONE or, to send again, JOB_NEW, which also
 * sets `again` and clears ref and url; both clear step, keep, wake and the failure. 1 changed, 0 no
 * such job, -1 (FAULT_POLICY when its lane is held by a living process, or it is done already).
 */
int store_settle(struct store *s, const char *id, const char *op, enum job_state state,
    int64_t now, struct err *e);

/*
 * Calls `each` for all that happened to a job, from its entry on (`what` NULL): the job as it was noted then,
 * `changed` says when; of its record nothing. Named values, by name. As store_scan().
 */
typedef int store_event(void *arg, const struct job *j, const char *what, struct err *e);
int store_history(struct store *s, const char *id, const char *op, store_event *each, void *arg, struct err *e);
typedef int store_value(void *arg, const char *name, const char *value, struct err *e);
int store_names(struct store *s, store_value *each, void *arg, struct err *e);

struct past { /* one thing that happened to a job, as store_history() gave it */
	struct job  job;
	const char *what;
};

/*
 * Fills a ledger that has no job yet (else FAULT_USAGE) with what another one had: begin; each job with
 * its past, which begins with its entry, and store_set()-like values; end with rc: 0 all of it is there, flushed;
 * -1 nothing of it is.
 */
int store_import_begin(struct store *s, struct err *e);
int store_import_job(struct store *s, const struct job *j, const struct past *past, size_t n, struct err *e);
int store_import_value(struct store *s, const char *name, const char *value, struct err *e);
int store_import_end(struct store *s, int rc, struct err *e);

/*
 * Looks for what no ledger of ours can hold, as far as the database itself can tell: damaged pages, events of
 * no job, an account of events in the wrong order. Calls `tell` for each. 0, or -1 when it cannot be looked at.
 */
typedef void store_tell(void *arg, const char *what);
int store_check(struct store *s, store_tell *tell, void *arg, struct err *e);

/* Named values: cursors, rate limits, the hold. NULL value deletes; flushed. get: 1 found, 0 not, -1. */
#define STORE_HOLD  "hold"
#define STORE_LIMIT "limit:" /* and what `app` says */
#define STORE_PACE  "pace:"  /* and the account */
int store_get(struct store *s, const char *name, char **value, struct mem *m, struct err *e);
int store_set(struct store *s, const char *name, const char *value, struct err *e);

struct named {
	const char *name, *value;
};

/* Several of them, all or none, with one flush. */
int store_set_all(struct store *s, const struct named *v, size_t n, struct err *e);

#endif
