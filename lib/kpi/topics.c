/* topics.c - what is written about more, and less, than in the period before */
#include "messages.h"

#include "cells.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

struct mention { /* of a topic by a message, in the group that it is counted in */
	uint32_t topic;
	uint32_t split[KEY_DAY]; /* the keys that are asked for */
	int      is_now;         /* else in the period before */
	int64_t  at;
};

struct topics {
	struct kpi     *k;
	struct cells   *view;
	struct mention *at;
	size_t          count, room;
	int64_t         was_from, was_to; /* the period before */
};

/* The period compared with, else one of the same length before. 0: there is none. */
static int
find_before(struct topics *t)
{
	const struct kpi_settings *s = &t->k->set;

	if (s->from == KPI_OPEN || s->to == KPI_OPEN)
		return 0;
	t->was_from = s->was_from != KPI_OPEN ? s->was_from : s->from - (s->to - s->from);
	t->was_to = s->was_from != KPI_OPEN ? s->was_to : s->from;
	return 1;
}

static void
add_mentions(struct topics *t, const struct message *m)
{
	const struct kpi_view *v = cells_view(t->view);
	struct fact            f = { 0 };
	struct mention         new = { .is_now = period_of(&t->k->set, m->at) == PERIOD_NOW, .at = m->at };
	size_t                 i;

	if (!new.is_now && (m->at < t->was_from || m->at >= t->was_to))
		return;
	if (v->nkeys)
		message_keys(t->k, m, &f);
	for (i = 0; i < v->nkeys; i++)
		new.split[v->keys[i]] = f.key[v->keys[i]];
	for (i = 0; i < m->ntopics; i++) {
		new.topic = m->topics[i];
		if (t->count == t->room) {
			t->room = t->room ? 2 * t->room : 64;
			t->at = mem_grow(t->at, t->room * sizeof *t->at);
		}
		t->at[t->count++] = new;
	}
}

static int
by_topic(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	if (x->topic != y->topic)
		return x->topic < y->topic ? -1 : 1;
	return memcmp(x->split, y->split, sizeof x->split);
}

/* The mentions of one topic in one group; no fact when there are as many as before. */
static void
topic_fact(struct topics *t, const struct mention *from, const struct mention *to)
{
	uint32_t    topic = from->topic;
	struct fact f = { .over = OVER_TOPIC, .at = t->k->set.from, .tags = &topic, .ntags = 1, .subject = topic };
	int64_t     change = 0;
	const struct mention *m;

	memcpy(f.key, from->split, sizeof f.key);
	for (m = from; m < to; m++) {
		change += m->is_now ? 1 : -1;
		f.as_of = m->at > f.as_of ? m->at : f.as_of;
	}
	if (!change)
		return;
	fact_set(&f, change > 0 ? M_RISEN : M_FALLEN, change > 0 ? change : -change);
	cells_add_to(t->view, &f);
}

static void
facts_of_view(struct kpi *k, struct cells *view)
{
	struct topics          t = { .k = k, .view = view };
	const struct messages *m = k->messages;
	size_t                 i, from;

	if (!find_before(&t))
		return;
	for (i = 0; i < m->count; i++)
		if (!m->at[i].own && m->at[i].ntopics)
			add_mentions(&t, m->at + i);
	if (t.count)
		qsort(t.at, t.count, sizeof *t.at, by_topic);
	for (from = 0, i = 1; t.count && i <= t.count; i++) {
		if (i < t.count && by_topic(t.at + i, t.at + from) == 0)
			continue;
		topic_fact(&t, t.at + from, t.at + i);
		from = i;
	}
	free(t.at);
}

static int
has_time(const struct kpi_view *v)
{
	size_t i;

	for (i = 0; i < v->nkeys && v->keys[i] < KEY_DAY; i++)
		;
	return i < v->nkeys;
}

void
topics_facts(struct kpi *k)
{
	struct cells *view;

	for (view = k->cells; view; view = cells_next(view))
		if (cells_want(view, OVER_TOPIC) && !has_time(cells_view(view)))
			facts_of_view(k, view);
}
