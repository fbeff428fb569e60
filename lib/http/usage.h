/* usage.h - limits that are told in a form of their own, not as an instant; private to lib/http */
#ifndef SMM_HTTP_USAGE_H
#define SMM_HTTP_USAGE_H

#include <stdint.h>

/*
 * How long a header says that we had better wait, in milliseconds from the reply on; 0: it says nothing of the
 * kind, is another header, or nonsense. `is_limit`: the reply is a 429, whatever remains. Names in small letters.
 *
 *  - RateLimit (draft-ietf-httpapi-ratelimit-headers-10): "name";r=REMAINING;t=SECONDS, several of them;
 *  - X-Business-Use-Case-Usage: object ids, each with a list of per cents and estimated_time_to_regain_access, minutes;
 *    X-Ad-Account-Usage: acc_id_util_pct and reset_time_duration, seconds (developers.facebook.com/docs/graph-api/
 *    overview/rate-limiting). From 100 per cent on Meta answers no more; when it does not say how long, a
 *    quarter of an hour: asking on lengthens it.
 */
int64_t usage_wait(const char *name, const char *value, int is_limit);

/* The same for the whole app: X-App-Usage, three per cents of a moving hour. */
int64_t usage_app_wait(const char *value);

#endif
