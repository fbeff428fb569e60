/* x_read.c - how X answers: lists and single things, names of two years, texts with shortened addresses */
#include "x.h"

#include "html.h"
#include "message.h"

enum go
x_signed(struct call *c)
{
	return call_bearer(c, call_session(c, "token"));
}

enum go
x_refused(struct call *c)
{
	net_fault(c);
	return GO_FAIL;
}

/* --- data ----------------------------------------------------------------------------------------- */

const char *
x_data_id(struct call *c, const char *name)
{
	const char *id = id_member(c, json_object_get(c->body, "data"), name);

	if (!id)
		call_fail(c, FAULT_REPLY, "X answered %d without \"data.%s\"", c->reply->status, name);
	return id;
}

/* Neither what was asked for nor a reason. */
static const json_t *
nothing(struct call *c, const char *wanted)
{
	if (json_array_size(json_object_get(c->body, "errors")) || *text_member(c->body, "detail"))
		net_fault(c);
	else
		call_fail(c, FAULT_REPLY, "X answered %d without %s", c->reply->status, wanted);
	return NULL;
}

const json_t *
x_list(struct call *c)
{
	json_t *data = json_object_get(c->body, "data");

	if (json_is_array(data))
		return data;
	if (data || !json_object_get(c->body, "meta"))
		return nothing(c, "a list");
	json_object_set_new(c->body, "data", json_array());
	return json_object_get(c->body, "data");
}

static int
is_not_found(const struct call *c)
{
	const char *type = text_member(json_array_get(json_object_get(c->body, "errors"), 0), "type");

	return c->reply->status == 404 || (strlen(type) > 19 &&
	    strcmp(type + strlen(type) - 19, "/resource-not-found") == 0);
}

const json_t *
x_one(struct call *c, int *gone)
{
	const json_t *data = json_object_get(c->body, "data");

	*gone = !json_is_object(data) && is_not_found(c);
	if (*gone)
		return NULL;
	return json_is_object(data) ? data : nothing(c, "\"data\"");
}

/* --- who we are ----------------------------------------------------------------------------------- */

enum go
x_ask_self(struct call *c)
{
	const json_t *p = json_object_get(c->rec, "position");

	if (*text_member(p, "self") && *text_member(p, "name")) {
		call_keep(c, "self", text_member(p, "self"));
		call_keep(c, "name", text_member(p, "name"));
		return GO_NEXT;
	}
	call_send(c, "GET", EFFECT_NONE, "/2/users/me");
	return x_signed(c);
}

enum go
x_take_self(struct call *c)
{
	const char *id = x_data_id(c, "id");

	if (!id)
		return GO_FAIL;
	call_keep(c, "self", id);
	call_keep(c, "name", text_member(json_object_get(c->body, "data"), "username"));
	return GO_NEXT;
}

/* --- names of two years --------------------------------------------------------------------------- */

const char *
x_fields(struct call *c)
{
	return call_kept(c, "renamed") ?
	    "&post.fields=created_at,conversation_id,entities,lang,note_post"
	    "&expansions=author_id,in_reply_to_user_id,referenced_posts&user.fields=username,name,public_metrics" :
	    "&tweet.fields=created_at,conversation_id,entities,lang,note_tweet,in_reply_to_user_id,referenced_tweets"
	    "&expansions=author_id&user.fields=username,name,public_metrics";
}

int
x_is_renamed(struct call *c)
{
	const json_t *one;
	size_t        i;

	if (call_kept(c, "renamed"))
		return 0;
	json_array_foreach(json_object_get(c->body, "errors"), i, one)
		if (json_object_get(json_object_get(one, "parameters"), "tweet.fields")) {
			call_keep(c, "renamed", "yes");
			return 1;
		}
	return 0;
}

/* --- texts ---------------------------------------------------------------------------------------- */

/* The entity of the shortened address that begins here, or NULL. */
static const json_t *
url_at(const json_t *post, const char *text)
{
	const json_t *url;
	const char   *is;
	size_t        i;

	json_array_foreach(json_object_get(json_object_get(post, "entities"), "urls"), i, url) {
		is = text_member(url, "url");
		if (*is && *text_member(url, "expanded_url") && strncmp(text, is, strlen(is)) == 0)
			return url;
	}
	return NULL;
}

/* Both names of 2026: note_tweet, note_post; `text` is cut where the post is long. */
static const char *
raw_text(const json_t *post)
{
	const char *text = text_member(json_object_get(post, "note_tweet"), "text");

	if (!*text)
		text = text_member(json_object_get(post, "note_post"), "text");
	return *text ? text : text_member(post, "text");
}

/* Addresses were shortened: each becomes what it stands for. &amp; &lt; &gt; stand for themselves. */
const char *
x_text(struct call *c, const json_t *post)
{
	const char   *text = raw_text(post);
	const json_t *url;
	struct buf    b = { 0 }, plain = { 0 };
	char         *out;

	buf_str(&b, "");
	while (*text) {
		url = url_at(post, text);
		if (url)
			buf_str(&b, text_member(url, "expanded_url"));
		else
			buf_char(&b, *text);
		text += url ? strlen(text_member(url, "url")) : 1;
	}
	html_add_unescaped(&plain, b.at, b.at + b.len);
	out = mem_dup(c->mem, plain.at ? plain.at : "", plain.len);
	buf_release(&b);
	buf_release(&plain);
	return out;
}

/* Both names of 2026: referenced_tweets, referenced_posts. */
const char *
x_answers_to(const json_t *post)
{
	const json_t *list = json_object_get(post, "referenced_tweets"), *one;
	size_t        i;

	if (!list)
		list = json_object_get(post, "referenced_posts");
	json_array_foreach(list, i, one)
		if (strcmp(text_member(one, "type"), "replied_to") == 0)
			return text_member(one, "id");
	return "";
}
