/*
 * reddit_act.c - what is done about a message; a post of ours changed or taken away
 *
 * reddit.com/dev/api: links & comments, moderation. Moderators' calls answer with nothing much, and twice is once.
 */
#include "reddit.h"

#define LOOK_AFTER_SEC 5

/*
 * Kept state of an action:
 *	self    our name; author   who wrote the message
 *	answer  of ours, its name
 */

static const char *
message(struct call *c)
{
	const char *ref = call_message(c);

	if (!ref)
		call_fail(c, FAULT_INPUT, "the action names no message of Reddit");
	return ref;
}

static int
is_private(const struct call *c)
{
	const char *ref = call_message(c);

	return ref && strncmp(ref, "t4_", 3) == 0;
}

/* Private messages cannot be asked for by their name. */
static enum go
ask_thing(struct call *c)
{
	const char *ref = message(c);

	if (!ref)
		return GO_FAIL;
	if (is_private(c))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/info?id=%s&raw_json=1", call_encoded(c, ref));
	return reddit_signed(c);
}

static enum go
take_thing(struct call *c)
{
	const json_t *list = reddit_list(c, c->body), *thing;
	const char   *author;

	if (!list)
		return GO_FAIL;
	thing = json_object_get(json_array_get(list, 0), "data");
	author = text_member(thing, "author");
	if (!*author || strcmp(author, "[deleted]") == 0)
		return call_gone(c);
	call_keep(c, "author", author);
	return GO_NEXT;
}

#define THING { "thing", ask_thing, take_thing, 0, NULL, 0 }

/* --- an answer -------------------------------------------------------------------------------- */

static enum go
ask_answers(struct call *c)
{
	return reddit_ask_ours(c, is_private(c));
}

/* A colleague may have answered with the same account. */
static enum go
take_answers(struct call *c)
{
	const char *url;

	if (reddit_find_ours(c, message(c), NULL) == GO_FAIL)
		return GO_FAIL;
	if (!call_kept(c, "answer"))
		return GO_NEXT;
	url = text_member(c->out, "url");
	return call_answered(c, url);
}

static enum go
ask_answer(struct call *c)
{
	if (call_kept(c, "answer"))
		return GO_NEXT;
	return reddit_ask_comment(c, message(c), rec_text_at(c, 0));
}

static enum go
find_answer(struct call *c)
{
	return reddit_find_ours(c, message(c), rec_text_at(c, 0));
}

static const struct step look = { "look", ask_answers, find_answer, 0, NULL, 0 };

const struct step reddit_reply[] = {
	THING,
	{ "self",    reddit_step_self, reddit_take_self,    0, NULL,  0 },
	{ "answers", ask_answers,      take_answers,        0, NULL,  0 },
	{ "answer",  ask_answer,       reddit_take_comment, 0, &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- removed, approved, reported ------------------------------------------------------------------ */

static enum go
ask_remove(struct call *c)
{
	struct buf form = { 0 };

	if (!message(c))
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/api/%s?raw_json=1", c->with);
	form_add(&form, "id", message(c));
	if (strcmp(c->with, "remove") == 0)
		form_add(&form, "spam", "false");
	return reddit_form(c, &form);
}

static enum go
ask_report(struct call *c)
{
	const char *words = rec_text_at(c, 0), *article = rec_string(c, "article");
	struct buf  form = { 0 };

	if (!message(c))
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/api/report?raw_json=1");
	form_add(&form, "thing_id", message(c));
	form_add(&form, "reason", *words ? words : article ? article : "other");
	return reddit_form(c, &form);
}

static enum go
take_done(struct call *c)
{
	if (reddit_heard(c) == GO_FAIL)
		return GO_FAIL;
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step reddit_hide[] = { { "hide", ask_remove, take_done, 0, NULL, 0, .with = "remove" }, { 0 } };
const struct step reddit_unhide[] = { { "unhide", ask_remove, take_done, 0, NULL, 0, .with = "approve" }, { 0 } };
const struct step reddit_report[] = { THING, { "report", ask_report, take_done, 0, NULL, 0 }, { 0 } };

/* --- its author ------------------------------------------------------------------------------- */

static enum go
ask_relation(struct call *c, const char *type)
{
	const char *community = reddit_community(c), *author = call_kept(c, "author");
	const char *article = rec_string(c, "article");
	struct buf  form = { 0 };

	if (!community)
		return GO_FAIL;
	if (!author)
		return call_fail(c, FAULT_REFUSED, "Reddit does not say who wrote this");
	call_send(c, "POST", EFFECT_SAME, "/r/%s/api/%s?raw_json=1", call_encoded(c, community), c->with);
	form_add(&form, "type", type);
	form_add(&form, "name", author);
	if (strcmp(c->with, "friend") == 0 && article)
		form_add(&form, "note", article);
	return reddit_form(c, &form);
}

static enum go
ask_banned(struct call *c)
{
	return ask_relation(c, "banned");
}

static enum go
ask_muted(struct call *c)
{
	return ask_relation(c, "muted");
}

static enum go
take_author(struct call *c)
{
	if (reddit_heard(c) == GO_FAIL)
		return GO_FAIL;
	call_out(c, "ref", call_kept(c, "author"));
	return GO_DONE;
}

const struct step reddit_block[] = { THING, { "block", ask_banned, take_author, 0, NULL, 0, .with = "friend" }, { 0 } };
const struct step reddit_unblock[] = {
	THING, { "unblock", ask_banned, take_author, 0, NULL, 0, .with = "unfriend" }, { 0 }
};
const struct step reddit_mute[] = { THING, { "mute", ask_muted, take_author, 0, NULL, 0, .with = "friend" }, { 0 } };
const struct step reddit_unmute[] = {
	THING, { "unmute", ask_muted, take_author, 0, NULL, 0, .with = "unfriend" }, { 0 }
};

/* --- a post of ours ----------------------------------------------------------------------------- */

static enum go
ask_edit(struct call *c)
{
	const json_t *title = json_object_get(json_object_get(c->was, "rec"), "title");
	struct buf    form = { 0 };

	if (!call_place(c) || call_words_only(c) == GO_FAIL)
		return GO_FAIL;
	if (title && !json_equal(title, json_object_get(c->rec, "title")))
		return call_fail(c, FAULT_REFUSED, "Reddit changes no titles; take it away (smm-post --delete) and "
		    "post it under a new id");
	call_send(c, "POST", EFFECT_SAME, "/api/editusertext?raw_json=1");
	form_add(&form, "thing_id", call_place(c));
	form_add(&form, "text", call_text(c, 0));
	return reddit_form(c, &form);
}

static enum go
take_edit(struct call *c)
{
	if (reddit_heard(c) == GO_FAIL)
		return GO_FAIL;
	call_out(c, "ref", call_place(c));
	return GO_DONE;
}

const struct step reddit_edit[] = { { "edit", ask_edit, take_edit, 0, NULL, 0 }, { 0 } };

/* Ours is deleted; what others wrote a moderator removes. */
static enum go
ask_delete(struct call *c)
{
	struct buf form = { 0 };

	if (call_message(c))
		return ask_remove(c);
	if (!call_place(c))
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/api/del?raw_json=1");
	form_add(&form, "id", call_place(c));
	return reddit_form(c, &form);
}

static enum go
take_delete(struct call *c)
{
	if (call_message(c))
		return take_done(c);
	return reddit_heard(c) == GO_FAIL ? GO_FAIL : GO_DONE;
}

const struct step reddit_delete[] = { { "delete", ask_delete, take_delete, 0, NULL, 0, .with = "remove" }, { 0 } };
