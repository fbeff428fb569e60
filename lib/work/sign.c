/* sign.c - an account's session: opened, made, refreshed */
#include "sign.h"

#include "smm/clock.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

#define SIGN_TRIES 2     /* a refresh, then a sign-in */
#define EARLY_MS   60000 /* a session that ends so soon is renewed first */

void
sign_init(struct sign *s, const struct conf *c, const struct account *a, const struct net *n)
{
	memset(s, 0, sizeof *s);
	s->conf = c;
	s->account = a;
	s->net = n;
	s->lock.file = -1;
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
	session_unlock(&s->lock);
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

/* The secret that the conversation needs: the account's to sign in, its app's to renew. */
static int
read_secret(struct sign *s, const struct secret *from, struct err *e)
{
	struct buf secret = { 0 };

	if (from->kind == SECRET_NONE)
		return err_set(e, FAULT_AUTH, "account %s has no `secret` in smm.yaml", s->account->name);
	if (secret_get(from, &secret, e))
		return err_in(e, "account %s", s->account->name);
	s->secret = mem_copy(secret.at ? secret.at : "");
	secret_wipe(&secret);
	return 0;
}

static void
begin(struct sign *s, enum op op, const json_t *rec, struct mem *scratch)
{
	const struct net *way = net_way(s->net, s->account);

	s->tries++;
	net_begin(&s->talk.call, way, s->account, rec);
	s->talk.call.mem = scratch;
	s->talk.call.session = op == OP_REFRESH ? json_deep_copy(s->session) : json_object();
	s->talk.call.secret = s->secret;
	s->talk.step = way->ops[op];
	s->under_way = 1;
}

static int
begin_login(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	if (read_secret(s, &s->account->secret, e))
		return -1;
	begin(s, OP_LOGIN, rec, scratch);
	return 0;
}

/*
 * Under the lock, with the session as it is on disk now: renewed by another process meanwhile (1), or
 * to be renewed (0). A refresh token may be good for one time only, and two processes that use it
 * lose the account.
 */
static int
begin_refresh(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	json_t *now = NULL;
	int     is_new;

	if (session_lock(&s->lock, s->conf, s->account, e) || session_open(s->conf, s->account, s->net, &now, e))
		return -1;
	is_new = now && !json_equal(now, s->session);
	if (is_new) {
		session_close(s->session);
		s->session = now;
		sign_end(s);
		return 1;
	}
	session_close(now);
	if (s->account->app_secret.kind != SECRET_NONE && read_secret(s, &s->account->app_secret, e))
		return -1;
	begin(s, OP_REFRESH, rec, scratch);
	return 0;
}

static int
renew(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	int rc = begin_refresh(s, rec, scratch, e);

	if (rc < 0)
		sign_end(s);
	return rc;
}

/* What cannot be kept is not renewed: the old one may be worth nothing afterwards. */
static int
can_refresh(const struct sign *s)
{
	return s->session && net_way(s->net, s->account)->ops[OP_REFRESH] && !s->tries &&
	    session_can_save(s->account, s->net);
}

static int
has_ended(const struct sign *s)
{
	const char *expires = json_string_value(json_object_get(s->session, "expires"));
	int64_t     ms = 0;

	return expires && when_read(expires, strlen(expires), &ms, NULL) == 0 && ms < clock_now() + EARLY_MS;
}

int
sign_open(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	if (s->session || s->under_way)
		return !s->under_way;
	if (session_open(s->conf, s->account, s->net, &s->session, e))
		return -1;
	if (!s->session)
		return begin_login(s, rec, scratch, e);
	return has_ended(s) && can_refresh(s) ? renew(s, rec, scratch, e) : 1;
}

int
sign_again(struct sign *s, const json_t *rec, struct mem *scratch, struct err *e)
{
	sign_end(s);
	if (can_refresh(s))
		return renew(s, rec, scratch, e);
	if (!s->net->ops[OP_LOGIN] || s->tries >= SIGN_TRIES)
		return -1;
	return begin_login(s, rec, scratch, e);
}

int
sign_finish(struct sign *s, struct err *e)
{
	int rc;

	session_close(s->session);
	s->session = json_incref(s->talk.call.session);
	rc = session_save(s->conf, s->account, s->net, s->session, e);
	sign_end(s); /* the lock goes when the new one is on disk */
	return rc;
}
