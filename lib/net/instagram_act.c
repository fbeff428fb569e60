/*
 * instagram_act.c - what is done about a message on Instagram, and about media of ours
 *
 * developers.facebook.com/docs/instagram-platform: IG Comment, IG Comment Replies, IG User Mentions, private replies,
 * messaging. The message is looked at just before: it may be gone, or a colleague may have answered.
 */
#include "instagram.h"

#define LOOK_AFTER_SEC 10

/*
 * Kept state of an action:
 *	self     our name; author, at   who wrote the message, and when
 *	by       the author's name
 *	top      the comment that begins the thread: all answers hang there
 *	since    when the answer was first asked for; answer   of it, its id
 *	seen     what is to be deleted was there a moment ago
 */

/* --- the message ------------------------------------------------------------------------------ */

/* Media of others in which we are tagged cannot be looked at. */
static enum go
ask_message(struct call *c)
{
	if (graph_on_post(c))
		return GO_NEXT;
	if (graph_in_talk(c))
		return graph_talk_ask(c);
	call_send(c, "GET", EFFECT_NONE,
	    "/" GRAPH_VERSION "/%s?fields=id,timestamp,username,from{id,username},parent_id",
	    call_encoded(c, graph_message(c)));
	return graph_signed(c);
}

static enum go
take_message(struct call *c)
{
	const char *up = graph_id(c, c->body, "parent_id");

	if (graph_in_talk(c))
		return graph_talk_take(c);
	if (graph_has_error(c))
		return graph_refused(c);
	if (!graph_get_id(c))
		return GO_FAIL;
	call_keep(c, "author", graph_id(c, json_object_get(c->body, "from"), "id"));
	call_keep(c, "by", text_member(c->body, "username"));
	call_keep(c, "at", graph_when(c, text_member(c->body, "timestamp")));
	call_keep(c, "top", *up ? up : graph_message(c));
	return GO_NEXT;
}

static int
is_nested(const struct call *c)
{
	return strcmp(call_kept(c, "top"), graph_message(c)) != 0;
}

/* --- an answer -------------------------------------------------------------------------------- */

static enum go
ask_answers(struct call *c)
{
	if (graph_on_post(c))
		return GO_NEXT;
	if (graph_in_talk(c))
		return graph_talk_ask_list(c, call_kept(c, "author"), NULL);
	call_send(c, "GET", EFFECT_NONE,
	    "/" GRAPH_VERSION "/%s/replies?fields=id,text,timestamp,username,from{id,username}&limit=100",
	    call_encoded(c, call_kept(c, "top")));
	return graph_signed(c);
}

/* Below an answer nothing can hang: there only the same words are an answer to this one. */
static enum go
take_answers(struct call *c)
{
	const json_t *list = graph_answers_there(c);

	if (!list && c->err.fault != FAULT_NONE)
		return GO_FAIL;
	if (graph_in_talk(c))
		return graph_talk_may(c, list);
	return graph_our_answer(c, list, graph_comments(c), message_time(call_kept(c, "at")),
	    is_nested(c) ? rec_text_at(c, 0) : NULL) ? call_answered(c, "") : GO_NEXT;
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
	if (graph_on_post(c))
		call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/mentions", graph_self(c));
	else
		call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/replies", call_encoded(c, graph_message(c)));
	if (graph_on_post(c))
		graph_add(&form, "media_id", graph_message(c) + strlen(GRAPH_POST));
	graph_add(&form, "message", rec_text_at(c, 0));
	return graph_form(c, &form);
}

static enum go
ask_look(struct call *c)
{
	if (graph_on_post(c))
		return call_fail(c, FAULT_UNSURE, "no answer came; look below that post");
	return ask_answers(c);
}

static const struct step look = { "look", ask_look, graph_take_look, 0, NULL, 0 };

const struct step instagram_reply[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL,  0 },
	{ "message", ask_message,        take_message, ALSO_REFUSED, NULL,  0 },
	{ "answers", ask_answers,        take_answers,        0,   NULL,  0 },
	{ "answer",  ask_answer,         graph_take_answer,   0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* "Private replies": one for each comment, within seven days. Whether it is out Instagram does not tell. */
static enum go
ask_private(struct call *c)
{
	if (graph_on_post(c))
		return call_fail(c, FAULT_REFUSED, "only comments below our own media can be answered privately");
	if (graph_in_talk(c) || call_kept(c, "answer"))
		return ask_answer(c);
	return graph_talk_send(c, "comment_id", graph_message(c));
}

static enum go
ask_told(struct call *c)
{
	return graph_in_talk(c) ? ask_answers(c) : GO_NEXT;
}

static enum go
ask_private_look(struct call *c)
{
	if (!graph_in_talk(c))
		return call_fail(c, FAULT_UNSURE, "no answer came; look into the inbox of the app");
	return ask_answers(c);
}

static const struct step private_look = { "look", ask_private_look, graph_take_look, 0, NULL, 0 };

const struct step instagram_reply_private[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL,          0 },
	{ "message", ask_message,        take_message, ALSO_REFUSED, NULL,          0 },
	{ "answers", ask_told,           take_answers,        0,   NULL,          0 },
	{ "answer",  ask_private,        graph_take_answer,   0,   &private_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- shown or not --------------------------------------------------------------------------------- */

static enum go
ask_hidden(struct call *c)
{
	struct buf form = { 0 };

	if (graph_in_talk(c) || graph_on_post(c))
		return call_fail(c, FAULT_REFUSED, "only comments below our own media can be hidden");
	if (strcmp(call_kept(c, "by"), call_kept(c, "self")) == 0)
		return call_fail(c, FAULT_REFUSED, "Instagram hides no comments of our own; delete it");
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s", call_encoded(c, graph_message(c)));
	graph_add(&form, "hide", c->with);
	return graph_form(c, &form);
}

const struct step instagram_hide[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message, ALSO_REFUSED, NULL, 0 },
	{ "hide",    ask_hidden,         graph_take_done,     0,   NULL, 0, .with = "true" },
	{ 0 }
};

const struct step instagram_unhide[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message, ALSO_REFUSED, NULL, 0 },
	{ "unhide",  ask_hidden,         graph_take_done,     0,   NULL, 0, .with = "false" },
	{ 0 }
};

/* --- its author ----------------------------------------------------------------------------------- */

static enum go
ask_blocked(struct call *c)
{
	const char *author = call_kept(c, "author");

	if (!author || !*author)
		return call_fail(c, FAULT_REFUSED, "Instagram does not say who wrote this");
	return graph_talk_moderate(c, graph_self(c));
}

static enum go
take_author(struct call *c)
{
	enum go go = graph_success(c);

	if (go == GO_DONE)
		call_out(c, "ref", call_kept(c, "author"));
	return go;
}

const struct step instagram_block[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message, ALSO_REFUSED, NULL, 0 },
	{ "block",   ask_blocked,        take_author,         0,   NULL, 0, .with = "BLOCK_USER" },
	{ 0 }
};

const struct step instagram_unblock[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message, ALSO_REFUSED, NULL, 0 },
	{ "unblock", ask_blocked,        take_author,         0,   NULL, 0, .with = "UNBLOCK_USER" },
	{ 0 }
};

/* --- deleted -------------------------------------------------------------------------------------- */

/* Media of ours: since 2025-12-03, and only where the account signed in with Facebook. */
static enum go
ask_there(struct call *c)
{
	if (call_message(c) && (graph_in_talk(c) || graph_on_post(c)))
		return call_fail(c, FAULT_REFUSED, "only comments below our own media, and these, can be deleted");
	if (!call_message(c) && graph_is_own_login(c))
		return call_fail(c, FAULT_REFUSED, "Instagram deletes media by its API only for who signed in with "
		    "Facebook; delete it in the app");
	return graph_ask_there(c);
}

const struct step instagram_delete[] = {
	{ "there",  ask_there,        graph_take_there, ALSO_REFUSED, NULL, 0 },
	{ "delete", graph_ask_delete, graph_take_delete, ALSO_REFUSED, NULL, 0 },
	{ 0 }
};
