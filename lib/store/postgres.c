/* postgres.c - the ledger in a PostgreSQL database: opened, and what reads */
#include "postgres.h"

#include <stdlib.h>
#include <string.h>

static int
run(struct postgres *p, const char *sql, const char *one, const char *two, struct err *e)
{
	const char *values[2] = { one, two };

	return pq_run(&p->db, sql, values, two ? 2 : 1, e);
}

static int
postgres_release(void *it, const char *account, struct err *e)
{
	struct postgres *p = it;

	return run(p, "UPDATE smmkit.lane SET owner = NULL, until = 0 WHERE owner = $1 AND account = $2", p->owner,
	    account, e);
}

/* Another name with the same number waits for nothing but its turn. The connection's end gives it back. */
static int
postgres_lock(void *it, const char *name, struct err *e)
{
	static const char *const sql = "SELECT pg_try_advisory_lock(" POSTGRES_OURS ", hashtext($1))::int";
	struct postgres *p = it;
	PGresult        *r = pq_ask(&p->db, sql, &name, 1, e);
	int              is_ours = r ? pq_number(r, 0, 0) != 0 : -1;

	pq_clear(r);
	return is_ours;
}

/* By the server's clock, as leases go. */
static int
postgres_is_leased(void *it, const char *account, int64_t now, struct err *e)
{
	static const char *const sql =
	    "SELECT owner FROM smmkit.lane WHERE account = $1 AND owner IS NOT NULL AND until > smmkit.clock()";
	struct postgres *p = it;
	PGresult        *r = pq_ask(&p->db, sql, &account, 1, e);
	int              leased = r ? pq_rows(r) > 0 : -1;

	(void)now;
	if (leased > 0 && owner_is_dead(p->owner, pq_text(r, 0, 0)))
		leased = 0;
	pq_clear(r);
	return leased;
}

static int
postgres_has_others(void *it, int64_t now, struct err *e)
{
	static const char *const sql = "SELECT owner FROM smmkit.lane WHERE owner <> $1 AND until > smmkit.clock()";
	struct postgres *p = it;
	const char      *owner = p->owner;
	PGresult        *r = pq_ask(&p->db, sql, &owner, 1, e);
	int              row = r ? pq_rows(r) : 0, alive = r ? 0 : -1;

	(void)now;
	while (!alive && row--)
		alive = !owner_is_dead(p->owner, pq_text(r, row, 0));
	pq_clear(r);
	return alive;
}

static void
postgres_close(void *it)
{
	struct postgres *p = it;
	struct err       ignored; /* what is not given back is free when this process is gone */

	if (*p->owner)
		run(p, "UPDATE smmkit.lane SET owner = NULL, until = 0 WHERE owner = $1", p->owner, NULL, &ignored);
	pq_close(&p->db);
	free(p);
}

static int
open_path(struct pq *d, const char *path, struct err *e)
{
	struct mem *m = mem_new();
	int         rc = pq_open(d, mem_fmt(m, "postgresql:%s", path), e);

	mem_free(m);
	return rc;
}

static int
postgres_open(void **it, const char *path, struct err *e)
{
	struct postgres *p = mem_get(sizeof *p);

	memset(p, 0, sizeof *p);
	if (open_path(&p->db, path, e) || postgres_schema(&p->db, e)) {
		postgres_close(p);
		return -1;
	}
	owner_self(p->owner);
	*it = p;
	return 0;
}

/* What cannot be looked at is said to be there: opening it then says why. */
static int
postgres_exists(const char *path)
{
	struct pq  d;
	struct err e;
	int        is_there = open_path(&d, path, &e) ? 1 : postgres_has_schema(&d, &e) != 0;

	pq_close(&d);
	return is_there;
}

/* A word that we do not know comes from a newer smmkit or from a person: nothing to rely on. */
enum job_state
postgres_state(const char *word)
{
	int state = job_state_find(word);

	return state < 0 ? JOB_UNSURE : (enum job_state)state;
}

enum fault
postgres_fault(const char *word)
{
	int fault = fault_find(word);

	return fault < 0 ? FAULT_BUG : (enum fault)fault;
}

void
postgres_read_job(const PGresult *r, int row, int first, struct job *j, struct mem *m)
{
	j->id = pq_copy(r, row, first, m);
	j->op = pq_copy(r, row, first + 1, m);
	j->account = pq_copy(r, row, first + 2, m);
	j->network = pq_copy(r, row, first + 3, m);
	j->entry = pq_copy(r, row, first + 4, m);
	j->campaign = pq_copy(r, row, first + 5, m);
	j->pillar = pq_copy(r, row, first + 6, m);
	j->rec = pq_copy(r, row, first + 7, m);
	j->digest = pq_copy(r, row, first + 8, m);
	j->at = pq_number(r, row, first + 9);
	j->state = postgres_state(pq_text(r, row, first + 10));
	j->step = pq_copy(r, row, first + 11, m);
	j->keep = pq_copy(r, row, first + 12, m);
	j->wake = pq_number(r, row, first + 13);
	j->attempts = (int)pq_number(r, row, first + 14);
	j->again = pq_number(r, row, first + 15);
	j->ref = pq_copy(r, row, first + 16, m);
	j->url = pq_copy(r, row, first + 17, m);
	j->fault = postgres_fault(pq_text(r, row, first + 18));
	j->message = pq_copy(r, row, first + 19, m);
	j->http = (int)pq_number(r, row, first + 20);
	j->changed = pq_number(r, row, first + 21);
}

static int
postgres_find(void *it, const char *id, const char *op, struct job *j, struct mem *m, struct err *e)
{
	struct postgres *p = it;
	const char      *values[2] = { id, op };
	PGresult        *r = pq_ask(&p->db, "SELECT * FROM smmkit.ledger WHERE id = $1 AND op = $2", values, 2, e);
	int              found = r ? pq_rows(r) : -1;

	if (found > 0)
		postgres_read_job(r, 0, 0, j, m);
	pq_clear(r);
	return found;
}

/* The next rows of the cursor: 1 when there may be more, 0 at the end, -1; *rc is what `each` said. */
static int
scan_some(struct postgres *p, store_each *each, void *arg, struct mem *m, int *rc, struct err *e)
{
	PGresult  *r = pq_ask(&p->db, "FETCH 500 FROM scan", NULL, 0, e);
	struct job j;
	int        row, rows = r ? pq_rows(r) : -1;

	for (row = 0; row < rows && !*rc; row++) {
		postgres_read_job(r, row, 0, &j, m);
		*rc = each(arg, &j, e);
		mem_reset(m);
	}
	pq_clear(r);
	return rows > 0 && !*rc ? 1 : rows < 0 ? -1 : 0;
}

static int
postgres_scan(void *it, int state, store_each *each, void *arg, struct err *e)
{
	static const char *const all = "DECLARE scan NO SCROLL CURSOR FOR SELECT * FROM smmkit.ledger "
	    "WHERE $1 = '' OR state = $1 ORDER BY at, id, op";
	struct postgres *p = it;
	const char      *which = state < 0 ? "" : job_state_name((enum job_state)state);
	struct mem      *m;
	struct err       ignored;
	int              rc = 0, more;

	if (pq_run(&p->db, "BEGIN READ ONLY", NULL, 0, e))
		return -1;
	m = mem_new();
	more = run(p, all, which, NULL, e) ? -1 : 1;
	while (more > 0)
		more = scan_some(p, each, arg, m, &rc, e);
	mem_free(m);
	pq_run(&p->db, "ROLLBACK", NULL, 0, &ignored); /* nothing was written */
	return more < 0 ? -1 : rc;
}

static int
postgres_get(void *it, const char *name, char **value, struct mem *m, struct err *e)
{
	struct postgres *p = it;
	PGresult        *r = pq_ask(&p->db, "SELECT value FROM smmkit.named WHERE name = $1", &name, 1, e);
	int              found = r ? pq_rows(r) : -1;

	if (found > 0)
		*value = mem_str(m, pq_text(r, 0, 0));
	pq_clear(r);
	return found;
}

static int
set_one(struct postgres *p, const struct named *v, struct err *e)
{
	static const char *const alone = "SELECT pg_advisory_xact_lock(" POSTGRES_ORDER ")";

	if (strcmp(v->name, STORE_HOLD) == 0 && pq_run(&p->db, alone, NULL, 0, e))
		return -1;
	if (!v->value)
		return run(p, "DELETE FROM smmkit.named WHERE name = $1", v->name, NULL, e);
	return run(p, "INSERT INTO smmkit.named (name, value) VALUES ($1, $2) "
	    "ON CONFLICT (name) DO UPDATE SET value = $2", v->name, v->value, e);
}

static int
postgres_set(void *it, const struct named *v, size_t n, struct err *e)
{
	struct postgres *p = it;
	struct err       ignored;
	size_t           i;
	int              rc = pq_run(&p->db, "BEGIN", NULL, 0, e);

	if (rc)
		return -1;
	for (i = 0; i < n && !rc; i++)
		rc = set_one(p, v + i, e);
	if (rc)
		pq_run(&p->db, "ROLLBACK", NULL, 0, &ignored);
	return rc ? -1 : pq_run(&p->db, "COMMIT", NULL, 0, e);
}

const struct backend backend_postgres = {
	.scheme   = "postgresql:",
	.alias    = "postgres:",
	.expected = "postgresql://HOST/DATABASE",
	.exists   = postgres_exists,
	.open     = postgres_open,
	.close    = postgres_close,
	.find     = postgres_find,
	.claim    = postgres_claim,
	.note     = postgres_note,
	.is_leased = postgres_is_leased,
	.has_others = postgres_has_others,
	.release  = postgres_release,
	.lock     = postgres_lock,
	.scan     = postgres_scan,
	.settle   = postgres_settle,
	.history  = postgres_history,
	.names    = postgres_names,
	.import_begin = postgres_import_begin,
	.import_job   = postgres_import_job,
	.import_value = postgres_import_value,
	.import_end   = postgres_import_end,
	.check    = postgres_check,
	.get      = postgres_get,
	.set      = postgres_set,
};
