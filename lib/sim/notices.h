/* notices.h - what others wrote, as the simulated networks show it; private to lib/sim */
#ifndef SMM_SIM_NOTICES_H
#define SMM_SIM_NOTICES_H

#include "sim.h"

/* mastodon.c, bluesky.c: a post, an account, a view, as the network gives them. */
json_t *mastodon_status_json(struct world *w, const struct post *p);
json_t *mastodon_account_json(const struct user *u);
json_t *bluesky_view_json(const struct post *p);

/* GET /api/v1/notifications; GET /api/v1/statuses/:id/context */
/* What happens to u from now on, as it happens; and one notice as an event of that. */
void mastodon_stream(const struct user *u, struct answer *a);
void mastodon_event(struct world *w, const struct notice *n, struct buf *b);
void mastodon_notices(struct world *w, struct user *u, const struct request *r, struct answer *a);
void mastodon_context(struct world *w, const struct post *p, struct answer *a);

/* app.bsky.notification.listNotifications, app.bsky.feed.getPostThread */
void bluesky_notices(struct user *u, const struct request *r, struct answer *a);
void bluesky_thread(struct world *w, const struct request *r, struct answer *a);

/* acts.c: what an account does about others. 1 when it was that, and is answered. */
int  mastodon_act(struct world *w, struct user *u, const char *rest, struct answer *a);
void mastodon_report(struct world *w, struct user *u, const struct request *r, struct answer *a);
int  bluesky_act(struct world *w, struct user *u, const struct request *r, struct answer *a);

#endif
