/*
 * bluesky_metrics.c - what Bluesky counts of posts, of our account and of others'
 *
 * Lexicons app.bsky.feed.getPosts (25 at once; what is gone is simply absent), app.bsky.actor.getProfile. All counts
 * are optional there. There is no reach, no impressions, no clicks. Quotes are not among the shares.
 */
#include "bluesky.h"

#include "message.h"
#include "metrics.h"

static const struct count of_post[] = {
	{ "likes",    "likeCount" },
	{ "shares",   "repostCount" },
	{ "comments", "replyCount" },
	{ "saves",    "bookmarkCount" },
	{ NULL,       NULL },
};

static const struct count of_profile[] = {
	{ "followers", "followersCount" },
	{ NULL,        NULL },
};

static const struct count of_other[] = {
	{ "followers", "followersCount" },
	{ "posts",     "postsCount" },
	{ NULL,        NULL },
};

static enum go
signed_in(struct call *c)
{
	return call_bearer(c, call_session(c, "accessJwt"));
}

static enum go
ask_posts(struct call *c)
{
	struct buf  query = { 0 };
	const char *path;
	size_t      i;

	for (i = 0; metrics_ref(c, i); i++)
		buf_fmt(&query, "%suris=%s", i ? "&" : "?", call_encoded(c, metrics_ref(c, i)));
	if (!query.at)
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	path = mem_str(c->mem, query.at);
	buf_release(&query);
	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.feed.getPosts%s", path);
	return signed_in(c);
}

static enum go
take_posts(struct call *c)
{
	const json_t *posts = json_object_get(c->body, "posts"), *post;
	size_t        i;

	if (!json_is_array(posts))
		return call_fail(c, FAULT_REPLY, "%s answered %d without posts", c->net->title, c->reply->status);
	json_array_foreach(posts, i, post)
		if (*text_member(post, "uri"))
			metrics_out(c, text_member(post, "uri"), of_post, post);
	return GO_NEXT;
}

static enum go
ask_profile(struct call *c)
{
	const char *did = call_session(c, "did");

	if (!did)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.actor.getProfile?actor=%s", call_encoded(c, did));
	return signed_in(c);
}

static enum go
take_profile(struct call *c)
{
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a profile", c->net->title, c->reply->status);
	metrics_out(c, NULL, of_profile, c->body);
	return GO_NEXT;
}

static enum go
ask_other(struct call *c)
{
	const char *user = metrics_user(c);

	if (!user)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/xrpc/app.bsky.actor.getProfile?actor=%s", call_encoded(c, user));
	return signed_in(c);
}

/* 400, InvalidRequest: nobody has that name, or is gone. */
static enum go
take_other(struct call *c)
{
	if (c->reply->status == 400)
		return GO_NEXT;
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a profile", c->net->title, c->reply->status);
	metrics_out(c, NULL, of_other, c->body);
	return GO_NEXT;
}

const struct step bluesky_other_metrics[] = {
	{ "other", ask_other, take_other, 400, NULL, 0 },
	{ 0 }
};

const struct step bluesky_post_metrics[] = {
	{ "posts", ask_posts, take_posts, 0, NULL, 0 },
	{ 0 }
};

const struct step bluesky_account_metrics[] = {
	{ "profile", ask_profile, take_profile, 0, NULL, 0 },
	{ 0 }
};
