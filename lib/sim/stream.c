/* stream.c - answers without an end: what happens to somebody, as server-sent events */
#include "visit.h"

#include "notices.h"

#include "smm/clock.h"

#include <string.h>

#define BEAT_MS 15000 /* a heartbeat, as Mastodon's */

/* The oldest that was not told yet; NULL: all were. */
static const struct notice *
next_notice(const struct visit *v)
{
	const struct notice *n, *next = NULL;

	for (n = v->answer.stream->notices; n && n->id > v->told; n = n->next)
		next = n;
	return next;
}

static void
collect(struct visit *v)
{
	const struct notice *n = next_notice(v);

	v->sent = 0;
	buf_clear(&v->waiting);
	if (n) {
		mastodon_event(&v->sim->world, n, &v->waiting);
		v->told = n->id;
		v->rested = 1; /* an event was told */
	} else if (v->wake && clock_mono() >= v->wake) {
		buf_str(&v->waiting, ":thump\n");
	}
}

static ssize_t
read_stream(void *arg, uint64_t pos, char *to, size_t max)
{
	struct visit *v = arg;
	size_t        n;

	(void)pos;
	if (v->sent == v->waiting.len) {
		if (v->rested && v->fault && v->fault->kind == FAULT_SIM_TRUNCATE)
			return MHD_CONTENT_READER_END_WITH_ERROR;
		collect(v);
	}
	n = v->waiting.len - v->sent;
	if (!n) {
		visit_sleep(v->sim, v, clock_mono() + BEAT_MS);
		return 0;
	}
	n = n < max ? n : max;
	memcpy(to, v->waiting.at + v->sent, n);
	v->sent += n;
	return (ssize_t)n;
}

struct MHD_Response *
stream_response(struct visit *v)
{
	const struct notice *newest = v->answer.stream->notices;

	v->told = newest ? newest->id : 0; /* what was before is not told: streams have no memory */
	v->wake = 0;
	buf_str(&v->waiting, ":)\n");
	return mhd.create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, read_stream, v, NULL);
}

void
stream_wake(struct sim *s)
{
	struct visit *v, *after;

	for (v = s->sleeping; v; v = after) {
		after = v->next;
		if (v->answer.stream && next_notice(v))
			visit_wake(s, v);
	}
}
