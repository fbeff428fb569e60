/*
 * oauth.h - signing in by a browser, as every network of the trade has it; private to lib/net
 *
 * RFC 6749 (authorization code, refresh), RFC 7636 (PKCE), RFC 8628 (devices), RFC 7009 (revocation). A network that
 * does something else besides adds steps of its own behind these.
 */
#ifndef SMM_NET_OAUTH_H
#define SMM_NET_OAUTH_H

#include "connector.h"

/* The steps that most need, each alone in its operation. */
extern const struct step oauth_authorize[], oauth_device[], oauth_refresh[], oauth_revoke[];

/* The same as parts of longer tables. */
enum go oauth_ask_token(struct call *c);
enum go oauth_take_token(struct call *c);
enum go oauth_ask_refresh(struct call *c);
enum go oauth_ask_revoke(struct call *c);
enum go oauth_take_revoke(struct call *c);

/*
 * Reads {"access_token", "expires_in", "refresh_token", "scope"} into the session. A refresh token
 * that is missing or empty leaves the one that is there. GO_NEXT or GO_FAIL.
 */
enum go oauth_keep(struct call *c);

/* The app's id: of smm.yaml, or of the app that was made for us. NULL and c->err (FAULT_CONF). */
const char *oauth_client(struct call *c);

/* Its secret, "" when there is none; whose server gives tokens. For networks with forms of their own. */
const char *oauth_client_secret(const struct call *c);
const char *oauth_server(const struct call *c);

#endif
