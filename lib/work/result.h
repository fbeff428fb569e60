/* result.h - what became of a post, as a result record and as an exit status; private to lib/work */
#ifndef SMM_RESULT_H
#define SMM_RESULT_H

#include "smm/buf.h"
#include "smm/store.h"

enum status { /* design, section 4: result */
	STATUS_DONE,
	STATUS_WAITING,
	STATUS_PLANNED,
	STATUS_PENDING,
	STATUS_RETRY,
	STATUS_UNSURE,
	STATUS_REFUSED,
	STATUS_HELD,
	STATUS_UNAPPROVED,
	STATUS_MISSED,
	STATUS_COUNT
};

const char *status_name(enum status s);
int         status_find(const char *name); /* -1: no such status */

/* What the ledger's state means to people and scripts. */
enum status status_of(const struct job *j);

/* The exit status that one result means; fault is the job's. */
int status_exit(enum status s, enum fault fault);

/* Appends the result record, without line feed. Times in the current zone (zone.h). */
void result_add(struct buf *b, const struct job *j, enum status s, int64_t at);

/* Adds to the record that was appended last what it would cost; currency: "": nobody says it. */
void result_add_cost(struct buf *b, int64_t micros, const char *currency);

#endif
