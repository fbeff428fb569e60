/*
 * bluesky.h - the simulated Bluesky, in its parts; private to lib/sim
 *
 * bluesky.c holds records and what is shown of them, bluesky_session.c accounts.
 */
#ifndef SMM_SIM_BLUESKY_H
#define SMM_SIM_BLUESKY_H

#include "sim.h"

/* Answers with XRPC's {"error": name, "message": words}. */
void bluesky_refuse(struct answer *a, int status, const char *name, const char *words);

/*
 * Whose token it is; NULL and the answer made when it is nobody's. Tokens are "access-HANDLE-EXPIRES": opaque
 * to clients, as the real ones are meant to be.
 */
struct user *bluesky_who(struct world *w, const struct request *r, struct answer *a);

/* The password of NAME.test, or of NAME, is "password-NAME". */
void bluesky_create_session(struct world *w, const struct request *r, struct answer *a);
void bluesky_refresh_session(struct world *w, const struct request *r, struct answer *a);

/* com.atproto.identity.resolveHandle; handles that begin with "nobody" belong to nobody. */
void bluesky_resolve(struct world *w, const struct request *r, struct answer *a);

#endif
