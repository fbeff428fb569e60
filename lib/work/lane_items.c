/* lane_items.c - what a lane has to send, in which order */
#include "lane_parts.h"

#include <stdlib.h>
#include <string.h>

void
lane_init(struct lane *l, const struct conf *c, const struct account *a, const struct net *n,
    int64_t until)
{
	memset(l, 0, sizeof *l);
	l->conf = c;
	l->account = a;
	l->net = n;
	l->until = until;
	l->state = LANE_OVER;
	l->at_once = 1;
	sign_init(&l->sign, c, a, n);
}

static int
goes_before(const struct item *a, const struct item *b)
{
	if (a->job.at != b->job.at)
		return a->job.at < b->job.at;
	return strcmp(a->job.id, b->job.id) < 0;
}

void
lane_add(struct lane *l, struct item *i)
{
	i->next = NULL;
	if (l->items)
		l->last->next = i;
	else
		l->items = i;
	l->last = i;
	l->left++;
	l->state = LANE_CLAIM;
}

void
lane_clear(struct lane *l)
{
	l->items = l->last = NULL;
	l->left = 0;
	l->state = LANE_OVER;
}

static int
by_time(const void *a, const void *b)
{
	const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;

	return goes_before(x, y) ? -1 : 1;
}

void
lane_sort(struct lane *l)
{
	struct item **all, *i;
	size_t        n = 0, k;

	if (l->left < 2)
		return;
	all = mem_get(l->left * sizeof(struct item *));
	for (i = l->items; i; i = i->next)
		all[n++] = i;
	qsort(all, n, sizeof *all, by_time);
	l->items = NULL;
	l->left = 0;
	for (k = 0; k < n; k++)
		lane_add(l, all[k]);
	free(all);
}

/* Ends what is under way; the lane keeps its session. */
static void
end_job(struct lane *l)
{
	sign_end(&l->sign);
	if (l->talk)
		net_end(&l->post.call);
	json_decref(l->rec);
	json_decref(l->was);
	mem_free(l->mem);
	mem_free(l->scratch);
	l->rec = l->was = NULL;
	l->talk = NULL;
	l->mem = l->scratch = NULL;
	l->note = l->pace_text = NULL;
	l->waited = 0;
	l->doubt = l->looking = l->begun = l->asked = l->settled = l->stuck = 0;
}

void
lane_release(struct lane *l)
{
	end_job(l);
	sign_release(&l->sign);
	secret_wipe(&l->host_secret);
}

void
lane_next(struct lane *l)
{
	end_job(l);
	l->items = l->items->next;
	l->left--;
	l->state = l->items ? LANE_CLAIM : LANE_OVER;
}

void
lane_forget(struct lane *l)
{
	end_job(l);
	l->state = LANE_CLAIM;
}

int
lane_add_again(struct lane *l, struct item *i)
{
	int was_over = l->state == LANE_OVER;

	i->next = l->items;
	l->items = i;
	if (!i->next)
		l->last = i;
	l->left++;
	if (was_over)
		l->state = LANE_CLAIM;
	return was_over;
}

struct ended *
lane_detach(struct lane *l)
{
	struct ended *x = mem_get(sizeof *x);

	*x = (struct ended){ NULL, l, l->items, l->job, l->mem, l->note, l->pace_text };
	l->mem = NULL;
	lane_next(l);
	return x;
}

void
lane_drop(struct ended *x)
{
	mem_free(x->mem);
	free(x);
}
