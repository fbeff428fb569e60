/*
 * facebook_inbox.c - what people wrote to a Facebook Page: comments, posts, reviews, private messages
 *
 * developers.facebook.com/docs/graph-api/reference: page/published_posts, page/video_reels, object/comments,
 * page/tagged, page/visitor_posts, page/ratings, page/conversations. There is no list of new comments: the newest
 * comment of each post of the last 30 days tells below which there are some. Of a conversation only the twenty
 * newest messages can be read.
 */
#include "facebook.h"

#include "smm/hash.h"

#define COMMENT "id,parent{id},from{id,name},message,created_time,is_hidden,attachment{url,media{image{src}}}," \
                "permalink_url"

/*
 * Kept state:
 *	lists          how many of the lists below are read; newest, after: see graph_read.h
 *	posts          those with new comments; done   how many of them are read
 *	fresh          something of this list was new
 *	root, person   of a conversation: its first comment; who it is with
 */

/* --- messages ----------------------------------------------------------------------------------- */

/* What all have: who, what, whether by us. NULL stays NULL. */
static json_t *
fill(struct call *c, json_t *m, const json_t *item, const char *text)
{
	const json_t *from = json_object_get(item, "from");

	if (!m)
		return NULL;
	message_author(m, graph_id(c, from, "id"), NULL, text_member(from, "name"));
	json_object_set_new(m, "text", json_string(text_member(item, text)));
	message_url(m, text_member(item, "permalink_url"));
	if (graph_is_self(c, item))
		json_object_set_new(m, "own", json_true());
	return m;
}

static json_t *
comment_message(struct call *c, const json_t *item, const char *root)
{
	const json_t *attachment = json_object_get(item, "attachment");
	const char   *up = graph_id(c, json_object_get(item, "parent"), "id"), *picture;
	json_t       *m = fill(c, message_new(c, graph_id(c, item, "id"), "comment",
	    !json_is_true(json_object_get(item, "is_hidden")), graph_when(c, text_member(item, "created_time"))),
	    item, "message");

	if (!m)
		return NULL;
	message_add(m, "reply_to", *up ? up : root);
	message_add(m, "root", root);
	picture = text_member(json_object_get(json_object_get(attachment, "media"), "image"), "src");
	if (attachment)
		message_medium(m, *picture ? picture : text_member(attachment, "url"), NULL);
	return m;
}

static json_t *
post_message(struct call *c, const json_t *item)
{
	const char *id = graph_id(c, item, "id");

	return fill(c, message_new(c, *id ? mem_fmt(c->mem, GRAPH_POST "%s", id) : "", "mention", 1,
	    graph_when(c, text_member(item, "created_time"))), item, "message");
}

/* Stars are of old; today people recommend, or do not. */
static json_t *
review_message(struct call *c, const json_t *item)
{
	const char   *story = graph_id(c, json_object_get(item, "open_graph_story"), "id");
	const char   *at = text_member(item, "created_time"), *text = text_member(item, "review_text");
	const char   *type = text_member(item, "recommendation_type");
	const json_t *stars = json_object_get(item, "rating"), *who = json_object_get(item, "reviewer");
	char          sum[DIGEST_SIZE];
	json_t       *m;

	if (!*story) {
		text = mem_fmt(c->mem, "%s %s", at, text);
		hash_digest(text, strlen(text), sum);
		text = text_member(item, "review_text");
	}
	m = message_new(c, *story ? mem_fmt(c->mem, GRAPH_POST "%s", story) :
	    mem_fmt(c->mem, GRAPH_REVIEW "%.16s", sum + strlen("sha256:")), "review", 1, graph_when(c, at));
	if (!m)
		return NULL;
	message_author(m, graph_id(c, who, "id"), NULL, text_member(who, "name"));
	json_object_set_new(m, "text", json_string(text));
	if (json_is_integer(stars))
		json_object_set_new(m, "rating", json_integer(json_integer_value(stars)));
	if (*type)
		json_object_set_new(m, "recommends", json_boolean(strcmp(type, "positive") == 0));
	return m;
}

/* --- lists -------------------------------------------------------------------------------------- */

/* Below a post with a comment that is new, others may be, too. */
static void
take_post(struct call *c, const json_t *item)
{
	const json_t *newest = json_array_get(json_object_get(json_object_get(item, "comments"), "data"), 0);

	if (*graph_id(c, item, "id") && graph_time(text_member(newest, "created_time")) >= graph_from(c) && newest)
		call_keep_item(c, "posts", json_string(graph_id(c, item, "id")));
}

static void
put_new(struct call *c, const json_t *item, json_t *m)
{
	if (graph_is_new(c, text_member(item, "created_time"))) {
		call_keep(c, "fresh", "yes");
		call_out_record(c, m);
	} else {
		json_decref(m);
	}
}

static void
take_mention(struct call *c, const json_t *item)
{
	put_new(c, item, post_message(c, item));
}

static void
take_review(struct call *c, const json_t *item)
{
	put_new(c, item, review_message(c, item));
}

static void
take_talk(struct call *c, const json_t *item)
{
	const json_t *one;
	size_t        i;

	json_array_foreach(json_object_get(json_object_get(item, "messages"), "data"), i, one)
		put_new(c, one, graph_talk_message(c, one, graph_id(c, item, "id")));
}

/* Newest first; without `all` a page with nothing new on it ends the list. */
static const struct list {
	const char *path;
	int         all;
	void (*take)(struct call *, const json_t *);
} lists[] = {
	{ "published_posts?fields=id,comments.filter(stream).order(reverse_chronological).limit(1){created_time}"
	  "&limit=100&since=", 1, take_post },
	{ "video_reels?fields=id,comments.filter(stream).order(reverse_chronological).limit(1){created_time}"
	  "&limit=100&since=", 1, take_post },
	{ "visitor_posts?fields=id,from{id,name},message,created_time,permalink_url&limit=50", 0, take_mention },
	{ "tagged?fields=id,from{id,name},message,created_time,permalink_url&limit=50", 0, take_mention },
	{ "ratings?fields=created_time,rating,recommendation_type,review_text,reviewer{id,name},open_graph_story{id}"
	  "&limit=50", 0, take_review },
	{ "conversations?platform=messenger&fields=" GRAPH_TALKS "&limit=50", 0, take_talk },
};

static enum go
ask_list(struct call *c)
{
	const char *page = graph_self(c);
	size_t      n = call_kept_count(c, "lists");

	if (!page)
		return GO_FAIL;
	if (n >= sizeof lists / sizeof *lists)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/%s%s%s", page, lists[n].path,
	    lists[n].all ? graph_since(c) : "", graph_after(c));
	return graph_signed(c);
}

static enum go
take_list(struct call *c)
{
	const struct list *l = lists + call_kept_count(c, "lists");
	const json_t      *data = graph_data(c), *item;
	size_t             i;

	if (!data)
		return GO_FAIL;
	call_forget(c, "fresh");
	json_array_foreach(data, i, item)
		l->take(c, item);
	if ((!l->all && i && !call_kept(c, "fresh")) || !graph_has_next(c)) {
		call_forget(c, "after");
		call_keep_item(c, "lists", json_true());
	}
	return GO_AGAIN;
}

/* --- comments ----------------------------------------------------------------------------------- */

static enum go
ask_comments(struct call *c)
{
	const char *post = call_kept_at(c, "posts", call_kept_count(c, "done"));

	if (!post)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/comments?filter=stream&order=reverse_chronological"
	    "&fields=" COMMENT "&limit=100%s", call_encoded(c, post), graph_after(c));
	return graph_signed(c);
}

static enum go
take_comments(struct call *c)
{
	const char   *post = call_kept_at(c, "posts", call_kept_count(c, "done"));
	const json_t *data = graph_post_page(c), *item;
	size_t        i;
	int           old = 0;

	json_array_foreach(data, i, item) {
		if (graph_is_new(c, text_member(item, "created_time")))
			call_out_record(c, comment_message(c, item, post));
		else
			old = 1;
	}
	return graph_post_read(c, old);
}

const struct step facebook_inbox[] = {
	{ "list",     ask_list,     take_list,     0,   NULL, 0 },
	{ "comments", ask_comments, take_comments, ALSO_REFUSED, NULL, 0 },
	{ "finish",   graph_finish, graph_finish,  0,   NULL, 0 },
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
	int         is_post = strncmp(ref, GRAPH_POST, strlen(GRAPH_POST)) == 0;

	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=%s", graph_node(c, ref),
	    is_talk(c) ? "id,from,to" : is_post ? "id,from{id,name},message,created_time,permalink_url" : COMMENT);
	return graph_signed(c);
}

static enum go
take_first(struct call *c)
{
	const char *ref = rec_string(c, "ref"), *up = graph_id(c, json_object_get(c->body, "parent"), "id");

	if (graph_has_error(c))
		return graph_refused(c);
	if (is_talk(c)) {
		call_keep(c, "person", graph_talk_other(c, c->body));
		return GO_NEXT;
	}
	call_keep(c, "root", *up ? up : ref);
	if (strncmp(ref, GRAPH_POST, strlen(GRAPH_POST)) == 0)
		call_out_record(c, post_message(c, c->body));
	else if (!*up)
		call_out_record(c, comment_message(c, c->body, NULL));
	return GO_NEXT;
}

/* The comment that the one asked for answers. */
static enum go
ask_root(struct call *c)
{
	const char *root = call_kept(c, "root");

	if (!root || strcmp(root, rec_string(c, "ref")) == 0)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s?fields=" COMMENT, call_encoded(c, root));
	return graph_signed(c);
}

static enum go
take_root(struct call *c)
{
	call_out_record(c, comment_message(c, c->body, NULL));
	return GO_NEXT;
}

static enum go
ask_rest(struct call *c)
{
	const char *root = call_kept(c, "root");

	if (!root)
		return graph_talk_ask_list(c, call_kept(c, "person"), GRAPH_TALKS);
	call_send(c, "GET", EFFECT_NONE, "/" GRAPH_VERSION "/%s/comments?filter=stream&fields=" COMMENT "&limit=100%s",
	    graph_node(c, root), graph_after(c));
	return graph_signed(c);
}

static enum go
take_rest(struct call *c)
{
	const json_t *data = graph_data(c), *item, *one;
	const char   *root = call_kept(c, "root");
	size_t        i, k;

	if (!data)
		return GO_FAIL;
	json_array_foreach(data, i, item) {
		if (root)
			call_out_record(c, comment_message(c, item, root));
		else
			json_array_foreach(json_object_get(json_object_get(item, "messages"), "data"), k, one)
				call_out_record(c, graph_talk_message(c, one, graph_id(c, item, "id")));
	}
	return root && graph_has_next(c) ? GO_AGAIN : GO_DONE;
}

const struct step facebook_thread[] = {
	{ "first", ask_first, take_first, ALSO_REFUSED, NULL, 0 },
	{ "root",  ask_root,  take_root,  0,   NULL, 0 },
	{ "rest",  ask_rest,  take_rest,  0,   NULL, 0 },
	{ 0 }
};
