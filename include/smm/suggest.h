/*
 * suggest.h - when the posts of an account did best: slots proposed from the journal
 *
 * What a post brought: likes, comments, shares and saves together (the figure `interactions`), of the last running
 * totals the journal has of it (or the sum of its periods), at least 24 h after it was published; posts measured
 * earlier or never do not count. Within an account x becomes z = (log(1 + x) - mean) / standard deviation, all of its
 * posts together, 0 when they are all alike: accounts of different size compare, and one great success does not decide
 * alone.
 *
 * Of a weekday and an hour, in the zone of the audience, with n posts:
 *
 *	score = (n * median(z of these) + SUGGEST_WEIGHT * (mean(z of the weekday) + mean(z of the hour)) / 2)
 *	        / (n + SUGGEST_WEIGHT)
 *
 * so that few posts say little against their day and their hour. Below SUGGEST_LEAST posts nothing is proposed.
 */
#ifndef SMM_SUGGEST_H
#define SMM_SUGGEST_H

#include "smm/buf.h"
#include "smm/journal.h"
#include "smm/lines.h"
#include "smm/prog.h"
#include "smm/strategy.h"

#define SUGGEST_LEAST  3 /* posts */
#define SUGGEST_WEIGHT 3 /* posts that the day and the hour stand for */

struct suggest_settings { /* lent */
	const struct strs *accounts; /* only these; none: all */
	int64_t            from, to; /* only posts published then: milliseconds, half open; 0: no bound */
};

struct proposal { /* lent */
	const char *account, *network, *zone;
	int         weekday, hour; /* 0 Monday */
	size_t      n;             /* posts of that weekday and hour */
	int         enough;        /* n is not below SUGGEST_LEAST; else median and score are 0 */
	double      median, score;
};

typedef int suggest_each(void *arg, const struct proposal *p, struct err *e);

struct suggest;

struct suggest *suggest_new(const struct suggest_settings *s);
void            suggest_free(struct suggest *s); /* NULL is allowed */

/* Takes in a journal; see journal_read(). */
int suggest_journal(struct suggest *s, const char *path, journal_bad *bad, struct err *e);

/*
 * Tells, account by account by name, the hours that had posts, in the given zone (zone.h): those with enough first, the
 * best score first; then the others, by weekday and hour. The same journal gives the same, whatever its order. -1 when
 * the zone is none, or `each` returned it.
 */
int suggest_tell(struct suggest *s, const char *zone, suggest_each *each, void *arg, struct err *e);

/*
 * Writes them for every zone of the audiences of a strategy, in their order; else (strategy NULL, or no audience has
 * one) for the zone given. Lines for people, or slot records (smm-records(5)).
 */
struct suggest_report {
	const struct strategy *strategy;
	const char            *zone; /* as zone_set() takes it */
	int                    people;
};

int suggest_write(struct suggest *s, const struct suggest_report *r, struct out *out, struct err *e);

#endif
