/* graph_auth.c - signing in with Facebook, for Pages and for Instagram */
#include "graph_auth.h"

#include "oauth.h"

#define CONSOLE "at developers.facebook.com make an app of the type Business with Facebook Login; give it this " \
                "redirect address"

static const char *
encoded(struct call *c, const char *s)
{
	return call_encoded(c, s ? s : "");
}

/* The documents have it as GET, with the app's secret in the query: over TLS, and never logged by us. */
static enum go
ask_token(struct call *c)
{
	const char *id = oauth_client(c);

	if (!id)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/oauth/access_token?client_id=%s&redirect_uri=%s"
	    "&client_secret=%s&code=%s", encoded(c, id), encoded(c, text_member(c->rec, "redirect_uri")),
	    encoded(c, c->secret), encoded(c, text_member(c->rec, "code")));
	return GO_SEND;
}

static enum go
ask_long(struct call *c)
{
	const char *id = oauth_client(c);

	if (!id)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/oauth/access_token?grant_type=fb_exchange_token"
	    "&client_id=%s&client_secret=%s&fb_exchange_token=%s", encoded(c, id), encoded(c, c->secret),
	    encoded(c, text_member(c->session, "token")));
	return GO_SEND;
}

static enum go
ask_page(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE,
	    "/" GRAPH_VERSION "/me/accounts?fields=id,name,access_token,instagram_business_account&limit=100");
	return graph_signed(c);
}

/* The page that the account is, or whose Instagram account it is. */
static int
is_ours(const struct call *c, const json_t *page)
{
	const char *user = c->account->user ? c->account->user : "";

	return strcmp(text_member(page, "id"), user) == 0 ||
	    strcmp(text_member(json_object_get(page, "instagram_business_account"), "id"), user) == 0;
}

static enum go
take_page(struct call *c)
{
	const json_t *page;
	size_t        i;

	json_array_foreach(json_object_get(c->body, "data"), i, page) {
		if (!is_ours(c, page) || !*text_member(page, "access_token"))
			continue;
		json_object_set(c->session, "token", json_object_get(page, "access_token"));
		json_object_del(c->session, "expires");
		return GO_NEXT;
	}
	return call_fail(c, FAULT_AUTH, "who signed in has no page that is, or has, account %s (`user: %s`); "
	    "agree for that page when Facebook asks", c->account->name, c->account->user ? c->account->user : "");
}

static enum go
ask_who(struct call *c)
{
	const char *self = graph_self(c);

	if (!self)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,username", self);
	return graph_signed(c);
}

static enum go
take_who(struct call *c)
{
	const char *id = call_get(c, "id");

	return id ? call_who(c, text_member(c->body, "username"), id) : GO_FAIL;
}

const struct step graph_authorize[] = {
	{ "token", ask_token, oauth_keep, 0, NULL, 0 },
	{ "long",  ask_long,  oauth_keep, 0, NULL, 0 },
	{ "page",  ask_page,  take_page,  0, NULL, 0 },
	{ 0 }
};

const struct step graph_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

const struct oauth graph_oauth_facebook = {
	.page      = "https://www.facebook.com",
	.authorize = "/" GRAPH_VERSION "/dialog/oauth",
	.token     = "/" GRAPH_VERSION "/oauth/access_token",
	.scopes    = "pages_show_list,pages_manage_posts,pages_read_engagement,pages_read_user_content,"
	             "pages_manage_engagement,pages_messaging,pages_manage_metadata,read_insights",
	.console   = CONSOLE,
};

const struct oauth graph_oauth_instagram = {
	.page      = "https://www.facebook.com",
	.authorize = "/" GRAPH_VERSION "/dialog/oauth",
	.token     = "/" GRAPH_VERSION "/oauth/access_token",
	.scopes    = "pages_show_list,pages_read_engagement,pages_messaging,instagram_basic,instagram_content_publish,"
	             "instagram_manage_comments,instagram_manage_messages,instagram_manage_insights,"
	             "instagram_manage_contents",
	.console   = CONSOLE,
};
