/*
 * discourse_inbox.c - what people write to us on a forum; who we are; what is counted
 *
 * docs.discourse.org: notifications, topics, posts. A notification has no text, and the forum draws several posts of a
 * topic together in one: so of each topic that is notified the posts since then are read, and those are told that are
 * to us - in a topic or a private message of ours, an answer to us, or the very post that was notified.
 */
#include "discourse.h"

#include "smm/when.h"

#include "html.h"
#include "message.h"
#include "metrics.h"

#define LIST       60              /* the most */
#define OVERLAP_MS INT64_C(300000) /* a notification is made a little after its post */

/*
 * Kept state of a reading:
 *	offset  of the list; newest   when the newest notification was made
 *	topics  {topic: {post: kind}} that are to be read, in `order`; read   how many are
 *	left    numbers of the posts of the topic that are still to be asked for, newest last
 *	ours    the topic under way is ours; private   it is a private message
 */

/* --- one post as a message -------------------------------------------------------------------- */

static void
add_text(json_t *m, const json_t *post)
{
	const char *raw = text_member(post, "raw");
	struct buf  text = { 0 };

	if (*raw)
		buf_str(&text, raw);
	else
		html_read_text(&text, text_member(post, "cooked"));
	json_object_set_new(m, "text", json_stringn(text.at ? text.at : "", text.len));
	buf_release(&text);
}

static json_t *
post_message(struct call *c, const json_t *post, const char *kind)
{
	const char *id = id_member(c, post, "id"), *topic = id_member(c, post, "topic_id");
	const char *number = id_member(c, post, "post_number"), *author = id_member(c, post, "user_id");
	json_t     *m = message_new(c, id ? id : "", kind, strcmp(kind, "dm") != 0, text_member(post, "created_at"));

	if (!m)
		return NULL;
	message_author(m, author, text_member(post, "username"), text_member(post, "name"));
	add_text(m, post);
	if (topic && number)
		message_url(m, mem_fmt(c->mem, "%s/t/%s/%s", c->account->server ? c->account->server : "",
		    call_encoded(c, topic), call_encoded(c, number)));
	message_add(m, "reply_to", topic ? mem_fmt(c->mem, "t/%s", topic) : NULL);
	message_add(m, "root", topic ? mem_fmt(c->mem, "t/%s", topic) : NULL);
	if (discourse_is_ours(c, post))
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- the list --------------------------------------------------------------------------------- */

/* app/models/notification.rb */
static const char *
kind_of(json_int_t type)
{
	switch (type) {
	case 1:  /* mentioned */
	case 15: /* group_mentioned */
		return "mention";
	case 2: /* replied */
	case 9: /* posted */
		return "comment";
	case 3: /* quoted */
		return "quote";
	case 6: /* private_message */
		return "dm";
	default:
		return NULL;
	}
}

static enum go
ask_list(struct call *c)
{
	json_int_t offset = json_integer_value(json_object_get(c->keep, "offset"));

	call_send(c, "GET", EFFECT_NONE, "/notifications.json?limit=%d&offset=%" JSON_INTEGER_FORMAT, LIST, offset);
	return discourse_signed(c);
}

static void
keep_topic(struct call *c, const json_t *one, const char *kind)
{
	const char *topic = id_member(c, one, "topic_id");
	const char *post = id_member(c, json_object_get(one, "data"), "original_post_id");
	json_t     *topics = json_object_get(c->keep, "topics"), *posts;

	if (!topic)
		return;
	if (!topics) {
		topics = json_object();
		json_object_set_new(c->keep, "topics", topics);
	}
	posts = json_object_get(topics, topic);
	if (!posts) {
		posts = json_object();
		json_object_set_new(topics, topic, posts);
		call_keep_item(c, "order", json_string(topic));
	}
	if (post)
		json_object_set_new(posts, post, json_string(kind));
}

static enum go
take_list(struct call *c)
{
	const json_t *list = json_object_get(c->body, "notifications"), *one;
	json_int_t    offset = json_integer_value(json_object_get(c->keep, "offset"));
	int64_t       ms;
	int           is_over = json_array_size(list) < LIST;
	size_t        i;

	if (!json_is_array(list))
		return call_fail(c, FAULT_REPLY, "%s answered %d without notifications", c->net->title,
		    c->reply->status);
	json_array_foreach(list, i, one) {
		const char *kind = kind_of(json_integer_value(json_object_get(one, "notification_type")));

		ms = message_time(text_member(one, "created_at"));
		message_keep_newest(c, text_member(one, "created_at"));
		if (ms && ms < message_from(c, OVERLAP_MS))
			is_over = 1;
		else if (kind)
			keep_topic(c, one, kind);
	}
	json_object_set_new(c->keep, "offset", json_integer(offset + LIST));
	return is_over ? GO_NEXT : GO_AGAIN;
}

/* --- a topic ---------------------------------------------------------------------------------- */

static const char *
topic_now(const struct call *c)
{
	return call_kept_at(c, "order", call_kept_count(c, "read"));
}

static void
next_topic(struct call *c)
{
	call_forget(c, "left");
	call_keep_item(c, "read", json_true());
}

/* The last numbers of the list, as many as one request gives. */
static const char *
numbers(struct call *c)
{
	json_t     *left = json_object_get(c->keep, "left");
	size_t      n = json_array_size(left), i = n > DISCOURSE_PAGE ? n - DISCOURSE_PAGE : 0;
	const char *text = "";

	for (; i < n; i++)
		text = mem_fmt(c->mem, "%s%spost_ids[]=%" JSON_INTEGER_FORMAT, text, *text ? "&" : "?",
		    json_integer_value(json_array_get(left, i)));
	return text;
}

static enum go
ask_topic(struct call *c)
{
	if (!topic_now(c))
		return GO_NEXT;
	if (!json_object_get(c->keep, "left"))
		return discourse_ask_page(c, topic_now(c), 1);
	call_send(c, "GET", EFFECT_NONE, "/t/%s/posts.json%s", call_encoded(c, topic_now(c)),
	    numbers(c));
	return discourse_signed(c);
}

/* All its numbers are in the stream, oldest first. */
static enum go
begin_topic(struct call *c)
{
	json_t     *stream = json_object_get(json_object_get(c->body, "post_stream"), "stream");
	const char *by = text_member(json_object_get(json_object_get(c->body, "details"), "created_by"), "username");

	if (!json_is_array(stream))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a stream", c->net->title, c->reply->status);
	json_object_set(c->keep, "left", stream);
	call_keep(c, "ours", strcmp(by, discourse_self(c)) == 0 ? "yes" : "");
	call_keep(c, "private", strcmp(text_member(c->body, "archetype"), "private_message") == 0 ? "yes" : "");
	return GO_AGAIN;
}

/* NULL: it is not to us. */
static const char *
kind_here(struct call *c, const json_t *post)
{
	const char *id = id_member(c, post, "id"), *parent;
	const char *told = text_member(json_object_get(json_object_get(c->keep, "topics"), topic_now(c)), id ? id : "");

	if (*call_kept(c, "private"))
		return "dm";
	if (*told)
		return told;
	parent = text_member(json_object_get(post, "reply_to_user"), "username");
	return *call_kept(c, "ours") || strcmp(parent, discourse_self(c)) == 0 ? "comment" : NULL;
}

/* 1 when the oldest of these posts is too old already. */
static int
read_posts(struct call *c, const json_t *posts)
{
	const json_t *one;
	const char   *kind;
	int           is_old = 0;
	size_t        i;

	json_array_foreach(posts, i, one) {
		int64_t ms = message_time(text_member(one, "created_at"));

		is_old |= ms && ms < message_from(c, OVERLAP_MS);
		kind = ms >= message_from(c, OVERLAP_MS) ? kind_here(c, one) : NULL;
		if (kind && json_integer_value(json_object_get(one, "post_type")) <= 1)
			call_out_record(c, post_message(c, one, kind));
	}
	return is_old;
}

/* 404: it was deleted, 403: it was made private since. */
static enum go
take_topic(struct call *c)
{
	json_t       *left = json_object_get(c->keep, "left");
	const json_t *posts;
	size_t        n;

	if (c->reply->status == 404) {
		next_topic(c);
		return GO_AGAIN;
	}
	if (!left)
		return begin_topic(c);
	posts = discourse_posts(c);
	if (!posts)
		return GO_FAIL;
	for (n = 0; n < DISCOURSE_PAGE && json_array_size(left); n++)
		json_array_remove(left, json_array_size(left) - 1);
	if (read_posts(c, posts) || !json_array_size(left))
		next_topic(c);
	return GO_AGAIN;
}

const struct step discourse_inbox[] = {
	{ "list",   ask_list,       take_list,      0,   NULL, 0 },
	{ "topic",  ask_topic,      take_topic,     404, NULL, 0 },
	{ "finish", message_finish, message_finish, 0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static enum go
ask_root(struct call *c)
{
	const char *ref = rec_string(c, "ref"), *topic = discourse_topic_of(ref);

	if (topic) {
		call_keep(c, "topic", topic);
		return GO_NEXT;
	}
	if (!ref || !*ref)
		return call_fail(c, FAULT_INPUT, "no message is asked for");
	call_send(c, "GET", EFFECT_NONE, "/posts/%s.json", call_encoded(c, ref));
	return discourse_signed(c);
}

static enum go
take_root(struct call *c)
{
	const char *topic = id_member(c, c->body, "topic_id");

	if (c->reply->status == 404)
		return call_gone(c);
	if (!topic)
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"topic_id\"", c->net->title,
		    c->reply->status);
	call_keep(c, "topic", topic);
	return GO_NEXT;
}

static enum go
ask_all(struct call *c)
{
	return discourse_ask_page(c, call_kept(c, "topic"), call_page(c));
}

/* 404: there is no further page. */
static enum go
take_all(struct call *c)
{
	const json_t *posts = c->reply->status == 404 ? NULL : discourse_posts(c), *one;
	const char   *kind = strcmp(text_member(c->body, "archetype"), "private_message") == 0 ? "dm" : "comment";
	size_t        i;

	if (c->reply->status == 404)
		return call_page(c) > 1 ? GO_NEXT : call_gone(c);
	if (!posts)
		return GO_FAIL;
	json_array_foreach(posts, i, one)
		if (json_integer_value(json_object_get(one, "post_type")) <= 1)
			call_out_record(c, post_message(c, one, kind));
	call_next_page(c);
	return json_array_size(posts) < DISCOURSE_PAGE ? GO_NEXT : GO_AGAIN;
}

const struct step discourse_thread[] = {
	{ "root", ask_root, take_root, 404, NULL, 0 },
	{ "all",  ask_all,  take_all,  404, NULL, 0 },
	{ 0 }
};

/* --- who we are ------------------------------------------------------------------------------- */

static enum go
ask_who(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/session/current.json");
	return discourse_signed(c);
}

/* 404: nobody is signed in. */
static enum go
take_who(struct call *c)
{
	const json_t *user = json_object_get(c->body, "current_user");
	const char   *id = id_member(c, user, "id");

	if (c->reply->status == 404)
		return call_fail(c, FAULT_AUTH, "the forum does not know the key of account %s, or not its user %s",
		    c->account->name, discourse_self(c));
	if (!id)
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"current_user\"", c->net->title,
		    c->reply->status);
	return call_who(c, text_member(user, "username"), id);
}

const struct step discourse_who[] = {
	{ "who", ask_who, take_who, 404, NULL, 0 },
	{ 0 }
};

/* --- numbers ---------------------------------------------------------------------------------- */

static enum go
ask_post(struct call *c)
{
	const char *topic = discourse_topic_of(metrics_ref(c, 0));

	if (!topic)
		return call_fail(c, FAULT_INPUT, "no topic of a forum is asked for, its ref is like t/45");
	return discourse_ask_page(c, topic, 1);
}

/* posts_count counts the first post, too. */
static enum go
take_post(struct call *c)
{
	static const struct count counts[] = { { "views", "views" }, { "likes", "like_count" },
		{ "comments", "answers" }, { NULL, NULL } };
	json_int_t n = json_integer_value(json_object_get(c->body, "posts_count"));

	if (c->reply->status == 404)
		return GO_NEXT;
	if (!id_member(c, c->body, "id"))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"id\"", c->net->title, c->reply->status);
	if (n > 0)
		json_object_set_new(c->body, "answers", json_integer(n - 1));
	metrics_out(c, metrics_ref(c, 0), counts, c->body);
	return GO_NEXT;
}

const struct step discourse_post_metrics[] = {
	{ "post", ask_post, take_post, 404, NULL, 0 },
	{ 0 }
};

static enum go
ask_account(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/u/%s/summary.json", call_encoded(c, discourse_self(c)));
	return discourse_signed(c);
}

static enum go
take_account(struct call *c)
{
	static const struct count counts[] = { { "likes", "likes_received" }, { NULL, NULL } };
	const json_t             *user = json_object_get(c->body, "user_summary");

	if (!json_is_object(user))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"user_summary\"", c->net->title,
		    c->reply->status);
	metrics_out(c, NULL, counts, user);
	return GO_NEXT;
}

const struct step discourse_account_metrics[] = {
	{ "account", ask_account, take_account, 0, NULL, 0 },
	{ 0 }
};
