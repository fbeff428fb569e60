/* zone.c - wall time to instant and back, by the system's zone database */
#include "smm/zone.h"

#include "smm/mem.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define DAY_SEC 86400
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static char *own;      /* TZ as the user had it; NULL: unset */
static int   own_kept, is_set;
static char *current;  /* the name last set; NULL: the machine's own */
static int   is_utc;

static const char *
database(void)
{
	const char *dir = getenv("TZDIR");

	return dir && *dir ? dir : "/usr/share/zoneinfo";
}

/* RFC 9636, section 3.1: the file begins with "TZif". The database's folder has other files too. */
static int
is_zone_file(const char *path)
{
	char    magic[4];
	ssize_t n;
	int     fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return 0;
	n = read(fd, magic, sizeof magic); /* of a folder: -1 */
	close(fd);
	return n == (ssize_t)sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
}

static int
is_known(const char *name)
{
	char path[512];

	snprintf(path, sizeof path, "%s/%s", database(), name);
	return *name != '/' && !strstr(name, "..") && is_zone_file(path);
}

/* The C library takes a name it does not know for UTC, without a word: so look for it first. */
static int
check_name(const char *name, struct err *e)
{
	if (access(database(), F_OK))
		return err_sys(e, "the time zone database %s (package tzdata)", database());
	if (!is_known(name))
		return err_set(e, FAULT_INPUT, "there is no time zone \"%s\"; names are like Europe/Paris", name);
	return 0;
}

/* A zone described, not named (POSIX.1-2017, 8.3): "CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3". */
static int
is_described(const char *tz)
{
	size_t len = *tz == '<' ? strcspn(tz, ">") + 1 : strspn(tz, LETTERS);

	if (len < 3 || len > strlen(tz))
		return 0;
	tz += len;
	tz += *tz == '+' || *tz == '-';
	return *tz >= '0' && *tz <= '9';
}

/* The user's own TZ, which the C library believes in the same way. */
static int
check_own(struct err *e)
{
	const char *tz = own ? own : "";

	tz += *tz == ':';
	if (!*tz || strcmp(tz, "UTC") == 0 || is_described(tz) || (*tz == '/' ? is_zone_file(tz) : is_known(tz)))
		return 0;
	return err_set(e, FAULT_CONF, "TZ is \"%s\", which is no time zone; names are like Europe/Paris", own);
}

static void
keep_own(void)
{
	const char *tz = getenv("TZ");

	if (own_kept)
		return;
	own_kept = 1;
	own = tz ? mem_copy(tz) : NULL;
}

int
zone_set(const char *name, struct err *e)
{
	if (name && !*name)
		name = NULL;
	if (is_set && (name ? current && strcmp(name, current) == 0 : !current))
		return 0;
	if (name && strcmp(name, "UTC") != 0 && check_name(name, e))
		return -1;
	keep_own();
	if (!name && check_own(e))
		return -1;
	if (name)
		setenv("TZ", name, 1);
	else if (own)
		setenv("TZ", own, 1);
	else
		unsetenv("TZ");
	tzset();
	free(current);
	current = name ? mem_copy(name) : NULL;
	is_utc = name && strcmp(name, "UTC") == 0;
	is_set = 1;
	return 0;
}

static int
offset_at(int64_t sec)
{
	time_t    t = (time_t)sec;
	struct tm tm;

	if (is_utc || !localtime_r(&t, &tm))
		return 0;
	return (int)tm.tm_gmtoff;
}

int
zone_offset(int64_t ms)
{
	return offset_at(ms >= 0 ? ms / 1000 : -((999 - ms) / 1000));
}

/*
 * The offsets of the day before and the day after are the only ones the wall time can have. It
 * exists under an offset when that offset is in force at the instant it makes.
 */
int64_t
zone_instant(const struct civil *wall, int *offset_sec, enum wall *how)
{
	int64_t as_utc = civil_sec(wall);
	int     before = offset_at(as_utc - DAY_SEC), after = offset_at(as_utc + DAY_SEC);
	int     is_before, is_after;

	*how = WALL_ONCE;
	if (before == after) {
		*offset_sec = before;
		return (as_utc - before) * 1000;
	}
	is_before = offset_at(as_utc - before) == before;
	is_after = offset_at(as_utc - after) == after;
	if (is_before && is_after)
		*how = WALL_TWICE; /* the first: with the offset that was in force before */
	else if (!is_before && !is_after)
		*how = WALL_SKIPPED; /* counted with the old offset it lands behind the gap */
	*offset_sec = is_before ? before : after;
	return (as_utc - (is_before || *how == WALL_SKIPPED ? before : after)) * 1000;
}

int
zone_read(const char *text, size_t len, int64_t *ms)
{
	struct civil c;
	enum wall    how;
	char         day[20];
	int          offset;

	if (when_read(text, len, ms, NULL) == 0)
		return 0;
	if (len != 10)
		return -1;
	snprintf(day, sizeof day, "%.10s 00:00", text);
	if (civil_read(day, 16, &c))
		return -1;
	*ms = zone_instant(&c, &offset, &how);
	return 0;
}

int
zone_read_span(const char *text, int64_t *from, int64_t *to)
{
	const char *dots = strstr(text, "..");

	if (!dots || zone_read(text, (size_t)(dots - text), from) || zone_read(dots + 2, strlen(dots + 2), to))
		return -1;
	return *from < *to ? 0 : -1;
}
