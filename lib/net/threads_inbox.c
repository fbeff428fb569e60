/*
 * threads_inbox.c - what people answered to us on Threads, and who mentions us
 *
 * developers.facebook.com/docs/threads: retrieve posts, reply management, mentions. There is no list of new replies:
 * the conversations below our posts of the last 30 days that have replies are read, newest first; and what waits for
 * our approval below the newest ten. Threads has no private messages.
 */
#include "threads.h"

#include "graph_read.h"

#define PENDING_POSTS 10 /* replies come soon, and each post is a request */

#define REPLY "id,text,username,timestamp,permalink,is_reply_owned_by_me,root_post,replied_to,hide_status"

/*
 * Kept state:
 *	posts   ours with replies; done   how many of them are read; newest, after: see graph_read.h
 *	recent  the newest of ours, below which replies may wait for us; asked   how many were asked for
 *	self    our name; root   of a conversation, where it begins
 */

/* --- messages ----------------------------------------------------------------------------------- */

static int
is_own(const struct call *c, const json_t *item)
{
	const char *self = call_kept(c, "self");

	return json_is_true(json_object_get(item, "is_reply_owned_by_me")) ||
	    (self && strcmp(text_member(item, "username"), self) == 0);
}

static json_t *
post_message(struct call *c, const json_t *item, const char *kind, const char *root)
{
	const char *hidden = text_member(item, "hide_status");
	const char *up = graph_id(c, json_object_get(item, "replied_to"), "id");
	const char *from = graph_id(c, json_object_get(item, "root_post"), "id");
	json_t     *m = message_new(c, graph_id(c, item, "id"), kind, strcmp(hidden, "HIDDEN") != 0,
	    graph_when(c, text_member(item, "timestamp")));

	if (!m)
		return NULL;
	message_author(m, NULL, text_member(item, "username"), NULL);
	json_object_set_new(m, "text", json_string(text_member(item, "text")));
	message_url(m, text_member(item, "permalink"));
	message_add(m, "reply_to", *up ? up : root);
	message_add(m, "root", *from ? from : root);
	if (is_own(c, item))
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- the inbox ---------------------------------------------------------------------------------- */

static enum go
ask_posts(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/me/threads?fields=id,has_replies&limit=100&since=%s%s", graph_since(c),
	    graph_after(c));
	return graph_signed(c);
}

static void
keep_post(struct call *c, const char *id, int has_replies)
{
	if (!*id)
		return;
	if (call_kept_count(c, "recent") < PENDING_POSTS)
		call_keep_item(c, "recent", json_string(id));
	if (has_replies)
		call_keep_item(c, "posts", json_string(id));
}

static enum go
take_posts(struct call *c)
{
	const json_t *data = graph_data(c), *item;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item)
		keep_post(c, graph_id(c, item, "id"), !json_is_false(json_object_get(item, "has_replies")));
	return graph_has_next(c) ? GO_AGAIN : GO_NEXT;
}

static enum go
ask_replies(struct call *c)
{
	const char *post = call_kept_at(c, "posts", call_kept_count(c, "done"));

	if (!post)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, BASE "/%s/conversation?fields=" REPLY "&limit=100%s", call_encoded(c, post),
	    graph_after(c));
	return graph_signed(c);
}

static enum go
take_replies(struct call *c)
{
	const char   *post = call_kept_at(c, "posts", call_kept_count(c, "done"));
	const json_t *data = graph_post_page(c), *item;
	size_t        i;
	int           old = 0;

	json_array_foreach(data, i, item) {
		if (graph_is_new(c, text_member(item, "timestamp")))
			call_out_record(c, post_message(c, item, "comment", post));
		else
			old = 1;
	}
	return graph_post_read(c, old);
}

/* --- replies that wait for our approval --------------------------------------------------------- */

static enum go
ask_pending(struct call *c)
{
	const char *post = call_kept_at(c, "recent", call_kept_count(c, "asked"));

	if (!post)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, BASE "/%s/pending_replies?fields=" REPLY "&limit=100", call_encoded(c, post));
	return graph_signed(c);
}

static void
put_pending(struct call *c, const json_t *item, const char *post)
{
	const char *id = graph_id(c, item, "id");
	json_t     *m = graph_is_new(c, text_member(item, "timestamp")) ? post_message(c, item, "comment", post) : NULL;

	if (!m)
		return;
	json_object_set_new(m, "id", json_sprintf(THREADS_PENDING "%s", id));
	json_object_set_new(m, "public", json_false());
	call_out_record(c, m);
}

/* 400: this account, or app, has no approvals. */
static enum go
take_pending(struct call *c)
{
	const char   *post = call_kept_at(c, "recent", call_kept_count(c, "asked"));
	const json_t *data = graph_has_error(c) ? NULL : graph_data(c), *item;
	size_t        i;

	if (graph_has_error(c))
		return GO_NEXT;
	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item)
		put_pending(c, item, post);
	call_keep_item(c, "asked", json_true());
	return GO_AGAIN;
}

/* --- mentions ------------------------------------------------------------------------------------- */

static enum go
ask_mentions(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/me/mentions?fields=id,text,username,timestamp,permalink&limit=50%s",
	    graph_after(c));
	return graph_signed(c);
}

/* Newest first: a page with an old one ends them. */
static enum go
take_mentions(struct call *c)
{
	const json_t *data = graph_data(c), *item;
	int           old = 0;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item) {
		if (graph_is_new(c, text_member(item, "timestamp")))
			call_out_record(c, post_message(c, item, "mention", NULL));
		else
			old = 1;
	}
	return !old && graph_has_next(c) ? GO_AGAIN : GO_NEXT;
}

const struct step threads_inbox[] = {
	{ "posts",    ask_posts,    take_posts,    0,   NULL, 0 },
	{ "replies",  ask_replies,  take_replies, ALSO_REFUSED, NULL, 0 },
	{ "pending",  ask_pending,  take_pending, ALSO_REFUSED, NULL, 0 },
	{ "mentions", ask_mentions, take_mentions, 0,   NULL, 0 },
	{ "finish",   graph_finish, graph_finish,  0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static enum go
ask_self(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/me?fields=id,username");
	return graph_signed(c);
}

static enum go
take_self(struct call *c)
{
	const char *name = call_get(c, "username");

	if (!name)
		return GO_FAIL;
	call_keep(c, "self", name);
	return GO_NEXT;
}

static enum go
ask_first(struct call *c)
{
	const char *root = call_kept(c, "root");

	if (root && strcmp(root, rec_string(c, "ref")) == 0)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, BASE "/%s?fields=" REPLY, threads_node(c, root ? root : rec_string(c, "ref")));
	return graph_signed(c);
}

/* The post asked for says where its thread begins; that is looked at then. */
static enum go
take_first(struct call *c)
{
	const char *root = graph_id(c, json_object_get(c->body, "root_post"), "id");

	if (graph_has_error(c))
		return graph_refused(c);
	if (call_kept(c, "root") || !*root) {
		call_out_record(c, post_message(c, c->body, "comment", NULL));
		if (!call_kept(c, "root"))
			call_keep(c, "root", rec_string(c, "ref"));
		return GO_NEXT;
	}
	call_keep(c, "root", root);
	return GO_AGAIN;
}

static enum go
ask_rest(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, BASE "/%s/conversation?fields=" REPLY "&limit=100%s",
	    call_encoded(c, call_kept(c, "root")), graph_after(c));
	return graph_signed(c);
}

static enum go
take_rest(struct call *c)
{
	const json_t *data = graph_data(c), *item;
	size_t        i;

	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item)
		call_out_record(c, post_message(c, item, "comment", call_kept(c, "root")));
	return graph_has_next(c) ? GO_AGAIN : GO_DONE;
}

const struct step threads_thread[] = {
	{ "self",  ask_self,  take_self,  0,   NULL, 0 },
	{ "first", ask_first, take_first, ALSO_REFUSED, NULL, 0 },
	{ "rest",  ask_rest,  take_rest,  0,   NULL, 0 },
	{ 0 }
};
