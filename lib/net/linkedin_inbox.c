/*
 * linkedin_inbox.c - what people wrote to a page on LinkedIn: comments, mentions
 *
 * learn.microsoft.com/linkedin: Organization Social Action Notifications (kept for 60 days), Comments, Posts. A
 * notification names a comment or post, which is then read: of a comment only its author's URN is told. Data storage
 * requirements: what members write may be kept for 48 hours. People have no such list: only pages.
 */
#include "linkedin.h"

#include "smm/when.h"

#include "little_text.h"
#include "message.h"

#include <inttypes.h>

#define PAGE_SIZE  50
#define OVERLAP_MS INT64_C(3600000)   /* a notification comes a little after its time */
#define MINUTE_MS  INT64_C(60000)     /* what came since will be read the next time */
#define KEEP_MS    INT64_C(172800000) /* 48 hours */

/*
 * Kept state:
 *	until   of the time that is asked for; newest   notification seen, both milliseconds as text
 *	page    which is asked for
 *	found   {"urn", "post"} of comments and posts to be read; done   how many were
 *	top     of a conversation: its first comment; post   below which
 */

const char *
linkedin_comment_object(struct call *c, const char *urn)
{
	const char *open = strncmp(urn, "urn:li:comment:(", 16) == 0 ? urn + 16 : NULL;
	const char *comma = open ? strchr(open, ',') : NULL;

	return comma ? mem_dup(c->mem, open, (size_t)(comma - open)) : NULL;
}

const char *
linkedin_comment_number(struct call *c, const char *urn)
{
	const char *comma = linkedin_comment_object(c, urn) ? strchr(urn, ',') : NULL;

	return comma ? mem_dup(c->mem, comma + 1, strcspn(comma + 1, ")")) : NULL;
}

void
linkedin_send_comment(struct call *c, const char *method, enum effect effect, const char *urn, const char *rest)
{
	call_send(c, method, effect, "/rest/socialActions/%s/comments/%s%s",
	    call_encoded(c, linkedin_comment_object(c, urn)), call_encoded(c, linkedin_comment_number(c, urn)), rest);
}

const json_t *
linkedin_elements(struct call *c)
{
	const json_t *list = json_object_get(c->body, "elements");

	if (json_is_array(list))
		return list;
	call_fail(c, FAULT_REPLY, "LinkedIn answered %d without a list", c->reply->status);
	return NULL;
}

const char *
linkedin_when(struct call *c, const json_t *ms)
{
	char text[WHEN_SIZE];

	return json_integer_value(ms) > 0 && json_integer_value(ms) < INT64_C(253402300800000) ?
	    mem_str(c->mem, when_write(text, json_integer_value(ms), 0)) : "";
}

/* --- messages ----------------------------------------------------------------------------------- */

static json_t *
fill(struct call *c, json_t *m, const char *author, const char *text, const char *post)
{
	char expires[WHEN_SIZE];

	if (!m)
		return NULL;
	message_author(m, author, NULL, NULL);
	json_object_set_new(m, "text", json_string(text));
	if (*post)
		message_url(m, mem_fmt(c->mem, "https://www.linkedin.com/feed/update/%s/", post));
	if (strcmp(author, linkedin_author(c)) == 0)
		json_object_set_new(m, "own", json_true());
	json_object_set_new(m, "expires", json_string(when_write(expires, c->now + KEEP_MS, 0)));
	return m;
}

/* post: what our ledger calls the post; the comment itself may name it by another URN. */
static json_t *
comment_message(struct call *c, const json_t *item, const char *post)
{
	const char *urn = text_member(item, "commentUrn"), *up = text_member(item, "parentComment");
	json_t     *m = message_new(c, urn, "comment", 1,
	    linkedin_when(c, json_object_get(json_object_get(item, "created"), "time")));

	if (!*post)
		post = text_member(item, "object");
	m = fill(c, m, text_member(item, "actor"), text_member(json_object_get(item, "message"), "text"), post);
	message_add(m, "reply_to", *up ? up : post);
	message_add(m, "root", post);
	return m;
}

static json_t *
post_message(struct call *c, const json_t *item)
{
	const char *urn = text_member(item, "id");

	return fill(c, message_new(c, urn, "mention", 1, linkedin_when(c, json_object_get(item, "createdAt"))),
	    text_member(item, "author"), little_text_plain(c->mem, text_member(item, "commentary")), urn);
}

/* --- notifications ------------------------------------------------------------------------------ */

static int64_t
from_ms(const struct call *c)
{
	const char *at = text_member(message_position(c), "at");
	int64_t     ms = *at ? message_time(at) - OVERLAP_MS : message_time(text_member(c->rec, "since"));

	return ms > 0 ? ms : 0;
}

static enum go
ask_notices(struct call *c)
{
	json_int_t page = json_integer_value(json_object_get(c->keep, "page"));

	if (!linkedin_is_page(c))
		return call_fail(c, FAULT_REFUSED,
		    "LinkedIn has an inbox for pages only: name the others with --account");
	if (!call_kept(c, "until"))
		call_keep(c, "until", mem_fmt(c->mem, "%" PRId64, c->now - c->now % MINUTE_MS));
	call_send(c, "GET", EFFECT_NONE, "/rest/organizationalEntityNotifications?q=criteria"
	    "&actions=List(COMMENT,SHARE_MENTION,COMMENT_MENTION)&organizationalEntity=%s"
	    "&timeRange=(start:%" PRId64 ",end:%s)&start=%" JSON_INTEGER_FORMAT "&count=%d",
	    call_encoded(c, linkedin_author(c)), from_ms(c), call_kept(c, "until"), page * PAGE_SIZE, PAGE_SIZE);
	return linkedin_signed(c, "FINDER");
}

static void
keep_newest(struct call *c, const json_t *item)
{
	message_keep_newest(c, linkedin_when(c, json_object_get(item, "lastModifiedAt")));
}

static int
is_known(const struct call *c, const char *urn)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(c->keep, "found"), i, one)
		if (strcmp(text_member(one, "urn"), urn) == 0)
			return 1;
	return 0;
}

static enum go
take_notices(struct call *c)
{
	const json_t *list = linkedin_elements(c), *one;
	const char   *urn;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		urn = text_member(one, "generatedActivity");
		keep_newest(c, one);
		if (*urn && !is_known(c, urn))
			call_keep_item(c, "found", json_pack("{s:s, s:s}", "urn", urn, "post",
			    text_member(one, "sourcePost")));
	}
	if (i < PAGE_SIZE)
		return GO_NEXT;
	call_count(c, "page");
	return GO_AGAIN;
}

static const json_t *
wanted(const struct call *c)
{
	return json_array_get(json_object_get(c->keep, "found"), call_kept_count(c, "done"));
}

static enum go
ask_one(struct call *c)
{
	const char *urn = text_member(wanted(c), "urn");

	if (!wanted(c))
		return GO_NEXT;
	if (linkedin_comment_object(c, urn))
		linkedin_send_comment(c, "GET", EFFECT_NONE, urn, "");
	else
		call_send(c, "GET", EFFECT_NONE, "/rest/posts/%s", call_encoded(c, urn));
	return linkedin_signed(c, NULL);
}

/* 404: taken away since. */
static enum go
take_one(struct call *c)
{
	if (c->reply->status == 404)
		;
	else if (!c->body)
		return call_fail(c, FAULT_REPLY, "LinkedIn answered %d with something that is not JSON",
		    c->reply->status);
	else if (linkedin_comment_object(c, text_member(wanted(c), "urn")))
		call_out_record(c, comment_message(c, c->body, text_member(wanted(c), "post")));
	else
		call_out_record(c, post_message(c, c->body));
	call_keep_item(c, "done", json_true());
	return GO_AGAIN;
}

static enum go
finish(struct call *c)
{
	const char *newest = call_kept(c, "newest"), *at = text_member(message_position(c), "at");

	if (newest && (!*at || message_time(newest) > message_time(at)))
		at = newest;
	if (*at)
		call_out_position(c, json_pack("{s:s}", "at", at));
	return GO_DONE;
}

const struct step linkedin_inbox[] = {
	{ "notices", ask_notices, take_notices, 0,   NULL, 0 },
	{ "one",     ask_one,     take_one,     404, NULL, 0 },
	{ "finish",  finish,      finish,       0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static enum go
ask_first(struct call *c)
{
	const char *top = call_kept(c, "top"), *ref = rec_string(c, "ref");

	if (!linkedin_comment_object(c, ref))
		return call_fail(c, FAULT_REFUSED, "LinkedIn shows conversations below comments only");
	linkedin_send_comment(c, "GET", EFFECT_NONE, top ? top : ref, "");
	return linkedin_signed(c, NULL);
}

/* An answer names the comment that it stands below: that is looked at then. */
static enum go
take_first(struct call *c)
{
	const char *up = text_member(c->body, "parentComment");

	if (!call_get(c, "commentUrn"))
		return GO_FAIL;
	if (!call_kept(c, "top") && linkedin_comment_object(c, up)) {
		call_keep(c, "top", up);
		return GO_AGAIN;
	}
	call_keep(c, "top", text_member(c->body, "commentUrn"));
	call_keep(c, "post", text_member(c->body, "object"));
	call_out_record(c, comment_message(c, c->body, ""));
	return GO_NEXT;
}

static enum go
ask_rest(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/rest/socialActions/%s/comments?start=0&count=100",
	    call_encoded(c, call_kept(c, "top")));
	return linkedin_signed(c, NULL);
}

static enum go
take_rest(struct call *c)
{
	const json_t *list = linkedin_elements(c), *one;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		call_out_record(c, comment_message(c, one, call_kept(c, "post")));
	return GO_DONE;
}

const struct step linkedin_thread[] = {
	{ "first", ask_first, take_first, 0, NULL, 0 },
	{ "rest",  ask_rest,  take_rest,  0, NULL, 0 },
	{ 0 }
};
