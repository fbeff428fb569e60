/*
 * mastodon_mentions.c - how many posts use a hashtag, by day
 *
 * docs.joinmastodon.org: methods/tags#get, entities/Tag: `history`, of the last seven days of UTC, today first. Only
 * hashtags are counted, and only in posts that the server has seen. Compatible servers have no such thing, or an
 * empty history.
 */
#include "mastodon.h"

#include "metrics.h"

#include <stdlib.h>

#define TAG_MAX 100 /* characters of a hashtag; longer ones are none */

static enum go
ask_tag(struct call *c)
{
	const char *term = rec_string(c, "term");
	int64_t     from, to;

	if (metrics_days(c, &from, &to) == GO_FAIL)
		return GO_FAIL;
	if (*term != '#' || !term[1] || strlen(term) > TAG_MAX || strchr(term, ' '))
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/api/v1/tags/%s", call_encoded(c, term + 1));
	return mastodon_signed(c);
}

/* Numbers stand there as text. -1: it is none. */
static json_int_t
number(const json_t *j, const char *name)
{
	const char *text = text_member(j, name);
	char       *end;
	long long   n = strtoll(text, &end, 10);

	return *text && !*end && n >= 0 && n < INT64_MAX / 1000 ? n : -1;
}

static enum go
take_tag(struct call *c)
{
	const json_t *history = json_object_get(c->body, "history"), *one;
	int64_t       from, to, day;
	size_t        i;

	if (c->reply->status == 404)
		return GO_NEXT;
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "%s answered %d without a hashtag", c->net->title, c->reply->status);
	if (metrics_days(c, &from, &to) == GO_FAIL)
		return GO_FAIL;
	json_array_foreach(history, i, one) {
		day = number(one, "day") * 1000;
		if (day >= from && day < to && day % METRICS_DAY_MS == 0 && number(one, "uses") >= 0)
			metrics_mentions(c, day, number(one, "uses"));
	}
	return GO_NEXT;
}

const struct step mastodon_mentions[] = {
	{ "tag", ask_tag, take_tag, 404, NULL, 0 },
	{ 0 }
};
