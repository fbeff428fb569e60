/*
 * x_public.c - what is public of others on X: the counts of an account, and how many posts hold a term, by day
 *
 * docs.x.com (OpenAPI 2.167), GET /2/users/by/username/:username, GET /2/tweets/counts/recent: the last seven days, in
 * days of UTC when it begins at midnight. Reposts are left out. Each request costs.
 */
#include "x.h"

#include "message.h"
#include "metrics.h"

#include "smm/when.h"

#define REACH_DAYS 7
#define MARGIN_MS  60000 /* its clock, and the way there */

static const struct count of_other[] = {
	{ "followers", "followers_count" },
	{ "posts",     "tweet_count" },
	{ "posts",     "post_count" },
	{ NULL,        NULL },
};

static enum go
ask_other(struct call *c)
{
	const char *user = metrics_user(c);

	if (!user)
		return GO_FAIL;
	call_send(c, "GET", EFFECT_NONE, "/2/users/by/username/%s?user.fields=public_metrics", call_encoded(c, user));
	return x_signed(c);
}

static enum go
take_other(struct call *c)
{
	int           gone;
	const json_t *user = x_one(c, &gone);

	if (!user)
		return gone ? GO_DONE : GO_FAIL;
	metrics_out(c, NULL, of_other, json_object_get(user, "public_metrics"));
	return GO_DONE;
}

const struct step x_other_metrics[] = {
	{ "other", ask_other, take_other, 404, NULL, 0 },
	{ 0 }
};

/* --- how often a term is written ------------------------------------------------------------------- */

/* "start_time": midnight, and within the last seven days. */
static int64_t
begin_of(const struct call *c, int64_t from)
{
	int64_t first = c->now - REACH_DAYS * METRICS_DAY_MS + MARGIN_MS;

	first = (first + METRICS_DAY_MS - 1) / METRICS_DAY_MS * METRICS_DAY_MS;
	return first > from ? first : from;
}

static enum go
ask_counts(struct call *c)
{
	char    start[WHEN_SIZE], end[WHEN_SIZE];
	int64_t from, to;

	if (metrics_days(c, &from, &to) == GO_FAIL)
		return GO_FAIL;
	from = begin_of(c, from);
	if (from >= to)
		return GO_NEXT;
	call_send(c, "GET", EFFECT_NONE, "/2/tweets/counts/recent?granularity=day&start_time=%s&end_time=%s&query=%s",
	    call_encoded(c, when_write(start, from, 0)), call_encoded(c, when_write(end, to, 0)),
	    call_encoded(c, mem_fmt(c->mem, "%s -is:retweet", metrics_phrase(c))));
	return x_signed(c);
}

/* Both names of 2026; a bucket that is no whole day is none of ours. */
static enum go
take_counts(struct call *c)
{
	const json_t *list = x_list(c), *one, *count;
	int64_t       from, to, day;
	size_t        i;

	if (!list)
		return GO_FAIL;
	if (metrics_days(c, &from, &to) == GO_FAIL)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		day = message_time(text_member(one, "start"));
		count = json_object_get(one, "post_count");
		if (!count)
			count = json_object_get(one, "tweet_count");
		if (day >= from && day < to && day % METRICS_DAY_MS == 0 && json_is_integer(count) &&
		    json_integer_value(count) >= 0 &&
		    message_time(text_member(one, "end")) == day + METRICS_DAY_MS)
			metrics_mentions(c, day, json_integer_value(count));
	}
	return GO_DONE;
}

const struct step x_mentions[] = {
	{ "counts", ask_counts, take_counts, 0, NULL, 0 },
	{ 0 }
};
