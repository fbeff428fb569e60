/*
 * when.h - instants as text (RFC 3339), without any clock
 *
 * An instant is an int64_t: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
 */
#ifndef SMM_WHEN_H
#define SMM_WHEN_H

#include <stddef.h>
#include <stdint.h>

#define WHEN_SIZE 40 /* room for any text when_write() makes */

struct civil { /* a date and a time of day, of whatever zone */
	int year, month, day, hour, minute, second;
};

/* Days since 1970-01-01 of a proleptic Gregorian date; civil_from_days() is its inverse. */
int64_t civil_days(int year, int month, int day);
void    civil_from_days(int64_t days, struct civil *c); /* sets year, month, day */

/* 0 Monday to 6 Sunday. */
int civil_weekday(int64_t days);

/* The civil time as if its zone were UTC, in seconds; civil_from_sec() is its inverse. */
int64_t civil_sec(const struct civil *c);
void    civil_from_sec(int64_t sec, struct civil *c);

/* True when the date exists in the calendar and the time of day is below 24:00:00. */
int civil_is_valid(const struct civil *c);

/*
 * Reads a date that exists and a time of day, "2026-12-01 09:00" or with seconds, 'T' or a blank between; the
 * whole of the len bytes. 0 or -1.
 */
int civil_read(const char *s, size_t len, struct civil *c);

/*
 * Reads an RFC 3339 date-time with offset, the whole of the len bytes: "2026-12-01T09:00:00+01:00",
 * 't', 'z' and a blank for 'T' allowed (RFC 3339, section 5.6), second 60 counted as 59.
 * offset_sec may be NULL. 0, or -1 when it is not one.
 */
int when_read(const char *s, size_t len, int64_t *ms, int *offset_sec);

/*
 * The same for many of them in a row, whose days and offsets are most often those of the one before: then only the time
 * of day is read. All zero at first.
 */
struct when_last {
	char    day[11], offset[6]; /* "2026-04-01T"; */
	size_t  behind;             /* bytes of the offset; 0: none was read */
	int64_t midnight;           /* that day's begin under that offset */
};
int when_read_next(struct when_last *l, const char *s, size_t len, int64_t *ms);

/*
 * Reads a length of time, the whole of the len bytes: "90" and "90s" are seconds, "30m" minutes, "2h" hours, "1d" days
 * of 24 hours, "1w" weeks; below ten million of them. 0, or -1 when it is none.
 */
int when_read_span(const char *s, size_t len, int64_t *sec);

/*
 * Reads an HTTP date in any of its three forms (RFC 9110, 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
 * One that has two digits for the year is at most 50 years ahead of `now`, milliseconds since 1970. A leap second is
 * the one before. 0, or -1 when it is none.
 */
int when_read_http(const char *s, int64_t now, int64_t *ms);

/* Writes whole seconds with offset: "2026-12-01T09:00:05+01:00", "…Z" for offset 0. Returns out. */
char *when_write(char out[WHEN_SIZE], int64_t ms, int offset_sec);

/* Writes UTC with milliseconds, "2026-12-01T08:00:05.000Z", as atproto wants it. Returns out. */
char *when_write_ms(char out[WHEN_SIZE], int64_t ms);

#endif
