/* lane_sign.c - signing in: the conversation before, or in the middle of, a post's */
#include "lane_parts.h"

#include "session.h"

#include <string.h>

#define SIGN_TRIES 2 /* a refresh, then a sign-in */

static int
sign_ask_secret(struct lane *l, struct buf *secret, struct err *e)
{
	if (l->account->secret.kind == SECRET_NONE)
		return err_set(e, FAULT_AUTH, "account %s has no `secret` in smm.yaml", l->account->name);
	return secret_get(&l->account->secret, secret, e) ?
	    err_in(e, "account %s", l->account->name) : 0;
}

/* Begins to sign in, or to refresh what signing in gave. 0, or -1 with e when there is no way. */
static int
start_sign(struct lane *l, struct err *e)
{
	struct buf secret = { 0 };
	int        refresh = l->session && l->net->ops[OP_REFRESH] && !l->signed_in;

	l->signed_in++;
	l->sign_op = refresh ? OP_REFRESH : OP_LOGIN;
	if (!refresh && sign_ask_secret(l, &secret, e))
		return -1;
	net_begin(&l->sign.call, l->net, l->account, l->rec);
	l->sign.call.mem = l->scratch;
	l->sign.call.session = refresh ? json_deep_copy(l->session) : json_object();
	l->sign.step = l->net->ops[l->sign_op];
	if (!refresh)
		l->sign.call.secret = mem_str(l->mem, secret.at ? secret.at : "");
	secret_wipe(&secret);
	l->talk = &l->sign;
	l->state = LANE_ASK;
	return 0;
}

static void
wipe_secret(struct call *c)
{
	char *s = (char *)(uintptr_t)c->secret; /* ours: start_sign() made it */

	if (s)
		explicit_bzero(s, strlen(s));
	c->secret = NULL;
}

void
sign_end(struct lane *l)
{
	wipe_secret(&l->sign.call);
	session_close(l->sign.call.session);
	l->sign.call.session = NULL;
	net_end(&l->sign.call);
	l->talk = &l->post;
}

/* Signed in: the session is kept and the post goes on where it was. */
void
sign_finish(struct lane *l)
{
	struct err e;

	session_close(l->session);
	l->session = json_incref(l->sign.call.session);
	sign_end(l);
	if (session_save(l->conf, l->account, l->session, &e)) {
		lane_failed(l, &e); /* the post need not suffer; the next run signs in again */
		l->job.fault = FAULT_NONE;
	}
	l->state = LANE_ASK;
}

/* The first session of this run. 0, or -1 when the post cannot be asked yet. */
int
sign_open(struct lane *l, int64_t now)
{
	struct err e;

	if (l->session || l->talk == &l->sign)
		return 0;
	if (session_open(l->conf, l->account, l->net, &l->session, &e) ||
	    (!l->session && start_sign(l, &e))) {
		lane_failed(l, &e);
		lane_postpone(l, lane_rest(l), now);
		l->settled = l->stuck = 1;
		return -1;
	}
	return 0;
}

/* Sign in again, once with what we have and once anew; then a person must look. */
void
sign_again(struct lane *l, const struct err *why, int64_t now)
{
	struct err e = *why;

	if (l->talk == &l->sign)
		sign_end(l);
	if (l->net->ops[OP_LOGIN] && l->signed_in < SIGN_TRIES && start_sign(l, &e) == 0) {
		l->job.state = lane_rest(l);
		return;
	}
	lane_failed(l, &e);
	lane_postpone(l, l->looking ? JOB_ASKED : lane_rest(l), now);
	l->settled = l->stuck = 1;
}
