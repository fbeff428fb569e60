/*
 * mastodon_look.c - was the status made of which no answer came?
 *
 * docs.joinmastodon.org: methods/accounts (verify_credentials, statuses). Our account's id first,
 * then our statuses, newest first, page by page back to the first try. Only a list that reaches
 * back that far proves that the status was not made. One that is like ours and not the same (the
 * server has rewritten it beyond recognition, or it is another post) is for a person to judge.
 */
#include "mastodon.h"

#include "smm/when.h"

#include "html.h"

#define PAGE_SIZE    40              /* the most that accounts/:id/statuses gives */
#define SHORT_PAGE   20              /* no server is known to give less where more is asked for */
#define PAGES_MAX    5

static enum go
ask_look(struct call *c)
{
	const char *self = call_kept(c, "self"), *below = call_kept(c, "below");

	if (!self)
		return mastodon_ask_self(c);
	call_send(c, "GET", EFFECT_NONE, "/api/v1/accounts/%s/statuses?limit=%d&exclude_reblogs=true%s%s",
	    call_encoded(c, self), PAGE_SIZE, below ? "&max_id=" : "", below ? call_encoded(c, below) : "");
	return mastodon_signed(c);
}

/* --- one status ------------------------------------------------------------------------------- */

static const char *
string(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

/* Milliseconds; 0 when the status does not say. */
static int64_t
made_at(const json_t *status)
{
	const char *text = string(status, "created_at");
	int64_t     ms = 0;

	return when_read(text, strlen(text), &ms, NULL) == 0 ? ms : 0;
}

static int
is_upload(const struct call *c, const char *id)
{
	const char *ours;
	size_t      i;

	for (i = 0; (ours = call_kept_at(c, "media", i)); i++)
		if (strcmp(ours, id) == 0)
			return 1;
	return 0;
}

/*
 * The attachments of the status against our uploads: by id, and by description where a server gives
 * attachments other ids (snac). Without words at all they could be any.
 */
static enum likeness
compare_media(struct call *c, const json_t *status, size_t part)
{
	const json_t *list = json_object_get(status, "media_attachments"), *item;
	size_t        i, want = part ? 0 : rec_media_count(c), alike = 0;
	const char   *alt;

	if (json_array_size(list) != want)
		return LIKE_SO;
	json_array_foreach(list, i, item) {
		if (is_upload(c, string(item, "id")))
			return LIKE_SAME;
		alt = string(item, "description");
		alike += (*alt || *call_text(c, part)) &&
		    text_compare(string(rec_media(c, i), "alt"), alt) == LIKE_SAME;
	}
	return alike == want ? LIKE_SAME : LIKE_SO;
}

/* Whether a status of ours is the part in question: text, warning, place in the thread, media. */
static enum likeness
compare_status(struct call *c, const json_t *status, size_t part)
{
	const char   *before = part ? call_kept_at(c, "ids", rec_parent(c, part)) : "";
	enum likeness text, warning;

	if (!*string(status, "id") || strcmp(before, string(status, "in_reply_to_id")) != 0)
		return LIKE_NOT;
	text = html_compare(call_text(c, part), string(status, "content"));
	warning = text_compare(rec_string(c, "warning"), string(status, "spoiler_text"));
	if (text == LIKE_NOT || warning == LIKE_NOT)
		return LIKE_NOT;
	return text == LIKE_SAME && warning == LIKE_SAME ? compare_media(c, status, part) : LIKE_SO;
}

/* --- the list --------------------------------------------------------------------------------- */

static void
end_look(struct call *c)
{
	call_forget(c, "below");
	call_forget(c, "page");
	call_forget(c, "alike");
	call_forget(c, "listed");
}

/* Some servers (snac) leave private posts out of the list. */
static int
may_be_left_out(const struct call *c)
{
	const char *visibility = rec_string(c, "visibility");

	return visibility &&
	    (strcmp(visibility, "private") == 0 || strcmp(visibility, "direct") == 0);
}

/*
 * The list has been seen, back to the first try, and it is not there. That proves something only
 * when no status is alike, and when the list shows posts of this visibility at all.
 */
static enum go
not_found(struct call *c)
{
	const char *alike = call_kept(c, "alike");
	enum go     go = GO_AGAIN;

	if (alike)
		go = call_fail(c, FAULT_UNSURE,
		    "no answer came, and %s is like this post, but not the same; "
		    "look at it", call_words(c, alike, strlen(alike)));
	else if (may_be_left_out(c) && !call_kept(c, "listed"))
		go = call_fail(c, FAULT_UNSURE,
		    "no answer came, and the server lists no %s posts; look for it",
		    rec_string(c, "visibility"));
	end_look(c);
	return go;
}

/* A server that does not know max_id (snac) gives the same page again; a short one is all it has. */
static enum go
next_page(struct call *c, const json_t *last)
{
	const char *id = string(last, "id"), *below = call_kept(c, "below");
	int         same = below && strcmp(id, below) == 0;

	if (same && json_array_size(c->body) < SHORT_PAGE)
		return not_found(c);
	if (call_count(c, "page") >= PAGES_MAX || !*id || same) {
		end_look(c);
		return call_fail(c, FAULT_UNSURE,
		    "no answer came, and the list of our posts does not reach back "
		    "to the first try; look for it");
	}
	call_keep(c, "below", id);
	c->wake = c->now;
	return GO_WAIT;
}

/* What a status that is not ours says about the list. */
static void
note_status(struct call *c, const json_t *status, enum likeness l)
{
	if (may_be_left_out(c) &&
	    strcmp(string(status, "visibility"), rec_string(c, "visibility")) == 0)
		call_keep(c, "listed", string(status, "id"));
	if (l == LIKE_SO && !call_kept(c, "alike"))
		call_keep(c, "alike",
		    *string(status, "url") ? string(status, "url") : string(status, "id"));
}

static enum go
found(struct call *c, const json_t *status)
{
	end_look(c);
	mastodon_keep_status(c, status);
	return mastodon_is_complete(c) ? GO_NEXT : GO_AGAIN;
}

static enum go
search(struct call *c, int64_t since)
{
	const json_t *status, *last = NULL;
	size_t        i;
	int64_t       at = 0;
	enum likeness l;

	json_array_foreach(c->body, i, status) {
		last = status;
		at = made_at(status);
		l = at && at < since ? LIKE_NOT : compare_status(c, status, call_kept_count(c, "ids"));
		if (l == LIKE_SAME)
			return found(c, status);
		note_status(c, status, l);
	}
	return !last || (at && at < since) ? not_found(c) : next_page(c, last);
}

static enum go
take_look(struct call *c)
{
	const char *id;

	if (call_kept(c, "self")) {
		if (json_is_array(c->body))
			return search(c, call_since(c, "since"));
		return call_fail(c, FAULT_REPLY, "%s answered without a list of our posts",
		    c->net->title);
	}
	id = call_get(c, "id");
	if (!id)
		return GO_FAIL;
	call_keep(c, "self", id);
	c->wake = c->now;
	return GO_WAIT;
}

const struct step mastodon_look = { "look", ask_look, take_look, 0, NULL, 0 };
