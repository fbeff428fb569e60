/*
 * reddit_inbox.c - what people write to us, and what waits for our moderators; a whole conversation
 *
 * reddit.com/dev/api: private messages ("inbox" has answers and mentions, too), moderation, comments. Lists come newest
 * first; each is read until what it shows is older than what was read before.
 */
#include "reddit.h"

#include "smm/when.h"

#include "message.h"

#define OVERLAP_MS INT64_C(600000)
#define MORE       100             /* "morechildren": at once, the most */
#define KEEP_MS    INT64_C(172800000) /* "Data API Terms": what was deleted must be forgotten within 48 hours */

/*
 * Kept state of a reading:
 *	after   of the list's next page; newest   when the newest thing was written, milliseconds
 *	post    of a conversation, "t3_…"; more   names of comments that the answer left out
 */

/* --- one thing as a message ------------------------------------------------------------------- */

/* "/r/lamps/comments/4bbe4b/title/d1/?context=3": the post. */
static const char *
post_of(struct call *c, const json_t *thing)
{
	const char *link = text_member(thing, "link_id"), *at = strstr(text_member(thing, "context"), "/comments/");

	if (*link)
		return link;
	if (!at)
		return "";
	at += strlen("/comments/");
	return mem_fmt(c->mem, "t3_%.*s", (int)strcspn(at, "/?"), at);
}

static const char *
url_of(struct call *c, const json_t *thing)
{
	const char *path = text_member(thing, "permalink");

	if (*path != '/')
		path = text_member(thing, "context");
	return *path == '/' ? mem_fmt(c->mem, "https://www.reddit.com%s", path) : NULL;
}

static json_t *
thing_message(struct call *c, const char *kind, const json_t *thing)
{
	int         is_dm = strcmp(kind, "t4") == 0, is_post = strcmp(kind, "t3") == 0;
	const char *type = text_member(thing, "type"), *author = text_member(thing, "author");
	char        at[WHEN_SIZE], until[WHEN_SIZE];
	json_t     *m;

	if (!reddit_time(thing) || strcmp(author, "[deleted]") == 0)
		return NULL;
	m = message_new(c, text_member(thing, "name"), is_dm ? "dm" : strcmp(type, "username_mention") == 0 ?
	    "mention" : "comment", !is_dm, when_write(at, reddit_time(thing), 0));
	if (!m)
		return NULL;
	message_author(m, text_member(thing, "author_fullname"), author, author);
	json_object_set_new(m, "text", json_string(is_post ? mem_fmt(c->mem, "%s\n\n%s", text_member(thing, "title"),
	    text_member(thing, "selftext")) : text_member(thing, "body")));
	message_url(m, url_of(c, thing));
	message_add(m, "reply_to", text_member(thing, "parent_id"));
	message_add(m, "root", is_dm ? text_member(thing, "first_message_name") : post_of(c, thing));
	message_add(m, "expires", when_write(until, c->now + KEEP_MS, 0));
	if (call_kept(c, "self") && strcmp(author, call_kept(c, "self")) == 0)
		json_object_set_new(m, "own", json_true());
	return m;
}

/* --- the inbox -------------------------------------------------------------------------------- */

static const char *
after(struct call *c)
{
	const char *page = call_kept(c, "after");

	return page ? mem_fmt(c->mem, "&after=%s", call_encoded(c, page)) : "";
}

static enum go
ask_inbox(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/message/inbox?mark=false&limit=%d&raw_json=1%s", REDDIT_PAGE, after(c));
	return reddit_signed(c);
}

/* What waits for moderators: reported, or held back by the filter. Who is none gets 403. */
static enum go
ask_queue(struct call *c)
{
	const char *community = reddit_community(c);

	if (!community)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/r/%s/about/modqueue?limit=%d&raw_json=1%s", call_encoded(c, community),
	    REDDIT_PAGE, after(c));
	return reddit_signed(c);
}

static void
keep_newest(struct call *c, int64_t ms)
{
	if (ms > json_integer_value(json_object_get(c->keep, "newest")))
		json_object_set_new(c->keep, "newest", json_integer(ms));
}

/* 1 when something of it is too old already. */
static int
read_things(struct call *c, const json_t *list)
{
	const json_t *one, *thing;
	int           is_old = 0;
	size_t        i;

	json_array_foreach(list, i, one) {
		thing = json_object_get(one, "data");
		keep_newest(c, reddit_time(thing));
		if (reddit_time(thing) >= message_from(c, OVERLAP_MS))
			call_out_record(c, thing_message(c, text_member(one, "kind"), thing));
		else
			is_old = 1;
	}
	return is_old;
}

static enum go
take_page(struct call *c)
{
	const json_t *list;
	const char   *next = text_member(json_object_get(c->body, "data"), "after");

	if (c->reply->status == 403)
		return GO_NEXT;
	list = reddit_list(c, c->body);
	if (!list)
		return GO_FAIL;
	call_forget(c, "after");
	if (read_things(c, list) || !*next)
		return GO_NEXT;
	call_keep(c, "after", next);
	return GO_AGAIN;
}

static enum go
finish(struct call *c)
{
	int64_t     newest = json_integer_value(json_object_get(c->keep, "newest"));
	const char *last = text_member(message_position(c), "last");
	char        text[WHEN_SIZE];

	if (!*last)
		last = text_member(c->rec, "since");
	if (newest > message_time(last))
		last = when_write(text, newest, 0);
	call_out_position(c, json_pack("{s:s}", "last", last));
	return GO_DONE;
}

const struct step reddit_inbox[] = {
	{ "self",   reddit_step_self, reddit_take_self, 0,   NULL, 0 },
	{ "inbox",  ask_inbox,        take_page,        0,   NULL, 0 },
	{ "queue",  ask_queue,        take_page,        403, NULL, 0 },
	{ "finish", finish,           finish,           0,   NULL, 0 },
	{ 0 }
};

/* --- a whole conversation --------------------------------------------------------------------- */

static enum go
ask_root(struct call *c)
{
	const char *ref = rec_string(c, "ref");

	if (!ref || !*ref)
		return call_fail(c, FAULT_INPUT, "no message is asked for");
	if (strncmp(ref, "t4_", 3) == 0)
		return call_fail(c, FAULT_REFUSED, "Reddit shows no conversation of private messages");
	if (strncmp(ref, "t3_", 3) == 0) {
		call_keep(c, "post", ref);
		return GO_NEXT;
	}
	call_send(c, "GET", EFFECT_NONE, "/api/info?id=%s&raw_json=1", call_encoded(c, ref));
	return reddit_signed(c);
}

static enum go
take_root(struct call *c)
{
	const json_t *list = reddit_list(c, c->body);
	const char   *link;

	if (!list)
		return GO_FAIL;
	link = text_member(json_object_get(json_array_get(list, 0), "data"), "link_id");
	if (!*link)
		return call_gone(c);
	call_keep(c, "post", link);
	return GO_NEXT;
}

static enum go
ask_comments(struct call *c)
{
	const char *post = call_kept(c, "post");

	call_send(c, "GET", EFFECT_NONE, "/comments/%s?limit=500&depth=8&sort=new&raw_json=1",
	    call_encoded(c, post + strcspn(post, "_") + (strchr(post, '_') != NULL)));
	return reddit_signed(c);
}

/* Answers are inside of what they answer; what there is no room for is named only. Depth is bounded by the reader. */
static void
read_tree(struct call *c, const json_t *list)
{
	const json_t *one, *thing, *name;
	size_t        i, k;

	json_array_foreach(list, i, one) {
		thing = json_object_get(one, "data");
		if (strcmp(text_member(one, "kind"), "more") == 0) {
			json_array_foreach(json_object_get(thing, "children"), k, name)
				call_keep_item(c, "more", json_incref((json_t *)(uintptr_t)name));
			continue;
		}
		call_out_record(c, thing_message(c, text_member(one, "kind"), thing));
		read_tree(c, json_object_get(json_object_get(json_object_get(thing, "replies"), "data"), "children"));
	}
}

static enum go
take_comments(struct call *c)
{
	const json_t *both;
	size_t        i;

	if (json_array_size(c->body) < 2)
		return call_fail(c, FAULT_REPLY, "%s answered %d without a post and its comments", c->net->title,
		    c->reply->status);
	json_array_foreach(c->body, i, both)
		read_tree(c, json_object_get(json_object_get(both, "data"), "children"));
	return GO_NEXT;
}

static enum go
ask_more(struct call *c)
{
	const json_t *more = json_object_get(c->keep, "more");
	const char   *names = "", *name;
	size_t        i;

	for (i = 0; i < MORE && i < json_array_size(more); i++) {
		name = json_string_value(json_array_get(more, i));
		names = mem_fmt(c->mem, "%s%s%s", names, *names ? "%2C" : "", call_encoded(c, name ? name : ""));
	}
	if (!*names)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/morechildren?link_id=%s&children=%s&api_type=json&raw_json=1",
	    call_encoded(c, call_kept(c, "post")), names);
	return reddit_signed(c);
}

static enum go
take_more(struct call *c)
{
	json_t *more = json_object_get(c->keep, "more");
	size_t  i;

	if (reddit_heard(c) == GO_FAIL)
		return GO_FAIL;
	for (i = 0; i < MORE && json_array_size(more); i++)
		json_array_remove(more, 0);
	read_tree(c, json_object_get(json_object_get(json_object_get(c->body, "json"), "data"), "things"));
	return GO_AGAIN;
}

const struct step reddit_thread[] = {
	{ "self",     reddit_step_self, reddit_take_self, 0, NULL, 0 },
	{ "root",     ask_root,         take_root,        0, NULL, 0 },
	{ "comments", ask_comments,     take_comments,    0, NULL, 0 },
	{ "more",     ask_more,         take_more,        0, NULL, 0 },
	{ 0 }
};
