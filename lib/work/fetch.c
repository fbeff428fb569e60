/* fetch.c - reading operations, many accounts at once */
#include "fetch_parts.h"

#include "smm/clock.h"
#include "smm/prog.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PARALLEL 100
#define MOST     1000
#define SLICE_MS 30000 /* the longest wait without looking at the clock */

struct fetch *
fetch_new(const struct fetch_settings *s)
{
	struct fetch *f = mem_get(sizeof *f);
	struct reader *r;
	size_t         i;

	memset(f, 0, sizeof *f);
	f->set = *s;
	f->set.parallel = s->parallel ? s->parallel : PARALLEL;
	f->set.most = s->most ? s->most : MOST;
	f->last_ready = &f->ready;
	f->readers = mem_get((s->conf->naccounts + 1) * sizeof *f->readers);
	memset(f->readers, 0, (s->conf->naccounts + 1) * sizeof *f->readers);
	for (i = 0; i < s->conf->naccounts; i++) {
		r = f->readers + i;
		r->fetch = f;
		sign_init(&r->sign, s->conf, s->conf->accounts + i,
		    net_find(s->conf->accounts[i].network));
	}
	return f;
}

void
fetch_free(struct fetch *f)
{
	size_t i;

	if (!f)
		return;
	http_close(f->http);
	for (i = 0; i < f->set.conf->naccounts; i++) {
		reader_end_talk(f->readers + i);
		sign_release(&f->readers[i].sign);
		free(f->readers[i].asked);
	}
	free(f->readers);
	free(f);
}

/* --- the loop --------------------------------------------------------------------------------- */

static int
start_ready(struct fetch *f, struct err *e)
{
	struct reader *r;

	if (!f->http && http_open(&f->http, f->set.conf->ca_file, NULL, e))
		return -1;
	while (f->flying < f->set.parallel && (r = f->ready)) {
		f->ready = r->next;
		if (!f->ready)
			f->last_ready = &f->ready;
		r->state = READER_FLY;
		if (http_start(f->http, &r->exchange, &r->exchange.err)) {
			reader_take(r);
		} else {
			f->flying++;
		}
	}
	http_push(f->http);
	return 0;
}

/* Wakes whose time has come; the milliseconds until the next one has. */
static int
wake_readers(struct fetch *f)
{
	int64_t        now = clock_now(), mono = clock_mono(), ms = SLICE_MS;
	struct reader *r;
	size_t         i;

	for (i = 0; i < f->set.conf->naccounts; i++) {
		r = f->readers + i;
		reader_check_silence(r, mono);
		if (r->state != READER_SLEEP)
			continue;
		if (r->wake <= now)
			reader_ask(r);
		else if (r->wake - now < ms)
			ms = r->wake - now;
	}
	return (int)ms;
}

static void
wait_answers(struct fetch *f, int ms)
{
	struct timespec  pause = { ms / 1000, ms % 1000 * 1000000L };
	struct exchange *x;

	if (!f->flying) {
		nanosleep(&pause, NULL);
		return;
	}
	for (x = http_wait(f->http, ms); x && !f->broken; x = http_wait(f->http, 0)) {
		f->flying--;
		reader_take(x->owner);
	}
}

/* The readings of an account in their order, behind each other. */
static void
sort_in(struct fetch *f, struct reading *x)
{
	const struct account *a = x->account;
	struct reader        *r = f->readers + (a - f->set.conf->accounts);

	x->next = NULL;
	x->is_open = 0;
	if (!r->sign.net || !r->sign.net->ops[x->op]) {
		x->position = NULL;
		x->wake = 0;
		x->requests = 0;
		err_set(&x->err, FAULT_CONF, "account %s: %s is nothing that %s can do", a->name,
		    op_name(x->op), r->sign.net ? r->sign.net->title : a->network);
		return;
	}
	if (r->first) {
		r->last->next = x;
	} else {
		r->first = x;
		f->open++;
	}
	r->last = x;
	x->is_open = 1;
}

/* What is not read by now: a signal came, or `each` wants no more. */
static void
stop_all(struct fetch *f)
{
	struct err why;
	size_t     i;

	err_set(&why, FAULT_AGAIN, "stopped before it was read to its end");
	http_close(f->http);
	f->http = NULL;
	f->flying = 0;
	f->ready = NULL;
	f->last_ready = &f->ready;
	for (i = 0; i < f->set.conf->naccounts; i++)
		reader_end_all(f->readers + i, &why, 0);
}

void
fetch_begin(struct fetch *f, struct reading *r, size_t n)
{
	struct reader *x;
	size_t         i;

	f->broken = 0;
	for (i = 0; i < n; i++)
		sort_in(f, r + i);
	for (i = 0; i < f->set.conf->naccounts; i++) {
		x = f->readers + i;
		if (!x->first || x->talk)
			continue;
		x->sign.tries = 0;
		reader_begin(x);
		reader_ask(x);
	}
}

int
fetch_go(struct fetch *f, int64_t until, struct err *e)
{
	int64_t left;
	int     rc = 0, ms;

	f->stirred = 0;
	while (f->open && !rc && !f->broken && !f->stirred && !prog_signal) {
		rc = start_ready(f, e);
		left = until - clock_mono();
		if (left <= 0)
			break;
		if (!rc && f->open && (!f->ready || f->flying >= f->set.parallel)) {
			ms = wake_readers(f);
			wait_answers(f, left < ms ? (int)left : ms);
		}
	}
	if (f->open && (rc || f->broken || prog_signal))
		stop_all(f);
	if (f->broken)
		*e = f->err;
	return rc || f->broken ? -1 : 0;
}

int
fetch_run(struct fetch *f, struct reading *r, size_t n, struct err *e)
{
	int rc;

	fetch_begin(f, r, n);
	do
		rc = fetch_go(f, INT64_MAX, e);
	while (f->open && !rc);
	return rc;
}
