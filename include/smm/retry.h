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
 *             | never left us | maybe sent, no answer | 429   | 408, 5xx | 401  | other 3xx, 4xx
 *  NONE, SAME | again         | again                 | limit | again    | auth | refused
 *  ONCE       | again         | unsure                | limit | unsure   | auth | refused
 *
 * `fault` is the network's own word for the reply (net_fault): FAULT_LIMIT and FAULT_AUTH count
 * as 429 and 401 whatever the status; FAULT_AGAIN as a reply that did nothing; FAULT_REPLY (a 2xx that is nonsense) as no answer.
 */
enum verdict retry_decide(enum effect effect, enum sent sent, int status, enum fault fault);

/*
 * The instant (milliseconds) before which the network does not want to hear from us: Retry-After as seconds or HTTP date
 * (RFC 9110, 10.2.3), X-RateLimit-Reset and RateLimit-Reset as RFC 3339, epoch or seconds, whichever is
 * latest; 0 when it says nothing or something in the past; at most a day from now.
 */
int64_t retry_after(const struct reply *r, int64_t now);

/*
 * Pause before attempt n (from 1), milliseconds: the bound doubles from 1 s to 5 min; between half of it
 * and the whole, as `random` (0 to UINT32_MAX) says, so that many processes do not come back at once.
 */
int64_t retry_pause(unsigned attempt, uint32_t random);

#endif
