/*
 * instagram_inbox.c - what people wrote to us on Instagram: comments, tags, private messages
 *
 * developers.facebook.com/docs/instagram-platform: IG User Media, IG Media Comments, IG User Tags, messaging. There is
 * no list of new comments: media of the last 30 days are read where the number of comments has changed, or that are
 * younger than seven days. Mentions by others are told to webhooks only.
 */
#include "instagram.h"

#define YOUNG_MS INT64_C(604800000)

#define ONE     "id,text,timestamp,username,from{id,username},hidden"
#define COMMENT ONE ",replies.limit(50){" ONE "}"

/*
 * Kept state:
 *	self      our name; newest, after: see graph_read.h
 *	counts    comments of each of our media, to be compared the next time
 *	posts     media whose comments are to be read; done   how many were
 *	lists     how many of the lists of tags and conversations were
 *	top       of a conversation: its first comment; media   below which
 */

enum go
instagram_ask_self(struct call *c)
{
	const char *user = graph_self(c), *self = text_member(message_position(c), "self");

	if (!user)
		return GO_FAIL;
	if (*self) {
		call_keep(c, "self", self);
		return GO_NEXT;
	}
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=id,username", user);
	return graph_signed(c);
}

enum go
instagram_take_self(struct call *c)
{
	const char *name = call_get(c, "username");

	if (!name)
		return GO_FAIL;
	call_keep(c, "self", name);
	return GO_NEXT;
}

/* --- messages ----------------------------------------------------------------------------------- */

static json_t *
fill(struct call *c, json_t *m, const json_t *item, const char *text)
{
	const json_t *from = json_object_get(item, "from");
	const char   *name = text_member(from, "username");

	if (!m)
		return NULL;
	message_author(m, graph_id(c, from, "id"), *name ? name : text_member(item, "username"), NULL);
	json_object_set_new(m, "text", json_string(text_member(item, text)));
	message_url(m, text_member(item, "permalink"));
	if (graph_is_self(c, item))
		json_object_set_new(m, "own", json_true());
	return m;
}

/* up: the comment that it answers, NULL: it answers the medium. */
static json_t *
comment_message(struct call *c, const json_t *item, const char *up, const char *media)
{
	json_t *m = fill(c, message_new(c, graph_id(c, item, "id"), "comment",
	    !json_is_true(json_object_get(item, "hidden")), graph_when(c, text_member(item, "timestamp"))), item,
	    "text");

	message_add(m, "reply_to", up ? up : media);
	message_add(m, "root", media);
	return m;
}

static int
put_new(struct call *c, const json_t *item, const char *time, json_t *m)
{
	int is_new = graph_is_new(c, text_member(item, time));

	if (is_new)
		call_out_record(c, m);
	else
		json_decref(m);
	return is_new;
}

/* The comment and its answers; whether one of them is new. */
static int
put_comment(struct call *c, const json_t *item, const char *media)
{
	int           is_new = put_new(c, item, "timestamp", comment_message(c, item, NULL, media));
	const char   *id = graph_id(c, item, "id");
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(json_object_get(item, "replies"), "data"), i, one)
		is_new |= put_new(c, one, "timestamp", comment_message(c, one, id, media));
	return is_new;
}

/* --- our media ---------------------------------------------------------------------------------- */

static enum go
ask_media(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/media?fields=id,timestamp,comments_count&limit=50%s",
	    graph_self(c), graph_after(c));
	return graph_signed(c);
}

static void
note_count(struct call *c, const char *id, const json_t *count)
{
	json_t *counts = json_object_get(c->keep, "counts");

	if (!counts) {
		counts = json_object();
		json_object_set_new(c->keep, "counts", counts);
	}
	if (json_is_integer(count))
		json_object_set_new(counts, id, json_integer(json_integer_value(count)));
}

static void
take_medium(struct call *c, const json_t *item, int64_t at)
{
	const json_t *count = json_object_get(item, "comments_count");
	const char   *id = graph_id(c, item, "id");
	int           is_same = json_is_integer(count) &&
	    json_equal(count, json_object_get(json_object_get(message_position(c), "counts"), id));
	int           is_none = json_is_integer(count) && !json_integer_value(count);

	if (!*id)
		return;
	note_count(c, id, count);
	if (!is_none && (!is_same || c->now - at < YOUNG_MS))
		call_keep_item(c, "posts", json_string(id));
}

/* Newest first. */
static enum go
take_media(struct call *c)
{
	const json_t *data = graph_data(c), *item;
	int           old = 0;
	int64_t       at;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item) {
		at = graph_time(text_member(item, "timestamp"));
		old |= at && at < graph_from(c) - GRAPH_WINDOW_MS;
		if (!old)
			take_medium(c, item, at);
	}
	if (!old && graph_has_next(c))
		return GO_AGAIN;
	call_forget(c, "after");
	return GO_NEXT;
}

static enum go
ask_comments(struct call *c)
{
	const char *media = call_kept_at(c, "posts", call_kept_count(c, "done"));

	if (!media)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/comments?fields=" COMMENT "&limit=50%s",
	    call_encoded(c, media), graph_after(c));
	return graph_signed(c);
}

/* Newest first, but answers stand below what they answer: on as long as there is something new. */
static enum go
take_comments(struct call *c)
{
	const char   *media = call_kept_at(c, "posts", call_kept_count(c, "done"));
	const json_t *data = graph_post_page(c), *item;
	size_t        i;
	int           fresh = 0;

	json_array_foreach(data, i, item)
		fresh |= put_comment(c, item, media);
	return graph_post_read(c, i && !fresh);
}

/* --- tags, conversations ------------------------------------------------------------------------ */

static int
take_tag(struct call *c, const json_t *item)
{
	const char *id = graph_id(c, item, "id");

	return put_new(c, item, "timestamp", fill(c, message_new(c, *id ? mem_fmt(c->mem, GRAPH_POST "%s", id) : "",
	    "mention", 1, graph_when(c, text_member(item, "timestamp"))), item, "caption"));
}

static int
take_talk(struct call *c, const json_t *item)
{
	const json_t *one;
	int           fresh = 0;
	size_t        i;

	json_array_foreach(json_object_get(json_object_get(item, "messages"), "data"), i, one)
		fresh |= put_new(c, one, "created_time", graph_talk_message(c, one, graph_id(c, item, "id")));
	return fresh;
}

/* Newest first: a page with nothing new ends them. */
static const struct list {
	const char *path;
	int         needs_facebook; /* not offered where the account signed in with Instagram itself */
	int (*take)(struct call *, const json_t *);
} lists[] = {
	{ "tags?fields=id,caption,timestamp,username,permalink&limit=50", 1, take_tag },
	{ "conversations?platform=instagram&fields=" GRAPH_TALKS "&limit=50", 0, take_talk },
};

static enum go
ask_list(struct call *c)
{
	size_t             n = call_kept_count(c, "lists");
	const struct list *l = lists + n;

	if (n < sizeof lists / sizeof *lists && l->needs_facebook && graph_is_own_login(c)) {
		call_keep_item(c, "lists", json_false());
		l++;
		n++;
	}
	if (n >= sizeof lists / sizeof *lists)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/%s%s",
	    l->take == take_talk ? graph_talk_node(c) : graph_self(c), l->path, graph_after(c));
	return graph_signed(c);
}

static enum go
take_list(struct call *c)
{
	const struct list *l = lists + call_kept_count(c, "lists");
	const json_t      *data = graph_data(c), *item;
	int                fresh = 0;
	size_t             i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item)
		fresh |= l->take(c, item);
	if ((i && !fresh) || !graph_has_next(c)) {
		call_forget(c, "after");
		call_keep_item(c, "lists", json_true());
	}
	return GO_AGAIN;
}

static enum go
finish(struct call *c)
{
	json_t *p, *counts = json_object_get(c->keep, "counts");

	graph_finish(c);
	p = json_object_get(c->out, "position") ? json_object_get(c->out, "position") : json_object();
	json_object_set_new(p, "self", json_string(call_kept(c, "self")));
	if (counts)
		json_object_set(p, "counts", counts);
	if (!json_object_get(c->out, "position"))
		call_out_position(c, p);
	return GO_DONE;
}

const struct step instagram_inbox[] = {
	{ "self",     instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "media",    ask_media,          take_media,          0,   NULL, 0 },
	{ "comments", ask_comments,       take_comments, ALSO_REFUSED, NULL, 0 },
	{ "list",     ask_list,           take_list,           0,   NULL, 0 },
	{ "finish",   finish,             finish,              0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static int
is_talk(const struct call *c)
{
	return graph_is_talk(rec_string(c, "ref"));
}

static enum go
ask_first(struct call *c)
{
	const char *ref = rec_string(c, "ref");

	if (strncmp(ref, GRAPH_POST, strlen(GRAPH_POST)) == 0)
		return call_fail(c, FAULT_REFUSED, "Instagram shows no conversation below the media of others");
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=%s", call_encoded(c, ref),
	    is_talk(c) ? "id,from,to" : COMMENT ",parent_id,media{id}");
	return graph_signed(c);
}

static enum go
take_first(struct call *c)
{
	const char *up = graph_id(c, c->body, "parent_id");

	if (graph_has_error(c))
		return graph_refused(c);
	call_keep(c, "media", graph_id(c, json_object_get(c->body, "media"), "id"));
	call_keep(c, "top", is_talk(c) ? graph_talk_other(c, c->body) : *up ? up : rec_string(c, "ref"));
	return GO_NEXT;
}

static enum go
ask_rest(struct call *c)
{
	if (is_talk(c))
		return graph_talk_ask_list(c, call_kept(c, "top"), GRAPH_TALKS);
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=" ONE ",replies.limit(100){" ONE "}",
	    call_encoded(c, call_kept(c, "top")));
	return graph_signed(c);
}

static enum go
take_rest(struct call *c)
{
	const char   *top = call_kept(c, "top"), *media = call_kept(c, "media");
	const json_t *list = is_talk(c) ? graph_talk_list(c) :
	    json_object_get(json_object_get(c->body, "replies"), "data");
	const char   *talk = is_talk(c) ?
	    graph_id(c, json_array_get(json_object_get(c->body, "data"), 0), "id") : NULL;
	const json_t *one;
	size_t        i;

	if (c->err.fault != FAULT_NONE)
		return GO_FAIL;
	if (!talk)
		call_out_record(c, comment_message(c, c->body, NULL, media));
	json_array_foreach(list, i, one)
		call_out_record(c, talk ? graph_talk_message(c, one, talk) : comment_message(c, one, top, media));
	return GO_DONE;
}

const struct step instagram_thread[] = {
	{ "self",  instagram_ask_self, instagram_take_self, 0,   NULL, 0 },
	{ "first", ask_first,          take_first, ALSO_REFUSED, NULL, 0 },
	{ "rest",  ask_rest,           take_rest,           0,   NULL, 0 },
	{ 0 }
};
