/* fields.c - dates, times of day, weekdays, money: readers of small values */
#include "smm/fields.h"

#include "smm/when.h"
#include "smm/zone.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MICROS       1000000
#define WHOLE_DIGITS 12 /* a million millions */

int
day_read(const char *s, size_t len, int64_t *day)
{
	char         text[sizeof "2026-12-01 00:00"];
	struct civil c;

	if (len != 10)
		return -1;
	memcpy(text, s, len);
	memcpy(text + len, " 00:00", sizeof " 00:00");
	if (civil_read(text, sizeof text - 1, &c))
		return -1;
	*day = civil_days(c.year, c.month, c.day);
	return 0;
}

static int
two_digits(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return 10 * (s[0] - '0') + s[1] - '0';
}

int
minute_read(const char *s, size_t len, int *minute)
{
	int hours = len == 5 ? two_digits(s) : -1, minutes = len == 5 ? two_digits(s + 3) : -1;

	if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || s[2] != ':')
		return -1;
	*minute = 60 * hours + minutes;
	return 0;
}

int
weekday_find(const char *s, size_t len)
{
	static const char names[7][4] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	int               i;

	for (i = 0; len == 3 && i < 7; i++)
		if (memcmp(s, names[i], 3) == 0)
			return i;
	return -1;
}

/* "sat", or "fri-mon" over the week's end. */
static unsigned
weekday_range(const char *s, size_t len)
{
	int      from = len >= 3 ? weekday_find(s, 3) : -1, to = from;
	unsigned days = 0;

	if (len == 7 && s[3] == '-')
		to = weekday_find(s + 4, 3);
	else if (len != 3)
		return 0;
	if (from < 0 || to < 0)
		return 0;
	for (;; from = (from + 1) % 7) {
		days |= 1u << from;
		if (from == to)
			return days;
	}
}

unsigned
weekdays_read(const char *s, size_t len)
{
	const char *comma;
	unsigned    days = 0, more;
	size_t      part;

	for (;; s += part + 1, len -= part + 1) {
		comma = memchr(s, ',', len);
		part = comma ? (size_t)(comma - s) : len;
		more = weekday_range(s, part);
		if (!more)
			return 0;
		days |= more;
		if (!comma)
			return days;
	}
}

int
micros_read(const char *s, int64_t *micros)
{
	static const char digits[] = "0123456789";
	size_t            whole = strspn(s, digits), part = 0, i;
	int64_t           value = 0;

	if (!whole || whole > WHOLE_DIGITS)
		return -1;
	if (s[whole] == '.')
		part = strspn(s + whole + 1, digits);
	if ((s[whole] == '.' && (!part || part > 6)) || s[whole + (part ? part + 1 : 0)])
		return -1;
	for (i = 0; i < whole; i++)
		value = 10 * value + s[i] - '0';
	for (i = 0; i < 6; i++)
		value = 10 * value + (i < part ? s[whole + 1 + i] - '0' : 0);
	*micros = value;
	return 0;
}

int
field_day(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || day_read(n->text, n->len, p->to))
		return yaml_expected(p->yaml, n, "a date that exists, like 2026-12-31", e);
	return 0;
}

int
field_number(const struct place *p, const struct node *n, struct err *e)
{
	char  *end = NULL;
	double value = 0;

	errno = 0;
	if (n->type == NODE_SCALAR && n->len)
		value = strtod(n->text, &end);
	if (!end || *end || errno || !isfinite(value))
		return yaml_expected(p->yaml, n, "a number", e);
	*(double *)p->to = value;
	return 0;
}

int
field_money(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || micros_read(n->text, p->to))
		return yaml_expected(p->yaml, n, "an amount, like 1500 or 12.50", e);
	return 0;
}

int
field_currency(const struct place *p, const struct node *n, struct err *e)
{
	if (n->type != NODE_SCALAR || n->len != 3 || strspn(n->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		return yaml_expected(p->yaml, n, "a currency, like EUR", e);
	return field_name(p, n, e);
}

int
field_lang(const struct place *p, const struct node *n, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t            len = n->type == NODE_SCALAR ? strspn(n->text, letters) : 0;

	if (len < 2 || len > 3 || (n->text[len] && n->text[len] != '-'))
		return yaml_expected(p->yaml, n, "a language, like fr or pt-BR", e);
	return field_name(p, n, e);
}

int
field_zone(const struct place *p, const struct node *n, struct err *e)
{
	struct err why;

	if (field_name(p, n, e))
		return -1;
	if (zone_set(*(const char **)p->to, &why))
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	return 0;
}
