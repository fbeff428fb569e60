/*
 * youtube_act.c - answers, and what becomes of comments
 *
 * developers.google.com/youtube/v3: comments, commentThreads. Threads have two levels: who answers an answer answers
 * the thread. A comment has no key, and the same words twice in a row may vanish as spam: of one whose answer was
 * lost our own in the thread are looked through.
 */
#include "youtube.h"

#include "html.h"
#include "message.h"

#define PAUSE_SEC 10
#define LOOKS_MAX 2

/*
 * Kept state:
 *	self       our channel
 *	page       of the answers in a thread; at: when the message that is answered was written
 *	commented  when ours was first to be made; looks: how often we have looked
 */

const char *
youtube_root(struct call *c, const char *id)
{
	return mem_dup(c->mem, id, strcspn(id, "."));
}

static enum go
ask_answers_of(struct call *c, const char *root)
{
	const char *page = call_kept(c, "page");

	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/comments?part=snippet&parentId=%s&maxResults=100"
	    "&textFormat=plainText%s%s", call_encoded(c, root), page ? "&pageToken=" : "",
	    page ? call_encoded(c, page) : "");
	return youtube_signed(c);
}

static int
is_own(const struct call *c, const json_t *snippet)
{
	const char *self = call_kept(c, "self");

	return self && strcmp(text_member(json_object_get(snippet, "authorChannelId"), "value"), self) == 0;
}

/* --- has somebody answered? ------------------------------------------------------------------------- */

static enum go
ask_answers(struct call *c)
{
	if (!call_message(c))
		return call_fail(c, FAULT_INPUT, "the action names no message");
	return ask_answers_of(c, youtube_root(c, call_message(c)));
}

/* What answers the first comment comes after it; what answers an answer has to be newer than that. */
static int64_t
answered_from(struct call *c, const json_t *items)
{
	const json_t *one;
	size_t        i;

	if (!strchr(call_message(c), '.'))
		return 0;
	json_array_foreach(items, i, one)
		if (strcmp(text_member(one, "id"), call_message(c)) == 0)
			call_keep(c, "at", text_member(json_object_get(one, "snippet"), "publishedAt"));
	return call_kept(c, "at") ? message_time(call_kept(c, "at")) : INT64_MAX;
}

static enum go
take_answers(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *one, *snippet;
	const char   *page = text_member(c->body, "nextPageToken");
	int64_t       from;
	size_t        i;

	if (c->reply->status == 404)
		return call_gone(c);
	if (!json_is_array(items))
		return youtube_failed(c, "items");
	from = answered_from(c, items);
	json_array_foreach(items, i, one) {
		snippet = json_object_get(one, "snippet");
		if (is_own(c, snippet) && message_time(text_member(snippet, "publishedAt")) > from)
			return call_answered(c, "");
	}
	if (!*page)
		return GO_NEXT;
	call_keep(c, "page", page);
	return GO_AGAIN;
}

/* --- our comment -------------------------------------------------------------------------------------- */

static const char *
our_text(struct call *c)
{
	const char *text = rec_string(c, call_message(c) ? "text" : "first_comment");

	return text ? text : "";
}

enum go
youtube_ask_comment(struct call *c)
{
	const char *message = call_message(c);
	json_t     *body;

	call_fix_time(c, "commented");
	if (message)
		body = json_pack("{s:{s:s, s:s}}", "snippet", "parentId", youtube_root(c, message), "textOriginal",
		    our_text(c));
	else
		body = json_pack("{s:{s:s, s:{s:{s:s}}}}", "snippet", "videoId", call_kept(c, "video"),
		    "topLevelComment", "snippet", "textOriginal", our_text(c));
	call_send(c, "POST", EFFECT_ONCE, YOUTUBE "/%s?part=snippet", message ? "comments" : "commentThreads");
	call_json(c, body);
	return youtube_signed(c);
}

/* Below a film the result is the film's. */
static enum go
finish(struct call *c, const char *id)
{
	const char *message = call_message(c);

	if (message)
		call_out(c, "ref", id);
	else
		youtube_tell(c);
	return GO_DONE;
}

enum go
youtube_take_comment(struct call *c)
{
	const char *id = text_member(c->body, "id");

	if (c->reply->status == 404)
		return call_gone(c);
	return *id ? finish(c, id) : youtube_failed(c, "id");
}

/* --- was it made? ---------------------------------------------------------------------------------------- */

static enum go
ask_look(struct call *c)
{
	enum go go = youtube_ask_self(c);

	if (go != GO_NEXT)
		return go;
	call_forget(c, "page");
	if (call_message(c))
		return ask_answers_of(c, youtube_root(c, call_message(c)));
	call_send(c, "GET", EFFECT_NONE, YOUTUBE "/commentThreads?part=snippet&videoId=%s&order=time&maxResults=100"
	    "&textFormat=plainText", call_encoded(c, call_kept(c, "video")));
	return youtube_signed(c);
}

static int
is_ours(struct call *c, const json_t *snippet)
{
	const char *text = text_member(snippet, "textOriginal");

	if (!*text)
		text = text_member(snippet, "textDisplay");
	return is_own(c, snippet) && text_compare(our_text(c), text) == LIKE_SAME &&
	    message_time(text_member(snippet, "publishedAt")) >= call_since(c, "commented");
}

static enum go
take_list(struct call *c)
{
	const json_t *items = json_object_get(c->body, "items"), *one, *top;
	size_t        i;

	if (!json_is_array(items))
		return youtube_failed(c, "items");
	json_array_foreach(items, i, one) {
		top = json_object_get(json_object_get(one, "snippet"), "topLevelComment");
		if (is_ours(c, json_object_get(top ? top : one, "snippet")))
			return finish(c, text_member(one, "id"));
	}
	return call_looks_again(c, LOOKS_MAX, PAUSE_SEC) ? GO_WAIT : GO_AGAIN;
}

static enum go
take_look(struct call *c)
{
	enum go go;

	if (call_kept(c, "self") && call_kept(c, "uploads"))
		return take_list(c);
	go = youtube_take_self(c);
	if (go != GO_NEXT)
		return go;
	c->wake = c->now;
	return GO_WAIT;
}

const struct step youtube_find_comment = { "look", ask_look, take_look, 0, NULL, 0 };

const struct step youtube_reply[] = {
	{ "self",    youtube_ask_self,    youtube_take_self,    0,   NULL,                  0 },
	{ "answers", ask_answers,         take_answers,         404, NULL,                  0 },
	{ "reply",   youtube_ask_comment, youtube_take_comment, 404, &youtube_find_comment, 5 },
	{ 0 }
};

/* --- what becomes of a comment ------------------------------------------------------------------------------ */

/* An action may say that a comment is rejected for good, and not only held back. */
static const char *
status_wanted(const struct call *c)
{
	return strcmp(text_member(rec_options(c), "status"), "rejected") == 0 ? "rejected" : "heldForReview";
}

static enum go
ask_status(struct call *c)
{
	if (!call_message(c))
		return call_fail(c, FAULT_INPUT, "the action names no message");
	call_send(c, "POST", EFFECT_SAME, YOUTUBE "/comments/setModerationStatus?id=%s&moderationStatus=%s",
	    call_encoded(c, call_message(c)), c->with ? c->with : status_wanted(c));
	return youtube_signed(c);
}

/* Who wrote it is heard no more on this channel, and the comment is gone. */
static enum go
take_status(struct call *c)
{
	if (c->reply->status == 404)
		return call_gone(c);
	if (json_object_get(c->body, "error"))
		return youtube_failed(c, "id");
	call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step youtube_hide[] = {
	{ "hold", ask_status, take_status, 404, NULL, 0 },
	{ 0 }
};

const struct step youtube_hold[] = {
	{ "hold", ask_status, take_status, 404, NULL, 0, .with = "heldForReview" },
	{ 0 }
};

const struct step youtube_unhide[] = {
	{ "show", ask_status, take_status, 404, NULL, 0, .with = "published" },
	{ 0 }
};

const struct step youtube_block[] = {
	{ "ban", ask_status, take_status, 404, NULL, 0, .with = "rejected&banAuthor=true" },
	{ 0 }
};
