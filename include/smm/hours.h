/*
 * hours.h - business hours: how long people at work had, and by when they have had so long
 *
 * Pure functions of smm.yaml's `hours` and the current zone (zone.h): a day's hours are wall times, so that on the days
 * when the clocks change 09:00 to 18:00 stays nine hours and a night shift gains or loses one. Instants are
 * milliseconds since 1970 (when.h), spans milliseconds. Without hours (NULL) every hour counts.
 */
#ifndef SMM_HOURS_H
#define SMM_HOURS_H

#include "smm/holiday.h"

#include <stdint.h>

struct shift {
	unsigned weekdays; /* 1 << 0 Monday, on which it begins */
	int      from, to; /* minutes of the day; to at or before from: on the next day */
};

struct hours {
	struct shift   *shifts; /* never overlap; by `from` */
	size_t          count, room;
	struct holidays holidays; /* on a public holiday no shift begins */
};

/* Business time in [from, to); 0 when to is not after from. */
int64_t hours_between(const struct hours *h, int64_t from, int64_t to);

/*
 * The first instant at which `span` of business time has passed since `from`: the end of a service level. With span 0
 * it is the next instant at work, `from` itself while at work. Where no shift begins for two years (a file of
 * holidays can do that) the clock's time is taken.
 */
int64_t hours_after(const struct hours *h, int64_t from, int64_t span);

#endif
