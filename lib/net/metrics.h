/* metrics.h - numbers of posts and accounts, as the networks give them; private to lib/net */
#ifndef SMM_NET_METRICS_H
#define SMM_NET_METRICS_H

#include "connector.h"

struct count {
	const char *name;  /* in metric records; NULL ends a list */
	const char *there; /* as the network calls it */
};

/*
 * A record of those counts that are there and are whole numbers from 0 on; none of them: no record. ref: of a post;
 * NULL: of the account.
 */
void metrics_out(struct call *c, const char *ref, const struct count *counts, const json_t *from);

/* Post i that is asked for; NULL behind the last. */
const char *metrics_ref(const struct call *c, size_t i);

#endif
