/*
 * facebook_act.c - what is done about a message on a Facebook Page
 *
 * developers.facebook.com/docs: graph-api/reference/comment, object/comments, object/likes, page/blocked;
 * messenger-platform/send-messages, private-replies. The message is looked at just before: it may be gone, a
 * colleague may have answered, and a private message is answered within 24 hours or not at all.
 */
#include "facebook.h"

#define LOOK_AFTER_SEC 10

/*
 * Kept state of an action:
 *	author   who wrote the message; at   when, RFC 3339; nested   it answers a comment itself
 *	not      what Facebook does not let us do with it, one word each
 *	since    when the answer was first asked for; answer   of it, its id; told   it is out, without its id
 */

/* --- the message ------------------------------------------------------------------------------ */

static enum go
ask_message(struct call *c)
{
	if (strncmp(graph_message(c), GRAPH_REVIEW, strlen(GRAPH_REVIEW)) == 0)
		return call_fail(c, FAULT_REFUSED,
		    "Facebook names no post of this review: answer it on the page itself");
	if (graph_in_talk(c))
		return graph_talk_ask(c);
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=%s", graph_node(c, graph_message(c)),
	    graph_on_post(c) ? "id,created_time,from{id}" :
	    "id,created_time,from{id},parent{id},can_comment,can_hide,can_remove,can_reply_privately");
	return graph_signed(c);
}

static enum go
take_message(struct call *c)
{
	static const char *const abilities[] = { "can_comment", "can_hide", "can_remove", "can_reply_privately" };
	size_t                   i;

	if (graph_in_talk(c))
		return graph_talk_take(c);
	if (graph_has_error(c))
		return graph_refused(c);
	if (!graph_get_id(c))
		return GO_FAIL;
	call_keep(c, "author", graph_id(c, json_object_get(c->body, "from"), "id"));
	call_keep(c, "at", graph_when(c, text_member(c->body, "created_time")));
	if (*graph_id(c, json_object_get(c->body, "parent"), "id"))
		call_keep(c, "nested", "yes");
	for (i = 0; i < sizeof abilities / sizeof *abilities; i++)
		if (json_is_false(json_object_get(c->body, abilities[i])))
			call_keep_item(c, "not", json_string(abilities[i]));
	return GO_NEXT;
}

/* GO_NEXT, or what Facebook does not allow here. */
static enum go
may(struct call *c, const char *ability, const char *what)
{
	size_t i;

	for (i = 0; i < call_kept_count(c, "not"); i++)
		if (strcmp(call_kept_at(c, "not", i), ability) == 0)
			return call_fail(c, FAULT_REFUSED, "Facebook does not let this page %s", what);
	return GO_NEXT;
}

/* --- an answer -------------------------------------------------------------------------------- */

static enum go
ask_answers(struct call *c)
{
	if (graph_in_talk(c))
		return graph_talk_ask_list(c, call_kept(c, "author"), NULL);
	if (may(c, "can_comment", "comment here") == GO_FAIL)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/comments?filter=stream&order=reverse_chronological"
	    "&fields=id,from{id},message,created_time,permalink_url&limit=100", graph_node(c, graph_message(c)));
	return graph_signed(c);
}

/*
 * A colleague may have been quicker. Facebook hangs what answers an answer on the first comment: there only the
 * same words are an answer to this one.
 */
static enum go
take_answers(struct call *c)
{
	const json_t *list = graph_answers_there(c), *one;

	if (!list && c->err.fault != FAULT_NONE)
		return GO_FAIL;
	if (graph_in_talk(c))
		return graph_talk_may(c, list);
	one = graph_our_answer(c, list, graph_comments(c), message_time(call_kept(c, "at")),
	    call_kept(c, "nested") ? rec_text_at(c, 0) : NULL);
	return one ? call_answered(c, text_member(one, "permalink_url")) : GO_NEXT;
}

static enum go
ask_answer(struct call *c)
{
	struct buf form = { 0 };

	if (call_kept(c, "answer")) {
		call_out(c, "ref", call_kept(c, "answer"));
		return GO_NEXT;
	}
	if (graph_in_talk(c))
		return graph_talk_send(c, "id", call_kept(c, "author"));
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/comments", graph_node(c, graph_message(c)));
	graph_add(&form, "message", rec_text_at(c, 0));
	return graph_form(c, &form);
}

static const struct step look = { "look", ask_answers, graph_take_look, 0, NULL, 0 };

const struct step facebook_reply[] = {
	{ "message", ask_message, take_message, ALSO_REFUSED, NULL,  0 },
	{ "answers", ask_answers, take_answers,      0,   NULL,  0 },
	{ "answer",  ask_answer,  graph_take_answer, 0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- an answer that only they see ----------------------------------------------------------------- */

/* "Private replies": one for each comment, within seven days; Facebook says whether it still may be. */
static enum go
ask_private(struct call *c)
{
	if (graph_in_talk(c) || call_kept(c, "answer"))
		return ask_answer(c);
	if (call_kept(c, "told"))
		return GO_NEXT;
	if (may(c, "can_reply_privately", "answer privately: it has been done, or the comment is older than "
	    "seven days") == GO_FAIL)
		return GO_FAIL;
	return graph_talk_send(c, graph_on_post(c) ? "post_id" : "comment_id", mem_str(c->mem, graph_message(c) +
	    (graph_on_post(c) ? strlen(GRAPH_POST) : 0)));
}

static enum go
ask_told(struct call *c)
{
	return graph_in_talk(c) ? ask_answers(c) : GO_NEXT;
}

/* It could be done before; that it cannot be any more says that it was. Of a post Facebook does not say. */
static enum go
ask_private_look(struct call *c)
{
	if (graph_on_post(c))
		return call_fail(c, FAULT_UNSURE, "no answer came; look into the page's inbox");
	return graph_in_talk(c) ? ask_answers(c) : ask_message(c);
}

static enum go
take_private_look(struct call *c)
{
	const json_t *able = json_object_get(c->body, "can_reply_privately");

	if (graph_in_talk(c))
		return graph_take_look(c);
	if (!json_is_boolean(able))
		return call_fail(c, FAULT_UNSURE, "no answer came; look into the page's inbox");
	if (json_is_true(able))
		return GO_AGAIN;
	call_keep(c, "told", "yes");
	return GO_NEXT;
}

static const struct step private_look = { "look", ask_private_look, take_private_look, 0, NULL, 0 };

const struct step facebook_reply_private[] = {
	{ "message", ask_message, take_message, ALSO_REFUSED, NULL,          0 },
	{ "answers", ask_told,    take_answers,      0,   NULL,          0 },
	{ "answer",  ask_private, graph_take_answer, 0,   &private_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- shown or not, liked or not ------------------------------------------------------------------- */

static enum go
not_talk(struct call *c)
{
	return graph_in_talk(c) ? call_fail(c, FAULT_REFUSED, "a private message cannot be hidden, liked or deleted") :
	    GO_NEXT;
}

static enum go
ask_hidden(struct call *c)
{
	struct buf form = { 0 };

	if (not_talk(c) == GO_FAIL || may(c, "can_hide", "hide it") == GO_FAIL)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s", graph_node(c, graph_message(c)));
	graph_add(&form, "is_hidden", c->with);
	return graph_form(c, &form);
}

static enum go
ask_likes(struct call *c)
{
	if (not_talk(c) == GO_FAIL)
		return GO_FAIL;
	call_send(c, c->with, EFFECT_SAME, "/" GRAPH_VERSION "/%s/likes", graph_node(c, graph_message(c)));
	return graph_signed(c);
}

const struct step facebook_hide[] = {
	{ "message", ask_message, take_message, ALSO_REFUSED, NULL, 0 },
	{ "hide",    ask_hidden,  graph_take_done, 0,   NULL, 0, .with = "true" },
	{ 0 }
};

const struct step facebook_unhide[] = {
	{ "message", ask_message, take_message, ALSO_REFUSED, NULL, 0 },
	{ "unhide",  ask_hidden,  graph_take_done, 0,   NULL, 0, .with = "false" },
	{ 0 }
};

const struct step facebook_like[] = { { "like", ask_likes, graph_take_done, 0, NULL, 0, .with = "POST" }, { 0 } };
const struct step facebook_unlike[] = { { "unlike", ask_likes, graph_take_done, 0, NULL, 0, .with = "DELETE" }, { 0 } };

/* --- its author ----------------------------------------------------------------------------------- */

/* Who comments is blocked on the page, who writes privately in the conversation. */
static enum go
ask_blocked(struct call *c)
{
	const char *page = graph_self(c), *author = call_kept(c, "author");
	struct buf  form = { 0 };

	if (!page)
		return GO_FAIL;
	if (!*author)
		return call_fail(c, FAULT_REFUSED, "Facebook does not say who wrote this");
	if (graph_in_talk(c))
		return graph_talk_moderate(c, page);
	if (strcmp(c->with, "UNBLOCK_USER") == 0) {
		call_send(c, "DELETE", EFFECT_SAME, "/" GRAPH_VERSION "/%s/blocked?user=%s", page,
		    call_encoded(c, author));
		return graph_signed(c);
	}
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/blocked", page);
	graph_add(&form, "user", mem_fmt(c->mem, "[\"%s\"]", call_encoded(c, author)));
	return graph_form(c, &form);
}

/* page/blocked answers by person, {"123":true}; the others {"success":true}. */
static enum go
take_author(struct call *c)
{
	const char *author = call_kept(c, "author");
	enum go     go = json_is_true(json_object_get(c->body, author)) ? GO_DONE : graph_success(c);

	if (go == GO_DONE)
		call_out(c, "ref", author);
	return go;
}

const struct step facebook_block[] = {
	{ "message", ask_message, take_message, ALSO_REFUSED, NULL, 0 },
	{ "block",   ask_blocked, take_author,  0,   NULL, 0, .with = "BLOCK_USER" },
	{ 0 }
};

const struct step facebook_unblock[] = {
	{ "message", ask_message, take_message, ALSO_REFUSED, NULL, 0 },
	{ "unblock", ask_blocked, take_author,  0,   NULL, 0, .with = "UNBLOCK_USER" },
	{ 0 }
};
