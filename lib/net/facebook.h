/* facebook.h - what the parts of the Facebook connector share; private to lib/net */
#ifndef SMM_NET_FACEBOOK_H
#define SMM_NET_FACEBOOK_H

#include "graph_talk.h"

extern const struct step facebook_inbox[], facebook_thread[];
extern const struct step facebook_post_metrics[], facebook_account_metrics[];
extern const struct step facebook_edit[], facebook_delete[];

/* What is done about a message (facebook_act.c). */
extern const struct step facebook_reply[], facebook_reply_private[], facebook_hide[], facebook_unhide[],
    facebook_like[], facebook_unlike[], facebook_block[], facebook_unblock[];

#endif
