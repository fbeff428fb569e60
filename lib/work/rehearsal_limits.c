/* rehearsal_limits.c - how many posts the networks take, counted over a rehearsal */
#include "rehearsal_parts.h"

#include "smm/lang.h"

#include <string.h>

static const char *
whose(const struct account *a, const struct net *n, const struct post_limit *l, struct mem *m)
{
	return l->how & LIMIT_APP ? pace_app(a, n, m) : a->name;
}

static struct window *
window_of(struct rehearsal *r, const struct account *a, const struct net *n, const struct post_limit *l)
{
	const char *name = whose(a, n, l, r->mem);
	size_t      i;

	for (i = 0; i < r->nwindows; i++)
		if (r->windows[i].is == l && strcmp(r->windows[i].whose, name) == 0)
			return r->windows + i;
	r->windows[r->nwindows] = (struct window){ .is = l, .whose = name };
	return r->windows + r->nwindows++;
}

void
limits_begin(struct rehearsal *r)
{
	const struct conf       *c = r->set.conf;
	const struct post_limit *l;
	const struct net        *n;
	size_t                   i;

	r->windows = mem_alloc(r->mem, (c->naccounts + 1) * WINDOWS * sizeof *r->windows);
	for (i = 0; i < c->naccounts; i++) {
		n = net_find(c->accounts[i].network);
		for (l = n ? n->limits : NULL; l && l->posts && r->stages[i].nwindows < WINDOWS; l++)
			r->stages[i].windows[r->stages[i].nwindows++] = window_of(r, c->accounts + i, n, l);
	}
}

static size_t
counted(const struct window *w, size_t posts)
{
	return w->is->how & LIMIT_PARTS ? posts : 1;
}

/* What has left no longer counts. */
static void
forget(struct window *w, int64_t now)
{
	for (; w->first < w->count && w->at[w->first].until <= now; w->first++)
		w->sum -= w->at[w->first].posts;
}

/* When there is room for n more; a thread longer than the limit takes all of it. */
static int64_t
room_at(const struct window *w, size_t n)
{
	size_t  most = (size_t)w->is->posts, sum = w->sum, i;
	int64_t wake = 0;

	n = n > most ? most : n;
	for (i = w->first; i < w->count && sum + n > most; i++) {
		wake = w->at[i].until;
		sum -= w->at[i].posts;
	}
	return wake;
}

static void
say_limit(const struct post_limit *l, struct err *why)
{
	const char *of = l->how & LIMIT_APP ? tr("the app") : tr("the account");

	if (!l->sec)
		err_set(why, FAULT_LIMIT, "the network takes %d posts of %s a day", l->posts, of);
	else if (l->sec % 3600 == 0)
		err_set(why, FAULT_LIMIT, "the network takes %d posts of %s in %d h", l->posts, of, l->sec / 3600);
	else
		err_set(why, FAULT_LIMIT, "the network takes %d posts of %s in %d min", l->posts, of, l->sec / 60);
}

int64_t
limits_wait(const struct stage *s, size_t posts, int64_t now, struct err *why)
{
	int64_t latest = 0, wake;
	size_t  i;

	for (i = 0; i < s->nwindows; i++) {
		forget(s->windows[i], now);
		wake = room_at(s->windows[i], counted(s->windows[i], posts));
		if (wake <= latest)
			continue;
		latest = wake;
		say_limit(s->windows[i]->is, why);
	}
	return latest;
}

static void
count_in(struct window *w, size_t posts, int64_t now)
{
	int64_t until = w->is->renews ? w->is->renews(now) : now + w->is->sec * INT64_C(1000);

	if (w->count == w->room && w->first) {
		memmove(w->at, w->at + w->first, (w->count - w->first) * sizeof *w->at);
		w->count -= w->first;
		w->first = 0;
	}
	if (w->count == w->room) {
		w->room = w->room ? 2 * w->room : 64;
		w->at = mem_grow(w->at, w->room * sizeof *w->at);
	}
	w->at[w->count++] = (struct sending){ until, posts };
	w->sum += posts;
}

void
limits_count(struct stage *s, size_t posts, int64_t now)
{
	size_t i;

	for (i = 0; i < s->nwindows; i++)
		count_in(s->windows[i], counted(s->windows[i], posts), now);
}
