/* holiday.c - on which day of a year a holiday falls */
#include "smm/holiday.h"

#include "smm/when.h"

#define WEEK 7

int64_t
holiday_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
	int m = (a + 11 * d + 22 * l) / 451;
	int n = d + l - 7 * m + 114;

	return civil_days(year, n / 31, n % 31 + 1);
}

static int64_t
month_end(int year, int month)
{
	return month == 12 ? civil_days(year, 12, 31) : civil_days(year, month + 1, 1) - 1;
}

static int64_t
nth_weekday(const struct holiday *h, int year)
{
	int64_t first = civil_days(year, (int)h->month, 1), last = month_end(year, (int)h->month), day;

	if (h->nth > 0)
		day = first + (h->weekday - civil_weekday(first) + WEEK) % WEEK + (h->nth - 1) * WEEK;
	else
		day = last - (civil_weekday(last) - h->weekday + WEEK) % WEEK + (h->nth + 1) * WEEK;
	return h->latest && day - first + 1 > h->latest ? day - WEEK : day;
}

static int
fixed(const struct holiday *h, int year, int64_t *day)
{
	struct civil c = { .year = year, .month = (int)h->month, .day = (int)h->day };

	if ((h->year && h->year != year) || !civil_is_valid(&c))
		return -1;
	*day = civil_days(c.year, c.month, c.day);
	return 0;
}

int
holiday_in(const struct holiday *h, int year, int64_t *day)
{
	int64_t easter;

	if (h->rule == HOLIDAY_DATE)
		return fixed(h, year, day);
	easter = holiday_easter(year);
	*day = h->rule == HOLIDAY_EASTER ? easter + h->easter : nth_weekday(h, year) + h->plus;
	if (h->not_easter != HOLIDAY_ALWAYS && *day == easter + h->not_easter)
		*day += WEEK;
	return 0;
}

const struct holiday *
holiday_on(const struct holidays *h, enum holiday_kind kind, int64_t day)
{
	struct civil c;
	int64_t      on;
	size_t       i;

	civil_from_days(day, &c);
	for (i = 0; i < h->count; i++)
		if (h->at[i].kind == kind && !holiday_in(h->at + i, c.year, &on) && on == day)
			return h->at + i;
	return NULL;
}
