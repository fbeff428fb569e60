/*
 * mastodon_change.c - statuses that are out: edited, deleted
 *
 * docs.joinmastodon.org: methods/statuses (edit, delete). An edit replaces the whole status: what is left
 * out is gone. So all of it is sent, the pictures uploaded anew: they may be others under the same name.
 * Who sees a status, and what it answers, no edit changes.
 */
#include "mastodon.h"

#include "smm/when.h"

#define POLL_MIN_SEC 300 /* entities/V2_Instance: polls.min_expiration */

/* The id of a part that is out. */
static const char *
part_id(const struct call *c, size_t part)
{
	const char *id = json_string_value(json_array_get(call_was(c, "ids"), part));

	return id || part ? id : json_string_value(json_object_get(c->was, "ref"));
}

/* --- edit ------------------------------------------------------------------------------------- */

/* "public" and none said may be two things: what is not said is as the account has it. */
static int
same_visibility(const struct call *c)
{
	const json_t *wanted = json_object_get(c->rec, "visibility");
	const json_t *there = json_object_get(json_object_get(c->was, "rec"), "visibility");

	return (!wanted && !there) || json_equal(wanted, there);
}

static enum go
fit(struct call *c)
{
	if (!same_visibility(c))
		return call_fail(c, FAULT_REFUSED,
		    "Mastodon cannot change who sees a status; "
		    "take it away (smm-post --delete) and post it under a new id");
	return call_same_parts(c, call_was_parts(c, "ids"));
}

/* Whether it can be edited at all is seen before anything is uploaded. */
static enum go
ask_media(struct call *c)
{
	return fit(c) == GO_FAIL ? GO_FAIL : mastodon_ask_media(c);
}

/* The poll ends when it would have: the server counts from the edit on. Fixed at the first try. */
static int64_t
poll_left(struct call *c)
{
	int64_t     sec = json_integer_value(json_object_get(json_object_get(c->rec, "poll"), "ends_in"));
	const char *since = json_string_value(call_was(c, "since"));
	int64_t     ms;

	if (!json_object_get(c->keep, "poll_sec")) {
		if (since && when_read(since, strlen(since), &ms, NULL) == 0)
			sec -= (c->now + c->skew - ms) / 1000;
		json_object_set_new(c->keep, "poll_sec", json_integer(sec < POLL_MIN_SEC ? POLL_MIN_SEC : sec));
	}
	return json_integer_value(json_object_get(c->keep, "poll_sec"));
}

static enum go
ask_edit(struct call *c)
{
	size_t     part = call_kept_count(c, "edited");
	struct buf form = { 0 };

	if (part >= rec_texts(c))
		return GO_NEXT;
	call_send(c, "PUT", EFFECT_SAME, "/api/v1/statuses/%s", call_encoded(c, part_id(c, part)));
	mastodon_add_status(c, part, json_object_get(c->rec, "poll") ? poll_left(c) : 0, &form);
	call_form(c, &form);
	buf_release(&form);
	return mastodon_signed(c);
}

static enum go
take_edit(struct call *c)
{
	if (!call_get(c, "id"))
		return GO_FAIL;
	call_keep_item(c, "edited", json_true());
	return GO_AGAIN;
}

const struct step mastodon_edit[] = {
	{ "media", ask_media,          mastodon_take_media, 0, NULL, 0 },
	{ "ready", mastodon_ask_ready, mastodon_take_ready, 0, NULL, 0 },
	{ "edit",  ask_edit,           take_edit,           0, NULL, 0 },
	{ 0 }
};

/* --- delete ----------------------------------------------------------------------------------- */

/*
 * The last part first, so that no thread stands there without its head. Some servers (snac) cannot
 * delete, and answer as if the status were gone already: then it is looked at.
 */
static enum go
ask_delete(struct call *c)
{
	size_t there = call_was_parts(c, "ids"), gone = call_kept_count(c, "gone");
	int    doubt = call_kept(c, "doubt") != NULL;

	if (!there)
		return call_nowhere(c);
	if (gone >= there)
		return GO_NEXT;
	call_send(c, doubt ? "GET" : "DELETE", doubt ? EFFECT_NONE : EFFECT_SAME, "/api/v1/statuses/%s",
	    call_encoded(c, part_id(c, there - 1 - gone)));
	return mastodon_signed(c);
}

static enum go
take_delete(struct call *c)
{
	int is_found = c->reply->status != 404;

	if (call_kept(c, "doubt") && is_found)
		return call_fail(c, FAULT_REFUSED, "the server cannot delete: it answers 404, and goes on showing %s",
		    part_id(c, call_was_parts(c, "ids") - 1 - call_kept_count(c, "gone")));
	if (!is_found && !call_kept(c, "doubt")) {
		call_keep(c, "doubt", "404");
		return GO_AGAIN;
	}
	call_forget(c, "doubt");
	call_keep_item(c, "gone", json_true());
	return GO_AGAIN;
}

const struct step mastodon_delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};
