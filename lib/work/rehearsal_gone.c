/* rehearsal_gone.c - where a rehearsal begins: what is out, and what networks have said, by journal and ledger */
#include "rehearsal_parts.h"

#include "smm/hash.h"
#include "smm/store.h"
#include "smm/when.h"

#include <stdlib.h>
#include <string.h>

static uint64_t
hash_id(const char *id)
{
	return hash_fast(id, strlen(id));
}

static void
keep_past(struct rehearsal *r, const char *id, const char *account, int64_t at, int has_left)
{
	r->past = mem_more(r->mem, r->past, r->npast, &r->past_room, sizeof *r->past);
	r->past[r->npast++] = (struct gone){ hash_id(id), at, account ? conf_account(r->set.conf, account) : NULL,
		has_left ? 1 : 0 };
	r->sorted = 0;
}

static void
keep_told(struct rehearsal *r, const struct told *t)
{
	r->told_until = mem_more(r->mem, r->told_until, r->ntold, &r->told_room, sizeof *t);
	r->told_until[r->ntold++] = *t;
}

/* --- the journal ---------------------------------------------------------------------------------- */

struct failure { /* of a result's `error` */
	struct mem *mem;
	const char *fault, *retry_at;
	int         has_http;
};

static int
take_failure(void *arg, const struct member *m)
{
	struct failure *f = arg;

	if (slice_is(m->key, "fault"))
		f->fault = scan_text(m->value, f->mem, NULL);
	else if (slice_is(m->key, "retry_at"))
		f->retry_at = scan_text(m->value, f->mem, NULL);
	else if (slice_is(m->key, "http"))
		f->has_http = 1;
	return 0;
}

/* Only an answer of the network says what it wants: our own caps are those of today's smm.yaml. */
static void
take_limit(struct rehearsal *r, const struct rec *rec, const char *account)
{
	const struct member *m = rec_get(rec, "error");
	struct failure       f = { .mem = r->scratch };
	struct told          t = { .account = account ? conf_account(r->set.conf, account) : NULL };

	if (!m || m->type != SCAN_OBJECT || scan_inside(m->value, take_failure, &f))
		return;
	if (t.account && f.has_http && f.fault && strcmp(f.fault, fault_name(FAULT_LIMIT)) == 0 && f.retry_at &&
	    !when_read(f.retry_at, strlen(f.retry_at), &t.until, NULL) && !rec_time(rec, "at", &t.at))
		keep_told(r, &t);
}

void
gone_result(struct rehearsal *r, const struct rec *rec)
{
	const char *op = rec_str(rec, "op", r->scratch), *account = rec_str(rec, "account", r->scratch);
	const char *name = rec_str(rec, "status", r->scratch);
	int         status = name ? status_find(name) : -1;
	int64_t     at = INT64_MIN;

	if (!op || strcmp(op, op_name(OP_PUBLISH)) != 0)
		return;
	rec_time(rec, "at", &at);
	if (status == STATUS_DONE || status == STATUS_REFUSED || status == STATUS_MISSED)
		keep_past(r, rec_str(rec, "id", r->scratch), account, at, status == STATUS_DONE);
	else if (status == STATUS_RETRY)
		take_limit(r, rec, account);
}

/* --- the ledger ----------------------------------------------------------------------------------- */

static int
take_job(void *arg, const struct job *j, struct err *e)
{
	struct rehearsal *r = arg;

	(void)e;
	if (strcmp(j->op, op_name(OP_PUBLISH)) != 0)
		return 0;
	if (job_is_final(j->state)) {
		keep_past(r, j->id, j->account, j->changed, j->state == JOB_DONE || j->state == JOB_UNSURE);
	} else if (j->wake) {
		r->waits = mem_more(r->mem, r->waits, r->nwaits, &r->wait_room, sizeof *r->waits);
		r->waits[r->nwaits++] = (struct wait){ hash_id(j->id), j->wake,
			j->message ? mem_str(r->mem, j->message) : NULL };
	}
	return 0;
}

/* What was kept of an account, and of its app. */
static int
take_pace(struct rehearsal *r, struct stage *s, const struct account *a, struct store *store, struct err *e)
{
	const struct net *n = net_find(a->network);
	char             *value = NULL;
	struct mem       *m = r->scratch;
	int               found = store_get(store, mem_fmt(m, STORE_PACE "%s", a->name), &value, m, e);

	if (found > 0) {
		pace_read(&s->pace, value);
		s->kept = s->pace.sent;
	}
	if (found < 0 || !n)
		return found < 0 ? -1 : 0;
	found = store_get(store, mem_fmt(m, STORE_LIMIT "%s", pace_app(a, n, m)), &value, m, e);
	if (found > 0)
		s->app_until = strtoll(value, NULL, 10);
	return found < 0 ? -1 : 0;
}

static int
take_ledger(struct rehearsal *r, struct store *store, struct err *e)
{
	char  *hold = NULL;
	size_t i;
	int    found;

	if (store_scan(store, -1, take_job, r, e))
		return -1;
	for (i = 0; i < r->set.conf->naccounts; i++)
		if (take_pace(r, r->stages + i, r->set.conf->accounts + i, store, e))
			return -1;
	found = store_get(store, STORE_HOLD, &hold, r->scratch, e);
	if (found > 0 && *hold && !rec_read(&r->rec, hold, strlen(hold), e))
		rehearsal_event(r, &r->holds, &r->rec);
	return found < 0 ? -1 : 0;
}

int
rehearsal_ledger(struct rehearsal *r, const char *url, struct err *e)
{
	struct store *store = NULL;
	int           rc;

	if (!store_exists(url))
		return 0;
	rc = store_open(&store, url, e) ? -1 : take_ledger(r, store, e);
	store_close(store);
	mem_reset(r->scratch);
	return rc;
}

/* --- looked up ------------------------------------------------------------------------------------ */

static int
by_id(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b; /* both lists begin with it */

	return (*x > *y) - (*x < *y);
}

/* The same post in the journal and in the ledger is one. */
static void
sort(struct rehearsal *r)
{
	size_t i, n = 0;

	if (r->npast)
		qsort(r->past, r->npast, sizeof *r->past, by_id);
	for (i = 0; i < r->npast; i++)
		if (!n || r->past[n - 1].id != r->past[i].id)
			r->past[n++] = r->past[i];
	r->npast = n;
	if (r->nwaits)
		qsort(r->waits, r->nwaits, sizeof *r->waits, by_id);
	r->sorted = 1;
}

static void *
look_up(const char *id, const void *list, size_t count, size_t size)
{
	uint64_t hash = hash_id(id);

	return count ? bsearch(&hash, list, count, size, by_id) : NULL;
}

struct gone *
gone_find(struct rehearsal *r, const char *id)
{
	if (!r->sorted)
		sort(r);
	return look_up(id, r->past, r->npast, sizeof *r->past);
}

const struct wait *
gone_wait(const struct rehearsal *r, const char *id)
{
	return look_up(id, r->waits, r->nwaits, sizeof *r->waits);
}

/* --- happening ------------------------------------------------------------------------------------ */

static int
by_past_time(const void *a, const void *b)
{
	const struct gone *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static int
by_told_time(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

void
gone_begin(struct rehearsal *r)
{
	if (!r->sorted)
		sort(r);
	if (r->npast)
		qsort(r->past, r->npast, sizeof *r->past, by_past_time);
	if (r->ntold)
		qsort(r->told_until, r->ntold, sizeof *r->told_until, by_told_time);
}

static void
happen(struct rehearsal *r, const struct gone *p)
{
	struct stage     *s = p->account ? r->stages + (p->account - r->set.conf->accounts) : NULL;
	const struct wish w = { .is_first = 1 };

	if (!s || !p->posts || p->at == INT64_MIN)
		return;
	limits_count(s, p->posts, p->at);
	if (p->at > s->kept)
		pace_count(&s->pace, &w, p->at);
}

void
gone_happen(struct rehearsal *r, int64_t now)
{
	const struct told *t;
	struct stage      *s;

	for (; r->past_next < r->npast && r->past[r->past_next].at <= now; r->past_next++)
		happen(r, r->past + r->past_next);
	for (; r->told_next < r->ntold && r->told_until[r->told_next].at <= now; r->told_next++) {
		t = r->told_until + r->told_next;
		s = r->stages + (t->account - r->set.conf->accounts);
		s->pace.until = t->until > s->pace.until ? t->until : s->pace.until;
	}
}
