/* plan_times.h - when the posts of an entry leave; private to lib/work/plan*.c */
#ifndef SMM_PLAN_TIMES_H
#define SMM_PLAN_TIMES_H

#include "planning.h"

struct moment {
	int64_t             at;
	int                 offset_sec;
	const char         *wall; /* "2026-12-09T1830", of what its entry has more than one of; else NULL */
	const struct entry *edit; /* what is different this time; NULL: nothing */
};

struct moments { /* in the arena of the entry */
	struct moment *at;
	size_t         count, room;
};

/* The zone of the entry's wall times, made the current one. -1: told to plan_wrong(). */
int plan_zone(struct plan *p, const char **name);

/* Of an entry with `at`: one, or those of its `repeat`. -1: told. */
int plan_moments(struct plan *p, struct moments *out);

/*
 * plan_slots.c: of an entry with `slot: next` or `evergreen`, for one account. Their law: an entry takes
 * what the entries above it left free, so that what stands below never moves what stands above. -1: told.
 */
int  plan_slots(struct plan *p, size_t account, struct moments *out);
void plan_take(struct plan *p, size_t account, int64_t at); /* that minute is taken */

#endif
