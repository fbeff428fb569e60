/* ghost.h - what the parts of the Ghost connector share; private to lib/net */
#ifndef SMM_NET_GHOST_H
#define SMM_NET_GHOST_H

#include "connector.h"

/* Begins c->req: METHOD of the path below the Admin API ("/comments/", which ends with a slash), with its query. */
void ghost_send(struct call *c, const char *method, enum effect effect, const char *path, ...) SMM_PRINTF(4, 5);

/* Ends an ask: a token made for this request. */
enum go ghost_signed(struct call *c);

/* The first of the reply's list `name`; NULL and c->err when there is none, or it has no id. */
json_t *ghost_first(struct call *c, const char *name);

extern const struct step ghost_inbox[], ghost_thread[], ghost_reply[];
extern const struct step ghost_hide[], ghost_unhide[], ghost_block[], ghost_unblock[];
extern const struct step ghost_who[], ghost_post_metrics[], ghost_account_metrics[];

/* A comment of an action is deleted: steps, beside those of a post. */
enum go ghost_ask_erase(struct call *c);
enum go ghost_take_status(struct call *c);

#endif
