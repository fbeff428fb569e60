/*
 * linkedin_metrics.c - what LinkedIn counts of posts and of the page
 *
 * learn.microsoft.com/linkedin: Organization Share Statistics (of twelve months; posts without activity are left out,
 * and so they are here: an empty list also is what who has no role on the page gets), Network Sizes, Member Post
 * Statistics (one number a request). Of a page by days: its shares, Follower Statistics, Page Statistics.
 */
#include "linkedin.h"

#include "metrics.h"

#include <inttypes.h>

static const struct count of_share[] = {
	{ "impressions", "impressionCount" },
	{ "reach",       "uniqueImpressionsCount" },
	{ "clicks",      "clickCount" },
	{ "likes",       "likeCount" },
	{ "comments",    "commentCount" },
	{ "shares",      "shareCount" },
	{ NULL,          NULL },
};

static const struct count of_page[] = {
	{ "followers", "firstDegreeSize" },
	{ NULL,        NULL },
};

/* --- posts of a page ------------------------------------------------------------------------------ */

#define UGC "urn:li:ugcPost:"

/* "&shares=List(urn,…)" of those refs that are of this kind; "" when none is. */
static const char *
list_of(struct call *c, int is_ugc)
{
	struct buf  b = { 0 };
	const char *ref, *text;
	size_t      i;

	for (i = 0; (ref = metrics_ref(c, i)); i++)
		if (is_ugc == (strncmp(ref, UGC, strlen(UGC)) == 0))
			buf_fmt(&b, "%s%s", b.len ? "," : is_ugc ? "&ugcPosts=List(" : "&shares=List(",
			    call_encoded(c, ref));
	if (b.len)
		buf_char(&b, ')');
	text = b.len ? mem_dup(c->mem, b.at, b.len) : "";
	buf_release(&b);
	return text;
}

static enum go
ask_shares(struct call *c)
{
	if (!linkedin_is_page(c))
		return GO_NEXT;
	if (!metrics_ref(c, 0))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, "/rest/organizationalEntityShareStatistics?q=organizationalEntity"
	    "&organizationalEntity=%s%s%s", call_encoded(c, linkedin_author(c)), list_of(c, 0), list_of(c, 1));
	return linkedin_signed(c, "FINDER");
}

static enum go
take_shares(struct call *c)
{
	const json_t *list = linkedin_elements(c), *one;
	const char   *ref;
	size_t        i;

	if (!list)
		return GO_FAIL;
	json_array_foreach(list, i, one) {
		ref = text_member(one, "share");
		if (!*ref)
			ref = text_member(one, "ugcPost");
		if (*ref)
			metrics_out(c, ref, of_share, json_object_get(one, "totalShareStatistics"));
	}
	return GO_DONE;
}

/* --- posts of a person ---------------------------------------------------------------------------- */

static const struct count of_member[] = {
	{ "impressions", "IMPRESSION" },
	{ "reach",       "MEMBERS_REACHED" },
	{ "likes",       "REACTION" },
	{ "comments",    "COMMENT" },
	{ "shares",      "RESHARE" },
};

#define QUESTIONS (sizeof of_member / sizeof *of_member)

/* Kept: numbers   of the post that is asked for; asked   questions so far, of all posts. */
static size_t
asked(const struct call *c)
{
	return call_kept_count(c, "asked");
}

static enum go
ask_member(struct call *c)
{
	const char *ref = metrics_ref(c, asked(c) / QUESTIONS);

	if (!ref)
		return GO_DONE;
	call_send(c, "GET", EFFECT_NONE, "/rest/memberCreatorPostAnalytics?q=entity&entity=(%s:%s)&queryType=%s"
	    "&aggregation=TOTAL", strncmp(ref, UGC, strlen(UGC)) == 0 ? "ugc" : "share", call_encoded(c, ref),
	    of_member[asked(c) % QUESTIONS].there);
	return linkedin_signed(c, "FINDER");
}

static enum go
take_member(struct call *c)
{
	const json_t *list = linkedin_elements(c), *count;
	const char   *name = of_member[asked(c) % QUESTIONS].name, *ref = metrics_ref(c, asked(c) / QUESTIONS);
	json_t       *numbers = json_object_get(c->keep, "numbers");

	if (!list)
		return GO_FAIL;
	if (!numbers) {
		numbers = json_object();
		json_object_set_new(c->keep, "numbers", numbers);
	}
	count = json_object_get(json_array_get(list, 0), "count");
	if (json_is_integer(count) && json_integer_value(count) >= 0)
		json_object_set_new(numbers, name, json_integer(json_integer_value(count)));
	call_keep_item(c, "asked", json_true());
	if (asked(c) % QUESTIONS == 0) {
		if (json_object_size(numbers)) {
			json_object_set_new(numbers, "ref", json_string(ref));
			call_out_record(c, json_copy(numbers));
		}
		call_forget(c, "numbers");
	}
	return GO_AGAIN;
}

const struct step linkedin_post_metrics[] = {
	{ "shares", ask_shares, take_shares, 0, NULL, 0 },
	{ "member", ask_member, take_member, 0, NULL, 0 },
	{ 0 }
};

/* --- the page ------------------------------------------------------------------------------------- */

#define DAYS 7 /* each time anew: what LinkedIn counts late takes the place of what it said before */

/* Of a person LinkedIn tells no number without more scopes. */
static enum go
ask_size(struct call *c)
{
	if (!linkedin_is_page(c))
		return GO_DONE;
	call_send(c, "GET", EFFECT_NONE, "/rest/networkSizes/%s?edgeType=COMPANY_FOLLOWED_BY_MEMBER",
	    call_encoded(c, linkedin_author(c)));
	return linkedin_signed(c, NULL);
}

static enum go
take_size(struct call *c)
{
	if (!json_is_object(c->body))
		return call_fail(c, FAULT_REPLY, "LinkedIn answered %d without a number", c->reply->status);
	metrics_out(c, NULL, of_page, c->body);
	return GO_NEXT;
}

/* The last days that are over, of UTC. finder: names the organization. */
static enum go
ask_days(struct call *c, const char *what, const char *finder)
{
	int64_t end = metrics_today(c);

	call_send(c, "GET", EFFECT_NONE, "/rest/%s?q=%s&%s=%s&timeIntervals=(timeRange:(start:%" PRId64 ",end:%" PRId64
	    "),timeGranularityType:DAY)", what, finder, finder, call_encoded(c, linkedin_author(c)),
	    end - DAYS * METRICS_DAY_MS, end);
	return linkedin_signed(c, "FINDER");
}

/* Of one day; what has no time is of none. */
static void
keep_day(struct call *c, const json_t *one, const char *name, const json_t *count)
{
	const json_t *range = json_object_get(one, "timeRange");

	metrics_keep(c, json_integer_value(json_object_get(range, "start")),
	    json_integer_value(json_object_get(range, "end")), name, count);
}

static void
keep_shares(struct call *c, const json_t *one)
{
	const json_t       *counts = json_object_get(one, "totalShareStatistics");
	const struct count *of = of_share;

	for (; of->name; of++)
		keep_day(c, one, of->name, json_object_get(counts, of->there));
}

/* Who came less who went: only one of the two is told. */
static void
keep_gains(struct call *c, const json_t *one)
{
	const json_t *gains = json_object_get(one, "followerGains");
	json_int_t    net = json_integer_value(json_object_get(gains, "organicFollowerGain")) +
	    json_integer_value(json_object_get(gains, "paidFollowerGain"));
	json_t       *count = json_integer(net < 0 ? -net : net);

	if (json_is_integer(json_object_get(gains, "organicFollowerGain")))
		keep_day(c, one, net < 0 ? "unfollows" : "follows", count);
	json_decref(count);
}

static void
keep_visits(struct call *c, const json_t *one)
{
	const json_t *views = json_object_get(json_object_get(one, "totalPageStatistics"), "views");

	keep_day(c, one, "page_views", json_object_get(json_object_get(views, "allPageViews"), "pageViews"));
}

/* 403: a scope or a role is missing for these numbers: there are the others. */
static enum go
take_days(struct call *c, void (*keep)(struct call *, const json_t *))
{
	const json_t *list = c->reply->status == 403 ? NULL : linkedin_elements(c), *one;
	size_t        i;

	if (!list && c->reply->status != 403)
		return GO_FAIL;
	json_array_foreach(list, i, one)
		keep(c, one);
	return GO_NEXT;
}

static enum go
ask_share_days(struct call *c)
{
	return ask_days(c, "organizationalEntityShareStatistics", "organizationalEntity");
}

static enum go
take_share_days(struct call *c)
{
	return take_days(c, keep_shares);
}

static enum go
ask_gains(struct call *c)
{
	return ask_days(c, "organizationalEntityFollowerStatistics", "organizationalEntity");
}

static enum go
take_gains(struct call *c)
{
	return take_days(c, keep_gains);
}

static enum go
ask_visits(struct call *c)
{
	return ask_days(c, "organizationPageStatistics", "organization");
}

static enum go
take_visits(struct call *c)
{
	return take_days(c, keep_visits);
}

static enum go
put_days(struct call *c)
{
	metrics_put_times(c);
	return GO_DONE;
}

const struct step linkedin_account_metrics[] = {
	{ "size",    ask_size,       take_size,       0,   NULL, 0 },
	{ "shares",  ask_share_days, take_share_days, 403, NULL, 0 },
	{ "gains",   ask_gains,      take_gains,      403, NULL, 0 },
	{ "visits",  ask_visits,     take_visits,     403, NULL, 0 },
	{ "records", put_days,       put_days,        0,   NULL, 0 },
	{ 0 }
};

/* --- others' pages: "Organization Lookup", Network Sizes; neither asks for a role there ------------------------ */

/* Kept: page   its number, which a name in addresses is looked up for */
static enum go
ask_page(struct call *c)
{
	const char *user = metrics_user(c);

	if (!user)
		return GO_FAIL;
	if (strspn(user, "0123456789") == strlen(user)) {
		call_keep(c, "page", user);
		return GO_NEXT;
	}
	call_send(c, "GET", EFFECT_NONE, "/rest/organizations?q=vanityName&vanityName=%s", call_encoded(c, user));
	return linkedin_signed(c, "FINDER");
}

static enum go
take_page(struct call *c)
{
	const json_t *list = linkedin_elements(c);
	const char   *id = id_member(c, json_array_get(list, 0), "id");

	if (!list)
		return GO_FAIL;
	if (!id)
		return GO_DONE;
	call_keep(c, "page", id);
	return GO_NEXT;
}

static enum go
ask_other(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/rest/networkSizes/%s?edgeType=COMPANY_FOLLOWED_BY_MEMBER",
	    call_encoded(c, mem_fmt(c->mem, "urn:li:organization:%s", call_kept(c, "page"))));
	return linkedin_signed(c, NULL);
}

const struct step linkedin_other_metrics[] = {
	{ "page", ask_page,  take_page, 0, NULL, 0 },
	{ "size", ask_other, take_size, 0, NULL, 0 },
	{ 0 }
};
