/*
 * sign.h - an account's session: opened, made, refreshed; private to lib/work
 *
 * Signing in is a conversation like any other. Whoever talks for the account, a lane or a reading,
 * sends what `talk` asks, and goes on with its own when that has ended.
 */
#ifndef SMM_SIGN_H
#define SMM_SIGN_H

#include "smm/conf.h"
#include "smm/net.h"

#include "session.h"

struct talk { /* a conversation: where it is */
	struct call        call;
	const struct step *step;
};

struct sign {
	const struct conf    *conf;
	const struct account *account;
	const struct net     *net;
	json_t               *session; /* NULL: not signed in */
	int                   tries;   /* how often in this run: a refresh, then a sign-in */
	int                   under_way; /* `talk` is to be held before anything else */
	struct talk           talk;
	char                 *secret;  /* while it is needed */
	struct session_lock   lock;    /* while a session is renewed */
};

void sign_init(struct sign *s, const struct conf *c, const struct account *a, const struct net *n);
void sign_release(struct sign *s);

/*
 * Sees to it that there is a session that has not ended: 1 there is, 0 `talk` has begun, -1 with e
 * (FAULT_AUTH, FAULT_IO, FAULT_AGAIN) there is no way. rec goes with the call, scratch is the arena of its requests.
 */
int sign_open(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e);

/*
 * The network does not know us: once with what we have and once anew. 1 another process has renewed
 * the session meanwhile; 0 `talk` has begun; -1 a person must look: e is as it was, or says why
 * signing in cannot begin.
 */
int sign_again(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e);

/* The conversation has come to its end: the session is kept. -1: in this run only, see e. */
int sign_finish(struct sign *s, struct err *e);

/* The conversation is over, whatever came of it. */
void sign_end(struct sign *s);

#endif
