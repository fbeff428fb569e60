/* retry.c - every case of what to do with a request that did not simply succeed */
#include "smm/retry.h"

#include "smm/when.h"

#include "tap.h"

static const int statuses[] = {
	200, 302, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 504, 529,
};

#define STATUSES (sizeof statuses / sizeof *statuses)

/* One letter for each status: again, limit, sign in, refused, unsure. */
static const struct {
	enum fault  fault;
	const char *same, *once;
} answered[] = {
	{ FAULT_NONE,    "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_USAGE,   "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_INPUT,   "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_POLICY,  "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_BUG,     "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_SYS,     "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_IO,      "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_CLOSED,  "RRRSRRARRALAAAAA", "RRRSRRURRALUUUUU" },
	{ FAULT_REFUSED, "RRRRRRRRRRRRRRRR", "RRRRRRRRRRRRRRRR" },
	{ FAULT_LIMIT,   "LLLLLLLLLLLLLLLL", "LLLLLLLLLLLLLLLL" },
	{ FAULT_AUTH,    "SSSSSSSSSSSSSSSS", "SSSSSSSSSSSSSSSS" },
	{ FAULT_AGAIN,   "AAAAAAAAAAAAAAAA", "AAAAAAUAAAAUUUUU" },
	{ FAULT_CONF,    "AAAAAAAAAAAAAAAA", "AAAAAAUAAAAUUUUU" },
	{ FAULT_REPLY,   "AAAAAAAAAAAAAAAA", "UUUUUUUUUUUUUUUU" },
	{ FAULT_UNSURE,  "AAAAAAAAAAAAAAAA", "UUUUUUUUUUUUUUUU" },
};

static char
decide(enum effect effect, enum sent sent, int status, enum fault fault)
{
	static const char letters[] = {
		[VERDICT_AGAIN] = 'A', [VERDICT_LIMIT] = 'L', [VERDICT_AUTH] = 'S',
		[VERDICT_REFUSED] = 'R', [VERDICT_UNSURE] = 'U',
	};

	return letters[retry_decide(effect, sent, status, fault)];
}

static void
row(enum effect effect, const char *name, enum fault fault, const char *want)
{
	char   got[STATUSES + 1] = "", what[80];
	size_t i;

	for (i = 0; i < STATUSES; i++)
		got[i] = decide(effect, SENT_ANSWERED, statuses[i], fault);
	snprintf(what, sizeof what, "%s, answered, %s", name, fault_name(fault));
	is_str(got, want, what);
}

static void
test_answered(void)
{
	size_t i;

	is_int(sizeof answered / sizeof *answered, FAULT_COUNT, "every fault has its row");
	for (i = 0; i < sizeof answered / sizeof *answered; i++) {
		row(EFFECT_NONE, "reads", answered[i].fault, answered[i].same);
		row(EFFECT_SAME, "twice is once", answered[i].fault, answered[i].same);
		row(EFFECT_ONCE, "twice is two", answered[i].fault, answered[i].once);
	}
}

/* Whatever else is known, a request without a complete answer is judged by how far it got. */
static void
test_unanswered(void)
{
	static const char want[3][2] = { "AA", "AA", "AU" };
	int    effect, fault, wrong[3][2] = { { 0 } };
	size_t i;

	for (effect = EFFECT_NONE; effect <= EFFECT_ONCE; effect++)
		for (fault = 0; fault < FAULT_COUNT; fault++)
			for (i = 0; i <= STATUSES; i++) {
				int status = i < STATUSES ? statuses[i] : 0;

				wrong[effect][0] += want[effect][0] !=
				    decide((enum effect)effect, SENT_NOT, status, (enum fault)fault);
				wrong[effect][1] += want[effect][1] !=
				    decide((enum effect)effect, SENT_MAYBE, status, (enum fault)fault);
			}
	for (effect = EFFECT_NONE; effect <= EFFECT_ONCE; effect++) {
		is_int(wrong[effect][0], 0, "never left us: again");
		is_int(wrong[effect][1], 0, effect == EFFECT_ONCE ? "maybe sent, twice is two: unsure" :
		    "maybe sent, twice is harmless: again");
	}
}

#define NOW INT64_C(1732449600000) /* 2024-11-24T12:00:00Z, a Sunday */
#define DAY INT64_C(86400000)

/* want: milliseconds from now; 0: the network says nothing. */
static const struct {
	const char *what;
	const char *name, *value;
	int64_t     want;
} single[] = {
	{ "seconds", "retry-after", "120", 120000 },
	{ "none", "retry-after", "0", 0 },
	{ "a fraction", "retry-after", "1.5", 1500 },
	{ "negative", "retry-after", "-5", 0 },
	{ "ten years: a day", "retry-after", "315360000", DAY },
	{ "more than 64 bits: a day", "retry-after", "99999999999999999999999999", DAY },
	{ "a second epoch", "retry-after", "1732449660", 60000 },
	{ "words", "retry-after", "soon", 0 },
	{ "empty", "retry-after", "", 0 },
	{ "a number and words", "retry-after", "12 monkeys", 12000 },
	{ "a number in words", "retry-after", "12monkeys", 0 },
	{ "hexadecimal", "retry-after", "0x10", 0 },
	{ "IMF-fixdate", "retry-after", "Sun, 24 Nov 2024 12:00:30 GMT", 30000 },
	{ "RFC 850", "retry-after", "Sunday, 24-Nov-24 12:00:30 GMT", 30000 },
	{ "asctime", "retry-after", "Sun Nov 24 12:00:30 2024", 30000 },
	{ "asctime, one digit", "retry-after", "Sun Dec  1 12:00:00 2024", DAY },
	{ "a leap second", "retry-after", "Sun, 24 Nov 2024 12:00:60 GMT", 59000 },
	{ "a date long past", "retry-after", "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
	{ "RFC 850, long past", "retry-after", "Sunday, 06-Nov-94 08:49:37 GMT", 0 },
	{ "RFC 850, 50 years ahead: a day", "retry-after", "Saturday, 24-Nov-74 12:00:00 GMT", DAY },
	{ "RFC 850, 51 years ahead is past", "retry-after", "Sunday, 24-Nov-75 12:00:00 GMT", 0 },
	{ "a date in ten years: a day", "retry-after", "Fri, 24 Nov 2034 12:00:00 GMT", DAY },
	{ "a month that is none", "retry-after", "Sun, 24 ovD 2024 12:00:30 GMT", 0 },
	{ "a day that is none", "retry-after", "Sun, 31 Nov 2024 12:00:30 GMT", 0 },
	{ "an hour that is none", "retry-after", "Sun, 24 Nov 2024 25:00:30 GMT", 0 },
	{ "another zone", "retry-after", "Sun, 24 Nov 2024 12:00:30 CET", 0 },
	{ "a date cut short", "retry-after", "Sun, 24 Nov 2024 12:00", 0 },
	{ "a date and more", "retry-after", "Sun, 24 Nov 2024 12:00:30 GMT+1", 0 },

	{ "Mastodon", "x-ratelimit-reset", "2024-11-24T12:04:59.123456Z", 299123 },
	{ "an offset", "x-ratelimit-reset", "2024-11-24T13:00:30+01:00", 30000 },
	{ "no date", "x-ratelimit-reset", "2024-13-24T13:00:30Z", 0 },
	{ "an epoch with a fraction", "x-ratelimit-reset", "1732449601.250", 1250 },
	{ "milliseconds since 1970", "x-ratelimit-reset", "1732449630000", 30000 },
	{ "an epoch in the past", "x-ratelimit-reset", "1732449599", 0 },
	{ "seconds to go", "x-ratelimit-reset", "598", 598000 },
	{ "atproto", "ratelimit-reset", "1732449900", 300000 },
	{ "the IETF's draft", "ratelimit-reset", "50", 50000 },
	{ "a list", "ratelimit-reset", "50, 50;w=60", 50000 },
	{ "X", "x-rate-limit-reset", "1732450500", 900000 },
	{ "X, of paid calls", "x-account-rate-limit-reset", "1732449660", 60000 },
	{ "X, of a user's day", "x-user-limit-24hour-reset", "1732449660", 60000 },
	{ "X, of an app's day", "x-app-limit-24hour-reset", "1732449660", 60000 },
	{ "Discord", "x-ratelimit-reset-after", "64.57", 64570 },
	{ "another header", "x-served-by", "120", 0 },

	{ "a structured field", "ratelimit", "\"day\";r=0;t=50", 50000 },
	{ "the longest of several", "ratelimit", "\"a\";t=7;r=0, \"b, c\" ; r=0; t=9 , \"d\";r=0;t=8", 9000 },
	{ "a quote in the name", "ratelimit", "\"a\\\";r=0;t=9\";r=0;t=5", 5000 },
	{ "a partition key", "ratelimit", "\"a\";r=0;pk=:dDo=:;t=5", 5000 },
	{ "no time", "ratelimit", "\"day\";r=0", 0 },
	{ "nothing but a name", "ratelimit", "\"day", 0 },
	{ "not seconds", "ratelimit", "\"day\";r=0;t=-5", 0 },
	{ "ten years: a day", "ratelimit", "\"day\";r=0;t=31536000", DAY },
	{ "Meta, minutes", "x-business-use-case-usage", "{\"17\":[{\"type\":\"pages\",\"call_count\":100,"
	    "\"total_cputime\":1,\"total_time\":1,\"estimated_time_to_regain_access\":3},"
	    "{\"estimated_time_to_regain_access\":2}]}", 180000 },
	{ "Meta, used up", "x-business-use-case-usage", "{\"17\":[{\"total_cputime\":101.5,"
	    "\"estimated_time_to_regain_access\":0}]}", 900000 },
	{ "Meta, not used up", "x-business-use-case-usage", "{\"17\":[{\"call_count\":99,"
	    "\"estimated_time_to_regain_access\":0}]}", 0 },
	{ "Meta, 100 years", "x-business-use-case-usage", "{\"17\":[{\"estimated_time_to_regain_access\":52560000}]}", DAY },
	{ "Meta, nonsense", "x-business-use-case-usage", "{\"17\":{\"call_count\":[\"100\"]}}", 0 },
	{ "Meta, no JSON", "x-business-use-case-usage", "{\"17\":[", 0 },
	{ "Meta, ads", "x-ad-account-usage", "{\"acc_id_util_pct\":100,\"reset_time_duration\":100}", 100000 },
	{ "Meta, ads, no time", "x-ad-account-usage", "{\"acc_id_util_pct\":100.0}", 900000 },
	{ "Meta, ads, not used up", "x-ad-account-usage", "{\"acc_id_util_pct\":9.67,\"reset_time_duration\":100}", 0 },
};

static int64_t
after(int status, struct pair *h, size_t n, int64_t at)
{
	struct reply r = { .status = status, .headers = h, .nheaders = n, .at = at };
	int64_t      ms = retry_after(&r, NOW);

	return ms ? ms - NOW : 0;
}

static void
test_single(void)
{
	size_t i;
	char   what[120];

	for (i = 0; i < sizeof single / sizeof *single; i++) {
		struct pair h = { single[i].name, single[i].value };

		snprintf(what, sizeof what, "%s: %s (%s)", h.name, h.value, single[i].what);
		is_int(after(429, &h, 1, NOW), single[i].want, what);
	}
	is_int(after(429, NULL, 0, NOW), 0, "no header at all");
}

#define AFTER(status, at, ...) after(status, (struct pair[]){ __VA_ARGS__ }, \
	sizeof (struct pair[]){ __VA_ARGS__ } / sizeof(struct pair), at)

static void
test_several(void)
{
	is_int(AFTER(429, NOW, { "retry-after", "10" }, { "x-ratelimit-reset", "1732449660" }), 60000,
	    "the latest counts, behind");
	is_int(AFTER(429, NOW, { "ratelimit-reset", "1732449660" }, { "retry-after", "10" }), 60000,
	    "the latest counts, before");
	is_int(AFTER(503, NOW, { "retry-after", "5" }, { "retry-after", "20" }), 20000,
	    "the latest of two of a name counts");
	is_int(AFTER(429, NOW, { "retry-after", "soon" }, { "x-ratelimit-reset-after", "2" }), 2000,
	    "nonsense beside sense is left aside");
}

static void
test_remaining(void)
{
	is_int(AFTER(503, NOW, { "x-ratelimit-remaining", "250" }, { "x-ratelimit-reset", "300" }), 0,
	    "503 while something remains: the window does not matter");
	is_int(AFTER(503, NOW, { "x-ratelimit-remaining", "250" }, { "retry-after", "30" }), 30000,
	    "503 while something remains: Retry-After does");
	is_int(AFTER(503, NOW, { "x-ratelimit-remaining", "0" }, { "x-ratelimit-reset", "300" }),
	    300000, "503 when nothing remains");
	is_int(AFTER(400, NOW, { "x-ratelimit-remaining", "0.4" }, { "x-ratelimit-reset", "300" }),
	    300000, "less than one is nothing (Reddit)");
	is_int(AFTER(429, NOW, { "x-ratelimit-remaining", "7" }, { "x-ratelimit-reset", "300" }),
	    300000, "429 whatever remains");
	is_int(AFTER(503, NOW, { "ratelimit-remaining", "7" }, { "x-ratelimit-reset", "300" }),
	    300000, "what remains of another limit does not matter");
	is_int(AFTER(200, NOW, { "ratelimit", "\"a\";r=1;t=300" }), 0, "a structured field while something remains");
	is_int(AFTER(429, NOW, { "ratelimit", "\"a\";r=1;t=300" }), 300000, "429 whatever remains there");
	is_int(AFTER(200, NOW - 7000, { "ratelimit", "\"a\";r=0;t=10" }), 3000, "its seconds count from the reply");
	is_int(AFTER(503, NOW, { "ratelimit-remaining", "many" }, { "ratelimit-reset", "300" }),
	    300000, "nonsense remains: the window counts");
}

static void
test_app(void)
{
	struct pair  h[2] = { { "x-app-limit-24hour-reset", "1732449660" }, { "x-app-limit-24hour-remaining", "0" } };
	struct reply r = { .status = 200, .headers = h, .nheaders = 2, .at = NOW };

	is_int(retry_app(&r, NOW), NOW + 60000, "nothing remains for the app");
	h[1].value = "12";
	is_int(retry_app(&r, NOW), 0, "something remains");
	r.nheaders = 1;
	is_int(retry_app(&r, NOW), 0, "nothing is said of what remains");
	h[0] = (struct pair){ "x-app-usage", "{\"call_count\":28,\"total_time\":100,\"total_cputime\":25}" };
	is_int(retry_app(&r, NOW), NOW + 900000, "Meta: one of three is used up");
	is_int(retry_after(&r, NOW), 0, "which is nothing of the account's");
	h[0].value = "{\"call_count\":28,\"total_time\":25,\"total_cputime\":25}";
	is_int(retry_app(&r, NOW), 0, "Meta: none is");
	h[0].value = "\"call_count\"";
	is_int(retry_app(&r, NOW), 0, "Meta: nonsense");
}

static void
test_clocks(void)
{
	is_int(AFTER(429, NOW - 7000, { "retry-after", "10" }), 3000,
	    "seconds count from when the reply came");
	is_int(AFTER(429, NOW - 11000, { "retry-after", "10" }), 0, "and may be over by now");
	is_int(AFTER(429, 0, { "retry-after", "10" }), 10000, "a reply without time came now");
	is_int(AFTER(429, NOW, { "date", "Sun, 24 Nov 2024 11:00:00 GMT" },
	    { "retry-after", "Sun, 24 Nov 2024 11:00:30 GMT" }), 30000, "our clock is ahead: HTTP date");
	is_int(AFTER(429, NOW, { "date", "Sun, 24 Nov 2024 13:00:00 GMT" },
	    { "x-ratelimit-reset", "2024-11-24T13:00:30.000000Z" }), 30000, "behind: RFC 3339");
	is_int(AFTER(429, NOW, { "date", "Sun, 24 Nov 2024 13:00:00 GMT" },
	    { "ratelimit-reset", "1732453230" }), 30000, "behind: epoch");
	is_int(AFTER(429, NOW, { "date", "Sun, 24 Nov 2024 13:00:00 GMT" },
	    { "retry-after", "30" }), 30000, "behind: seconds need no clock");
	is_int(AFTER(429, NOW, { "date", "yesterday" }, { "ratelimit-reset", "1732449630" }), 30000,
	    "a Date that is none is left aside");
}

static void
test_pause(void)
{
	static const int64_t most[] = {
		1000, 1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 300000, 300000,
	};
	unsigned n;
	int64_t  pause;
	uint32_t random;
	int      outside = 0, falls = 0;

	for (n = 0; n < sizeof most / sizeof *most; n++) {
		is_int(retry_pause(n, UINT32_MAX), most[n], "the longest pause doubles up to 5 min");
		is_int(retry_pause(n, 0), 100, "the shortest is a tenth of a second");
	}
	is_int(retry_pause(UINT32_MAX, UINT32_MAX), 300000, "however many attempts");
	for (pause = 0, random = 0; random < UINT32_MAX - 99999999; random += 99999999) {
		outside += retry_pause(5, random) < 100 || retry_pause(5, random) > 16000;
		falls += retry_pause(5, random) < pause;
		pause = retry_pause(5, random);
	}
	is_int(outside, 0, "always between the two");
	is_int(falls, 0, "evenly");
}

int
main(void)
{
	test_answered();
	test_unanswered();
	test_single();
	test_several();
	test_remaining();
	test_app();
	test_clocks();
	test_pause();
	return done();
}
