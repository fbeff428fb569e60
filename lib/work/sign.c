/* sign.c - an account's session: opened, made, refreshed */
#include "sign.h"

#include "session.h"

#include <stdlib.h>
#include <string.h>

#define SIGN_TRIES 2 /* a refresh, then a sign-in */

void
sign_init(struct sign *s, const struct conf *c, const struct account *a, const struct net *n)
{
	memset(s, 0, sizeof *s);
	s->conf = c;
	s->account = a;
	s->net = n;
}

static void
wipe_secret(struct sign *s)
{
	if (s->secret)
		explicit_bzero(s->secret, strlen(s->secret));
	free(s->secret);
	s->secret = NULL;
}

void
sign_end(struct sign *s)
{
	if (!s->under_way)
		return;
	wipe_secret(s);
	session_close(s->talk.call.session);
	s->talk.call.session = NULL;
	net_end(&s->talk.call);
	s->under_way = 0;
}

void
sign_release(struct sign *s)
{
	sign_end(s);
	session_close(s->session);
	s->session = NULL;
}

static int
read_secret(struct sign *s, struct err *e)
{
	struct buf secret = { 0 };

	if (s->account->secret.kind == SECRET_NONE)
		return err_set(e, FAULT_AUTH, "account %s has no `secret` in smm.yaml", s->account->name);
	if (secret_get(&s->account->secret, &secret, e))
		return err_in(e, "account %s", s->account->name);
	s->secret = mem_copy(secret.at ? secret.at : "");
	secret_wipe(&secret);
	return 0;
}

/* Begins to sign in, or to refresh what signing in gave. */
static int
begin(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	int refresh = s->session && s->net->ops[OP_REFRESH] && !s->tries;

	s->tries++;
	if (!refresh && read_secret(s, e))
		return -1;
	net_begin(&s->talk.call, s->net, s->account, rec);
	s->talk.call.mem = scratch;
	s->talk.call.session = refresh ? json_deep_copy(s->session) : json_object();
	s->talk.call.secret = s->secret;
	s->talk.step = s->net->ops[refresh ? OP_REFRESH : OP_LOGIN];
	s->under_way = 1;
	return 0;
}

int
sign_open(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	if (s->session || s->under_way)
		return !s->under_way;
	if (session_open(s->conf, s->account, s->net, &s->session, e))
		return -1;
	return s->session ? 1 : begin(s, rec, scratch, e);
}

int
sign_again(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	sign_end(s);
	if (!s->net->ops[OP_LOGIN] || s->tries >= SIGN_TRIES)
		return -1;
	return begin(s, rec, scratch, e);
}

int
sign_finish(struct sign *s, struct err *e)
{
	session_close(s->session);
	s->session = json_incref(s->talk.call.session);
	sign_end(s);
	return session_save(s->conf, s->account, s->session, e);
}
