/* number.c - numbers, durations and dates as people write them */
#include "smm/report.h"

#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

#define NARROW "\xe2\x80\xaf" /* U+202F */
#define FIXED  "\xc2\xa0"     /* U+00A0 */

/* Adds one to the digits at d, which may become one longer. */
static size_t
round_up(char *d, size_t len)
{
	size_t i = len;

	while (i && d[i - 1] == '9')
		d[--i] = '0';
	if (i) {
		d[i - 1]++;
		return len;
	}
	memmove(d + 1, d, len);
	*d = '1';
	return len + 1;
}

static void
put_thousands(struct buf *b, const char *digits, size_t len, int french)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf_str(b, french ? NARROW : ",");
		buf_char(b, digits[i]);
	}
}

void
number_column(struct buf *b, const char *decimal, int least, int most, int french)
{
	char        digits[128];
	size_t      whole, len, keep = (size_t)most;
	const char *point;

	if (*decimal == '-') {
		buf_str(b, french ? "\xe2\x88\x92" : "-");
		decimal++;
	}
	point = strchr(decimal, '.');
	whole = point ? (size_t)(point - decimal) : strlen(decimal);
	if (whole > sizeof digits / 2)
		whole = sizeof digits / 2;
	memcpy(digits, decimal, whole);
	for (len = 0; point && point[1 + len] && len < keep; len++)
		digits[whole + len] = point[1 + len];
	if (point && strlen(point + 1) > keep && point[1 + keep] >= '5')
		whole = round_up(digits, whole + len) - len;
	while (len > (size_t)least && digits[whole + len - 1] == '0')
		len--;
	while (len < (size_t)least)
		digits[whole + len++] = '0';
	put_thousands(b, digits, whole, french);
	if (len) {
		buf_char(b, french ? ',' : '.');
		buf_add(b, digits + whole, len);
	}
}

void
number_put(struct buf *b, const char *decimal, int places, int french)
{
	number_column(b, decimal, 0, places, french);
}

void
duration_put(struct buf *b, int64_t sec, int french)
{
	static const struct { int64_t sec; const char *unit[2]; } units[] = {
		{ 86400, { "d", "j" } }, { 3600, { "h", "h" } }, { 60, { "min", "min" } }, { 1, { "s", "s" } },
	};
	size_t i = 0;

	while (i < 3 && sec < units[i].sec)
		i++;
	buf_fmt(b, "%lld" FIXED "%s", (long long)(sec / units[i].sec), units[i].unit[french]);
	sec %= units[i].sec;
	if (i < 3 && sec / units[i + 1].sec)
		buf_fmt(b, " %lld" FIXED "%s", (long long)(sec / units[i + 1].sec), units[i + 1].unit[french]);
}

int
is_plural(int64_t millionths, int french)
{
	if (french)
		return millionths >= 2000000 || millionths <= -2000000;
	return millionths != 1000000 && millionths != -1000000;
}

void
date_put(struct buf *b, int64_t day, int french)
{
	static const char *const months[2][12] = {
		{ "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		    "November",
		    "December" },
		{ "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
		    "novembre",
		    "décembre" },
	};
	struct civil c;

	civil_from_days(day, &c);
	buf_fmt(b, "%d%s" FIXED "%s %d", c.day, french && c.day == 1 ? "er" : "", months[french != 0][c.month - 1],
	    c.year);
}

void
date_short(struct buf *b, int64_t day, int month_alone, int french)
{
	static const char *const months[2][12] = {
		{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
		{ "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc." },
	};
	struct civil c;

	civil_from_days(day, &c);
	if (month_alone)
		buf_fmt(b, "%s" FIXED "%d", months[french != 0][c.month - 1], c.year);
	else
		buf_fmt(b, "%d%s" FIXED "%s", c.day, french && c.day == 1 ? "er" : "",
		    months[french != 0][c.month - 1]);
}
