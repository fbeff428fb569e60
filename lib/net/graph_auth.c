/* graph_auth.c - signing in with Facebook, for Pages and for Instagram */
#include "graph_auth.h"

#include "smm/when.h"

#include "graph_read.h"
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

enum go
graph_ask_long(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/access_token?grant_type=%s&client_secret=%s&access_token=%s", c->with,
	    encoded(c, oauth_client_secret(c)), encoded(c, text_member(c->session, "token")));
	return GO_SEND;
}

/* Not before it is a day old, nor after it has ended. */
enum go
graph_ask_renewal(struct call *c)
{
	const char *token = call_session(c, "token");

	if (!token)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/refresh_access_token?grant_type=%s&access_token=%s", c->with,
	    encoded(c, token));
	return GO_SEND;
}

/* People may take away single permissions while they agree. */
static enum go
ask_scopes(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/me/permissions");
	return graph_signed(c);
}

static enum go
take_scopes(struct call *c)
{
	const json_t *list = graph_data(c), *one;
	struct buf    b = { 0 };
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		if (strcmp(text_member(one, "status"), "granted") == 0)
			buf_fmt(&b, "%s%s", b.len ? "," : "", text_member(one, "permission"));
	if (b.len)
		json_object_set_new(c->session, "scopes", json_string(b.at));
	buf_release(&b);
	return GO_NEXT;
}

static enum go
ask_page(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION
	    "/me/accounts?fields=id,name,access_token,tasks,instagram_business_account&limit=100%s", graph_after(c));
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

/* The person's own token is kept to end the session by; the page's id is where Instagram's messages are. */
static enum go
keep_page(struct call *c, const json_t *page)
{
	json_object_set(c->session, "person", json_object_get(c->session, "token"));
	json_object_set(c->session, "token", json_object_get(page, "access_token"));
	json_object_set(c->session, "page", json_object_get(page, "id"));
	if (c->secret && *c->secret)
		json_object_set_new(c->session, "proof",
		    json_string(graph_proof(c, text_member(page, "access_token"))));
	json_object_del(c->session, "expires");
	return GO_NEXT;
}

static enum go
take_page(struct call *c)
{
	const json_t *list = graph_data(c), *page;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, page)
		if (is_ours(c, page) && *text_member(page, "access_token"))
			return keep_page(c, page);
	if (graph_has_next(c))
		return GO_AGAIN;
	return call_fail(c, FAULT_AUTH, "who signed in has no page that is, or has, account %s (`user: %s`); "
	    "agree for that page when Facebook asks", c->account->name, c->account->user ? c->account->user : "");
}

/* --- how long it is good -------------------------------------------------------------------------- */

/* "Debug token": asked by the app itself, whose token is its id and its secret. */
static enum go
ask_until(struct call *c)
{
	const char *id = oauth_client(c);

	if (!id)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/debug_token?input_token=%s&access_token=%s%%7C%s",
	    encoded(c, text_member(c->session, "token")), encoded(c, id), encoded(c, c->secret));
	return GO_SEND;
}

static void
keep_end(struct call *c, const char *name, const json_t *seconds)
{
	char text[WHEN_SIZE];

	if (json_is_integer(seconds) && json_integer_value(seconds) > 0)
		json_object_set_new(c->session, name,
		    json_string(when_write(text, json_integer_value(seconds) * 1000, 0)));
}

/* A page's token does not end; what it may read does, some ninety days after the person was last seen. */
static enum go
take_until(struct call *c)
{
	const json_t *data = json_object_get(c->body, "data");

	if (json_is_false(json_object_get(data, "is_valid")))
		return call_fail(c, FAULT_AUTH, "Facebook gave a token that it does not take itself; sign in again");
	keep_end(c, "expires", json_object_get(data, "expires_at"));
	keep_end(c, "reads_until", json_object_get(data, "data_access_expires_at"));
	return GO_NEXT;
}

/* --- ended ------------------------------------------------------------------------------------------ */

/* Of a session without the person's token there is nothing to end from here. */
static enum go
ask_revoke(struct call *c)
{
	if (!*text_member(c->session, "person"))
		return GO_NEXT;
	call_send(c, "DELETE", EFFECT_SAME, "/" GRAPH_VERSION "/me/permissions");
	return graph_signed_by(c, text_member(c->session, "person"));
}

static enum go
take_revoke(struct call *c)
{
	return graph_success(c) == GO_FAIL ? GO_FAIL : GO_NEXT;
}

/* --- who are we? ------------------------------------------------------------------------------------ */

static enum go
ask_who(struct call *c)
{
	const char *self = graph_self(c);

	if (!self)
		return GO_FAIL;
	if (graph_is_own_login(c))
		call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/me?fields=user_id,username");
	else
		call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,username", self);
	return graph_signed(c);
}

/* `id` may be another one, of the person in this app alone. */
const char *
graph_get_self(struct call *c)
{
	const char *own = id_member(c, c->body, "user_id");

	return own ? own : graph_get_id(c);
}

static enum go
take_who(struct call *c)
{
	const char *id = graph_get_self(c);

	return id ? call_who(c, text_member(c->body, "username"), id) : GO_FAIL;
}

const struct step graph_authorize[] = {
	{ "token",  ask_token,  oauth_keep,  0, NULL, 0 },
	{ "long",   ask_long,   oauth_keep,  0, NULL, 0 },
	{ "scopes", ask_scopes, take_scopes, 0, NULL, 0 },
	{ "page",   ask_page,   take_page,   0, NULL, 0 },
	{ "until",  ask_until,  take_until,  0, NULL, 0 },
	{ 0 }
};

const struct step graph_revoke[] = {
	{ "revoke", ask_revoke, take_revoke, 0, NULL, 0 },
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
