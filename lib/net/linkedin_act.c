/*
 * linkedin_act.c - what is done about a message on LinkedIn, and about posts that are out
 *
 * learn.microsoft.com/linkedin: Comments, Reactions, Posts. Answers stand one level deep, below the first comment;
 * there is no key: of one whose answer was lost the comments there are looked through. Others' comments cannot be
 * hidden, and are deleted only where LinkedIn lets a page do so.
 */
#include "linkedin.h"

#include "html.h"
#include "little_text.h"
#include "message.h"

#define LOOK_AFTER_SEC 10

/*
 * Kept state:
 *	top, object   the comment that an answer hangs below ("" none: a post), and the post
 *	at            when the message was written, milliseconds; nested   it is an answer itself
 *	since         when the answer was first asked for; answer   its URN
 */

static const char *
message_ref(const struct call *c)
{
	const char *ref = call_message(c);

	return ref ? ref : "";
}

enum go
linkedin_comment_fits(struct call *c, const char *text)
{
	static const struct text_rule rule = { .unit = TEXT_UTF16, .max = LINKEDIN_COMMENT_MAX };
	size_t                        len = text_count(&rule, text, strlen(text));

	return len > rule.max ? call_fail(c, FAULT_INPUT, "it has %zu characters, a comment on LinkedIn takes %zu", len,
	    rule.max) : GO_NEXT;
}

/* --- the message ------------------------------------------------------------------------------ */

static enum go
ask_message(struct call *c)
{
	if (linkedin_comment_fits(c, rec_text_at(c, 0)) == GO_FAIL)
		return GO_FAIL;
	if (linkedin_comment_object(c, message_ref(c)))
		linkedin_send_comment(c, "GET", EFFECT_NONE, message_ref(c), "");
	else
		call_send(c, "GET", EFFECT_NONE, "/rest/posts/%s", call_encoded(c, message_ref(c)));
	return linkedin_signed(c, NULL);
}

/* 404: deleted since it was read. */
static enum go
take_message(struct call *c)
{
	const char *up = text_member(c->body, "parentComment"), *object = text_member(c->body, "object");
	int         is_comment = linkedin_comment_object(c, message_ref(c)) != NULL;
	json_t     *at = json_object_get(json_object_get(c->body, "created"), "time");

	if (c->reply->status == 404)
		return call_gone(c);
	if (!call_get(c, is_comment ? "commentUrn" : "id"))
		return GO_FAIL;
	call_keep(c, "top", !is_comment ? "" : *up ? up : message_ref(c));
	call_keep(c, "object", !is_comment ? message_ref(c) : *object ? object :
	    linkedin_comment_object(c, message_ref(c)));
	if (*up)
		call_keep(c, "nested", "yes");
	if (is_comment && json_is_integer(at))
		json_object_set(c->keep, "at", at);
	return GO_NEXT;
}

/* --- an answer -------------------------------------------------------------------------------- */

/* Below what it hangs. */
static const char *
target(struct call *c)
{
	return *call_kept(c, "top") ? call_kept(c, "top") : call_kept(c, "object");
}

static enum go
ask_answers(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/rest/socialActions/%s/comments?start=0&count=100",
	    call_encoded(c, target(c)));
	return linkedin_signed(c, NULL);
}

/* Ours, written from then on, with these words (NULL: any). */
static const json_t *
our_answer(struct call *c, const json_t *list, int64_t from, const char *words)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(list, i, one)
		if (strcmp(text_member(one, "actor"), linkedin_author(c)) == 0 &&
		    json_integer_value(json_object_get(json_object_get(one, "created"), "time")) >= from &&
		    (!words || text_compare(words, text_member(json_object_get(one, "message"), "text")) == LIKE_SAME))
			return one;
	return NULL;
}

/* A colleague may have been quicker; of an answer to an answer only the same words tell. */
static enum go
take_answers(struct call *c)
{
	const json_t *list = linkedin_elements(c);
	int64_t       at = json_integer_value(json_object_get(c->keep, "at"));

	if (!list)
		return GO_FAIL;
	return our_answer(c, list, at, call_kept(c, "nested") ? rec_text_at(c, 0) : NULL) ? call_answered(c, "") :
	    GO_NEXT;
}

static enum go
keep_answer(struct call *c, const char *urn)
{
	call_keep(c, "answer", urn);
	call_out(c, "ref", urn);
	return GO_NEXT;
}

static enum go
ask_answer(struct call *c)
{
	const char *top = call_kept(c, "top");
	json_t     *body;

	if (call_kept(c, "answer"))
		return keep_answer(c, mem_str(c->mem, call_kept(c, "answer")));
	call_fix_time(c, "since");
	body = json_pack("{s:s, s:s, s:{s:s}}", "actor", linkedin_author(c), "object", call_kept(c, "object"),
	    "message", "text", rec_text_at(c, 0));
	if (*top)
		json_object_set_new(body, "parentComment", json_string(top));
	call_send(c, "POST", EFFECT_ONCE, "/rest/socialActions/%s/comments", call_encoded(c, target(c)));
	call_json(c, body);
	return linkedin_signed(c, NULL);
}

/* The body may be empty: then the header has the comment's number. */
static enum go
take_answer(struct call *c)
{
	const char *urn = text_member(c->body, "commentUrn"), *id = reply_header(c->reply, "x-restli-id");

	if (*urn)
		return keep_answer(c, urn);
	if (!id || !*id || strspn(id, "0123456789") != strlen(id))
		return call_fail(c, FAULT_REPLY, "LinkedIn answered %d without the comment's id", c->reply->status);
	return keep_answer(c, mem_fmt(c->mem, "urn:li:comment:(%s,%s)", call_kept(c, "object"), id));
}

static enum go
take_look(struct call *c)
{
	const json_t *list = linkedin_elements(c), *one;

	if (!list)
		return GO_FAIL;
	one = our_answer(c, list, call_since(c, "since"), rec_text_at(c, 0));
	return one && *text_member(one, "commentUrn") ? keep_answer(c, text_member(one, "commentUrn")) :
	    one ? call_fail(c, FAULT_UNSURE, "no answer came; look below that comment") : GO_AGAIN;
}

static const struct step look = { "look", ask_answers, take_look, 0, NULL, 0 };

const struct step linkedin_reply[] = {
	{ "message", ask_message, take_message, 404, NULL,  0 },
	{ "answers", ask_answers, take_answers, 0,   NULL,  0 },
	{ "answer",  ask_answer,  take_answer,  0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- our first comment, below a post of ours ------------------------------------------------------ */

enum go
linkedin_ask_comment(struct call *c)
{
	const char *urn = call_kept(c, "urn");

	if (rec_texts(c) < 2 || call_kept(c, "comment"))
		return GO_NEXT;
	call_send(c, "POST", EFFECT_ONCE, "/rest/socialActions/%s/comments", call_encoded(c, urn));
	call_json(c, json_pack("{s:s, s:s, s:{s:s}}", "actor", linkedin_author(c), "object", urn, "message", "text",
	    rec_text_at(c, 1)));
	return linkedin_signed(c, NULL);
}

enum go
linkedin_take_comment(struct call *c)
{
	call_keep(c, "comment", "yes");
	return GO_NEXT;
}

static enum go
ask_comments(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/rest/socialActions/%s/comments?start=0&count=100",
	    call_encoded(c, call_kept(c, "urn")));
	return linkedin_signed(c, NULL);
}

/* 403: we may not read, so nobody knows. */
static enum go
take_comments(struct call *c)
{
	const json_t *list = c->reply->status == 403 ? NULL : linkedin_elements(c);

	if (!list)
		return call_fail(c, FAULT_UNSURE, "no answer came to the first comment; look below the post");
	return our_answer(c, list, call_since(c, "since"), rec_text_at(c, 1)) ? linkedin_take_comment(c) : GO_AGAIN;
}

const struct step linkedin_look_comment = { "look", ask_comments, take_comments, 403, NULL, 0 };

/* --- likes -------------------------------------------------------------------------------------- */

static enum go
ask_like(struct call *c)
{
	call_send(c, "POST", EFFECT_SAME, "/rest/reactions?actor=%s", call_encoded(c, linkedin_author(c)));
	call_json(c, json_pack("{s:s, s:s}", "root", message_ref(c), "reactionType", "LIKE"));
	return linkedin_signed(c, NULL);
}

/* "Reactions": the key of one is a pair. */
static enum go
ask_unlike(struct call *c)
{
	call_send(c, "DELETE", EFFECT_SAME, "/rest/reactions/(actor:%s,entity:%s)",
	    call_encoded(c, linkedin_author(c)), call_encoded(c, message_ref(c)));
	return linkedin_signed(c, "DELETE");
}

/* 409: it is liked already; 404: it is not, or is gone. */
static enum go
take_like(struct call *c)
{
	call_out(c, "ref", message_ref(c));
	return GO_DONE;
}

const struct step linkedin_like[] = { { "like", ask_like, take_like, 409, NULL, 0 }, { 0 } };
const struct step linkedin_unlike[] = { { "unlike", ask_unlike, take_like, 404, NULL, 0 }, { 0 } };

/* --- posts of ours that are out ------------------------------------------------------------------- */

/* Posts API, "Update posts": of what people see, only the words. */
static enum go
ask_edit(struct call *c)
{
	if (call_text_only(c) == GO_FAIL)
		return GO_FAIL;
	call_send(c, "POST", EFFECT_SAME, "/rest/posts/%s", call_encoded(c, text_member(c->was, "ref")));
	call_json(c, json_pack("{s:{s:{s:s}}}", "patch", "$set", "commentary",
	    little_text(c->mem, call_text(c, 0))));
	return linkedin_signed(c, "PARTIAL_UPDATE");
}

static enum go
take_change(struct call *c)
{
	(void)c;
	return GO_DONE;
}

const struct step linkedin_edit[] = { { "edit", ask_edit, take_change, 0, NULL, 0 }, { 0 } };

/* The comment of an action, or a post of ours. 404: it is gone already. */
static enum go
ask_delete(struct call *c)
{
	const char *urn = call_message(c), *ref = text_member(c->was, "ref");

	if (urn && !linkedin_comment_object(c, urn))
		return call_fail(c, FAULT_REFUSED, "only comments, and posts of our own, can be deleted on LinkedIn");
	if (!urn && !*ref)
		return call_nowhere(c);
	if (urn)
		linkedin_send_comment(c, "DELETE", EFFECT_SAME, urn,
		    mem_fmt(c->mem, "?actor=%s", call_encoded(c, linkedin_author(c))));
	else
		call_send(c, "DELETE", EFFECT_SAME, "/rest/posts/%s", call_encoded(c, ref));
	return linkedin_signed(c, "DELETE");
}

static enum go
take_delete(struct call *c)
{
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step linkedin_delete[] = { { "delete", ask_delete, take_delete, 404, NULL, 0 }, { 0 } };
