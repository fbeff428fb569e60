/* holiday.c - on which day holidays fall; the dates are those of printed calendars */
#include "tap.h"

#include "smm/holiday.h"
#include "smm/strategy.h"
#include "smm/when.h"

#include <stdlib.h>

static const char *
date(int64_t day)
{
	static char  text[40];
	struct civil c;

	civil_from_days(day, &c);
	snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
	return text;
}

static void
easter(void)
{
	static const char *const sundays[] = { "1818-03-22", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19",
		"2000-04-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18",
		"2076-04-19", "2285-03-22" };
	size_t                   i;

	for (i = 0; i < sizeof sundays / sizeof *sundays; i++)
		is_str(date(holiday_easter(atoi(sundays[i]))), sundays[i], "Easter");
	is_int(civil_weekday(holiday_easter(2026)), 6, "Easter is a Sunday");
}

static void
falls(const struct holidays *h, const char *title, const char *want)
{
	int64_t day = 0;
	size_t  i;

	for (i = 0; i < h->count; i++)
		if (strcmp(h->at[i].title, title) == 0) {
			ok(holiday_in(h->at + i, atoi(want), &day) == 0, "%s is in %.4s", title, want);
			is_str(date(day), want, title);
			return;
		}
	ok(0, "%s is known", title);
}

static void
shipped(void)
{
	static const char *const days[][2] = { { "Lundi de Pâques", "2026-04-06" }, { "Ascension", "2026-05-14" },
		{ "Ascension", "2024-05-09" }, { "Lundi de Pentecôte", "2026-05-25" },
		{ "Vendredi saint", "2025-04-18" }, { "Noël", "2026-12-25" },
		{ "Fête des Mères", "2023-06-04" }, { "Fête des Mères", "2024-05-26" }, { "Fête des Mères", "2026-05-31" },
		{ "Fête des Pères", "2026-06-21" }, { "Fête des grands-mères", "2026-03-01" },
		{ "Soldes d'hiver", "2022-01-12" }, { "Soldes d'hiver", "2024-01-10" }, { "Soldes d'hiver", "2027-01-06" },
		{ "Soldes d'été", "2022-06-22" }, { "Soldes d'été", "2023-06-28" }, { "Soldes d'été", "2026-06-24" },
		{ "Black Friday", "2024-11-29" }, { "Black Friday", "2026-11-27" }, { "Cyber Monday", "2026-11-30" } };
	static const char *const files[] = { "fr", "fr-alsace-moselle", "fr-trade" };
	struct holidays          h = { 0 };
	struct mem              *m = mem_new();
	struct err               e = { 0 };
	size_t                   i;

	setenv("SMM_DATADIR", "share", 1);
	for (i = 0; i < sizeof files / sizeof *files; i++)
		ok(holidays_read(&h, files[i], ".", m, &e) == 0, "%s: %s", files[i], e.text);
	for (i = 0; i < sizeof days / sizeof *days; i++)
		falls(&h, days[i][0], days[i][1]);
	ok(holiday_on(&h, HOLIDAY_PUBLIC, civil_days(2026, 5, 8)) != NULL, "8 May is a public holiday");
	ok(!holiday_on(&h, HOLIDAY_TRADE, civil_days(2026, 5, 8)), "and no date of the trade");
	ok(!holiday_on(&h, HOLIDAY_PUBLIC, civil_days(2026, 5, 7)), "7 May is a day like any other");
	mem_free(m);
}

static void
quiet(void)
{
	struct minute_range night = { 22 * 60, 7 * 60 };
	struct day_range    inventory = { civil_days(2026, 12, 28), civil_days(2026, 12, 30) };
	struct strategy     s;
	char                out[24];

	memset(&s, 0, sizeof s);
	s.quiet.hours = &night;
	s.quiet.nhours = 1;
	s.quiet.dates = &inventory;
	s.quiet.ndates = 1;
	s.quiet.weekdays = 1u << 6;
	is_str(strategy_quiet(&s, civil_days(2026, 12, 1), 22 * 60, out), "22:00-07:00", "the night begins at 22:00");
	is_str(strategy_quiet(&s, civil_days(2026, 12, 1), 7 * 60 - 1, out), "22:00-07:00", "06:59 is still night");
	is_str(strategy_quiet(&s, civil_days(2026, 12, 1), 7 * 60, out), NULL, "07:00 is not");
	is_str(strategy_quiet(&s, civil_days(2026, 12, 6), 600, out), "Sunday", "6 December 2026 is a Sunday");
	is_str(strategy_quiet(&s, civil_days(2026, 12, 30), 600, out), "a quiet date", "a span has its last day");
	is_str(strategy_quiet(&s, civil_days(2026, 12, 31), 600, out), NULL, "and ends after it");
}

int
main(void)
{
	easter();
	shipped();
	quiet();
	return done();
}
