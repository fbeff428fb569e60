/* local.c - instants as the days and hours of the zone, and the periods they lie in */
#include "cells.h"

#include "smm/zone.h"

#define QUARTER_MS 900000
#define HOUR_MS    3600000
#define DAY_MS     86400000
#define KEPT       1024 /* quarters of an hour, ten days of them */

static int64_t
greater(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Offsets since 1972 are whole minutes and change at whole quarters of an hour (tz database, theory). */
static int
offset_at(int64_t ms)
{
	static _Thread_local struct { int32_t next, offset; } kept[KEPT]; /* next: of the quarter; 0: none */
	int64_t next = floor_div(ms, QUARTER_MS) + 1;
	size_t  i = (size_t)next & (KEPT - 1);

	if (!next || next != (int32_t)next)
		return zone_offset(ms);
	if (kept[i].next != next) {
		kept[i].next = (int32_t)next;
		kept[i].offset = zone_offset(ms);
	}
	return kept[i].offset;
}

/* Lines in the order of time ask for the same quarter of the same hour again and again. */
struct local
local_at(int64_t ms)
{
	static _Thread_local struct { int64_t from, until; struct local local; } last; /* nothing at first */
	int64_t offset, wall, hour, quarter;

	if (ms >= last.from && ms < last.until)
		return last.local;
	offset = (int64_t)offset_at(ms) * 1000;
	wall = ms + offset;
	hour = floor_div(wall, HOUR_MS);
	quarter = floor_div(ms, QUARTER_MS) * QUARTER_MS;
	last.local.day = floor_div(wall, DAY_MS);
	last.local.hour = (int)(hour - last.local.day * 24);
	last.from = greater(quarter, hour * HOUR_MS - offset);
	last.until = lesser(quarter + QUARTER_MS, (hour + 1) * HOUR_MS - offset);
	return last.local;
}

int64_t
local_midnight(int64_t day)
{
	struct civil c = { 0 };
	enum wall    how;
	int          offset;

	civil_from_days(day, &c);
	return zone_instant(&c, &offset, &how);
}

enum period
period_of(const struct kpi_settings *s, int64_t at)
{
	if ((s->from == KPI_OPEN || at >= s->from) && (s->to == KPI_OPEN || at < s->to))
		return PERIOD_NOW;
	if (s->was_from != KPI_OPEN && at >= s->was_from && at < s->was_to)
		return PERIOD_WAS;
	return PERIOD_NONE;
}

enum period
period_in(const struct kpi_settings *s, const struct kpi_view *v, int64_t at)
{
	if (v->until)
		return at < v->until ? PERIOD_NOW : PERIOD_NONE;
	return period_of(s, at);
}

struct local
local_moved(const struct kpi_settings *s, enum period p, int64_t at)
{
	struct local l = local_at(at);

	if (p == PERIOD_WAS)
		l.day += local_at(s->from).day - local_at(s->was_from).day;
	return l;
}

int64_t
time_label(enum kpi_key key, struct local l)
{
	struct civil c;

	switch (key) {
	case KEY_DAY: return l.day;
	case KEY_WEEK: return l.day - civil_weekday(l.day); /* its Monday */
	case KEY_MONTH:
		civil_from_days(l.day, &c);
		return civil_days(c.year, c.month, 1);
	case KEY_HOUR: return l.hour;
	case KEY_WEEKDAY: return civil_weekday(l.day);
	default: return 0;
	}
}
