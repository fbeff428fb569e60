/*
 * x.c - X, simulated: posts and answers, hiding, numbers
 *
 * docs.x.com (2026): manage posts, rate limits, fields. Ids are Snowflakes: the
 * time is in them. Addresses come back as t.co, & < > as entities; identical words are refused. There is no key.
 * Who is not mentioned by a post may not answer it.
 */
#include "x.h"

#include "smm/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX   280
#define PHOTOS_MAX 4
#define EPOCH_MS   INT64_C(1288834974657) /* of Snowflakes: 2010-11-04 */

/* "Rate limits", for one user, in 15 minutes */
static const struct allowance posting = { "post", 100, 900 }, deleting = { "delete", 50, 900 };
static const struct allowance timeline = { "mentions", 300, 900 }, own = { "own", 900, 900 };
static const struct allowance search = { "search", 300, 900 }, lookup = { "lookup", 5000, 900 };
static const struct allowance me = { "me", 75, 900 }, hiding = { "hidden", 50, 900 }, muting = { "muting", 50, 900 };
static const struct allowance uploads = { "upload", 500, 900 }, pieces = { "pieces", 1875, 900 };
static const struct allowance status = { "status", 1000, 900 }, metadata = { "metadata", 500, 900 };
static const struct allowance private = { "dm", 15, 900 };

/* --- answers -------------------------------------------------------------------------------------- */

void
x_problem(struct turn *t, int code, const char *title, const char *detail)
{
	answer_json(t->a, code, json_pack("{s:s, s:s, s:s, s:i}", "title", title, "detail", detail, "type",
	    "about:blank", "status", code));
}

/* 400: what is wrong with which parameter. */
void
x_invalid(struct turn *t, const char *name, const char *words)
{
	answer_json(t->a, 400, json_pack("{s:[{s:{s:[]}, s:s}], s:s, s:s, s:s}", "errors", "parameters", name,
	    "message", words, "title", "Invalid Request", "detail",
	    "One or more parameters to your request was invalid.", "type",
	    "https://api.twitter.com/2/problems/invalid-request"));
}

static json_t *
not_found(const char *id)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s}", "value", id, "resource_id", id, "title", "Not Found Error",
	    "detail", "Could not find tweet.", "type", "https://api.twitter.com/2/problems/resource-not-found");
}

/* Within 200. */
static void
missing(struct turn *t)
{
	answer_json(t->a, 200, json_pack("{s:[o]}", "errors", not_found(t->id[0])));
}

static void
refuse(struct turn *t, enum refusal why)
{
	if (why == REFUSE_TOKEN)
		x_problem(t, 401, "Unauthorized", "Unauthorized");
	else if (why == REFUSE_LIMIT)
		x_problem(t, 429, "Too Many Requests", "Too Many Requests");
	else
		x_problem(t, 404, "Not Found", "Not Found");
}

static void
headers(struct turn *t)
{
	char text[32];

	if (!t->from)
		return;
	snprintf(text, sizeof text, "%ld", t->from->most);
	answer_header(t->a, "x-rate-limit-limit", text);
	snprintf(text, sizeof text, "%ld", t->left);
	answer_header(t->a, "x-rate-limit-remaining", text);
	snprintf(text, sizeof text, "%" PRId64, (t->again_ms + 999) / 1000);
	answer_header(t->a, "x-rate-limit-reset", text);
}

void
x_data(struct turn *t, int code, json_t *data)
{
	answer_json(t->a, code, json_pack("{s:o}", "data", data));
}

/* A number in which the time is. */
const char *
x_id(struct turn *t, char id[ID_SIZE])
{
	uint64_t n = (uint64_t)(t->w->now - EPOCH_MS) << 22 | (++t->w->counter & 0x3fffff);

	snprintf(id, ID_SIZE, "%" PRIu64, n);
	return id;
}

/* --- what a post shows ------------------------------------------------------------------------------ */

static int
is_link(const char *at)
{
	return strncmp(at, "https://", 8) == 0 || strncmp(at, "http://", 7) == 0;
}

/* Behind the words of a post with media stands the address of the first. */
static void
add_place(struct buf *b, const struct post *p, json_t *urls)
{
	const json_t *first = json_array_get(json_object_get(json_object_get(p->is, "media"), "media_ids"), 0);
	json_t       *url;

	if (!first)
		return;
	url = json_pack("{s:o, s:o, s:o}", "url", json_sprintf("https://t.co/m%s", p->id + strlen(p->id) - 8),
	    "expanded_url", json_sprintf("https://x.com/i/status/%s/photo/1", p->id),
	    "media_key", json_sprintf("3_%s", json_string_value(first)));
	buf_fmt(b, "%s%s", b->len ? " " : "", json_string_value(json_object_get(url, "url")));
	json_array_append_new(urls, url);
}

/* The words as X gives them: addresses shortened, & < > as entities; and what each address was. */
static char *
written(const struct post *p, json_t *urls)
{
	const char *at = p->text;
	struct buf  b = { 0 };
	char       *text;
	size_t      len;

	for (buf_str(&b, ""); *at; at += len) {
		len = is_link(at) ? strcspn(at, " \t\n") : 1;
		if (len > 1) {
			json_array_append_new(urls, json_pack("{s:o, s:o}", "url", json_sprintf("https://t.co/%s%zu",
			    p->id + strlen(p->id) - 8, json_array_size(urls)), "expanded_url", json_stringn(at, len)));
			buf_str(&b, json_string_value(json_object_get(json_array_get(urls, json_array_size(urls) - 1),
			    "url")));
		} else if (*at == '&' || *at == '<' || *at == '>') {
			buf_str(&b, *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : "&gt;");
		} else {
			buf_char(&b, *at);
		}
	}
	add_place(&b, p, urls);
	text = mem_copy(b.at);
	buf_release(&b);
	return text;
}

/* Whether the list in a parameter, "a,b,c", has the word. */
int
x_wants(const struct turn *t, const char *name, const char *word)
{
	const char *at = arg_text(t->r, name);
	size_t      len = strlen(word);

	while (at && *at) {
		if (strncmp(at, word, len) == 0 && (!at[len] || at[len] == ','))
			return 1;
		at = strchr(at, ',');
		at += at != NULL;
	}
	return 0;
}

static json_t *
numbers_of(const struct post *p)
{
	return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i}", "impression_count", p->views, "like_count", p->likes,
	    "reply_count", p->replies, "retweet_count", p->shares, "quote_count", 0, "bookmark_count", 0);
}

static void
add_media(json_t *o, const struct post *p)
{
	const json_t *ids = json_object_get(json_object_get(p->is, "media"), "media_ids"), *id;
	json_t       *keys = json_array();
	size_t        i;

	json_array_foreach(ids, i, id)
		json_array_append_new(keys, json_sprintf("3_%s", json_string_value(id)));
	if (i)
		json_object_set_new(o, "attachments", json_pack("{s:O}", "media_keys", keys));
	json_decref(keys);
}

/* id and text always; else what tweet.fields asks for. */
json_t *
x_show(struct turn *t, struct post *p)
{
	json_t *urls = json_array();
	char   *text = written(p, urls);
	json_t *o = json_pack("{s:s, s:s, s:[s]}", "id", p->id, "text", text, "edit_history_tweet_ids", p->id);

	if (x_wants(t, "tweet.fields", "created_at"))
		json_object_set_new(o, "created_at", time_rfc(p->at));
	if (x_wants(t, "tweet.fields", "author_id") || x_wants(t, "expansions", "author_id"))
		json_object_set_new(o, "author_id", json_string(p->user->id));
	if (x_wants(t, "tweet.fields", "conversation_id"))
		json_object_set_new(o, "conversation_id", json_string(p->root ? p->root : p->id));
	if (p->reply_to && (x_wants(t, "tweet.fields", "referenced_tweets") || x_wants(t, "expansions",
	    "referenced_tweets.id")))
		json_object_set_new(o, "referenced_tweets", json_pack("[{s:s, s:s}]", "type", "replied_to", "id",
		    p->reply_to));
	if (json_array_size(urls) && x_wants(t, "tweet.fields", "entities"))
		json_object_set_new(o, "entities", json_pack("{s:O}", "urls", urls));
	if (x_wants(t, "tweet.fields", "attachments"))
		add_media(o, p);
	if (x_wants(t, "tweet.fields", "public_metrics"))
		json_object_set_new(o, "public_metrics", numbers_of(p));
	free(text);
	json_decref(urls);
	return o;
}

static json_t *
show_user(const struct user *u)
{
	return json_pack("{s:s, s:s, s:s, s:{s:i, s:i, s:i}}", "id", u->id, "username", u->name, "name", u->name,
	    "public_metrics", "followers_count", u->followers, "following_count", 0, "tweet_count", u->nposts);
}

/* The authors of posts, each once. */
json_t *
x_authors(struct turn *t, const json_t *list)
{
	json_t       *users = json_array(), *seen = json_object();
	const json_t *one;
	const char   *id;
	struct post  *p;
	size_t        i;

	json_array_foreach(list, i, one) {
		id = json_string_value(json_object_get(one, "id"));
		p = id ? post_find(t, id) : NULL;
		if (!p || json_object_get(seen, p->user->id))
			continue;
		json_object_set_new(seen, p->user->id, json_true());
		json_array_append_new(users, show_user(p->user));
	}
	json_decref(seen);
	return json_pack("{s:o}", "users", users);
}

/* --- posts ------------------------------------------------------------------------------------------ */

static const char *
reply_target(const struct request *r)
{
	return json_string_value(json_object_get(json_object_get(r->form, "reply"), "in_reply_to_tweet_id"));
}

/* A member that POST /2/tweets does not know, or NULL. */
static const char *
unknown_member(const struct request *r)
{
	static const char *const known[] = { "text", "reply", "media", "poll", "quote_tweet_id", "reply_settings",
		"made_with_ai", "paid_partnership", "community_id", "share_with_followers", "nullcast",
		"for_super_followers_only", "geo", "card_uri", "direct_message_deep_link", "edit_options" };
	const char *name;
	json_t     *value;
	size_t      i;

	json_object_foreach(r->form, name, value) {
		for (i = 0; i < sizeof known / sizeof *known && strcmp(known[i], name) != 0; i++)
			;
		if (i == sizeof known / sizeof *known)
			return name;
	}
	return NULL;
}

static int
are_media_known(struct turn *t, const json_t *ids)
{
	const json_t *id;
	struct draft *d;
	size_t        i;

	json_array_foreach(ids, i, id) {
		d = draft_find(t, json_string_value(id));
		if (!d || !x_is_whole(d) || !draft_is_ready(t, d))
			return 0;
	}
	return i <= PHOTOS_MAX;
}

int
x_mentions(const char *text, const struct user *u)
{
	char        name[PART_SIZE];
	const char *at;

	snprintf(name, sizeof name, "@%s", u->name);
	at = strstr(text, name);
	return at && !strchr("abcdefghijklmnopqrstuvwxyz0123456789_", at[strlen(name)] ? at[strlen(name)] : ' ');
}

/* The leading mentions of an answer do not count. */
static size_t
length(const char *text, int is_answer)
{
	while (is_answer && *text == '@') {
		text += strcspn(text, " ");
		text += *text == ' ';
	}
	return text_count(&(struct text_rule){ .unit = TEXT_WEIGHTED }, text, strlen(text));
}

static int
is_repeated(const struct turn *t, const char *text, const char *to)
{
	const struct post *p;

	for (p = t->u->posts; p && p->at > t->w->now - DAY_MS; p = p->before)
		if (!p->deleted && *text && strcmp(p->text, text) == 0 && !p->reply_to == !to &&
		    (!to || strcmp(p->reply_to, to) == 0))
			return 1;
	return 0;
}

/* 1 when it may be made; else it is answered. */
static int
check(struct turn *t, const char *text, const char *to)
{
	const json_t *ids = json_object_get(json_object_get(t->r->form, "media"), "media_ids");
	const char   *unknown = unknown_member(t->r);
	struct post  *up = to ? post_find(t, to) : NULL;

	if (unknown)
		x_invalid(t, unknown, "the member is not defined in the schema");
	else if ((!*text && !json_array_size(ids)) || length(text, to != NULL) > TEXT_MAX)
		x_problem(t, 400, "Invalid Request", "Your Tweet text is too long.");
	else if (!are_media_known(t, ids))
		x_problem(t, 400, "Invalid Request", "Your media IDs are invalid.");
	else if (to && !up)
		x_problem(t, 400, "Invalid Request", "You attempted to reply to a Tweet that is deleted or not visible "
		    "to you.");
	else if (up && up->user != t->u && !x_mentions(up->text, t->u))
		x_problem(t, 403, "Forbidden", "Reply to this conversation is not allowed because you have not been "
		    "mentioned or otherwise engaged by the author of the post you are replying to.");
	else if (is_repeated(t, text, to))
		x_problem(t, 403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.");
	else
		return 1;
	return 0;
}

static void
post(struct turn *t)
{
	const char  *text = arg_text(t->r, "text"), *to = reply_target(t->r);
	struct post *p;
	json_t      *shown;
	char         id[ID_SIZE];

	text = text ? text : "";
	if (!check(t, text, to))
		return;
	x_id(t, id);
	p = to ? world_reply(t->w, post_find(t, to), t->u, id, text) : post_new(t, id, text);
	p->is = json_incref(t->r->form);
	p->media = (int)json_array_size(json_object_get(json_object_get(p->is, "media"), "media_ids"));
	shown = x_show(t, p);
	x_data(t, 201, shown);
}

static void
delete(struct turn *t)
{
	struct post *p = mine_find(t, t->id[0]);

	if (!p) {
		x_problem(t, 403, "Forbidden", "You are not authorized to delete this Tweet.");
		return;
	}
	post_delete(t, p);
	x_data(t, 200, json_pack("{s:b}", "deleted", 1));
}

static void
get_one(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);
	json_t      *one = p ? x_show(t, p) : NULL, *list = p ? json_pack("[O]", one) : NULL;

	if (p)
		answer_json(t->a, 200, json_pack("{s:o, s:o}", "data", one, "includes", x_authors(t, list)));
	else
		missing(t);
	json_decref(list);
}

/* What is gone stands in "errors", beside the others. */
static void
get_some(struct turn *t)
{
	const char  *ids = arg_text(t->r, "ids");
	char        *copy = mem_copy(ids ? ids : ""), *rest = NULL, *id;
	json_t      *data = json_array(), *errors = json_array(), *body = json_object();
	struct post *p;

	for (id = strtok_r(copy, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
		p = post_find(t, id);
		json_array_append_new(p ? data : errors, p ? x_show(t, p) : not_found(id));
	}
	if (json_array_size(data))
		json_object_set(body, "data", data);
	if (json_array_size(errors))
		json_object_set(body, "errors", errors);
	answer_json(t->a, 200, body);
	json_decref(data);
	json_decref(errors);
	free(copy);
}

/* --- the rest --------------------------------------------------------------------------------------- */

static void
who(struct turn *t)
{
	x_data(t, 200, show_user(t->u));
}

/* An answer in a conversation of ours. */
static void
hide(struct turn *t)
{
	struct post *p = post_find(t, t->id[0]);

	if (!p || !p->reply_to || !mine_find(t, p->root)) {
		x_problem(t, 403, "Forbidden", "You are not permitted to perform this action.");
		return;
	}
	p->hidden = json_is_true(json_object_get(t->r->form, "hidden"));
	x_data(t, 200, json_pack("{s:b}", "hidden", p->hidden));
}

static void
mute(struct turn *t)
{
	x_data(t, 200, json_pack("{s:b}", "muting", strcmp(t->r->method, "POST") == 0));
}

/* Nobody writes privately here. */
static void
list_private(struct turn *t)
{
	answer_json(t->a, 200, json_pack("{s:{s:i}}", "meta", "result_count", 0));
}

/* An answer begins with whom it answers, so that it is a mention. */
static struct post *
comment(struct turn *t, struct post *to, struct user *by, const char *text)
{
	struct buf   b = { 0 };
	struct post *p;
	char         id[ID_SIZE];

	if (!x_mentions(text, to->user))
		buf_fmt(&b, "@%s ", to->user->name);
	buf_str(&b, text);
	p = world_reply(t->w, to, by, x_id(t, id), b.at);
	buf_release(&b);
	return p;
}

static const struct route routes[] = {
	{ "POST",   "/2/tweets",                  post,             &posting,  1, 0 },
	{ "GET",    "/2/tweets",                  get_some,         &lookup,   1, 0 },
	{ "GET",    "/2/tweets/search/recent",    x_search,         &search,   1, 0 },
	{ "GET",    "/2/tweets/:",                get_one,          &lookup,   1, 0 },
	{ "DELETE", "/2/tweets/:",                delete,           &deleting, 1, 0 },
	{ "PUT",    "/2/tweets/:/hidden",         hide,             &hiding,   1, 0 },
	{ "POST",   "/2/media/upload",            x_post_media,     &uploads,  1, 0 },
	{ "GET",    "/2/media/upload",            x_tell_media,     &status,   1, 0 },
	{ "POST",   "/2/media/upload/initialize", x_initialize,     &pieces,   1, 0 },
	{ "POST",   "/2/media/upload/:/append",   x_append,         &pieces,   1, 0 },
	{ "POST",   "/2/media/upload/:/finalize", x_finalize,       &pieces,   1, 0 },
	{ "POST",   "/2/media/metadata",          x_describe_media, &metadata, 1, 0 },
	{ "POST",   "/2/media/subtitles",         x_add_subtitles,  &metadata, 1, 0 },
	{ "GET",    "/2/users/me",                who,              &me,       1, 0 },
	{ "GET",    "/2/users/:/mentions",        x_list_mentions,  &timeline, 1, 0 },
	{ "GET",    "/2/users/:/tweets",          x_list_own,       &own,      1, 0 },
	{ "POST",   "/2/users/:/muting",          mute,             &muting,   1, 0 },
	{ "DELETE", "/2/users/:/muting/:",        mute,             &muting,   1, 0 },
	{ "GET",    "/2/dm_events",               list_private,     &private,  1, 0 },
	{ 0 }
};

static const char *const begins[] = { "/2/", NULL };

const struct site site_x = { "x", begins, NULL, routes, refuse, NULL, headers, comment };
