/*
 * bluesky_mentions.c - how many posts hold a term, by day: those that a search finds, counted
 *
 * Lexicon app.bsky.feed.searchPosts, latest first, a hundred at a time. Its `hitsTotal` may be rounded: the posts are
 * counted one by one, up to PAGES_MAX pages; days before the last post seen then are not known.
 */
#include "bluesky.h"

#include "message.h"
#include "metrics.h"

#include "smm/when.h"

#define PAGE_SIZE 100
#define PAGES_MAX 50
#define DAYS_MAX  31

static enum go
ask_search(struct call *c)
{
	const char *cursor = call_kept(c, "cursor");
	char        since[WHEN_SIZE], until[WHEN_SIZE];
	int64_t     from, to;

	if (metrics_days(c, &from, &to) == GO_FAIL)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE,
	    "/xrpc/app.bsky.feed.searchPosts?sort=latest&limit=%d&since=%s&until=%s&q=%s%s%s",
	    PAGE_SIZE, call_encoded(c, when_write(since, from, 0)), call_encoded(c, when_write(until, to, 0)),
	    call_encoded(c, metrics_phrase(c)), cursor ? "&cursor=" : "", cursor ? call_encoded(c, cursor) : "");
	return call_bearer(c, call_session(c, "accessJwt"));
}

/* When a post counts ("sortAt"): when it was made, but not after it was first seen. 0: it does not say. */
static int64_t
time_of(const json_t *post)
{
	int64_t made = message_time(text_member(json_object_get(post, "record"), "createdAt"));
	int64_t seen = message_time(text_member(post, "indexedAt"));

	return made && seen ? (made < seen ? made : seen) : made + seen;
}

/* The counts so far, kept from page to page: one for each day. */
static json_t *
counts_of(struct call *c, int64_t from, int64_t to)
{
	int64_t day;

	if (!json_object_get(c->keep, "days"))
		for (day = from; day < to && day < from + DAYS_MAX * METRICS_DAY_MS; day += METRICS_DAY_MS)
			call_keep_item(c, "days", json_integer(0));
	return json_object_get(c->keep, "days");
}

/* Adds the posts of a page; the time of the oldest, `to` when there is none. */
static int64_t
count_page(const json_t *posts, json_t *days, int64_t from, int64_t to)
{
	const json_t *post;
	json_t       *count;
	int64_t       at, oldest = to;
	size_t        i;

	json_array_foreach(posts, i, post) {
		at = time_of(post);
		if (at < from || at >= to)
			continue;
		count = json_array_get(days, (size_t)((at - from) / METRICS_DAY_MS));
		json_integer_set(count, json_integer_value(count) + 1);
		oldest = at < oldest ? at : oldest;
	}
	return oldest;
}

/* The days that were seen whole. */
static void
give_days(struct call *c, const json_t *days, int64_t from, int64_t known_from)
{
	const json_t *count;
	size_t        i;

	json_array_foreach(days, i, count)
		if (from + (int64_t)i * METRICS_DAY_MS >= known_from)
			metrics_mentions(c, from + (int64_t)i * METRICS_DAY_MS, json_integer_value(count));
}

static enum go
take_search(struct call *c)
{
	const json_t *posts = json_object_get(c->body, "posts");
	const char   *cursor = text_member(c->body, "cursor");
	int64_t       from, to, oldest;
	json_t       *days;

	if (!json_is_array(posts))
		return call_fail(c, FAULT_REPLY, "%s answered %d without posts", c->net->title, c->reply->status);
	if (metrics_days(c, &from, &to) == GO_FAIL)
		return GO_FAIL;
	days = counts_of(c, from, to);
	oldest = count_page(posts, days, from, to);
	if (*cursor && json_array_size(posts) && call_count(c, "page") < PAGES_MAX) {
		call_keep(c, "cursor", cursor);
		return GO_AGAIN;
	}
	give_days(c, days, from, *cursor && json_array_size(posts) ? oldest : from);
	return GO_DONE;
}

const struct step bluesky_mentions[] = {
	{ "search", ask_search, take_search, 0, NULL, 0 },
	{ 0 }
};
