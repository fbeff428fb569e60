/* queue.c - lanes that wait for their turn */
#include "queue.h"

#include <stdlib.h>

void
queue_push(struct queue *q, struct lane *l)
{
	l->next = NULL;
	if (q->last)
		q->last->next = l;
	else
		q->first = l;
	q->last = l;
	q->count++;
}

struct lane *
queue_pop(struct queue *q)
{
	struct lane *l = q->first;

	if (!l)
		return NULL;
	q->first = l->next;
	if (!q->first)
		q->last = NULL;
	q->count--;
	return l;
}

void
heap_push(struct heap *h, struct lane *l)
{
	size_t i;

	if (h->count == h->room) {
		h->room = h->room ? 2 * h->room : 64;
		h->at = mem_grow(h->at, h->room * sizeof(struct lane *));
	}
	for (i = h->count++; i && h->before(l, h->at[(i - 1) / 2]); i = (i - 1) / 2)
		h->at[i] = h->at[(i - 1) / 2];
	h->at[i] = l;
}

struct lane *
heap_top(const struct heap *h)
{
	return h->count ? h->at[0] : NULL;
}

struct lane *
heap_pop(struct heap *h)
{
	struct lane *top = heap_top(h), *l;
	size_t       i, child;

	if (!top)
		return NULL;
	l = h->at[--h->count];
	for (i = 0; (child = 2 * i + 1) < h->count; i = child) {
		if (child + 1 < h->count && h->before(h->at[child + 1], h->at[child]))
			child++;
		if (!h->before(h->at[child], l))
			break;
		h->at[i] = h->at[child];
	}
	h->at[i] = l;
	return top;
}

void
heap_release(struct heap *h)
{
	free(h->at);
}
