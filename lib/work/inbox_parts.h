/* inbox_parts.h - what the parts of the inbox call of each other; private to lib/work */
#ifndef SMM_INBOX_PARTS_H
#define SMM_INBOX_PARTS_H

#include "smm/fetch.h"
#include "smm/inbox.h"
#include "smm/store.h"

#include "hashes.h"

struct trace { /* a message that the network showed in this reading */
	uint64_t hash;
	int64_t  at;
};

struct box { /* an account's inbox */
	const struct account *account;
	struct reading       *reading;  /* of this run */
	json_t               *question; /* what is asked, see net.h */
	json_t               *position; /* as the store has it; NULL: none */
	int64_t               since;    /* nothing older without position */
	int                   known;    /* it was read before */
	struct hashes         seen;     /* handed out already, by the store or in this run */
	struct hashes         shown;    /* by the network, in this reading */
	struct trace         *traces;   /* the same in a list */
	size_t                ntraces, room;
	size_t                waiting;  /* messages that are still to be handed out */
	int                   moved;    /* there is something to write to the store */
	int                   rests;    /* not read this time */
	int                   lock;     /* descriptor; -1: none */
};

/* inbox_box.c: opens what the store knows; takes the lock. FAULT_AGAIN when another process reads it. */
int  box_open(struct box *b, const struct inbox_settings *s, struct store *store, struct err *e);
void box_close(struct box *b);

/* Gets ready to read: what is asked. 0, or -1 (FAULT_USAGE: never read, and no `since`). */
int  box_ask(struct box *b, const struct inbox_settings *s, int64_t now, struct err *e);

/* What the network shows: 1 it is to be handed out, 0 not. */
int  box_take(struct box *b, const struct inbox_settings *s, uint64_t hash, int64_t at, int own);

/* The store's value after this run, or NULL when nothing has changed. Caller frees. */
char *box_value(struct box *b, int64_t now);
/* The reading has ended: the box is as the store has it now, for another. */
void box_renew(struct box *b, int64_t now);
char *box_name(const struct account *a); /* of that value; caller frees */

/* inbox_follow.c: waits until a box is due, by its stream or by the clock; the others rest. 0, or -1 with e. */
struct follow;
struct follow *follow_new(const struct inbox_settings *s, struct box *boxes, size_t count);
int            follow_wait(struct follow *f, struct err *e);
void           follow_free(struct follow *f); /* NULL is allowed */

/* inbox_posts.c: the ledger's posts by the network's ids of all their parts. */
struct posts;
struct posts *posts_new(void);
void          posts_free(struct posts *p);
int           posts_load(struct posts *p, struct store *s, struct err *e);
const char   *posts_find(const struct posts *p, const char *account, const char *ref); /* NULL: none */

/* inbox_tail.c: ids of the messages at the end of the output, when that is a file. *torn: the last line has no end. */
void tail_read(const struct out *o, struct hashes *ids, int *torn);

#endif
