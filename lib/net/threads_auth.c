/* threads_auth.c - signing in to Threads: an app of its own, tokens of sixty days */
#include "threads.h"

#include "oauth.h"

static enum go
ask_who(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/me?fields=id,username");
	return graph_signed(c);
}

static enum go
take_who(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? call_who(c, text_member(c->body, "username"), id) : GO_FAIL;
}

/* The token of an hour becomes one of sixty days ("Long-lived tokens"). */
static enum go
ask_long(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/access_token?grant_type=th_exchange_token&client_secret=%s&access_token=%s",
	    call_encoded(c, c->secret ? c->secret : ""), call_encoded(c, text_member(c->session, "token")));
	return GO_SEND;
}

/* Not before it is a day old, nor after it has ended. */
static enum go
ask_refresh(struct call *c)
{
	const char *token = call_session(c, "token");

	if (!token)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/refresh_access_token?grant_type=th_refresh_token&access_token=%s",
	    call_encoded(c, token));
	return GO_SEND;
}

const struct step threads_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

const struct step threads_authorize[] = {
	{ "token", oauth_ask_token, oauth_take_token, 0, NULL, 0 },
	{ "long",  ask_long,        oauth_keep,       0, NULL, 0 },
	{ 0 }
};

const struct step threads_refresh[] = {
	{ "refresh", ask_refresh, oauth_keep, 0, NULL, 0 },
	{ 0 }
};

const struct oauth threads_oauth = {
	.page      = "https://threads.net",
	.authorize = "/oauth/authorize",
	.token     = "/oauth/access_token",
	.scopes    = "threads_basic,threads_content_publish,threads_read_replies,threads_manage_replies,"
	             "threads_manage_insights,threads_delete,threads_manage_mentions",
	.console   = "at developers.facebook.com make an app with the use case \"Access the Threads API\"; give it "
	             "this redirect address, which must be https and not of this machine, and use --paste",
};
