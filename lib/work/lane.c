/* lane.c - one account's posts: what to ask next, what an answer means */
#include "lane_parts.h"

#include "smm/retry.h"

#include "media_check.h"

#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 60000 /* how long one run follows a network's own processing */

enum job_state
lane_rest(const struct lane *l)
{
	return l->begun ? JOB_BETWEEN : JOB_NEW;
}

void
lane_failed(struct lane *l, const struct err *e)
{
	l->job.fault = e->fault;
	l->job.message = mem_str(l->mem, e->text);
	l->job.http = l->talk == &l->post ? l->exchange.reply.status : 0;
}

static void
settle(struct lane *l, enum job_state state)
{
	const char *note;

	l->job.state = state;
	l->note = "settle";
	l->settled = 1;
	if (state == JOB_DONE) {
		note = json_string_value(json_object_get(l->post.call.out, "note"));
		l->job.fault = FAULT_NONE;
		l->job.message = note ? mem_str(l->mem, note) : NULL;
		l->job.http = 0;
	}
}

/* What the conversation has kept so far goes into the job, and what it says of the post. */
static void
store_state(struct lane *l)
{
	const struct call *c = &l->post.call;
	const char        *ref = json_string_value(json_object_get(c->out, "ref"));
	const char        *url = json_string_value(json_object_get(c->out, "url"));
	char              *keep = json_dumps(c->keep, JSON_COMPACT);

	l->job.keep = mem_str(l->mem, keep);
	free(keep);
	l->job.step = l->post.step->name ? l->post.step->name : l->job.step;
	if (ref)
		l->job.ref = mem_str(l->mem, ref);
	if (url)
		l->job.url = mem_str(l->mem, url);
}

static void
sleep_until(struct lane *l, int64_t wake)
{
	l->state = LANE_SLEEP;
	l->after = LANE_ASK;
	l->wake = wake;
	l->job.wake = wake;
}

/*
 * Not now. The job waits in the ledger; this run follows it only when it is to come back soon
 * enough. state is what the ledger says meanwhile.
 */
void
lane_postpone(struct lane *l, enum job_state state, int64_t wake)
{
	l->job.state = state;
	store_state(l);
	if (state == JOB_NEW)
		l->job.step = l->job.keep = NULL; /* nothing has left: it may still be edited */
	sleep_until(l, wake);
	l->note = "postpone";
	if (wake > l->until) {
		l->settled = l->stuck = 1;
		l->state = LANE_ASK;
	}
}

/* The step's request may have been carried out: ask the network, or a person. */
static void
start_look(struct lane *l, int64_t now)
{
	const struct step *s = l->post.step;
	int64_t            since = l->doubt && l->since ? l->since : now;

	l->doubt = 0;
	l->job.state = JOB_ASKED;
	if (!l->job.message)
		l->job.message = "the run was cut before the answer came";
	if (!l->job.fault || !s->find) /* a request under way has no fault (store.h) */
		l->job.fault = FAULT_UNSURE;
	if (!s->find) {
		settle(l, JOB_UNSURE);
		return;
	}
	l->looking = 1;
	l->note = "look";
	store_state(l);
	sleep_until(l, since + s->find_after_sec * (int64_t)1000);
	if (l->wake <= now)
		l->state = LANE_ASK;
}

static void
finish_talk(struct lane *l)
{
	if (l->talk == &l->sign.talk) {
		lane_sign_finish(l);
		return;
	}
	l->job.state = lane_ending(l);
	store_state(l);
	settle(l, l->job.state);
}

/* It cannot be done: what was put up for it is taken away before that is said. */
static void
give_up(struct lane *l, enum job_state state)
{
	if (!lane_clears_up(l, state))
		settle(l, state);
}

/* A request stands ready. Its intent is noted first, when it changes anything out there. */
static void
ready_to_send(struct lane *l, int64_t now)
{
	struct call *c = &l->talk->call;

	if (l->talk == &l->post && !l->looking && c->req.effect != EFFECT_NONE) {
		if (l->doubt && c->req.effect == EFFECT_ONCE) {
			start_look(l, now);
			return;
		}
		if (!lane_keeps_pace(l, now))
			return;
		l->asked = l->doubt;
		l->doubt = 0;
		store_state(l);
		l->job.state = JOB_ASKED;
		l->job.fault = FAULT_NONE;
		l->job.message = NULL;
		l->job.http = 0;
		l->note = "ask";
	}
	memset(&l->exchange, 0, sizeof l->exchange);
	l->exchange.req = &c->req;
	l->exchange.media_root = l->conf->media_root;
	l->exchange.plain = l->account->insecure;
	l->exchange.mem = l->scratch;
	l->exchange.owner = l;
	l->state = LANE_FLY;
}

void
lane_unask(struct lane *l)
{
	l->note = "not sent";
	if (lane_is_asking(l))
		lane_unpace(l);
	if (l->job.state != JOB_ASKED || l->looking || l->asked)
		return;
	l->job.state = lane_rest(l);
	if (l->job.state == JOB_NEW)
		l->job.step = l->job.keep = NULL;
}

int
lane_is_asking(const struct lane *l)
{
	return l->state == LANE_FLY && l->talk == &l->post && !l->looking && l->talk->call.req.effect != EFFECT_NONE;
}

static void
settle_held(struct lane *l, const char *why, int64_t until)
{
	l->job.fault = FAULT_POLICY;
	l->job.message = why;
	l->job.http = 0;
	l->job.wake = until;
	l->note = "held";
	l->settled = 1;
}

void
lane_hold(struct lane *l, const char *why, int64_t until)
{
	lane_unask(l);
	settle_held(l, why, until);
}

/* told: until when, if the network said so. */
static void
failed(struct lane *l, const struct err *e, int64_t told, int64_t now)
{
	int wait = e->fault == FAULT_AGAIN || e->fault == FAULT_LIMIT || e->fault == FAULT_AUTH ||
	    e->fault == FAULT_CONF || e->fault == FAULT_SYS || e->fault == FAULT_IO;

	lane_failed(l, e);
	if (l->looking && e->fault != FAULT_LIMIT)
		settle(l, JOB_UNSURE);
	else if (wait)
		lane_postpone(l, l->looking ? JOB_ASKED : lane_rest(l),
		    e->fault == FAULT_LIMIT && told > now ? told : now + retry_pause(1, UINT32_MAX));
	else
		give_up(l, JOB_REFUSED);
}

static const struct step *
step_now(const struct lane *l)
{
	return l->looking && l->talk == &l->post ? l->talk->step->find : l->talk->step;
}

void
lane_ask(struct lane *l, int64_t now)
{
	struct call *c;

	if (lane_sign_open(l, now))
		return;
	while (l->state == LANE_ASK && !l->settled) {
		c = &l->talk->call;
		if (!l->talk->step->name) {
			finish_talk(l);
			continue;
		}
		c->now = now;
		if (l->talk == &l->post) {
			c->session = l->sign.session;
			c->host_secret = l->host_secret.at;
		}
		switch (net_ask(step_now(l), c)) {
		case GO_SEND:
			ready_to_send(l, now);
			break;
		case GO_NEXT:
			l->talk->step++;
			l->looking = l->doubt = 0;
			break;
		case GO_DONE:
			finish_talk(l);
			break;
		default:
			failed(l, &c->err, c->wake, now);
			break;
		}
	}
}

/* Neither success nor something take() knows: what now? */
static void
decide(struct lane *l, const struct err *why, int64_t now)
{
	const struct exchange *x = &l->exchange;
	enum verdict           v = retry_decide(x->req->effect, x->sent, x->reply.status, why->fault);
	int                    untouched = !l->begun && (x->sent == SENT_NOT || v == VERDICT_LIMIT);
	enum job_state         state = l->looking ? JOB_ASKED : untouched ? JOB_NEW : JOB_BETWEEN;
	int64_t                told = pace_told(&l->talk->call, &x->reply, now), wake;

	if (l->talk == &l->sign.talk && v != VERDICT_AUTH) {
		state = lane_rest(l);
		lane_sign_end(l);
		if (v == VERDICT_REFUSED)
			v = VERDICT_AUTH;
	}
	if (v == VERDICT_AUTH) {
		lane_sign_again(l, why, now);
		return;
	}
	lane_failed(l, why);
	if (v == VERDICT_AGAIN && !l->looking && l->job.fault == FAULT_UNSURE)
		l->job.fault = FAULT_AGAIN; /* it is done once however often it is asked: nothing is left open */
	if (untouched && l->talk == &l->post && !l->looking && x->req->effect != EFFECT_NONE)
		lane_unpace(l);
	switch (v) {
	case VERDICT_LIMIT:
		wake = told ? told : now + retry_pause((unsigned)l->job.attempts + 5, UINT32_MAX);
		lane_obey(l, wake);
		lane_postpone(l, state, wake);
		break;
	case VERDICT_UNSURE:
		start_look(l, now);
		break;
	default:
		if (v == VERDICT_REFUSED && !l->looking) {
			give_up(l, JOB_REFUSED);
			break;
		}
		lane_postpone(l, state, told ? told : now + retry_wait((unsigned)l->job.attempts));
		break;
	}
}

/* This run does not stay so long: the next one goes on. A look that has found nothing yet is noted, too. */
static void
leave_waiting(struct lane *l)
{
	if (l->looking) {
		store_state(l);
		l->note = "look";
	}
	l->settled = l->stuck = 1;
}

/* take() has spoken. */
static void
follow(struct lane *l, enum go go, int64_t now)
{
	struct call *c = &l->talk->call;
	int          is_over;

	if (go == GO_FAIL) {
		if (c->err.fault == FAULT_REPLY || c->err.fault == FAULT_AUTH)
			decide(l, &c->err, now);
		else
			failed(l, &c->err, pace_told(c, &l->exchange.reply, now), now);
		return;
	}
	l->state = LANE_ASK;
	if (go == GO_NEXT)
		l->talk->step++;
	is_over = go == GO_DONE || (go == GO_NEXT && !l->talk->step->name);
	if (l->talk == &l->post && !(l->looking && go == GO_WAIT)) {
		if (l->looking && go == GO_AGAIN)
			l->job.attempts++;
		l->begun = 1;
		l->looking = 0;
		l->job.state = JOB_BETWEEN;
		l->job.fault = FAULT_NONE;
		l->job.message = NULL;
		l->job.http = 0;
		l->job.wake = 0;
		l->note = "answer";
		if (!is_over)
			store_state(l);
	}
	if (go == GO_WAIT) {
		sleep_until(l, c->wake);
		if (c->wake > l->due_by)
			leave_waiting(l);
	}
	if (is_over)
		finish_talk(l);
}

void
lane_take(struct lane *l, int64_t now)
{
	const struct exchange *x = &l->exchange;
	const struct step     *s = step_now(l);
	struct call           *c = &l->talk->call;

	c->now = now;
	c->reply = &x->reply;
	l->app_until = x->sent == SENT_ANSWERED ? retry_app(&x->reply, now) : 0;
	if (x->sent != SENT_ANSWERED && !step_sees(s, 0)) {
		decide(l, &x->err, now);
	} else if (step_sees(s, x->reply.status)) {
		lane_obey(l, retry_after(&x->reply, now));
		follow(l, net_take(s, c), now);
	} else {
		net_fault(c);
		decide(l, &c->err, now);
	}
}

static int
is_too_late(const struct lane *l, int64_t now)
{
	int64_t from = l->job.again > l->job.at ? l->job.again : l->job.at;

	return l->job.state != JOB_ASKED && !l->job.ref && !lane_is_ending(l) && now > from + l->items->late_ms;
}

static void
begin_job(struct lane *l, const struct job *job)
{
	l->mem = mem_new();
	l->scratch = mem_new();
	job_copy(&l->job, job, l->mem);
	l->begun = l->job.state == JOB_BETWEEN || l->job.state == JOB_ASKED;
}

void
lane_begin_held(struct lane *l, const struct job *job, const char *why, int64_t until)
{
	begin_job(l, job);
	settle_held(l, mem_str(l->mem, why), until);
}

void
lane_begin(struct lane *l, const struct job *job, int64_t now)
{
	struct err e;

	begin_job(l, job);
	if (l->job.fault == FAULT_POLICY) { /* held, and no longer */
		l->waited = 1;
		l->job.fault = FAULT_NONE;
		l->job.message = NULL;
		l->job.wake = 0;
	}
	l->state = LANE_ASK;
	l->due_by = l->until > now + PATIENCE_MS ? l->until : now + PATIENCE_MS;
	l->doubt = l->job.state == JOB_ASKED;
	if (lane_load(l, &e)) {
		lane_failed(l, &e);
		settle(l, JOB_UNSURE);
		return;
	}
	if (lane_find_host(l, &e)) {
		lane_failed(l, &e);
		settle(l, l->job.state);
		return;
	}
	if (is_too_late(l, now)) {
		l->job.fault = FAULT_POLICY;
		l->job.message = mem_fmt(l->mem, "%lld s late, %lld allowed; to send it all the same: "
		    "smm-post --settle '%s=again'", (long long)(now - l->job.at) / 1000,
		    (long long)l->items->late_ms / 1000, l->job.id);
		give_up(l, JOB_MISSED);
		return;
	}
	if (l->job.wake > now && l->job.fault && (!l->doubt || l->job.fault == FAULT_LIMIT)) {
		lane_postpone(l, l->job.state, l->job.wake);
		return;
	}
	if (!l->begun && op_find(l->job.op) != OP_DELETE && media_check(l->conf->media_root, l->net, l->rec, &e)) {
		lane_failed(l, &e);
		settle(l, JOB_NEW);
		return;
	}
	l->job.attempts++;
	if (l->job.wake > now && !l->doubt) /* the network was still at work when the last run left it */
		sleep_until(l, l->job.wake);
}
