/* ghost_metrics.c - what Ghost counts: clicks of newsletters, comments, members (ghost.org/docs/admin-api) */
#include "ghost.h"

#include "metrics.h"

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
ask_who(struct call *c)
{
	ghost_send(c, "GET", EFFECT_NONE, "/users/?limit=1&fields=id,name");
	return ghost_signed(c);
}

/* A key of an integration is nobody: a site that answers knows it. */
static enum go
take_who(struct call *c)
{
	return ghost_first(c, "users") ? call_who(c, NULL, c->account->server) : GO_FAIL;
}

const struct step ghost_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- numbers ---------------------------------------------------------------------------------- */

static enum go
ask_post(struct call *c)
{
	const char *ref = metrics_ref(c, 0);

	if (!ref)
		return GO_NEXT;
	ghost_send(c, "GET", EFFECT_NONE, "/posts/%s/?include=count.clicks,count.conversions",
	    call_encoded(c, ref));
	return ghost_signed(c);
}

static enum go
take_post(struct call *c)
{
	json_t *one, *counts;

	if (c->reply->status == 404)
		return GO_DONE;
	one = ghost_first(c, "posts");
	if (!one)
		return GO_FAIL;
	counts = json_object_get(one, "count");
	if (json_is_object(counts))
		json_object_set(c->keep, "counts", counts);
	return GO_NEXT;
}

static enum go
ask_below(struct call *c)
{
	const char *ref = metrics_ref(c, 0);

	if (!ref)
		return GO_NEXT;
	ghost_send(c, "GET", EFFECT_NONE, "/comments/post/%s/?limit=1", call_encoded(c, ref));
	return ghost_signed(c);
}

static json_t *
total(const struct call *c)
{
	return json_object_get(json_object_get(json_object_get(c->body, "meta"), "pagination"), "total");
}

/* 404: a site of an older Ghost tells no number of comments. */
static enum go
take_below(struct call *c)
{
	static const struct count counts[] = { { "clicks", "clicks" }, { "conversions", "conversions" },
		{ "comments", "comments" }, { NULL, NULL } };
	json_t *all = json_object();

	json_object_update(all, json_object_get(c->keep, "counts"));
	json_object_del(all, "comments");
	if (total(c))
		json_object_set(all, "comments", total(c));
	metrics_out(c, metrics_ref(c, 0), counts, all);
	json_decref(all);
	return GO_NEXT;
}

const struct step ghost_post_metrics[] = {
	{ "post",  ask_post,  take_post,  404, NULL, 0 },
	{ "below", ask_below, take_below, 404, NULL, 0 },
	{ 0 }
};

static enum go
ask_members(struct call *c)
{
	ghost_send(c, "GET", EFFECT_NONE, "/members/?limit=1&fields=id");
	return ghost_signed(c);
}

static enum go
take_members(struct call *c)
{
	static const struct count counts[] = { { "followers", "members" }, { NULL, NULL } };
	json_t                   *all;

	if (!json_is_array(json_object_get(c->body, "members")))
		return call_fail(c, FAULT_REPLY, "%s answered %d without members", c->net->title, c->reply->status);
	all = json_pack("{s:O*}", "members", total(c));
	metrics_out(c, NULL, counts, all);
	json_decref(all);
	return GO_NEXT;
}

const struct step ghost_account_metrics[] = {
	{ "members", ask_members, take_members, 0, NULL, 0 },
	{ 0 }
};
