/* retry.h - what to do with a request that did not simply succeed; pure functions */
#ifndef SMM_RETRY_H
#define SMM_RETRY_H

#include "smm/err.h"
#include "smm/req.h"

enum verdict {
	VERDICT_AGAIN,   /* repeat after a pause */
	VERDICT_LIMIT,   /* repeat when the network says */
	VERDICT_AUTH,    /* sign in again, once */
	VERDICT_REFUSED, /* never */
	VERDICT_UNSURE   /* may have been carried out: look, and if that does not help ask a person */
};

/*
 *             | never left us | maybe sent, unanswered | 429   | 408, 5xx | 401  | 3xx, 4xx
 *  NONE, SAME | again         | again                  | limit | again    | auth | refused
 *  ONCE       | again         | unsure                 | limit | unsure   | auth | refused
 *
 * `fault` is the network's own word for the reply (net_fault), and goes before the status:
 * FAULT_LIMIT counts as 429, FAULT_AUTH as 401, FAULT_REFUSED as 4xx; FAULT_REPLY (a 2xx that is
 * nonsense) and FAULT_UNSURE as no answer; FAULT_AGAIN and FAULT_CONF (a person has to change the
 * configuration, the post waits) as a reply that did nothing, unless the status is 408 or 5xx.
 * 425 (RFC 8470, 5.2) is such a reply, too.
 */
enum verdict retry_decide(enum effect effect, enum sent sent, int status, enum fault fault);

/*
 * The instant (milliseconds) before which the network does not want to hear from us; 0 when it
 * says nothing, or something in the past; at most a day from now. The latest of
 *  - Retry-After: seconds or an HTTP date (RFC 9110, 10.2.3);
 *  - X-RateLimit-Reset, RateLimit-Reset, X-Rate-Limit-Reset: RFC 3339 (Mastodon), seconds since
 *    1970 (atproto, X) or from the reply on (draft-ietf-httpapi-ratelimit-headers-05), and
 *    X-RateLimit-Reset-After: seconds (Discord), X-Account-Rate-Limit-Reset, X-User-Limit-24hour-Reset and
 *    X-App-Limit-24hour-Reset (X); unless the reply is another than 429 and says
 *    that something remains;
 *  - RateLimit, X-Business-Use-Case-Usage, X-Ad-Account-Usage: when nothing remains (lib/http/usage.h).
 * Seconds count from r->at; dates are those of the server's clock, if it tells it (Date).
 */
int64_t retry_after(const struct reply *r, int64_t now);

/*
 * The same for all accounts of our app: what nothing remains of in X-App-Limit-24hour (X) and X-App-Usage (Meta);
 * 0: nothing is said.
 */
int64_t retry_app(const struct reply *r, int64_t now);

/*
 * Pause before attempt n (from 1), milliseconds: the bound doubles from 1 s to 5 min; anything from 100 ms up to
 * it, as `random` (0 to UINT32_MAX) says ("full jitter"), so that many processes do not come back at once.
 */
int64_t retry_pause(unsigned attempt, uint32_t random);

/* The same, as a random number of the system's says; the middle where it has none. */
int64_t retry_wait(unsigned attempt);

#endif
