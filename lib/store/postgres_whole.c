/* postgres_whole.c - the whole PostgreSQL ledger: what happened, checked, taken over from another */
#include "postgres.h"

#include <string.h>

/* In the order of postgres_history(). */
static void
read_event(const PGresult *r, int row, struct job *j, struct mem *m)
{
	memset(j, 0, sizeof *j);
	j->changed = pq_number(r, row, 1);
	j->state = postgres_state(pq_text(r, row, 2));
	j->step = pq_copy(r, row, 3, m);
	j->keep = pq_copy(r, row, 4, m);
	j->wake = pq_number(r, row, 5);
	j->attempts = (int)pq_number(r, row, 6);
	j->ref = pq_copy(r, row, 7, m);
	j->url = pq_copy(r, row, 8, m);
	j->fault = postgres_fault(pq_text(r, row, 9));
	j->message = pq_copy(r, row, 10, m);
	j->http = (int)pq_number(r, row, 11);
}

int
postgres_history(void *it, const char *id, const char *op, store_event *each, void *arg, struct err *e)
{
	static const char *const sql = "SELECT NULL, entered, 'new', NULL, NULL, 0, 0, NULL, NULL, 'none', NULL, 0, "
	    "0 AS n FROM smmkit.job WHERE id = $1 AND op = $2 "
	    "UNION ALL SELECT what, e.at, state, step, keep, wake, attempts, ref, url, coalesce(fault, 'none'), "
	    "message, http, seq FROM smmkit.event e JOIN smmkit.job ON job = key WHERE id = $1 AND op = $2 ORDER BY n";
	struct postgres *p = it;
	const char      *values[2] = { id, op };
	PGresult        *r = pq_ask(&p->db, sql, values, 2, e);
	struct mem      *m = mem_new();
	struct job       j;
	int              row, rc = r ? 0 : -1;

	for (row = 0; !rc && row < pq_rows(r); row++) {
		read_event(r, row, &j, m);
		rc = each(arg, &j, pq_copy(r, row, 0, m), e);
		mem_reset(m);
	}
	pq_clear(r);
	mem_free(m);
	return rc;
}

int
postgres_names(void *it, store_value *each, void *arg, struct err *e)
{
	struct postgres *p = it;
	PGresult *r = pq_ask(&p->db, "SELECT name, value FROM smmkit.named ORDER BY name COLLATE \"C\"", NULL, 0, e);
	int       row, rc = r ? 0 : -1;

	for (row = 0; !rc && row < pq_rows(r); row++)
		rc = each(arg, pq_text(r, row, 0), pq_text(r, row, 1), e);
	pq_clear(r);
	return rc;
}

/* --- taken over from another ------------------------------------------------------------------ */

int
postgres_import_begin(void *it, struct err *e)
{
	struct postgres *p = it;
	struct err       ignored;
	PGresult        *r = NULL;
	int              jobs = -1;

	if (!pq_run(&p->db, "BEGIN; LOCK TABLE smmkit.job IN SHARE ROW EXCLUSIVE MODE", NULL, 0, e))
		r = pq_ask(&p->db, "SELECT 1 FROM smmkit.job LIMIT 1", NULL, 0, e);
	if (r)
		jobs = pq_rows(r);
	pq_clear(r);
	if (!jobs)
		return 0;
	if (jobs > 0)
		err_set(e, FAULT_USAGE, "the ledger %s has jobs already; import into a new one", p->db.url);
	pq_run(&p->db, "ROLLBACK", NULL, 0, &ignored);
	return -1;
}

static int
import_event(struct postgres *p, const struct job *j, const struct past *past, struct err *e)
{
	const struct job *x = &past->job;
	char              numbers[4][NUMBER_SIZE];
	const char       *values[14] = {
		j->id, j->op, postgres_number(numbers[0], x->changed), past->what, job_state_name(x->state), x->step,
		x->keep, postgres_number(numbers[1], x->wake), postgres_number(numbers[2], x->attempts), x->ref, x->url,
		x->fault ? fault_name(x->fault) : NULL, x->message, postgres_number(numbers[3], x->http),
	};

	return pq_run(&p->db, "INSERT INTO smmkit.event (job, at, what, state, step, keep, wake, attempts, ref, url, "
	    "fault, message, http) SELECT key, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM smmkit.job "
	    "WHERE id = $1 AND op = $2", values, 14, e);
}

int
postgres_import_job(void *it, const struct job *j, const struct past *past, size_t n, struct err *e)
{
	static const char *const sql = "INSERT INTO smmkit.job (id, op, account, network, entry, campaign, pillar, "
	    "rec, digest, at, again, entered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
	struct postgres *p = it;
	char             numbers[3][NUMBER_SIZE];
	const char      *values[12] = {
		j->id, j->op, j->account, j->network, j->entry, j->campaign, j->pillar, j->rec, j->digest,
		postgres_number(numbers[0], j->at), postgres_number(numbers[1], j->again),
		postgres_number(numbers[2], past->job.changed),
	};
	size_t           i;
	int              rc = pq_run(&p->db, sql, values, 12, e);

	for (i = 1; i < n && !rc; i++)
		rc = import_event(p, j, past + i, e);
	return rc;
}

int
postgres_import_value(void *it, const char *name, const char *value, struct err *e)
{
	struct postgres *p = it;
	const char      *values[2] = { name, value };

	return pq_run(&p->db, "INSERT INTO smmkit.named (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET "
	    "value = $2", values, 2, e);
}

int
postgres_import_end(void *it, int rc, struct err *e)
{
	struct postgres *p = it;
	struct err       ignored;

	if (!rc)
		return pq_run(&p->db, "COMMIT", NULL, 0, e);
	pq_run(&p->db, "ROLLBACK", NULL, 0, &ignored);
	return -1;
}

/* --- check ------------------------------------------------------------------------------------ */

/* That events are of a job the server itself sees to. */
int
postgres_check(void *it, store_tell *tell, void *arg, struct err *e)
{
	static const char *const sql = "SELECT id || ' (' || op || '): begun again without a word after it was done' "
	    "FROM (SELECT job, what, state, lag(state) OVER (PARTITION BY job ORDER BY seq) AS before "
	    "FROM smmkit.event) x JOIN smmkit.job ON key = job "
	    "WHERE before = 'done' AND state <> 'done' AND what <> 'anew'";
	struct postgres *p = it;
	PGresult        *r = pq_ask(&p->db, sql, NULL, 0, e);
	int              row;

	for (row = 0; r && row < pq_rows(r); row++)
		tell(arg, pq_text(r, row, 0));
	pq_clear(r);
	return r ? 0 : -1;
}
