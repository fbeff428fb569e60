/* x_read.c - how X answers: lists and single things, names of two years, texts with shortened addresses */
#include "x.h"

#include "html.h"
#include "message.h"

#include <stdlib.h>

/* With the four values of OAuth 1.0a instead of a token each request is signed by itself. */
enum go
x_signed(struct call *c)
{
	static const char *const four[] = { "consumer_key", "consumer_secret", "token", "token_secret" };
	size_t                   i;

	if (!*text_member(c->session, "token_secret"))
		return call_bearer(c, call_session(c, "token"));
	for (i = 0; i < sizeof four / sizeof *four; i++)
		if (!*text_member(c->session, four[i]))
			return call_fail(c, FAULT_AUTH, "the secret of account %s has no \"%s\"", c->account->name,
			    four[i]);
	return x_sign(c, NULL, c->now);
}

enum go
x_refused(struct call *c)
{
	net_fault(c);
	return GO_FAIL;
}

/* --- data ----------------------------------------------------------------------------------------- */

/* Neither what was asked for nor a reason. */
static const json_t *
nothing(struct call *c, const char *wanted)
{
	if (json_array_size(json_object_get(c->body, "errors")) || *text_member(c->body, "detail"))
		x_refused(c);
	else
		call_fail(c, FAULT_REPLY, "X answered %d without %s", c->reply->status, wanted);
	return NULL;
}

const char *
x_data_id(struct call *c, const char *name)
{
	const char *id = id_member(c, json_object_get(c->body, "data"), name);

	if (!id)
		nothing(c, mem_fmt(c->mem, "\"data.%s\"", name));
	return id;
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

/* --- ids ------------------------------------------------------------------------------------------ */

int64_t
x_id_time(const char *id)
{
	size_t len = strlen(id);

	if (!len || len > 19 || id[strspn(id, "0123456789")])
		return 0;
	return (int64_t)(strtoull(id, NULL, 10) >> 22) + X_EPOCH_MS;
}

/* --- who we are ----------------------------------------------------------------------------------- */

enum go
x_ask_self(struct call *c)
{
	const json_t *p = message_position(c);

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

/* Who wrote it and whom it answers are expansions: as fields alone the newer names do not have them. */
const char *
x_fields(struct call *c)
{
	return call_kept(c, "renamed") ?
	    "&post.fields=created_at,conversation_id,entities,lang,note_post"
	    "&expansions=author_id,in_reply_to_user_id,referenced_posts&user.fields=username,name,public_metrics" :
	    "&tweet.fields=created_at,conversation_id,entities,lang,note_tweet,in_reply_to_user_id,referenced_tweets"
	    "&expansions=author_id,in_reply_to_user_id&user.fields=username,name,public_metrics";
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

/* That of an attached medium, which X puts behind the words (openapi 2.166, UrlFields, media_key): no words of ours. */
static int
is_of_medium(struct call *c, const json_t *post, const json_t *url)
{
	const char *id = id_member(c, post, "id");

	return *text_member(url, "media_key") ||
	    (id && strstr(text_member(url, "expanded_url"), mem_fmt(c->mem, "/status/%s/", id)));
}

/* A bare domain has become an address of http. */
static const char *
meant(const json_t *url, const char *ours)
{
	const char *is = text_member(url, "expanded_url"), *bare = strstr(is, "://");

	return ours && bare && !strstr(ours, is) && strstr(ours, bare + 3) ? bare + 3 : is;
}

/*
 * Addresses were shortened: each becomes what it stands for, as `ours` has it, without the protocol perhaps; that of a
 * medium is left out then. &amp; &lt; &gt; stand for themselves.
 */
static const char *
read_text(struct call *c, const json_t *post, const char *ours)
{
	const char   *text = raw_text(post);
	const json_t *url;
	struct buf    b = { 0 }, plain = { 0 };
	char         *out;

	buf_str(&b, "");
	while (*text) {
		url = url_at(post, text);
		if (url && !(ours && is_of_medium(c, post, url)))
			buf_str(&b, meant(url, ours));
		else if (!url)
			buf_char(&b, *text);
		text += url ? strlen(text_member(url, "url")) : 1;
	}
	html_add_unescaped(&plain, b.at, b.at + b.len);
	out = mem_dup(c->mem, plain.at ? plain.at : "", plain.len);
	buf_release(&b);
	buf_release(&plain);
	return out;
}

const char *
x_text(struct call *c, const json_t *post)
{
	return read_text(c, post, NULL);
}

static const char *
leave_links(struct call *c, const char *text, const struct text_rule *rule)
{
	size_t      at = 0, len = strlen(text);
	struct span link;
	struct buf  b = { 0 };
	char       *out;

	buf_str(&b, "");
	for (; text_rule_link(rule, text, len, at, &link); at = link.end)
		buf_add(&b, text + at, link.start - at);
	buf_str(&b, text + at);
	out = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return out;
}

/* Neither addresses with a protocol nor what else X takes for one. */
static const char *
without_links(struct call *c, const char *text)
{
	static const struct text_rule plain = { .unit = TEXT_CODEPOINTS };

	return leave_links(c, leave_links(c, text, &plain), &net_x.text);
}

enum likeness
x_like(struct call *c, const json_t *post, const char *ours)
{
	const char   *theirs = read_text(c, post, ours);
	enum likeness like = text_compare(ours, theirs);
	const char   *bare = without_links(c, theirs);

	if (like != LIKE_NOT || strcmp(bare, theirs) == 0)
		return like;
	return text_compare(without_links(c, ours), bare) == LIKE_NOT ? LIKE_NOT : LIKE_SO;
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
