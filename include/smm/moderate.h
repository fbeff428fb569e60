/*
 * moderate.h - messages judged by a charter: which rules hold, why, and what is proposed
 *
 * A pure function of the charter, the business hours, the models, the history given before, and the messages in their
 * order: the same lines come out on every machine, at every time. Nothing is done to anybody: what is proposed waits
 * for cm-reply.
 *
 * A message that speaks of danger (labels self_harm, safety) is urgent and goes to a person: whatever rules say, all
 * that is proposed is escalate, and hold. Rules' articles are cited; where only the label asks for it, none is.
 *
 * The members that are added are described in smm-records(5). An earlier verdict in the line is replaced by the new
 * one; all other members stay as they are, byte for byte.
 */
#ifndef SMM_MODERATE_H
#define SMM_MODERATE_H

#include "smm/buf.h"
#include "smm/charter.h"
#include "smm/classify.h"
#include "smm/hours.h"
#include "smm/rec.h"

struct moderate_settings {
	const struct charter *charter;
	const struct hours   *hours; /* for service levels; NULL: every hour counts */
	struct classify      *classify; /* lent; NULL: labels, sentiment, topics that messages bring are believed */
	charter_warn         *warn;  /* a pattern that was given up, a term that nothing can match */
	charter_warn         *note;  /* slow patterns */
};

struct moderate;

int  moderate_new(struct moderate **m, const struct moderate_settings *s, struct err *e); /* copies s; 0 or -1 */
void moderate_free(struct moderate *m); /* NULL is allowed */

/*
 * A record of the journal: moderated messages count as offences of their authors, results as sanctions; an action
 * undone (`unhide` done) takes its message's offences back. Other records count for nothing.
 */
void moderate_remember(struct moderate *m, const struct rec *r);

const struct charter *moderate_charter(const struct moderate *m);

/* Forgets all that was remembered and judged. */
void moderate_forget(struct moderate *m);

struct verdict_of { /* one rule that held */
	const struct rule *rule;
	const struct condition *when;  /* of its conditions the one that did */
	unsigned           verdicts; /* what it does, this time */
	size_t             times;    /* it is the author's so manieth; 0: nobody counts */
};

struct judgement {
	const struct verdict_of *rules; /* in the charter's order */
	size_t                   nrules;
	unsigned                 proposed; /* verdicts; 0: nothing */
	enum priority            priority;
	const char              *assign;   /* NULL: nobody in particular */
	int64_t                  due;      /* 0: no answer is promised */
};

/* Judges a message; lends until the next call. NULL for what is no message, or our own. */
const struct judgement *moderate_judge(struct moderate *m, const struct rec *r);

/* How many bytes of the line of the message last judged stay what they are and where they are. */
size_t moderate_kept(const struct moderate *m, const struct rec *r);

/*
 * The line with the verdict; appended to `out`, without a line feed, and without its first `kept` bytes: 0, or at most
 * moderate_kept() when they are written from where they stand.
 */
void moderate_write(struct moderate *m, const struct rec *r, size_t kept, struct buf *out);

/* An object with the `why` member of the message last judged, if there is something to say. */
void moderate_why(struct moderate *m, struct buf *out);

/*
 * Runs the charter's own examples, each on its own. Appends to `out` what came of those that fail, for people: place,
 * text, what was expected and what was found, and why; and a line that counts. Returns how many failed.
 */
size_t moderate_examples(struct moderate *m, struct buf *out);

#endif
