/*
 * discourse_change.c - a topic of ours is edited, or taken away
 *
 * docs.discourse.org: posts (update), topics (update, remove). Setting the same twice is once.
 */
#include "discourse.h"

/*
 * Kept state:
 *	media          how pictures stand in Markdown: they go up anew, the forum knows equal ones
 *	first          the topic's first post
 *	edited, deleted   how many parts are; titled
 */

static const char *
topic(const struct call *c)
{
	return discourse_topic_of(text_member(c->was, "ref"));
}

/* Post of part i; "" when it is not known. */
static const char *
post_of(const struct call *c, size_t i)
{
	const char *id = json_string_value(json_array_get(call_was(c, "posts"), i));

	if (!i && (!id || !*id))
		id = call_kept(c, "first");
	return id ? id : "";
}

/* Found by its key after a lost answer, or settled by a person: the number of its first post is not known. */
static enum go
ask_first(struct call *c)
{
	if (!topic(c))
		return call_nowhere(c);
	if (call_same_parts(c, call_was_parts(c, "posts")) == GO_FAIL)
		return GO_FAIL;
	return *post_of(c, 0) ? GO_NEXT : discourse_ask_page(c, topic(c), 1);
}

static enum go
take_first(struct call *c)
{
	const json_t *posts = discourse_posts(c);
	const char   *id = posts ? id_member(c, json_array_get(posts, 0), "id") : NULL;

	if (!posts)
		return GO_FAIL;
	if (!id)
		return call_fail(c, FAULT_REPLY, "%s answered %d without a post", c->net->title, c->reply->status);
	call_keep(c, "first", id);
	return GO_NEXT;
}

static enum go
ask_edit(struct call *c)
{
	size_t part = call_kept_count(c, "edited");

	if (part >= rec_texts(c))
		return GO_NEXT;
	if (!*post_of(c, part))
		return call_nowhere(c);
	call_send(c, "PUT", EFFECT_SAME, "/posts/%s.json", call_encoded(c, post_of(c, part)));
	call_json(c, json_pack("{s:{s:s}}", "post", "raw", part ? discourse_raw(c, part) :
	    mem_fmt(c->mem, "%s%s", discourse_raw(c, 0), discourse_pictures(c))));
	return discourse_signed(c);
}

static enum go
take_edit(struct call *c)
{
	if (!json_is_object(json_object_get(c->body, "post")))
		return call_fail(c, FAULT_REPLY, "%s answered %d without \"post\"", c->net->title, c->reply->status);
	call_keep_item(c, "edited", json_true());
	return GO_AGAIN;
}

static enum go
ask_title(struct call *c)
{
	const json_t *before = json_object_get(json_object_get(c->was, "rec"), "title");
	const char   *title = rec_string(c, "title");

	call_out(c, "ref", text_member(c->was, "ref"));
	if (!title || json_equal(before, json_object_get(c->rec, "title")))
		return GO_NEXT;
	call_send(c, "PUT", EFFECT_SAME, "/t/-/%s.json", topic(c));
	call_json(c, json_pack("{s:s}", "title", title));
	return discourse_signed(c);
}

static enum go
take_title(struct call *c)
{
	(void)c;
	return GO_DONE;
}

/* An edit of a poll's words would make a new poll, without its votes. */
static enum go
ask_media(struct call *c)
{
	if (json_object_get(json_object_get(c->was, "rec"), "poll") || json_object_get(c->rec, "poll"))
		return call_fail(c, FAULT_REFUSED, "%s cannot edit a poll; take it away (smm-post --delete) and post "
		    "it under a new id", c->net->title);
	return discourse_ask_media(c);
}

const struct step discourse_edit[] = {
	{ "first", ask_first, take_first,           0, NULL, 0 },
	{ "media", ask_media, discourse_take_media, 0, NULL, 0 },
	{ "edit",  ask_edit,  take_edit,            0, NULL, 0 },
	{ "title", ask_title, take_title,           0, NULL, 0 },
	{ 0 }
};

/* --- taken away ------------------------------------------------------------------------------- */

/* A message of others, or the topic, with all that is in it. */
static enum go
ask_delete(struct call *c)
{
	const char *message = call_message(c);

	if (!message && !topic(c))
		return call_nowhere(c);
	if (message)
		call_send(c, "DELETE", EFFECT_SAME, "/posts/%s.json", call_encoded(c, message));
	else
		call_send(c, "DELETE", EFFECT_SAME, "/t/%s.json", topic(c));
	return discourse_signed(c);
}

/* An empty 200; 404: it was gone. */
static enum go
take_delete(struct call *c)
{
	if (call_message(c) && c->reply->status == 404)
		return call_gone(c);
	if (call_message(c))
		call_out(c, "ref", call_message(c));
	return GO_DONE;
}

const struct step discourse_delete[] = {
	{ "delete", ask_delete, take_delete, 404, NULL, 0 },
	{ 0 }
};
