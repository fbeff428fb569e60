/*
 * mastodon_metrics.c - what Mastodon counts of a status and of our account
 *
 * docs.joinmastodon.org: entities/Status, entities/Account. There is no reach, no impressions, no clicks. Several at
 * once (GET /api/v1/statuses?id[]=) came with 4.3 and is not known to compatible servers: one status a request.
 */
#include "mastodon.h"

#include "metrics.h"

static const struct count of_status[] = {
	{ "likes",    "favourites_count" },
	{ "shares",   "reblogs_count" },
	{ "comments", "replies_count" },
	{ NULL,       NULL },
};

static const struct count of_account[] = {
	{ "followers", "followers_count" },
	{ NULL,        NULL },
};

static enum go
ask_status(struct call *c)
{
	if (!metrics_ref(c, 0))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, "/api/v1/statuses/%s", call_encoded(c, metrics_ref(c, 0)));
	return mastodon_signed(c);
}

/* 404: the status is gone, and so are its numbers. */
static enum go
take_status(struct call *c)
{
	if (c->reply->status == 404)
		return GO_NEXT;
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a status", c->net->title, c->reply->status);
	metrics_out(c, metrics_ref(c, 0), of_status, c->body);
	return GO_NEXT;
}

static enum go
take_account(struct call *c)
{
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered %d without an account", c->net->title, c->reply->status);
	metrics_out(c, NULL, of_account, c->body);
	return GO_NEXT;
}

const struct step mastodon_post_metrics[] = {
	{ "status", ask_status, take_status, 404, NULL, 0 },
	{ 0 }
};

const struct step mastodon_account_metrics[] = {
	{ "account", mastodon_ask_self, take_account, 0, NULL, 0 },
	{ 0 }
};
