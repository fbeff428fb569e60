/* threads_auth.c - signing in to Threads: an app of its own, tokens of sixty days */
#include "threads.h"

#include "graph_auth.h"
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
	const char *id = graph_get_id(c);

	return id ? call_who(c, text_member(c->body, "username"), id) : GO_FAIL;
}

const struct step threads_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

const struct step threads_authorize[] = {
	{ "token", oauth_ask_token, oauth_take_token, 0, NULL, 0 },
	{ "long",  graph_ask_long,  oauth_keep,       0, NULL, 0, .with = "th_exchange_token" },
	{ 0 }
};

const struct step threads_refresh[] = {
	{ "refresh", graph_ask_renewal, oauth_keep, 0, NULL, 0, .with = "th_refresh_token" },
	{ 0 }
};

const struct oauth threads_oauth = {
	.page      = "https://threads.net",
	.authorize = "/oauth/authorize",
	.token     = "/oauth/access_token",
	.scopes    = "threads_basic,threads_content_publish,threads_read_replies,threads_manage_replies,"
	             "threads_manage_insights,threads_delete,threads_manage_mentions,threads_profile_discovery",
	.console   = "at developers.facebook.com make an app with the use case \"Access the Threads API\"; give it "
	             "this redirect address, which must be https and not of this machine, and use --paste",
};
