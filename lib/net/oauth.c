/* oauth.c - signing in by a browser */
#include "oauth.h"

#include "smm/base64.h"
#include "smm/when.h"

/* --- requests ------------------------------------------------------------------------------------- */

const char *
oauth_client(struct call *c)
{
	const char *id = json_string_value(json_object_get(c->session, "client_id"));

	if (c->account->app_id)
		return c->account->app_id;
	if (!id)
		call_fail(c, FAULT_CONF, "account %s needs `app: { id: ..., secret: ... }` in smm.yaml",
		    c->account->name);
	return id;
}

static const char *
client_secret(const struct call *c)
{
	const char *made = json_string_value(json_object_get(c->session, "client_secret"));

	return c->secret && *c->secret ? c->secret : made ? made : "";
}

static const char *
server(const struct call *c)
{
	const struct account *a = c->account;

	if (a->auth_server)
		return a->auth_server;
	if (c->net->oauth->server)
		return c->net->oauth->server;
	return a->server ? a->server : c->net->server;
}

/* RFC 6749, 2.3.1: id and secret are form-encoded before they are joined. */
static void
sign_basic(struct call *c, const char *id)
{
	struct buf b = { 0 };

	buf_str(&b, "Basic ");
	base64_add(&b, mem_fmt(c->mem, "%s:%s", call_encoded(c, id), call_encoded(c, client_secret(c))),
	    strlen(call_encoded(c, id)) + 1 + strlen(call_encoded(c, client_secret(c))));
	req_header(&c->req, c->mem, "Authorization", mem_dup(c->mem, b.at, b.len));
	buf_release(&b);
}

/* A form to one of the server's endpoints, with the app's name and proof. Releases the form. */
static enum go
send_form(struct call *c, const char *path, struct buf *form)
{
	const char *id = oauth_client(c), *secret = client_secret(c);
	unsigned    how = c->net->oauth->how;

	if (!id) {
		buf_release(form);
		return GO_FAIL;
	}
	call_send_to(c, "POST", EFFECT_NONE, mem_fmt(c->mem, "%s%s", server(c), path));
	req_header(&c->req, c->mem, "Accept", "application/json");
	if ((how & OAUTH_BASIC) && *secret) {
		sign_basic(c, id);
	} else {
		form_add(form, how & OAUTH_KEY ? "client_key" : "client_id", id);
		if (*secret)
			form_add(form, "client_secret", secret);
	}
	call_form(c, form);
	buf_release(form);
	return GO_SEND;
}

/* --- a code, or a refresh token, becomes a session -------------------------------------------------- */

static void
keep_expiry(struct call *c, json_int_t seconds)
{
	char text[WHEN_SIZE];

	if (seconds <= 0)
		json_object_del(c->session, "expires");
	else
		json_object_set_new(c->session, "expires",
		    json_string(when_write(text, c->now + seconds * 1000, 0)));
}

enum go
oauth_keep(struct call *c)
{
	static const struct { const char *theirs, *ours; } more[] = {
		{ "refresh_token", "refresh_token" }, { "scope", "scopes" }
	};
	const char *token = call_get(c, "access_token");
	size_t      i;

	if (!token)
		return GO_FAIL;
	json_object_set_new(c->session, "token", json_string(token));
	keep_expiry(c, json_integer_value(json_object_get(c->body, "expires_in")));
	for (i = 0; i < sizeof more / sizeof *more; i++)
		if (*text_member(c->body, more[i].theirs))
			json_object_set(c->session, more[i].ours, json_object_get(c->body, more[i].theirs));
	return GO_NEXT;
}

enum go
oauth_ask_token(struct call *c)
{
	struct buf form = { 0 };

	form_add(&form, "grant_type", "authorization_code");
	form_add(&form, "code", text_member(c->rec, "code"));
	form_add(&form, "redirect_uri", text_member(c->rec, "redirect_uri"));
	if (c->net->oauth->how & OAUTH_PKCE)
		form_add(&form, "code_verifier", text_member(c->rec, "verifier"));
	return send_form(c, c->net->oauth->token, &form);
}

enum go
oauth_take_token(struct call *c)
{
	return oauth_keep(c);
}

enum go
oauth_ask_refresh(struct call *c)
{
	const char *token = text_member(c->session, "refresh_token");
	struct buf  form = { 0 };

	if (!*token)
		return call_fail(c, FAULT_AUTH, "account %s has no refresh token; type: smm-auth login %s",
		    c->account->name, c->account->name);
	form_add(&form, "grant_type", "refresh_token");
	form_add(&form, "refresh_token", token);
	return send_form(c, c->net->oauth->token, &form);
}

static enum go
ask_revoke(struct call *c)
{
	struct buf form = { 0 };

	form_add(&form, "token", text_member(c->session, "token"));
	return send_form(c, c->net->oauth->revoke, &form);
}

/* RFC 7009, 2.2: a token that is not known is revoked, too. */
static enum go
take_revoke(struct call *c)
{
	(void)c;
	return GO_NEXT;
}

const struct step oauth_authorize[] = {
	{ "token", oauth_ask_token, oauth_take_token, 0, NULL, 0 },
	{ 0 }
};

const struct step oauth_refresh[] = {
	{ "refresh", oauth_ask_refresh, oauth_take_token, 0, NULL, 0 },
	{ 0 }
};

const struct step oauth_revoke[] = {
	{ "revoke", ask_revoke, take_revoke, 0, NULL, 0 },
	{ 0 }
};
