/* members.c - the people who write: active, new, returning, dormant, ambassadors, kept */
#include "messages.h"

#include "cells.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define AMBASSADOR_LEAST 3

struct visit { /* a message of a member, in the group that it is counted in apart from time */
	uint32_t              network, author;
	uint32_t              split[KEY_DAY]; /* the keys that are asked for */
	int64_t               bucket;
	const struct message *m;
};

struct members {
	struct kpi   *k;
	struct cells *view; /* whose keys say what the buckets are */
	struct visit *at;
	size_t        count;
	enum kpi_key  time; /* KEY_COUNT: the period is the bucket */
};

/* Buckets of the period alone: what lies before it, the period compared with, the period itself. */
enum { BUCKET_OLD, BUCKET_WAS, BUCKET_NOW, BUCKET_LATER };

static int64_t
bucket_of(const struct members *w, int64_t at)
{
	const struct kpi_settings *s = &w->k->set;

	if (w->time != KEY_COUNT)
		return time_label(w->time, local_at(at));
	if (s->to != KPI_OPEN && at >= s->to)
		return BUCKET_LATER;
	if (s->from == KPI_OPEN || at >= s->from)
		return BUCKET_NOW;
	if (s->was_from != KPI_OPEN)
		return at >= s->was_from && at < s->was_to ? BUCKET_WAS : at < s->was_from ? BUCKET_OLD : BUCKET_LATER;
	if (s->to != KPI_OPEN) /* the period of the same length before */
		return at >= s->from - (s->to - s->from) ? BUCKET_WAS : BUCKET_OLD;
	return BUCKET_OLD;
}

/* The bucket before a day, a week or a month. */
static int64_t
bucket_before(const struct members *w, int64_t bucket)
{
	if (w->time == KEY_COUNT)
		return bucket - 1;
	return time_label(w->time, (struct local){ bucket - 1, 0 });
}

static int64_t
bucket_after(const struct members *w, int64_t bucket)
{
	if (w->time == KEY_COUNT)
		return bucket + 1;
	return time_label(w->time, (struct local){ bucket + (w->time == KEY_DAY ? 1 : w->time == KEY_WEEK ? 7 : 31),
	    0 });
}

static int
by_member(const void *a, const void *b)
{
	const struct visit *x = a, *y = b;
	int                 order;

	if (x->network != y->network)
		return x->network < y->network ? -1 : 1;
	if (x->author != y->author)
		return x->author < y->author ? -1 : 1;
	order = memcmp(x->split, y->split, sizeof x->split);
	if (order)
		return order;
	if (x->m->at != y->m->at)
		return x->m->at < y->m->at ? -1 : 1;
	return x->m->id < y->m->id ? -1 : x->m->id > y->m->id;
}

static int
same_member(const struct visit *x, const struct visit *y)
{
	return x->network == y->network && x->author == y->author && memcmp(x->split, y->split, sizeof x->split) == 0;
}

/* An instant that lies in the bucket, for the period and the label of the fact. */
static int64_t
instant_in(const struct members *w, int64_t bucket)
{
	const struct kpi_settings *s = &w->k->set;
	int64_t                    start;

	if (w->time != KEY_COUNT) {
		start = local_midnight(bucket);
		return s->from != KPI_OPEN && start < s->from ? s->from : start;
	}
	if (bucket == BUCKET_WAS && s->was_from != KPI_OPEN)
		return s->was_from;
	return s->from != KPI_OPEN ? s->from : s->to != KPI_OPEN ? s->to - 1 : s->now;
}

static void
begin_fact(struct fact *f, const struct visit *v, int64_t at)
{
	fact_begin(f);
	f->over = OVER_MEMBER;
	memcpy(f->key, v->split, sizeof f->key);
	f->at = at;
	f->as_of = v->m->at;
}

static int
is_ambassador(const struct visit *from, const struct visit *to)
{
	const struct visit *v;
	int                 balance = 0;

	for (v = from; v < to; v++)
		balance += (v->m->label == LABEL_POSITIVE) - (v->m->label == LABEL_NEGATIVE);
	return to - from >= AMBASSADOR_LEAST && balance > 0;
}

/* Whether the bucket is one whose figures are asked for. */
static int
is_shown(const struct members *w, int64_t bucket)
{
	if (w->time == KEY_COUNT)
		return bucket == BUCKET_NOW || (bucket == BUCKET_WAS && w->k->set.was_from != KPI_OPEN);
	return 1;
}

/* One bucket of a member: [from, to) are their messages in it, `all` the first they ever wrote. */
static void
active_fact(const struct members *w, const struct visit *all, const struct visit *from, const struct visit *to,
    int64_t before)
{
	struct fact f;

	begin_fact(&f, from, w->time == KEY_COUNT ? instant_in(w, from->bucket) : from->m->at);
	f.as_of = to[-1].m->at;
	fact_set(&f, M_ACTIVE, 1);
	fact_set(&f, M_NEW, from == all);
	fact_set(&f, M_RETURNING, from != all);
	fact_set(&f, M_AMBASSADORS, is_ambassador(from, to));
	if (w->time == KEY_COUNT)
		fact_set(&f, M_DORMANT, 0);
	cells_add_to(w->view, &f);
	if (before != bucket_before(w, from->bucket) || (w->time == KEY_COUNT && from->bucket == BUCKET_WAS))
		return;
	begin_fact(&f, from, instant_in(w, from->bucket));
	fact_set(&f, M_KEPT, 1);
	fact_set(&f, M_BEFORE, 1);
	cells_add_to(w->view, &f);
}

/* Members who were there in the bucket before and are not in this one. */
static void
lost_fact(const struct members *w, const struct visit *last, int64_t bucket)
{
	struct fact f;

	if (w->time == KEY_COUNT && bucket != BUCKET_NOW)
		return;
	begin_fact(&f, last, instant_in(w, bucket));
	fact_set(&f, M_KEPT, 0);
	fact_set(&f, M_BEFORE, 1);
	cells_add_to(w->view, &f);
}

static void
dormant_fact(const struct members *w, const struct visit *last, int64_t bucket)
{
	struct fact f;

	begin_fact(&f, last, instant_in(w, bucket));
	fact_set(&f, M_DORMANT, 1);
	cells_add_to(w->view, &f);
}

/* The period's buckets in which the member wrote nothing, though before. */
static void
absences(const struct members *w, const struct visit *from, const struct visit *to)
{
	const struct visit *v, *last;
	int64_t             bucket;
	int                 active;

	for (bucket = BUCKET_WAS; bucket <= BUCKET_NOW; bucket++) {
		if (!is_shown(w, bucket))
			continue;
		for (active = 0, last = NULL, v = from; v < to && v->bucket <= bucket; v++) {
			active |= v->bucket == bucket;
			last = v;
		}
		if (last && !active)
			dormant_fact(w, last, bucket);
	}
}

static void
walk_member(const struct members *w, const struct visit *from, const struct visit *to)
{
	const struct visit *v = from, *next;
	int64_t             before = INT64_MIN;

	if (w->time == KEY_COUNT)
		absences(w, from, to);
	for (; v < to; v = next) {
		for (next = v + 1; next < to && next->bucket == v->bucket; next++)
			;
		if (is_shown(w, v->bucket))
			active_fact(w, from, v, next, before);
		before = v->bucket;
		if (next == to || next->bucket != bucket_after(w, v->bucket))
			lost_fact(w, next - 1, bucket_after(w, v->bucket));
	}
}

/* The visits of a message: one, or one for each of its topics when they are asked for. */
static void
add_visit(struct members *w, const struct message *m)
{
	const struct kpi_view *view = cells_view(w->view);
	struct fact            f = { 0 };
	struct visit          *v = w->at + w->count;
	size_t                 i;

	if (view->nkeys)
		message_keys(w->k, m, &f);
	memset(v, 0, sizeof *v);
	v->network = m->network;
	v->author = m->author;
	v->m = m;
	v->bucket = bucket_of(w, m->at);
	if (v->bucket == BUCKET_LATER && w->time == KEY_COUNT)
		return;
	for (i = 0; i < view->nkeys; i++)
		if (view->keys[i] < KEY_DAY)
			v->split[view->keys[i]] = f.key[view->keys[i]];
	w->count++;
}

static void
facts_of_view(struct kpi *k, struct cells *view)
{
	const struct kpi_view *v = cells_view(view);
	struct members         w = { .k = k, .view = view, .time = KEY_COUNT };
	struct messages       *m = k->messages;
	size_t                 i, from;

	for (i = 0; i < v->nkeys; i++)
		if (v->keys[i] == KEY_DAY || v->keys[i] == KEY_WEEK || v->keys[i] == KEY_MONTH)
			w.time = v->keys[i];
	w.at = mem_get((m->count + 1) * sizeof *w.at);
	for (i = 0; i < m->count; i++)
		if (!m->at[i].own && m->at[i].author)
			add_visit(&w, m->at + i);
	if (w.count)
		qsort(w.at, w.count, sizeof *w.at, by_member);
	for (from = 0, i = 1; w.count && i <= w.count; i++) {
		if (i < w.count && same_member(w.at + i, w.at + from))
			continue;
		walk_member(&w, w.at + from, w.at + i);
		from = i;
	}
	free(w.at);
}

void
members_facts(struct kpi *k)
{
	struct cells *view;

	for (view = k->cells; view; view = cells_next(view))
		if (cells_want(view, OVER_MEMBER))
			facts_of_view(k, view);
}
