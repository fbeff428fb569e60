/* plan_times.c - when the posts of an entry leave: its time, or the dates of its repeat */
#include "plan_times.h"

#include "smm/recur.h"
#include "smm/lang.h"
#include "smm/zone.h"

#include <string.h>

int
plan_zone(struct plan *p, const char **name)
{
	const char *zone = p->entry->zone ? p->entry->zone : p->calendar->zone;
	struct err  e;

	if (!zone)
		zone = p->calendar->strategy.zone ? p->calendar->strategy.zone : p->set.conf->zone;
	*name = zone ? zone : "this zone";
	return zone_set(zone, &e) ? plan_wrong(p, "%s", e.text) : 0;
}

static void
warn_change(struct plan *p, const char *zone, const char *wall, enum wall how, const struct moment *m)
{
	char text[WHEN_SIZE];

	when_write(text, m->at, m->offset_sec);
	if (how == WALL_SKIPPED)
		p->set.warning("%s:%zu: entry %s: %s does not exist in %s, the clocks go forward; %s is meant",
		    p->calendar->path, p->entry->at_mark.line, p->entry->id, wall, zone, text);
	else if (how == WALL_TWICE)
		p->set.warning("%s:%zu: entry %s: %s exists twice in %s, the clocks go back; the first is meant, %s",
		    p->calendar->path, p->entry->at_mark.line, p->entry->id, wall, zone, text);
}

/* A wall time, or RFC 3339 with an offset of its own. */
static int
read_time(struct plan *p, const char *zone, const char *at, struct moment *m)
{
	struct civil c;
	enum wall    how;

	if (when_read(at, strlen(at), &m->at, &m->offset_sec) == 0)
		return 0;
	if (civil_read(at, strlen(at), &c))
		return plan_wrong(p, "`at` is \"%s\", a date that exists and a time were expected, such as "
		    "2026-12-01 09:00", at);
	m->at = zone_instant(&c, &m->offset_sec, &how);
	warn_change(p, zone, at, how, m);
	return 0;
}

static void
add(struct plan *p, struct moments *l, struct moment m)
{
	l->at = mem_more(p->scratch, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = m;
}

/* --- repeat: dates of the rule, without the exceptions, edited ----------------------------------- */

struct repeating {
	struct plan *plan;
	struct civils dates;
	const char   *zone;
	char         *out;   /* for each date: it is an exception */
	const struct edit **edits; /* for each date, or NULL */
};

static int
wrong_at(struct plan *p, const struct said *s, const char *what)
{
	return plan_wrong(p, "line %zu: the %s %s is no date of the rule %s; its wall times are like %s", s->mark.line,
	    tr(what), s->text, p->entry->repeat.rule.text, p->entry->at);
}

/* A wall time is one date of the rule, a date alone all of that day. How many there are. */
static size_t
mark_dates(struct repeating *r, const char *text, const struct edit *edit)
{
	size_t len = strlen(text), i, n = 0;
	char   wall[WHEN_SIZE];

	for (i = 0; i < r->dates.count; i++) {
		civil_write(wall, r->dates.at + i);
		if (len >= 16 && text[10] == 'T')
			wall[10] = 'T';
		if (strncmp(wall, text, len) != 0 || (len != strlen(wall) && (edit || len != 10)))
			continue;
		n++;
		if (edit)
			r->edits[i] = edit;
		else
			r->out[i] = 1;
	}
	return n;
}

static int
mark_all(struct repeating *r)
{
	const struct repeat *x = &r->plan->entry->repeat;
	size_t               i;

	r->out = mem_alloc(r->plan->scratch, r->dates.count);
	r->edits = mem_alloc(r->plan->scratch, r->dates.count * sizeof *r->edits);
	for (i = 0; i < x->except.count; i++)
		if (!mark_dates(r, x->except.at[i].text, NULL))
			return wrong_at(r->plan, x->except.at + i, "exception");
	for (i = 0; i < x->nedits; i++)
		if (!mark_dates(r, x->edits[i].when.text, x->edits + i))
			return wrong_at(r->plan, &x->edits[i].when, "edit of");
	return 0;
}

static int
add_occurrence(struct repeating *r, size_t i, struct moments *out)
{
	const struct edit *edit = r->edits[i];
	struct civil       c = r->dates.at[i];
	struct moment      m = { .edit = edit ? edit->entry : NULL };
	char               wall[WHEN_SIZE];
	enum wall          how;

	m.wall = mem_fmt(r->plan->scratch, "%04d-%02d-%02dT%02d%02d", c.year, c.month, c.day, c.hour, c.minute);
	if (edit && edit->entry->at) {
		if (read_time(r->plan, r->zone, edit->entry->at, &m))
			return -1;
	} else {
		m.at = zone_instant(&c, &m.offset_sec, &how);
		warn_change(r->plan, r->zone, civil_write(wall, &c), how, &m);
	}
	add(r->plan, out, m);
	return 0;
}

static int
repeat_moments(struct plan *p, const char *zone, struct moments *out)
{
	struct repeating r = { .plan = p, .zone = zone };
	struct civil     start;
	struct err       e;
	size_t           i;

	if (civil_read(p->entry->at, strlen(p->entry->at), &start))
		return plan_wrong(p, "`at` is \"%s\", what repeats wants a wall time such as 2026-12-01 09:00",
		    p->entry->at);
	if (recur_expand(p->entry->repeat.rule.text, &start, p->scratch, &r.dates, &e))
		return plan_wrong(p, "line %zu: %s", p->entry->repeat.rule.mark.line, e.text);
	if (mark_all(&r))
		return -1;
	for (i = 0; i < r.dates.count; i++)
		if (!r.out[i] && add_occurrence(&r, i, out))
			return -1;
	return 0;
}

int
plan_moments(struct plan *p, struct moments *out)
{
	struct moment m = { 0 };
	const char   *zone;

	if (plan_zone(p, &zone))
		return -1;
	if (p->entry->repeat.rule.text)
		return repeat_moments(p, zone, out);
	if (read_time(p, zone, p->entry->at, &m))
		return -1;
	add(p, out, m);
	return 0;
}
