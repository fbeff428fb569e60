/* zone.c - wall time to instant: every quarter of an hour around every change of the clocks */
#include "tap.h"

#include "smm/zone.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define STEP    900
#define DAY     86400
#define SET_MAX 10800 /* no clock is set back by more */

struct tally {
	size_t once, twice, skipped, wrong;
};

static int
offset(int64_t sec)
{
	return zone_offset(sec * 1000);
}

static void
check_wall(int64_t wall, int64_t want_sec, enum wall want, struct tally *t)
{
	struct civil c;
	enum wall    how;
	int          east;
	int64_t      got;

	civil_from_sec(wall, &c);
	got = zone_instant(&c, &east, &how);
	t->once += want == WALL_ONCE;
	t->twice += want == WALL_TWICE;
	t->skipped += want == WALL_SKIPPED;
	if (got == want_sec * 1000 && how == want && east == offset(want_sec))
		return;
	if (!t->wrong++)
		printf("# %04d-%02d-%02d %02d:%02d: got %" PRId64 " (%d), want %" PRId64 " (%d)\n", c.year, c.month,
		    c.day, c.hour, c.minute, got / 1000, (int)how, want_sec, (int)want);
}

/* The instant's own wall time: it is the answer, unless an earlier instant has the same. */
static void
check_instant(int64_t sec, struct tally *t)
{
	int     east = offset(sec);
	int64_t back;

	for (back = STEP; back <= SET_MAX; back += STEP) {
		if (offset(sec - back) == east + back) {
			check_wall(sec + east, sec - back, WALL_TWICE, t);
			return;
		}
		if (offset(sec + back) == east - back) {
			check_wall(sec + east, sec, WALL_TWICE, t);
			return;
		}
	}
	check_wall(sec + east, sec, WALL_ONCE, t);
}

/* The wall times that the clocks leave out at an instant lead behind the gap, by its length. */
static void
check_gap(int64_t sec, struct tally *t)
{
	int     before = offset(sec - STEP), after = offset(sec);
	int64_t wall;

	for (wall = sec + before; wall < sec + after; wall += STEP)
		check_wall(wall, wall - before, WALL_SKIPPED, t);
}

static void
check_zone(const char *name, int from, int to, struct tally *t)
{
	int64_t    sec = civil_days(from, 1, 1) * DAY, end = civil_days(to, 1, 1) * DAY;
	struct err e;

	memset(t, 0, sizeof *t);
	if (!ok(!zone_set(name, &e), "%s is set", name))
		return;
	for (; sec < end; sec += STEP) {
		if (offset(sec - 2 * (int64_t)DAY) == offset(sec + 2 * (int64_t)DAY) && sec % (97 * STEP))
			continue; /* far from a change: now and then is enough */
		check_instant(sec, t);
		check_gap(sec, t);
	}
	is_int((int64_t)t->wrong, 0, "each wall time is the instant it should be");
}

static void
changes(void)
{
	static const struct {
		const char *name;
		int         from, to;
		size_t      skipped, twice; /* quarters of an hour in these years */
	} rows[] = {
		{ "Europe/Paris", 2024, 2031, 7 * 4, 7 * 8 },
		{ "America/New_York", 2024, 2031, 7 * 4, 7 * 8 },
		{ "Australia/Lord_Howe", 2024, 2031, 7 * 2, 7 * 4 }, /* half an hour */
		{ "Africa/Casablanca", 2023, 2026, 3 * 4, 3 * 8 },   /* back for Ramadan */
		{ "Pacific/Apia", 2011, 2012, 4 + 96, 8 },           /* a day left out: 30 December */
		{ "Asia/Kathmandu", 2024, 2026, 0, 0 },              /* 05:45 */
		{ "America/St_Johns", 2024, 2026, 2 * 4, 2 * 8 },    /* -03:30 */
		{ "UTC", 2024, 2025, 0, 0 },
	};
	struct tally t;
	size_t       i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		check_zone(rows[i].name, rows[i].from, rows[i].to, &t);
		is_int((int64_t)t.skipped, (int64_t)rows[i].skipped, "quarters that do not exist");
		is_int((int64_t)t.twice, (int64_t)rows[i].twice, "and that exist twice");
		ok(t.once > 100, "and once: %zu", t.once);
	}
}

/* Dates and offsets as the law has them, not as the database says. */
static void
known(void)
{
	static const struct {
		const char *zone, *wall, *want;
		enum wall   how;
	} rows[] = {
		{ "Europe/Paris", "2026-12-01 09:00", "2026-12-01T09:00:00+01:00", WALL_ONCE },
		{ "Europe/Paris", "2026-07-14 09:00", "2026-07-14T09:00:00+02:00", WALL_ONCE },
		{ "Europe/Paris", "2026-03-29 01:59:59", "2026-03-29T01:59:59+01:00", WALL_ONCE },
		{ "Europe/Paris", "2026-03-29 02:00", "2026-03-29T03:00:00+02:00", WALL_SKIPPED },
		{ "Europe/Paris", "2026-03-29 02:59:59", "2026-03-29T03:59:59+02:00", WALL_SKIPPED },
		{ "Europe/Paris", "2026-10-25 02:00", "2026-10-25T02:00:00+02:00", WALL_TWICE },
		{ "Europe/Paris", "2026-10-25 03:00", "2026-10-25T03:00:00+01:00", WALL_ONCE },
		{ "America/New_York", "2026-03-08 02:30", "2026-03-08T03:30:00-04:00", WALL_SKIPPED },
		{ "America/New_York", "2026-11-01 01:30", "2026-11-01T01:30:00-04:00", WALL_TWICE },
		{ "Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-04T02:45:00+11:00", WALL_SKIPPED },
		{ "Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45:00+11:00", WALL_TWICE },
		{ "Africa/Casablanca", "2026-07-01 12:00", "2026-07-01T12:00:00+01:00", WALL_ONCE },
		{ "Africa/Casablanca", "2026-03-01 12:00", "2026-03-01T12:00:00Z", WALL_ONCE },
		{ "Asia/Kathmandu", "2026-01-01 00:00", "2026-01-01T00:00:00+05:45", WALL_ONCE },
	};
	char         text[WHEN_SIZE];
	struct civil c;
	struct err   e;
	enum wall    how;
	int64_t      ms;
	size_t       i;
	int          east;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (zone_set(rows[i].zone, &e) || civil_read(rows[i].wall, strlen(rows[i].wall), &c)) {
			ok(0, "%s in %s can be read", rows[i].wall, rows[i].zone);
			continue;
		}
		ms = zone_instant(&c, &east, &how);
		is_str(when_write(text, ms, east), rows[i].want, rows[i].zone);
		is_int(how, rows[i].how, rows[i].wall);
	}
	zone_set("Europe/Paris", &e);
	is_int(zone_offset(-1), 3600, "the millisecond before 1970");
	is_int(zone_offset(1792889999999), 7200, "the last of summer");
	is_int(zone_offset(1792890000000), 3600, "the first of winter");
}

static void
names(void)
{
	static const char *const wrong[] = {
		"Europe/Pari", "Europe", "zone.tab", "tzdata.zi", "../zoneinfo/Europe/Paris",
		"/usr/share/zoneinfo/Europe/Paris", "Europe/Paris/", "CET-1CEST", " UTC", ":Europe/Paris",
	};
	struct err e;
	size_t     i;

	for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		memset(&e, 0, sizeof e);
		is_int(zone_set(wrong[i], &e), -1, wrong[i]);
		is_int(e.fault, FAULT_INPUT, e.text);
	}
	is_int(zone_set("America/Argentina/Buenos_Aires", &e), 0, "a name of three parts");
	is_int(zone_offset(1796112005000), -10800, "is used");
}

/* What zone_set(NULL) says of the user's own TZ, in a process of its own: the fault, and its offset. */
static void
own(const char *tz, enum fault want, int want_offset)
{
	struct err e = { 0 };
	int        status = 0;
	pid_t      child;

	fflush(stdout);
	child = fork();
	if (!child) {
		setenv("TZ", tz, 1);
		if (zone_set(NULL, &e))
			_exit((int)e.fault);
		_exit(zone_offset(1796112005000) == want_offset ? FAULT_NONE : 99);
	}
	waitpid(child, &status, 0);
	is_int(WIFEXITED(status) ? WEXITSTATUS(status) : -1, (int)want, tz);
}

static void
own_zones(void)
{
	own("Europe/Paris", FAULT_NONE, 3600);
	own(":Europe/Paris", FAULT_NONE, 3600);
	own("/usr/share/zoneinfo/Europe/Paris", FAULT_NONE, 3600);
	own("CET-1CEST,M3.5.0,M10.5.0/3", FAULT_NONE, 3600);
	own("<-0330>3:30", FAULT_NONE, -12600);
	own("EST5EDT", FAULT_NONE, -18000);
	own("UTC", FAULT_NONE, 0);
	own("", FAULT_NONE, 0);
	own("Europe/Pari", FAULT_CONF, 0);
	own("Europe", FAULT_CONF, 0);
	own("CET", FAULT_NONE, 3600);
	own("XYZ", FAULT_CONF, 0);
	own("<+03", FAULT_CONF, 0);
	own("/etc/hostname", FAULT_CONF, 0);
}

static void
other_database(void)
{
	struct err e = { 0 };

	setenv("TZDIR", "/", 1);
	is_int(zone_set("Asia/Tokyo", &e), -1, "a database without that zone");
	is_int(e.fault, FAULT_INPUT, e.text);
	setenv("TZDIR", "/nonexistent", 1);
	is_int(zone_set("Asia/Tokyo", &e), -1, "no database");
	is_int(e.fault, FAULT_SYS, e.text);
	is_int(zone_set("UTC", &e), 0, "UTC needs none");
	unsetenv("TZDIR");
	is_int(zone_set("Asia/Tokyo", &e), 0, "the system's");
}

int
main(void)
{
	if (access("/usr/share/zoneinfo/Europe/Paris", R_OK))
		return skip_all("there is no /usr/share/zoneinfo (package tzdata)");
	own_zones(); /* before this process has one */
	changes();
	known();
	names();
	other_database();
	return done();
}
