/* wordpress.h - what the parts of the WordPress connector share; private to lib/net */
#ifndef SMM_NET_WORDPRESS_H
#define SMM_NET_WORDPRESS_H

#include "connector.h"

/*
 * Begins c->req: METHOD of the route below wp/v2 ("comments/7"), with a query ("&page=2") or "". Routes
 * are asked as ?rest_route=, which works whatever permalinks a site has.
 */
void wordpress_send(struct call *c, const char *method, enum effect effect, const char *route,
    const char *query);

/* Ends an ask: user and application password (RFC 7617). */
enum go wordpress_signed(struct call *c);

/* A number member of the reply as text; NULL and c->err (FAULT_REPLY) when it is missing. */
const char *wordpress_id(struct call *c, const json_t *from, const char *name);

/* The reply's own code ("rest_forbidden"); "" when there is none. */
const char *wordpress_code(const struct call *c);

extern const struct step wordpress_publish[], wordpress_edit[];
extern const struct step wordpress_who[], wordpress_inbox[], wordpress_thread[];
extern const struct step wordpress_reply[], wordpress_hold[], wordpress_approve[], wordpress_spam[],
    wordpress_delete[], wordpress_post_metrics[];

#endif
