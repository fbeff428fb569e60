/*
 * tiktok_business_metrics.c - signing in to TikTok's API for Business, who we are there, and what it counts
 *
 * business-api.tiktok.com: tt_user/oauth2, business/get, business/video/list (running totals, a day late; an account
 * that nobody asks for seven days is not counted any more until it is asked again). Bodies of signing in are JSON.
 */
#include "tiktok_business.h"

#include "metrics.h"
#include "oauth.h"

static const struct count of_video[] = {
	{ "views", "video_views" }, { "likes", "likes" }, { "comments", "comments" }, { "shares", "shares" },
	{ "saves", "favorites" }, { "reach", "reach" },
	{ NULL, NULL },
};

static const struct count of_account[] = {
	{ "followers", "followers_count" }, { "likes", "total_likes" },
	{ NULL, NULL },
};

static const struct count of_day[] = {
	{ "views", "video_views" }, { "likes", "likes" }, { "comments", "comments" }, { "shares", "shares" },
	{ NULL, NULL },
};

#define DAYS 7 /* of the account, up to yesterday */

/* --- numbers ---------------------------------------------------------------------------------------- */

static enum go
ask_videos(struct call *c)
{
	json_t     *ids = metrics_refs(c);
	const char *fields;

	if (!ids)
		return GO_FAIL;
	fields = ttb_encoded(c, json_pack("[s,s,s,s,s,s,s]", "item_id", "video_views", "likes", "comments", "shares",
	    "favorites", "reach"));
	return ttb_get(c, "video/list", mem_fmt(c->mem, "&fields=%s&filters=%s&max_count=20", fields, ttb_encoded(c,
	    json_pack("{s:o}", "video_ids", ids))));
}

static enum go
take_videos(struct call *c)
{
	const json_t *data = ttb_data(c), *one;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(json_object_get(data, "videos"), i, one)
		if (id_member(c, one, "item_id"))
			metrics_out(c, id_member(c, one, "item_id"), of_video, one);
	return GO_NEXT;
}

static enum go
ask_who(struct call *c)
{
	return ttb_get(c, "get", mem_fmt(c->mem, "&fields=%s", ttb_encoded(c, json_pack("[s,s]", "username",
	    "display_name"))));
}

static enum go
ask_numbers(struct call *c)
{
	const char *fields = ttb_encoded(c, json_pack("[s,s,s,s,s,s]", "followers_count", "total_likes", "video_views",
	    "likes", "comments", "shares"));

	return ttb_get(c, "get", mem_fmt(c->mem, "&fields=%s&start_date=%s&end_date=%s", fields,
	    metrics_date(c, c->now - DAYS * METRICS_DAY_MS), metrics_date(c, c->now - METRICS_DAY_MS)));
}

/* Totals of today, and each day by itself. */
static enum go
take_numbers(struct call *c)
{
	const json_t *data = ttb_data(c), *day;
	size_t        i;

	if (!data)
		return GO_FAIL;
	metrics_out(c, NULL, of_account, data);
	json_array_foreach(json_object_get(data, "metrics"), i, day)
		metrics_keep_day(c, text_member(day, "date"), of_day, day);
	metrics_put_times(c);
	return GO_NEXT;
}

static enum go
take_who(struct call *c)
{
	const json_t *data = ttb_data(c);
	const char   *name = text_member(data, "username"), *id = text_member(c->session, "business_id");

	if (!data)
		return GO_FAIL;
	return call_who(c, *name ? name : text_member(data, "display_name"), *id ? id : c->account->user);
}

const struct step ttb_post_metrics[] = { { "videos", ask_videos, take_videos, 0, NULL, 0 }, { 0 } };
const struct step ttb_account_metrics[] = { { "account", ask_numbers, take_numbers, 0, NULL, 0 }, { 0 } };
const struct step ttb_who[] = { { "who", ask_who, take_who, 0, NULL, 0 }, { 0 } };

/* --- signing in ----------------------------------------------------------------------------------------- */

/* Takes the body, which gets the app's name and proof. */
static enum go
send_app(struct call *c, const char *path, json_t *body)
{
	const char *id = oauth_client(c);

	if (!id) {
		json_decref(body);
		return GO_FAIL;
	}
	json_object_set_new(body, "client_id", json_string(id));
	json_object_set_new(body, "client_secret", json_string(oauth_client_secret(c)));
	call_send_to(c, "POST", EFFECT_NONE, mem_fmt(c->mem, "%s" TTB "/tt_user/oauth2/%s/", oauth_server(c), path));
	call_json(c, body);
	return GO_SEND;
}

static enum go
ask_token(struct call *c)
{
	return send_app(c, "token", json_pack("{s:s, s:s, s:s}", "grant_type", "authorization_code", "auth_code",
	    text_member(c->rec, "code"), "redirect_uri", text_member(c->rec, "redirect_uri")));
}

static enum go
ask_refresh(struct call *c)
{
	const char *token = text_member(c->session, "refresh_token");

	if (!*token)
		return call_fail(c, FAULT_AUTH, "account %s has no refresh token; type: smm-auth login %s",
		    c->account->name, c->account->name);
	return send_app(c, "refresh_token", json_pack("{s:s, s:s}", "grant_type", "refresh_token", "refresh_token",
	    token));
}

/* A failed exchange is 200, too, without data: whatever it says, a person has to sign in again. */
static enum go
take_token(struct call *c)
{
	json_t *data = ttb_data(c);

	if (!data) {
		if (c->err.fault == FAULT_REFUSED)
			c->err.fault = FAULT_AUTH;
		return GO_FAIL;
	}
	if (*text_member(data, "open_id"))
		json_object_set(c->session, "business_id", json_object_get(data, "open_id"));
	json_incref(data);
	json_decref(c->body);
	c->body = data;
	return oauth_keep(c);
}

static enum go
ask_revoke(struct call *c)
{
	return send_app(c, "revoke", json_pack("{s:s}", "access_token", text_member(c->session, "token")));
}

static enum go
take_revoke(struct call *c)
{
	const json_t *code = json_object_get(c->body, "code");

	if (json_is_integer(code) && json_integer_value(code) == 0)
		return GO_NEXT;
	ttb_data(c);
	return GO_FAIL;
}

const struct step ttb_authorize[] = { { "token", ask_token, take_token, 0, NULL, 0 }, { 0 } };
const struct step ttb_refresh[] = { { "refresh", ask_refresh, take_token, 0, NULL, 0 }, { 0 } };
const struct step ttb_revoke[] = { { "revoke", ask_revoke, take_revoke, 0, NULL, 0 }, { 0 } };

/* The page is the other API's, the rest is not. */
const struct oauth ttb_oauth = {
	.page      = "https://www.tiktok.com",
	.authorize = "/v2/auth/authorize/",
	.token     = TTB "/tt_user/oauth2/token/",
	.revoke    = TTB "/tt_user/oauth2/revoke/",
	.scopes    = "user.info.basic,user.info.username,user.info.stats,user.account.type,user.insights,video.list,"
	             "video.insights,video.publish,comment.list,comment.list.manage",
	.extra     = "disable_auto_auth=1",
	.how       = OAUTH_KEY,
	.console   = "at business-api.tiktok.com/portal make an app with the permissions of TikTok Accounts; give it "
	             "this redirect address, which has to end with a slash",
};
