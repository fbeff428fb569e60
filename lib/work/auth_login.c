/* auth_login.c - an account signed in, renewed, signed out */
#include "auth_parts.h"

#include "smm/base64.h"
#include "smm/hash.h"
#include "smm/req.h"

#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define RANDOM_BYTES 32 /* RFC 7636, 4.1: 256 bits */

static const struct account *
find_account(const struct auth_settings *s, const char *name, const struct net **n, struct err *e)
{
	const struct account *a = conf_account(s->conf, name);

	if (!a) {
		conf_no_account(s->conf, name, e);
		return NULL;
	}
	*n = net_way(net_find(a->network), a);
	if (!*n) {
		err_set(e, FAULT_CONF, "account %s: there is no network \"%s\"", a->name, a->network);
		return NULL;
	}
	return a;
}

/* --- the page where a person agrees ------------------------------------------------------------------ */

static int
make_random(struct buf *out, struct err *e)
{
	unsigned char bytes[RANDOM_BYTES];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return err_sys(e, "random bytes");
	base64url_add(out, bytes, sizeof bytes);
	return 0;
}

static void
add_page(struct buf *url, const struct flow *f)
{
	const struct oauth *o = f->net->oauth;
	const char         *page = f->account->auth_server ? f->account->auth_server :
	    o->page ? o->page : f->account->server ? f->account->server : f->net->server;

	buf_fmt(url, "%s%s?", page, o->authorize);
}

/* RFC 7636, 4.2: S256. */
static void
add_challenge(struct buf *form, const struct flow *f)
{
	unsigned char sum[SHA256_BYTES];
	char          digest[DIGEST_SIZE];
	struct buf    challenge = { 0 };

	if (!(f->net->oauth->how & OAUTH_PKCE))
		return;
	hash_sha256(f->verifier.at, f->verifier.len, sum);
	if (f->net->oauth->how & OAUTH_HEX)
		buf_str(&challenge, strchr(hash_digest(f->verifier.at, f->verifier.len, digest), ':') + 1);
	else
		base64url_add(&challenge, sum, sizeof sum);
	form_add(form, "code_challenge", challenge.at);
	form_add(form, "code_challenge_method", "S256");
	buf_release(&challenge);
}

static void
add_query(struct buf *url, const struct flow *f)
{
	const char *id = f->account->app_id ? f->account->app_id :
	    json_string_value(json_object_get(f->session, "client_id"));
	struct buf  form = { 0 };

	form_add(&form, "response_type", "code");
	form_add(&form, f->net->oauth->how & OAUTH_KEY ? "client_key" : "client_id", id ? id : "");
	form_add(&form, "redirect_uri", f->set->redirect);
	form_add(&form, "scope", f->net->oauth->scopes);
	form_add(&form, "state", f->state.at);
	add_challenge(&form, f);
	buf_add(url, form.at, form.len);
	if (f->net->oauth->extra)
		buf_fmt(url, "&%s", f->net->oauth->extra);
	buf_release(&form);
}

static void
show_page(const struct flow *f)
{
	struct buf url = { 0 };

	add_page(&url, f);
	add_query(&url, f);
	f->set->say("open this address, sign in to %s as the account %s, and agree:", f->net->title, f->account->name);
	f->set->say("%s", url.at);
	if (f->set->paste)
		f->set->say("then paste here the address that the browser ends at, and press Enter:");
	buf_release(&url);
}

/* --- consent becomes a session ------------------------------------------------------------------------- */

int
auth_can_keep(const struct flow *f, struct err *e)
{
	if (session_can_save(f->account, f->net))
		return 0;
	return err_set(e, FAULT_CONF, "account %s needs a `secret` that can be written: { file: PATH } or "
	    "{ helper: COMMAND }", f->account->name);
}

int
auth_app(struct flow *f, struct err *e)
{
	json_t *rec;
	int     rc;

	if (f->account->app_id)
		return f->account->app_secret.kind == SECRET_NONE ? 0 :
		    secret_get(&f->account->app_secret, &f->secret, e);
	if (!f->net->ops[OP_REGISTER])
		return err_set(e, FAULT_CONF, "account %s needs `app: { id: ID, secret: { file: PATH } }` in smm.yaml: "
		    "%s %s", f->account->name, f->net->oauth->console, f->set->redirect);
	rec = json_pack("{s:s}", "redirect_uri", f->set->redirect);
	rc = auth_talk(f->set->conf, f->account, OP_REGISTER, rec, NULL, f->session, e);
	json_decref(rec);
	return rc;
}

static int
exchange_code(struct flow *f, const struct consent *c, struct err *e)
{
	json_t *rec = json_pack("{s:s, s:s, s:s}", "code", c->code.at, "redirect_uri", f->set->redirect,
	    "verifier", f->verifier.at);
	int     rc = auth_talk(f->set->conf, f->account, OP_AUTHORIZE, rec, f->secret.at, f->session, e);

	json_decref(rec);
	return rc;
}

static int
ask_consent(struct flow *f, struct err *e)
{
	struct consent c = { { 0 } };
	int            rc;

	show_page(f);
	rc = f->set->paste ? consent_paste(f->state.at, &c, e) :
	    consent_listen(f->set->redirect, f->state.at, &c, e);
	if (!rc)
		rc = exchange_code(f, &c, e);
	secret_wipe(&c.code);
	return rc;
}

static int
login_by_browser(struct flow *f, struct err *e)
{
	if (auth_can_keep(f, e) || auth_app(f, e) || make_random(&f->state, e) ||
	    make_random(&f->verifier, e) || ask_consent(f, e))
		return -1;
	return session_save(f->set->conf, f->account, f->net, f->session, e);
}

/* The password is kept only when the network has taken it. */
static int
login_by_password(struct flow *f, struct err *e)
{
	f->set->say("the password of %s on %s (make one for apps in its settings; never the main one), then Enter:",
	    f->account->user ? f->account->user : f->account->name, f->net->title);
	if (consent_password(&f->secret, e) ||
	    auth_talk(f->set->conf, f->account, OP_LOGIN, NULL, f->secret.at, f->session, e) ||
	    secret_put(&f->account->secret, f->secret.at, e))
		return -1;
	return session_save(f->set->conf, f->account, f->net, f->session, e);
}

static void
release(struct flow *f)
{
	secret_wipe(&f->secret);
	secret_wipe(&f->state);
	secret_wipe(&f->verifier);
	session_close(f->session);
}

int
auth_login(const struct auth_settings *s, const char *name, int *exit, struct err *e)
{
	struct flow f = { .set = s };
	int         rc;

	f.account = find_account(s, name, &f.net, e);
	if (!f.account)
		return -1;
	f.session = json_object();
	if (s->device)
		rc = auth_device(&f, e);
	else if (f.net->oauth)
		rc = login_by_browser(&f, e);
	else if (f.net->ops[OP_LOGIN])
		rc = login_by_password(&f, e);
	else
		rc = err_set(e, FAULT_CONF, "account %s: %s knows its accounts by the `secret` alone; see smm.yaml(5)",
		    name, f.net->title);
	release(&f);
	return rc ? -1 : auth_check(s, &name, 1, exit, e);
}

/* --- renewed, ended -------------------------------------------------------------------------------------- */

/* What the account has now, and its app's secret. */
static int
open_flow(struct flow *f, const struct auth_settings *s, const char *name, struct err *e)
{
	f->set = s;
	f->account = find_account(s, name, &f->net, e);
	if (!f->account || session_open(s->conf, f->account, f->net, &f->session, e))
		return -1;
	if (!f->session)
		return err_set(e, FAULT_AUTH, "account %s is not signed in; type: smm-auth login %s", name, name);
	if (f->account->app_secret.kind == SECRET_NONE)
		return 0;
	return secret_get(&f->account->app_secret, &f->secret, e);
}

static int
renew(struct flow *f, struct err *e)
{
	struct err why;

	if (!auth_talk(f->set->conf, f->account, OP_REFRESH, NULL, f->secret.at, f->session, &why))
		return session_save(f->set->conf, f->account, f->net, f->session, e);
	*e = why;
	if (why.fault == FAULT_AUTH)
		err_set(e, why.fault, "%.900s; type: smm-auth login %s", why.text, f->account->name);
	return -1;
}

int
auth_refresh(const struct auth_settings *s, const char *name, struct err *e)
{
	struct flow         f = { 0 };
	struct session_lock lock = { .file = -1 };
	int                 rc = open_flow(&f, s, name, e);

	if (!rc && !f.net->ops[OP_REFRESH])
		rc = err_set(e, FAULT_CONF, "account %s: what %s gives does not end, and cannot be renewed", name,
		    f.net->title);
	if (!rc && !session_can_save(f.account, f.net))
		rc = err_set(e, FAULT_CONF, "account %s: its `secret` cannot be written, so nothing is renewed", name);
	if (!rc) {
		session_close(f.session);
		f.session = NULL;
		rc = session_lock(&lock, s->conf, f.account, e) ||
		    session_open(s->conf, f.account, f.net, &f.session, e) ? -1 : 0;
	}
	if (!rc)
		rc = renew(&f, e);
	session_unlock(&lock);
	release(&f);
	return rc;
}

/* A token that a person made by hand belongs to no app of ours. */
static int
can_revoke(const struct flow *f)
{
	return f->net->ops[OP_REVOKE] && (f->account->app_id || json_object_get(f->session, "client_id"));
}

int
auth_logout(const struct auth_settings *s, const char *name, struct err *e)
{
	struct flow f = { 0 };
	int         rc = open_flow(&f, s, name, e);

	if (!rc && !can_revoke(&f))
		s->say("%s cannot be told from here: what the account %s was let in with is good until you end it in "
		    "its settings there", f.net->title, name);
	if (!rc && can_revoke(&f))
		rc = auth_talk(s->conf, f.account, OP_REVOKE, NULL, f.secret.at, f.session, e);
	if (!rc)
		rc = session_erase(s->conf, f.account, f.net, e);
	release(&f);
	return rc;
}
