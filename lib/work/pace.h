/*
 * pace.h - how fast an account may send: distance, caps, money, and what the network has said; private to lib/work
 *
 * Pure functions. The state is kept in the store beside the account's lane, written with the note of each intent
 * (store.h), so that every process of every machine goes by it. Days, hours and months are those of the clock in the
 * current zone.
 */
#ifndef SMM_PACE_H
#define SMM_PACE_H

#include "smm/conf.h"
#include "smm/mem.h"
#include "smm/net.h"

#include <stdint.h>

#define LATE_MS 300000 /* a post that leaves so long after its time is one of a backlog */

struct pace {
	int64_t sent;        /* when the last post began to leave; 0: never */
	int64_t until;       /* the network wants to hear nothing before; 0: it has not said so */
	int64_t day, posts_day, spent_day;   /* days since 1970; posts and micros in it */
	int64_t hour, posts_hour;
	int64_t month, spent_month;          /* months since the year 0 */
};

/*
 * The state as text, in the arena; and back. What is no such text, or NULL, is the state of an account that
 * never sent.
 */
const char *pace_write(const struct pace *p, struct mem *m);
void        pace_read(struct pace *p, const char *text);

/*
 * After a reply that was no success (net_fault): when the network wants to hear from us again, by its headers or in
 * its own words; 0: it does not say.
 */
int64_t pace_told(const struct call *c, const struct reply *r, int64_t now);

struct wish { /* a request that wants to leave */
	int     is_first; /* of its post: it counts as one */
	int     is_late;  /* the post has waited: after an outage or a hold */
	int64_t cost;     /* micros */
};

/* What a request of a post costs, micros: as the account says, else as the network's table does. text may be NULL. */
int64_t pace_cost(const struct account *a, const struct net *n, const char *text, int has_link);

/* Whose limit it is, beside the account's: of our app on the network's server. Arena. */
const char *pace_app(const struct account *a, const struct net *n, struct mem *m);

/*
 * When it may: 0 now, or an instant, and *why (FAULT_LIMIT) says what it has to wait for.
 */
int64_t pace_wait(const struct pace *p, const struct pace_rules *r, const struct wish *w, int64_t now, struct err *why);

/* It leaves now. */
void pace_count(struct pace *p, const struct wish *w, int64_t now);

#endif
