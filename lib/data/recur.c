/* recur.c - the dates of a rule, as libical counts them */
#include "smm/recur.h"

#include "smm/load.h"
#include "smm/zone.h"

#include "recur_rule.h"

#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

static struct {
	struct icalrecurrencetype (*read)(const char *);
	icalrecur_iterator *(*begin)(struct icalrecurrencetype, struct icaltimetype);
	struct icaltimetype (*next)(icalrecur_iterator *);
	void (*end)(icalrecur_iterator *);
} ical;

static const struct symbol symbols[] = {
	{ "icalrecurrencetype_from_string", &ical.read },
	{ "icalrecur_iterator_new",         &ical.begin },
	{ "icalrecur_iterator_next",        &ical.next },
	{ "icalrecur_iterator_free",        &ical.end },
};

static int
load(struct err *e)
{
	if (ical.end)
		return 0;
	return load_symbols("libical.so.3", "libical3", symbols, sizeof symbols / sizeof *symbols, e);
}

char *
civil_write(char out[WHEN_SIZE], const struct civil *c)
{
	int n = snprintf(out, WHEN_SIZE, "%04d-%02d-%02d %02d:%02d", c->year, c->month, c->day, c->hour, c->minute);

	if (c->second)
		snprintf(out + n, WHEN_SIZE - (size_t)n, ":%02d", c->second);
	return out;
}

int
civil_order(const struct civil *a, const struct civil *b)
{
	int64_t x = civil_sec(a), y = civil_sec(b);

	return (x > y) - (x < y);
}

/* The last wall time that UNTIL allows. */
static struct civil
last_time(const struct rule *r)
{
	struct civil c = r->until;
	int64_t      sec = civil_sec(&r->until);

	if (r->until_utc)
		civil_from_sec(sec + zone_offset(sec * 1000), &c);
	return c;
}

static void
add(struct civils *l, struct mem *m, const struct icaltimetype *t)
{
	l->at = mem_more(m, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = (struct civil){ t->year, t->month, t->day, t->hour, t->minute, t->second };
}

/* One more than RECUR_MAX is enough to know that there are too many. */
static void
collect(icalrecur_iterator *it, const struct rule *r, struct mem *m, struct civils *out)
{
	struct civil        last = last_time(r);
	struct icaltimetype t;

	while (out->count <= RECUR_MAX && (!r->count || out->count < (size_t)r->count)) {
		t = ical.next(it);
		if (!t.year)
			break;
		add(out, m, &t);
		if (!r->count && civil_order(out->at + out->count - 1, &last) > 0) {
			out->count--;
			break;
		}
	}
}

static int
check(const struct rule *r, const struct civil *start, const struct civils *out, struct err *e)
{
	char first[WHEN_SIZE], at[WHEN_SIZE];

	if (!out->count)
		return err_set(e, FAULT_INPUT, "the rule %s gives no date at all", r->text);
	if (civil_order(out->at, start) != 0)
		return err_set(e, FAULT_INPUT, "%s is no date of the rule %s, whose first is %s; begin with that",
		    civil_write(at, start), r->text, civil_write(first, out->at));
	if (out->count > RECUR_MAX)
		return err_set(e, FAULT_INPUT, "the rule %s gives more than %d dates; end it earlier", r->text,
		    RECUR_MAX);
	if (out->count < (size_t)r->count)
		return err_set(e, FAULT_INPUT, "the rule %s gives only %zu dates, COUNT says %ld", r->text, out->count,
		    r->count);
	return 0;
}

int
recur_expand(const char *text, const struct civil *start, struct mem *m, struct civils *out, struct err *e)
{
	struct icaltimetype       from;
	struct icalrecurrencetype read;
	icalrecur_iterator       *it = NULL;
	struct rule               r;

	memset(out, 0, sizeof *out);
	memset(&from, 0, sizeof from);
	if (rule_read(&r, text, m, e))
		return -1;
	if (!rule_is_possible(&r))
		return err_set(e, FAULT_INPUT, "the rule %s gives no date at all: its months have no such day", r.text);
	if (load(e))
		return -1;
	from.year = start->year;
	from.month = start->month;
	from.day = start->day;
	from.hour = start->hour;
	from.minute = start->minute;
	from.second = start->second;
	read = ical.read(r.endless);
	if (read.freq != ICAL_NO_RECURRENCE)
		it = ical.begin(read, from);
	if (it) {
		collect(it, &r, m, out);
		ical.end(it);
	}
	return check(&r, start, out, e);
}
