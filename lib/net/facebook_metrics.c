/*
 * facebook_metrics.c - what Facebook counts of a post and of the page
 *
 * developers.facebook.com/docs/graph-api/reference/insights, with the names of today: views and viewers took the
 * place of impressions and reach (2025-11-15, 2026-06-15). A post without shares has no member `shares`: nobody
 * measured any. Insights are those of the whole life of a post.
 */
#include "facebook.h"

static const struct graph_metric of_post[] = {
	{ "views",  "post_media_view", NULL },
	{ "reach",  "post_total_media_view_unique", NULL },
	{ "clicks", "post_clicks_by_type", "link clicks" },
	{ NULL,     NULL, NULL },
};

/* Of films and reels, which are no posts. */
static const struct graph_metric of_film[] = {
	{ "views", "blue_reels_play_count", NULL },
	{ NULL,    NULL, NULL },
};

/* Kept: film   it has not the fields of a post */
static int
is_film(const struct call *c)
{
	return call_kept(c, "film") != NULL;
}

static const char *
ref(struct call *c)
{
	return metrics_ref(c, 0);
}

static enum go
ask_counts(struct call *c)
{
	if (!ref(c))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,%s.limit(0).summary(true),"
	    "comments.limit(0).filter(stream).summary(true)", call_encoded(c, ref(c)),
	    is_film(c) ? "likes" : "shares,reactions");
	return graph_signed(c);
}

static const json_t *
total(const json_t *body, const char *name)
{
	return json_object_get(json_object_get(json_object_get(body, name), "summary"), "total_count");
}

/* What is missing has no numbers; what has not these fields (100) is a film. */
static enum go
take_counts(struct call *c)
{
	if (graph_has_error(c) && graph_code(c) == 100 && !graph_is_missing(c) && !is_film(c)) {
		call_keep(c, "film", "yes");
		return GO_AGAIN;
	}
	if (graph_has_error(c))
		return graph_is_missing(c) ? GO_DONE : graph_refused(c);
	if (!graph_get_id(c))
		return GO_FAIL;
	graph_value(c, "likes", total(c->body, is_film(c) ? "likes" : "reactions"));
	graph_value(c, "comments", total(c->body, "comments"));
	graph_value(c, "shares", json_object_get(json_object_get(c->body, "shares"), "count"));
	return GO_NEXT;
}

static enum go
ask_insights(struct call *c)
{
	return graph_ask_insights(c, is_film(c) ? of_film : of_post, mem_fmt(c->mem, "/" GRAPH_VERSION
	    "/%s/%s?metric=", call_encoded(c, ref(c)), is_film(c) ? "video_insights" : "insights"), "");
}

static enum go
take_insights(struct call *c)
{
	return graph_take_insights(c, is_film(c) ? of_film : of_post);
}

static enum go
put_post(struct call *c)
{
	graph_put_values(c, ref(c));
	return GO_DONE;
}

const struct step facebook_post_metrics[] = {
	{ "counts",   ask_counts,   take_counts, ALSO_REFUSED, NULL, 0 },
	{ "insights", ask_insights, take_insights, ALSO_REFUSED, NULL, 0 },
	{ "record",   put_post,     put_post,      0,   NULL, 0 },
	{ 0 }
};

/* --- the page --------------------------------------------------------------------------------------- */

static const struct graph_metric of_page[] = {
	{ "views",      "page_media_view", NULL },
	{ "reach",      "page_total_media_view_unique", NULL },
	{ "follows",    "page_daily_follows", NULL },
	{ "unfollows",  "page_daily_unfollows_unique", NULL },
	{ "page_views", "page_views_total", NULL },
	{ NULL,         NULL, NULL },
};

static const struct graph_days days = { of_page, "&period=day", 1, 7 };

static enum go
ask_days(struct call *c)
{
	return graph_ask_days(c, &days, mem_fmt(c->mem, "/" GRAPH_VERSION "/%s/insights?metric=", graph_self(c)));
}

static enum go
take_days(struct call *c)
{
	return graph_take_days(c, &days);
}

const struct step facebook_account_metrics[] = {
	{ "page", graph_ask_followers, graph_take_followers, 0,   NULL, 0 },
	{ "days", ask_days,            take_days, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};

/* --- others' pages: "Page Public Metadata Access" -------------------------------------------------------- */

#define CODE_NO_NAME 803 /* "Some of the aliases you requested do not exist" */

static enum go
ask_other(struct call *c)
{
	const char *user = metrics_user(c);

	if (!user)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,followers_count", call_encoded(c, user));
	return graph_signed(c);
}

/* No page of that name, or a person's account. */
static enum go
take_other(struct call *c)
{
	static const struct count counts[] = { { "followers", "followers_count" }, { NULL, NULL } };

	if (graph_has_error(c))
		return graph_is_missing(c) || graph_code(c) == CODE_NO_NAME ? GO_DONE : graph_refused(c);
	if (!graph_get_id(c))
		return GO_FAIL;
	metrics_out(c, NULL, counts, c->body);
	return GO_DONE;
}

const struct step facebook_other_metrics[] = {
	{ "other", ask_other, take_other, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};
