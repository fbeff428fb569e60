/*
 * limits.h - what the servers of accounts take, as they say themselves; private to lib/work
 *
 * Asked for when something is to be sent whose size matters, and kept in the store, a value for each server
 * ("limits:NETWORK:SERVER"), for a day. A server that does not answer in time is taken as usual.
 */
#ifndef SMM_LIMITS_H
#define SMM_LIMITS_H

#include "smm/conf.h"
#include "smm/http.h"
#include "smm/net.h"
#include "smm/store.h"

struct server { /* an account's */
	const struct account *account;
	const struct net     *net;   /* in: the usual one; out: as the server has it */
};

/*
 * Fills in what the store knows, and asks the servers of which it knows nothing or only something old. The
 * arena must live as long as the nets. 0, or -1 (the store).
 */
int limits_find(struct server *servers, size_t n, struct store *s, struct http *h, struct mem *m, struct err *e);

/* What the store knows only: 1 something not older than a day, 0, -1. *net is changed when it knows anything. */
int limits_known(struct store *s, const struct account *a, const struct net **net, int64_t now, struct mem *m,
    struct err *e);

#endif
