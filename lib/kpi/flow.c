/* flow.c - subjects into facts: the last totals of posts, differences of series, a period's own numbers */
#include "metric.h"

#include "cells.h"
#include "ours.h"
#include "subject.h"

#include <string.h>

struct flow {
	struct kpi    *k;
	struct subject last; /* of the series being followed; what has its hash is not released before it */
	const char    *last_id;
	struct seen    prev[M_COUNT];
	size_t         resets;
};

static void
begin_fact(const struct flow *w, struct fact *f, const struct subject *s, const struct seen *seen)
{
	size_t i;

	fact_begin(f);
	f->over = (enum over)s->over;
	f->key[KEY_ACCOUNT] = s->account;
	f->key[KEY_NETWORK] = s->network;
	f->key[KEY_CAMPAIGN] = s->campaign;
	f->key[KEY_PILLAR] = s->pillar;
	f->currency = s->currency;
	f->at = s->t1;
	for (i = 0; i < subjects_columns(w->k->subjects); i++)
		if (seen[i].at != INT64_MIN && seen[i].at > f->as_of)
			f->as_of = seen[i].at;
}

static void
set_all(const struct flow *w, struct fact *f, const struct seen *seen)
{
	size_t i;

	for (i = 0; i < subjects_columns(w->k->subjects); i++)
		if (seen[i].at != INT64_MIN)
			fact_set(f, subjects_measure(w->k->subjects, i), seen[i].value);
}

static void
emit_post(const struct flow *w, const struct subject *s, const struct seen *seen, const char *id, size_t len)
{
	struct fact f;
	int64_t     followers;

	begin_fact(w, &f, s, seen);
	set_all(w, &f, seen);
	ours_describe(w->k, &f, id, len, s->is_ref, s->reading == READ_TOTAL);
	if (w->k->measures >> M_FOLLOWERS & 1) {
		followers = followers_at(w->k->followers, f.key[KEY_NETWORK], f.key[KEY_ACCOUNT], f.at);
		if (followers >= 0)
			fact_set(&f, M_FOLLOWERS, followers);
	}
	cells_add(w->k->cells, &f);
}

/* What a counter gained since its last reading; it was reset when it has lost more than half. */
static int64_t
gained(struct flow *w, int64_t now, int64_t before)
{
	if (now >= before / 2)
		return now - before;
	w->resets++;
	return now;
}

/*
 * The first reading of a counter counts when it is known to have begun, at 0, within what is asked for. A reading
 * before all of that is in no period, but in what goes back further.
 */
static int
counts_from_zero(const struct flow *w, const struct subject *s)
{
	const struct kpi_settings *set = &w->k->set;
	int64_t                    start = set->was_from != KPI_OPEN ? set->was_from : set->from;

	return s->born_known && (start == KPI_OPEN || s->t2 >= start || s->t1 < start);
}

static int
goes_on(const struct flow *w, const struct subject *s, const char *id)
{
	const struct subject *l = &w->last;

	return l->reading == READ_SERIES && l->hash == s->hash && l->len == s->len && l->account == s->account &&
	    l->over == s->over &&
	    l->network == s->network && l->is_ref == s->is_ref && memcmp(w->last_id, id, s->len) == 0;
}

static void
emit_series(struct flow *w, const struct subject *s, const struct seen *seen, const char *id)
{
	struct fact f;
	size_t      i;

	if (!goes_on(w, s, id))
		for (i = 0; i < M_COUNT; i++)
			w->prev[i].at = INT64_MIN;
	w->last = *s;
	w->last_id = id;
	begin_fact(w, &f, s, seen);
	for (i = 0; i < subjects_columns(w->k->subjects); i++) {
		if (seen[i].at == INT64_MIN)
			continue;
		if (w->prev[i].at != INT64_MIN)
			fact_set(&f, subjects_measure(w->k->subjects, i), gained(w, seen[i].value, w->prev[i].value));
		else if (counts_from_zero(w, s))
			fact_set(&f, subjects_measure(w->k->subjects, i), seen[i].value);
		w->prev[i] = seen[i];
	}
	if (f.has)
		cells_add(w->k->cells, &f);
}

static int
each_subject(void *arg, const struct subject *s, const struct seen *seen, const char *id, size_t len)
{
	struct flow *w = arg;
	struct fact  f;

	if (s->over == OVER_POST) {
		emit_post(w, s, seen, id, len);
	} else if (s->reading == READ_SERIES) {
		emit_series(w, s, seen, id);
	} else {
		begin_fact(w, &f, s, seen);
		set_all(w, &f, seen);
		cells_add(w->k->cells, &f);
	}
	return 0;
}

int
metric_facts(struct kpi *k, struct err *e)
{
	struct flow w;

	memset(&w, 0, sizeof w);
	w.k = k;
	followers_sort(k->followers);
	if (k->sql) {
		followers_load(k, k->followers);
		ours_load(k);
	}
	if (k->overs & (1u << OVER_ACCOUNT | 1u << OVER_RIVAL) &&
	    k->measures & (UINT64_C(1) << M_FOLLOWERS | UINT64_C(1) << M_GAINED))
		followers_facts(k, k->followers);
	if (subjects_each(k->subjects, each_subject, &w, e))
		return -1;
	if (w.resets)
		k->set.warn("%zu counters were found below half of what they were: taken as begun anew", w.resets);
	return 0;
}
