/*
 * plan_slots.c - free slots of the strategy: the next one, and the gaps that evergreens fill
 *
 * The law that keeps a plan still: an entry takes what the entries above it left free, from the
 * calendar's `from` on. No clock, no journal and nothing below an entry has a say in it.
 */
#include "plan_times.h"

#include "smm/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS    60000
#define FURTHEST_DAY 400 /* days looked through for a slot that is not quiet: more than a year */

/* --- minutes that are taken ----------------------------------------------------------------------- */

static uint64_t
taken_key(size_t account, int64_t at)
{
	return ((uint64_t)account << 40 ^ (uint64_t)(at / MINUTE_MS)) + 1; /* 0: an empty place */
}

static uint64_t *
taken_place(uint64_t *table, size_t size, uint64_t key)
{
	size_t at = (key * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (size - 1);

	while (table[at] && table[at] != key)
		at = (at + 1) & (size - 1);
	return table + at;
}

static void
taken_grow(struct taken *t)
{
	size_t    size = t->size ? 2 * t->size : 256, i;
	uint64_t *at = mem_get(size * sizeof *at);

	memset(at, 0, size * sizeof *at);
	for (i = 0; i < t->size; i++)
		if (t->at[i])
			*taken_place(at, size, t->at[i]) = t->at[i];
	free(t->at);
	t->at = at;
	t->size = size;
}

void
plan_take(struct plan *p, size_t account, int64_t at)
{
	struct taken *t = &p->taken;
	uint64_t      key = taken_key(account, at), *place;

	if (2 * t->count >= t->size)
		taken_grow(t);
	place = taken_place(t->at, t->size, key);
	t->count += !*place;
	*place = key;
}

static int
is_taken(const struct taken *t, size_t account, int64_t at)
{
	return t->size && *taken_place(t->at, t->size, taken_key(account, at));
}

/* --- slots, one after the other --------------------------------------------------------------------- */

struct walk { /* through the slots of an account */
	struct plan        *plan;
	const struct slots *slots;
	size_t              account, next; /* the slot of the day to look at next */
	int64_t             day, last;
	int64_t             after;         /* only later than this instant */
};

/* The next that is neither quiet nor taken; 0 when the last day is over. */
static int
next_free(struct walk *w, struct moment *m, struct civil *wall)
{
	const struct strategy *s;
	char                   room[24];
	const struct slot     *slot;
	enum wall              how;

	assert(w->plan);
	s = &w->plan->calendar->strategy;
	for (; w->day <= w->last; w->day++, w->next = 0)
		while (w->next < w->slots->count) {
			slot = w->slots->at + w->next++;
			if (!(slot->weekdays & (1u << civil_weekday(w->day))) ||
			    strategy_quiet(s, w->day, slot->minute, room))
				continue;
			civil_from_days(w->day, wall);
			wall->hour = slot->minute / 60;
			wall->minute = slot->minute % 60;
			wall->second = 0;
			m->at = zone_instant(wall, &m->offset_sec, &how);
			if (m->at > w->after && !is_taken(&w->plan->taken, w->account, m->at))
				return 1;
		}
	return 0;
}

static void
add(struct plan *p, struct moments *l, const struct moment *m)
{
	l->at = mem_more(p->scratch, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = *m;
}

static int
begin_walk(struct walk *w, struct plan *p, size_t account)
{
	const struct account *a = p->set.conf->accounts + account;
	const struct calendar *c = p->calendar;
	const char           *zone;

	if (!c->strategy.path)
		return plan_wrong(p, "a slot is one of the strategy's; name a strategy.yaml in the calendar");
	w->slots = strategy_slots(&c->strategy, a->name, a->network);
	if (!w->slots || !w->slots->count)
		return plan_wrong(p, "%s has no slots for the account %s or for %s", c->strategy.path, a->name,
		    a->network);
	if (c->from == DAY_NONE)
		return plan_wrong(p, "from when on are slots to be filled? Write `from: 2026-12-01` before `entries`");
	w->plan = p;
	w->account = account;
	w->day = c->from;
	w->last = c->to;
	w->after = INT64_MIN;
	return plan_zone(p, &zone);
}

/* The entries of an account leave in the order of the file. */
static int
next_slot(struct plan *p, struct walk *w, struct moments *out)
{
	int64_t     *cursor = p->calendar->cursors + w->account;
	struct moment m = { 0 };
	struct civil  wall;

	if (p->entry->after != DAY_NONE && p->entry->after > w->day)
		w->day = p->entry->after;
	w->after = *cursor;
	if (w->after != INT64_MIN && w->after / DAY_MS - 1 > w->day)
		w->day = w->after / DAY_MS - 1; /* no zone is a day away */
	if (w->last == DAY_NONE)
		w->last = w->day + FURTHEST_DAY;
	if (!next_free(w, &m, &wall))
		return plan_wrong(p, p->calendar->to == DAY_NONE ?
		    "line %zu: no slot of %s is free in the next 400 days, all of them are quiet or taken" :
		    "line %zu: no slot of %s is free until the last day, `to`", p->entry->at_mark.line, w->slots->key);
	*cursor = m.at;
	add(p, out, &m);
	return 0;
}

static int
is_in_season(const struct evergreen *g, int64_t day)
{
	struct civil c;
	int          at;

	if (!g->season_from)
		return 1;
	civil_from_days(day, &c);
	at = 100 * c.month + c.day;
	if (g->season_from <= g->season_to)
		return at >= g->season_from && at <= g->season_to;
	return at >= g->season_from || at <= g->season_to;
}

/* Every gap that it may fill: in season, its cooldown over, not more often than said. */
static int
fill_gaps(struct plan *p, struct walk *w, struct moments *out)
{
	const struct evergreen *g = &p->entry->evergreen;
	struct moment           m = { 0 };
	struct civil            c;
	int64_t                 ready = INT64_MIN; /* in wall time: a week is a week when the clocks change */

	if (w->last == DAY_NONE)
		return plan_wrong(p, "line %zu: until when are gaps to be filled? Write `to: 2027-03-31` before "
		    "`entries`", p->entry->at_mark.line);
	while ((!g->most || out->count < (size_t)g->most) && next_free(w, &m, &c)) {
		if (!is_in_season(g, w->day) || civil_sec(&c) < ready)
			continue;
		m.wall = mem_fmt(p->scratch, "%04d-%02d-%02dT%02d%02d", c.year, c.month, c.day, c.hour, c.minute);
		add(p, out, &m);
		ready = civil_sec(&c) + g->cooldown;
	}
	return 0;
}

int
plan_slots(struct plan *p, size_t account, struct moments *out)
{
	struct walk w = { 0 };
	int         rc;

	p->account = p->set.conf->accounts + account;
	rc = begin_walk(&w, p, account) ? -1 : p->entry->slot ? next_slot(p, &w, out) : fill_gaps(p, &w, out);
	p->account = NULL;
	return rc;
}
