/*
 * graph_auth.h - signing in with Facebook, for Pages and for Instagram; private to lib/net
 *
 * "Facebook Login", "Long-lived access tokens": a person's token of hours becomes one of sixty days,
 * and that gives the token of a page, which does not end by itself. The session also holds `person`, the first one,
 * `proof` (graph_proof), `page`, its id, and `reads_until` (RFC 3339): when Meta gives out nothing any more until
 * the person comes back.
 */
#ifndef SMM_NET_GRAPH_AUTH_H
#define SMM_NET_GRAPH_AUTH_H

#include "graph.h"

/*
 * Where tokens of an hour become tokens of sixty days, and these new ones ("Long-lived tokens" of Threads and of
 * Instagram Login). The step's `with` is the grant_type.
 */
enum go graph_ask_long(struct call *c);
enum go graph_ask_renewal(struct call *c);

/* Who the reply says we are: after signing in with Instagram `user_id`, else `id`. NULL and c->err: nobody. */
const char *graph_get_self(struct call *c);

extern const struct step graph_authorize[], graph_who[], graph_revoke[];
extern const struct oauth graph_oauth_facebook, graph_oauth_instagram;

#endif
