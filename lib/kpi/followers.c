/* followers.c - how many followed an account, ours or a competitor's, and when that was read */
#include "metric.h"

#include "sql.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

struct followed {
	uint32_t over, network, account; /* account: of a competitor its subject */
	int64_t  at, count;
};

struct followers {
	struct followed *at;
	size_t          count, room;
};

struct followers *
followers_new(void)
{
	struct followers *f = mem_get(sizeof *f);

	memset(f, 0, sizeof *f);
	return f;
}

void
followers_free(struct followers *f)
{
	if (!f)
		return;
	free(f->at);
	free(f);
}

void
followers_add(struct followers *f, enum over over, uint32_t network, uint32_t account, int64_t at, int64_t count)
{
	if (f->count == f->room) {
		f->room = f->room ? 2 * f->room : 64;
		f->at = mem_grow(f->at, f->room * sizeof *f->at);
	}
	f->at[f->count++] = (struct followed){ over, network, account, at, count };
}

void
followers_join(struct followers *f, const struct followers *from, const uint32_t *words)
{
	const struct followed *x;

	for (x = from->at; x < from->at + from->count; x++)
		followers_add(f, (enum over)x->over, words[x->network], words[x->account], x->at, x->count);
}

static int
same_account(const struct followed *a, const struct followed *b)
{
	return a->over == b->over && a->network == b->network && a->account == b->account;
}

static int
by_time(const void *a, const void *b)
{
	const struct followed *x = a, *y = b;

	if (x->over != y->over)
		return x->over < y->over ? -1 : 1;
	if (x->network != y->network)
		return x->network < y->network ? -1 : 1;
	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->count > y->count) - (x->count < y->count);
}

/* Of two readings at one instant the greater stays. */
void
followers_sort(struct followers *f)
{
	size_t i, n = 0;

	if (!f->count)
		return;
	if (f->count)
		qsort(f->at, f->count, sizeof *f->at, by_time);
	for (i = 1; i < f->count; i++) {
		n += !(same_account(f->at + n, f->at + i) && f->at[n].at == f->at[i].at);
		f->at[n] = f->at[i];
	}
	f->count = n + 1;
}

int64_t
followers_at(const struct followers *f, uint32_t network, uint32_t account, int64_t at)
{
	struct followed key = { OVER_ACCOUNT, network, account, at, INT64_MAX };
	size_t         low = 0, high = f->count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (by_time(f->at + middle, &key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && same_account(f->at + low - 1, &key) ? f->at[low - 1].count : -1;
}

/* Those of ours: what posts are divided by. */
void
followers_load(struct kpi *k, const struct followers *f)
{
	const struct followed *r;

	for (r = f->at; r < f->at + f->count; r++)
		if (r->over == OVER_ACCOUNT)
			sql_followers(k->sql, r->network, r->account, r->at, r->count);
}

/* Which bucket of the groups an instant lies in: its period, and day, week or month if asked by them. */
static int64_t
bucket_of(const struct kpi *k, const struct kpi_view *v, int64_t at, enum period *p)
{
	struct local l;
	size_t       i;

	*p = period_in(&k->set, v, at);
	if (*p == PERIOD_NONE)
		return INT64_MIN;
	l = local_at(at);
	for (i = 0; i < v->nkeys; i++)
		if (v->keys[i] == KEY_DAY || v->keys[i] == KEY_WEEK || v->keys[i] == KEY_MONTH)
			return time_label(v->keys[i], l);
	return *p;
}

static void
emit(struct cells *view, const struct followed *last, const struct followed *before, const struct followed *first)
{
	const struct followed *start = before ? before : first;
	struct fact           f = { .over = (enum over)last->over, .at = last->at, .as_of = last->at };

	f.key[KEY_NETWORK] = last->network;
	if (last->over == OVER_ACCOUNT)
		f.key[KEY_ACCOUNT] = last->account;
	fact_set(&f, M_FOLLOWERS, last->count);
	if (start != last) {
		fact_set(&f, M_START, start->count);
		fact_set(&f, M_GAINED, last->count - start->count);
	}
	cells_add_to(view, &f);
}

/* A fact for the last reading of every bucket of every account. */
static void
facts_of_view(struct kpi *k, struct cells *view, const struct followers *f)
{
	const struct kpi_view *v = cells_view(view);
	const struct followed *first = NULL, *before = NULL;
	enum period           p;
	int64_t               bucket, next;
	size_t                i;

	for (i = 0; i < f->count; i++) {
		if (!i || !same_account(f->at + i - 1, f->at + i))
			before = first = NULL;
		bucket = bucket_of(k, v, f->at[i].at, &p);
		first = first ? first : f->at + i;
		next = i + 1 < f->count && same_account(f->at + i, f->at + i + 1) ? bucket_of(k, v,
		    f->at[i + 1].at, &p) : INT64_MAX;
		if (next == bucket)
			continue;
		if (bucket != INT64_MIN && cells_want(view, (enum over)f->at[i].over))
			emit(view, f->at + i, before, first);
		before = f->at + i;
		first = NULL;
	}
}

void
followers_facts(struct kpi *k, const struct followers *f)
{
	struct cells *view;

	for (view = k->cells; view; view = cells_next(view))
		if (cells_want(view, OVER_ACCOUNT) || cells_want(view, OVER_RIVAL))
			facts_of_view(k, view, f);
}
