/*
 * wordpress_comments.c - what people wrote below our posts, and what becomes of it
 *
 * developer.wordpress.org/rest-api/reference/comments. Held comments are seen by who may moderate
 * (role editor); others get the approved ones. A comment is held, approved, marked as spam or put into
 * the trash; setting what it is already answers 500, so what it is is looked at first.
 */
#include "wordpress.h"

#include "smm/when.h"

#include "html.h"
#include "message.h"
#include "page.h"

#include <stdlib.h>

#define PAGE_SIZE  100            /* the most */
#define OVERLAP_MS INT64_C(300000) /* a comment is stored a little after its time */

/*
 * Kept state of a reading:
 *	self    our user's id; may   "all" when we may moderate, else "approve"
 *	page    which is asked for; newest   date of the newest comment
 *	tree    of a conversation: comment -> its parent; pending   its messages
 */

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
ask_self(struct call *c)
{
	const char *self = text_member(message_position(c), "self"), *may = text_member(message_position(c), "may");

	if (*self && *may) {
		call_keep(c, "self", self);
		call_keep(c, "may", may);
		return GO_NEXT;
	}
	wordpress_send(c, "GET", EFFECT_NONE, "users/me", "&context=edit&_fields=id,capabilities");
	return wordpress_signed(c);
}

static enum go
take_self(struct call *c)
{
	const char *id = wordpress_id(c, c->body, "id");
	json_t     *able = json_object_get(json_object_get(c->body, "capabilities"), "moderate_comments");

	if (!id)
		return GO_FAIL;
	call_keep(c, "self", id);
	call_keep(c, "may", json_is_true(able) ? "all" : "approve");
	return GO_NEXT;
}

static enum go
ask_who(struct call *c)
{
	wordpress_send(c, "GET", EFFECT_NONE, "users/me", "&context=edit&_fields=id,username");
	return wordpress_signed(c);
}

static enum go
take_who(struct call *c)
{
	const char *id = wordpress_id(c, c->body, "id"), *name = id ? call_get(c, "username") : NULL;

	return name ? call_who(c, name, id) : GO_FAIL;
}

const struct step wordpress_who[] = {
	{ "who", ask_who, take_who, 0, NULL, 0 },
	{ 0 }
};

/* --- one comment as a message ----------------------------------------------------------------- */

/* A number as text; "" when it is none or 0. */
static const char *
number(struct call *c, const json_t *j, const char *name)
{
	json_int_t n = json_integer_value(json_object_get(j, name));

	return n > 0 ? mem_fmt(c->mem, "%" JSON_INTEGER_FORMAT, n) : "";
}

/* "2026-11-22T10:00:00" is UTC without saying so. */
static const char *
time_of(struct call *c, const json_t *comment)
{
	const char *at = text_member(comment, "date_gmt");

	return *at ? mem_fmt(c->mem, "%sZ", at) : "";
}

static void
add_text(json_t *m, const json_t *comment)
{
	const json_t *content = json_object_get(comment, "content");
	const char   *raw = text_member(content, "raw");
	struct buf    text = { 0 };

	if (*raw && !strchr(raw, '<') && !strchr(raw, '&'))
		buf_str(&text, raw);
	else
		html_read_text(&text, text_member(content, "rendered"));
	json_object_set_new(m, "text", json_stringn(text.at ? text.at : "", text.len));
	buf_release(&text);
}

/* A post is "posts/7", so that it is not taken for a comment of that number. */
static const char *
post_ref(struct call *c, const json_t *comment)
{
	const char *id = number(c, comment, "post");

	return *id ? mem_fmt(c->mem, "posts/%s", id) : "";
}

static json_t *
comment_message(struct call *c, const json_t *comment)
{
	const char *parent = number(c, comment, "parent"), *author = number(c, comment, "author");
	const char *status = text_member(comment, "status"), *self = call_kept(c, "self");
	json_t     *m = message_new(c, number(c, comment, "id"), "comment", strcmp(status, "approved") == 0,
	    time_of(c, comment));

	if (!m)
		return NULL;
	message_author(m, author, text_member(comment, "author_name"),
	    text_member(comment, "author_name"));
	add_text(m, comment);
	message_url(m, text_member(comment, "link"));
	message_add(m, "reply_to", *parent ? parent : post_ref(c, comment));
	message_add(m, "root", post_ref(c, comment));
	if (self && *author && strcmp(self, author) == 0)
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- the inbox -------------------------------------------------------------------------------- */

static const char *
after(struct call *c)
{
	const char *at = text_member(message_position(c), "at");
	int64_t     ms = *at ? message_time(at) - OVERLAP_MS : message_time(text_member(c->rec, "since"));
	char        text[WHEN_SIZE];

	return mem_str(c->mem, when_write(text, ms, 0));
}

/* Oldest first, so that pages do not shift when new ones come. */
static enum go
ask_comments(struct call *c)
{
	wordpress_send(c, "GET", EFFECT_NONE, "comments", mem_fmt(c->mem,
	    "&status=%s&context=%s&per_page=%d&orderby=date_gmt&order=asc&after=%s&page=%" JSON_INTEGER_FORMAT,
	    call_kept(c, "may"), strcmp(call_kept(c, "may"), "all") == 0 ? "edit" : "view", PAGE_SIZE,
	    call_encoded(c, after(c)), call_page(c)));
	return wordpress_signed(c);
}

static enum go
next_page(struct call *c)
{
	if (json_array_size(c->body) < PAGE_SIZE)
		return GO_NEXT;
	call_next_page(c);
	return GO_AGAIN;
}

static enum go
take_comments(struct call *c)
{
	const json_t *one;
	const char   *status;
	size_t        i;

	if (!json_is_array(c->body))
		return call_no_list(c);
	json_array_foreach(c->body, i, one) {
		status = text_member(one, "status");
		if (*time_of(c, one))
			call_keep(c, "newest", time_of(c, one));
		if (strcmp(status, "spam") != 0 && strcmp(status, "trash") != 0)
			call_out_record(c, comment_message(c, one));
	}
	return next_page(c);
}

static enum go
finish(struct call *c)
{
	const char *newest = call_kept(c, "newest"), *before = text_member(message_position(c), "at");

	if (!newest)
		newest = *before ? before : text_member(c->rec, "since");
	call_out_position(c, json_pack("{s:s, s:s, s:s}", "at", newest, "self", call_kept(c, "self"), "may",
	    call_kept(c, "may")));
	return GO_DONE;
}

const struct step wordpress_inbox[] = {
	{ "self",     ask_self,     take_self,     0, NULL, 0 },
	{ "comments", ask_comments, take_comments, 0, NULL, 0 },
	{ "finish",   finish,       finish,        0, NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static enum go
ask_comment(struct call *c)
{
	wordpress_send(c, "GET", EFFECT_NONE,
	    mem_fmt(c->mem, "comments/%s", call_encoded(c, message_subject(c))), "");
	return wordpress_signed(c);
}

/* 404: it was deleted since it was read. */
static enum go
take_comment(struct call *c)
{
	const char *post = c->reply->status == 404 ? NULL : wordpress_id(c, c->body, "post");

	if (c->reply->status == 404)
		return call_gone(c);
	if (!post)
		return GO_FAIL;
	call_keep(c, "on", post);
	call_keep(c, "status", text_member(c->body, "status"));
	return GO_NEXT;
}

static enum go
ask_all(struct call *c)
{
	wordpress_send(c, "GET", EFFECT_NONE, "comments", mem_fmt(c->mem,
	    "&status=%s&post=%s&per_page=%d&orderby=id&order=asc&page=%" JSON_INTEGER_FORMAT,
	    call_kept(c, "may"), call_kept(c, "on"), PAGE_SIZE, call_page(c)));
	return wordpress_signed(c);
}

static enum go
take_all(struct call *c)
{
	const json_t *one;
	size_t        i;

	if (!json_is_array(c->body))
		return call_no_list(c);
	json_array_foreach(c->body, i, one)
		call_out_record(c, comment_message(c, one));
	return next_page(c);
}

const struct step wordpress_thread[] = {
	{ "self",    ask_self,    take_self,    0,   NULL, 0 },
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "all",     ask_all,     take_all,     0,   NULL, 0 },
	{ 0 }
};

/* --- an answer -------------------------------------------------------------------------------- */

/* A colleague may have answered meanwhile: our own user's answers below the comment. */
static enum go
ask_answers(struct call *c)
{
	wordpress_send(c, "GET", EFFECT_NONE, "comments", mem_fmt(c->mem,
	    "&status=approve&parent=%s&author=%s&per_page=1", call_encoded(c, message_subject(c)),
	    call_kept(c, "self")));
	return wordpress_signed(c);
}

static enum go
take_answers(struct call *c)
{
	const json_t *one = json_array_get(c->body, 0);
	const char   *link = text_member(one, "link");

	if (!json_is_array(c->body))
		return call_no_list(c);
	return one ? call_answered(c, link) : GO_NEXT;
}

/* The same words below the same comment are refused as a duplicate (409): sent twice is once. */
static enum go
ask_reply(struct call *c)
{
	wordpress_send(c, "POST", EFFECT_SAME, "comments", "");
	call_json(c, json_pack("{s:I, s:I, s:s}", "post", (json_int_t)strtoll(call_kept(c, "on"), NULL, 10),
	    "parent", (json_int_t)strtoll(message_subject(c), NULL, 10), "content",
	    page_html(c, rec_text_at(c, 0))));
	return wordpress_signed(c);
}

static enum go
take_reply(struct call *c)
{
	const char *id;

	if (c->reply->status == 409) {
		if (strcmp(wordpress_code(c), "comment_duplicate") == 0)
			return GO_DONE;
		net_fault(c);
		return GO_FAIL;
	}
	id = wordpress_id(c, c->body, "id");
	if (!id)
		return GO_FAIL;
	call_out(c, "ref", id);
	call_out_url(c, text_member(c->body, "link"));
	return GO_DONE;
}

const struct step wordpress_reply[] = {
	{ "self",    ask_self,    take_self,    0,   NULL, 0 },
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "answers", ask_answers, take_answers, 0,   NULL, 0 },
	{ "reply",   ask_reply,   take_reply,   409, NULL, 0 },
	{ 0 }
};

/* --- what becomes of a comment ---------------------------------------------------------------- */

static enum go
ask_status(struct call *c, const char *word, const char *is)
{
	if (strcmp(call_kept(c, "status"), is) == 0)
		return GO_DONE;
	wordpress_send(c, "POST", EFFECT_SAME,
	    mem_fmt(c->mem, "comments/%s", call_encoded(c, message_subject(c))), "");
	call_json(c, json_pack("{s:s}", "status", word));
	return wordpress_signed(c);
}

static enum go
take_status(struct call *c)
{
	const char *status = call_get(c, "status");

	if (!status)
		return GO_FAIL;
	call_out(c, "ref", message_subject(c));
	return GO_DONE;
}

static enum go
ask_hold(struct call *c)
{
	return ask_status(c, "hold", "hold");
}

static enum go
ask_approve(struct call *c)
{
	return ask_status(c, "approve", "approved");
}

static enum go
ask_spam(struct call *c)
{
	return ask_status(c, "spam", "spam");
}

/* A comment of an action, or a post of ours: into the trash. 410: it is there already. */
static enum go
ask_delete(struct call *c)
{
	const char *out = text_member(c->was, "ref"), *ref = call_message(c);

	if (!ref && strncmp(out, "posts/", 6) != 0)
		return call_nowhere(c);
	wordpress_send(c, "DELETE", EFFECT_SAME,
	    ref ? mem_fmt(c->mem, "comments/%s", call_encoded(c, ref)) : out, "");
	return wordpress_signed(c);
}

static enum go
take_delete(struct call *c)
{
	const char *ref = call_message(c);

	call_out(c, "ref", ref ? ref : text_member(c->was, "ref"));
	return GO_DONE;
}

const struct step wordpress_hold[] = {
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "hold",    ask_hold,    take_status,  0,   NULL, 0 },
	{ 0 }
};

const struct step wordpress_approve[] = {
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "approve", ask_approve, take_status,  0,   NULL, 0 },
	{ 0 }
};

const struct step wordpress_spam[] = {
	{ "comment", ask_comment, take_comment, 404, NULL, 0 },
	{ "spam",    ask_spam,    take_status,  0,   NULL, 0 },
	{ 0 }
};

const struct step wordpress_delete[] = {
	{ "delete", ask_delete, take_delete, 410, NULL, 0 },
	{ 0 }
};
