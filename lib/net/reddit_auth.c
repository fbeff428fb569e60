/* reddit_auth.c - signing in to Reddit, who we are, what is counted (reddit.com/dev/api; "OAuth2") */
#include "reddit.h"

#include "metrics.h"
#include "oauth.h"

/* --- signing in --------------------------------------------------------------------------------- */

static enum go
ask_token(struct call *c)
{
	enum go go = oauth_ask_token(c);

	reddit_agent(c);
	return go;
}

/* Whose the token is: every later request says the name. */
static enum go
take_name(struct call *c)
{
	const char *name = call_get(c, "name");

	if (!name)
		return GO_FAIL;
	json_object_set_new(c->session, "user", json_string(name));
	return GO_NEXT;
}

static enum go
ask_refresh(struct call *c)
{
	enum go go = oauth_ask_refresh(c);

	reddit_agent(c);
	return go;
}

static enum go
ask_revoke(struct call *c)
{
	enum go go = oauth_ask_revoke(c);

	reddit_agent(c);
	return go;
}

const struct step reddit_authorize[] = {
	{ "token", ask_token,       oauth_take_token, 0, NULL, 0 },
	{ "name",  reddit_ask_self, take_name,        0, NULL, 0 },
	{ 0 }
};

const struct step reddit_refresh[] = {
	{ "refresh", ask_refresh, oauth_take_token, 0, NULL, 0 },
	{ 0 }
};

const struct step reddit_revoke[] = {
	{ "revoke", ask_revoke, oauth_take_revoke, 0, NULL, 0 },
	{ 0 }
};

const struct oauth reddit_oauth = {
	.page      = "https://www.reddit.com",
	.server    = "https://www.reddit.com",
	.authorize = "/api/v1/authorize",
	.token     = "/api/v1/access_token",
	.revoke    = "/api/v1/revoke_token",
	.scopes    = "identity submit read edit history privatemessages report flair modposts modcontributors",
	.how       = OAUTH_BASIC,
	.extra     = "duration=permanent",
	.console   = "ask Reddit for access to the Data API (support.reddithelp.com, Responsible Builder Policy: there "
	             "is no self-service); with it, at reddit.com/prefs/apps make a web app; give it this redirect "
	             "address",
};

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
take_who(struct call *c)
{
	const char *name = call_get(c, "name"), *id = text_member(c->body, "id");

	return name ? call_who(c, name, *id ? mem_fmt(c->mem, "t2_%s", id) : NULL) : GO_FAIL;
}

const struct step reddit_who[] = {
	{ "who", reddit_ask_self, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- numbers ---------------------------------------------------------------------------------- */

static enum go
ask_posts(struct call *c)
{
	const char *refs = "", *ref;
	size_t      i;

	for (i = 0; (ref = metrics_ref(c, i)); i++)
		refs = mem_fmt(c->mem, "%s%s%s", refs, *refs ? "%2C" : "", call_encoded(c, ref));
	if (!*refs)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/info?id=%s&raw_json=1", refs);
	return reddit_signed(c);
}

/* The score is votes for less votes against, blurred a little; below 0 nothing is told of it. */
static enum go
take_posts(struct call *c)
{
	static const struct count counts[] = { { "likes", "score" }, { "comments", "num_comments" },
		{ "shares", "num_crossposts" }, { "views", "view_count" }, { NULL, NULL } };
	const json_t *list = reddit_list(c, c->body), *one, *thing;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		thing = json_object_get(one, "data");
		if (*text_member(thing, "name"))
			metrics_out(c, text_member(thing, "name"), counts, thing);
	}
	return GO_NEXT;
}

const struct step reddit_post_metrics[] = {
	{ "posts", ask_posts, take_posts, 0, NULL, 0 },
	{ 0 }
};

static enum go
ask_about(struct call *c)
{
	const char *community = reddit_community(c);

	if (!community)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/r/%s/about?raw_json=1", call_encoded(c, community));
	return reddit_signed(c);
}

static enum go
take_about(struct call *c)
{
	static const struct count counts[] = { { "followers", "subscribers" }, { NULL, NULL } };
	const json_t             *data = json_object_get(c->body, "data");

	if (!json_is_object(data))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"data\"", c->net->title, c->reply->status);
	metrics_out(c, NULL, counts, data);
	return GO_NEXT;
}

/* Somebody else's community: "NAME", or "r/NAME" as people write it. */
static enum go
ask_other(struct call *c)
{
	const char *name = metrics_user(c);

	if (!name)
		return GO_FAIL;
	name += *name == '/';
	name += strncmp(name, "r/", 2) == 0 ? 2 : 0;
	call_send(c, "GET", EFFECT_NONE, "/r/%s/about?raw_json=1", call_encoded(c, name));
	return reddit_signed(c);
}

static enum go
take_other(struct call *c)
{
	return c->reply->status == 404 ? GO_NEXT : take_about(c);
}

const struct step reddit_other_metrics[] = {
	{ "other", ask_other, take_other, 404, NULL, 0 },
	{ 0 }
};

const struct step reddit_account_metrics[] = {
	{ "about", ask_about, take_about, 0, NULL, 0 },
	{ 0 }
};
