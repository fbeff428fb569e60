/* cells.c - groups of facts: found by their keys, and put in order at the end */
#include "cells_parts.h"
#include "sql.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define WANT_END UINT16_MAX

static void
look_at_keys(struct cells *c)
{
	size_t i;

	for (i = 0; i < c->view.nkeys; i++) {
		c->has_time |= c->view.keys[i] >= KEY_DAY;
		c->k->keys |= 1u << c->view.keys[i];
		if (c->view.keys[i] == KEY_PARTNER)
			c->k->keys |= 1u << KEY_CAMPAIGN;
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

/* A median and a percentile of the same need what was counted once. */
static void
share_bins(struct cells *c, size_t of)
{
	struct formula *f = c->formulas + of, *before;

	f->bins = of;
	for (before = c->formulas; before < f && f->has_bins; before++)
		if (before->has_bins && strcmp(before->def->num, f->def->num) == 0 &&
		    strcmp(before->def->over, f->def->over) == 0) {
			f->bins = (size_t)(before - c->formulas);
			f->has_bins = 0;
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
	look_at_keys(c);
	c->formulas = mem_get((v->nkpis + 1) * sizeof *c->formulas);
	for (i = 0; i < v->nkpis; i++) {
		formula_read(k, c->formulas + i, v->kpis[i]);
		share_bins(c, i);
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

const struct formula *
cells_formula(const struct cells *c, size_t i)
{
	return c->formulas + i;
}

/* Of the view's keys and the currency: those between are 0 in all. */
static int
same_key(const struct cells *c, const int64_t a[TUPLE], const int64_t b[TUPLE])
{
	int64_t differ = a[TUPLE - 1] ^ b[TUPLE - 1];
	size_t  i;

	for (i = 0; i < c->view.nkeys; i++)
		differ |= a[i] ^ b[i];
	return !differ;
}

static size_t
slot_of(const struct cells *c, const int64_t key[TUPLE])
{
	uint64_t h = (uint64_t)key[TUPLE - 1];
	size_t   i;

	for (i = 0; i < c->view.nkeys; i++) {
		h = (h ^ (uint64_t)key[i]) * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	i = (size_t)h & (c->nslots - 1);
	while (c->slots[i] && !same_key(c, c->groups[c->slots[i] - 1].key, key))
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
	size_t        i = slot_of(c, key), size = PERIODS * c->view.nkpis * sizeof(struct cell);
	struct group *g;

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
		if (4 * c->ngroups > c->nslots) { /* few slots are taken: where a group is is foretold */
			grow_slots(c);
			i = slot_of(c, key);
		}
	}
	return c->groups + c->slots[i] - 1;
}

struct cell *
cells_place(struct cells *c, const int64_t key[TUPLE], enum period p, size_t formula)
{
	return find_group(c, key)->cells + (size_t)p * c->view.nkpis + formula;
}

static void
add_to_group(struct cells *c, const struct fact *f, enum period p, const int64_t key[TUPLE], const uint16_t *want)
{
	struct cell *cells = find_group(c, key)->cells + (size_t)p * c->view.nkpis;

	for (; *want != WANT_END; want++)
		cell_add(cells + *want, c->formulas + *want, f, c->k);
}

static void
add_once(struct cells *c, const struct fact *f, enum period p, int64_t key[TUPLE])
{
	const uint16_t *plain = wants_of(c, f->over, 0), *money = wants_of(c, f->over, 1);

	if (*plain != WANT_END) {
		key[TUPLE - 1] = 0;
		add_to_group(c, f, p, key, plain);
	}
	if (*money != WANT_END) {
		key[TUPLE - 1] = f->has & MONEY_MEASURES ? (int64_t)f->currency : CELL_NO_MONEY;
		add_to_group(c, f, p, key, money);
	}
}

/* The place among the keys of what the fact's tags are; their count when it is not asked for. */
static size_t
tag_place(const struct kpi_view *v, const struct fact *f)
{
	enum kpi_key tag = HASHTAG_OVERS >> f->over & 1 ? KEY_HASHTAG : KEY_TOPIC;
	size_t       i;

	for (i = 0; i < v->nkeys && v->keys[i] != tag; i++)
		;
	return i;
}

static int64_t
key_of(const struct cells *c, enum kpi_key key, const struct fact *f, struct local l)
{
	if (key >= KEY_DAY)
		return time_label(key, l);
	return key == KEY_PARTNER && !f->key[key] ? partner_of(c->k, f->key[KEY_CAMPAIGN]) : f->key[key];
}

static void
add_to_view(struct cells *c, const struct fact *f, enum period p)
{
	const enum kpi_key *keys = c->view.keys;
	struct local        l = { 0, 0 };
	int64_t             key[TUPLE] = { 0 };
	size_t              i, tag;

	if (c->has_time)
		l = local_moved(&c->k->set, p, f->at);
	for (i = 0; i < c->view.nkeys; i++)
		key[i] = key_of(c, keys[i], f, l);
	tag = f->ntags ? tag_place(&c->view, f) : c->view.nkeys;
	if (tag == c->view.nkeys)
		add_once(c, f, p, key);
	else
		for (i = 0; i < f->ntags; i++) {
			key[tag] = f->tags[i];
			add_once(c, f, p, key);
		}
}

void
cells_add(struct cells *c, const struct fact *f)
{
	enum period p;

	if (c->k->sql) {
		sql_fact(c->k->sql, NULL, f);
		return;
	}
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

	if (c->k->sql)
		sql_fact(c->k->sql, c, f);
	else if (p != PERIOD_NONE)
		add_to_view(c, f, p);
}

static void
merge_group(struct cells *c, struct group *from, const uint32_t *words)
{
	int64_t      key[TUPLE];
	struct cell *to;
	size_t       i;

	memcpy(key, from->key, sizeof key);
	for (i = 0; i < c->view.nkeys; i++)
		if (c->view.keys[i] < KEY_DAY)
			key[i] = words[key[i]];
	if (key[TUPLE - 1] > 0)
		key[TUPLE - 1] = words[key[TUPLE - 1]];
	to = find_group(c, key)->cells;
	for (i = 0; i < PERIODS * c->view.nkpis; i++)
		cell_join(to + i, c->formulas + i % c->view.nkpis, from->cells + i, words, c->k);
}

void
cells_merge(struct cells *c, struct cells *from, const uint32_t *words)
{
	size_t i;

	for (; c; c = c->next, from = from->next)
		for (i = 0; i < from->ngroups; i++)
			merge_group(c, from->groups + i, words);
}
