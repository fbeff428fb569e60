/* postgres_job.c - jobs claimed, noted and settled: what is asked of the server's functions */
#include "postgres.h"

#include "smm/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
postgres_number(char text[NUMBER_SIZE], int64_t number)
{
	snprintf(text, NUMBER_SIZE, "%" PRId64, number);
	return text;
}

/*
 * Holders that are certainly gone, as an array of the server's. An owner's words hold no character
 * that would have to be quoted but the spaces between them.
 */
static struct buf
dead_none(void)
{
	struct buf dead = { 0 };

	buf_str(&dead, "{}");
	return dead;
}

/* 1 when it is dead and was not known to be. */
static int
dead_add(struct buf *dead, const char *self, const char *holder)
{
	if (!holder || !*holder || strpbrk(holder, "\"\\") || strstr(dead->at, holder) ||
	    !owner_is_dead(self, holder))
		return 0;
	dead->at[--dead->len] = '\0'; /* the brace */
	buf_fmt(dead, "%s\"%s\"}", dead->len > 1 ? "," : "", holder);
	return 1;
}

/* --- claim ------------------------------------------------------------------------------------ */

static void
put_record(struct buf *b, const struct claim *c, size_t n)
{
	json_open(b, '{');
	json_int(b, "n", (int64_t)n);
	job_put(b, &c->job);
	json_str(b, "app", c->app);
	json_bool(b, "anew", c->anew);
	json_close(b, '}');
}

enum { COLUMN_N, COLUMN_RESULT, COLUMN_HOLDER, COLUMN_JOB, COLUMN_PACE = COLUMN_JOB + 22, COLUMN_LIMIT,
       COLUMN_SKEW, COLUMN_SINCE };

static void
take_row(struct claim *c, const PGresult *r, int row, struct mem *m)
{
	const char *result = pq_text(r, row, COLUMN_RESULT);

	c->result = CLAIM_BUSY;
	if (strcmp(result, "busy") == 0)
		return;
	c->result = *result == 'o' ? CLAIM_OURS : CLAIM_SETTLED;
	postgres_read_job(r, row, COLUMN_JOB, &c->job, m);
	c->pace = pq_copy(r, row, COLUMN_PACE, m);
	c->limit = pq_copy(r, row, COLUMN_LIMIT, m);
	c->skew = pq_number(r, row, COLUMN_SKEW);
	c->since = pq_number(r, row, COLUMN_SINCE);
	if (c->since)
		c->since -= c->skew;
	if (c->job.state == JOB_NEW) /* they were made for an older record */
		c->job.step = c->job.keep = NULL;
}

/* 1 when lanes are held by who was found to be dead now: to be asked for again. */
static int
take_rows(struct postgres *p, struct claim *c, const PGresult *r, struct buf *dead, struct mem *m)
{
	int row, again = 0;

	for (row = 0; row < pq_rows(r); row++)
		again |= dead_add(dead, p->owner, pq_text(r, row, COLUMN_HOLDER));
	for (row = 0; !again && row < pq_rows(r); row++)
		take_row(c + pq_number(r, row, COLUMN_N), r, row, m);
	return again;
}

int
postgres_claim(void *it, struct claim *c, size_t n, int64_t now, int64_t lease_ms, struct mem *m, struct err *e)
{
	static const char *const sql = "SELECT * FROM smmkit.claim($1, $2, $3, $4, $5)";
	struct postgres *p = it;
	char             numbers[2][NUMBER_SIZE];
	const char      *values[5] = { p->owner, NULL, postgres_number(numbers[0], now),
		                       postgres_number(numbers[1], lease_ms), NULL };
	struct buf       jobs = { 0 };
	struct buf       dead;
	PGresult        *r;
	size_t           i;
	int              again = 1;

	if (!n)
		return 0;
	dead = dead_none();
	json_open(&jobs, '[');
	for (i = 0; i < n; i++)
		put_record(&jobs, c + i, i);
	json_close(&jobs, ']');
	values[4] = jobs.at;
	while (again > 0) {
		values[1] = dead.at;
		r = pq_ask(&p->db, sql, values, 5, e);
		again = r ? take_rows(p, c, r, &dead, m) : -1;
		pq_clear(r);
	}
	buf_release(&jobs);
	buf_release(&dead);
	return again;
}

/* --- note ------------------------------------------------------------------------------------- */

static void
put_note(struct buf *b, const struct note *note, size_t n)
{
	const struct job *j = note->job;

	json_open(b, '{');
	json_int(b, "n", (int64_t)n);
	json_str(b, "id", j->id);
	json_str(b, "op", j->op);
	json_str(b, "account", j->account);
	json_str(b, "what", note->what);
	json_str(b, "state", job_state_name(j->state));
	json_str(b, "step", j->step);
	json_str(b, "keep", j->keep);
	json_int(b, "wake", j->wake);
	json_int(b, "attempts", j->attempts);
	json_str(b, "ref", j->ref);
	json_str(b, "url", j->url);
	json_str(b, "fault", j->fault ? fault_name(j->fault) : NULL);
	json_str(b, "message", j->message);
	json_int(b, "http", j->http);
	json_bool(b, "release", note->release);
	json_str(b, "hold", note->hold);
	json_str(b, "pace", note->pace);
	json_close(b, '}');
}

static void
take_refused(struct note *notes, int64_t which)
{
	if (which < 0)
		notes[-1 - which].held = 1;
	else
		notes[which].lost = 1;
}

int
postgres_note(void *it, struct note *notes, size_t n, int64_t now, int64_t lease_ms, struct err *e)
{
	static const char *const sql = "SELECT * FROM smmkit.note($1, $2, $3, $4)";
	struct postgres *p = it;
	char             numbers[2][NUMBER_SIZE];
	const char      *values[4] = { p->owner, postgres_number(numbers[0], now),
		                       postgres_number(numbers[1], lease_ms), NULL };
	struct buf       b = { 0 };
	PGresult        *r;
	size_t           i;
	int              row;

	json_open(&b, '[');
	for (i = 0; i < n; i++) {
		notes[i].lost = notes[i].held = 0;
		put_note(&b, notes + i, i);
	}
	json_close(&b, ']');
	values[3] = b.at;
	r = pq_ask(&p->db, sql, values, 4, e);
	for (row = 0; r && row < pq_rows(r); row++)
		take_refused(notes, pq_number(r, row, 0));
	pq_clear(r);
	buf_release(&b);
	return r ? 0 : -1;
}

/* --- a person's word -------------------------------------------------------------------------- */

enum { SETTLED_RESULT, SETTLED_HOLDER, SETTLED_ACCOUNT };

/* 1 settled, 0 no such job, -1, 2: to be asked for again, its holder is dead. */
static int
take_settled(struct postgres *p, const char *id, const PGresult *r, struct buf *dead, struct err *e)
{
	const char *result = pq_text(r, 0, SETTLED_RESULT);

	if (strcmp(result, "ok") == 0)
		return 1;
	if (strcmp(result, "none") == 0)
		return 0;
	if (strcmp(result, "final") == 0)
		return err_set(e, FAULT_POLICY, "%s is done already; give it a new id to post it once more", id);
	if (dead_add(dead, p->owner, pq_text(r, 0, SETTLED_HOLDER)))
		return 2;
	return err_set(e, FAULT_POLICY, "another process is publishing for account %s; wait for it",
	    pq_text(r, 0, SETTLED_ACCOUNT));
}

int
postgres_settle(void *it, const char *id, const char *op, enum job_state state, int64_t now, struct err *e)
{
	static const char *const sql = "SELECT * FROM smmkit.settle($1, $2, $3, $4, $5, $6)";
	struct postgres *p = it;
	char             number[NUMBER_SIZE];
	const char      *values[6] = { p->owner, NULL, postgres_number(number, now), id, op, job_state_name(state) };
	struct buf       dead = dead_none();
	PGresult        *r;
	int              rc;

	do {
		values[1] = dead.at;
		r = pq_ask(&p->db, sql, values, 6, e);
		rc = r ? take_settled(p, id, r, &dead, e) : -1;
		pq_clear(r);
	} while (rc == 2);
	buf_release(&dead);
	return rc;
}
