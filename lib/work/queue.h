/* queue.h - lanes that wait for their turn; private to lib/work */
#ifndef SMM_QUEUE_H
#define SMM_QUEUE_H

#include "lane.h"

struct queue { /* first in, first out; a lane is in one at most */
	struct lane *first, *last;
	size_t       count;
};

void         queue_push(struct queue *q, struct lane *l);
struct lane *queue_pop(struct queue *q); /* NULL when it is empty */

struct heap { /* the one that goes before all others first */
	struct lane **at;
	size_t        count, room;
	int         (*before)(const struct lane *a, const struct lane *b);
};

void         heap_push(struct heap *h, struct lane *l);
struct lane *heap_top(const struct heap *h); /* stays where it is; NULL when it is empty */
struct lane *heap_pop(struct heap *h);
void         heap_release(struct heap *h);

#endif
