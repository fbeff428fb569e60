/*
 * hold.h - all publishing stopped, until somebody or the time lets it go on
 *
 * The hold is a record (design, section 4) that the store keeps by name. Who sends reads it, and gives it
 * with the note of each intent (store.h): a request whose note was refused does not leave. Who stops
 * publishing sets it, and then waits for the requests that had been noted before (hold_wait()): when that
 * has returned nothing more leaves.
 */
#ifndef SMM_HOLD_H
#define SMM_HOLD_H

#include "smm/buf.h"
#include "smm/rec.h"
#include "smm/store.h"

struct hold {
	int          on;
	const char  *reason, *by; /* NULL: not said */
	int64_t      at, until;   /* until 0: no end of its own */
	const char **allow;       /* accounts, and ids of records, that may leave all the same */
	size_t       nallow;
};

/*
 * What the store says, in the arena; on is 0 when there is none, or its time is over. *text is the value
 * for struct note, "" for none. FAULT_IO: what is kept is no hold.
 */
int hold_get(struct store *s, struct hold *h, const char **text, int64_t now, struct mem *m, struct err *e);

/* What a record of type hold says, in the arena. */
void hold_of(struct hold *h, const struct rec *r, struct mem *m);

/* Puts it into the store, or takes it out when it is not on. 0 or -1. */
int hold_set(struct store *s, const struct hold *h, struct err *e);

/* Appends the record, without line feed. */
void hold_add(struct buf *b, const struct hold *h);

/*
 * Whether a job is stopped: one that shows something new (a post, an edit, a reply) and is not allowed by its
 * id or its account. What hides, deletes or blocks is not: that is what a crisis needs.
 */
int hold_stops(const struct hold *h, const struct job *j, int64_t now);

/*
 * Waits until none of the requests that the hold stops can still be on its way: those that a living process
 * had noted before. They end with their answer or their time-out (http.h), or with the lease of a process that
 * cannot be asked whether it lives; an upload of more than twenty minutes is not waited for, it shows nothing.
 * `progress` is told how many are over. A signal ends it: -1 with FAULT_AGAIN, and the hold stays.
 */
int hold_wait(struct store *s, const struct hold *h, void (*progress)(const char *what, size_t done, size_t total),
    struct err *e);

#endif
