/* strategy_times.c - when a brand speaks, and when it is quiet: cadence, slots, quiet hours, holidays */
#include "strategy_parts.h"

#include "smm/fields.h"

#include <stdlib.h>
#include <string.h>

/* --- cadence: "3/week", "2-4/month" -------------------------------------------------------------- */

int
cadence_read(const char *s, struct cadence *c)
{
	static const struct {
		const char *name;
		int         days;
	} periods[] = { { "/day", 1 }, { "/week", 7 }, { "/month", 30 } };
	char  *end;
	size_t i;

	if (*s < '0' || *s > '9')
		return -1;
	c->least = c->most = strtol(s, &end, 10);
	if (*end == '-' && end[1] >= '0' && end[1] <= '9')
		c->most = strtol(end + 1, &end, 10);
	if (c->least > c->most || c->most > 1000)
		return -1;
	for (i = 0; i < sizeof periods / sizeof *periods; i++)
		if (strcmp(end, periods[i].name) == 0)
			c->days = periods[i].days;
	return c->days ? 0 : -1;
}

static int
read_cadence(const struct place *p, const struct node *n, struct err *e)
{
	struct cadences *l = p->all;
	struct cadence   c = { .key = p->key, .mark = p->mark };
	size_t           i;

	for (i = 0; i < l->count; i++)
		if (strcmp(l->at[i].key, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (n->type != NODE_SCALAR || cadence_read(n->text, &c))
		return yaml_expected(p->yaml, n, "how many posts: 1/day, 3/week, 2-4/week or 10/month", e);
	l->at = mem_more(p->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = c;
	return 0;
}

int
read_cadences(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_cadence, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

/* --- slots: "mon-fri 09:00" ----------------------------------------------------------------------- */

/* Kept by time of day, so that the next slot is found from the front. */
static void
add_slot(struct slots *l, struct slot s, struct mem *m)
{
	size_t i;

	l->at = mem_more(m, l->at, l->count, &l->room, sizeof *l->at);
	for (i = l->count++; i > 0 && l->at[i - 1].minute > s.minute; i--)
		l->at[i] = l->at[i - 1];
	l->at[i] = s;
}

static int
read_slot(const struct place *p, const struct node *n, struct err *e)
{
	const char *blank = n->type == NODE_SCALAR ? strchr(n->text, ' ') : NULL, *time;
	struct slot s = { 0 };
	int         bad = n->type != NODE_SCALAR;

	if (!bad) {
		time = blank ? blank + 1 : n->text;
		s.weekdays = blank ? weekdays_read(n->text, (size_t)(blank - n->text)) : 0x7f;
		bad = !s.weekdays || minute_read(time, strlen(time), &s.minute);
	}
	if (bad)
		return yaml_expected(p->yaml, n, "weekdays and a time: \"mon-fri 09:00\", \"sat,sun 11:30\", or "
		    "\"09:00\" for every day", e);
	add_slot(p->to, s, p->mem);
	return 0;
}

static int
read_slots(const struct place *p, const struct node *n, struct err *e)
{
	struct slots_list *l = p->all;
	struct slots       s = { .key = p->key, .mark = p->mark };
	struct place       inner = *p;
	size_t             i;

	inner.to = &s;
	for (i = 0; i < l->count; i++)
		if (strcmp(l->at[i].key, p->key) == 0)
			return yaml_fail(p->yaml, p->mark, e, "the key \"%s\" stands twice", p->key);
	if (yaml_list(&inner, n, read_slot, e))
		return -1;
	l->at = mem_more(p->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = s;
	return 0;
}

int
read_slots_list(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field any[] = { { "*", read_slots, 0, 0 }, { 0 } };

	return yaml_map(p->yaml, n, any, p->to, p->mem, e);
}

/* --- quiet hours, days and dates ------------------------------------------------------------------ */

static int
read_hours(const struct place *p, const struct node *n, struct err *e)
{
	struct quiet       *q = p->all;
	struct minute_range r = { 0, 0 };

	if (n->type != NODE_SCALAR || n->len != 11 || n->text[5] != '-' || minute_read(n->text, 5, &r.from) ||
	    minute_read(n->text + 6, 5, &r.to) || r.from == r.to)
		return yaml_expected(p->yaml, n, "from when to when, like \"22:00-07:00\"", e);
	q->hours = mem_more(p->mem, q->hours, q->nhours, &q->hour_room, sizeof *q->hours);
	q->hours[q->nhours++] = r;
	return 0;
}

static int
read_hours_list(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_hours, e);
}

static int
read_weekdays(const struct place *p, const struct node *n, struct err *e)
{
	unsigned days = n->type == NODE_SCALAR ? weekdays_read(n->text, n->len) : 0;

	if (!days)
		return yaml_expected(p->yaml, n, "weekdays: mon, tue, wed, thu, fri, sat, sun, or mon-fri", e);
	*(unsigned *)p->to |= days;
	return 0;
}

static int
read_weekdays_list(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_weekdays, e);
}

static int
read_dates(const struct place *p, const struct node *n, struct err *e)
{
	struct quiet    *q = p->all;
	struct day_range r = { 0, 0 };
	int              bad = n->type != NODE_SCALAR;

	if (!bad && n->len == 22 && memcmp(n->text + 10, "..", 2) == 0)
		bad = day_read(n->text, 10, &r.from) || day_read(n->text + 12, 10, &r.to) || r.from > r.to;
	else if (!bad) {
		bad = day_read(n->text, n->len, &r.from);
		r.to = r.from;
	}
	if (bad)
		return yaml_expected(p->yaml, n, "a date, or two like 2026-12-24..2026-12-26", e);
	q->dates = mem_more(p->mem, q->dates, q->ndates, &q->date_room, sizeof *q->dates);
	q->dates[q->ndates++] = r;
	return 0;
}

static int
read_dates_list(const struct place *p, const struct node *n, struct err *e)
{
	return yaml_list(p, n, read_dates, e);
}

int
read_quiet(const struct place *p, const struct node *n, struct err *e)
{
	static const struct field fields[] = {
		{ "hours",    read_hours_list,    0,                                0 },
		{ "days",     read_weekdays_list, offsetof(struct quiet, weekdays), 0 },
		{ "dates",    read_dates_list,    0,                                0 },
		{ "holidays", field_bool,         offsetof(struct quiet, holidays), 0 },
		{ 0 }
	};

	return yaml_map(p->yaml, n, fields, p->to, p->mem, e);
}

/* --- holidays: files of them ---------------------------------------------------------------------- */

static int
read_holiday_file(const struct place *p, const struct node *n, struct err *e)
{
	struct strategy *s = p->all;
	struct err       why;

	if (n->type != NODE_SCALAR || node_is_nothing(n))
		return yaml_expected(p->yaml, n, "fr, fr-alsace-moselle, fr-trade, or the path of a file", e);
	if (holidays_read(&s->holidays, mem_dup(p->mem, n->text, n->len), s->dir, p->mem, &why))
		return yaml_fail(p->yaml, n->mark, e, "%s", why.text);
	return 0;
}

int
read_holidays(const struct place *p, const struct node *n, struct err *e)
{
	return node_is_nothing(n) ? 0 : yaml_list(p, n, read_holiday_file, e);
}
