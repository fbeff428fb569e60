/*
 * carousel.h - the parts of a carousel, a container each: Instagram, Threads; private to lib/net
 *
 * Kept state: `children`, their containers, null where one is to be made anew; `settled`: how many are FINISHED.
 */
#ifndef SMM_NET_CAROUSEL_H
#define SMM_NET_CAROUSEL_H

#include "graph.h"

/* Whether the post is one: it has several media. */
int carousel_is(const struct call *c);

/* The first part that has no container; the number of media when all have one. */
size_t carousel_missing(const struct call *c);

/* Whether it is a carousel of which a container is to be made; of which one is to be waited for. */
int carousel_lacks_child(const struct call *c);
int carousel_lacks_settled(const struct call *c);

/* The container of the part that is missing was made. */
void carousel_keep(struct call *c, const char *id);

/* The container to be waited for; NULL when there is none. */
const char *carousel_unsettled(const struct call *c);

/* What its state says: GO_NEXT it is settled, GO_AGAIN it is to be made anew. Returns what a take returns. */
enum go carousel_settle(struct call *c, enum go state);

/* Adds the parts to the form of the carousel's own container. */
void carousel_add(struct call *c, struct buf *form);

/* All are to be made anew: they are not younger than a carousel that is too old. */
void carousel_forget(struct call *c);

#endif
