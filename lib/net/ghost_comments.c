/*
 * ghost_comments.c - what members write below posts, and what becomes of it
 *
 * Ghost 6, server/web/api/endpoints/admin/routes.js: comments, members. Comments have two levels: an answer to an
 * answer has the same parent, and says to which it is. An answer of the brand is that of a member, who is `user`.
 */
#include "ghost.h"

#include "smm/when.h"

#include "html.h"
#include "message.h"
#include "page.h"

#define PAGE_SIZE      100
#define OVERLAP_MS     INT64_C(300000)
#define LOOK_AFTER_SEC 1

/*
 * Kept state:
 *	page, newest   of a reading
 *	root    of a comment: the one of the first level; on   its post; author   the member who wrote it
 *	answer  of ours, its id
 */

static const json_t *
comments(struct call *c)
{
	const json_t *list = json_object_get(c->body, "comments");

	if (!json_is_array(list))
		call_fail(c, FAULT_REPLY, "%s answered %d without comments", c->net->title, c->reply->status);
	return json_is_array(list) ? list : NULL;
}

static enum go
next_page(struct call *c, size_t count)
{
	if (count < PAGE_SIZE)
		return GO_NEXT;
	call_next_page(c);
	return GO_AGAIN;
}

/* --- one comment as a message ----------------------------------------------------------------- */

static int
is_ours(const struct call *c, const json_t *comment)
{
	const char *id = text_member(json_object_get(comment, "member"), "id");

	return *id && c->account->user && strcmp(id, c->account->user) == 0;
}

static json_t *
comment_message(struct call *c, const json_t *comment)
{
	const json_t *member = json_object_get(comment, "member"), *post = json_object_get(comment, "post");
	const char   *to = text_member(comment, "in_reply_to_id"), *status = text_member(comment, "status");
	const char   *url = text_member(post, "url");
	struct buf    text = { 0 };
	json_t       *m = strcmp(status, "deleted") == 0 ? NULL : message_new(c, text_member(comment, "id"), "comment",
	    strcmp(status, "hidden") != 0, text_member(comment, "created_at"));

	if (!m)
		return NULL;
	message_author(m, text_member(member, "id"), NULL, text_member(member, "name"));
	html_read_text(&text, text_member(comment, "html"));
	json_object_set_new(m, "text", json_stringn(text.at ? text.at : "", text.len));
	buf_release(&text);
	if (*url)
		message_url(m, mem_fmt(c->mem, "%s#ghost-comments-root", url));
	if (!*to)
		to = text_member(comment, "parent_id");
	message_add(m, "reply_to", *to ? to : text_member(post, "id"));
	message_add(m, "root", text_member(post, "id"));
	if (is_ours(c, comment))
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- the inbox -------------------------------------------------------------------------------- */

/* NQL has times as '2026-11-22 09:00:00', UTC. */
static const char *
after(struct call *c)
{
	char text[WHEN_SIZE];

	when_write(text, message_from(c, OVERLAP_MS), 0);
	return call_encoded(c, mem_fmt(c->mem, "created_at:>='%.10s %.8s'", text, text + 11));
}

static enum go
ask_comments(struct call *c)
{
	ghost_send(c, "GET", EFFECT_NONE, "/comments/?limit=%d&page=%" JSON_INTEGER_FORMAT
	    "&order=created_at%%20asc&include_nested=true&filter=%s", PAGE_SIZE, call_page(c), after(c));
	return ghost_signed(c);
}

/* 404: before Ghost 6 there is no list of the whole site. */
static enum go
take_comments(struct call *c)
{
	const json_t *list, *one;
	size_t        i;

	if (c->reply->status == 404)
		return call_fail(c, FAULT_CONF, "this site lists no comments: they need Ghost 6");
	list = comments(c);
	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		message_keep_newest(c, text_member(one, "created_at"));
		call_out_record(c, comment_message(c, one));
	}
	return next_page(c, json_array_size(list));
}

const struct step ghost_inbox[] = {
	{ "comments", ask_comments,   take_comments,  404, NULL, 0 },
	{ "finish",   message_finish, message_finish, 0,   NULL, 0 },
	{ 0 }
};

/* --- one comment, and those below it ------------------------------------------------------------ */

static enum go
ask_comment(struct call *c)
{
	const char *ref = message_subject(c);

	if (!ref || !*ref)
		return call_fail(c, FAULT_INPUT, "no comment is named");
	ghost_send(c, "GET", EFFECT_NONE, "/comments/%s/", call_encoded(c, ref));
	return ghost_signed(c);
}

static enum go
take_comment(struct call *c)
{
	const json_t *one;
	const char   *parent;

	if (c->reply->status == 404)
		return call_gone(c);
	one = ghost_first(c, "comments");
	if (!one)
		return GO_FAIL;
	parent = text_member(one, "parent_id");
	call_keep(c, "root", *parent ? parent : text_member(one, "id"));
	call_keep(c, "author", text_member(json_object_get(one, "member"), "id"));
	return GO_NEXT;
}

static enum go
ask_replies(struct call *c)
{
	ghost_send(c, "GET", EFFECT_NONE, "/comments/%s/replies/?limit=%d&page=%" JSON_INTEGER_FORMAT,
	    call_encoded(c, call_kept(c, "root")), PAGE_SIZE, call_page(c));
	return ghost_signed(c);
}

static enum go
ask_root(struct call *c)
{
	ghost_send(c, "GET", EFFECT_NONE, "/comments/%s/", call_encoded(c, call_kept(c, "root")));
	return ghost_signed(c);
}

static enum go
take_list(struct call *c)
{
	const json_t *list = comments(c), *one;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		call_out_record(c, comment_message(c, one));
	return next_page(c, json_array_size(list));
}

const struct step ghost_thread[] = {
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "root",    ask_root,    take_list,    0,   NULL, 0 },
	{ "replies", ask_replies, take_list,    0,   NULL, 0 },
	{ 0 }
};

/* --- an answer -------------------------------------------------------------------------------- */

static enum go
ask_known(struct call *c)
{
	if (!c->account->user)
		return call_fail(c, FAULT_CONF, "account %s needs `user`, the id of the member who answers for the "
		    "brand: at the site, Members", c->account->name);
	return ask_comment(c);
}

/* Our answer to the comment, with these words (NULL: any); NULL: none. */
static const json_t *
our_answer(struct call *c, const json_t *list, const char *words)
{
	const char   *ref = message_subject(c), *to;
	const json_t *one;
	size_t        i;

	json_array_foreach(list, i, one) {
		to = text_member(one, "in_reply_to_id");
		if (!*to)
			to = text_member(one, "parent_id");
		if (is_ours(c, one) && strcmp(to, ref) == 0 &&
		    (!words || html_compare(words, text_member(one, "html")) == LIKE_SAME))
			return one;
	}
	return NULL;
}

static enum go
take_answers(struct call *c)
{
	const json_t *list = comments(c);

	if (!list)
		return GO_FAIL;
	return our_answer(c, list, NULL) ? call_answered(c, "") : next_page(c, json_array_size(list));
}

static enum go
ask_answer(struct call *c)
{
	json_t *one;

	if (call_kept(c, "answer"))
		return GO_NEXT;
	one = json_pack("{s:s, s:s, s:s}", "member_id", c->account->user, "parent_id", call_kept(c, "root"), "html",
	    page_html(c, rec_text_at(c, 0)));
	if (strcmp(call_kept(c, "root"), message_subject(c)) != 0)
		json_object_set_new(one, "in_reply_to_id", json_string(message_subject(c)));
	ghost_send(c, "POST", EFFECT_ONCE, "/comments/");
	call_json(c, json_pack("{s:[o]}", "comments", one));
	return ghost_signed(c);
}

static enum go
keep_answer(struct call *c, const json_t *one)
{
	call_keep(c, "answer", text_member(one, "id"));
	call_out(c, "ref", text_member(one, "id"));
	return GO_NEXT;
}

static enum go
take_answer(struct call *c)
{
	const json_t *one = ghost_first(c, "comments");

	return one ? keep_answer(c, one) : GO_FAIL;
}

/* A page that is full says nothing of those that came later. */
static enum go
take_look(struct call *c)
{
	const json_t *list = comments(c), *one = list ? our_answer(c, list, rec_text_at(c, 0)) : NULL;

	if (!list)
		return GO_FAIL;
	if (one)
		return keep_answer(c, one);
	if (next_page(c, json_array_size(list)) == GO_NEXT)
		return GO_AGAIN;
	c->wake = c->now;
	return GO_WAIT;
}

static const struct step look = { "look", ask_replies, take_look, 0, NULL, 0 };

const struct step ghost_reply[] = {
	{ "comment", ask_known,   take_comment, 404, NULL,  0 },
	{ "answers", ask_replies, take_answers, 0,   NULL,  0 },
	{ "answer",  ask_answer,  take_answer,  0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- what becomes of a comment ---------------------------------------------------------------- */

static enum go
ask_status(struct call *c, const char *status)
{
	const char *ref = message_subject(c);

	if (!ref || !*ref)
		return call_fail(c, FAULT_INPUT, "no comment is named");
	ghost_send(c, "PUT", EFFECT_SAME, "/comments/%s/", call_encoded(c, ref));
	call_json(c, json_pack("{s:[{s:s, s:s}]}", "comments", "id", ref, "status", status));
	return ghost_signed(c);
}

static enum go
ask_state(struct call *c)
{
	return ask_status(c, c->with);
}

enum go
ghost_ask_erase(struct call *c)
{
	return ask_status(c, "deleted");
}

enum go
ghost_take_status(struct call *c)
{
	if (c->reply->status == 404)
		return call_gone(c);
	call_out(c, "ref", message_subject(c));
	return GO_DONE;
}

const struct step ghost_hide[] = {
	{ "hide", ask_state, ghost_take_status, 404, NULL, 0, .with = "hidden" },
	{ 0 }
};

const struct step ghost_unhide[] = {
	{ "unhide", ask_state, ghost_take_status, 404, NULL, 0, .with = "published" },
	{ 0 }
};

/* --- its author ------------------------------------------------------------------------------- */

static enum go
ask_ban(struct call *c)
{
	const char *author = call_kept(c, "author"), *words = rec_text_at(c, 0), *article = rec_string(c, "article");

	if (!author || !*author)
		return call_fail(c, FAULT_REFUSED, "the site does not say who wrote this: the member is gone");
	ghost_send(c, "POST", EFFECT_SAME, "/members/%s/commenting/%s/", call_encoded(c, author), c->with);
	if (strcmp(c->with, "disable") == 0)
		call_json(c, json_pack("{s:s, s:n, s:b}", "reason", *words ? words : article ? article : "moderation",
		    "expires_at", "hide_comments", 0));
	return ghost_signed(c);
}

static enum go
take_ban(struct call *c)
{
	call_out(c, "ref", call_kept(c, "author"));
	return GO_DONE;
}

const struct step ghost_block[] = {
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "block",   ask_ban,     take_ban,     0,   NULL, 0, .with = "disable" },
	{ 0 }
};

const struct step ghost_unblock[] = {
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "unblock", ask_ban,     take_ban,     0,   NULL, 0, .with = "enable" },
	{ 0 }
};
