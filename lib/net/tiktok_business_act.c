/*
 * tiktok_business_act.c - answers, and what becomes of comments on TikTok
 *
 * business-api.tiktok.com: business/comment. A comment has no key, and TikTok tells nobody about a twin: of one whose
 * answer was lost our own are looked through, and it is never sent again by itself. Hiding, liking and pinning twice is
 * once. Others' comments cannot be deleted: they are hidden.
 */
#include "tiktok_business.h"

#include "html.h"
#include "message.h"

#define COMMENT_MAX 150 /* characters */
#define LOOK_AFTER  10
#define LOOK_PAUSE  20
#define LOOKS_MAX   3

/*
 * Kept state:
 *	at         when the message was written; cursor: of the next page of answers
 *	commented  when ours was first to be made; looks: how often we have looked
 *	comment    id of ours; pinned: it was, or could not be
 */

const char *
ttb_video(struct call *c, const char *ref)
{
	return mem_dup(c->mem, ref, strcspn(ref, "/"));
}

const char *
ttb_top(struct call *c, const char *ref)
{
	const char *slash = strchr(ref, '/');

	return slash ? mem_dup(c->mem, slash + 1, strcspn(slash + 1, "/")) : "";
}

const char *
ttb_comment(struct call *c, const char *ref)
{
	const char *slash = strrchr(ref, '/');

	(void)c;
	return slash ? slash + 1 : "";
}

/* NULL and c->err when the action is not about a comment of TikTok. */
static const char *
message(struct call *c)
{
	const char *ref = call_message(c);

	if (ref && *ttb_comment(c, ref))
		return ref;
	call_fail(c, FAULT_INPUT, "the action names no comment on TikTok");
	return NULL;
}

/* --- our comment ---------------------------------------------------------------------------------- */

static const char *
our_text(const struct call *c)
{
	const char *text = rec_string(c, call_message(c) ? "text" : "first_comment");

	return text ? text : "";
}

static enum go
check_text(struct call *c)
{
	static const struct text_rule rule = { .unit = TEXT_CODEPOINTS, .max = COMMENT_MAX };
	size_t                        n = text_count(&rule, our_text(c), strlen(our_text(c)));

	return n <= rule.max ? GO_NEXT : call_fail(c, FAULT_INPUT, "the comment has %zu characters, TikTok takes %zu",
	    n, rule.max);
}

/* Below the post that is just out; where that is may not be known. */
static enum go
ask_first(struct call *c)
{
	if (!*our_text(c) || call_kept(c, "comment"))
		return GO_NEXT;
	if (!call_kept(c, "id")) {
		call_keep(c, "note", "its first comment was not written: TikTok does not tell where the post is");
		return GO_NEXT;
	}
	if (check_text(c) == GO_FAIL)
		return GO_FAIL;
	call_fix_time(c, "commented");
	return ttb_post(c, EFFECT_ONCE, "comment/create", json_pack("{s:s, s:s}", "video_id", call_kept(c, "id"),
	    "text", our_text(c)));
}

static enum go
keep_comment(struct call *c, const char *id)
{
	const char *ref = call_message(c);

	call_keep(c, "comment", id);
	if (ref)
		call_out(c, "ref", mem_fmt(c->mem, "%s/%s/%s", ttb_video(c, ref), ttb_top(c, ref), id));
	return GO_NEXT;
}

enum go
ttb_ask_comment(struct call *c)
{
	const char *ref = call_message(c);

	if (!ref)
		return ask_first(c);
	if (call_kept(c, "comment"))
		return keep_comment(c, mem_str(c->mem, call_kept(c, "comment")));
	call_fix_time(c, "commented");
	return ttb_post(c, EFFECT_ONCE, "comment/reply/create", json_pack("{s:s, s:s, s:s}", "video_id",
	    ttb_video(c, ref), "comment_id", ttb_comment(c, ref), "text", our_text(c)));
}

enum go
ttb_take_comment(struct call *c)
{
	const json_t *data = ttb_data(c);
	const char   *id = id_member(c, data, "comment_id");

	if (!data)
		return GO_FAIL;
	return id ? keep_comment(c, id) : call_fail(c, FAULT_REPLY, "TikTok answered %d without \"data.comment_id\"",
	    c->reply->status);
}

/* A wish beside the comment: the comment stands without it, too. */
enum go
ttb_ask_pin(struct call *c)
{
	if (!call_kept(c, "comment") || call_kept(c, "pinned") || !json_is_true(json_object_get(rec_options(c), "pin")))
		return GO_NEXT;
	return ttb_post(c, EFFECT_SAME, "comment/pin", json_pack("{s:s, s:s, s:s}", "video_id", call_kept(c, "id"),
	    "comment_id", call_kept(c, "comment"), "action", "PIN"));
}

enum go
ttb_take_pin(struct call *c)
{
	const json_t *code = json_object_get(c->body, "code");

	if (!json_is_integer(code) || json_integer_value(code) != 0)
		call_keep(c, "note", "its first comment could not be pinned; pin it in the app");
	call_keep(c, "pinned", "yes");
	return GO_NEXT;
}

/* --- was it made? ------------------------------------------------------------------------------------ */

static enum go
ask_look(struct call *c)
{
	const char *ref = call_message(c);

	call_forget(c, "cursor");
	return ref ? ttb_ask_answers(c, ttb_video(c, ref), ttb_top(c, ref)) : ttb_ask_comments(c, call_kept(c, "id"));
}

static int
is_ours(struct call *c, const json_t *comment)
{
	return json_is_true(json_object_get(comment, "owner")) &&
	    text_compare(our_text(c), text_member(comment, "text")) == LIKE_SAME &&
	    ttb_time(json_object_get(comment, "create_time")) >= call_since(c, "commented") / 1000 * 1000;
}

static enum go
take_look(struct call *c)
{
	const json_t *data = ttb_data(c), *one;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(json_object_get(data, "comments"), i, one)
		if (is_ours(c, one) && id_member(c, one, "comment_id"))
			return keep_comment(c, id_member(c, one, "comment_id"));
	if (call_looks_again(c, LOOKS_MAX, LOOK_PAUSE))
		return GO_WAIT;
	return call_fail(c, FAULT_UNSURE, "no answer came, and our comment is not among those below; look in the app");
}

const struct step ttb_find_comment = { "look", ask_look, take_look, 0, NULL, 0 };

/* --- before an answer --------------------------------------------------------------------------------- */

static enum go
ask_answers(struct call *c)
{
	const char *ref = message(c);

	if (!ref || check_text(c) == GO_FAIL)
		return GO_FAIL;
	return ttb_ask_answers(c, ttb_video(c, ref), ttb_top(c, ref));
}

/* What answers an answer has to be newer than that; what answers the first comment always is. */
static int64_t
answered_from(struct call *c, const json_t *comments)
{
	const char   *ref = call_message(c), *id;
	const json_t *one;
	size_t        i;

	if (strcmp(ttb_top(c, ref), ttb_comment(c, ref)) == 0)
		return 0;
	json_array_foreach(comments, i, one) {
		id = id_member(c, one, "comment_id");
		if (id && strcmp(id, ttb_comment(c, ref)) == 0)
			return ttb_time(json_object_get(one, "create_time"));
	}
	return INT64_MAX;
}

/* A colleague may have been quicker. */
static enum go
take_answers(struct call *c)
{
	const json_t *data = ttb_data(c), *comments = json_object_get(data, "comments"), *one;
	int64_t       from;
	size_t        i;

	if (!data)
		return GO_FAIL;
	from = answered_from(c, comments);
	json_array_foreach(comments, i, one)
		if (json_is_true(json_object_get(one, "owner")) &&
		    ttb_time(json_object_get(one, "create_time")) > from)
			return call_answered(c, "");
	if (!json_is_true(json_object_get(data, "has_more")) || !id_member(c, data, "cursor"))
		return GO_NEXT;
	call_keep(c, "cursor", id_member(c, data, "cursor"));
	return GO_AGAIN;
}

const struct step ttb_reply[] = {
	{ "answers", ask_answers,     take_answers,     0, NULL,              0 },
	{ "reply",   ttb_ask_comment, ttb_take_comment, 0, &ttb_find_comment, LOOK_AFTER },
	{ 0 }
};

/* --- hidden, liked, taken away --------------------------------------------------------------------------- */

static enum go
ask_hide(struct call *c)
{
	const char *ref = message(c);

	return ref ? ttb_post(c, EFFECT_SAME, "comment/hide", json_pack("{s:s, s:s, s:s}", "video_id",
	    ttb_video(c, ref), "comment_id", ttb_comment(c, ref), "action", c->with)) : GO_FAIL;
}

static enum go
ask_like(struct call *c)
{
	const char *ref = message(c);

	return ref ? ttb_post(c, EFFECT_SAME, "comment/like", json_pack("{s:s, s:s}", "comment_id", ttb_comment(c, ref),
	    "action", c->with)) : GO_FAIL;
}

static enum go
ask_delete(struct call *c)
{
	if (!call_message(c))
		return call_fail(c, FAULT_REFUSED, "TikTok deletes no posts by its API; take it away in the app");
	return message(c) ? ttb_post(c, EFFECT_SAME, "comment/delete", json_pack("{s:s}", "comment_id",
	    ttb_comment(c, call_message(c)))) : GO_FAIL;
}

/* {"code": 0}, with data or without. */
static enum go
take_done(struct call *c)
{
	const json_t *code = json_object_get(c->body, "code");

	if (!(json_is_integer(code) && json_integer_value(code) == 0) && !ttb_data(c))
		return GO_FAIL;
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

/* No permission (40001) is what is said of others' comments, too: signing in again would not help. */
static enum go
take_deleted(struct call *c)
{
	if (json_integer_value(json_object_get(c->body, "code")) == 40001)
		return call_fail(c, FAULT_REFUSED, "TikTok deletes an account's own comments only, and with the "
		    "permission to manage comments; hide what others wrote");
	return take_done(c);
}

const struct step ttb_hide[] = { { "hide", ask_hide, take_done, 0, NULL, 0, .with = "HIDE" }, { 0 } };
const struct step ttb_unhide[] = { { "unhide", ask_hide, take_done, 0, NULL, 0, .with = "UNHIDE" }, { 0 } };
const struct step ttb_like[] = { { "like", ask_like, take_done, 0, NULL, 0, .with = "LIKE" }, { 0 } };
const struct step ttb_unlike[] = { { "unlike", ask_like, take_done, 0, NULL, 0, .with = "UNLIKE" }, { 0 } };
const struct step ttb_delete[] = { { "delete", ask_delete, take_deleted, 0, NULL, 0 }, { 0 } };
