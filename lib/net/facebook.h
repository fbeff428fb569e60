/* facebook.h - what the parts of the Facebook connector share; private to lib/net */
#ifndef SMM_NET_FACEBOOK_H
#define SMM_NET_FACEBOOK_H

#include "graph.h"

/*
 * Messages are told apart by their ids: a comment is "123_456", a private message begins with a letter
 * ("m_…"); what others posted on our page or with our name, and a review, is "post/" and the post's id.
 * A review of which Facebook names no post is "review/" and a digest: nothing can be done about it.
 */
#define FACEBOOK_POST   "post/"
#define FACEBOOK_REVIEW "review/"

/* Whether it is a private message's id. */
int facebook_is_talk(const char *ref);

/* The id as it goes into a path: without "post/". Arena. */
const char *facebook_node(struct call *c, const char *ref);

/* Whether the account is who wrote it: by its member `from`. */
int facebook_is_ours(struct call *c, const json_t *item);

extern const struct step facebook_inbox[], facebook_thread[];
extern const struct step facebook_post_metrics[], facebook_account_metrics[];
extern const struct step facebook_edit[], facebook_delete[];

/* What is done about a message (facebook_act.c). */
extern const struct step facebook_reply[], facebook_reply_private[], facebook_hide[], facebook_unhide[],
    facebook_like[], facebook_unlike[], facebook_block[], facebook_unblock[];

#endif
