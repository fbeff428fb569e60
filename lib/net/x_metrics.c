/*
 * x_metrics.c - what X counts of posts and of the account
 *
 * docs.x.com: metrics, of which the public ones are there for everybody and for ever. Two names were changed in 2026;
 * quotes are not among the shares. Each post that is read costs.
 */
#include "x.h"

#include "metrics.h"

static const struct count of_post[] = {
	{ "impressions", "impression_count" },
	{ "likes",       "like_count" },
	{ "comments",    "reply_count" },
	{ "shares",      "retweet_count" },
	{ "shares",      "repost_count" },
	{ "saves",       "bookmark_count" },
	{ NULL,          NULL },
};

static const struct count of_account[] = {
	{ "followers", "followers_count" },
	{ NULL,        NULL },
};

static enum go
ask_posts(struct call *c)
{
	struct buf  list = { 0 };
	const char *ids;
	size_t      i;

	for (i = 0; metrics_ref(c, i); i++)
		buf_fmt(&list, "%s%s", i ? "," : "", call_encoded(c, metrics_ref(c, i)));
	if (!i)
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	ids = mem_str(c->mem, list.at);
	buf_release(&list);
	call_send(c, "GET", EFFECT_NONE, "/2/tweets?ids=%s&%s.fields=public_metrics", ids,
	    call_kept(c, "renamed") ? "post" : "tweet");
	return x_signed(c);
}

/* What is gone stands in "errors". */
static enum go
take_posts(struct call *c)
{
	const json_t *list, *one;
	size_t        i;

	if (c->reply->status == 400)
		return x_is_renamed(c) ? GO_AGAIN : x_refused(c);
	list = x_list(c);
	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		if (id_member(c, one, "id"))
			metrics_out(c, id_member(c, one, "id"), of_post, json_object_get(one, "public_metrics"));
	return GO_DONE;
}

const struct step x_post_metrics[] = {
	{ "posts", ask_posts, take_posts, 400, NULL, 0 },
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
