/*
 * threads_media.c - containers on Threads: made, waited for, made anew
 *
 * developers.facebook.com/docs/threads: posts, troubleshooting. A container is seen by nobody: one that is older than
 * a day, or whose medium could not be fetched, is made again, of a carousel only the part that failed.
 */
#include "threads.h"

#include "carousel.h"

#include <stdlib.h>

#define SETTLE_SEC 2 /* a container just FINISHED may still be "not found" (24/4279009) */
#define POLL_SEC   5
#define REMADE_MAX 3

/*
 * Kept state, and that of carousel.h:
 *	container  of the part under way; finished: it may be published; remade: how often one was made anew
 *	ids        of the parts that are out
 */

/* An answer to somebody's message is made as a post is: a container, a wait, a publication. */
int
threads_is_answer(const struct call *c)
{
	return call_message(c) != NULL;
}

size_t
threads_part(const struct call *c)
{
	return call_kept_count(c, "ids");
}

/* --- made --------------------------------------------------------------------------------------------- */

/* The medium's address and its description. 0, or -1 with c->err. */
static int
add_medium(struct call *c, struct buf *form, size_t i)
{
	const char *url = call_media_url(c, i);
	int         is_video = call_is_video(c, i);

	if (!url)
		return -1;
	graph_add(form, "media_type", is_video ? "VIDEO" : "IMAGE");
	graph_add(form, is_video ? "video_url" : "image_url", url);
	graph_add(form, "alt_text", text_member(rec_media(c, i), "alt"));
	return 0;
}

static enum go
ask_child(struct call *c)
{
	struct buf form = { 0 };

	call_send(c, "POST", EFFECT_SAME, BASE "/me/threads");
	graph_add(&form, "is_carousel_item", "true");
	if (add_medium(c, &form, carousel_missing(c))) {
		buf_release(&form);
		return GO_FAIL;
	}
	return graph_form(c, &form);
}

static enum go
take_child(struct call *c)
{
	const char *id = graph_get_id(c);

	if (!id)
		return GO_FAIL;
	carousel_keep(c, id);
	return GO_AGAIN;
}

/* Up to four answers, as option_a to option_d. */
static void
add_poll(const struct call *c, struct buf *form)
{
	static const char *const names[] = { "option_a", "option_b", "option_c", "option_d" };
	const json_t            *options = json_object_get(json_object_get(c->rec, "poll"), "options");
	json_t                  *poll = json_object();
	char                    *text;
	size_t                   i;

	for (i = 0; i < sizeof names / sizeof *names && json_array_get(options, i); i++)
		json_object_set(poll, names[i], json_array_get(options, i));
	text = json_dumps(poll, JSON_COMPACT);
	form_add(form, "poll_attachment", text);
	free(text);
	json_decref(poll);
}

/* Only the first part has media, a link's card, a poll. */
static int
add_first(struct call *c, struct buf *form)
{
	if (carousel_is(c)) {
		carousel_add(c, form);
		return 0;
	}
	if (rec_media_count(c))
		return add_medium(c, form, 0);
	graph_add(form, "media_type", "TEXT");
	if (json_object_get(c->rec, "poll"))
		add_poll(c, form);
	else
		graph_add(form, "link_attachment", rec_string(c, "link"));
	return 0;
}

/* "Posts": who may answer is said of all parts, the rest of the first. */
static void
add_options(struct call *c, struct buf *form, size_t part)
{
	static const char *const all[] = { "reply_control", "enable_reply_approvals" };
	static const char *const first[] = { "topic_tag", "quote_post_id", "location_id", "is_ghost_post",
		"is_spoiler_media", "text_entities", "text_attachment", "gif_attachment" };
	size_t                   i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		graph_add_option(c, form, all[i]);
	for (i = 0; i < sizeof first / sizeof *first && !part; i++)
		graph_add_option(c, form, first[i]);
}

static enum go
ask_container(struct call *c)
{
	struct buf form = { 0 };
	size_t     part = threads_part(c);

	call_send(c, "POST", EFFECT_SAME, BASE "/me/threads");
	if (part) {
		graph_add(&form, "media_type", "TEXT");
	} else if (add_first(c, &form)) {
		buf_release(&form);
		return GO_FAIL;
	}
	graph_add(&form, "text", call_text(c, part));
	add_options(c, &form, part);
	if (part || threads_is_answer(c))
		graph_add(&form, "reply_to_id", part ? call_kept_at(c, "ids", rec_parent(c, part)) : call_message(c));
	return graph_form(c, &form);
}

static enum go
take_container(struct call *c)
{
	const char *id = graph_get_id(c);

	if (!id)
		return GO_FAIL;
	call_keep(c, "container", id);
	return GO_AGAIN;
}

/* --- waited for ----------------------------------------------------------------------------------------- */

enum go
threads_ask_state(struct call *c, const char *container)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/%s?fields=id,status,error_message", call_encoded(c, container));
	return graph_signed(c);
}

/* Another container may do: this one is too old, or its medium was not fetched. */
static int
is_worth_another(struct call *c, const char *status, const char *why)
{
	return call_count(c, "remade") <= REMADE_MAX &&
	    (strcmp(status, "EXPIRED") == 0 || strcmp(why, "FAILED_DOWNLOADING_VIDEO") == 0);
}

/* GO_NEXT finished, GO_WAIT not yet, GO_AGAIN another is to be made, GO_FAIL. */
static enum go
read_state(struct call *c)
{
	const char *status = call_get(c, "status"), *why = text_member(c->body, "error_message");

	if (!status)
		return GO_FAIL;
	if (strcmp(status, "FINISHED") == 0 || strcmp(status, "PUBLISHED") == 0)
		return GO_NEXT;
	if (strcmp(status, "ERROR") == 0 || strcmp(status, "EXPIRED") == 0)
		return is_worth_another(c, status, why) ? GO_AGAIN : call_fail(c, FAULT_REFUSED,
		    "%s says of the post's media: %s %s", c->net->title, call_words(c, status, strlen(status)),
		    call_words(c, why, strlen(why)));
	c->wake = c->now + POLL_SEC * 1000;
	return GO_WAIT;
}

void
threads_forget_container(struct call *c, int is_old)
{
	call_forget(c, "container");
	call_forget(c, "finished");
	if (is_old)
		carousel_forget(c);
}

static enum go
take_state(struct call *c)
{
	enum go go = read_state(c);

	if (go == GO_AGAIN)
		threads_forget_container(c, strcmp(text_member(c->body, "status"), "EXPIRED") == 0);
	if (go != GO_NEXT)
		return go;
	call_keep(c, "finished", "yes");
	c->wake = c->now + SETTLE_SEC * 1000;
	return GO_WAIT;
}

/* --- one after the other ---------------------------------------------------------------------------------- */

enum go
threads_ask_children(struct call *c)
{
	const char *child = carousel_unsettled(c);

	if (threads_part(c) || call_kept(c, "container"))
		return GO_NEXT;
	if (carousel_lacks_child(c))
		return ask_child(c);
	return carousel_is(c) && child ? threads_ask_state(c, child) : GO_NEXT;
}

enum go
threads_take_children(struct call *c)
{
	return carousel_lacks_child(c) ? take_child(c) : carousel_settle(c, read_state(c));
}

static int
lacks_children(const struct call *c)
{
	return !threads_part(c) && (carousel_lacks_child(c) || carousel_lacks_settled(c));
}

enum go
threads_ask_media(struct call *c)
{
	if (call_kept(c, "container"))
		return threads_ask_state(c, call_kept(c, "container"));
	return lacks_children(c) ? threads_ask_children(c) : ask_container(c);
}

enum go
threads_take_media(struct call *c)
{
	if (call_kept(c, "container"))
		return take_state(c);
	return lacks_children(c) ? threads_take_children(c) : take_container(c);
}
