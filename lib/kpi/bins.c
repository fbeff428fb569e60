/* bins.c - whole numbers and how often each was seen */
#include "bins.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

static size_t
first_slot(const struct bins *t, int64_t value)
{
	return (size_t)(((uint64_t)value * 0x9e3779b97f4a7c15u) >> 32) & (t->slots - 1);
}

static struct bins_pair *
slot_of(const struct bins *t, int64_t value)
{
	size_t i = first_slot(t, value);

	while (t->at[i].count && t->at[i].value != value)
		i = (i + 1) & (t->slots - 1);
	return t->at + i;
}

static void
grow(struct bins *t)
{
	struct bins bigger = *t;
	size_t       i;

	bigger.slots = t->slots ? 2 * t->slots : 64;
	bigger.at = mem_get(bigger.slots * sizeof *bigger.at);
	memset(bigger.at, 0, bigger.slots * sizeof *bigger.at);
	for (i = 0; i < t->slots; i++)
		if (t->at[i].count)
			*slot_of(&bigger, t->at[i].value) = t->at[i];
	free(t->at);
	*t = bigger;
}

void
bins_settle(struct bins *t)
{
	struct bins_pair *p;

	if (!t->late.count)
		return;
	if (4 * t->used >= 3 * t->slots)
		grow(t);
	p = slot_of(t, t->late.value);
	t->used += !p->count;
	p->value = t->late.value;
	p->count += t->late.count;
	t->late.count = 0;
}

/* The slots of many lie scattered in much memory: until the next one comes it can be fetched. */
void
bins_add(struct bins *t, wide value, uint64_t count)
{
	if (value > INT64_MAX || value < INT64_MIN) {
		t->beyond += count;
		return;
	}
	bins_settle(t);
	t->late = (struct bins_pair){ (int64_t)value, count };
	t->total += count;
	if (t->slots)
		__builtin_prefetch(t->at + first_slot(t, (int64_t)value));
}

void
bins_release(struct bins *t)
{
	free(t->at);
	memset(t, 0, sizeof *t);
}

static int
by_value(const void *a, const void *b)
{
	int64_t x = ((const struct bins_pair *)a)->value, y = ((const struct bins_pair *)b)->value;

	return (x > y) - (x < y);
}

void
bins_sort(struct bins *t)
{
	size_t i, n = 0;

	bins_settle(t);
	for (i = 0; i < t->slots; i++)
		if (t->at[i].count)
			t->at[n++] = t->at[i];
	t->used = t->slots = n;
	if (n)
		qsort(t->at, n, sizeof *t->at, by_value);
}

int64_t
bins_quantile(const struct bins *t, uint64_t num, uint64_t den)
{
	uint64_t rank = (t->total * num + den - 1) / den, seen = 0;
	size_t   i;

	for (i = 0; i + 1 < t->used; i++) {
		seen += t->at[i].count;
		if (seen >= rank)
			break;
	}
	return t->at[i].value;
}

wide
bins_least(const struct bins *t, uint64_t count)
{
	wide     sum = 0;
	uint64_t n;
	size_t   i;

	for (i = 0; i < t->used && count; i++, count -= n) {
		n = t->at[i].count < count ? t->at[i].count : count;
		sum += (wide)t->at[i].value * (wide)n;
	}
	return sum;
}

void
bins_distances(const struct bins *t, int64_t from, struct bins *out)
{
	size_t i;
	wide   apart;

	memset(out, 0, sizeof *out);
	for (i = 0; i < t->used; i++) {
		apart = (wide)t->at[i].value - from;
		bins_add(out, apart < 0 ? -apart : apart, t->at[i].count);
	}
	bins_sort(out);
}
