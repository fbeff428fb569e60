/*
 * mastodon_metrics.c - what Mastodon counts of a status, of our account and of others'
 *
 * docs.joinmastodon.org: entities/Status, entities/Account, methods/accounts#lookup (3.4), methods/search. There is no
 * reach, no impressions, no clicks. Several at once (GET /api/v1/statuses?id[]=) came with 4.3 and is not known to
 * compatible servers: one status a request.
 */
#include "mastodon.h"

#include "metrics.h"

#include <strings.h>

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

static const struct count of_other[] = {
	{ "followers", "followers_count" },
	{ "posts",     "statuses_count" },
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

/* An account that the server knows already. */
static enum go
ask_other(struct call *c)
{
	const char *name = metrics_user(c); /* "@name@server" is "name@server" there */

	if (!name)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/api/v1/accounts/lookup?acct=%s", call_encoded(c, name));
	return mastodon_signed(c);
}

static enum go
take_other(struct call *c)
{
	if (c->reply->status == 404)
		return GO_NEXT;
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered %d without an account", c->net->title, c->reply->status);
	metrics_out(c, NULL, of_other, c->body);
	call_keep(c, "known", "yes");
	return GO_NEXT;
}

/* Or one that it looks up on the other's server now. */
static enum go
ask_elsewhere(struct call *c)
{
	if (call_kept(c, "known"))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/v2/search?type=accounts&resolve=true&limit=5&q=%s",
	    call_encoded(c, metrics_user(c)));
	return mastodon_signed(c);
}

/* Searches find similar names, too. */
static enum go
take_elsewhere(struct call *c)
{
	const json_t *all = json_object_get(c->body, "accounts"), *one;
	const char   *user = metrics_user(c), *name;
	size_t        i;

	if (!json_is_array(all))
		return call_fail(c, FAULT_REPLY, "%s answered %d without accounts", c->net->title, c->reply->status);
	json_array_foreach(all, i, one) {
		name = json_string_value(json_object_get(one, "acct"));
		if (!name || strcasecmp(name, user) != 0)
			continue;
		metrics_out(c, NULL, of_other, one);
		break;
	}
	return GO_NEXT;
}

const struct step mastodon_other_metrics[] = {
	{ "other",     ask_other,     take_other,     404, NULL, 0 },
	{ "elsewhere", ask_elsewhere, take_elsewhere, 0,   NULL, 0 },
	{ 0 }
};

const struct step mastodon_post_metrics[] = {
	{ "status", ask_status, take_status, 404, NULL, 0 },
	{ 0 }
};

const struct step mastodon_account_metrics[] = {
	{ "account", mastodon_ask_self, take_account, 0, NULL, 0 },
	{ 0 }
};
