/*
 * discourse_act.c - what is done about a post of others on a forum
 *
 * docs.discourse.org: posts, post_actions, admin users. The post is looked at just before: it may be gone, a colleague
 * may have answered, and what is done already need not be done again. Hiding and silencing need a moderator's rights.
 */
#include "discourse.h"

#include "smm/lang.h"

#include "html.h"
#include "message.h"

#include <stdlib.h>

#define LOOK_AFTER_SEC 2

enum { /* db/fixtures/post_action_types.rb, flags.rb */
	TYPE_LIKE              = 2,
	TYPE_INAPPROPRIATE     = 4,
	TYPE_NOTIFY_MODERATORS = 7
};

/*
 * Kept state of an action:
 *	topic, number, slug, author, author_id   of the post
 *	liked, flagged, hidden   "yes" when it is; answer   ref of ours; since   when a private message was sent first
 */

static const char *
message(struct call *c)
{
	const char *id = call_message(c);

	if (!id)
		call_fail(c, FAULT_INPUT, "the action names no post of a forum");
	return id;
}

static enum go
ask_message(struct call *c)
{
	const char *id = message(c);

	if (!id)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/posts/%s.json", call_encoded(c, id));
	return discourse_signed(c);
}

/* Whether we have liked it, or flagged it in any way. */
static int
has_acted(const struct call *c, int is_like)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(c->body, "actions_summary"), i, one)
		if (json_is_true(json_object_get(one, "acted")) &&
		    (json_integer_value(json_object_get(one, "id")) == TYPE_LIKE) == is_like)
			return 1;
	return 0;
}

static enum go
take_message(struct call *c)
{
	static const struct { const char *ours, *theirs; } members[] = { { "topic", "topic_id" },
		{ "number", "post_number" }, { "author_id", "user_id" } };
	const char *value;
	size_t      i;

	if (c->reply->status == 404)
		return call_gone(c);
	for (i = 0; i < sizeof members / sizeof *members; i++) {
		value = id_member(c, c->body, members[i].theirs);
		if (!value)
			return call_fail(c, FAULT_REPLY, "%s answered %d without \"%s\"", c->net->title,
			    c->reply->status, members[i].theirs);
		call_keep(c, members[i].ours, value);
	}
	call_keep(c, "author", text_member(c->body, "username"));
	call_keep(c, "slug", text_member(c->body, "topic_slug"));
	call_keep(c, "liked", has_acted(c, 1) ? "yes" : "");
	call_keep(c, "flagged", has_acted(c, 0) ? "yes" : "");
	call_keep(c, "hidden", json_is_true(json_object_get(c->body, "hidden")) ? "yes" : "");
	return GO_NEXT;
}

#define MESSAGE { "message", ask_message, take_message, 404, NULL, 0 }

/* --- an answer -------------------------------------------------------------------------------- */

static const char *
url_of(struct call *c, const char *number)
{
	return mem_fmt(c->mem, "%s/t/%s/%s", c->account->server ? c->account->server : "", call_kept(c, "topic"),
	    number);
}

static enum go
ask_answers(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/posts/%s/replies.json", call_encoded(c, message(c)));
	return discourse_signed(c);
}

/* Our answer with these words (NULL: any); NULL: none. */
static const json_t *
our_answer(struct call *c, const char *words)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(c->body, i, one)
		if (discourse_is_ours(c, one) &&
		    (!words || html_compare(words, text_member(one, "cooked")) == LIKE_SAME))
			return one;
	return NULL;
}

static enum go
take_answers(struct call *c)
{
	const json_t *one;
	const char   *number;

	if (!json_is_array(c->body))
		return call_no_list(c);
	one = our_answer(c, NULL);
	number = one ? id_member(c, one, "post_number") : NULL;
	return one ? call_answered(c, number ? url_of(c, number) : "") : GO_NEXT;
}

/* Its ref, and where it is: noted, so that nothing is sent again. */
static enum go
keep_answer(struct call *c, const char *ref, const char *number)
{
	if (!ref)
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"id\"", c->net->title, c->reply->status);
	call_keep(c, "answer", ref);
	call_out(c, "ref", ref);
	if (number)
		call_out_url(c, url_of(c, number));
	return GO_NEXT;
}

static enum go
keep_post(struct call *c, const json_t *post)
{
	return keep_answer(c, id_member(c, post, "id"), id_member(c, post, "post_number"));
}

static enum go
ask_answer(struct call *c)
{
	if (call_kept(c, "answer"))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_ONCE, "/posts.json");
	call_json(c, json_pack("{s:s, s:I, s:I}", "raw", rec_text_at(c, 0), "topic_id",
	    (json_int_t)strtoll(call_kept(c, "topic"), NULL, 10), "reply_to_post_number",
	    (json_int_t)strtoll(call_kept(c, "number"), NULL, 10)));
	return discourse_signed(c);
}

/* Held back: the forum has it, and shows it once its staff agrees. */
static enum go
take_answer(struct call *c)
{
	if (strcmp(text_member(c->body, "action"), "enqueued") == 0 || strcmp(c->reply->body, "null") == 0) {
		call_out(c, "note", tr("the forum's staff has to let a part of it out"));
		return GO_DONE;
	}
	return keep_post(c, c->body);
}

static enum go
take_look(struct call *c)
{
	const json_t *one;

	if (!json_is_array(c->body))
		return call_no_list(c);
	one = our_answer(c, rec_text_at(c, 0));
	return one ? keep_post(c, one) : GO_AGAIN;
}

static const struct step look = { "look", ask_answers, take_look, 0, NULL, 0 };

const struct step discourse_reply[] = {
	MESSAGE,
	{ "answers", ask_answers, take_answers, 0, NULL,  0 },
	{ "answer",  ask_answer,  take_answer,  0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- an answer in private ----------------------------------------------------------------------- */

/* What it is about, and the post's number: no other message of ours has the same title. */
static const char *
title_of(struct call *c)
{
	char *words = mem_str(c->mem, call_kept(c, "slug")), *s;

	for (s = words; *s; s++)
		if (*s == '-')
			*s = ' ';
	return mem_fmt(c->mem, "Re: %s #%s", words, call_kept(c, "number"));
}

static enum go
ask_private(struct call *c)
{
	if (call_kept(c, "answer"))
		return GO_NEXT;
	call_fix_time(c, "since");
	call_send(c, "POST", EFFECT_ONCE, "/posts.json");
	call_json(c, json_pack("{s:s, s:s, s:s, s:s}", "title", title_of(c), "raw", rec_text_at(c, 0),
	    "target_recipients", call_kept(c, "author"), "archetype", "private_message"));
	return discourse_signed(c);
}

static enum go
take_private(struct call *c)
{
	const char *topic = id_member(c, c->body, "topic_id");

	return keep_answer(c, topic ? mem_fmt(c->mem, "t/%s", topic) : NULL, NULL);
}

static enum go
ask_sent(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/topics/private-messages-sent/%s.json",
	    call_encoded(c, discourse_self(c)));
	return discourse_signed(c);
}

static enum go
take_sent(struct call *c)
{
	const json_t *list = json_object_get(json_object_get(c->body, "topic_list"), "topics"), *one;
	const char   *id;
	size_t        i;

	if (!json_is_array(list))
		return call_no_list(c);
	json_array_foreach(list, i, one) {
		id = id_member(c, one, "id");
		if (!id || message_time(text_member(one, "created_at")) < call_since(c, "since") ||
		    text_compare(title_of(c), text_member(one, "title")) != LIKE_SAME)
			continue;
		return keep_answer(c, mem_fmt(c->mem, "t/%s", id), NULL);
	}
	return GO_AGAIN;
}

static const struct step look_sent = { "sent", ask_sent, take_sent, 0, NULL, 0 };

const struct step discourse_private[] = {
	MESSAGE,
	{ "private", ask_private, take_private, 0, &look_sent, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- liked, reported, hidden --------------------------------------------------------------------- */

static enum go
done(struct call *c)
{
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

static enum go
take_done(struct call *c)
{
	return c->reply->status == 404 ? call_gone(c) : done(c);
}

/* with: the member of the kept state that says that it is done. Once more is refused: it is looked at first. */
static enum go
take_state(struct call *c)
{
	if (take_message(c) == GO_FAIL)
		return GO_FAIL;
	if (c->reply->status != 404 && !*call_kept(c, c->with))
		return GO_AGAIN;
	if (c->reply->status != 404)
		call_out(c, "ref", call_message(c));
	return GO_NEXT;
}

static const struct step is_liked = { "liked", ask_message, take_state, 404, NULL, 0, .with = "liked" };
static const struct step is_flagged = { "flagged", ask_message, take_state, 404, NULL, 0, .with = "flagged" };
static const struct step is_hidden = { "hidden", ask_message, take_state, 404, NULL, 0, .with = "hidden" };

static enum go
act(struct call *c, json_t *body)
{
	call_send(c, "POST", EFFECT_ONCE, "/post_actions.json");
	json_object_set_new(body, "id", json_integer((json_int_t)strtoll(message(c), NULL, 10)));
	call_json(c, body);
	return discourse_signed(c);
}

static enum go
ask_like(struct call *c)
{
	if (*call_kept(c, "liked"))
		return done(c);
	return act(c, json_pack("{s:i}", "post_action_type_id", TYPE_LIKE));
}

static enum go
ask_unlike(struct call *c)
{
	if (!*call_kept(c, "liked"))
		return done(c);
	call_send(c, "DELETE", EFFECT_SAME, "/post_actions/%s.json?post_action_type_id=%d",
	    call_encoded(c, message(c)), TYPE_LIKE);
	return discourse_signed(c);
}

/* With words they go to the moderators, without it is inappropriate. */
static enum go
ask_report(struct call *c)
{
	const char *words = rec_text_at(c, 0);

	if (*call_kept(c, "flagged"))
		return done(c);
	if (!*words)
		return act(c, json_pack("{s:i}", "post_action_type_id", TYPE_INAPPROPRIATE));
	return act(c, json_pack("{s:i, s:s}", "post_action_type_id", TYPE_NOTIFY_MODERATORS, "message", words));
}

/* A flag of a moderator that takes action hides the post at once. */
static enum go
ask_hide(struct call *c)
{
	if (*call_kept(c, "hidden"))
		return done(c);
	return act(c, json_pack("{s:i, s:b}", "post_action_type_id", TYPE_INAPPROPRIATE, "take_action", 1));
}

static enum go
ask_unhide(struct call *c)
{
	if (!*call_kept(c, "hidden"))
		return done(c);
	call_send(c, "PUT", EFFECT_SAME, "/posts/%s/unhide.json", call_encoded(c, message(c)));
	return discourse_signed(c);
}

const struct step discourse_like[] = {
	MESSAGE, { "like", ask_like, take_done, 404, &is_liked, LOOK_AFTER_SEC }, { 0 }
};
const struct step discourse_unlike[] = {
	MESSAGE, { "unlike", ask_unlike, take_done, 404, NULL, 0 }, { 0 }
};
const struct step discourse_report[] = {
	MESSAGE, { "report", ask_report, take_done, 404, &is_flagged, LOOK_AFTER_SEC }, { 0 }
};
const struct step discourse_hide[] = {
	MESSAGE, { "hide", ask_hide, take_done, 404, &is_hidden, LOOK_AFTER_SEC }, { 0 }
};
const struct step discourse_unhide[] = {
	MESSAGE, { "unhide", ask_unhide, take_done, 404, NULL, 0 }, { 0 }
};

/* --- its author ------------------------------------------------------------------------------- */

static enum go
ask_level(struct call *c)
{
	call_send(c, "PUT", EFFECT_SAME, "/u/%s/notification_level.json", call_encoded(c, call_kept(c, "author")));
	call_json(c, json_pack("{s:s}", "notification_level", c->with));
	return discourse_signed(c);
}

static enum go
take_author(struct call *c)
{
	call_out(c, "ref", call_kept(c, "author"));
	return GO_DONE;
}

/* Silenced: reads and cannot write, until a moderator takes it back. */
static enum go
ask_silence(struct call *c)
{
	const char *words = rec_text_at(c, 0), *article = rec_string(c, "article");

	call_send(c, "PUT", EFFECT_SAME, "/admin/users/%s/%s.json", call_encoded(c, call_kept(c, "author_id")),
	    c->with);
	if (strcmp(c->with, "silence") == 0)
		call_json(c, json_pack("{s:s, s:s}", "silenced_till", "3000-01-01T00:00:00Z", "reason",
		    *words ? words : article ? article : "moderation"));
	return discourse_signed(c);
}

const struct step discourse_mute[] = {
	MESSAGE, { "mute", ask_level, take_author, 404, NULL, 0, .with = "mute" }, { 0 }
};
const struct step discourse_unmute[] = {
	MESSAGE, { "unmute", ask_level, take_author, 404, NULL, 0, .with = "normal" }, { 0 }
};
const struct step discourse_block[] = {
	MESSAGE, { "block", ask_silence, take_author, 404, NULL, 0, .with = "silence" }, { 0 }
};
const struct step discourse_unblock[] = {
	MESSAGE, { "unblock", ask_silence, take_author, 404, NULL, 0, .with = "unsilence" }, { 0 }
};
