/*
 * tiktok_metrics.c - signing in to TikTok, who we are there, and what it counts
 *
 * developers.tiktok.com: "Login Kit for Desktop", "User access token management", Display API (user/info,
 * video/query: running totals; a post that is private again is not told). Errors of signing in are flat, and may come
 * with a status of 200.
 */
#include "tiktok.h"

#include "metrics.h"
#include "oauth.h"

static const struct count of_video[] = {
	{ "views", "view_count" }, { "likes", "like_count" }, { "comments", "comment_count" },
	{ "shares", "share_count" },
	{ NULL, NULL },
};

static const struct count of_user[] = {
	{ "followers", "follower_count" }, { "likes", "likes_count" },
	{ NULL, NULL },
};

/* --- numbers -------------------------------------------------------------------------------------- */

static enum go
ask_videos(struct call *c)
{
	json_t *ids = metrics_refs(c);

	if (!ids)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_NONE, "/v2/video/query/?fields=id,view_count,like_count,comment_count,share_count");
	call_json(c, json_pack("{s:{s:o}}", "filters", "video_ids", ids));
	return tiktok_signed(c);
}

static enum go
take_videos(struct call *c)
{
	const json_t *video;
	size_t        i;

	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	json_array_foreach(json_object_get(json_object_get(c->body, "data"), "videos"), i, video)
		if (id_member(c, video, "id"))
			metrics_out(c, id_member(c, video, "id"), of_video, video);
	return GO_NEXT;
}

static enum go
ask_user(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE,
	    "/v2/user/info/?fields=open_id,display_name,username,follower_count,likes_count");
	return tiktok_signed(c);
}

static const json_t *
user(const struct call *c)
{
	return json_object_get(json_object_get(c->body, "data"), "user");
}

static enum go
take_user(struct call *c)
{
	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	metrics_out(c, NULL, of_user, user(c));
	return GO_NEXT;
}

static enum go
take_who(struct call *c)
{
	const char *name = text_member(user(c), "username");

	if (tiktok_ok(c) == GO_FAIL)
		return GO_FAIL;
	return call_who(c, *name ? name : text_member(user(c), "display_name"), text_member(user(c), "open_id"));
}

const struct step tiktok_post_metrics[] = {
	{ "videos", ask_videos, take_videos, 0, NULL, 0 },
	{ 0 }
};

const struct step tiktok_account_metrics[] = {
	{ "user", ask_user, take_user, 0, NULL, 0 },
	{ 0 }
};

const struct step tiktok_who[] = {
	{ "who", ask_user, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- signing in -------------------------------------------------------------------------------------- */

static enum go
take_token(struct call *c)
{
	const char *error = text_member(c->body, "error"), *words = text_member(c->body, "error_description");

	if (*error)
		return call_fail(c, FAULT_AUTH, "TikTok: %s (%s); sign in again", call_words(c, words, strlen(words)),
		    call_words(c, error, strlen(error)));
	return oauth_take_token(c);
}

const struct step tiktok_authorize[] = {
	{ "token", oauth_ask_token, take_token, 400, NULL, 0 },
	{ 0 }
};

const struct step tiktok_refresh[] = {
	{ "refresh", oauth_ask_refresh, take_token, 400, NULL, 0 },
	{ 0 }
};

/* The desktop's PKCE has the challenge in hexadecimal, against RFC 7636. */
const struct oauth tiktok_oauth = {
	.page      = "https://www.tiktok.com",
	.authorize = "/v2/auth/authorize/",
	.token     = "/v2/oauth/token/",
	.revoke    = "/v2/oauth/revoke/",
	.scopes    = "user.info.basic,user.info.profile,user.info.stats,video.list,video.publish,video.upload",
	.how       = OAUTH_PKCE | OAUTH_HEX | OAUTH_KEY,
	.console   = "at developers.tiktok.com make an app with Login Kit (Desktop) and Content Posting API (Direct "
	             "Post); give it this redirect address",
};
