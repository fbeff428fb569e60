/*
 * sqlite_job.c - jobs claimed, noted and settled
 *
 * Claims alone are not flushed: one that a power cut takes back has sent nothing, and the intent
 * that is noted before anything is sent flushes the whole log, the claim with it. So a batch of
 * posts costs two flushes: one before they are sent, one after.
 */
#include "sqlite.h"

#include <string.h>

int
sqlite_write_record(struct sqlite *s, enum statement which, const struct job *j, int64_t now,
    struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, which, j->id, j->op, e);

	if (!st)
		return -1;
	db_text(st, 3, j->account);
	db_text(st, 4, j->network);
	db_text(st, 5, j->entry);
	db_text(st, 6, j->campaign);
	db_text(st, 7, j->pillar);
	db_text(st, 8, j->rec);
	db_text(st, 9, j->digest);
	lite.bind_int64(st, 10, j->at);
	if (which == SQL_ENTER)
		lite.bind_int64(st, 11, now);
	return db_do(&s->db, st, e) < 0 ? -1 : 0;
}

static int
same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static int
same_record(const struct job *a, const struct job *b)
{
	return same_text(a->rec, b->rec) && same_text(a->digest, b->digest) && a->at == b->at &&
	    same_text(a->account, b->account) && same_text(a->network, b->network) &&
	    same_text(a->entry, b->entry) && same_text(a->campaign, b->campaign) &&
	    same_text(a->pillar, b->pillar);
}

/*
 * Whether what became of the job counts no more: the record given is asked for although it was begun
 * or settled. One that is done with the same content is not done twice.
 */
static int
begins_anew(const struct claim *c, const struct job *known)
{
	if (!c->anew || !known || known->state == JOB_NEW)
		return 0;
	return !same_text(c->job.digest, known->digest) || (job_is_final(known->state) && known->state != JOB_DONE);
}

/* The record given, of which nothing was sent, with what became of the job so far. */
static struct job
unsent(const struct job *given, const struct job *known)
{
	struct job j = *known;

	j.account = given->account;
	j.network = given->network;
	j.entry = given->entry;
	j.campaign = given->campaign;
	j.pillar = given->pillar;
	j.rec = given->rec;
	j.digest = given->digest;
	j.at = given->at;
	j.step = j.keep = NULL; /* they were made for an older record */
	return j;
}

/* Since when the answer of what was asked is missed; one machine has one clock. */
static int
read_since(struct sqlite *s, struct claim *c, struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, SQL_MISSED, c->job.id, c->job.op, e);
	int           found = st ? db_row(&s->db, st, e) : -1;

	if (found < 0)
		return -1;
	c->since = found ? lite.column_int64(st, 0) : c->job.changed;
	lite.reset(st);
	return 0;
}

/* What is known of the account's pace, and of its app's limit. */
static int
read_pace(struct sqlite *s, struct claim *c, struct mem *m, struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, SQL_PACED, c->job.account, c->app, e);

	if (!st || db_row(&s->db, st, e) < 0)
		return -1;
	c->pace = sqlite_column(st, 0, m);
	c->limit = sqlite_column(st, 1, m);
	lite.reset(st);
	return 0;
}

/* The lane is ours: the job is entered, or takes the newer record, or is as it was left. */
static int
claim_job(struct sqlite *s, struct claim *c, const struct job *known, int64_t now, struct err *e)
{
	struct job entered = { .id = c->job.id, .op = c->job.op, .changed = now };

	if (known && known->state != JOB_NEW) {
		c->job = *known;
		return 0;
	}
	c->job = unsent(&c->job, known ? known : &entered);
	if (!known)
		return sqlite_write_record(s, SQL_ENTER, &c->job, now, e);
	return same_record(&c->job, known) ? 0 : sqlite_write_record(s, SQL_RENEW, &c->job, now, e);
}

/* The lane is ours: the job begins from the start, with the record given. */
static int
claim_anew(struct sqlite *s, struct claim *c, int64_t now, struct err *e)
{
	struct job  fresh = { .id = c->job.id, .op = c->job.op, .changed = now };
	struct note n = { .job = &c->job, .what = "anew" };

	c->job = unsent(&c->job, &fresh);
	if (sqlite_write_record(s, SQL_RENEW, &c->job, now, e))
		return -1;
	return sqlite_write_event(s, &n, s->owner, now, e) < 0 ? -1 : 0;
}

/*
 * A job that the ledger has under another account may be ours only when nobody can be sending it
 * there.
 */
static enum lane
claim_lane(struct sqlite *s, const struct job *j, const struct job *known, const struct lease *l,
    struct err *e)
{
	enum lane other = LANE_FREE;

	if (known && strcmp(known->account, j->account) != 0)
		other = known->state == JOB_NEW ? lease_look(s, known->account, l, e) : LANE_BUSY;
	return other <= LANE_BUSY ? other : lease_take(s, j->account, l, e);
}

static int
claim_one(struct sqlite *s, struct claim *c, const struct lease *l, struct mem *m, struct err *e)
{
	struct job  job, *known = NULL;
	enum lane   lane;
	int         found = sqlite_find(s, c->job.id, c->job.op, &job, m, e);

	if (found < 0)
		return -1;
	if (found)
		known = &job;
	if (known && job_is_final(known->state) && !begins_anew(c, known)) {
		c->job = *known;
		c->result = CLAIM_SETTLED;
		return 0;
	}
	lane = claim_lane(s, &c->job, known, l, e);
	if (lane == LANE_BROKEN)
		return -1;
	c->result = lane == LANE_BUSY ? CLAIM_BUSY : CLAIM_OURS;
	if (lane == LANE_BUSY)
		return 0;
	if (begins_anew(c, known) ? claim_anew(s, c, l->now, e) : claim_job(s, c, known, l->now, e))
		return -1;
	if (c->job.state == JOB_ASKED && read_since(s, c, e))
		return -1;
	return read_pace(s, c, m, e);
}

int
sqlite_claim(void *it, struct claim *c, size_t n, int64_t now, int64_t lease_ms, struct mem *m,
    struct err *e)
{
	struct sqlite *s = it;
	struct lease   l = lease_for(now, lease_ms);
	size_t         i;
	int            rc = 0;

	if (db_begin(&s->db, e))
		return -1;
	for (i = 0; i < n && !rc; i++)
		rc = claim_one(s, c + i, &l, m, e);
	return db_end(&s->db, rc, e);
}

/* --- note ------------------------------------------------------------------------------------- */

int
sqlite_write_event(struct sqlite *s, const struct note *n, const char *owner, int64_t now, struct err *e)
{
	const struct job *j = n->job;
	sqlite3_stmt     *st = sqlite_ready_with(s, SQL_NOTE, j->id, j->op, e);

	if (!st)
		return -1;
	db_text(st, 3, j->account);
	db_text(st, 4, owner);
	lite.bind_int64(st, 5, now);
	db_text(st, 6, n->what);
	db_text(st, 7, job_state_name(j->state));
	db_text(st, 8, j->step);
	db_text(st, 9, j->keep);
	lite.bind_int64(st, 10, j->wake);
	lite.bind_int(st, 11, j->attempts);
	db_text(st, 12, j->ref);
	db_text(st, 13, j->url);
	db_text(st, 14, j->fault ? fault_name(j->fault) : NULL);
	db_text(st, 15, j->message);
	lite.bind_int(st, 16, j->http);
	db_text(st, 17, n->hold);
	return db_do(&s->db, st, e);
}

/* Nothing was written: because of another hold (1), or because the lane is lost (0)? -1. */
static int
is_held(struct sqlite *s, const struct note *n, struct err *e)
{
	sqlite3_stmt *st = n->hold ? sqlite_ready_with(s, SQL_HELD, n->hold, NULL, e) : NULL;
	int           held = st ? db_row(&s->db, st, e) : n->hold ? -1 : 0;

	if (held > 0)
		lite.reset(st);
	return held;
}

static int
write_pace(struct sqlite *s, const struct note *n, struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, SQL_PACE, n->job->account, n->pace, e);

	return st && db_do(&s->db, st, e) >= 0 ? 0 : -1;
}

static int
note_one(struct sqlite *s, struct note *n, int64_t now, struct err *e)
{
	int ours = sqlite_write_event(s, n, s->owner, now, e);

	n->lost = n->held = 0;
	if (!ours) {
		n->held = is_held(s, n, e);
		n->lost = !n->held;
		return n->held < 0 ? -1 : 0;
	}
	if (ours < 0 || (n->pace && write_pace(s, n, e)))
		return -1;
	return n->release && lease_release(s, n->job->account, e) ? -1 : 0;
}

int
sqlite_note(void *it, struct note *notes, size_t n, int64_t now, int64_t lease_ms, struct err *e)
{
	struct sqlite *s = it;
	struct lease   l = lease_for(now, lease_ms);
	size_t         i;
	int            rc;

	if (db_begin(&s->db, e))
		return -1;
	rc = leases_extend(s, &l, e);
	for (i = 0; i < n && !rc; i++)
		rc = note_one(s, notes + i, now, e);
	return db_end(&s->db, rc, e) ? -1 : db_flush(&s->db, e);
}

/* --- a person's word -------------------------------------------------------------------------- */

int
sqlite_write_again(struct sqlite *s, const struct job *j, int64_t now, struct err *e)
{
	sqlite3_stmt *st = sqlite_ready_with(s, SQL_AGAIN, j->id, j->op, e);

	if (!st)
		return -1;
	lite.bind_int64(st, 3, now);
	return db_do(&s->db, st, e);
}

static int
settle_job(struct sqlite *s, struct job *j, enum job_state state, int64_t now, struct err *e)
{
	struct note n = { .job = j, .what = state == JOB_NEW ? "again by hand" : "done by hand" };

	j->state = state;
	j->step = j->keep = j->message = NULL;
	j->fault = FAULT_NONE;
	j->wake = j->http = 0;
	if (state == JOB_NEW) {
		j->ref = j->url = NULL;
		if (sqlite_write_again(s, j, now, e) < 0)
			return -1;
	}
	return sqlite_write_event(s, &n, NULL, now, e);
}

/* Whoever had the lane, and is dead or too late, must not go on with what he knows of the job. */
static int
fence_off(struct sqlite *s, const char *account, int64_t now, struct err *e)
{
	struct lease l = lease_for(now, 0);
	enum lane    lane = lease_look(s, account, &l, e);

	if (lane == LANE_BROKEN)
		return -1;
	if (lane == LANE_BUSY)
		return err_set(e, FAULT_POLICY,
		    "another process is publishing for account %s; wait for it", account);
	if (lane == LANE_FREE && lease_take(s, account, &l, e) == LANE_OURS)
		return lease_release(s, account, e);
	return lane == LANE_FREE ? -1 : 0;
}

static int
settle_one(struct sqlite *s, struct job *j, enum job_state state, int64_t now, struct err *e)
{
	if (j->state == JOB_DONE)
		return err_set(e, FAULT_POLICY,
		    "%s is done already; give it a new id to post it once more", j->id);
	return fence_off(s, j->account, now, e) ? -1 : settle_job(s, j, state, now, e);
}

int
sqlite_settle(void *it, const char *id, const char *op, enum job_state state, int64_t now,
    struct err *e)
{
	struct sqlite *s = it;
	struct mem    *m = mem_new();
	struct job     j;
	int            rc = -1;

	if (db_begin(&s->db, e))
		goto out;
	rc = sqlite_find(s, id, op, &j, m, e);
	if (rc > 0)
		rc = settle_one(s, &j, state, now, e);
	rc = db_end(&s->db, rc, e);
	if (rc > 0 && db_flush(&s->db, e))
		rc = -1;
out:
	mem_free(m);
	return rc;
}
