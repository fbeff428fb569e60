/*
 * facebook_change.c - posts of a Facebook Page that are out: edited, deleted; comments deleted
 *
 * developers.facebook.com/docs/pages-api/posts: only the words can be edited, and only of what this app has made; and
 * the time of what is left to Facebook until then.
 */
#include "facebook.h"

#include "smm/when.h"

#include <inttypes.h>

/* --- edit ------------------------------------------------------------------------------------- */

/* What a film says is its description. */
static int
was_film(const struct call *c)
{
	return call_is_video(c, 0) && rec_media_count(c) == 1;
}

/* Another time, or at once when none is said any more. */
static void
add_time(struct call *c, struct buf *form)
{
	const char *was = json_string_value(call_was(c, "when")), *when;
	const char *at = text_member(rec_options(c), "publish_at");
	int64_t     ms = 0;

	if (!was || !*was)
		return;
	if (!*at) {
		form_add(form, "is_published", "true");
		return;
	}
	when = when_read(at, strlen(at), &ms, NULL) ? was : mem_fmt(c->mem, "%" PRId64, ms / 1000);
	if (strcmp(when, was) != 0)
		form_add(form, "scheduled_publish_time", when);
}

static enum go
ask_edit(struct call *c)
{
	struct buf form = { 0 };

	if (call_kept(c, "edited"))
		return GO_DONE;
	if (call_text_only(c) == GO_FAIL)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s", call_encoded(c, text_member(c->was, "ref")));
	form_add(&form, was_film(c) ? "description" : "message", call_text(c, 0));
	add_time(c, &form);
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

static enum go
ask_there(struct call *c)
{
	const char *ref = call_message(c);

	if (ref && (graph_is_talk(ref) || strncmp(ref, GRAPH_REVIEW, strlen(GRAPH_REVIEW)) == 0))
		return call_fail(c, FAULT_REFUSED, "Facebook deletes no %s by its API",
		    graph_is_talk(ref) ? "private messages" : "reviews");
	return graph_ask_there(c);
}

const struct step facebook_delete[] = {
	{ "there",  ask_there,        graph_take_there, ALSO_REFUSED, NULL, 0 },
	{ "delete", graph_ask_delete, graph_take_delete, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};
