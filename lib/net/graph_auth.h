/*
 * graph_auth.h - signing in with Facebook, for Pages and for Instagram; private to lib/net
 *
 * "Facebook Login", "Long-lived access tokens": a person's token of hours becomes one of sixty days,
 * and that gives the token of a page, which does not end by itself.
 */
#ifndef SMM_NET_GRAPH_AUTH_H
#define SMM_NET_GRAPH_AUTH_H

#include "graph.h"

extern const struct step graph_authorize[], graph_who[];
extern const struct oauth graph_oauth_facebook, graph_oauth_instagram;

#endif
