/* cells.c - groups of facts: found by their keys, and put in order at the end */
#include "cells.h"

#include "smm/mem.h"
#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STALE_MS ((int64_t)48 * 3600 * 1000) /* a figure this much older than its period's end, or than now, is stale */

#define MONEY    (UINT64_C(1) << M_SPEND | UINT64_C(1) << M_COST | UINT64_C(1) << M_REVENUE)
#define SEVERAL  SIZE_MAX
#define WANT_END UINT16_MAX
#define NO_MONEY (-1) /* currency of facts without money: they join the one currency of their group, if it is one */

struct group {
	int64_t      key[TUPLE]; /* words, numbers of time keys; the currency last */
	struct cell *cells;      /* of each period, of each formula */
};

struct cells {
	struct kpi   *k;
	struct group *groups;
	size_t        ngroups, room;
	uint32_t     *slots; /* places in groups plus one */
	size_t        nslots;
	uint32_t      last; /* group last found: lines of one network and day come together */
	int           has_time;
	int           tag; /* place of hashtag or topic among the keys; -1 */
	struct kpi_view view;
	struct formula *formulas; /* of its kpis */
	uint16_t       *wants;    /* see wants_of() */
	unsigned        overs;    /* facts any of them wants */
	struct cells   *next;     /* another view of the same run */
};

static void
look_at_keys(struct cells *c)
{
	size_t i;

	for (i = 0; i < c->view.nkeys; i++) {
		c->has_time |= c->view.keys[i] >= KEY_DAY;
		c->k->keys |= 1u << c->view.keys[i];
		if (c->view.keys[i] == KEY_HASHTAG || c->view.keys[i] == KEY_TOPIC)
			c->tag = (int)i;
	}
}

/* The places of the formulas that want a fact, without money or with; WANT_END behind the last. */
static uint16_t *
wants_of(const struct cells *c, size_t over, size_t money)
{
	return c->wants + (2 * over + money) * (c->view.nkpis + 1);
}

static void
list_wants(struct cells *c)
{
	uint16_t *to;
	size_t    n, i;

	c->wants = mem_get((size_t)2 * OVER_COUNT * (c->view.nkpis + 1) * sizeof *c->wants);
	for (n = 0; n < (size_t)2 * OVER_COUNT; n++) {
		to = wants_of(c, n / 2, n % 2);
		for (i = 0; i < c->view.nkpis; i++)
			if ((size_t)c->formulas[i].is_money == n % 2 &&
			    ((c->formulas[i].num.overs | c->formulas[i].den.overs) >> n / 2 & 1))
				*to++ = (uint16_t)i;
		*to = WANT_END;
	}
}

struct cells *
cells_new(struct kpi *k, const struct kpi_view *v)
{
	struct cells *c = mem_get(sizeof *c);
	size_t        i;

	memset(c, 0, sizeof *c);
	c->k = k;
	c->view = *v;
	c->nslots = 256;
	c->slots = mem_get(c->nslots * sizeof *c->slots);
	memset(c->slots, 0, c->nslots * sizeof *c->slots);
	c->tag = -1;
	look_at_keys(c);
	c->formulas = mem_get((v->nkpis + 1) * sizeof *c->formulas);
	for (i = 0; i < v->nkpis; i++) {
		formula_read(k, c->formulas + i, v->kpis[i]);
		c->overs |= c->formulas[i].num.overs | c->formulas[i].den.overs;
	}
	list_wants(c);
	k->overs |= c->overs;
	return c;
}

void
cells_join(struct cells *first, struct cells *next)
{
	while (first->next)
		first = first->next;
	first->next = next;
}

struct cells *
cells_next(const struct cells *c)
{
	return c->next;
}

const struct kpi_view *
cells_view(const struct cells *c)
{
	return &c->view;
}

int
cells_want(const struct cells *c, enum over over)
{
	return (int)(c->overs >> over & 1);
}

static void
free_one(struct cells *c)
{
	size_t i, n;

	for (i = 0; i < c->ngroups; i++) {
		for (n = 0; n < PERIODS * c->view.nkpis; n++)
			cell_release(c->groups[i].cells + n);
		free(c->groups[i].cells);
	}
	for (i = 0; i < c->view.nkpis; i++) {
		free(c->formulas[i].method);
		free(c->formulas[i].networks);
	}
	free(c->formulas);
	free(c->wants);
	free(c->groups);
	free(c->slots);
	free(c);
}

void
cells_free(struct cells *c)
{
	struct cells *next;

	for (; c; c = next) {
		next = c->next;
		free_one(c);
	}
}

static size_t
slot_of(const struct cells *c, const int64_t key[TUPLE])
{
	size_t i = (size_t)pool_hash((const char *)key, TUPLE * sizeof *key) & (c->nslots - 1);

	while (c->slots[i] && memcmp(c->groups[c->slots[i] - 1].key, key, TUPLE * sizeof *key) != 0)
		i = (i + 1) & (c->nslots - 1);
	return i;
}

static void
grow_slots(struct cells *c)
{
	size_t i;

	c->nslots *= 2;
	c->slots = mem_grow(c->slots, c->nslots * sizeof *c->slots);
	memset(c->slots, 0, c->nslots * sizeof *c->slots);
	for (i = 0; i < c->ngroups; i++)
		c->slots[slot_of(c, c->groups[i].key)] = (uint32_t)i + 1;
}

static struct group *
find_group(struct cells *c, const int64_t key[TUPLE])
{
	size_t        i, size = PERIODS * c->view.nkpis * sizeof(struct cell);
	struct group *g;

	if (c->last && memcmp(c->groups[c->last - 1].key, key, TUPLE * sizeof *key) == 0)
		return c->groups + c->last - 1;
	i = slot_of(c, key);
	if (!c->slots[i]) {
		if (c->ngroups == c->room) {
			c->room = c->room ? 2 * c->room : 64;
			c->groups = mem_grow(c->groups, c->room * sizeof *c->groups);
		}
		g = c->groups + c->ngroups++;
		memcpy(g->key, key, TUPLE * sizeof *key);
		g->cells = mem_get(size);
		memset(g->cells, 0, size);
		c->slots[i] = (uint32_t)c->ngroups;
		if (2 * c->ngroups > c->nslots) {
			grow_slots(c);
			i = slot_of(c, key);
		}
	}
	c->last = c->slots[i];
	return c->groups + c->last - 1;
}

static void
add_to_group(struct cells *c, const struct fact *f, enum period p, const int64_t key[TUPLE], int money)
{
	const uint16_t *want = wants_of(c, f->over, (size_t)money);
	struct cell    *cells;

	if (*want == WANT_END)
		return;
	cells = find_group(c, key)->cells + (size_t)p * c->view.nkpis;
	for (; *want != WANT_END; want++)
		cell_add(cells + *want, c->formulas + *want, f, c->k);
}

static void
add_once(struct cells *c, const struct fact *f, enum period p, int64_t key[TUPLE])
{
	key[TUPLE - 1] = 0;
	add_to_group(c, f, p, key, 0);
	key[TUPLE - 1] = f->has & MONEY ? (int64_t)f->currency : NO_MONEY;
	add_to_group(c, f, p, key, 1);
}

static void
add_to_view(struct cells *c, const struct fact *f, enum period p)
{
	const enum kpi_key *keys = c->view.keys;
	struct local        l = { 0, 0 };
	int64_t             key[TUPLE] = { 0 };
	size_t              i;

	if (c->has_time)
		l = local_moved(&c->k->set, p, f->at);
	for (i = 0; i < c->view.nkeys; i++)
		key[i] = keys[i] >= KEY_DAY ? time_label(keys[i], l) : (int64_t)f->key[keys[i]];
	if (c->tag < 0 || !f->ntags) {
		add_once(c, f, p, key);
		return;
	}
	for (i = 0; i < f->ntags; i++) {
		key[c->tag] = f->tags[i];
		add_once(c, f, p, key);
	}
}

void
cells_add(struct cells *c, const struct fact *f)
{
	enum period p;

	for (; c; c = c->next) {
		if (!cells_want(c, f->over))
			continue;
		p = period_in(&c->k->set, &c->view, f->at);
		if (p != PERIOD_NONE)
			add_to_view(c, f, p);
	}
}

void
cells_add_to(struct cells *c, const struct fact *f)
{
	enum period p = period_in(&c->k->set, &c->view, f->at);

	if (p != PERIOD_NONE)
		add_to_view(c, f, p);
}

/* --- rows ----------------------------------------------------------------------------------------- */

static const struct cells *order_by; /* qsort has no argument of its own */

static int
by_keys(const void *a, const void *b)
{
	const struct cells *c = order_by;
	const int64_t      *x = ((const struct group *)a)->key, *y = ((const struct group *)b)->key;
	size_t              i;
	int                 order;

	for (i = 0; i < TUPLE; i++) {
		if (x[i] == y[i])
			continue;
		if (i < c->view.nkeys && c->view.keys[i] >= KEY_DAY)
			return x[i] < y[i] ? -1 : 1;
		if (x[i] < 0 || y[i] < 0)
			return x[i] < 0 ? -1 : 1;
		order = pool_order(c->k->words, (uint32_t)x[i], (uint32_t)y[i]);
		if (order)
			return order;
	}
	return 0;
}

/* Days of the period, or of the group's day, week or month within it; 0 when they are not known. */
static int64_t
days_of(const struct cells *c, const struct group *g, enum period p)
{
	const struct kpi_settings *s = &c->k->set;
	int64_t                    from = p == PERIOD_WAS ? s->was_from : s->from, to = p == PERIOD_WAS ?
	    s->was_to : s->to;
	int64_t                    first = from == KPI_OPEN ? INT64_MIN : local_at(from).day;
	int64_t                    end = to == KPI_OPEN ? INT64_MAX : local_at(to - 1).day + 1, last;
	struct civil               month;
	size_t                     i;

	for (i = 0; i < c->view.nkeys; i++) {
		if (c->view.keys[i] == KEY_HOUR || c->view.keys[i] == KEY_WEEKDAY)
			return 0;
		if (c->view.keys[i] < KEY_DAY)
			continue;
		last = g->key[i] + (c->view.keys[i] == KEY_DAY ? 1 : 7);
		if (c->view.keys[i] == KEY_MONTH) {
			civil_from_days(g->key[i] + 31, &month);
			last = civil_days(month.year, month.month, 1);
		}
		first = g->key[i] > first ? g->key[i] : first;
		end = last < end ? last : end;
	}
	return first == INT64_MIN || end == INT64_MAX ? 0 : end - first;
}

static const char *
label(struct cells *c, size_t i, int64_t value, char out[24])
{
	static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	struct civil             day;
	int64_t                  thursday;

	switch (c->view.keys[i]) {
	case KEY_DAY: case KEY_MONTH:
		civil_from_days(value, &day);
		snprintf(out, 24, c->view.keys[i] == KEY_DAY ? "%04d-%02d-%02d" : "%04d-%02d", day.year % 10000,
		    day.month, day.day);
		return out;
	case KEY_WEEK: /* ISO 8601: the year of its Thursday */
		thursday = value + 3;
		civil_from_days(thursday, &day);
		snprintf(out, 24, "%04d-W%02d", day.year % 10000, (int)((thursday - civil_days(day.year, 1,
		    1)) / 7 + 1) % 100);
		return out;
	case KEY_HOUR:
		snprintf(out, 24, "%02d", (int)value);
		return out;
	case KEY_WEEKDAY:
		return weekdays[value];
	default:
		return value ? pool_text(c->k->words, (uint32_t)value, NULL) : NULL;
	}
}

static int
is_stale(const struct cells *c, const struct kpi_row *row)
{
	const struct kpi_settings *s = &c->k->set;
	int64_t                    end = s->to != KPI_OPEN && s->to < s->now ? s->to : s->now;

	return row->as_of && row->as_of < end - STALE_MS;
}

static int
list_rows(struct cells *c, struct cell *cell, struct kpi_row *row, kpi_each *each, void *arg)
{
	size_t i;
	int    rc = 0, is_score = strcmp(row->def->unit, "score") == 0;

	for (i = 0; i < cell->nlist && !rc; i++) {
		row->rank = (long)i + 1;
		row->subject = pool_text(c->k->words, cell->list[i].subject, NULL);
		row->text = cell->list[i].text ? pool_text(c->k->words, cell->list[i].text, NULL) : NULL;
		row->value = cell->list[i].value * (is_score ? 1 : 1000000);
		row->has_value = 1;
		row->has_num = 0;
		row->reason = NULL;
		rc = each(arg, row);
	}
	return rc;
}

static int
one_row(struct cells *c, struct group *g, size_t i, kpi_each *each, void *arg)
{
	struct cell   *now = g->cells + i, *was = now + c->view.nkpis;
	struct formula *f = c->formulas + i;
	struct kpi_row row = { .def = f->def, .method = f->method }, before = row;
	char           text[KPI_KEYS][24];
	size_t         n;

	if (!now->n && !now->without && !now->has_num && (!was->n || c->view.nkeys))
		return 0;
	for (n = 0; n < c->view.nkeys; n++) {
		row.labels[n] = label(c, n, g->key[n], text[n]);
		row.sort[n] = g->key[n];
	}
	if (f->is_money)
		row.currency = g->key[TUPLE - 1] > 0 ? pool_text(c->k->words, (uint32_t)g->key[TUPLE - 1], NULL) : "";
	cell_finish(now, f, days_of(c, g, PERIOD_NOW), &row);
	cell_finish(was, f, days_of(c, g, PERIOD_WAS), &before);
	row.previous = before.value;
	row.has_previous = before.has_value && !now->list;
	row.stale = is_stale(c, &row);
	row.bins = now->bins;
	return now->list ? list_rows(c, now, &row, each, arg) : each(arg, &row);
}

/* The one group of these, behind the first, in which the figure has records; 0: none, SEVERAL. */
static size_t
only_currency(const struct cells *c, size_t g, size_t count, size_t cell)
{
	size_t i, found = 0;

	for (i = 1; i < count; i++) {
		if (!c->groups[g + i].cells[cell].n)
			continue;
		if (found)
			return SEVERAL;
		found = i;
	}
	return found;
}

/*
 * What has no money (conversions of a link, say) joins the one currency that the figure has in its group. The groups
 * are in order: those of the same keys stand together, that without money first. Where there are several it is not
 * known to which it belongs: it counts for none.
 */
static void
join_currency(struct cells *c)
{
	size_t g, i, count, to;

	for (g = 0; g + 1 < c->ngroups; g++) {
		if (c->groups[g].key[TUPLE - 1] != NO_MONEY)
			continue;
		for (count = 1; g + count < c->ngroups && memcmp(c->groups[g].key, c->groups[g + count].key,
		    KPI_KEYS * sizeof(int64_t)) == 0; count++)
			;
		for (i = 0; i < PERIODS * c->view.nkpis; i++) {
			to = only_currency(c, g, count, i);
			if (!c->formulas[i % c->view.nkpis].is_money)
				continue;
			if (to == SEVERAL)
				cell_clear(c->groups[g].cells + i);
			else if (to && c->groups[g].cells[i].n)
				cell_join(c->groups[g + to].cells + i, c->groups[g].cells + i);
		}
	}
}

static int
is_paired(const struct kpi_def *d)
{
	return d->how == KPI_PAIRED || d->how == KPI_RATES || d->how == KPI_NETWORK;
}

static int
rows_of(struct cells *c, size_t i, kpi_each *each, void *arg)
{
	struct kpi_row none = { .def = c->formulas[i].def, .method = c->formulas[i].method };
	size_t         g, rows = 0;

	for (g = 0; g < c->ngroups; g++) {
		rows += c->groups[g].cells[i].n || c->groups[g].cells[i].without;
		if (one_row(c, c->groups + g, i, each, arg))
			return -1;
	}
	none.reason = is_paired(none.def) ? "no record has both numerator and denominator" : "no record has it";
	return rows || c->view.nkeys ? 0 : each(arg, &none);
}

int
cells_each(struct cells *c, kpi_each *each, void *arg)
{
	size_t i;

	for (; c; c = c->next) {
		order_by = c;
		if (c->ngroups)
			qsort(c->groups, c->ngroups, sizeof *c->groups, by_keys);
		join_currency(c);
		c->last = 0;
		for (i = 0; i < c->view.nkpis; i++)
			if (rows_of(c, i, c->view.each ? c->view.each : each, c->view.each ? c->view.arg : arg))
				return -1;
	}
	return 0;
}
