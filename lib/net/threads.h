/* threads.h - what the two halves of the Threads connector share; private to lib/net */
#ifndef SMM_NET_THREADS_H
#define SMM_NET_THREADS_H

#include "graph.h"

#define BASE "/v1.0" /* always this one */

extern const struct step  threads_who[], threads_authorize[], threads_refresh[];
extern const struct oauth threads_oauth;

#endif
