/*
 * instagram_metrics.c - what Instagram counts of a medium and of the account
 *
 * developers.facebook.com/docs/instagram-platform: IG Media, IG Media Insights (of their whole life), with the names
 * of today: `views` took the place of impressions and plays. What has no data is not there, and is not 0.
 */
#include "instagram.h"

static const struct graph_metric of_medium[] = {
	{ "views",  "views", NULL },
	{ "reach",  "reach", NULL },
	{ "shares", "shares", NULL },
	{ "saves",  "saved", NULL },
	{ NULL,     NULL, NULL },
};

static const struct graph_metric of_story[] = {
	{ "views",    "views", NULL },
	{ "reach",    "reach", NULL },
	{ "shares",   "shares", NULL },
	{ "comments", "replies", NULL },
	{ "clicks",   "link_clicks", NULL },
	{ NULL,       NULL, NULL },
};

static enum go
ask_counts(struct call *c)
{
	if (!metrics_ref(c, 0))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,media_product_type,like_count,comments_count",
	    call_encoded(c, metrics_ref(c, 0)));
	return graph_signed(c);
}

/* What is missing has no numbers. */
static enum go
take_counts(struct call *c)
{
	const char *kind = text_member(c->body, "media_product_type");

	if (c->reply->status == 400)
		return graph_is_missing(c) ? GO_DONE : graph_refused(c);
	if (!*graph_id(c, c->body, "id") && !call_get(c, "id"))
		return GO_FAIL;
	if (strcmp(kind, "STORY") == 0) {
		call_keep(c, "story", "yes");
		return GO_NEXT;
	}
	graph_value(c, "likes", json_object_get(c->body, "like_count"));
	graph_value(c, "comments", json_object_get(c->body, "comments_count"));
	return GO_NEXT;
}

static const struct graph_metric *
wanted(const struct call *c)
{
	return call_kept(c, "story") ? of_story : of_medium;
}

static enum go
ask_insights(struct call *c)
{
	return graph_ask_insights(c, wanted(c), mem_fmt(c->mem, "/" GRAPH_VERSION "/%s/insights?metric=",
	    call_encoded(c, metrics_ref(c, 0))), "");
}

static enum go
take_insights(struct call *c)
{
	return graph_take_insights(c, wanted(c));
}

static enum go
put_medium(struct call *c)
{
	graph_put_values(c, metrics_ref(c, 0));
	return GO_DONE;
}

const struct step instagram_post_metrics[] = {
	{ "counts",   ask_counts,   take_counts,   400, NULL, 0 },
	{ "insights", ask_insights, take_insights, 400, NULL, 0 },
	{ "record",   put_medium,   put_medium,    0,   NULL, 0 },
	{ 0 }
};

const struct step instagram_account_metrics[] = {
	{ "account", graph_ask_followers, graph_take_followers, 0, NULL, 0 },
	{ 0 }
};
