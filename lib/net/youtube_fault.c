/* youtube_fault.c - who must act for what YouTube answers, and when its day ends */
#include "youtube.h"

#include "smm/when.h"

#define HOUR_MS INT64_C(3600000)
#define DAY_MS  (24 * HOUR_MS)

/* "Errors" (developers.google.com/youtube/v3/docs/errors), by errors[0].reason; others by the status. */
static const struct {
	const char *reason;
	enum fault  fault;
	int         until_midnight;
	const char *todo;
} reasons[] = {
	{ "authError", FAULT_AUTH, 0, "sign in again" },
	{ "required", FAULT_AUTH, 0, "sign in again" },
	{ "youtubeSignupRequired", FAULT_AUTH, 0, "who signed in has no channel; sign in again and choose one" },
	{ "insufficientPermissions", FAULT_AUTH, 0, "a scope is missing; sign in again and grant it" },
	{ "channelClosed", FAULT_AUTH, 0, "open youtube.com and look at the channel" },
	{ "channelSuspended", FAULT_AUTH, 0, "open youtube.com and look at the channel" },
	{ "authenticatedUserAccountSuspended", FAULT_AUTH, 0, "open youtube.com and look at the account" },
	{ "accessNotConfigured", FAULT_CONF, 0, "switch the API on in the project's console" },
	{ "quotaExceeded", FAULT_LIMIT, 1, "the project's quota is spent until midnight Pacific time" },
	{ "dailyLimitExceeded", FAULT_LIMIT, 1, "the project's quota is spent until midnight Pacific time" },
	{ "uploadLimitExceeded", FAULT_LIMIT, 1, "the channel may upload no more films today" },
	{ "rateLimitExceeded", FAULT_LIMIT, 0, NULL },
	{ "userRateLimitExceeded", FAULT_LIMIT, 0, NULL },
	{ "processingFailure", FAULT_AGAIN, 0, NULL },
};

/* The n-th Sunday of a month, as a day since 1970. */
static int64_t
sunday(int year, int month, int n)
{
	int64_t first = civil_days(year, month, 1);

	return first + (6 - civil_weekday(first)) % 7 + 7 * (n - 1);
}

/*
 * Pacific time (15 U.S.C. 260a): UTC-7 from the second Sunday of March, 2:00, to the first Sunday of November,
 * 2:00, else UTC-8.
 */
static int64_t
pacific_offset(int64_t ms)
{
	struct civil c;
	int64_t      begin, end;

	civil_from_sec(ms / 1000, &c);
	begin = sunday(c.year, 3, 2) * DAY_MS + 10 * HOUR_MS;
	end = sunday(c.year, 11, 1) * DAY_MS + 9 * HOUR_MS;
	return ms >= begin && ms < end ? -7 * HOUR_MS : -8 * HOUR_MS;
}

/* From the day's noon on: the clocks change at night. */
int64_t
youtube_midnight(int64_t now)
{
	int64_t day = (now + pacific_offset(now)) / DAY_MS + 1;
	int64_t utc = day * DAY_MS;

	return utc - pacific_offset(utc + 8 * HOUR_MS);
}

const char *
youtube_day(struct call *c, int64_t ms)
{
	struct civil d;

	civil_from_days((ms + pacific_offset(ms)) / DAY_MS, &d);
	return mem_fmt(c->mem, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* The upload's session lives about a week: whether it made the film before, the list of our films tells. */
static enum fault
session_gone(struct call *c)
{
	call_forget(c, "upload");
	call_forget(c, "sent");
	call_fail(c, FAULT_NONE, "YouTube does not know the upload any more");
	return FAULT_UNSURE;
}

enum fault
youtube_fault(struct call *c)
{
	const json_t *error = json_object_get(c->body, "error");
	const char   *reason = text_member(json_array_get(json_object_get(error, "errors"), 0), "reason");
	const char   *words = text_member(error, "message");
	size_t        i;

	if (call_kept(c, "upload") && (c->reply->status == 404 || c->reply->status == 410))
		return session_gone(c);
	if (!*words)
		return FAULT_NONE;
	words = call_words(c, words, strlen(words));
	call_fail(c, FAULT_NONE, "YouTube: %s%s%s%s", words, *reason ? " (" : "",
	    call_words(c, reason, strlen(reason)), *reason ? ")" : "");
	for (i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (strcmp(reasons[i].reason, reason) != 0)
			continue;
		if (reasons[i].todo)
			call_fail(c, FAULT_NONE, "YouTube: %s (%s); %s", words, reasons[i].reason, reasons[i].todo);
		if (reasons[i].until_midnight)
			c->wake = youtube_midnight(c->now);
		return reasons[i].fault;
	}
	return FAULT_NONE;
}

enum go
youtube_failed(struct call *c, const char *missing)
{
	enum fault fault = youtube_fault(c);

	if (*c->err.text)
		c->err.fault = fault ? fault : FAULT_REFUSED;
	else
		call_get(c, missing);
	return GO_FAIL;
}

enum go
youtube_signed(struct call *c)
{
	return call_bearer(c, call_session(c, "token"));
}
