/*
 * mastodon.c - the part of Mastodon's client API that a publisher needs, simulated
 *
 * Shapes, limits and messages: docs.joinmastodon.org (methods/statuses, methods/media,
 * methods/notifications, entities/Status, entities/V2_Instance, api/rate-limits).
 */
#include "mastodon.h"
#include "notices.h"

#include "smm/text.h"
#include "smm/when.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_MS INT64_C(3600000) /* Idempotency-Key: kept for an hour */

static const struct text_rule rule = {
	.unit = TEXT_GRAPHEMES, .max = 500, .url_units = 23, .local_mentions = 1
};

void
mastodon_refuse(struct answer *a, int status, const char *words)
{
	answer_json(a, status, json_pack("{s:s}", "error", words));
}

/* "token-NAME" is NAME's. */
static struct user *
who(struct world *w, const struct request *r, struct answer *a)
{
	struct user *u;

	if (!r->token || strncmp(r->token, "token-", 6) != 0 || !r->token[6]) {
		mastodon_refuse(a, 401, "The access token is invalid");
		return NULL;
	}
	u = world_user(w, "mastodon", r->token + 6);
	a->account = u->name;
	return u;
}

static json_t *
time_json(int64_t ms)
{
	char text[WHEN_SIZE];

	return json_string(when_write_ms(text, ms));
}

json_t *
mastodon_account_json(const struct user *u)
{
	char url[300];

	snprintf(url, sizeof url, "http://127.0.0.1/@%s", u->name);
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:i}", "id", u->id, "username", u->name, "acct",
	    u->name, "display_name", u->name, "url", url, "followers_count", u->followers, "following_count", 0,
	    "statuses_count", u->nposts);
}

/* Where the streams are: here, as it would be elsewhere. */
static json_t *
streaming(const struct world *w, const struct request *r)
{
	return json_sprintf("%s://%s", w->set->cert ? "wss" : "ws", r->host);
}

static json_t *
configuration(const struct world *w, const struct request *r)
{
	json_t *types = json_pack("[s, s, s, s, s, s]", "image/jpeg", "image/png", "image/gif", "image/webp",
	    "video/mp4", "video/webm");

	return json_pack("{s:{s:o}, s:{s:i, s:i, s:i}, s:{s:i, s:I, s:I, s:o}, s:{s:i, s:i, s:i, s:i}}",
	    "urls", "streaming", streaming(w, r),
	    "statuses", "max_characters", 500, "max_media_attachments", 4, "characters_reserved_per_url", 23,
	    "media_attachments", "description_limit", 1500, "image_size_limit",
	    mastodon_limit(w, "image/png"), "video_size_limit", mastodon_limit(w, "video/mp4"),
	    "supported_mime_types", types, "polls", "max_options", 4, "max_characters_per_option", 50,
	    "min_expiration", 300, "max_expiration", 2629746);
}

static void
add_escaped(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '<' || *s == '>' || *s == '&')
			buf_str(b, *s == '<' ? "&lt;" : *s == '>' ? "&gt;" : "&amp;");
		else if (*s == '\n')
			buf_str(b, "<br />");
		else
			buf_char(b, *s);
	}
}

/* The text as a page shows it; links become anchors, as Mastodon writes them. */
static json_t *
content_json(const char *text)
{
	struct buf  b = { 0 };
	struct span link;
	size_t      len = strlen(text), from = 0;
	char       *piece;
	json_t     *html;

	buf_str(&b, "<p>");
	for (;;) {
		int found = text_next_link(text, len, from, &link);

		piece = mem_copy(text + from);
		if (found)
			piece[link.start - from] = '\0';
		add_escaped(&b, piece);
		free(piece);
		if (!found)
			break;
		buf_str(&b, "<a href=\"\"><span class=\"invisible\"></span><span>");
		piece = mem_copy(text + link.start);
		piece[link.end - link.start] = '\0';
		add_escaped(&b, piece);
		free(piece);
		buf_str(&b, "</span></a>");
		from = link.end;
	}
	buf_str(&b, "</p>");
	html = json_string(b.at);
	buf_release(&b);
	return html;
}

json_t *
mastodon_status_json(struct world *w, const struct post *p)
{
	const struct post *answered = p->reply_to ? map_get(&w->posts, p->reply_to) : NULL;
	json_t            *s = json_loads(p->json, 0, NULL);

	json_object_set_new(s, "favourites_count", json_integer(p->likes));
	json_object_set_new(s, "reblogs_count", json_integer(p->shares));
	json_object_set_new(s, "replies_count", json_integer(p->replies));
	json_object_set_new(s, "account", mastodon_account_json(p->user));
	json_object_set_new(s, "in_reply_to_account_id", answered ? json_string(answered->user->id) : json_null());
	return s;
}

static json_t *
poll_json(struct world *w, const struct request *r)
{
	json_t *options = mastodon_list(r, "poll[options][]"), *out = json_array(), *o;
	json_t *poll = NULL;
	size_t  i;

	json_array_foreach(options, i, o)
		json_array_append_new(out, json_pack("{s:O, s:i}", "title", o, "votes_count", 0));
	if (i)
		poll = json_pack("{s:s, s:o, s:b, s:O, s:i}", "id", "1", "expires_at",
		    time_json(w->now + arg_long(r, "poll[expires_in]", 0) * 1000), "multiple",
		    arg_text(r, "poll[multiple]") != NULL, "options", out, "votes_count", 0);
	json_decref(options);
	json_decref(out);
	return poll;
}

/* Whether the text may be posted at all; otherwise the answer is made. */
static int
is_acceptable(const struct request *r, const char *text, size_t media, struct answer *a)
{
	const char *warning = arg_text(r, "spoiler_text");
	size_t      n = text_count(&rule, text, strlen(text));

	if (warning)
		n += text_count(&rule, warning, strlen(warning));
	if (n > rule.max) {
		mastodon_refuse(a, 422, "Validation failed: Text character limit of 500 exceeded");
		return 0;
	}
	if (!*text && !media) {
		mastodon_refuse(a, 422, "Validation failed: Text can't be blank");
		return 0;
	}
	return 1;
}

static void
notify_mentioned(struct world *w, struct post *p)
{
	const char  *at = p->text, *name;
	struct user *to;
	char         key[300];
	size_t       len;

	while ((at = strchr(at, '@'))) {
		name = ++at;
		len = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
		snprintf(key, sizeof key, "mastodon %.*s", (int)len, name);
		to = len ? map_get(&w->users, key) : NULL;
		if (to)
			world_notify(w, to, "mention", p->user, p);
	}
}

static struct post *
make_status(struct world *w, const struct request *r, struct user *u, json_t *media, json_t *poll)
{
	const char  *text = arg_text(r, "status"), *reply = arg_text(r, "in_reply_to_id");
	const char  *warning = arg_text(r, "spoiler_text"), *visibility = arg_text(r, "visibility");
	struct post *p, *parent = reply ? map_get(&w->posts, reply) : NULL;
	char         id[32], url[300];
	json_t      *s;

	snprintf(id, sizeof id, "%" PRIu64, UINT64_C(115000000000000000) + ++w->counter);
	snprintf(url, sizeof url, "http://127.0.0.1/@%s/%s", u->name, id);
	p = world_add(w, u, "mastodon", id, text ? text : "");
	p->reply_to = reply ? mem_copy(reply) : NULL;
	p->media = (int)json_array_size(media);
	s = json_pack("{s:s, s:s, s:s, s:o, s:s?, s:s, s:b, s:s, s:s?, s:o, s:O, s:O?, s:n, s:[], s:[]}", "id", id,
	    "uri", url, "url", url, "created_at", time_json(w->now), "in_reply_to_id", reply, "spoiler_text",
	    warning ? warning : "", "sensitive", warning || arg_text(r, "sensitive"), "visibility",
	    visibility ? visibility : "public", "language", arg_text(r, "language"), "content",
	    content_json(p->text), "media_attachments", media, "poll", poll, "card", "mentions", "tags");
	p->json = json_dumps(s, JSON_COMPACT);
	json_decref(s);
	if (parent) {
		parent->replies++;
		world_notify(w, parent->user, "mention", u, p);
	} else {
		notify_mentioned(w, p);
	}
	return p;
}

static void
post_status(struct world *w, const struct request *r, struct user *u, struct answer *a)
{
	char         key[400] = "";
	const char  *text = arg_text(r, "status");
	struct post *p = NULL;
	json_t      *media, *poll;

	if (r->key && !w->set->no_idempotency) {
		snprintf(key, sizeof key, "%s %s", u->name, r->key);
		p = map_get(&w->keys, key);
	}
	if (p && w->now - p->at < KEY_MS) {
		answer_json(a, p->deleted ? 404 : 200, mastodon_status_json(w, p));
		return;
	}
	media = mastodon_attachments(w, r, a);
	if (!media)
		return;
	if (is_acceptable(r, text ? text : "", json_array_size(media), a)) {
		poll = poll_json(w, r);
		p = make_status(w, r, u, media, poll);
		p->key = r->key ? mem_copy(r->key) : NULL;
		if (*key)
			map_set(&w->keys, key, p);
		answer_json(a, 200, mastodon_status_json(w, p));
		json_decref(poll);
	}
	json_decref(media);
}

/* A user's statuses, newest first, between max_id and since_id. */
static void
list_statuses(struct world *w, const struct request *r, const char *id, struct answer *a)
{
	long         limit = arg_long(r, "limit", 20);
	const char  *max_id = arg_text(r, "max_id"), *since = arg_text(r, "since_id");
	json_t      *list = json_array();
	struct user *u;
	struct post *p;
	char         key[300];

	snprintf(key, sizeof key, "mastodon %s", id);
	u = map_get(&w->users, key);
	if (limit > 40)
		limit = 40;
	for (p = u ? u->posts : NULL; p && limit > 0; p = p->before) {
		if (p->deleted || (max_id && strcmp(p->id, max_id) >= 0))
			continue;
		if (since && strcmp(p->id, since) <= 0)
			break;
		json_array_append_new(list, mastodon_status_json(w, p));
		limit--;
	}
	answer_json(a, u ? 200 : 404, list);
}

/* An edit replaces all that a status shows: what is left out is gone. */
static void
edit_status(struct world *w, const struct request *r, struct post *p, struct answer *a)
{
	const char *text = arg_text(r, "status"), *warning = arg_text(r, "spoiler_text");
	json_t     *media = mastodon_attachments(w, r, a), *s, *poll;

	if (!media)
		return;
	if (is_acceptable(r, text ? text : "", json_array_size(media), a)) {
		s = json_loads(p->json, 0, NULL);
		poll = poll_json(w, r);
		free(p->text);
		free(p->json);
		p->text = mem_copy(text ? text : "");
		p->media = (int)json_array_size(media);
		json_object_set_new(s, "content", content_json(p->text));
		json_object_set_new(s, "spoiler_text", json_string(warning ? warning : ""));
		json_object_set_new(s, "sensitive", json_boolean(warning || arg_text(r, "sensitive")));
		json_object_set(s, "media_attachments", media);
		json_object_set_new(s, "poll", poll ? poll : json_null());
		json_object_set_new(s, "edited_at", time_json(w->now));
		p->json = json_dumps(s, JSON_COMPACT);
		json_decref(s);
		answer_json(a, 200, mastodon_status_json(w, p));
	}
	json_decref(media);
}

static void
one_status(struct world *w, const struct request *r, struct user *u, char *rest, struct answer *a)
{
	char        *action = strchr(rest, '/');
	struct post *p;

	if (action)
		*action++ = '\0';
	p = map_get(&w->posts, rest);
	if (!p || p->deleted || (p->user != u && (strcmp(r->method, "PUT") == 0 || strcmp(r->method, "DELETE") == 0))) {
		mastodon_refuse(a, 404, "Record not found");
		return;
	}
	if (!action && strcmp(r->method, "PUT") == 0) {
		edit_status(w, r, p, a);
		return;
	}
	if (!action && strcmp(r->method, "DELETE") == 0)
		p->deleted = 1;
	else if (action && strcmp(action, "favourite") == 0 && ++p->likes)
		world_notify(w, p->user, "favourite", u, p);
	else if (action && strcmp(action, "unfavourite") == 0)
		p->likes -= p->likes > 0;
	else if (action && strcmp(action, "reblog") == 0 && ++p->shares)
		world_notify(w, p->user, "reblog", u, p);
	else if (action && strcmp(action, "context") == 0) {
		mastodon_context(w, p, a);
		return;
	}
	answer_json(a, 200, mastodon_status_json(w, p));
}

/* Behind /api/v1/accounts/. */
static void
accounts(struct world *w, const struct request *r, struct user *u, char *rest, struct answer *a)
{
	char *slash = strchr(rest, '/');

	if (strcmp(rest, "verify_credentials") == 0) {
		answer_json(a, 200, mastodon_account_json(u));
	} else if (strcmp(rest, "lookup") == 0 && arg_text(r, "acct")) {
		answer_json(a, 200, mastodon_account_json(world_user(w, "mastodon", arg_text(r, "acct"))));
	} else if (slash && strcmp(slash, "/statuses") == 0) {
		*slash = '\0';
		list_statuses(w, r, rest, a);
	} else if (!mastodon_act(w, u, rest, a)) {
		mastodon_refuse(a, 404, "Record not found");
	}
}

static void
rate_headers(struct world *w, struct answer *a)
{
	char text[WHEN_SIZE];

	answer_header(a, "X-RateLimit-Limit", "300");
	answer_header(a, "X-RateLimit-Remaining", "299");
	answer_header(a, "X-RateLimit-Reset", when_write_ms(text, w->now + 300000));
}

static void
route(struct world *w, const struct request *r, char *path, struct answer *a)
{
	struct user *u;

	if (strcmp(path, "/api/v2/instance") == 0 || strcmp(path, "/api/v1/instance") == 0) {
		answer_json(a, 200, json_pack("{s:s, s:s, s:{s:i}, s:o}", "domain", "127.0.0.1", "version",
		    "4.6.0 (simulated)", "api_versions", "mastodon", 10, "configuration", configuration(w, r)));
		return;
	}
	u = who(w, r, a);
	if (!u)
		return;
	rate_headers(w, a);
	if (strcmp(path, "/api/v2/media") == 0 && strcmp(r->method, "POST") == 0)
		mastodon_post_media(w, r, a);
	else if (strncmp(path, "/api/v1/media/", 14) == 0)
		mastodon_get_media(w, path + 14, a);
	else if (strcmp(path, "/api/v1/statuses") == 0 && strcmp(r->method, "POST") == 0)
		post_status(w, r, u, a);
	else if (strncmp(path, "/api/v1/statuses/", 17) == 0)
		one_status(w, r, u, path + 17, a);
	else if (strncmp(path, "/api/v1/accounts/", 17) == 0)
		accounts(w, r, u, path + 17, a);
	else if (strcmp(path, "/api/v1/reports") == 0)
		mastodon_report(w, u, r, a);
	else if (strcmp(path, "/api/v1/notifications") == 0)
		mastodon_notices(w, u, r, a);
	else if (strcmp(path, "/api/v1/streaming/user") == 0 ||
	    strcmp(path, "/api/v1/streaming/user/notification") == 0)
		mastodon_stream(u, a);
	else
		mastodon_refuse(a, 404, "The page you were looking for doesn't exist.");
}

int
mastodon_answer(struct world *w, const struct request *r, struct answer *a)
{
	char *path;

	if (strncmp(r->path, "/api/v1/", 8) != 0 && strncmp(r->path, "/api/v2/", 8) != 0)
		return 0;
	path = mem_copy(r->path);
	route(w, r, path, a);
	free(path);
	return 1;
}
