/* cell.c - one figure of one group: facts added, then its value */
#include "cells.h"

#include "defs.h"
#include "wide.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

static const char too_large[] = "a record has a value of 2^63 or more";

#define RATE_PLACES ((wide)1000000) /* of a record's own rate, KPI_RATES */

/* Whether a stands before b: the better first, equal ones by their ids. */
static int
stands_before(const struct kpi *k, int up, const struct listed *a, const struct listed *b)
{
	int order;

	if (a->value != b->value)
		return up ? a->value > b->value : a->value < b->value;
	order = pool_order(k->words, a->subject, b->subject);
	return order ? order < 0 : pool_order(k->words, a->text, b->text) < 0;
}

/* Whether the list is full of better ones. */
static int
is_full(const struct cell *c, const struct formula *f, wide value, const struct kpi *k)
{
	size_t top = k->set.top;

	return c->nlist && c->nlist == top && (f->def->how == KPI_TOP ? value < c->list[top - 1].value :
	    value > c->list[top - 1].value);
}

static void
insert(struct cell *c, const struct formula *f, const struct listed *new, const struct kpi *k)
{
	size_t i, top = k->set.top;

	if (!c->list)
		c->list = mem_get((top + 1) * sizeof *c->list);
	for (i = c->nlist; i && stands_before(k, f->def->how == KPI_TOP, new, c->list + i - 1); i--)
		c->list[i] = c->list[i - 1];
	c->list[i] = *new; /* there is room for one more than are kept */
	c->nlist += c->nlist < top;
}

static void
add_to_list(struct cell *c, const struct formula *f, const struct fact *x, wide value, const struct kpi *k)
{
	struct listed new = { .value = value, .text = x->text };

	if (is_full(c, f, value, k))
		return;
	new.subject = x->subject ? x->subject : x->key[KEY_POST] ? x->key[KEY_POST] :
	    pool_add(k->words, x->post, x->post_len);
	insert(c, f, &new, k);
}

void
cell_count(struct cell *c, wide value, uint64_t count)
{
	if (!c->bins) {
		c->bins = mem_get(sizeof *c->bins);
		memset(c->bins, 0, sizeof *c->bins);
	}
	bins_add(c->bins, value, count);
}

static void
add_num(struct cell *c, const struct formula *f, const struct fact *x, wide num, const struct kpi *k)
{
	switch (f->def->how) {
	case KPI_QUANTILE: case KPI_FASTEST: case KPI_SPREAD:
		if (f->has_bins)
			cell_count(c, num, 1);
		break;
	case KPI_TOP: case KPI_BOTTOM:
		add_to_list(c, f, x, num, k);
		break;
	case KPI_MOST:
		c->num = c->has_num && c->num > num ? c->num : num;
		break;
	default:
		c->num += num;
	}
	c->has_num = 1;
}

static void
add_pair(struct cell *c, const struct formula *f, const struct expr *num, const struct expr *den, const struct fact *x)
{
	wide a, b;

	if (!(x->has & num->mask) || !(x->has & den->mask))
		return;
	a = expr_of(num, x);
	b = expr_of(den, x);
	if (f->def->how == KPI_RATES) {
		if (!b)
			return;
		a = wide_quotient(a * f->def->scale * RATE_PLACES, b);
		b = 1;
	}
	c->num += a;
	c->den += b;
	c->has_num = c->has_den = 1;
	cell_note(c, x);
}

/* positive + negative, for the interval of their difference. */
static void
add_aux(struct cell *c, const struct formula *f, const struct fact *x)
{
	size_t i;

	for (i = 0; i < f->num.count; i++)
		if (x->has >> f->num.at[i].measure & 1)
			c->aux += x->value[f->num.at[i].measure];
}

static void
add_each(struct cell *c, const struct formula *f, const struct fact *x, const struct kpi *k)
{
	int in_num = (f->num.overs >> x->over & 1) && (x->has & f->num.mask);
	int in_den = f->def->den && (f->den.overs >> x->over & 1) && (x->has & f->den.mask);

	if (in_num)
		add_num(c, f, x, expr_of(&f->num, x), k);
	if (in_den) {
		c->den += expr_of(&f->den, x);
		c->has_den = 1;
	}
	if (in_num || in_den) {
		cell_note(c, x);
		if (f->has_interval)
			add_aux(c, f, x);
	}
}

/* What the record's network calls engagement; nothing when it publishes no definition. */
static void
add_network(struct cell *c, const struct formula *f, const struct fact *x)
{
	size_t i;

	for (i = 0; i < f->nnetworks; i++)
		if (f->networks[i].network == x->key[KEY_NETWORK])
			add_pair(c, f, &f->networks[i].num, &f->networks[i].den, x);
}

void
cell_add_other(struct cell *c, const struct formula *f, const struct fact *x, const struct kpi *k)
{
	if (f->beside >= 0 && (x->has >> f->beside & 1) && (f->num.overs >> x->over & 1))
		c->without += x->value[f->beside];
	if (f->def->how == KPI_NETWORK)
		add_network(c, f, x);
	else if (f->def->how == KPI_PAIRED || f->def->how == KPI_RATES)
		add_pair(c, f, &f->num, &f->den, x);
	else
		add_each(c, f, x, k);
}

static void
join_sums(struct cell *to, const struct formula *f, const struct cell *from)
{
	if (f->def->how == KPI_MOST && to->has_num && from->has_num)
		to->num = to->num > from->num ? to->num : from->num;
	else
		to->num += from->num;
	to->den += from->den;
	to->aux += from->aux;
	to->n += from->n;
	to->without += from->without;
	to->has_num |= from->has_num;
	to->has_den |= from->has_den;
	to->as_of = to->as_of > from->as_of ? to->as_of : from->as_of;
}

void
cell_join(struct cell *to, const struct formula *f, struct cell *from, const uint32_t *words, const struct kpi *k)
{
	struct bins  *b = from->bins;
	struct listed x;
	size_t        i;

	join_sums(to, f, from);
	if (b)
		bins_settle(b);
	for (i = 0; b && i < b->slots; i++)
		if (b->at[i].count)
			cell_count(to, b->at[i].value, b->at[i].count);
	if (b && b->beyond)
		cell_count(to, (wide)INT64_MAX + 1, b->beyond);
	for (i = 0; i < from->nlist; i++) {
		x = from->list[i];
		x.subject = words ? words[x.subject] : x.subject;
		x.text = words ? words[x.text] : x.text;
		if (!is_full(to, f, x.value, k))
			insert(to, f, &x, k);
	}
	cell_clear(from);
}

void
cell_clear(struct cell *c)
{
	cell_release(c);
	memset(c, 0, sizeof *c);
}

void
cell_release(struct cell *c)
{
	if (c->bins)
		bins_release(c->bins);
	free(c->bins);
	free(c->list);
}

/* --- the value ------------------------------------------------------------------------------------ */

static void
set_value(struct kpi_row *row, wide value)
{
	row->value = value;
	row->has_value = 1;
}

static void
divide(const struct cell *c, const struct formula *f, struct kpi_row *row)
{
	wide scale = f->def->scale, den;

	if (strcmp(f->def->unit, "money") != 0 && strcmp(f->def->unit, "stars") != 0)
		scale *= WIDE_ONE; /* money and stars are millionths already */
	if (f->def->how == KPI_RATES)
		scale = 1; /* rates carry theirs */
	den = c->den + (f->def->how == KPI_SHARE ? c->num : 0);
	row->has_den = c->has_den;
	row->den = den;
	if (!c->has_den)
		row->reason = f->def->how == KPI_SHARE ? "no competitor was read" : "no record has the denominator";
	else if (!c->has_num)
		row->reason = "no record has the numerator";
	else if (!den)
		row->reason = "the denominator is 0";
	else
		set_value(row, wide_quotient(c->num * scale, den));
}

/*
 * 1.96 standard errors of p - q, two shares of one sample of n: with S = positive + negative and D = positive -
 * negative the root of 3.8416 (n S - D^2) / n^3; in millionths of a percent, rounded down.
 */
static void
interval(const struct cell *c, struct kpi_row *row)
{
	wide n = c->den, limit = (wide)100 * WIDE_ONE, half;

	if (!row->has_value)
		return;
	half = wide_root((wide)38416 * WIDE_ONE * WIDE_ONE * (n * c->aux - c->num * c->num) / (n * n * n));
	row->low = row->value - half < -limit ? -limit : row->value - half;
	row->high = row->value + half > limit ? limit : row->value + half;
	row->has_interval = 1;
}

static void
finish_spread(const struct bins *b, struct kpi_row *row)
{
	struct bins apart;

	bins_distances(b, bins_quantile(b, 1, 2), &apart);
	if (apart.beyond)
		row->reason = too_large;
	else
		set_value(row, (wide)bins_quantile(&apart, 1, 2) * WIDE_ONE);
	bins_release(&apart);
}

static void
finish_bins(struct bins *b, const struct formula *f, struct kpi_row *row)
{
	uint64_t least;

	bins_sort(b);
	row->bins = b;
	if (b->beyond) {
		row->reason = too_large;
	} else if (f->def->how == KPI_QUANTILE) {
		set_value(row, (wide)bins_quantile(b, (uint64_t)f->def->scale, 100) * WIDE_ONE);
	} else if (f->def->how == KPI_FASTEST) {
		least = (b->total * 9 + 9) / 10;
		row->num = bins_least(b, least);
		row->den = (wide)least;
		row->has_num = row->has_den = 1;
		set_value(row, wide_quotient(row->num * WIDE_ONE, row->den));
	} else {
		finish_spread(b, row);
	}
}

static void
finish_sum(const struct cell *c, const struct formula *f, struct kpi_row *row)
{
	int in_millionths = strcmp(f->def->unit, "money") == 0;

	set_value(row, c->num * (in_millionths ? 1 : WIDE_ONE));
}

static void
finish_mean(const struct cell *c, wide den, struct kpi_row *row)
{
	row->den = den;
	row->has_den = den != 0;
	if (den)
		set_value(row, wide_quotient(c->num * WIDE_ONE, den));
	else
		row->reason = "the period has no bounds: --from and --to say how many days it has";
}

static void
finish_plain(const struct cell *c, const struct formula *f, int64_t days, struct kpi_row *row)
{
	switch (f->def->how) {
	case KPI_MEAN: finish_mean(c, c->n, row); break;
	case KPI_DAILY: finish_mean(c, days, row); break;
	default: finish_sum(c, f, row);
	}
}

void
cell_finish(const struct cell *c, const struct formula *f, struct bins *bins, int64_t days, struct kpi_row *row)
{
	row->n = c->n;
	row->without = c->without;
	row->as_of = c->as_of;
	row->num = c->num;
	row->has_num = c->has_num && !f->is_counted;
	if (f->def->den)
		divide(c, f, row);
	else if (!c->has_num)
		row->reason = "no record has it";
	else if (f->is_counted)
		finish_bins(bins, f, row);
	else
		finish_plain(c, f, days, row);
	if (f->has_interval)
		interval(c, row);
}
