/* auth_parts.h - what the parts of signing in call of each other; private to lib/work */
#ifndef SMM_AUTH_PARTS_H
#define SMM_AUTH_PARTS_H

#include "smm/auth.h"
#include "smm/net.h"

/*
 * Holds one conversation to its end, alone: for what is done while a person waits. session is given
 * and changed. 0, or -1 with e; nothing is repeated.
 */
int auth_talk(const struct conf *conf, const struct account *a, enum op op, const json_t *rec,
    const char *secret, json_t *session, struct err *e);

struct flow { /* one sign-in under way */
	const struct auth_settings *set;
	const struct account       *account;
	const struct net           *net;
	struct buf                  secret;  /* the app's */
	json_t                     *session;
	struct buf                  state, verifier;
};

/* Whether there is a place for the session; an app of our own, or the one that smm.yaml names. 0 or -1. */
int auth_can_keep(const struct flow *f, struct err *e);
int auth_app(struct flow *f, struct err *e);

/* The person agrees on another device. 0, or -1. */
int auth_device(struct flow *f, struct err *e);

struct consent { /* what the browser came back with */
	struct buf code;
};

/*
 * Waits for the browser at the address, which is of this machine, or for a person to paste the
 * address it ended at; `state` must come back with it. 0, or -1 (FAULT_AUTH).
 */
int consent_listen(const char *redirect, const char *state, struct consent *c, struct err *e);
int consent_paste(const char *state, struct consent *c, struct err *e);

/* Reads a password, without showing it where that is a terminal. 0, or -1 (FAULT_USAGE). */
int consent_password(struct buf *out, struct err *e);

#endif
