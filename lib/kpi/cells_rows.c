/* cells_rows.c - groups in order, and the rows made from their cells */
#include "cells_parts.h"
#include "ours.h"

#include "smm/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STALE_MS ((int64_t)48 * 3600 * 1000) /* older than its period's end, or than now, by so much */
#define SEVERAL  SIZE_MAX

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
		row->text = cell->list[i].text ? pool_text(c->k->words, cell->list[i].text, NULL) :
		    ours_are_listed(row->def) ? ours_text(c->k, cell->list[i].subject) : NULL;
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
	cell_finish(now, f, g->cells[f->bins].bins, days_of(c, g, PERIOD_NOW), &row);
	cell_finish(was, f, g->cells[f->bins + c->view.nkpis].bins, days_of(c, g, PERIOD_WAS), &before);
	row.previous = before.value;
	row.has_previous = before.has_value && !now->list;
	row.stale = is_stale(c, &row);
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
		if (c->groups[g].key[TUPLE - 1] != CELL_NO_MONEY)
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
				cell_join(c->groups[g + to].cells + i, c->formulas + i % c->view.nkpis,
				    c->groups[g].cells + i, NULL, c->k);
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
		for (i = 0; i < c->view.nkpis; i++)
			if (rows_of(c, i, c->view.each ? c->view.each : each, c->view.each ? c->view.arg : arg))
				return -1;
	}
	return 0;
}
