/* instagram.h - what the parts of the Instagram connector share; private to lib/net */
#ifndef SMM_NET_INSTAGRAM_H
#define SMM_NET_INSTAGRAM_H

#include "graph_talk.h"

/* Whether the account signed in with Instagram itself: then some things are not offered (by its `server`). */
int instagram_is_own_login(const struct call *c);

/* Our account's name there, kept as `self`: comments say by it who wrote them. A step's two functions. */
enum go instagram_ask_self(struct call *c);
enum go instagram_take_self(struct call *c);

extern const struct step instagram_inbox[], instagram_thread[];
extern const struct step instagram_post_metrics[], instagram_account_metrics[];

/* What is done about a message, and our own media (instagram_act.c). */
extern const struct step instagram_reply[], instagram_reply_private[], instagram_hide[], instagram_unhide[],
    instagram_block[], instagram_unblock[], instagram_delete[];

#endif
