/* x.h - what the two halves of the X connector share; private to lib/net */
#ifndef SMM_NET_X_H
#define SMM_NET_X_H

#include "connector.h"

/* Ends an ask: the account's token. */
enum go x_signed(struct call *c);

/* Every answer wraps what it says into "data": an id of it; NULL and c->err when it is missing. */
const char *x_data_id(struct call *c, const char *name);

extern const struct step  x_who[];
extern const struct oauth x_oauth;

#endif
