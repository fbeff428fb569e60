/* retry.c - what to do with a request that did not simply succeed */
#include "smm/retry.h"

#include "smm/when.h"

#include "usage.h"

#include <string.h>
#include <sys/random.h>

#define DAY_MS      INT64_C(86400000)
#define PAUSE_MIN   100
#define PAUSE_MS    1000
#define PAUSE_MAX   300000
#define EPOCH_SEC   INT64_C(1000000000)    /* from here on seconds since 1970, not from now */
#define EPOCH_MS    INT64_C(1000000000000) /* from here on milliseconds since 1970 */
#define NUMBER_MAX  INT64_C(100000000000000)

static enum verdict
by_status(int status)
{
	switch (status) {
	case 401:
		return VERDICT_AUTH;
	case 429:
		return VERDICT_LIMIT;
	case 408:
	case 425:
		return VERDICT_AGAIN;
	default:
		return status >= 500 ? VERDICT_AGAIN : VERDICT_REFUSED;
	}
}

static enum verdict
by_fault(enum fault fault, int status)
{
	switch (fault) {
	case FAULT_LIMIT:
		return VERDICT_LIMIT;
	case FAULT_AUTH:
		return VERDICT_AUTH;
	case FAULT_REFUSED:
		return VERDICT_REFUSED;
	case FAULT_AGAIN:
	case FAULT_CONF:
	case FAULT_REPLY:
	case FAULT_UNSURE:
		return VERDICT_AGAIN;
	default:
		return by_status(status);
	}
}

/* A reply after which nobody can say whether the request was carried out. */
static int
is_doubtful(int status, enum fault fault)
{
	return fault == FAULT_REPLY || fault == FAULT_UNSURE || status == 408 || status >= 500;
}

enum verdict
retry_decide(enum effect effect, enum sent sent, int status, enum fault fault)
{
	enum verdict v;

	if (sent == SENT_NOT)
		return VERDICT_AGAIN;
	if (sent == SENT_MAYBE)
		return effect == EFFECT_ONCE ? VERDICT_UNSURE : VERDICT_AGAIN;
	v = by_fault(fault, status);
	if (v == VERDICT_AGAIN && effect == EFFECT_ONCE && is_doubtful(status, fault))
		return VERDICT_UNSURE;
	return v;
}

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number in thousandths, up to the end or a parameter ("12, 12;w=60"); -1 when it is none. */
static int
number(const char *s, int64_t *thousandths)
{
	int64_t n = 0, part = 0, unit = 100;

	if (!is_digit(*s))
		return -1;
	for (; is_digit(*s); s++)
		n = n < NUMBER_MAX ? n * 10 + (*s - '0') : n;
	if (*s == '.')
		for (s++; is_digit(*s); s++, unit /= 10)
			part += (*s - '0') * unit;
	if (*s && !strchr(",; \t", *s))
		return -1;
	*thousandths = n * 1000 + part;
	return 0;
}

struct clocks {
	int64_t     now;   /* ours */
	int64_t     reply; /* ours, when the reply came */
	const char *date;  /* the server's then; NULL: not told */
};

static struct clocks
clocks_of(const struct reply *r, int64_t now)
{
	return (struct clocks){ .now = now, .reply = r->at ? r->at : now, .date = reply_header(r, "date") };
}

/* How far our clock is before the server's. */
static int64_t
ahead(const struct clocks *c)
{
	int64_t ms;

	return c->date && when_read_http(c->date, c->reply, &ms) == 0 ? c->reply - ms : 0;
}

/* At most a day from now; 0 when it is past. */
static int64_t
to_come(int64_t ms, const struct clocks *c)
{
	if (ms <= c->now)
		return 0;
	return ms > c->now + DAY_MS ? c->now + DAY_MS : ms;
}

/* One header's word as an instant of our clock; 0 when it says nothing that is to come. */
static int64_t
instant(const char *s, const struct clocks *c)
{
	int64_t ms;

	if (number(s, &ms) == 0) {
		if (ms < EPOCH_SEC * 1000)
			ms += c->reply;
		else
			ms = (ms < EPOCH_MS * 1000 ? ms : ms / 1000) + ahead(c);
	} else if (when_read(s, strlen(s), &ms, NULL) == 0 || when_read_http(s, c->now, &ms) == 0) {
		ms += ahead(c);
	} else {
		return 0;
	}
	return to_come(ms, c);
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static const struct {
	const char *until, *remaining;
} headers[] = {
	{ "retry-after",             NULL },
	{ "x-ratelimit-reset",       "x-ratelimit-remaining" },
	{ "x-ratelimit-reset-after", "x-ratelimit-remaining" },
	{ "ratelimit-reset",         "ratelimit-remaining" },
	{ "x-rate-limit-reset",      "x-rate-limit-remaining" },
	{ "x-account-rate-limit-reset",   "x-account-rate-limit-remaining" },
	{ "x-user-limit-24hour-reset",    "x-user-limit-24hour-remaining" },
	{ "x-app-limit-24hour-reset",     "x-app-limit-24hour-remaining" },
};

/* Many networks send their limits with every reply: they mean us when nothing remains. */
static int
remains(const struct reply *r, const char *header)
{
	const char *s = header && r->status != 429 ? reply_header(r, header) : NULL;
	int64_t     left;

	return s && number(s, &left) == 0 && left >= 1000;
}

/* What one header says, as an instant or as a time to wait; 0: nothing. */
static int64_t
header_until(const struct reply *r, const struct pair *header, const struct clocks *c)
{
	int64_t wait;
	size_t  i;

	for (i = 0; i < sizeof headers / sizeof *headers; i++)
		if (strcmp(header->name, headers[i].until) == 0)
			return remains(r, headers[i].remaining) ? 0 : instant(header->value, c);
	wait = usage_wait(header->name, header->value, r->status == 429);
	return wait ? to_come(c->reply + wait, c) : 0;
}

int64_t
retry_after(const struct reply *r, int64_t now)
{
	struct clocks c = clocks_of(r, now);
	int64_t       latest = 0;
	size_t        i;

	for (i = 0; i < r->nheaders; i++)
		latest = later(latest, header_until(r, r->headers + i, &c));
	return latest;
}

/* The whole app is meant: X and Meta say so by the header's name. */
int64_t
retry_app(const struct reply *r, int64_t now)
{
	static const char remaining[] = "x-app-limit-24hour-remaining";
	struct clocks     c = clocks_of(r, now);
	const char       *until = reply_header(r, "x-app-limit-24hour-reset"), *left = reply_header(r, remaining);
	const char       *usage = reply_header(r, "x-app-usage");
	int64_t           n, used_up = usage ? to_come(c.reply + usage_app_wait(usage), &c) : 0;

	return later(used_up, until && left && number(left, &n) == 0 && n < 1000 ? instant(until, &c) : 0);
}

int64_t
retry_pause(unsigned attempt, uint32_t random)
{
	int64_t most = PAUSE_MS;

	while (attempt-- > 1 && most < PAUSE_MAX)
		most *= 2;
	if (most > PAUSE_MAX)
		most = PAUSE_MAX;
	return PAUSE_MIN + (int64_t)((uint64_t)random * (uint64_t)(most - PAUSE_MIN) / UINT32_MAX);
}

int64_t
retry_wait(unsigned attempt)
{
	uint32_t n = 0;

	return retry_pause(attempt, getrandom(&n, sizeof n, 0) == (ssize_t)sizeof n ? n : UINT32_MAX / 2);
}
