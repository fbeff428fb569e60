/* bluesky.h - what the two halves of the Bluesky connector share; private to lib/net */
#ifndef SMM_NET_BLUESKY_H
#define SMM_NET_BLUESKY_H

#include "connector.h"

#include "tid.h"

#define BLUESKY_POSTS "app.bsky.feed.post"

/*
 * The session: accessJwt, refreshJwt, did and handle as com.atproto.server.createSession gives
 * them, and `server`, the account's own one (PDS) when its DID document names it.
 */
extern const struct step bluesky_login[], bluesky_refresh[], bluesky_who[];

/* What people wrote to us, and a whole conversation. */
extern const struct step bluesky_inbox[], bluesky_thread[];
extern const struct step bluesky_post_metrics[], bluesky_account_metrics[], bluesky_other_metrics[],
    bluesky_mentions[];

/* Steps of publishing, which an edit takes as well. */
enum go bluesky_ask_handle(struct call *c);
enum go bluesky_take_handle(struct call *c);
enum go bluesky_ask_blob(struct call *c);
enum go bluesky_take_blob(struct call *c);
enum go bluesky_ask_record(struct call *c);
enum go bluesky_take_record(struct call *c);

/* The key of a part that is out already (c->was). 1, or 0 when it is not. */
int bluesky_was_key(const struct call *c, size_t part, char out[TID_SIZE]);

extern const struct step bluesky_edit[], bluesky_delete[];

/*
 * What is done about a message (bluesky_act.c). Of an answer the first step only: it keeps `root` and `parent`, and the
 * record then is one of a post.
 */
enum go bluesky_ask_parent(struct call *c);
enum go bluesky_take_parent(struct call *c);
extern const struct step bluesky_hide[], bluesky_unhide[], bluesky_like[], bluesky_unlike[],
    bluesky_mute[], bluesky_unmute[], bluesky_block[], bluesky_unblock[], bluesky_report[];

#endif
