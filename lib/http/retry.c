/* retry.c - what to do with a request that did not simply succeed */
#include "smm/retry.h"

#include "smm/when.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS    INT64_C(86400000)
#define PAUSE_MS  1000
#define PAUSE_MAX 300000
#define EPOCH_MIN INT64_C(1000000000) /* smaller numbers are seconds from now, not since 1970 */

static enum verdict
by_status(int status)
{
	switch (status) {
	case 401:
		return VERDICT_AUTH;
	case 429:
		return VERDICT_LIMIT;
	case 408:
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
	case FAULT_AGAIN:
	case FAULT_REPLY:
	case FAULT_CONF:
		return VERDICT_AGAIN;
	default:
		return by_status(status);
	}
}

/* A reply after which nobody can say whether the request was carried out. */
static int
is_doubtful(int status, enum fault fault)
{
	return fault == FAULT_REPLY || status == 408 || status >= 500;
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

/* A number of seconds, with or without a fraction; -1 when it is none. */
static int
seconds(const char *s, int64_t *ms)
{
	char  *end;
	double n;

	if (!isdigit((unsigned char)*s))
		return -1;
	n = strtod(s, &end);
	if (end == s || (*end && *end != ',' && *end != ';' && !isspace((unsigned char)*end)))
		return -1;
	*ms = n > 1e13 ? INT64_C(10000000000000) * 1000 : (int64_t)(n * 1000);
	return 0;
}

/* One header's word as an instant; 0 when it says nothing that is to come. */
static int64_t
instant(const char *s, int64_t now)
{
	int64_t ms;

	if (!s)
		return 0;
	if (seconds(s, &ms) == 0) {
		if (ms < EPOCH_MIN * 1000)
			ms += now;
		else if (ms > EPOCH_MIN * 1000000) /* milliseconds since 1970 */
			ms /= 1000;
	} else if (when_read(s, strlen(s), &ms, NULL) && when_read_http(s, &ms)) {
		return 0;
	}
	if (ms <= now)
		return 0;
	return ms > now + DAY_MS ? now + DAY_MS : ms;
}

int64_t
retry_after(const struct reply *r, int64_t now)
{
	static const char *const headers[] = {
		"retry-after", "x-ratelimit-reset", "ratelimit-reset", "x-ratelimit-reset-after",
		"x-rate-limit-reset",
	};
	int64_t latest = 0, one;
	size_t  i;

	for (i = 0; i < sizeof headers / sizeof *headers; i++) {
		one = instant(reply_header(r, headers[i]), now);
		if (one > latest)
			latest = one;
	}
	return latest;
}

int64_t
retry_pause(unsigned attempt, uint32_t random)
{
	int64_t most = PAUSE_MS;

	while (attempt-- > 1 && most < PAUSE_MAX)
		most *= 2;
	if (most > PAUSE_MAX)
		most = PAUSE_MAX;
	return most / 2 + (int64_t)((uint64_t)random * (uint64_t)(most / 2) / UINT32_MAX);
}
