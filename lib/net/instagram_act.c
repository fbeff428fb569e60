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

static const char *
message_ref(const struct call *c)
{
	const char *ref = call_message(c);

	return ref ? ref : "";
}

static int
is_talk(const struct call *c)
{
	return graph_is_talk(message_ref(c));
}

static int
is_post(const struct call *c)
{
	return strncmp(message_ref(c), GRAPH_POST, strlen(GRAPH_POST)) == 0;
}

/* --- the message ------------------------------------------------------------------------------ */

/* Media of others in which we are tagged cannot be looked at. */
static enum go
ask_message(struct call *c)
{
	if (is_post(c))
		return GO_NEXT;
	if (is_talk(c))
		return graph_talk_ask(c);
	call_send(c, "GET", EFFECT_NONE,
	    "/" GRAPH_VERSION "/%s?fields=id,timestamp,username,from{id,username},parent_id",
	    call_encoded(c, message_ref(c)));
	return graph_signed(c);
}

static enum go
take_message(struct call *c)
{
	const char *up = graph_id(c, c->body, "parent_id");

	if (is_talk(c))
		return graph_talk_take(c);
	if (c->reply->status == 400)
		return graph_refused(c);
	if (!call_get(c, "id"))
		return GO_FAIL;
	call_keep(c, "author", graph_id(c, json_object_get(c->body, "from"), "id"));
	call_keep(c, "by", text_member(c->body, "username"));
	call_keep(c, "at", graph_when(c, text_member(c->body, "timestamp")));
	call_keep(c, "top", *up ? up : message_ref(c));
	return GO_NEXT;
}

static int
is_nested(const struct call *c)
{
	return strcmp(call_kept(c, "top"), message_ref(c)) != 0;
}

/* --- an answer -------------------------------------------------------------------------------- */

static const struct graph_answers answers = { "text", "timestamp", graph_is_self };

static enum go
ask_answers(struct call *c)
{
	if (is_post(c))
		return GO_NEXT;
	if (is_talk(c))
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
	const json_t *list = is_talk(c) ? graph_talk_list(c) : graph_data(c);

	if (!list && c->err.fault != FAULT_NONE)
		return GO_FAIL;
	if (is_talk(c))
		return graph_talk_may(c, list);
	return graph_our_answer(c, list, &answers, message_time(call_kept(c, "at")),
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
	if (is_talk(c))
		return graph_talk_send(c, "id", call_kept(c, "author"));
	graph_fix_since(c);
	if (is_post(c))
		call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/mentions", graph_self(c));
	else
		call_send(c, "POST", EFFECT_ONCE, "/" GRAPH_VERSION "/%s/replies", call_encoded(c, message_ref(c)));
	if (is_post(c))
		graph_add(&form, "media_id", message_ref(c) + strlen(GRAPH_POST));
	graph_add(&form, "message", rec_text_at(c, 0));
	return graph_form(c, &form);
}

static enum go
keep_answer(struct call *c, const char *id)
{
	call_keep(c, "answer", id);
	call_out(c, "ref", id);
	return GO_NEXT;
}

static enum go
take_answer(struct call *c)
{
	const char *name = json_object_get(c->body, "message_id") ? "message_id" : "id";
	const char *id = graph_id(c, c->body, name);

	if (!*id && !call_get(c, name))
		return GO_FAIL;
	return keep_answer(c, id);
}

static enum go
ask_look(struct call *c)
{
	if (is_post(c))
		return call_fail(c, FAULT_UNSURE, "no answer came; look below that post");
	return ask_answers(c);
}

static enum go
take_look(struct call *c)
{
	const json_t *list = is_talk(c) ? graph_talk_list(c) : graph_data(c), *one;

	if (!list && c->err.fault != FAULT_NONE)
		return GO_FAIL;
	one = is_talk(c) ? graph_talk_sent(c, list) :
	    graph_our_answer(c, list, &answers, graph_asked(c), rec_text_at(c, 0));
	return one ? keep_answer(c, graph_id(c, one, "id")) : GO_AGAIN;
}

static const struct step look = { "look", ask_look, take_look, 0, NULL, 0 };

const struct step instagram_reply[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL,  0 },
	{ "message", ask_message,        take_message,        400, NULL,  0 },
	{ "answers", ask_answers,        take_answers,        0,   NULL,  0 },
	{ "answer",  ask_answer,         take_answer,         0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* "Private replies": one for each comment, within seven days. Whether it is out Instagram does not tell. */
static enum go
ask_private(struct call *c)
{
	if (is_post(c))
		return call_fail(c, FAULT_REFUSED, "only comments below our own media can be answered privately");
	if (is_talk(c) || call_kept(c, "answer"))
		return ask_answer(c);
	return graph_talk_send(c, "comment_id", message_ref(c));
}

static enum go
ask_told(struct call *c)
{
	return is_talk(c) ? ask_answers(c) : GO_NEXT;
}

static enum go
ask_private_look(struct call *c)
{
	if (!is_talk(c))
		return call_fail(c, FAULT_UNSURE, "no answer came; look into the inbox of the app");
	return ask_answers(c);
}

static const struct step private_look = { "look", ask_private_look, take_look, 0, NULL, 0 };

const struct step instagram_reply_private[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL,          0 },
	{ "message", ask_message,        take_message,        400, NULL,          0 },
	{ "answers", ask_told,           take_answers,        0,   NULL,          0 },
	{ "answer",  ask_private,        take_answer,         0,   &private_look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- shown or not --------------------------------------------------------------------------------- */

static enum go
ask_hidden(struct call *c, const char *hidden)
{
	struct buf form = { 0 };

	if (is_talk(c) || is_post(c))
		return call_fail(c, FAULT_REFUSED, "only comments below our own media can be hidden");
	if (strcmp(call_kept(c, "by"), call_kept(c, "self")) == 0)
		return call_fail(c, FAULT_REFUSED, "Instagram hides no comments of our own; delete it");
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s", call_encoded(c, message_ref(c)));
	graph_add(&form, "hide", hidden);
	return graph_form(c, &form);
}

static enum go
ask_hide(struct call *c)
{
	return ask_hidden(c, "true");
}

static enum go
ask_unhide(struct call *c)
{
	return ask_hidden(c, "false");
}

const struct step instagram_hide[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message,        400, NULL, 0 },
	{ "hide",    ask_hide,           graph_take_done,           0,   NULL, 0 },
	{ 0 }
};

const struct step instagram_unhide[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message,        400, NULL, 0 },
	{ "unhide",  ask_unhide,         graph_take_done,           0,   NULL, 0 },
	{ 0 }
};

/* --- its author ----------------------------------------------------------------------------------- */

static enum go
ask_blocked(struct call *c, const char *action)
{
	const char *author = call_kept(c, "author");
	struct buf  form = { 0 };

	if (!author || !*author)
		return call_fail(c, FAULT_REFUSED, "Instagram does not say who wrote this");
	call_send(c, "POST", EFFECT_SAME, "/" GRAPH_VERSION "/%s/moderate_conversations", graph_self(c));
	graph_add(&form, "user_ids", mem_fmt(c->mem, "[{\"id\":\"%s\"}]", call_encoded(c, author)));
	graph_add(&form, "actions", mem_fmt(c->mem, "[\"%s\"]", action));
	return graph_form(c, &form);
}

static enum go
ask_block(struct call *c)
{
	return ask_blocked(c, "BLOCK_USER");
}

static enum go
ask_unblock(struct call *c)
{
	return ask_blocked(c, "UNBLOCK_USER");
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
	{ "message", ask_message,        take_message,        400, NULL, 0 },
	{ "block",   ask_block,          take_author,         0,   NULL, 0 },
	{ 0 }
};

const struct step instagram_unblock[] = {
	{ "self",    instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "message", ask_message,        take_message,        400, NULL, 0 },
	{ "unblock", ask_unblock,        take_author,         0,   NULL, 0 },
	{ 0 }
};

/* --- deleted -------------------------------------------------------------------------------------- */

/* Media of ours: since 2025-12-03, and only where the account signed in with Facebook. */
static enum go
ask_there(struct call *c)
{
	if (call_message(c) && (is_talk(c) || is_post(c)))
		return call_fail(c, FAULT_REFUSED, "only comments below our own media, and these, can be deleted");
	if (!call_message(c) && instagram_is_own_login(c))
		return call_fail(c, FAULT_REFUSED, "Instagram deletes media by its API only for who signed in with "
		    "Facebook; delete it in the app");
	return graph_ask_there(c);
}

const struct step instagram_delete[] = {
	{ "there",  ask_there,        graph_take_there,  400, NULL, 0 },
	{ "delete", graph_ask_delete, graph_take_delete, 400, NULL, 0 },
	{ 0 }
};
