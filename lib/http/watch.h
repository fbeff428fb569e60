/*
 * watch.h - the connections of a multi handle, watched together; private to lib/http
 *
 * curl_multi_perform() looks at every transfer each time; with curl_multi_socket_action() only
 * those are looked at whose connection has something to say (libcurl-multi, "MULTI_SOCKET").
 */
#ifndef SMM_WATCH_H
#define SMM_WATCH_H

#include "curl.h"

#include <poll.h>
#include <stdint.h>

struct watch {
	const struct curl *curl;
	CURLM             *multi;
	struct pollfd     *at, *ready; /* ready: room for those that a poll found */
	size_t             count, room;
	int64_t            timer;      /* when libcurl wants to be called, on the monotonic clock; -1: never */
};

/* Watches the handle, which must have no transfer yet; not to be moved before watch_end(). */
void watch_begin(struct watch *w, const struct curl *curl, CURLM *multi);
void watch_end(struct watch *w);

/* Waits at most ms for something to happen, and lets the transfers go on. Returns at once on a signal. */
void watch_wait(struct watch *w, int64_t ms);

/* A descriptor that is none of libcurl's: watch_wait() returns when something can be read there. */
void watch_add(struct watch *w, int fd);
void watch_remove(struct watch *w, int fd);

/* Lets transfers that were just added begin. */
void watch_push(struct watch *w);

#endif
