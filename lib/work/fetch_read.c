/* fetch_read.c - one account's readings: what to ask next, what an answer means */
#include "fetch_parts.h"

#include "smm/clock.h"
#include "smm/hash.h"
#include "smm/retry.h"

#include "pace.h"

#include <stdlib.h>
#include <string.h>

#define TRIES      5     /* of one request */
#define SILENCE_MS 60000 /* of a stream; Mastodon sends a heartbeat every 15 seconds */

/* Ends what is under way; the reader keeps its session. */
void
reader_end_talk(struct reader *r)
{
	sign_end(&r->sign);
	if (r->talk)
		net_end(&r->reading.call);
	r->talk = NULL;
	mem_free(r->scratch);
	r->scratch = NULL;
	r->nasked = 0;
	r->tries = 0;
	r->polling = 0;
}

/* --- a reading begins, and ends --------------------------------------------------------------- */

void
reader_begin(struct reader *r)
{
	struct reading *x = r->first;

	memset(&x->err, 0, sizeof x->err);
	x->wake = 0;
	x->requests = 0;
	x->position = NULL;
	r->scratch = mem_new();
	r->until = clock_now() + r->fetch->set.patience_ms;
	net_begin(&r->reading.call, r->sign.net, x->account, x->rec);
	r->reading.call.mem = r->scratch;
	r->reading.step = r->sign.net->ops[x->op];
	r->talk = &r->reading;
}

static void
end(struct reader *r, const struct err *why, int64_t wake)
{
	struct reading *x = r->first;

	if (why)
		x->err = *why;
	x->wake = wake;
	x->position = json_incref(json_object_get(r->reading.call.out, "position"));
	x->is_open = 0;
	r->fetch->stirred = 1;
	reader_end_talk(r);
	r->first = x->next;
	r->state = READER_IDLE;
	if (r->first)
		reader_begin(r);
	else
		r->fetch->open--;
}

/* What ends this one for a while ends also what the account has to read after it. */
void
reader_end_all(struct reader *r, const struct err *why, int64_t wake)
{
	while (r->first)
		end(r, why, wake);
}

static void
fail(struct reader *r, const struct err *why, int64_t wake)
{
	if (why->fault == FAULT_AUTH || why->fault == FAULT_CONF || why->fault == FAULT_LIMIT ||
	    why->fault == FAULT_AGAIN)
		reader_end_all(r, why, wake);
	else
		end(r, why, wake);
}

/* --- streams ---------------------------------------------------------------------------------- */

static void
tell_news(struct reader *r)
{
	struct fetch *f = r->fetch;

	f->stirred = 1;
	if (f->set.news)
		f->set.news(f->set.arg, r->first);
}

/* The first piece is empty: the stream is connected. */
static int
on_piece(struct exchange *x, const char *data, size_t len)
{
	struct reader *r = x->owner;
	const char    *type = reply_header(&x->reply, "content-type");

	if (!type || strncmp(type, "text/event-stream", 17) != 0)
		return err_set(&x->err, FAULT_REFUSED, "the server offers no stream, its answer is of the type %.60s",
		    type ? type : "(none)");
	r->heard = clock_mono();
	if (!len)
		memset(&r->sse, 0, sizeof r->sse);
	if (!len || sse_take(&r->sse, data, len, x->req->events))
		tell_news(r);
	return 0;
}

void
reader_check_silence(struct reader *r, int64_t now)
{
	if (r->state != READER_FLY || !r->exchange.piece || now - r->heard < SILENCE_MS)
		return;
	http_stop(r->fetch->http, &r->exchange);
	r->fetch->flying--;
	r->exchange.sent = SENT_MAYBE;
	err_set(&r->exchange.err, FAULT_AGAIN, "the stream has said nothing for a minute");
	reader_take(r);
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Whether this very request was answered before in this reading: the pages go in a circle. */
static int
is_circle(struct reader *r)
{
	const struct req *q = &r->talk->call.req;
	uint64_t          h = hash_fast(q->url, strlen(q->url)) ^ hash_fast(q->text ? q->text : "", q->len);
	size_t            i;

	if (r->talk != &r->reading || r->tries || r->polling)
		return 0;
	for (i = 0; i < r->nasked; i++)
		if (r->asked[i] == h)
			return 1;
	if (r->nasked == r->room) {
		r->room = r->room ? 2 * r->room : 16;
		r->asked = mem_grow(r->asked, r->room * sizeof *r->asked);
	}
	r->asked[r->nasked++] = h;
	return 0;
}

static void
make_ready(struct reader *r)
{
	const struct call *c = &r->talk->call;
	struct err         e;

	if (is_circle(r)) {
		err_set(&e, FAULT_REPLY, "%s gives the same page again and again", c->net->title);
		fail(r, &e, 0);
		return;
	}
	if (r->first->requests >= r->fetch->set.most) {
		err_set(&e, FAULT_AGAIN, "there is more to read than %d requests bring; run it again",
		    r->fetch->set.most);
		end(r, &e, 0);
		return;
	}
	memset(&r->exchange, 0, sizeof r->exchange);
	r->exchange.req = &c->req;
	r->exchange.plain = c->account->insecure;
	r->exchange.mem = r->scratch;
	r->exchange.owner = r;
	r->exchange.piece = c->req.events ? on_piece : NULL;
	r->heard = clock_mono();
	r->state = READER_READY;
	r->next = NULL;
	*r->fetch->last_ready = r;
	r->fetch->last_ready = &r->next;
}

static void
finish_sign(struct reader *r)
{
	struct err ignored; /* not kept: the next run signs in again */

	r->talk = &r->reading;
	sign_finish(&r->sign, &ignored);
}

/* Opens the session, unless it is. -1: the reading has failed. */
static int
open_session(struct reader *r)
{
	struct err e;
	int        rc = sign_open(&r->sign, r->first->rec, r->scratch, &e);

	if (rc < 0)
		fail(r, &e, 0);
	else if (!rc)
		r->talk = &r->sign.talk;
	return rc < 0 ? -1 : 0;
}

/* Records leave as they come. */
static void
hand_on(struct reader *r)
{
	struct fetch *f = r->fetch;
	json_t       *out = r->reading.call.out, *list = json_incref(json_object_get(out, "records")), *record;
	size_t        i;

	json_object_del(out, "records");
	json_array_foreach(list, i, record)
		if (!f->broken)
			f->broken = f->set.each(f->set.arg, r->first, record, &f->err) != 0;
	json_decref(list);
}

/* Goes on until there is a request, or nothing left. */
void
reader_ask(struct reader *r)
{
	struct call *c;
	enum go      go;

	r->state = READER_IDLE;
	while (r->first && r->state == READER_IDLE) {
		if (open_session(r))
			continue;
		c = &r->talk->call;
		c->now = clock_now();
		if (r->talk == &r->reading)
			c->session = r->sign.session;
		go = r->talk->step->name ? net_ask(r->talk->step, c) : GO_DONE;
		if (r->talk == &r->reading)
			hand_on(r);
		if (go == GO_SEND)
			make_ready(r);
		else if (go == GO_NEXT)
			r->talk->step++;
		else if (go != GO_DONE)
			fail(r, &c->err, 0);
		else if (r->talk == &r->reading)
			end(r, NULL, 0);
		else
			finish_sign(r);
	}
}

/* --- answers ---------------------------------------------------------------------------------- */

static void
sleep_until(struct reader *r, int64_t wake)
{
	r->state = READER_SLEEP;
	r->wake = wake;
}

static void
try_again(struct reader *r, const struct err *why, int64_t wake)
{
	if (wake > r->until || ++r->tries >= TRIES)
		fail(r, why, wake);
	else
		sleep_until(r, wake);
}

static void
sign_in_again(struct reader *r, const struct err *why)
{
	struct err e = *why;
	int        rc;

	r->talk = &r->reading;
	r->tries = 0;
	if (r->nasked)
		r->nasked--; /* what was refused is asked again */
	rc = sign_again(&r->sign, r->first->rec, r->scratch, &e);
	if (rc < 0)
		fail(r, &e, 0);
	else if (!rc)
		r->talk = &r->sign.talk;
}

/* Neither success nor something reader_take() knows. */
static void
decide(struct reader *r, const struct err *why)
{
	const struct exchange *x = &r->exchange;
	int64_t                now = clock_now();
	enum verdict           v = retry_decide(x->req->effect, x->sent, x->reply.status, why->fault);
	int64_t                wake = pace_told(&r->talk->call, &x->reply, now);
	struct err             e = *why;

	if (v == VERDICT_AUTH || (v == VERDICT_REFUSED && r->talk == &r->sign.talk)) {
		sign_in_again(r, &e);
	} else if (v == VERDICT_REFUSED || (v == VERDICT_AGAIN && e.fault == FAULT_CONF)) {
		fail(r, &e, 0);
	} else if (v == VERDICT_LIMIT) {
		e.fault = FAULT_LIMIT;
		wake = wake ? wake : r->talk->call.wake;
		try_again(r, &e, wake ? wake : now + retry_pause(r->tries + 5, UINT32_MAX));
	} else {
		try_again(r, &e, wake ? wake : now + retry_wait(r->tries + 1));
	}
}

/* reader_take() has spoken. */
static void
follow(struct reader *r, enum go go)
{
	struct call *c = &r->talk->call;

	r->tries = 0;
	r->polling = go == GO_WAIT;
	if (r->talk == &r->reading)
		hand_on(r);
	if (go == GO_NEXT)
		r->talk->step++;
	if (go == GO_WAIT && c->wake <= r->until) {
		sleep_until(r, c->wake);
	} else if (go == GO_WAIT) {
		err_set(&c->err, FAULT_AGAIN, "%s is still at work", c->net->title);
		fail(r, &c->err, c->wake);
	} else if (go == GO_DONE && r->talk == &r->reading) {
		end(r, NULL, 0);
	} else if (go == GO_DONE) {
		finish_sign(r);
	}
}

void
reader_take(struct reader *r)
{
	const struct exchange *x = &r->exchange;
	const struct step     *s = r->talk->step;
	struct call           *c = &r->talk->call;
	enum go                go;

	c->now = clock_now();
	c->reply = &x->reply;
	r->state = READER_IDLE;
	r->first->requests += x->sent == SENT_ANSWERED;
	if (x->piece && x->err.fault == FAULT_REFUSED) {
		fail(r, &x->err, 0); /* it was an answer, and no stream */
	} else if (x->sent != SENT_ANSWERED && !step_sees(s, 0)) {
		decide(r, &x->err);
	} else if (step_sees(s, x->reply.status)) {
		go = net_take(s, c);
		if (go == GO_FAIL)
			decide(r, &c->err);
		else
			follow(r, go);
	} else {
		net_fault(c);
		decide(r, &c->err);
	}
	if (r->first && r->state == READER_IDLE)
		reader_ask(r);
}
