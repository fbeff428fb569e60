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

	if (graph_has_error(c))
		return graph_is_missing(c) ? GO_DONE : graph_refused(c);
	if (!graph_get_id(c))
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

/* A story that fewer than five people saw has no numbers (10), nor has what is older than a day. */
static enum go
take_insights(struct call *c)
{
	if (call_kept(c, "story") && graph_has_error(c) && graph_code(c) == 10)
		return GO_NEXT;
	return graph_take_insights(c, wanted(c));
}

static enum go
put_medium(struct call *c)
{
	graph_put_values(c, metrics_ref(c, 0));
	return GO_DONE;
}

const struct step instagram_post_metrics[] = {
	{ "counts",   ask_counts,   take_counts, ALSO_REFUSED, NULL, 0 },
	{ "insights", ask_insights, take_insights, ALSO_REFUSED, NULL, 0 },
	{ "record",   put_medium,   put_medium,    0,   NULL, 0 },
	{ 0 }
};

/* --- others' accounts: "Business Discovery", by Facebook's way of signing in alone -------------------------- */

#define CODE_NO_USER 110

static enum go
ask_other(struct call *c)
{
	const char *self = graph_self(c), *user = self ? metrics_user(c) : NULL;

	if (!user)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION
	    "/%s?fields=business_discovery.username(%s)%%7Bfollowers_count,media_count%%7D", call_encoded(c, self),
	    call_encoded(c, user));
	return graph_signed(c);
}

/* Nobody of that name, or no professional account. */
static enum go
take_other(struct call *c)
{
	static const struct count counts[] = { { "followers", "followers_count" }, { "posts", "media_count" },
		{ NULL, NULL } };
	const json_t             *other = json_object_get(c->body, "business_discovery");

	if (graph_has_error(c))
		return graph_code(c) == CODE_NO_USER ? GO_DONE : graph_refused(c);
	if (!json_is_object(other))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"business_discovery\"", c->net->title,
		    c->reply->status);
	metrics_out(c, NULL, counts, other);
	return GO_DONE;
}

const struct step instagram_other_metrics[] = {
	{ "other", ask_other, take_other, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};

/* --- the account -------------------------------------------------------------------------------------- */

/* "IG User Insights": what people did in one day, whatever it is they did it with. */
static const struct graph_metric of_account[] = {
	{ "views",    "views", NULL },
	{ "reach",    "reach", NULL },
	{ "likes",    "likes", NULL },
	{ "comments", "comments", NULL },
	{ "shares",   "shares", NULL },
	{ "saves",    "saves", NULL },
	{ NULL,       NULL, NULL },
};

static const struct graph_days days = { of_account, "&period=day&metric_type=total_value", 3, 1 };

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

const struct step instagram_account_metrics[] = {
	{ "account", graph_ask_followers, graph_take_followers, 0,   NULL, 0 },
	{ "days",    ask_days,            take_days, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};
