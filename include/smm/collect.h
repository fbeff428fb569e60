/*
 * collect.h - what the networks count of our posts and accounts, as metric records
 *
 * Of every post that is out, from results or from the ledger, one reading now or one at each of some ages; of every
 * account one. A record holds the numbers that the network gave, as running totals; what it does not count is absent.
 * Of the competitors of a strategy what is public: followers and posts, where the network says it.
 * Which ages were read is kept in the store, by account, and moves only when the lines are safely written. An account
 * or a post that cannot be read does not stop the others.
 */
#ifndef SMM_COLLECT_H
#define SMM_COLLECT_H

#include "smm/conf.h"
#include "smm/lines.h"
#include "smm/prog.h"
#include "smm/strategy.h"

#define COLLECT_AGES 16

struct collect_settings {
	const struct conf *conf;
	const char        *store;      /* URL; opened when the ledger or ages are asked for */
	struct out        *out;
	const struct strs *accounts;   /* only these; none: all whose network has numbers */
	const struct strategy *strategy; /* its competitors are read through the first account of their network; NULL */
	int64_t            ages[COLLECT_AGES]; /* milliseconds; a post is read once when it is as old as each */
	size_t             nages;      /* 0: now */
	int64_t            since;      /* posts published before are left alone */
	int                dry_run;    /* ask nothing, say what would be asked; move nothing */
	long               parallel;
	void (*note)(const char *fmt, ...) SMM_PRINTF(1, 2);
	void (*warn)(const char *fmt, ...) SMM_PRINTF(1, 2);
	void (*progress)(const char *what, size_t done, size_t total);
};

/* "1h,1d,7d": into ages. -1: FAULT_USAGE. */
int collect_ages(struct collect_settings *s, const char *list, struct err *e);

struct collect;

struct collect *collect_new(const struct collect_settings *s); /* lent */
void            collect_free(struct collect *c);

/* A line of results (prog_each): of what is not published nothing is asked. And all posts of the ledger. */
int collect_line(void *arg, char *line, size_t len, const char *place, struct err *e);
int collect_ledger(struct collect *c, struct err *e);

/* Asks, and writes. *exit_status: what could not be read. -1 with e when the run could not go on. */
int collect_run(struct collect *c, int *exit_status, struct err *e);

#endif
