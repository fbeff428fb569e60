/*
 * session.h - what an account signs its requests with; private to lib/work
 *
 * Networks whose secret is a token need no signing in: the session is {"token": …}, or what smm-auth
 * has put in the secret's place, an object on one line with `token`, `refresh_token`, `expires`,
 * `scopes`. For the others what signing in gave is kept in a file of its own (mode 0600, folder
 * 0700), so that no run has to sign in again: networks allow that only so often. It never enters the
 * store.
 */
#ifndef SMM_SESSION_H
#define SMM_SESSION_H

#include "smm/conf.h"
#include "smm/net.h"
#include "smm/store.h"

/*
 * The account's session: *session is a new reference, or NULL when it must sign in first. 0 or -1
 * (FAULT_AUTH, FAULT_IO).
 */
int session_open(const struct conf *conf, const struct account *a, const struct net *n,
    json_t **session, struct err *e);

/* Keeps a session that signing in or refreshing gave, where session_open() finds it. 0 or -1. */
int session_save(const struct conf *conf, const struct account *a, const struct net *n,
    const json_t *session, struct err *e);

/* Takes away what session_save() has kept. 0 or -1. */
int session_erase(const struct conf *conf, const struct account *a, const struct net *n, struct err *e);

/* Whether there is a place that session_save() can write to. */
int session_can_save(const struct account *a, const struct net *n);

struct session_lock {
	int           file;   /* descriptor; -1: none */
	struct store *store;  /* NULL: smm.yaml's ledger is of this machine alone */
};

/*
 * One process at a time renews an account's session, on this machine and on all that share the ledger of smm.yaml: they
 * may share the secret, too. 0, or -1 (FAULT_AGAIN: another one has been at it for some seconds, or the ledger
 * cannot be reached; FAULT_IO). Released by session_unlock(), in any case.
 */
int  session_lock(struct session_lock *l, const struct conf *conf, const struct account *a, struct err *e);
void session_unlock(struct session_lock *l);

/* Releases a reference; NULL is allowed. */
void session_close(json_t *session);

#endif
