/*
 * holiday.h - days that are not like the others: public holidays, and dates a trade looks forward to
 *
 * They are data (smm-strategy(5), HOLIDAY FILES): a date, a distance from Easter, or the n-th weekday of a
 * month, so that a file holds for every year. Days are counted from 1970-01-01 (civil_days()).
 */
#ifndef SMM_HOLIDAY_H
#define SMM_HOLIDAY_H

#include "smm/mem.h"

#include <stdint.h>

enum holiday_kind { HOLIDAY_PUBLIC, HOLIDAY_TRADE };

enum holiday_rule { HOLIDAY_DATE, HOLIDAY_EASTER, HOLIDAY_WEEKDAY };

#define HOLIDAY_ALWAYS INT64_MIN /* not_easter: there is no such day */

struct holiday {
	const char       *title;
	enum holiday_kind kind;
	enum holiday_rule rule;
	long              year;          /* of a date that is only once; 0: every year */
	long              month, day;    /* of a date */
	long              easter;        /* days after Easter Sunday; below 0: before */
	long              weekday, nth;  /* 0 Monday to 6 Sunday; 1 the first of the month, -1 the last */
	long              latest;        /* day of the month: later than it is a week earlier; 0: no such rule */
	long              plus;          /* days after what the rule gives */
	int64_t           not_easter;    /* when that is so many days after Easter: a week later */
};

struct holidays {
	struct holiday *at;
	size_t          count, room;
};

/* Easter Sunday of a year of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8). */
int64_t holiday_easter(int year);

/* The day it falls on in a year; 0, or -1 when that year does not have it. */
int holiday_in(const struct holiday *h, int year, int64_t *day);

/* The first of a kind on that day, NULL when there is none. */
const struct holiday *holiday_on(const struct holidays *h, enum holiday_kind kind, int64_t day);

/*
 * Adds a file's. `name` with a '/' or ".yaml" is a path, relative to dir; else one of those that come with
 * smmkit: "fr", "fr-alsace-moselle", "fr-trade". -1 with FAULT_INPUT.
 */
int holidays_read(struct holidays *h, const char *name, const char *dir, struct mem *m, struct err *e);

#endif
