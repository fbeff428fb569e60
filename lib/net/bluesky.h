/* bluesky.h - what the two halves of the Bluesky connector share; private to lib/net */
#ifndef SMM_NET_BLUESKY_H
#define SMM_NET_BLUESKY_H

#include "connector.h"

/*
 * The session: accessJwt, refreshJwt, did and handle as com.atproto.server.createSession gives
 * them, and `server`, the account's own one (PDS) when its DID document names it.
 */
extern const struct step bluesky_login[], bluesky_refresh[], bluesky_who[];

/* What people wrote to us, and a whole conversation. */
extern const struct step bluesky_inbox[], bluesky_thread[];

#endif
