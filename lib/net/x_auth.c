/* x_auth.c - signing in to X */
#include "x.h"

#include "oauth.h"

static enum go
ask_who(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/2/users/me");
	return x_signed(c);
}

static enum go
take_who(struct call *c)
{
	const char *id = x_data_id(c, "id");

	return id ? call_who(c, text_member(json_object_get(c->body, "data"), "username"), id) : GO_FAIL;
}

const struct step x_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

/* "OAuth 2.0 authorization code with PKCE": codes live 30 seconds, refresh tokens are used once. */
const struct oauth x_oauth = {
	.page      = "https://x.com",
	.authorize = "/i/oauth2/authorize",
	.token     = "/2/oauth2/token",
	.revoke    = "/2/oauth2/revoke",
	.scopes    = "tweet.read tweet.write tweet.moderate.write users.read media.write dm.read dm.write "
	             "mute.read mute.write offline.access",
	.how       = OAUTH_PKCE | OAUTH_BASIC,
	.console   = "at developer.x.com make a project and an app with OAuth 2.0 and \"Read and write\"; "
	             "give it this redirect address",
};
