/* queue.c - lanes in queues and heaps */
#include "../../lib/work/queue.h"

#include "tap.h"

#include <stdlib.h>

#define COUNT 1000

static int
wakes_before(const struct lane *a, const struct lane *b)
{
	return a->wake < b->wake;
}

static void
test_queue(void)
{
	struct lane  lanes[3] = { 0 };
	struct queue q = { 0 };

	ok(!queue_pop(&q), "an empty queue has nothing");
	queue_push(&q, lanes);
	queue_push(&q, lanes + 1);
	ok(queue_pop(&q) == lanes, "the first in is the first out");
	queue_push(&q, lanes + 2);
	is_int((int64_t)q.count, 2, "two are left");
	ok(queue_pop(&q) == lanes + 1 && queue_pop(&q) == lanes + 2 && !queue_pop(&q), "in the order they came");
	queue_push(&q, lanes);
	ok(q.first == lanes && q.last == lanes, "a queue that was empty takes again");
}

/* A linear congruential generator (Numerical Recipes): the same order at every run. */
static int64_t
scramble(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 22;
}

static void
test_heap(void)
{
	struct lane *lanes = calloc(COUNT, sizeof *lanes), *l;
	struct heap  h = { .before = wakes_before };
	uint32_t     seed = 1;
	int64_t      before = -1;
	size_t       i, n = 0;
	int          in_order = 1;

	ok(!heap_top(&h) && !heap_pop(&h), "an empty heap has nothing");
	for (i = 0; i < COUNT; i++) {
		lanes[i].wake = scramble(&seed);
		heap_push(&h, lanes + i);
		if (i % 3 == 2) { /* taken out and put back in between */
			l = heap_pop(&h);
			heap_push(&h, l);
		}
	}
	while ((l = heap_pop(&h))) {
		in_order = in_order && l->wake >= before;
		before = l->wake;
		n++;
	}
	ok(in_order, "a heap gives the least first");
	is_int((int64_t)n, COUNT, "and loses none");
	heap_release(&h);
	free(lanes);
}

static void
test_sort(void)
{
	static const struct { const char *id; int64_t at; } given[] = {
		{ "c", 20 }, { "b", 20 }, { "z", 10 }, { "a", 30 }
	};
	struct item items[4] = { 0 }, *i;
	struct lane l;
	char        order[8] = "";
	size_t      k;

	lane_init(&l, NULL, NULL, NULL, 0);
	for (k = 0; k < 4; k++) {
		items[k].job.id = given[k].id;
		items[k].job.at = given[k].at;
		lane_add(&l, items + k);
	}
	lane_sort(&l);
	for (i = l.items; i; i = i->next)
		strcat(order, i->job.id);
	is_str(order, "zbca", "a lane goes by time, then by id");
	is_int((int64_t)l.left, 4, "and has them all");
	ok(l.last == items + 3, "the last is known");
}

int
main(void)
{
	test_queue();
	test_heap();
	test_sort();
	return done();
}
