/*
 * x_list.c - lists of the simulated X: mentions, own posts, search
 *
 * docs.x.com: timelines, search operators. Of the last seven days alone is something found. An empty list has no data.
 */
#include "x.h"

#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

#define WEEK_MS (7 * DAY_MS)

/* since_id, and start_time. */
static int
is_late(const struct turn *t, const struct post *p)
{
	const char *id = arg_text(t->r, "since_id"), *from = arg_text(t->r, "start_time");
	int64_t     ms = 0;

	if (from && when_read(from, strlen(from), &ms, NULL))
		ms = 0;
	return p->at >= ms && (!id || strtoull(p->id, NULL, 10) > strtoull(id, NULL, 10));
}

static int
is_mention(const struct turn *t, const struct post *p)
{
	return p->user != t->u && x_mentions(p->text, t->u) && is_late(t, p);
}

static int
is_own(const struct turn *t, const struct post *p)
{
	return p->user == t->u && is_late(t, p) && !(p->reply_to && x_wants(t, "exclude", "replies"));
}

/* "from:NAME", "in_reply_to_tweet_id:ID", "conversation_id:ID", each also with '-' before it. */
static int
is_so(const struct post *p, const char *word, size_t len)
{
	const char *colon = memchr(word, ':', len), *value = colon ? colon + 1 : word, *is = NULL;
	int         is_not = *word == '-';
	size_t      name = (size_t)((colon ? colon : word) - word) - (size_t)is_not;
	size_t      rest = len - (size_t)(value - word);

	word += is_not;
	if (name == 4 && strncmp(word, "from", 4) == 0)
		is = p->user->name;
	else if (name == 20 && strncmp(word, "in_reply_to_tweet_id", 20) == 0)
		is = p->reply_to ? p->reply_to : "";
	else if (name == 15 && strncmp(word, "conversation_id", 15) == 0)
		is = p->root ? p->root : p->id;
	if (!is)
		return strstr(p->text, word) != NULL;
	return (strlen(is) == rest && strncmp(is, value, rest) == 0) != is_not;
}

/* All the words of the query are so; of the last seven days. */
static int
is_found(const struct turn *t, const struct post *p)
{
	const char *at = arg_text(t->r, "query");
	size_t      len;

	for (at = at ? at : ""; *at; at += len) {
		at += strspn(at, " ");
		len = strcspn(at, " ");
		if (len && !is_so(p, at, len))
			return 0;
	}
	return p->at > t->w->now - WEEK_MS && is_late(t, p);
}

/* An empty list has no "data". */
static void
list(struct turn *t, int (*has)(const struct turn *, const struct post *), const char *cursor)
{
	struct listing l = { has, x_show, "max_results", 10, 100, cursor, 0 };
	json_t        *all, *body;
	char           next[32];

	if (arg_long(t->r, "max_results", 10) < 5 || arg_long(t->r, "max_results", 10) > 100) {
		x_invalid(t, "max_results", "The `max_results` query parameter value is not between 5 and 100");
		return;
	}
	all = list_posts(t, &l, next);
	body = json_pack("{s:{s:I}}", "meta", "result_count", (json_int_t)json_array_size(all));
	if (json_array_size(all)) {
		json_object_set(body, "data", all);
		json_object_set_new(body, "includes", x_authors(t, all));
	}
	if (*next)
		json_object_set_new(json_object_get(body, "meta"), "next_token", json_string(next));
	json_decref(all);
	answer_json(t->a, 200, body);
}

void
x_list_mentions(struct turn *t)
{
	list(t, is_mention, "pagination_token");
}

void
x_list_own(struct turn *t)
{
	list(t, is_own, "pagination_token");
}

void
x_search(struct turn *t)
{
	list(t, is_found, arg_text(t->r, "next_token") ? "next_token" : "pagination_token");
}
