/*
 * youtube_metrics.c - who we are on YouTube, and what it counts of films and of our channel
 *
 * developers.google.com/youtube/v3: videos, channels (statistics: running totals, as strings; what is hidden is
 * absent); developers.google.com/youtube/analytics: reports.query, whose sums since the first day are totals, two or
 * three days late. Analytics wants a scope of its own: without it there is what the Data API tells.
 */
#include "youtube.h"

#include "metrics.h"
#include "oauth.h"

#include <stdlib.h>

#define ANALYTICS "https://youtubeanalytics.googleapis.com"
#define FIRST_DAY "2005-02-14" /* YouTube's own */

/* Kept state: counts, by the film's id, or of the channel: what is known, by our names. */

static const struct count of_video[] = {
	{ "views", "viewCount" }, { "likes", "likeCount" }, { "comments", "commentCount" },
	{ NULL, NULL },
};

static const struct count of_channel[] = {
	{ "views", "viewCount" }, { "followers", "subscriberCount" },
	{ NULL, NULL },
};

static const struct count of_report[] = {
	{ "shares", "shares" }, { "follows", "subscribersGained" }, { "unfollows", "subscribersLost" },
	{ NULL, NULL },
};

static const struct count of_all[] = {
	{ "views", "views" }, { "likes", "likes" }, { "comments", "comments" }, { "shares", "shares" },
	{ "followers", "followers" }, { "follows", "follows" }, { "unfollows", "unfollows" },
	{ NULL, NULL },
};

static json_t *
kept_counts(struct call *c, const char *key)
{
	json_t *all = json_object_get(c->keep, "counts"), *one;

	if (!all) {
		all = json_object();
		json_object_set_new(c->keep, "counts", all);
	}
	one = json_object_get(all, key);
	if (!one) {
		one = json_object();
		json_object_set_new(all, key, one);
	}
	return one;
}

/* A whole number, or one as text; -1 when it is none. */
static json_int_t
number(const json_t *value)
{
	const char *text = json_string_value(value);

	if (json_is_integer(value))
		return json_integer_value(value);
	return text && *text && strlen(text) < 19 && !text[strspn(text, "0123456789")] ? strtoll(text, NULL, 10) : -1;
}

static void
keep_number(json_t *to, const struct count *counts, const char *there, const json_t *value)
{
	for (; counts->name; counts++)
		if (strcmp(counts->there, there) == 0 && number(value) >= 0)
			json_object_set_new(to, counts->name, json_integer(number(value)));
}

static void
keep_statistics(struct call *c, const char *key, const struct count *counts, json_t *statistics)
{
	const char *name;
	json_t     *value;

	json_object_foreach(statistics, name, value)
		keep_number(kept_counts(c, key), counts, name, value);
}

/* --- films ------------------------------------------------------------------------------------------ */

static const char *
refs(struct call *c, const char *between)
{
	struct buf  b = { 0 };
	const char *list;
	size_t      i;

	for (i = 0; metrics_ref(c, i); i++)
		buf_fmt(&b, "%s%s", i ? between : "", call_encoded(c, metrics_ref(c, i)));
	list = b.at ? mem_str(c->mem, b.at) : NULL;
	buf_release(&b);
	return list;
}

static enum go
ask_videos(struct call *c)
{
	const char *ids = refs(c, ",");

	if (!ids)
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/videos?part=statistics&maxResults=50&id=%s", ids);
	return youtube_signed(c);
}

static enum go
take_videos(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *video;
	size_t        i;

	if (!json_is_array(items))
		return youtube_failed(c, "items");
	json_array_foreach(items, i, video)
		if (*text_member(video, "id"))
			keep_statistics(c, text_member(video, "id"), of_video, json_object_get(video, "statistics"));
	return GO_NEXT;
}

static enum go
ask_report(struct call *c, const char *query)
{
	call_send_to(c, "GET", EFFECT_NONE, mem_fmt(c->mem, "%s/v2/reports?ids=channel==MINE&startDate=" FIRST_DAY
	    "&endDate=%s&%s", c->account->server ? c->account->server : ANALYTICS, youtube_day(c, c->now), query));
	return youtube_signed(c);
}

static enum go
ask_video_report(struct call *c)
{
	return ask_report(c, mem_fmt(c->mem, "metrics=shares,subscribersGained&dimensions=video&filters=video==%s",
	    refs(c, ",")));
}

/* Columns have names; the row's key is its `video`, or that of the channel. 403: no such scope. */
static enum go
take_report(struct call *c)
{
	const json_t *columns = json_object_get(c->body, "columnHeaders");
	const json_t *rows = json_object_get(c->body, "rows"), *row;
	const char   *key, *name;
	size_t        i, n;

	if (c->reply->status != 403 && !json_is_array(columns))
		return youtube_failed(c, "columnHeaders");
	json_array_foreach(rows, i, row) {
		key = json_string_value(json_array_get(row, 0));
		for (n = 0; n < json_array_size(columns); n++) {
			name = text_member(json_array_get(columns, n), "name");
			keep_number(kept_counts(c, key ? key : "channel"), of_report, name, json_array_get(row, n));
		}
	}
	return GO_NEXT;
}

static enum go
tell_videos(struct call *c)
{
	const char *ref;
	size_t      i;

	for (i = 0; (ref = metrics_ref(c, i)); i++)
		metrics_out(c, ref, of_all, json_object_get(json_object_get(c->keep, "counts"), ref));
	return GO_DONE;
}

const struct step youtube_post_metrics[] = {
	{ "videos", ask_videos,       take_videos, 0,   NULL, 0 },
	{ "report", ask_video_report, take_report, 403, NULL, 0 },
	{ "tell",   tell_videos,      tell_videos, 0,   NULL, 0 },
	{ 0 }
};

/* --- our channel -------------------------------------------------------------------------------------- */

static enum go
ask_channel(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/channels?part=snippet,contentDetails,statistics&mine=true");
	return youtube_signed(c);
}

/* Who signed in may have none. */
static const json_t *
channel(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *one = json_array_get(items, 0);

	if (json_object_get(c->body, "error") || (!json_is_array(items) && !json_object_get(c->body, "pageInfo")))
		youtube_failed(c, "items");
	else if (!*text_member(one, "id"))
		call_fail(c, FAULT_AUTH, "who signed in has no channel; sign in again and choose one");
	else
		return one;
	return NULL;
}

enum go
youtube_ask_self(struct call *c)
{
	return call_kept(c, "self") && call_kept(c, "uploads") ? GO_NEXT : ask_channel(c);
}

enum go
youtube_take_self(struct call *c)
{
	const json_t *one = channel(c);
	const json_t *lists = json_object_get(json_object_get(one, "contentDetails"), "relatedPlaylists");

	if (!one)
		return GO_FAIL;
	call_keep(c, "self", text_member(one, "id"));
	call_keep(c, "uploads", text_member(lists, "uploads"));
	return GO_NEXT;
}

/* A hidden number of subscribers is told as 0. */
static enum go
take_channel(struct call *c)
{
	const json_t *one = channel(c);
	json_t       *statistics = json_object_get(one, "statistics");

	if (!one)
		return GO_FAIL;
	keep_statistics(c, "channel", of_channel, statistics);
	if (json_is_true(json_object_get(statistics, "hiddenSubscriberCount")))
		json_object_del(kept_counts(c, "channel"), "followers");
	return GO_NEXT;
}

static enum go
ask_channel_report(struct call *c)
{
	return ask_report(c, "metrics=shares,subscribersGained,subscribersLost");
}

static enum go
tell_channel(struct call *c)
{
	metrics_out(c, NULL, of_all, kept_counts(c, "channel"));
	return GO_DONE;
}

/* --- others' channels --------------------------------------------------------------------------------- */

static const struct count of_other[] = {
	{ "followers", "subscriberCount" }, { "views", "viewCount" }, { "posts", "videoCount" },
	{ NULL, NULL },
};

static const struct count of_other_told[] = {
	{ "followers", "followers" }, { "views", "views" }, { "posts", "posts" },
	{ NULL, NULL },
};

/* By its handle, or its id: "UC" and 22 characters. */
static enum go
ask_other(struct call *c)
{
	const char *user = metrics_user(c);
	int         is_id = user && strlen(user) == 24 && strncmp(user, "UC", 2) == 0;

	if (!user)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/channels?part=statistics&%s%s", is_id ? "id=" : "forHandle=%40",
	    call_encoded(c, user));
	return youtube_signed(c);
}

/* Without `items` there is nobody; subscribers are rounded to three digits, hidden ones told as 0. */
static enum go
take_other(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items");
	json_t       *statistics = json_object_get(json_array_get(items, 0), "statistics");

	if (json_object_get(c->body, "error") || (!json_is_array(items) && !json_object_get(c->body, "pageInfo")))
		return youtube_failed(c, "items");
	keep_statistics(c, "other", of_other, statistics);
	if (json_is_true(json_object_get(statistics, "hiddenSubscriberCount")))
		json_object_del(kept_counts(c, "other"), "followers");
	metrics_out(c, NULL, of_other_told, kept_counts(c, "other"));
	return GO_DONE;
}

const struct step youtube_other_metrics[] = {
	{ "other", ask_other, take_other, 0, NULL, 0 },
	{ 0 }
};

/* --- who ---------------------------------------------------------------------------------------------- */

static enum go
take_who(struct call *c)
{
	const json_t *one = channel(c);
	const char   *title = text_member(json_object_get(one, "snippet"), "title");

	return one ? call_who(c, title, text_member(one, "id")) : GO_FAIL;
}

const struct step youtube_account_metrics[] = {
	{ "channel", ask_channel,        take_channel, 0,   NULL, 0 },
	{ "report",  ask_channel_report, take_report,  403, NULL, 0 },
	{ "tell",    tell_channel,       tell_channel, 0,   NULL, 0 },
	{ 0 }
};

const struct step youtube_who[] = {
	{ "who", ask_channel, take_who, 0, NULL, 0 },
	{ 0 }
};

/* "OAuth 2.0 for desktop apps": a refresh token comes with access_type=offline, and again only with prompt=consent. */
const struct oauth youtube_oauth = {
	.page      = "https://accounts.google.com",
	.server    = "https://oauth2.googleapis.com",
	.authorize = "/o/oauth2/v2/auth",
	.token     = "/token",
	.revoke    = "/revoke",
	.device    = "/device/code",
	/* "OAuth 2.0 for TV and Limited-Input Device Applications": no other scope of YouTube is given there */
	.device_scopes = "https://www.googleapis.com/auth/youtube",
	.scopes    = "https://www.googleapis.com/auth/youtube.force-ssl "
	             "https://www.googleapis.com/auth/yt-analytics.readonly",
	.extra     = "access_type=offline&prompt=consent",
	.how       = OAUTH_PKCE,
	.console   = "at console.cloud.google.com make a project, switch on YouTube Data API v3 and YouTube Analytics "
	             "API, and make an OAuth client of the type Desktop app; its redirect address is",
};
