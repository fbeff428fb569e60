/* hours.c - business hours against a count of every quarter of an hour, and known answers */
#include "tap.h"

#include "smm/conf.h"
#include "smm/hours.h"
#include "smm/mem.h"
#include "smm/zone.h"

#include <stdlib.h>
#include <unistd.h>

#define MINUTE  INT64_C(60000)
#define QUARTER (15 * MINUTE)
#define HOUR    (60 * MINUTE)
#define WEEKDAYS 0x1fu

static const struct shift office = { WEEKDAYS, 9 * 60, 18 * 60 };
static const struct shift night = { 1u << 5 | 1u << 6, 22 * 60, 6 * 60 }; /* Saturday and Sunday */

static int64_t
at(const char *text)
{
	int64_t ms = 0;

	if (when_read(text, strlen(text), &ms, NULL))
		ok(0, "%s is a time", text);
	return ms;
}

static void
is_at(int64_t got, const char *want, const char *what)
{
	char room[WHEN_SIZE];

	is_str(when_write(room, got, zone_offset(got)), want, what);
}

/* Whether an instant is at work, told from its wall time alone. */
static int
at_work(const struct shift *s, int64_t ms)
{
	struct civil c;
	int64_t      local = ms / 1000 + zone_offset(ms), day = local / 86400;
	int          minute, today, yesterday;

	civil_from_sec(local, &c);
	minute = c.hour * 60 + c.minute;
	today = !!(s->weekdays & 1u << civil_weekday(day));
	yesterday = !!(s->weekdays & 1u << civil_weekday(day - 1));
	if (s->to > s->from)
		return today && minute >= s->from && minute < s->to;
	return (today && minute >= s->from) || (yesterday && minute < s->to);
}

/* Four weeks around a change of the clocks: from every hour to every nineteenth hour behind it, counted beforehand. */
static void
counted(const char *zone, const struct shift *shift, const char *begin)
{
	static int64_t worked[2689]; /* quarters at work before each quarter of four weeks */
	struct shift   one = *shift;
	struct hours   h = { &one, 1, 1, { 0 } };
	int64_t        start = at(begin), from, to, end;
	size_t         i, j, wrong = 0, early = 0;
	struct err     e;

	ok(zone_set(zone, &e) == 0, "%s is a zone", zone);
	for (i = 0; i < 2688; i++)
		worked[i + 1] = worked[i] + at_work(shift, start + (int64_t)i * QUARTER);
	for (i = 0; i < 2600; i += 4)
		for (j = i; j < 2688; j += 76) {
			from = start + (int64_t)i * QUARTER;
			to = start + (int64_t)j * QUARTER;
			wrong += hours_between(&h, from, to) != (worked[j] - worked[i]) * QUARTER;
			end = hours_after(&h, from, (worked[j] - worked[i]) * QUARTER);
			early += worked[j] > worked[i] &&
			    (hours_between(&h, from, end) != (worked[j] - worked[i]) * QUARTER ||
			    hours_between(&h, from, end - 1) >= (worked[j] - worked[i]) * QUARTER);
		}
	is_int((int64_t)wrong, 0, "hours_between() counts like a clerk");
	is_int((int64_t)early, 0, "hours_after() ends exactly when the time has passed");
}

static void
known(void)
{
	struct shift s = office;
	struct hours h = { &s, 1, 1, { 0 } };
	struct err   e;
	int64_t      friday = at("2026-11-27T17:30:00+01:00");

	zone_set("Europe/Paris", &e);
	is_at(hours_after(&h, friday, 30 * MINUTE), "2026-11-27T18:00:00+01:00", "half an hour is left on Friday");
	is_at(hours_after(&h, friday, 2 * HOUR), "2026-11-30T10:30:00+01:00", "two hours end on Monday");
	is_at(hours_after(&h, at("2026-11-28T12:00:00+01:00"), 0), "2026-11-30T09:00:00+01:00",
	    "no time at all: the next instant at work");
	is_at(hours_after(&h, friday, 0), "2026-11-27T17:30:00+01:00", "at work it is now");
	is_at(hours_after(NULL, friday, 8 * HOUR), "2026-11-28T01:30:00+01:00", "without hours the clock counts");
	is_int(hours_between(NULL, friday, friday + HOUR), HOUR, "between as well");
	is_int(hours_between(&h, friday, friday), 0, "no time between an instant and itself");
	is_int(hours_between(&h, friday + HOUR, friday), 0, "nor backwards");
	is_int(hours_between(&h, at("1969-12-31T00:00:00+01:00"), at("1970-01-01T00:00:00+01:00")), 9 * HOUR,
	    "before 1970 too");
}

/* No hour is ever worked: an end all the same. */
static void
never(void)
{
	struct shift   s = office;
	struct holiday day = { .rule = HOLIDAY_EASTER, .not_easter = HOLIDAY_ALWAYS };
	struct hours   h = { &s, 1, 1, { 0 } };
	struct err     e;
	struct mem    *m = mem_new();
	int            i;

	zone_set("UTC", &e);
	for (i = 0; i < 700; i++) {
		day.easter = i - 350;
		h.holidays.at = mem_more(m, h.holidays.at, h.holidays.count, &h.holidays.room, sizeof day);
		h.holidays.at[h.holidays.count++] = day;
	}
	is_at(hours_after(&h, at("2026-01-01T00:00:00Z"), HOUR), "2026-01-01T01:00:00Z", "all days are holidays");
	mem_free(m);
}

static int
read_conf(const char *hours, struct conf **c, struct err *e)
{
	const char *path = "hours-smm.yaml";
	FILE       *f = fopen(path, "w");
	int         rc;

	if (!f)
		return -1;
	fprintf(f, "timezone: Europe/Paris\naccounts: [{ name: a, network: mastodon }]\n%s\n", hours);
	fclose(f);
	rc = conf_read(c, path, e);
	unlink(path);
	return rc;
}

static void
written(void)
{
	const struct hours *h;
	struct conf        *c = NULL;
	struct err          e = { 0 };

	if (!ok(read_conf("hours: { days: mon-fri, from: \"09:00\", to: \"18:00\", holidays: fr }", &c, &e) == 0, "read"))
		return;
	ok(conf_hours(c, &h, &e) == 0 && h, "and given: %s", e.text);
	is_at(hours_after(h, at("2026-12-24T17:00:00+01:00"), 2 * HOUR), "2026-12-28T10:00:00+01:00",
	    "Christmas and a week's end");
	ok(conf_hours(c, &h, &e) == 0 && h->holidays.count == 11, "holidays are read once");
	conf_free(c);
	ok(read_conf("hours:\n  - { days: mon-sat, from: \"14:00\", to: \"18:00\" }\n"
	    "  - { days: mon-fri, from: \"09:00\", to: \"12:30\" }", &c, &e) == 0 && !conf_hours(c, &h, &e), "a list");
	is_at(hours_after(h, at("2026-12-04T12:00:00+01:00"), HOUR), "2026-12-04T14:30:00+01:00", "over lunch");
	is_at(hours_after(h, at("2026-12-05T09:00:00+01:00"), 5 * HOUR), "2026-12-07T10:00:00+01:00", "from Saturday on");
	conf_free(c);
	ok(read_conf("", &c, &e) == 0 && !conf_hours(c, &h, &e) && !h, "none are none");
	conf_free(c);
}

static void
refused(void)
{
	static const char *const cases[][2] = {
		{ "hours: { days: mon-fry, from: \"09:00\", to: \"18:00\" }",
		    "hours-smm.yaml:3:16: found \"mon-fry\", expected days, like mon-fri or mon,wed,fri-sat" },
		{ "hours: { days: mon, from: \"9\", to: \"18:00\" }",
		    "hours-smm.yaml:3:27: found \"9\", expected a time of day in quotes, like \"09:00\"" },
		{ "hours: { days: mon, from: \"09:00\" }", "hours-smm.yaml:3:8: the key \"to\" is missing" },
		{ "hours: { day: mon }", "hours-smm.yaml:3:10: found the unknown key \"day\", the nearest known is \"days\"" },
		{ "hours:\n  - { days: mon-fri, from: \"09:00\", to: \"18:00\" }\n"
		    "  - { days: fri, from: \"17:00\", to: \"20:00\" }",
		    "hours-smm.yaml:5:5: found hours that overlap others of the list" },
		{ "hours:\n  - { days: sun, from: \"22:00\", to: \"06:00\" }\n"
		    "  - { days: mon, from: \"05:00\", to: \"20:00\" }",
		    "hours-smm.yaml:5:5: found hours that overlap others of the list" },
	};
	struct conf        *c = NULL;
	const struct hours *h;
	struct err          e = { 0 };
	size_t              i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		ok(read_conf(cases[i][0], &c, &e) == -1 && e.fault == FAULT_CONF, "refused");
		is_str(e.text, cases[i][1], "and says why");
	}
	if (ok(read_conf("hours: { days: mon, from: \"09:00\", to: \"18:00\", holidays: xx }", &c, &e) == 0, "read")) {
		ok(conf_hours(c, &h, &e) == -1 && e.fault == FAULT_CONF &&
		    strncmp(e.text, "hours-smm.yaml:3:8: holidays: \"xx\" is not among", 47) == 0, "%s", e.text);
		conf_free(c);
	}
}

/* The configurations are written into a folder of their own; the holidays are in the source tree. */
static void
go_away(char dir[32])
{
	char share[4096];

	if (!realpath("share", share) || !mkdtemp(dir) || chdir(dir))
		ok(0, "a folder of our own");
	setenv("SMM_DATADIR", share, 1);
}

int
main(void)
{
	char dir[32] = "/tmp/hours.XXXXXX";

	go_away(dir);
	counted("Europe/Paris", &office, "2026-10-12T00:00:00Z");
	counted("Europe/Paris", &night, "2026-10-12T00:00:00Z");
	counted("Europe/Paris", &night, "2026-03-16T00:00:00Z");
	counted("America/New_York", &night, "2026-03-01T00:00:00Z");
	counted("Australia/Lord_Howe", &night, "2026-03-20T00:00:00Z");
	counted("Asia/Kolkata", &office, "2026-03-01T00:00:00Z");
	known();
	never();
	written();
	refused();
	rmdir(dir);
	return done();
}
