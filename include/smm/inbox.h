/*
 * inbox.h - what people wrote to our accounts, as message records, each once
 *
 * What was handed out already is kept in the store, by account: how far the network was read, and
 * hashes of the ids near that edge; nothing of the messages themselves. It moves only when the lines are
 * safely written (lines.h, out_hand_over): a run that is stopped, or whose reader leaves, loses and
 * repeats nothing. After a kill -9 lines that are at the end of the output, when that is a file, are not written
 * again; those in a pipe may be.
 */
#ifndef SMM_INBOX_H
#define SMM_INBOX_H

#include "smm/conf.h"
#include "smm/lines.h"
#include "smm/prog.h"

struct inbox_settings {
	const struct conf *conf;
	const char        *store;     /* URL */
	struct out        *out;
	const struct strs *accounts;  /* only these; none: all whose network has an inbox */
	int64_t            since;     /* for accounts that are read for the first time; 0: not given */
	int                seen;      /* mark all there is as seen, print nothing */
	int                own;       /* also what we wrote ourselves */
	int                dry_run;   /* print, and move nothing */
	long               parallel;
	int64_t            patience_ms; /* how long an account waits for a limit or another try; 0: 30 s */
	long               follow;    /* seconds between two readings; 0: read once */
	void (*note)(const char *fmt, ...) SMM_PRINTF(1, 2); /* what a person may want to know */
	void (*warn)(const char *fmt, ...) SMM_PRINTF(1, 2); /* an account that could not be read, and why */
	void (*progress)(const char *what, size_t done, size_t total);
};

/*
 * Prints what is new, oldest first. *exit_status: what the accounts that could not be read mean. -1
 * with e when the run could not go on: store, output (FAULT_CLOSED: nobody reads it).
 */
int inbox_run(const struct inbox_settings *s, int *exit_status, struct err *e);

/*
 * Prints the whole conversation of a message, oldest first, ours marked; moves nothing. id is a
 * message's (NETWORK:ACCOUNT:ID). FAULT_USAGE when it is none, FAULT_CONF no such account.
 */
int inbox_thread(const struct inbox_settings *s, const char *id, struct err *e);

/* The account (conf's) and the network's id of a message's id. 0, or -1 as above. */
int inbox_parse_id(const struct conf *c, const char *id, const struct account **a, const char **ref,
    struct err *e);

#endif
