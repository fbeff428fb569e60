/* holiday_read.c - a file of holidays (smm-strategy(5), HOLIDAY FILES) */
#include "smm/holiday.h"

#include "smm/fields.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

#ifndef SMM_DATADIR
#define SMM_DATADIR "/usr/local/share/smmkit"
#endif

struct reading {
	struct holidays  *holidays;
	enum holiday_kind kind;
	int               begun; /* days have begun: the kind is known */
};

struct draft_day { /* a holiday as it is written, not yet checked */
	struct holiday is;
	int            has_date, has_easter;
	struct mark    mark;
};

/* MM-DD, every year; YYYY-MM-DD, once. */
static int
read_date(const struct place *p, const struct node *n, struct err *e)
{
	struct draft_day *d = p->all;
	char              text[16] = "2024-"; /* a leap year: 02-29 is a date of some years */
	int64_t           days;
	struct civil      c;

	if (n->type == NODE_SCALAR && n->len == 5)
		memcpy(text + 5, n->text, n->len + 1);
	else if (n->type == NODE_SCALAR && n->len == 10)
		memcpy(text, n->text, n->len + 1);
	if (day_read(text, strlen(text), &days))
		return yaml_expected(p->yaml, n, "a date: 12-25 for every year, or 2026-12-25", e);
	civil_from_days(days, &c);
	d->is.year = n->len == 5 ? 0 : c.year;
	d->is.month = c.month;
	d->is.day = c.day;
	d->has_date = 1;
	return 0;
}

static int
read_easter(const struct place *p, const struct node *n, struct err *e)
{
	((struct draft_day *)p->all)->has_easter = 1;
	return field_long(p, n, e);
}

static int
read_not_easter(const struct place *p, const struct node *n, struct err *e)
{
	struct place inner = *p;
	long         days;

	inner.to = &days;
	if (field_long(&inner, n, e))
		return -1;
	*(int64_t *)p->to = days;
	return 0;
}

static int
read_weekday(const struct place *p, const struct node *n, struct err *e)
{
	int day = n->type == NODE_SCALAR ? weekday_find(n->text, n->len) : -1;

	if (day < 0)
		return yaml_expected(p->yaml, n, "a weekday: mon, tue, wed, thu, fri, sat or sun", e);
	*(long *)p->to = day;
	return 0;
}

static const struct field day_fields[] = {
	{ "title",      field_name,      offsetof(struct draft_day, is.title),      1 },
	{ "date",       read_date,       0,                                         0 },
	{ "easter",     read_easter,     offsetof(struct draft_day, is.easter),     0 },
	{ "weekday",    read_weekday,    offsetof(struct draft_day, is.weekday),    0 },
	{ "nth",        field_long,      offsetof(struct draft_day, is.nth),        0 },
	{ "month",      field_long,      offsetof(struct draft_day, is.month),      0 },
	{ "latest",     field_long,      offsetof(struct draft_day, is.latest),     0 },
	{ "plus",       field_long,      offsetof(struct draft_day, is.plus),       0 },
	{ "not_easter", read_not_easter, offsetof(struct draft_day, is.not_easter), 0 },
	{ 0 }
};

/* One rule, whole, and nothing of another. */
static int
check_day(const struct yaml *y, struct draft_day *d, struct err *e)
{
	struct holiday *h = &d->is;
	int             weekday = h->weekday >= 0;

	if (d->has_date + d->has_easter + weekday != 1)
		return yaml_fail(y, d->mark, e, d->has_date + d->has_easter + weekday ?
		    "\"%s\" has more than one rule, expected one of date, easter and weekday" :
		    "\"%s\" has no rule, expected one of date, easter and weekday", h->title);
	if (!weekday && (h->nth || h->latest || h->plus || (!d->has_date && h->month)))
		return yaml_fail(y, d->mark, e, "\"%s\" has nth, month, latest or plus, which go with weekday",
		    h->title);
	if (weekday && (!h->nth || h->nth < -4 || h->nth > 4 || h->month < 1 || h->month > 12))
		return yaml_fail(y, d->mark, e, "\"%s\" has a weekday, expected nth (1 to 4, or -1 for the last) and "
		    "month (1 to 12) with it", h->title);
	if (labs(h->easter) > 366 || labs(h->plus) > 366 || h->latest < 0 || h->latest > 31)
		return yaml_fail(y, d->mark, e, "\"%s\" is more than a year away", h->title);
	h->rule = d->has_date ? HOLIDAY_DATE : d->has_easter ? HOLIDAY_EASTER : HOLIDAY_WEEKDAY;
	return 0;
}

static int
read_day(const struct place *p, const struct node *n, struct err *e)
{
	struct reading  *r = p->to;
	struct holidays *h = r->holidays;
	struct draft_day d = { .is = { .kind = r->kind, .weekday = -1, .not_easter = HOLIDAY_ALWAYS },
		.mark = n->mark };

	if (yaml_map(p->yaml, n, day_fields, &d, p->mem, e) || check_day(p->yaml, &d, e))
		return -1;
	h->at = mem_more(p->mem, h->at, h->count, &h->room, sizeof *h->at);
	h->at[h->count++] = d.is;
	return 0;
}

static int
read_days(const struct place *p, const struct node *n, struct err *e)
{
	struct place inner = *p;

	((struct reading *)p->all)->begun = 1;
	inner.to = p->all;
	return yaml_list(&inner, n, read_day, e);
}

static int
read_kind(const struct place *p, const struct node *n, struct err *e)
{
	int trade = n->type == NODE_SCALAR && strcmp(n->text, "trade") == 0;

	if (((struct reading *)p->all)->begun)
		return yaml_fail(p->yaml, p->mark, e, "`kind` stands behind `days`; put it before");
	if (!trade && (n->type != NODE_SCALAR || strcmp(n->text, "public") != 0))
		return yaml_expected(p->yaml, n, "public or trade", e);
	*(enum holiday_kind *)p->to = trade ? HOLIDAY_TRADE : HOLIDAY_PUBLIC;
	return 0;
}

static const struct field file_fields[] = {
	{ "kind", read_kind, offsetof(struct reading, kind), 1 },
	{ "days", read_days, 0,                              1 },
	{ 0 }
};

static int
is_path(const char *name)
{
	size_t len = strlen(name);

	return strchr(name, '/') || (len > 5 && strcmp(name + len - 5, ".yaml") == 0);
}

static const char *
find_file(const char *name, const char *dir, struct mem *m)
{
	const char *shipped = getenv("SMM_DATADIR"); /* the source tree, before it is installed */

	if (is_path(name))
		return *name == '/' ? name : mem_fmt(m, "%s/%s", dir, name);
	return mem_fmt(m, "%s/holidays/%s.yaml", shipped ? shipped : SMM_DATADIR, name);
}

int
holidays_read(struct holidays *h, const char *name, const char *dir, struct mem *m, struct err *e)
{
	struct reading r = { .holidays = h };
	struct yaml   *y = NULL;
	struct node    n;
	int            rc;

	if (yaml_open(&y, find_file(name, dir, m), FAULT_INPUT, e) && is_path(name))
		return -1;
	if (!y)
		return err_in(e, "\"%s\" is not among the installed holidays (SMM_DATADIR), a file of your own is "
		    "given by its path", name);
	rc = yaml_next(y, &n, e) || yaml_map(y, &n, file_fields, &r, m, e) || yaml_next(y, &n, e) ? -1 : 0;
	yaml_close(y);
	return rc;
}
