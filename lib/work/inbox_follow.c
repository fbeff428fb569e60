/*
 * inbox_follow.c - when a followed inbox is to be read again
 *
 * A stream says that there is something new, never what: the inbox is then read in the ordinary way, and so
 * nothing is lost or comes twice, whatever becomes of the stream. Where there is none the clock says when.
 */
#include "inbox_parts.h"

#include "smm/clock.h"
#include "smm/retry.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define GAP_MS   1000   /* a burst of news is one reading: a server allows some 300 requests in five minutes */
#define CHECK_MS 900000 /* with a stream, too: one that is alive may still have missed something */
#define NEVER    INT64_MAX

struct watcher { /* one followed box */
	struct box    *box;
	struct reading stream;
	int64_t        read_at; /* when the box was last read; all on the monotonic clock */
	int64_t        due;     /* when it is to be read again */
	int64_t        open_at; /* when the stream is to be opened; NEVER: it is open, or there is none */
	unsigned       tries;   /* to open it */
	int            is_live;
};

struct follow {
	const struct inbox_settings *set;
	struct fetch   *fetch;
	struct watcher *watchers;
	size_t          count;
	json_t         *question;
};

/* --- streams ---------------------------------------------------------------------------------- */

static void
on_news(void *arg, struct reading *r)
{
	struct watcher *w = r->owner;
	int64_t         now = clock_mono(), soon = w->read_at + GAP_MS;

	(void)arg;
	w->is_live = 1;
	w->tries = 0;
	soon = soon > now ? soon : now;
	w->due = w->due < soon ? w->due : soon;
}

/* What a stream ended with: it is opened again, or the server has none and the clock goes on. */
static void
stream_ended(struct follow *f, struct watcher *w)
{
	const struct err *why = &w->stream.err;
	int64_t           now = clock_mono(), wait = retry_wait(++w->tries);
	int64_t           told = w->stream.wake ? w->stream.wake - clock_now() : 0;

	json_decref(w->stream.position);
	w->stream.position = NULL;
	w->is_live = 0;
	w->due = w->due < w->read_at + 1000 * f->set->follow ? w->due : w->read_at + 1000 * f->set->follow;
	if (why->fault == FAULT_AGAIN || why->fault == FAULT_LIMIT) {
		w->open_at = now + (why->fault == FAULT_LIMIT && told > wait ? told : wait);
		return;
	}
	f->set->note("account %s: read every %ld seconds, without a stream: %s", w->box->account->name,
	    f->set->follow, why->text);
}

static void
open_streams(struct follow *f, int64_t now)
{
	struct watcher *w;
	size_t          i;

	for (i = 0; i < f->count; i++) {
		w = f->watchers + i;
		if (w->open_at > now)
			continue;
		w->open_at = NEVER;
		w->stream = (struct reading){ .account = w->box->account, .op = OP_STREAM, .rec = f->question,
			.owner = w };
		fetch_begin(f->fetch, &w->stream, 1);
		if (!w->stream.is_open)
			stream_ended(f, w);
	}
}

static void
look_at_ends(struct follow *f)
{
	struct watcher *w;
	size_t          i;

	for (i = 0; i < f->count; i++) {
		w = f->watchers + i;
		if (w->stream.account && !w->stream.is_open && w->open_at == NEVER) {
			stream_ended(f, w);
			w->stream.account = NULL;
		}
	}
}

/* --- waiting ---------------------------------------------------------------------------------- */

/* Those that were read rest until the clock or their stream says so. */
static void
plan_next(struct follow *f)
{
	struct watcher *w;
	size_t          i;

	for (i = 0; i < f->count; i++) {
		w = f->watchers + i;
		if (w->box->rests)
			continue;
		w->read_at = clock_mono();
		w->due = w->read_at + (w->is_live ? CHECK_MS : 1000 * f->set->follow);
	}
}

static int64_t
next_moment(const struct follow *f)
{
	int64_t next = NEVER;
	size_t  i;

	for (i = 0; i < f->count; i++) {
		next = f->watchers[i].due < next ? f->watchers[i].due : next;
		next = f->watchers[i].open_at < next ? f->watchers[i].open_at : next;
	}
	return next;
}

static int
has_streams(const struct follow *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		if (f->watchers[i].stream.is_open)
			return 1;
	return 0;
}

/* A signal ends the pause. */
static void
pause_until(int64_t moment)
{
	int64_t         ms = moment - clock_mono();
	struct timespec t = { ms / 1000, ms % 1000 * 1000000L };

	if (ms > 0)
		nanosleep(&t, NULL);
}

static int
any_due(struct follow *f, int64_t now)
{
	size_t i;
	int    any = 0;

	for (i = 0; i < f->count; i++) {
		f->watchers[i].box->rests = f->watchers[i].due > now;
		any |= !f->watchers[i].box->rests;
	}
	return any;
}

int
follow_wait(struct follow *f, struct err *e)
{
	int rc = 0;

	plan_next(f);
	while (!rc && !prog_signal) {
		open_streams(f, clock_mono());
		look_at_ends(f);
		if (any_due(f, clock_mono()))
			break;
		if (has_streams(f))
			rc = fetch_go(f->fetch, next_moment(f), e);
		else
			pause_until(next_moment(f));
	}
	return rc;
}

/* --- begin and end ---------------------------------------------------------------------------- */

struct follow *
follow_new(const struct inbox_settings *s, struct box *boxes, size_t count)
{
	struct fetch_settings set = { .conf = s->conf, .parallel = s->conf->naccounts + 1, .news = on_news };
	struct follow        *f = mem_get(sizeof *f);
	const struct net     *net;
	size_t                i;

	*f = (struct follow){ .set = s, .count = count, .question = json_pack("{s:b}", "own", s->own) };
	f->watchers = mem_get((count + 1) * sizeof *f->watchers);
	memset(f->watchers, 0, (count + 1) * sizeof *f->watchers);
	f->fetch = fetch_new(&set);
	for (i = 0; i < count; i++) {
		net = net_find(boxes[i].account->network);
		f->watchers[i].box = boxes + i;
		f->watchers[i].open_at = net && net->ops[OP_STREAM] ? 0 : NEVER;
	}
	return f;
}

void
follow_free(struct follow *f)
{
	size_t i;

	if (!f)
		return;
	fetch_free(f->fetch);
	for (i = 0; i < f->count; i++)
		json_decref(f->watchers[i].stream.position);
	json_decref(f->question);
	free(f->watchers);
	free(f);
}
