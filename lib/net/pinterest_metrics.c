/*
 * pinterest_metrics.c - who we are on Pinterest, and what it counts of pins and of our account
 *
 * developers.pinterest.com/docs/api/v5: pins/get (pin_metrics), pins/analytics, user_account/get,
 * user_account/analytics. A pin tells its totals itself, of business accounts; the analytics go 90 days back, so their
 * sums are totals of younger pins only. Of the account there are days, which go on changing for about two.
 */
#include "pinterest.h"

#include "metrics.h"
#include "oauth.h"

#define DAY_MS   INT64_C(86400000)
#define DAYS_MAX 89 /* start_date "cannot be more than 90 days back from today" */
#define DAYS     7  /* of the account, up to yesterday */

/* Kept state: created, the pin's day; counts, what is known of it, by our names. */

static const struct count of_pin[] = {
	{ "impressions", "impression" }, { "clicks", "clickthrough" }, { "saves", "save" },
	{ "likes", "reaction" }, { "comments", "comment" },
	{ NULL, NULL },
};

static const struct count of_life[] = {
	{ "likes", "TOTAL_REACTIONS" }, { "comments", "TOTAL_COMMENTS" },
	{ NULL, NULL },
};

static const struct count of_days[] = {
	{ "impressions", "IMPRESSION" }, { "clicks", "OUTBOUND_CLICK" }, { "saves", "SAVE" },
	{ "views", "VIDEO_MRC_VIEW" },
	{ NULL, NULL },
};

static const struct count of_all[] = {
	{ "impressions", "impressions" }, { "views", "views" }, { "clicks", "clicks" }, { "saves", "saves" },
	{ "likes", "likes" }, { "comments", "comments" },
	{ NULL, NULL },
};

static const struct count of_account_day[] = {
	{ "impressions", "IMPRESSION" }, { "clicks", "OUTBOUND_CLICK" }, { "saves", "SAVE" },
	{ NULL, NULL },
};

static const struct count of_account[] = {
	{ "followers", "follower_count" },
	{ NULL, NULL },
};

/* What is there already stays: the pin itself is asked first. */
static void
keep_counts(struct call *c, const struct count *counts, const json_t *from)
{
	json_t *all = json_object_get(c->keep, "counts");

	if (!all) {
		all = json_object();
		json_object_set_new(c->keep, "counts", all);
	}
	for (; counts->name; counts++)
		if (!json_object_get(all, counts->name) && json_is_integer(json_object_get(from, counts->there)))
			json_object_set(all, counts->name, json_object_get(from, counts->there));
}

static enum go
tell(struct call *c)
{
	metrics_out(c, metrics_ref(c, 0), of_all, json_object_get(c->keep, "counts"));
	return GO_DONE;
}

static enum go
ask_pin(struct call *c)
{
	if (!metrics_ref(c, 0))
		return call_fail(c, FAULT_INPUT, "no post is asked for");
	call_send(c, "GET", EFFECT_NONE, "/v5/pins/%s?pin_metrics=true", call_encoded(c, metrics_ref(c, 0)));
	return pinterest_signed(c);
}

/* 404: the pin is gone, and so are its numbers. Films are counted in the analytics alone. */
static enum go
take_pin(struct call *c)
{
	const json_t *life = json_object_get(json_object_get(c->body, "pin_metrics"), "lifetime_metrics");
	const char   *kind = text_member(json_object_get(c->body, "media"), "media_type");
	int64_t       created = pinterest_time(text_member(c->body, "created_at"));

	if (c->reply->status == 404)
		return GO_DONE;
	if (!id_member(c, c->body, "id"))
		return pinterest_failed(c, "id");
	keep_counts(c, of_pin, life);
	if (json_object_size(life) && strcmp(kind, "video") != 0)
		return tell(c);
	json_object_set_new(c->keep, "created", json_integer(created / DAY_MS));
	return GO_NEXT;
}

static int64_t
first_day(const struct call *c)
{
	int64_t created = json_integer_value(json_object_get(c->keep, "created"));
	int64_t oldest = c->now / DAY_MS - DAYS_MAX;

	return created > oldest ? created : oldest;
}

static enum go
ask_analytics(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v5/pins/%s/analytics?start_date=%s&end_date=%s&metric_types="
	    "IMPRESSION,OUTBOUND_CLICK,SAVE,VIDEO_MRC_VIEW,TOTAL_COMMENTS,TOTAL_REACTIONS&app_types=ALL"
	    "&split_field=NO_SPLIT", call_encoded(c, metrics_ref(c, 0)), metrics_date(c, first_day(c) * DAY_MS),
	    metrics_date(c, c->now));
	return pinterest_signed(c);
}

/* 403: an account that is not of a business; what the pin itself told is all there is. */
static enum go
take_analytics(struct call *c)
{
	const json_t *all = json_object_get(c->body, "all");
	int64_t       created = json_integer_value(json_object_get(c->keep, "created"));

	if (c->reply->status != 403 && !json_is_object(all))
		return pinterest_failed(c, "all");
	keep_counts(c, of_life, json_object_get(all, "lifetime_metrics"));
	if (created && first_day(c) == created)
		keep_counts(c, of_days, json_object_get(all, "summary_metrics"));
	return tell(c);
}

const struct step pinterest_post_metrics[] = {
	{ "pin",       ask_pin,       take_pin,       404, NULL, 0 },
	{ "analytics", ask_analytics, take_analytics, 403, NULL, 0 },
	{ 0 }
};

/* --- our account --------------------------------------------------------------------------------- */

static enum go
ask_account(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v5/user_account");
	return pinterest_signed(c);
}

static enum go
take_account(struct call *c)
{
	if (!*text_member(c->body, "username"))
		return pinterest_failed(c, "username");
	metrics_out(c, NULL, of_account, c->body);
	return GO_NEXT;
}

static enum go
ask_days(struct call *c)
{
	call_send(c, "GET", EFFECT_NONE, "/v5/user_account/analytics?start_date=%s&end_date=%s&metric_types="
	    "IMPRESSION,OUTBOUND_CLICK,SAVE&split_field=NO_SPLIT&from_claimed_content=BOTH&pin_format=ALL"
	    "&app_types=ALL",
	    metrics_date(c, c->now - DAYS * DAY_MS), metrics_date(c, c->now - DAY_MS));
	return pinterest_signed(c);
}

/*
 * Days that are not READY have no numbers yet, whatever stands there. 403: no account of a business. What does not
 * come today is among the days of tomorrow; only who may ask, and how often, is told.
 */
static enum go
take_days(struct call *c)
{
	const json_t *all = json_object_get(c->body, "all"), *day;
	size_t        i;

	if (c->reply->status == 401 || c->reply->status == 429 || (c->reply->status == 200 && !json_is_object(all)))
		return pinterest_failed(c, "all");
	json_array_foreach(json_object_get(all, "daily_metrics"), i, day)
		if (strcmp(text_member(day, "data_status"), "READY") == 0)
			metrics_keep_day(c, text_member(day, "date"), of_account_day, json_object_get(day, "metrics"));
	metrics_put_times(c);
	return GO_DONE;
}

static enum go
take_who(struct call *c)
{
	const char *user = text_member(c->body, "username");

	return *user ? call_who(c, user, id_member(c, c->body, "id")) : pinterest_failed(c, "username");
}

const struct step pinterest_account_metrics[] = {
	{ "account", ask_account, take_account, 0,        NULL, 0 },
	{ "days",    ask_days,    take_days,    ALSO_ALL, NULL, 0 },
	{ 0 }
};

const struct step pinterest_who[] = {
	{ "who", ask_account, take_who, 0, NULL, 0 },
	{ 0 }
};

/* "Authentication": tokens of thirty days, a new refresh token of sixty with each refresh. */
const struct oauth pinterest_oauth = {
	.page      = "https://www.pinterest.com",
	.server    = "https://api.pinterest.com",
	.authorize = "/oauth/",
	.token     = "/v5/oauth/token",
	.scopes    = "boards:read,boards:write,pins:read,pins:write,user_accounts:read",
	.how       = OAUTH_BASIC,
	.console   = "at developers.pinterest.com make an app, which begins with Trial access; give it this redirect "
	             "address",
};
