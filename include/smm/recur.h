/*
 * recur.h - the dates of a repeated entry: RRULE of RFC 5545, section 3.3.10, by libical
 *
 * Wall times only: what a change of the clocks does to one of them is zone.h's to say. libical is
 * loaded at the first rule and not before (it brings 35 MB of ICU with it).
 */
#ifndef SMM_RECUR_H
#define SMM_RECUR_H

#include "smm/mem.h"
#include "smm/when.h"

#define RECUR_MAX 10000 /* dates of one rule: a post every hour of a year is fewer */

struct civils {
	struct civil *at;
	size_t        count, room;
};

/*
 * All dates of a rule ("FREQ=WEEKLY;BYDAY=MO;COUNT=4", in any case, "RRULE:" before it allowed), in
 * their order; the first is `start`. FREQ is DAILY, WEEKLY, MONTHLY or YEARLY: several times of a
 * day are BYHOUR and BYMINUTE. It ends by COUNT or UNTIL, and UNTIL is a date (that day included), a wall time,
 * or an instant of UTC, for which the current zone (zone.h) is asked. -1 with FAULT_INPUT: what was
 * found and what was expected; more dates than RECUR_MAX; none at all; `start` is none of them.
 */
int recur_expand(const char *rule, const struct civil *start, struct mem *m, struct civils *out, struct err *e);

/* "2026-12-09 18:30" into out, which it returns; seconds only where there are any. */
char *civil_write(char out[WHEN_SIZE], const struct civil *c);

/* Below 0, 0 or above 0, as a is before, at or after b. */
int civil_order(const struct civil *a, const struct civil *b);

#endif
