/*
 * mastodon_auth.c - signing in to Mastodon
 *
 * docs.joinmastodon.org: methods/apps, methods/oauth. Nobody has to make an app by hand: the server
 * makes one for us. Tokens do not end by themselves.
 */
#include "mastodon.h"

#include "oauth.h"

#define SCOPES "read write"

static enum go
ask_register(struct call *c)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_NONE, "/api/v1/apps");
	form_add(&form, "client_name", "smmkit");
	form_add(&form, "redirect_uris", text_member(c->rec, "redirect_uri"));
	form_add(&form, "scopes", SCOPES);
	call_form(c, &form);
	buf_release(&form);
	return GO_SEND;
}

static enum go
take_register(struct call *c)
{
	const char *id = call_get(c, "client_id"), *secret = id ? call_get(c, "client_secret") : NULL;

	if (!secret)
		return GO_FAIL;
	json_object_set_new(c->session, "client_id", json_string(id));
	json_object_set_new(c->session, "client_secret", json_string(secret));
	return GO_NEXT;
}

static enum go
take_who(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? call_who(c, text_member(c->body, "acct"), id) : GO_FAIL;
}

const struct step mastodon_register[] = {
	{ "register", ask_register, take_register, 0, NULL, 0 },
	{ 0 }
};

const struct step mastodon_who[] = {
	{ "who", mastodon_ask_self, take_who, 0, NULL, 0 },
	{ 0 }
};

const struct oauth mastodon_oauth = {
	.authorize = "/oauth/authorize",
	.token     = "/oauth/token",
	.revoke    = "/oauth/revoke",
	.scopes    = SCOPES,
	.how       = OAUTH_PKCE,
	.console   = "nothing has to be made there: the server makes an app for us",
};
