/*
 * mastodon_act.c - what is done about a message on Mastodon
 *
 * docs.joinmastodon.org: methods/statuses, methods/accounts, methods/reports. The message is looked
 * at just before: it may be gone, or a colleague may have answered. An answer is seen by no more
 * people than what it answers. Nobody else's status can be hidden or deleted.
 */
#include "mastodon.h"

#include "smm/hash.h"

#include "message.h"

#define LOOK_AFTER_SEC 2 /* a status is in the list as soon as it is stored */

/*
 * Kept state of an action:
 *	self, author   account ids: ours, the message's
 *	prefix         "@anna@example.social ", before the text
 *	visibility, warning, parent   of the message, and so of the answer
 *	answer, url    of the answer that is out
 */

/* --- the message ------------------------------------------------------------------------------ */

static const char *
message_ref(struct call *c)
{
	const char *ref = call_message(c);

	return call_encoded(c, ref ? ref : "");
}

static enum go
ask_message(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/v1/statuses/%s", message_ref(c));
	return mastodon_signed(c);
}

/* 404: deleted, or its author has blocked us. */
static enum go
take_message(struct call *c)
{
	const json_t *account = json_object_get(c->body, "account");
	const char   *acct = text_member(account, "acct"), *visibility = text_member(c->body, "visibility");
	const char   *warning = text_member(c->body, "spoiler_text");

	if (c->reply->status == 404)
		return call_gone(c);
	if (!*text_member(account, "id") || !*text_member(c->body, "id"))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a status", c->net->title,
		    c->reply->status);
	call_keep(c, "author", text_member(account, "id"));
	call_keep(c, "parent", text_member(c->body, "id"));
	call_keep(c, "prefix", mem_fmt(c->mem, "@%s ", acct));
	call_keep(c, "visibility", *visibility ? visibility : "public");
	if (*warning)
		call_keep(c, "warning", warning);
	return GO_NEXT;
}

/* --- an answer -------------------------------------------------------------------------------- */

static enum go
ask_answers(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/v1/statuses/%s/context", message_ref(c));
	return mastodon_signed(c);
}

/* What our account has answered already; NULL when nothing. */
static const json_t *
our_answer(struct call *c)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(c->body, "descendants"), i, one)
		if (strcmp(text_member(one, "in_reply_to_id"), call_kept(c, "parent")) == 0 &&
		    strcmp(text_member(json_object_get(one, "account"), "id"), call_kept(c, "self")) == 0)
			return one;
	return NULL;
}

/* A colleague may have been quicker. */
static enum go
take_answers(struct call *c)
{
	const json_t *one = our_answer(c);

	return one ? call_answered(c, text_member(one, "url")) : GO_NEXT;
}

/* The key of the one answer that this action is (methods/statuses, Idempotency-Key). */
static const char *
idempotency_key(struct call *c)
{
	const char *id = rec_string(c, "id");
	char        sum[DIGEST_SIZE];

	hash_digest(id ? id : "", id ? strlen(id) : 0, sum);
	return mem_dup(c->mem, sum + strlen("sha256:"), 40);
}

/* Whom it answers stands before the text, unless the text says so itself. */
static const char *
answer_text(struct call *c)
{
	const char *text = rec_text_at(c, 0), *prefix = call_kept(c, "prefix");

	return strncmp(text, prefix, strlen(prefix)) == 0 ? text : mem_fmt(c->mem, "%s%s", prefix, text);
}

/* The answer that is out; GO_NEXT when there is one. */
static enum go
tell_answer(struct call *c)
{
	const char *id = call_kept(c, "answer");

	if (!id)
		return GO_SEND;
	call_out(c, "ref", id);
	call_out_url(c, call_kept(c, "url"));
	return GO_NEXT;
}

static enum go
keep_answer(struct call *c, const json_t *status)
{
	const char *id = text_member(status, "id");

	if (!*id)
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"id\"", c->net->title,
		    c->reply->status);
	call_keep(c, "answer", id);
	call_keep(c, "url", text_member(status, "url"));
	return tell_answer(c);
}

static enum go
ask_answer(struct call *c, const char *visibility)
{
	struct buf  form = { 0 };
	const char *warning = call_kept(c, "warning"), *lang = rec_string(c, "lang");

	if (tell_answer(c) == GO_NEXT)
		return GO_NEXT;
	form_add(&form, "status", answer_text(c));
	form_add(&form, "in_reply_to_id", call_kept(c, "parent"));
	form_add(&form, "visibility", visibility);
	if (warning)
		form_add(&form, "spoiler_text", warning);
	if (lang)
		form_add(&form, "language", lang);
	call_send(c, "POST", EFFECT_ONCE, "/api/v1/statuses");
	req_header(&c->req, c->mem, "Idempotency-Key", idempotency_key(c));
	call_form(c, &form);
	buf_release(&form);
	return mastodon_signed(c);
}

static enum go
ask_public(struct call *c)
{
	return ask_answer(c, call_kept(c, "visibility"));
}

static enum go
ask_private(struct call *c)
{
	return ask_answer(c, "direct");
}

static enum go
take_answer(struct call *c)
{
	return keep_answer(c, c->body);
}

/* No answer came: an answer of ours below the message is the one, since there was none before. */
static enum go
take_look(struct call *c)
{
	const json_t *one = our_answer(c);

	return one ? keep_answer(c, one) : GO_AGAIN;
}

static const struct step look = { "look", ask_answers, take_look, 0, NULL, 0 };

const struct step mastodon_reply[] = {
	{ "self",    mastodon_ask_self, mastodon_take_self, 0,   NULL,  0 },
	{ "message", ask_message,       take_message,       404, NULL,  0 },
	{ "answers", ask_answers,       take_answers,       0,   NULL,  0 },
	{ "answer",  ask_public,        take_answer,        0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

const struct step mastodon_reply_private[] = {
	{ "self",    mastodon_ask_self, mastodon_take_self, 0,   NULL,  0 },
	{ "message", ask_message,       take_message,       404, NULL,  0 },
	{ "answers", ask_answers,       take_answers,       0,   NULL,  0 },
	{ "answer",  ask_private,       take_answer,        0,   &look, LOOK_AFTER_SEC },
	{ 0 }
};

/* --- likes ------------------------------------------------------------------------------------ */

static enum go
ask_status(struct call *c)
{
	call_send(c, "POST", EFFECT_SAME, "/api/v1/statuses/%s/%s", message_ref(c), c->with);
	return mastodon_signed(c);
}

static enum go
take_done(struct call *c)
{
	if (c->reply->status == 404)
		return call_gone(c);
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step mastodon_like[] = { { "like", ask_status, take_done, 404, NULL, 0, .with = "favourite" }, { 0 } };
const struct step mastodon_unlike[] = {
	{ "unlike", ask_status, take_done, 404, NULL, 0, .with = "unfavourite" },
	{ 0 }
};

/* --- its author ------------------------------------------------------------------------------- */

static enum go
ask_account(struct call *c)
{
	call_send(c, "POST", EFFECT_SAME, "/api/v1/accounts/%s/%s",
	    call_encoded(c, call_kept(c, "author")), c->with);
	return mastodon_signed(c);
}

/* A report sent twice is two reports. */
static enum go
ask_report(struct call *c)
{
	struct buf form = { 0 };

	form_add(&form, "account_id", call_kept(c, "author"));
	form_add(&form, "status_ids[]", call_kept(c, "parent"));
	if (*rec_text_at(c, 0))
		form_add(&form, "comment", rec_text_at(c, 0));
	call_send(c, "POST", EFFECT_ONCE, "/api/v1/reports");
	call_form(c, &form);
	buf_release(&form);
	return mastodon_signed(c);
}

static enum go
take_author(struct call *c)
{
	call_out(c, "ref", call_kept(c, "author"));
	return GO_DONE;
}

static enum go
take_report(struct call *c)
{
	const char *id = call_get(c, "id");

	if (!id)
		return GO_FAIL;
	call_out(c, "ref", id);
	return GO_DONE;
}

const struct step mastodon_mute[] = {
	{ "message", ask_message, take_message, 404, NULL, 0 },
	{ "mute",    ask_account, take_author,  0,   NULL, 0, .with = "mute" },
	{ 0 }
};

const struct step mastodon_unmute[] = {
	{ "message", ask_message, take_message, 404, NULL, 0 },
	{ "unmute",  ask_account, take_author,  0,   NULL, 0, .with = "unmute" },
	{ 0 }
};

const struct step mastodon_block[] = {
	{ "message", ask_message, take_message, 404, NULL, 0 },
	{ "block",   ask_account, take_author,  0,   NULL, 0, .with = "block" },
	{ 0 }
};

const struct step mastodon_unblock[] = {
	{ "message", ask_message, take_message, 404, NULL, 0 },
	{ "unblock", ask_account, take_author,  0,   NULL, 0, .with = "unblock" },
	{ 0 }
};

const struct step mastodon_report[] = {
	{ "message", ask_message, take_message, 404, NULL, 0 },
	{ "report",  ask_report,  take_report,  0,   NULL, 0 },
	{ 0 }
};
