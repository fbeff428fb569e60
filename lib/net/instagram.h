/* instagram.h - what the parts of the Instagram connector share; private to lib/net */
#ifndef SMM_NET_INSTAGRAM_H
#define SMM_NET_INSTAGRAM_H

#include "graph_talk.h"

/* Our account's name there, kept as `self`: comments say by it who wrote them. A step's two functions. */
enum go instagram_ask_self(struct call *c);
enum go instagram_take_self(struct call *c);

int instagram_is_story(const struct call *c);

/*
 * Containers (instagram_media.c): from the media to one that can be published, kept as `container` and `ready`. A
 * step's two functions; GO_NEXT when it is. instagram_fault(): what is not found yet, or not filled, is tried again.
 */
enum go    instagram_ask_media(struct call *c);
enum go    instagram_take_media(struct call *c);
enum fault instagram_fault(struct call *c);

/* The state of a container: GO_NEXT finished, GO_WAIT not yet, GO_AGAIN it is of no use: make another; GO_FAIL. */
enum go instagram_ask_state(struct call *c, const char *container);
enum go instagram_read_state(struct call *c);
void    instagram_forget_container(struct call *c, int is_old);

extern const struct step instagram_inbox[], instagram_thread[];
extern const struct step instagram_post_metrics[], instagram_account_metrics[], instagram_other_metrics[];

/* The way in of an account that signs in with Instagram itself (instagram_auth.c); NULL: with Facebook. */
const struct net *instagram_way(const struct account *a);

/* What is done about a message, and our own media (instagram_act.c). */
extern const struct step instagram_reply[], instagram_reply_private[], instagram_hide[], instagram_unhide[],
    instagram_block[], instagram_unblock[], instagram_delete[];

#endif
