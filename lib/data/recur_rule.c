/* recur_rule.c - a rule taken apart and checked, before libical sees it */
#include "recur_rule.h"

#include "smm/near.h"

#include "smm/lang.h"
#include "smm/recur.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct part { /* NAME=VALUE */
	const char *name, *value;
};

struct parsing {
	struct rule *r;
	const char  *freq;
};

typedef int read_part(struct parsing *p, const struct part *x, struct err *e);

static int
expected(const struct part *x, const char *what, struct err *e)
{
	return err_set(e, FAULT_INPUT, "found %s=%s, expected %s", x->name, x->value, tr(what));
}

static int
read_freq(struct parsing *p, const struct part *x, struct err *e)
{
	static const char *const words[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	size_t                   i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(x->value, words[i]) == 0) {
			p->freq = words[i];
			return 0;
		}
	if (strcmp(x->value, "HOURLY") == 0 || strcmp(x->value, "MINUTELY") == 0 || strcmp(x->value, "SECONDLY") == 0)
		return expected(x, "DAILY or rarer; several times of a day are BYHOUR=9,12,18", e);
	return expected(x, "DAILY, WEEKLY, MONTHLY or YEARLY", e);
}

/* A whole number from `least` to `most`, moves *s behind it; -1 when it is none. */
static int
number(const char **s, long least, long most, long *n)
{
	char *end;

	if (!isdigit((unsigned char)(*s)[strchr("+-", **s) && **s]))
		return -1;
	*n = strtol(*s, &end, 10);
	*s = end;
	return *n < least || *n > most ? -1 : 0;
}

static int
read_count(struct parsing *p, const struct part *x, struct err *e)
{
	const char *s = x->value;

	if (number(&s, 1, RECUR_MAX, &p->r->count) || *s)
		return err_set(e, FAULT_INPUT, "found COUNT=%s, expected 1 to %d", x->value, RECUR_MAX);
	return 0;
}

static int
read_interval(struct parsing *p, const struct part *x, struct err *e)
{
	const char *s = x->value;
	long        n;

	(void)p;
	return number(&s, 1, 1000, &n) || *s ? expected(x, "1 to 1000", e) : 0;
}

/* RFC 5545, sections 3.3.4 and 3.3.5: 20261231, 20261231T183000, 20261231T173000Z. */
static int
read_until(struct parsing *p, const struct part *x, struct err *e)
{
	const char *s = x->value;
	size_t      len = strlen(s);
	char        text[] = "....-..-.. 23:59:59";

	p->r->until_utc = len == 16 && s[15] == 'Z';
	if (len != 8 && !((len == 15 || p->r->until_utc) && s[8] == 'T'))
		return expected(x, "a date like 20261231, or 20261231T183000", e);
	memcpy(text, s, 4);
	memcpy(text + 5, s + 4, 2);
	memcpy(text + 8, s + 6, 2);
	if (len > 8) {
		memcpy(text + 11, s + 9, 2);
		memcpy(text + 14, s + 11, 2);
		memcpy(text + 17, s + 13, 2);
	}
	if (civil_read(text, sizeof text - 1, &p->r->until))
		return expected(x, "a date that exists, like 20261231", e);
	return 0;
}

static int
read_weekday(const char **s, int numbered)
{
	static const char days[] = "MOTUWETHFRSASU";
	const char       *found;
	long              n;

	if (!isupper((unsigned char)**s) && (!numbered || number(s, -53, 53, &n) || !n))
		return -1;
	for (found = days; *found && strncmp(found, *s, 2) != 0; found += 2)
		;
	*s += 2 * (*found != '\0');
	return *found ? 0 : -1;
}

static int
read_days(struct parsing *p, const struct part *x, struct err *e)
{
	int         numbered = p->freq && (*p->freq == 'M' || *p->freq == 'Y');
	const char *s = x->value;

	for (;; s++) {
		if (read_weekday(&s, numbered) || (*s && *s != ','))
			return expected(x, numbered ? "days like MO,WE, or 1MO, -1FR" :
			    "days like MO,WE; their numbers (1MO) are for MONTHLY and YEARLY", e);
		if (!*s)
			return 0;
	}
}

/* A list of numbers; in `from_end` below zero counts from the end. */
struct numbers {
	const char *name;
	long        least, most;
	int         from_end;
};

static const struct numbers lists[] = {
	{ "BYHOUR",     0, 23,  0 },
	{ "BYMINUTE",   0, 59,  0 },
	{ "BYMONTH",    1, 12,  0 },
	{ "BYMONTHDAY", 1, 31,  1 },
	{ "BYYEARDAY",  1, 366, 1 },
	{ "BYWEEKNO",   1, 53,  1 },
	{ "BYSETPOS",   1, 366, 1 },
};

static void
keep_number(struct rule *r, const char *name, int n)
{
	n = n < 0 ? -n : n;
	if (strcmp(name, "BYMONTH") == 0)
		r->months |= 1u << n;
	if (strcmp(name, "BYMONTHDAY") == 0 && (!r->least_month_day || n < r->least_month_day))
		r->least_month_day = n;
}

static int
read_list(struct parsing *p, const struct part *x, struct err *e)
{
	const struct numbers *l = lists;
	const char           *s = x->value;
	size_t                count = 0;
	long                  n;

	while (strcmp(l->name, x->name) != 0)
		l++;
	for (;; s++) {
		if (number(&s, l->from_end ? -l->most : l->least, l->most, &n) || (!n && l->from_end) ||
		    (*s && *s != ',') || ++count > (size_t)(l->most - l->least + 1))
			return err_set(e, FAULT_INPUT, l->from_end ?
			    "found %s=%s, expected numbers from %ld to %ld, or below 0 from the end" :
			    "found %s=%s, expected numbers from %ld to %ld", x->name, x->value, l->least, l->most);
		keep_number(p->r, x->name, (int)n);
		if (!*s)
			return 0;
	}
}

static int
read_week_start(struct parsing *p, const struct part *x, struct err *e)
{
	const char *s = x->value;

	(void)p;
	return read_weekday(&s, 0) || *s ? expected(x, "a day like MO", e) : 0;
}

static const struct {
	const char *name;
	read_part  *read;
} parts[] = {
	{ "FREQ",       read_freq },     { "COUNT",    read_count }, { "UNTIL",     read_until },
	{ "INTERVAL",   read_interval }, { "BYDAY",    read_days },  { "BYHOUR",    read_list },
	{ "BYMINUTE",   read_list },     { "BYMONTH",  read_list },  { "BYWEEKNO",  read_list },
	{ "BYMONTHDAY", read_list },     { "BYSETPOS", read_list },  { "BYYEARDAY", read_list },
	{ "WKST",       read_week_start },
};

#define PARTS (sizeof parts / sizeof *parts)

static int
unknown(const struct part *x, struct err *e)
{
	const char *names[PARTS], *near;
	size_t      i;

	for (i = 0; i < PARTS; i++)
		names[i] = parts[i].name;
	near = near_word(x->name, names, PARTS);
	if (near)
		return err_set(e, FAULT_INPUT, "found %s in the rule, the nearest known is %s", x->name, near);
	return err_set(e, FAULT_INPUT, "found %s in the rule, expected parts like FREQ=WEEKLY;BYDAY=MO;COUNT=4",
	    *x->name ? x->name : "nothing");
}

static int
read_one(struct parsing *p, const struct part *x, unsigned *seen, struct err *e)
{
	size_t i;

	for (i = 0; i < PARTS && strcmp(parts[i].name, x->name) != 0; i++)
		;
	if (i == PARTS)
		return unknown(x, e);
	if (*seen & (1u << i))
		return err_set(e, FAULT_INPUT, "%s stands twice in the rule", x->name);
	*seen |= 1u << i;
	if (i && !(*seen & 1u))
		return err_set(e, FAULT_INPUT, "a rule begins with FREQ, found %s", x->name);
	return parts[i].read(p, x, e);
}

static const char *
capitals(const char *s, struct mem *m)
{
	char *copy = mem_str(m, s), *c;

	for (c = copy; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return strncmp(copy, "RRULE:", 6) == 0 ? copy + 6 : copy;
}

int
rule_read(struct rule *r, const char *text, struct mem *m, struct err *e)
{
	struct parsing p = { r, NULL };
	struct part    x;
	unsigned       seen = 0;
	char          *at, *next, *value;

	memset(r, 0, sizeof *r);
	r->text = capitals(text, m);
	r->endless = "";
	for (at = mem_str(m, r->text); at; at = next) {
		if ((next = strchr(at, ';')))
			*next++ = '\0';
		if (!*at && !next && seen)
			break; /* a ';' at the end: some calendars write it */
		value = strchr(at, '=');
		x = (struct part){ at, value ? value + 1 : "" };
		if (value)
			*value = '\0';
		if (read_one(&p, &x, &seen, e))
			return -1;
		if (strcmp(x.name, "COUNT") != 0 && strcmp(x.name, "UNTIL") != 0)
			r->endless = mem_fmt(m, "%s%s%s=%s", r->endless, *r->endless ? ";" : "", x.name, x.value);
	}
	if (!r->count == !r->until.year)
		return err_set(e, FAULT_INPUT, r->count ?
		    "the rule %s has two ends, expected one of COUNT=… and UNTIL=…" :
		    "the rule %s has no end, expected one of COUNT=… and UNTIL=…", r->text);
	return 0;
}

int
rule_is_possible(const struct rule *r)
{
	static const int longest[] = { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int              month;

	for (month = 1; month <= 12; month++)
		if ((!r->months || (r->months & (1u << month))) && r->least_month_day <= longest[month])
			return 1;
	return 0;
}
