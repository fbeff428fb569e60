/*
 * mastodon_inbox.c - what people wrote to us on Mastodon, and whole conversations
 *
 * docs.joinmastodon.org: methods/notifications, methods/statuses (context), entities/Status. Pages
 * are asked from the newest notification down to the last one seen: min_id, which goes upwards, is
 * not known to all servers, and those then leave a gap. `types` is ignored by some, so kinds are
 * looked at here, too.
 */
#include "mastodon.h"

#include "smm/utf8.h"

#include "html.h"
#include "message.h"

#define PAGE_SIZE  80 /* notifications: the most */
#define OWN_PAGE   40 /* accounts/:id/statuses: the most */
#define SHORT_PAGE 20 /* no server is known to give less where more is asked for */
#define PARENTS    60 /* requests for what a message answers, to find where its thread begins */
#define DEPTH      500/* of those for one message */

/*
 * Kept state:
 *	self      our account's id
 *	edge      id of the last item of the page before, where the next one begins
 *	newest    of all notifications seen; of our own statuses: own_newest
 *	pending   messages of which is not known yet where their thread begins
 *	parents   status -> what it answers, "" nothing, null not to be had
 *	wanted    the status that is asked for
 *	asked     how many were
 */

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
ask_self(struct call *c)
{
	const char *self = text_member(message_position(c), "self");

	if (*self) {
		call_keep(c, "self", self);
		return GO_NEXT;
	}
	return mastodon_ask_self(c);
}

/* --- one status as a message ------------------------------------------------------------------ */

static int
is_ours(const struct call *c, const json_t *account)
{
	const char *self = call_kept(c, "self");

	return self && strcmp(self, text_member(account, "id")) == 0;
}

static const char *
kind_of(const struct call *c, const json_t *status, const char *notice)
{
	const char *self = call_kept(c, "self");

	if (strcmp(text_member(status, "visibility"), "direct") == 0)
		return "dm";
	if (notice && strcmp(notice, "quote") == 0)
		return "quote";
	if (self && strcmp(text_member(status, "in_reply_to_account_id"), self) == 0)
		return "comment";
	return notice || !*text_member(status, "in_reply_to_id") ? "mention" : "comment";
}

static void
add_text(json_t *m, const json_t *status)
{
	const char *warning = text_member(status, "spoiler_text");
	struct buf  text = { 0 };

	if (*warning)
		buf_fmt(&text, "%s\n\n", warning);
	html_read_text(&text, text_member(status, "content"));
	json_object_set_new(m, "text", json_stringn(text.at ? text.at : "", text.len));
	buf_release(&text);
}

static void
add_media(json_t *m, const json_t *status)
{
	const json_t *item;
	size_t        i;

	json_array_foreach(json_object_get(status, "media_attachments"), i, item)
		message_medium(m, text_member(item, "url"), text_member(item, "description"));
}

static void
add_author(json_t *m, const json_t *account)
{
	json_t *followers = json_object_get(account, "followers_count");

	message_author(m, text_member(account, "id"), text_member(account, "acct"),
	    text_member(account, "display_name"));
	if (json_is_integer(followers) && json_integer_value(followers) >= 0)
		json_object_set(json_object_get(m, "author"), "followers", followers);
}

/* NULL when it is no status. */
static json_t *
status_message(struct call *c, const json_t *status, const char *notice)
{
	const char   *visibility = text_member(status, "visibility");
	const json_t *account = json_object_get(status, "account");
	int           public = !*visibility || strcmp(visibility, "public") == 0 ||
	    strcmp(visibility, "unlisted") == 0;
	json_t       *m = message_new(c, text_member(status, "id"), kind_of(c, status, notice), public,
	    text_member(status, "created_at"));

	if (!m)
		return NULL;
	add_author(m, account);
	add_text(m, status);
	message_add(m, "lang", text_member(status, "language"));
	message_url(m, *text_member(status, "url") ? text_member(status, "url") :
	    text_member(status, "uri"));
	message_add(m, "reply_to", text_member(status, "in_reply_to_id"));
	add_media(m, status);
	if (is_ours(c, account))
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- where a thread begins -------------------------------------------------------------------- */

static json_t *
parents(struct call *c)
{
	json_t *map = json_object_get(c->keep, "parents");

	if (!map) {
		map = json_object();
		json_object_set_new(c->keep, "parents", map);
	}
	return map;
}

static void
note_parent(struct call *c, const json_t *status)
{
	const char *id = text_member(status, "id");

	if (*id)
		json_object_set_new(parents(c), id, json_string(text_member(status, "in_reply_to_id")));
}

static void
add_pending(struct call *c, json_t *m)
{
	if (m)
		call_keep_item(c, "pending", m);
}

/*
 * Where the thread of a message begins: its id; NULL when a status on the way is not to be had, or
 * the way is a circle; *unknown is then the one to ask for, or NULL.
 */
static const char *
find_root(struct call *c, const json_t *m, const char **unknown)
{
	const char   *id = text_member(m, "id"), *up = text_member(m, "reply_to");
	const json_t *known;
	int           depth;

	*unknown = NULL;
	for (depth = 0; *up && depth < DEPTH; depth++) {
		id = up;
		known = json_object_get(parents(c), id);
		if (!known || json_is_null(known)) {
			*unknown = known ? NULL : id;
			return NULL;
		}
		up = json_string_value(known);
	}
	return depth < DEPTH ? id : NULL;
}

static void
emit_pending(struct call *c)
{
	json_t     *list = json_object_get(c->keep, "pending"), *m;
	const char *root, *unknown;
	size_t      i;

	json_array_foreach(list, i, m) {
		root = find_root(c, m, &unknown);
		message_add(m, "root", root);
		call_out_record(c, json_incref(m));
	}
	json_array_clear(list);
}

/* The next status of which is not known what it answers. */
static const char *
unknown_parent(struct call *c)
{
	json_t     *m;
	const char *unknown;
	size_t      i;

	json_array_foreach(json_object_get(c->keep, "pending"), i, m)
		if (!find_root(c, m, &unknown) && unknown)
			return unknown;
	return NULL;
}

/* methods/statuses: GET /api/v1/statuses/:id */
static enum go
ask_parent(struct call *c)
{
	json_int_t  asked = json_integer_value(json_object_get(c->keep, "asked"));
	const char *id = asked < PARENTS ? unknown_parent(c) : NULL;

	if (!id)
		return GO_NEXT;
	call_keep(c, "wanted", id);
	call_count(c, "asked");
	call_send(c, "GET", EFFECT_NONE, "/api/v1/statuses/%s", call_encoded(c, id));
	return mastodon_signed(c);
}

/* 404: gone, or not for us to see. */
static enum go
take_parent(struct call *c)
{
	const char *id = call_kept(c, "wanted");

	if (c->reply->status == 404 || !*text_member(c->body, "id"))
		json_object_set_new(parents(c), id, json_null());
	else
		json_object_set_new(parents(c), id,
		    json_string(text_member(c->body, "in_reply_to_id")));
	return GO_AGAIN;
}

/* --- pages ------------------------------------------------------------------------------------ */

/* A list that is read from the newest item down to `last` of the position, or to `since`. */
struct list {
	const char *last;  /* member of the position */
	const char *newest; /* member of keep */
};

static const struct list notices = { "last", "newest" }, own = { "own", "own_newest" };

/* Where the next page begins, and where the list ends. */
static const char *
page_query(struct call *c, const struct list *l)
{
	const char *edge = call_kept(c, "edge"), *last = text_member(message_position(c), l->last);

	return mem_fmt(c->mem, "%s%s%s%s", *last ? "&since_id=" : "",
	    *last ? call_encoded(c, last) : "", edge ? "&max_id=" : "",
	    edge ? call_encoded(c, edge) : "");
}

static int64_t
since(const struct call *c)
{
	const char *at = text_member(message_position(c), "since");

	return message_time(*at ? at : text_member(c->rec, "since"));
}

/*
 * The page is read: is there another? Mastodon names it in Link; servers without that (snac) have
 * more when the page is full, and some give the same page again.
 */
static int
has_more(struct call *c, const struct list *l)
{
	size_t        n = json_array_size(c->body);
	const json_t *last = json_array_get(c->body, n - 1);
	const char   *id = text_member(last, "id"), *before = call_kept(c, "edge");
	const char   *link = reply_header(c->reply, "link");

	if (!n || !*id || (before && strcmp(before, id) == 0))
		return 0;
	if (!call_kept(c, l->newest))
		call_keep(c, l->newest, text_member(json_array_get(c->body, 0), "id"));
	call_keep(c, "edge", id);
	if (link ? !strstr(link, "rel=\"next\"") : n < SHORT_PAGE)
		return 0;
	return *text_member(message_position(c), l->last) || message_time(text_member(last, "created_at")) >= since(c);
}

static enum go
ask_notices(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE,
	    "/api/v1/notifications?limit=%d&types[]=mention&types[]=quote%s", PAGE_SIZE,
	    page_query(c, &notices));
	return mastodon_signed(c);
}

static enum go
take_notices(struct call *c)
{
	const json_t *notice, *status;
	const char   *type;
	size_t        i;

	if (!json_is_array(c->body))
		return call_no_list(c);
	json_array_foreach(c->body, i, notice) {
		type = text_member(notice, "type");
		status = json_object_get(notice, "status");
		if (strcmp(type, "mention") != 0 && strcmp(type, "quote") != 0)
			continue;
		note_parent(c, status);
		add_pending(c, status_message(c, status, type));
	}
	if (has_more(c, &notices))
		return GO_AGAIN;
	call_forget(c, "edge");
	return GO_NEXT;
}

/* methods/accounts: what we wrote ourselves, by whatever program; only when it is asked for. */
static enum go
ask_own(struct call *c)
{
	if (!json_is_true(json_object_get(c->rec, "own")))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/v1/accounts/%s/statuses?limit=%d&exclude_reblogs=true%s",
	    call_encoded(c, call_kept(c, "self")), OWN_PAGE, page_query(c, &own));
	return mastodon_signed(c);
}

static enum go
take_own(struct call *c)
{
	const json_t *status;
	size_t        i;

	if (!json_is_array(c->body))
		return call_no_list(c);
	json_array_foreach(c->body, i, status) {
		note_parent(c, status);
		add_pending(c, status_message(c, status, NULL));
	}
	return has_more(c, &own) ? GO_AGAIN : GO_NEXT;
}

/* All is known that can be: out with it, and with how far we have come. */
static enum go
finish(struct call *c)
{
	json_t     *p = message_position(c) ? json_copy(message_position(c)) : json_object();
	const char *newest = call_kept(c, notices.newest), *own_newest = call_kept(c, own.newest);

	emit_pending(c);
	json_object_set_new(p, "self", json_string(call_kept(c, "self")));
	if (newest)
		message_add(p, "last", newest);
	else if (!*text_member(p, "since"))
		message_add(p, "since", text_member(c->rec, "since"));
	message_add(p, "own", own_newest);
	call_out_position(c, p);
	return GO_DONE;
}

const struct step mastodon_inbox[] = {
	{ "self",    ask_self,    mastodon_take_self, 0,   NULL, 0 },
	{ "notices", ask_notices, take_notices, 0,   NULL, 0 },
	{ "own",     ask_own,     take_own,     0,   NULL, 0 },
	{ "parent",  ask_parent,  take_parent,  404, NULL, 0 },
	{ "finish",  finish,      finish,       0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static enum go
ask_status(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/v1/statuses/%s", call_encoded(c, rec_string(c, "ref")));
	return mastodon_signed(c);
}

static enum go
take_status(struct call *c)
{
	json_t *m = status_message(c, c->body, NULL);

	if (!m)
		return call_fail(c, FAULT_REPLY, "%s answered %d without a status", c->net->title,
		    c->reply->status);
	note_parent(c, c->body);
	add_pending(c, m);
	return GO_NEXT;
}

static enum go
ask_context(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/api/v1/statuses/%s/context",
	    call_encoded(c, rec_string(c, "ref")));
	return mastodon_signed(c);
}

static enum go
take_context(struct call *c)
{
	static const char *const lists[] = { "ancestors", "descendants" };
	const json_t            *status;
	size_t                   i, j;

	for (j = 0; j < 2; j++)
		json_array_foreach(json_object_get(c->body, lists[j]), i, status) {
			note_parent(c, status);
			add_pending(c, status_message(c, status, NULL));
		}
	emit_pending(c);
	return GO_DONE;
}

const struct step mastodon_thread[] = {
	{ "self",    ask_self,    mastodon_take_self, 0, NULL, 0 },
	{ "status",  ask_status,  take_status,  0, NULL, 0 },
	{ "context", ask_context, take_context, 0, NULL, 0 },
	{ 0 }
};
