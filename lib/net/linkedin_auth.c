/* linkedin_auth.c - signing in to LinkedIn */
#include "linkedin.h"

/* OpenID's address: outside the versioned API. 403: the scope `openid` was not asked for. */
static enum go
ask_who(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v2/userinfo");
	return call_bearer(c, call_session(c, "token"));
}

static enum go
take_who(struct call *c)
{
	return call_who(c, text_member(c->body, "name"), text_member(c->body, "sub"));
}

const struct step linkedin_who[] = {
	{ "who", ask_who, take_who, 403, NULL, 0 },
	{ 0 }
};

/* "3-legged OAuth": asking for other scopes ends all earlier tokens, so always for the same. */
const struct oauth linkedin_oauth = {
	.page      = "https://www.linkedin.com",
	.server    = "https://www.linkedin.com",
	.authorize = "/oauth/v2/authorization",
	.token     = "/oauth/v2/accessToken",
	.scopes    = "w_organization_social r_organization_social rw_organization_admin",
	.console   = "at linkedin.com/developers make an app that a verified page owns and ask for the product "
	             "Community Management API; give it this redirect address",
};
