/* when.c - instants as text (RFC 3339), without any clock */
#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_SEC 86400

/* Howard Hinnant's days_from_civil: years begin in March, eras have 400 years. */
int64_t
civil_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void
civil_from_days(int64_t days, struct civil *c)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	c->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c->year = (int)(yoe + era * 400 + (c->month <= 2));
}

int
civil_weekday(int64_t days)
{
	return (int)(((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

int64_t
civil_sec(const struct civil *c)
{
	return civil_days(c->year, c->month, c->day) * DAY_SEC + c->hour * 3600 +
	    c->minute * 60 + c->second;
}

void
civil_from_sec(int64_t sec, struct civil *c)
{
	int64_t days = sec / DAY_SEC, rest = sec % DAY_SEC;

	if (rest < 0) {
		days--;
		rest += DAY_SEC;
	}
	civil_from_days(days, c);
	c->hour = (int)(rest / 3600);
	c->minute = (int)(rest / 60 % 60);
	c->second = (int)(rest % 60);
}

int
civil_is_valid(const struct civil *c)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int leap = (c->year % 4 == 0 && c->year % 100 != 0) || c->year % 400 == 0;

	if (c->month < 1 || c->month > 12 || c->day < 1)
		return 0;
	if (c->day > days[c->month - 1] + (c->month == 2 && leap))
		return 0;
	return c->hour >= 0 && c->hour < 24 && c->minute >= 0 && c->minute < 60 &&
	    c->second >= 0 && c->second < 60;
}

/* Reads exactly `digits` digits at s; -1 when there is something else. */
static int
number(const char *s, int digits)
{
	int i, n = 0;

	for (i = 0; i < digits; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (s[i] - '0');
	}
	return n;
}

int
civil_read(const char *s, size_t len, struct civil *c)
{
	if ((len != 16 && len != 19) || s[4] != '-' || s[7] != '-' || s[13] != ':')
		return -1;
	if ((s[10] != 'T' && s[10] != 't' && s[10] != ' ') || (len == 19 && s[16] != ':'))
		return -1;
	c->year = number(s, 4);
	c->month = number(s + 5, 2);
	c->day = number(s + 8, 2);
	c->hour = number(s + 11, 2);
	c->minute = number(s + 14, 2);
	c->second = len == 19 ? number(s + 17, 2) : 0;
	if (c->second == 60)
		c->second = 59;
	return c->year >= 0 && civil_is_valid(c) ? 0 : -1;
}

/* Reads ".123" into milliseconds, any number of digits; moves *i behind it. */
static int
fraction_ms(const char *s, size_t len, size_t *i)
{
	int ms = 0, unit = 100;

	if (*i >= len || s[*i] != '.')
		return 0;
	if (++*i >= len || s[*i] < '0' || s[*i] > '9')
		return -1;
	for (; *i < len && s[*i] >= '0' && s[*i] <= '9'; ++*i, unit /= 10)
		ms += (s[*i] - '0') * unit;
	return ms;
}

/* Reads "Z" or "+01:00", which must be all that is left. */
static int
read_offset(const char *s, size_t len, int *offset_sec)
{
	int hours, minutes;

	*offset_sec = 0;
	if (len == 1 && (*s == 'Z' || *s == 'z'))
		return 0;
	if (len != 6 || (*s != '+' && *s != '-') || s[3] != ':')
		return -1;
	hours = number(s + 1, 2);
	minutes = number(s + 4, 2);
	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
		return -1;
	*offset_sec = (hours * 60 + minutes) * (*s == '-' ? -60 : 60);
	return 0;
}

int
when_read(const char *s, size_t len, int64_t *ms, int *offset_sec)
{
	struct civil c;
	size_t       i = 19;
	int          part, offset;

	if (len < 20 || civil_read(s, 19, &c))
		return -1;
	part = fraction_ms(s, len, &i);
	if (part < 0 || read_offset(s + i, len - i, &offset))
		return -1;
	*ms = (civil_sec(&c) - offset) * 1000 + part;
	if (offset_sec)
		*offset_sec = offset;
	return 0;
}

static int
month(const char *name)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	const char       *found = strlen(name) == 3 ? strstr(names, name) : NULL;

	return found && (found - names) % 3 == 0 ? (int)(found - names) / 3 + 1 : 0;
}

/* Two digits mean the year that is at most 50 years ahead (RFC 9110, 5.6.7). */
static int
full_year(int two, int64_t now)
{
	struct civil c;
	int          year;

	civil_from_sec(now / 1000, &c);
	year = c.year - c.year % 100 + two;
	return year > c.year + 50 ? year - 100 : year;
}

/* The three forms of RFC 9110, 5.6.7: IMF-fixdate, RFC 850, asctime(). */
int
when_read_http(const char *s, int64_t now, int64_t *ms)
{
	struct civil c = { 0 };
	char         name[4] = "";
	int          end = 0;

	sscanf(s, "%*3[A-Za-z], %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &c.day, name, &c.year,
	    &c.hour, &c.minute, &c.second, &end);
	if (!end && sscanf(s, "%*[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n", &c.day, name,
	    &c.year, &c.hour, &c.minute, &c.second, &end) == 6)
		c.year = full_year(c.year, now);
	if (!end)
		sscanf(s, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", name, &c.day, &c.hour,
		    &c.minute, &c.second, &c.year, &end);
	c.month = month(name);
	if (c.second == 60) /* a leap second */
		c.second = 59;
	if (!end || s[end] || !civil_is_valid(&c))
		return -1;
	*ms = civil_sec(&c) * 1000;
	return 0;
}

static int64_t
floor_sec(int64_t ms)
{
	return ms >= 0 ? ms / 1000 : -((999 - ms) / 1000);
}

/* Writes a number with so many digits, and what follows it; returns behind. Faster than printf. */
static char *
put(char *to, int n, int digits, char behind)
{
	int i;

	for (i = digits - 1; i >= 0; i--, n /= 10)
		to[i] = (char)('0' + n % 10);
	to += digits;
	if (behind)
		*to++ = behind;
	return to;
}

static char *
put_civil(char *to, const struct civil *c)
{
	to = put(to, c->year % 10000, 4, '-');
	to = put(to, c->month, 2, '-');
	to = put(to, c->day, 2, 'T');
	to = put(to, c->hour, 2, ':');
	to = put(to, c->minute, 2, ':');
	return put(to, c->second, 2, 0);
}

char *
when_write(char out[WHEN_SIZE], int64_t ms, int offset_sec)
{
	int          minutes = abs(offset_sec) / 60;
	struct civil c;
	char        *to;

	civil_from_sec(floor_sec(ms) + offset_sec, &c);
	to = put_civil(out, &c);
	if (!offset_sec) {
		*to++ = 'Z';
	} else {
		*to++ = offset_sec < 0 ? '-' : '+';
		to = put(to, minutes / 60 % 100, 2, ':');
		to = put(to, minutes % 60, 2, 0);
	}
	*to = '\0';
	return out;
}

char *
when_write_ms(char out[WHEN_SIZE], int64_t ms)
{
	int64_t      sec = floor_sec(ms);
	struct civil c;
	char        *to;

	civil_from_sec(sec, &c);
	to = put_civil(out, &c);
	*to++ = '.';
	to = put(to, (int)(ms - sec * 1000), 3, 'Z');
	*to = '\0';
	return out;
}

/* "HH:MM:SS" as seconds; -1: not so, or a leap second. All eight bytes at once: their limits, then tens and ones. */
static int
sec_of_day(const char *s)
{
	const uint64_t least = 0x30303a30303a3030, most = 0x39353a39353a3932, high = 0x8080808080808080;
	uint64_t       w;
	unsigned       hour;

	memcpy(&w, s, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	w = __builtin_bswap64(w);
#endif
	if ((((w | high) - least) & ((most | high) - w) & ~w & high) != high)
		return -1;
	w -= least;
	w = 10 * w + (w >> 8); /* the byte of the tens is of both now */
	hour = w & 0xff;
	return hour > 23 ? -1 : (int)(hour * 3600 + (w >> 24 & 0xff) * 60 + (w >> 48 & 0xff));
}

/* Eleven bytes, as two times eight that overlap. */
static int
is_day(const struct when_last *l, const char *s)
{
	return memcmp(s, l->day, 8) == 0 && memcmp(s + 3, l->day + 3, 8) == 0;
}

static int
is_offset(const struct when_last *l, const char *s)
{
	return l->behind == 1 ? *s == *l->offset : memcmp(s, l->offset, l->behind) == 0;
}

int
when_read_next(struct when_last *l, const char *s, size_t len, int64_t *ms)
{
	size_t behind = len - 19;
	int    sec;

	if (len >= 20 && behind == l->behind && is_day(l, s) && is_offset(l, s + 19) &&
	    (sec = sec_of_day(s + sizeof l->day)) >= 0) {
		*ms = l->midnight + (int64_t)sec * 1000;
		return 0;
	}
	if (when_read(s, len, ms, NULL))
		return -1;
	sec = sec_of_day(s + sizeof l->day);
	l->behind = sec < 0 || behind > sizeof l->offset || s[19] == '.' ? 0 : behind;
	memcpy(l->day, s, sizeof l->day);
	memcpy(l->offset, s + 19, l->behind);
	l->midnight = *ms - (int64_t)sec * 1000;
	return 0;
}

int
when_read_span(const char *s, size_t len, int64_t *sec)
{
	static const char    units[] = "smhdw";
	static const int64_t seconds[] = { 1, 60, 3600, 86400, 604800 };
	const char          *unit = NULL;
	int64_t              n = 0;
	size_t               i;

	for (i = 0; i < len && s[i] >= '0' && s[i] <= '9' && n < 10000000; i++)
		n = 10 * n + (s[i] - '0');
	if (i == len)
		unit = units;
	else if (i + 1 == len && s[i])
		unit = strchr(units, s[i]);
	if (!i || !unit || n >= 10000000)
		return -1;
	*sec = n * seconds[unit - units];
	return 0;
}
