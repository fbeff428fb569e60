/*
 * instagram_auth.c - signing in with Instagram itself: "Instagram API with Instagram Login"
 *
 * Three hosts have a part in it: www.instagram.com shows the page, api.instagram.com gives a token of an hour for the
 * code, graph.instagram.com one of sixty days for that, and a new one as long as it has not ended.
 */
#include "instagram.h"

#include "graph_auth.h"
#include "oauth.h"

#define HOST "https://graph.instagram.com"

/* The answer was wrapped into a list some time in 2025: {"data": [{...}]}. */
static enum go
take_token(struct call *c)
{
	json_t     *first = json_array_get(json_object_get(c->body, "data"), 0);
	const char *scopes;

	if (json_is_object(first))
		json_object_update(c->body, first);
	scopes = text_member(c->body, "permissions");
	if (*scopes)
		json_object_set_new(c->session, "scopes", json_string(scopes));
	return oauth_keep(c);
}

static enum go
ask_self(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/me?fields=user_id,username");
	return call_bearer(c, text_member(c->session, "token"));
}

/* Who agreed in the browser may have been somebody else. */
static enum go
take_self(struct call *c)
{
	const char *id = graph_get_self(c), *user = c->account->user;

	if (!id)
		return GO_FAIL;
	if (user && *user && strcmp(user, "me") != 0 && strcmp(user, id) != 0)
		return call_fail(c, FAULT_AUTH, "who signed in is %s, account %s has `user: %s`", id,
		    c->account->name, user);
	json_object_set_new(c->session, "self", json_string(id));
	if (!c->account->server)
		json_object_set_new(c->session, "server", json_string(HOST));
	return GO_NEXT;
}

static const struct step authorize[] = {
	{ "token", oauth_ask_token, take_token, 0, NULL, 0 },
	{ "long",  graph_ask_long,  take_token, 0, NULL, 0, .with = "ig_exchange_token" },
	{ "self",  ask_self,        take_self,  0, NULL, 0 },
	{ 0 }
};

static const struct step refresh[] = {
	{ "refresh", graph_ask_renewal, take_token, 0, NULL, 0, .with = "ig_refresh_token" },
	{ 0 }
};

static const struct oauth own = {
	.page      = "https://www.instagram.com",
	.server    = "https://api.instagram.com",
	.authorize = "/oauth/authorize",
	.token     = "/oauth/access_token",
	.scopes    = "instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments,"
	             "instagram_business_manage_insights,instagram_business_manage_messages",
	.console   = "at developers.facebook.com make an app with the use case \"Instagram API with Instagram login\", "
	             "whose Instagram app id and secret these are; give it this redirect address",
};

static const struct net way = {
	.name   = "instagram",
	.title  = "Instagram",
	.server = HOST,
	.oauth  = &own,
	.ops    = { [OP_WHO] = graph_who, [OP_AUTHORIZE] = authorize, [OP_REFRESH] = refresh },
	.fault  = instagram_fault,
};

const struct net *
instagram_way(const struct account *a)
{
	return graph_chose_own_login(a) ? &way : NULL;
}
