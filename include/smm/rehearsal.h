/*
 * rehearsal.h - what each run of smm-post by cron would send, cost and miss, played with a set clock
 *
 * The posts of a plan are played as smm-post(1) treats them: account by account in the order of their times, with
 * `gap`, `cap` and `spend` of smm.yaml, a post that is too late missed, holds and approvals as the journal has them at
 * each instant, and what the journal or the ledger says is out not sent again: it counts. How many posts a network
 * takes is what its table says (net.h), and what it has told in its answers (`limit` with an HTTP status, up to
 * `retry_at`; in the ledger, what every run of smm-post obeys). Nothing is sent. A run takes no time, and sending never
 * fails. Of a post each part and the first comment cost a request and count as posts, where the network counts parts;
 * uploads are not counted, and what posts of the journal cost is not known.
 */
#ifndef SMM_REHEARSAL_H
#define SMM_REHEARSAL_H

#include "smm/conf.h"
#include "smm/journal.h"
#include "smm/lines.h"

struct rehearsal_settings { /* lent */
	const struct conf *conf;
	int64_t            from, to;  /* milliseconds; runs at `from` and every so often after it, before `to` */
	long               every_min; /* from 1 on */
	int                people;    /* lines for people, not result records */
};

struct rehearsed { /* a post, lent */
	const char           *id, *entry, *campaign, *pillar;
	const struct account *account; /* of the conf */
	int64_t               at, late_ms;
	const char           *state;  /* NULL: approved */
	int                   to_approve;
	const char           *digest, *author; /* author: NULL: not named */
	const struct texts   *approvers; /* as long as the rehearsal; an empty list: anybody else */
	const char           *text, *link; /* link: NULL or "": none */
	size_t                parts;
};

struct rehearsal;

struct rehearsal *rehearsal_new(const struct rehearsal_settings *s);
void              rehearsal_free(struct rehearsal *r); /* NULL is allowed */

/* Takes in approvals, holds and results of a journal, before the first post; see journal_read(). */
int rehearsal_journal(struct rehearsal *r, const char *path, journal_bad *bad, struct err *e);

/*
 * Takes in a ledger, before the first post: what is out, what was begun, what accounts have sent and networks have
 * said, the hold. It is only read; one that is not there yet says nothing. See store_open().
 */
int rehearsal_ledger(struct rehearsal *r, const char *url, struct err *e);

/* Takes in a post, in any order; those outside from..to are passed over. */
void rehearsal_post(struct rehearsal *r, const struct rehearsed *p);

/*
 * Plays them, and writes what happens: what leaves (`planned`), is held, unapproved, a draft (`waiting`), has to wait
 * for the pace (`retry`) - each once, until it becomes something else - or is missed. The zone is set to the conf's.
 */
int rehearsal_play(struct rehearsal *r, struct out *out, struct err *e);

#endif
