/*
 * mastodon.h - the simulated Mastodon, in its parts; private to lib/sim
 *
 * mastodon.c holds accounts, statuses and notifications, mastodon_media.c uploads.
 */
#ifndef SMM_SIM_MASTODON_H
#define SMM_SIM_MASTODON_H

#include "sim.h"

/* Answers with Mastodon's {"error": words}. */
void mastodon_refuse(struct answer *a, int status, const char *words);

/* The bytes that a file of that type may have. */
json_int_t mastodon_limit(const struct world *w, const char *type);

/* POST /api/v2/media; GET /api/v1/media/ID */
void mastodon_post_media(struct world *w, const struct request *r, struct answer *a);
void mastodon_get_media(struct world *w, const char *id, struct answer *a);

/* One or several values of a parameter, as a list. */
json_t *mastodon_list(const struct request *r, const char *name);

/* The attachments of a status that is to be made, or NULL and the answer made. */
json_t *mastodon_attachments(struct world *w, const struct request *r, struct answer *a);

#endif
