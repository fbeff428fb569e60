/*
 * x_metrics.c - what X counts of posts and of the account
 *
 * docs.x.com: metrics, of which the public ones are there for everybody and for ever; tweets/analytics, of our own
 * posts, whose clicks are nowhere else. Two names were changed in 2026; quotes are not among the shares. Each post that
 * is read costs.
 */
#include "x.h"

#include "smm/when.h"

#include "metrics.h"

/* Kept state: counts, of each post that is there; renamed, see x_fields(). */

static const struct count of_post[] = {
	{ "impressions", "impression_count" },
	{ "likes",       "like_count" },
	{ "comments",    "reply_count" },
	{ "shares",      "retweet_count" },
	{ "shares",      "repost_count" },
	{ "saves",       "bookmark_count" },
	{ "clicks",      "url_clicks" },
	{ NULL,          NULL },
};

static const struct count of_account[] = {
	{ "followers", "followers_count" },
	{ NULL,        NULL },
};

/* Those among `of`, or all (NULL). */
static const char *
list_of_refs(struct call *c, const json_t *of)
{
	struct buf  list = { 0 };
	const char *ids;
	size_t      i;

	buf_str(&list, "");
	for (i = 0; metrics_ref(c, i); i++)
		if (!of || json_object_get(of, metrics_ref(c, i)))
			buf_fmt(&list, "%s%s", list.len ? "," : "", call_encoded(c, metrics_ref(c, i)));
	ids = mem_str(c->mem, list.at);
	buf_release(&list);
	return ids;
}

static enum go
ask_posts(struct call *c)
{
	if (!metrics_ref(c, 0))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, "/2/tweets?ids=%s&%s.fields=public_metrics", list_of_refs(c, NULL),
	    call_kept(c, "renamed") ? "post" : "tweet");
	return x_signed(c);
}

/* What is gone stands in "errors". */
static enum go
take_posts(struct call *c)
{
	const json_t *list, *one;
	const char   *id;
	size_t        i;

	if (c->reply->status == 400)
		return x_is_renamed(c) ? GO_AGAIN : x_refused(c);
	list = x_list(c);
	if (!list)
		return GO_FAIL;
	json_object_set_new(c->keep, "counts", json_object());
	json_array_foreach(list, i, one)
		if ((id = id_member(c, one, "id")))
			json_object_set_new(json_object_get(c->keep, "counts"), id,
			    json_deep_copy(json_object_get(one, "public_metrics")));
	return GO_NEXT;
}

/* --- clicks ------------------------------------------------------------------------------------- */

/* From the second of the oldest post on: an id holds its time. */
static const char *
first_time(struct call *c, json_t *counts)
{
	const char *id;
	json_t     *value;
	int64_t     ms, first = c->now;
	char        text[WHEN_SIZE];

	json_object_foreach(counts, id, value) {
		ms = x_id_time(id);
		if (ms && ms < first)
			first = ms;
	}
	return mem_str(c->mem, when_write(text, first / 1000 * 1000, 0));
}

static enum go
ask_clicks(struct call *c)
{
	json_t *counts = json_object_get(c->keep, "counts");
	char    now[WHEN_SIZE];

	if (!json_object_size(counts))
		return GO_DONE;
	call_send(c, "GET", EFFECT_NONE, "/2/tweets/analytics?ids=%s&start_time=%s&end_time=%s&granularity=total"
	    "&analytics.fields=url_clicks", list_of_refs(c, counts), call_encoded(c, first_time(c, counts)),
	    call_encoded(c, when_write(now, c->now / 1000 * 1000, 0)));
	return x_signed(c);
}

/* They are there for apps and posts of which X chooses; without them there is what everybody can see. */
static enum go
take_clicks(struct call *c)
{
	json_t       *counts = json_object_get(c->keep, "counts"), *mine;
	const json_t *one, *metrics;
	const char   *id;
	size_t        i;

	json_array_foreach(json_object_get(c->body, "data"), i, one) {
		id = id_member(c, one, "id");
		mine = id ? json_object_get(counts, id) : NULL;
		metrics = json_object_get(json_array_get(json_object_get(one, "timestamped_metrics"), 0), "metrics");
		if (mine && json_is_integer(json_object_get(metrics, "url_clicks")))
			json_object_set(mine, "url_clicks", json_object_get(metrics, "url_clicks"));
	}
	for (i = 0; (id = metrics_ref(c, i)); i++)
		if ((mine = json_object_get(counts, id)))
			metrics_out(c, id, of_post, mine);
	return GO_DONE;
}

const struct step x_post_metrics[] = {
	{ "posts",  ask_posts,  take_posts,  400,      NULL, 0 },
	{ "clicks", ask_clicks, take_clicks, ALSO_ALL, NULL, 0 },
	{ 0 }
};

static enum go
ask_account(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/2/users/me?user.fields=public_metrics");
	return x_signed(c);
}

static enum go
take_account(struct call *c)
{
	const json_t *me = json_object_get(c->body, "data");

	if (!x_data_id(c, "id"))
		return GO_FAIL;
	metrics_out(c, NULL, of_account, json_object_get(me, "public_metrics"));
	return GO_DONE;
}

const struct step x_account_metrics[] = {
	{ "account", ask_account, take_account, 0, NULL, 0 },
	{ 0 }
};
