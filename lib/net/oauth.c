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

const char *
oauth_client_secret(const struct call *c)
{
	const char *made = json_string_value(json_object_get(c->session, "client_secret"));

	return c->secret && *c->secret ? c->secret : made ? made : "";
}

const char *
oauth_server(const struct call *c)
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
	base64_add(&b, mem_fmt(c->mem, "%s:%s", call_encoded(c, id), call_encoded(c, oauth_client_secret(c))),
	    strlen(call_encoded(c, id)) + 1 + strlen(call_encoded(c, oauth_client_secret(c))));
	req_header(&c->req, c->mem, "Authorization", mem_dup(c->mem, b.at, b.len));
	buf_release(&b);
}

/* A form to one of the server's endpoints, with the app's name and proof. Releases the form. */
static enum go
send_form(struct call *c, const char *path, struct buf *form)
{
	const char *id = oauth_client(c), *secret = oauth_client_secret(c);
	unsigned    how = c->net->oauth->how;

	if (!id) {
		buf_release(form);
		return GO_FAIL;
	}
	call_send_to(c, "POST", EFFECT_NONE, mem_fmt(c->mem, "%s%s", oauth_server(c), path));
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

/* --- agreed on another device ----------------------------------------------------------------------- */

#define DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

static enum go
ask_device(struct call *c)
{
	const char *code = text_member(c->rec, "device_code");
	struct buf  form = { 0 };

	if (*code) {
		form_add(&form, "grant_type", DEVICE_GRANT);
		form_add(&form, "device_code", code);
		return send_form(c, c->net->oauth->token, &form);
	}
	form_add(&form, "scope", c->net->oauth->device_scopes);
	return send_form(c, c->net->oauth->device, &form);
}

/* Section 3.2; what Google calls verification_url. */
static enum go
keep_device(struct call *c)
{
	const char *page = text_member(c->body, "verification_uri");
	json_int_t  interval = json_integer_value(json_object_get(c->body, "interval"));
	json_int_t  lasts = json_integer_value(json_object_get(c->body, "expires_in"));

	if (!*page)
		page = text_member(c->body, "verification_url");
	if (!call_get(c, "device_code") || !call_get(c, "user_code"))
		return GO_FAIL;
	if (!*page)
		return call_fail(c, FAULT_REPLY, "%s does not say where its code is typed", c->net->title);
	json_object_set(c->session, "device_code", json_object_get(c->body, "device_code"));
	json_object_set(c->session, "user_code", json_object_get(c->body, "user_code"));
	json_object_set_new(c->session, "page", json_string(page));
	json_object_set_new(c->session, "interval", json_integer(interval > 0 ? interval : 5));
	json_object_set_new(c->session, "lasts", json_integer(lasts > 0 ? lasts : 600));
	return GO_NEXT;
}

/* Section 3.5: not yet; or not so often. */
static enum go
take_device(struct call *c)
{
	const char *error = mem_str(c->mem, text_member(c->body, "error"));
	json_int_t  interval = json_integer_value(json_object_get(c->session, "interval"));

	if (c->reply->status / 100 == 2)
		return *text_member(c->rec, "device_code") ? oauth_keep(c) : keep_device(c);
	if (strcmp(error, "slow_down") == 0)
		json_object_set_new(c->session, "interval", json_integer(interval + 5));
	if (strcmp(error, "slow_down") == 0 || strcmp(error, "authorization_pending") == 0)
		return GO_NEXT;
	if (!c->reply->status)
		return call_fail(c, FAULT_AGAIN, "no answer came from %s", c->net->title);
	net_fault(c);
	if (strcmp(error, "access_denied") == 0 || strcmp(error, "expired_token") == 0)
		c->err.fault = FAULT_AUTH;
	return GO_FAIL;
}

const struct step oauth_device[] = {
	{ "device", ask_device, take_device, ALSO_ALL, NULL, 0 },
	{ 0 }
};

enum go
oauth_ask_revoke(struct call *c)
{
	struct buf form = { 0 };

	form_add(&form, "token", text_member(c->session, "token"));
	return send_form(c, c->net->oauth->revoke, &form);
}

/* RFC 7009, 2.2: a token that is not known is revoked, too. */
enum go
oauth_take_revoke(struct call *c)
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
	{ "revoke", oauth_ask_revoke, oauth_take_revoke, 0, NULL, 0 },
	{ 0 }
};
