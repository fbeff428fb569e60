/*
 * facebook_change.c - posts of a Facebook Page that are out: edited, deleted; comments deleted
 *
 * developers.facebook.com/docs/pages-api/posts: only the words can be edited, and only of what this app has made.
 * Deleting twice is refused as "does not exist" (100/33), which also is said to a token that may not see it: so it
 * is looked at before, and what was seen then and is missing now is gone.
 */
#include "facebook.h"

#include "graph_read.h"

/* --- edit ------------------------------------------------------------------------------------- */

/* Nothing else may have changed. */
static enum go
fit(struct call *c)
{
	static const char *const fixed[] = { "media", "link", "title" };
	const json_t            *was = json_object_get(c->was, "rec");
	size_t                   i;

	for (i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (!json_equal(json_object_get(c->rec, fixed[i]), json_object_get(was, fixed[i])) &&
		    (json_object_get(c->rec, fixed[i]) || json_object_get(was, fixed[i])))
			return call_fail(c, FAULT_REFUSED, "Facebook changes only the words of a post, not its \"%s\"; "
			    "take it away (smm-post --delete) and post it under a new id", fixed[i]);
	if (!*json_text_of(c->was, "ref"))
		return call_fail(c, FAULT_REFUSED, "the ledger does not know where it is on %s; edit it there",
		    c->net->title);
	return GO_NEXT;
}

/* What a film says is its description. */
static int
was_film(const struct call *c)
{
	return call_is_video(c, 0) && rec_media_count(c) == 1;
}

static enum go
ask_edit(struct call *c)
{
	struct buf form = { 0 };

	if (call_kept(c, "edited"))
		return GO_DONE;
	if (fit(c) == GO_FAIL)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s", call_encoded(c, json_text_of(c->was, "ref")));
	form_add(&form, was_film(c) ? "description" : "message", call_text(c, 0));
	return graph_form(c, &form);
}

static enum go
take_edit(struct call *c)
{
	if (graph_success(c) == GO_FAIL)
		return GO_FAIL;
	call_keep(c, "edited", "yes");
	return GO_NEXT;
}

const struct step facebook_edit[] = {
	{ "edit", ask_edit, take_edit, 0, NULL, 0 },
	{ 0 }
};

/* --- delete ----------------------------------------------------------------------------------- */

/* The message of an action, or a post of ours. NULL and c->err. */
static const char *
target(struct call *c)
{
	const char *ref = call_message(c);

	if (ref && (facebook_is_talk(ref) || strncmp(ref, FACEBOOK_REVIEW, strlen(FACEBOOK_REVIEW)) == 0)) {
		call_fail(c, FAULT_REFUSED, "Facebook deletes no %s by its API",
		    facebook_is_talk(ref) ? "private messages" : "reviews");
		return NULL;
	}
	if (!ref && !*json_text_of(c->was, "ref")) {
		call_fail(c, FAULT_REFUSED, "the ledger does not know where it is on %s; take it away there",
		    c->net->title);
		return NULL;
	}
	return facebook_node(c, ref ? ref : json_text_of(c->was, "ref"));
}

static enum go
ask_there(struct call *c)
{
	const char *node = target(c);

	if (!node)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id", node);
	return graph_signed(c);
}

static enum go
take_there(struct call *c)
{
	if (c->reply->status == 400)
		return graph_refused(c);
	return *graph_id(c, c->body, "id") || call_get(c, "id") ? GO_NEXT : GO_FAIL;
}

static enum go
ask_delete(struct call *c)
{
	call_send(c, "DELETE", EFFECT_SAME, "/" GRAPH_VERSION "/%s", target(c));
	return graph_signed(c);
}

static enum go
take_delete(struct call *c)
{
	int is_gone = c->reply->status == 400 && graph_is_missing(c);

	if (!is_gone && (c->reply->status == 400 ? graph_refused(c) : graph_success(c)) == GO_FAIL)
		return GO_FAIL;
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step facebook_delete[] = {
	{ "there",  ask_there,  take_there,  400, NULL, 0 },
	{ "delete", ask_delete, take_delete, 400, NULL, 0 },
	{ 0 }
};
