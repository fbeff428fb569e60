/* sqlite.c - the ledger in a SQLite database: its statements, and what reads */
#include "sqlite.h"

#include <stdlib.h>
#include <string.h>

#define JOB_COLUMNS "id, op, account, network, entry, campaign, pillar, rec, digest, at, state, " \
	"step, keep, wake, attempts, again, ref, url, fault, message, http, changed"

#define HOLD_NOW "coalesce((SELECT value FROM named WHERE name = '" STORE_HOLD "'), '')"

static const char *const sql[SQL_COUNT] = {
	[SQL_FIND]   = "SELECT " JOB_COLUMNS " FROM ledger WHERE id = ?1 AND op = ?2",
	[SQL_ENTER]  = "INSERT INTO job (id, op, account, network, entry, campaign, pillar, rec, "
	               "digest, at, entered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[SQL_RENEW]  = "UPDATE job SET account = ?3, network = ?4, entry = ?5, campaign = ?6, "
	               "pillar = ?7, rec = ?8, digest = ?9, at = ?10 WHERE id = ?1 AND op = ?2",
	/* FAIL: an error undoes the transaction anyway, so the statement need not undo itself */
	[SQL_NOTE]   = "INSERT OR FAIL INTO event (job, at, what, state, step, keep, wake, "
	               "attempts, ref, url, fault, message, http) "
	               "SELECT key, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16 "
	               "FROM job WHERE id = ?1 AND op = ?2 AND account = ?3 AND (?4 IS NULL OR "
	               "EXISTS (SELECT 1 FROM lane WHERE account = ?3 AND owner = ?4)) "
	               "AND (?17 IS NULL OR ?17 = " HOLD_NOW ")",
	[SQL_SCAN]   = "SELECT " JOB_COLUMNS " FROM ledger WHERE ?1 IS NULL OR state = ?1 "
	               "ORDER BY at, id, op",
	[SQL_MISSED] = "SELECT e.at FROM event e JOIN job ON job = key "
	               "WHERE id = ?1 AND op = ?2 AND what IN ('ask', 'look') AND seq >= "
	               "coalesce((SELECT max(seq) FROM event a WHERE a.job = key AND a.what = 'ask'), 0) "
	               "ORDER BY what = 'look' DESC, seq LIMIT 1",
	[SQL_AGAIN]  = "UPDATE job SET again = ?3 WHERE id = ?1 AND op = ?2",

	[SQL_LANE]   = "SELECT owner, until FROM lane WHERE account = ?1",
	[SQL_OTHERS] = "SELECT owner FROM lane WHERE owner <> ?1 AND until > ?2",
	[SQL_LEASE]  = "INSERT INTO lane (account, owner, until) VALUES (?1, ?2, ?3) "
	               "ON CONFLICT (account) DO UPDATE SET owner = ?2, until = ?3",
	[SQL_EXTEND] = "UPDATE lane SET until = ?2 WHERE owner = ?1 AND until < ?3",
	[SQL_RELEASE]     = "DELETE FROM lane WHERE owner = ?1 AND account = ?2",
	[SQL_RELEASE_ALL] = "DELETE FROM lane WHERE owner = ?1",

	[SQL_GET]    = "SELECT value FROM named WHERE name = ?1",
	[SQL_SET]    = "INSERT INTO named (name, value) VALUES (?1, ?2) "
	               "ON CONFLICT (name) DO UPDATE SET value = ?2",
	[SQL_PACE]   = "INSERT INTO named (name, value) VALUES ('" STORE_PACE "' || ?1, ?2) "
	               "ON CONFLICT (name) DO UPDATE SET value = ?2",
	[SQL_PACED]  = "SELECT (SELECT value FROM named WHERE name = '" STORE_PACE "' || ?1), "
	               "(SELECT value FROM named WHERE name = '" STORE_LIMIT "' || ?2)",
	[SQL_HELD]   = "SELECT 1 WHERE ?1 <> " HOLD_NOW,
	[SQL_UNSET]  = "DELETE FROM named WHERE name = ?1",

	[SQL_HISTORY]  = "SELECT NULL, entered, 'new', NULL, NULL, 0, 0, NULL, NULL, 'none', NULL, 0, 0 AS n "
	                 "FROM job WHERE id = ?1 AND op = ?2 "
	                 "UNION ALL SELECT what, event.at, state, step, keep, wake, attempts, ref, url, "
	                 "coalesce(fault, 'none'), message, http, seq FROM event JOIN job ON job = key "
	                 "WHERE id = ?1 AND op = ?2 ORDER BY n",
	[SQL_NAMES]    = "SELECT name, value FROM named ORDER BY name",
	[SQL_IS_EMPTY] = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM job)",
	[SQL_ORPHANS]  = "SELECT 'event ' || seq || ' is of no job' FROM event WHERE job NOT IN (SELECT key FROM job)",
	[SQL_DISORDER] = "SELECT id || ' (' || op || '): begun again without a word after it was done' FROM "
	                 "(SELECT job, what, state, lag(state) OVER (PARTITION BY job ORDER BY seq) "
	                 "AS before FROM event) JOIN job ON key = job "
	                 "WHERE before = 'done' AND state <> 'done' AND what <> 'anew'",
};

sqlite3_stmt *
sqlite_ready(struct sqlite *s, enum statement which, struct err *e)
{
	return db_ready(&s->db, &s->statements[which], sql[which], e);
}

sqlite3_stmt *
sqlite_ready_with(struct sqlite *s, enum statement which, const char *one, const char *two,
    struct err *e)
{
	sqlite3_stmt *st = sqlite_ready(s, which, e);

	if (!st)
		return NULL;
	db_text(st, 1, one);
	db_text(st, 2, two);
	return st;
}

static void
sqlite_close(void *it)
{
	struct sqlite *s = it;
	struct err     ignored; /* what is not given back is free when this process is gone */
	size_t         i;

	if (s->statements[SQL_LEASE])
		sqlite_release(s, NULL, &ignored);
	for (i = 0; i < SQL_COUNT; i++)
		lite.finalize(s->statements[i]);
	db_close(&s->db);
	free(s);
}

static int
sqlite_open(void **it, const char *path, struct err *e)
{
	struct sqlite *s;

	if (lite_load(e))
		return -1;
	s = mem_get(sizeof *s);
	memset(s, 0, sizeof *s);
	owner_self(s->owner);
	if (db_open(&s->db, path, e)) {
		sqlite_close(s);
		return -1;
	}
	*it = s;
	return 0;
}

const char *
sqlite_column(sqlite3_stmt *st, int i, struct mem *m)
{
	const unsigned char *text = lite.column_text(st, i);

	return text ? mem_dup(m, (const char *)text, (size_t)lite.column_bytes(st, i)) : NULL;
}

/* A word that we do not know comes from a newer smmkit or from a person: nothing to rely on. */
enum job_state
sqlite_column_state(sqlite3_stmt *st, int i)
{
	int state = job_state_find((const char *)lite.column_text(st, i));

	return state < 0 ? JOB_UNSURE : (enum job_state)state;
}

enum fault
sqlite_column_fault(sqlite3_stmt *st, int i)
{
	int fault = fault_find((const char *)lite.column_text(st, i));

	return fault < 0 ? FAULT_BUG : (enum fault)fault;
}

/* In the order of JOB_COLUMNS. */
static void
read_job(sqlite3_stmt *st, struct job *j, struct mem *m)
{
	j->id = sqlite_column(st, 0, m);
	j->op = sqlite_column(st, 1, m);
	j->account = sqlite_column(st, 2, m);
	j->network = sqlite_column(st, 3, m);
	j->entry = sqlite_column(st, 4, m);
	j->campaign = sqlite_column(st, 5, m);
	j->pillar = sqlite_column(st, 6, m);
	j->rec = sqlite_column(st, 7, m);
	j->digest = sqlite_column(st, 8, m);
	j->at = lite.column_int64(st, 9);
	j->state = sqlite_column_state(st, 10);
	j->step = sqlite_column(st, 11, m);
	j->keep = sqlite_column(st, 12, m);
	j->wake = lite.column_int64(st, 13);
	j->attempts = lite.column_int(st, 14);
	j->again = lite.column_int64(st, 15);
	j->ref = sqlite_column(st, 16, m);
	j->url = sqlite_column(st, 17, m);
	j->fault = sqlite_column_fault(st, 18);
	j->message = sqlite_column(st, 19, m);
	j->http = lite.column_int(st, 20);
	j->changed = lite.column_int64(st, 21);
}

int
sqlite_find(void *it, const char *id, const char *op, struct job *j, struct mem *m, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready_with(s, SQL_FIND, id, op, e);
	int            found = st ? db_row(&s->db, st, e) : -1;

	if (found > 0) {
		read_job(st, j, m);
		lite.reset(st);
	}
	return found;
}

static int
sqlite_scan(void *it, int state, store_each *each, void *arg, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready(s, SQL_SCAN, e);
	struct mem    *m;
	struct job     j;
	int            found = 0, rc = 0;

	if (!st)
		return -1;
	if (state >= 0)
		db_text(st, 1, job_state_name((enum job_state)state));
	m = mem_new();
	while (!rc && (found = db_row(&s->db, st, e)) > 0) {
		read_job(st, &j, m);
		rc = each(arg, &j, e);
		mem_reset(m);
	}
	lite.reset(st);
	mem_free(m);
	return found < 0 ? -1 : rc;
}

static int
sqlite_get(void *it, const char *name, char **value, struct mem *m, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready_with(s, SQL_GET, name, NULL, e);
	int            found = st ? db_row(&s->db, st, e) : -1;

	if (found > 0) {
		*value = mem_str(m, (const char *)lite.column_text(st, 0));
		lite.reset(st);
	}
	return found;
}

static int
sqlite_set(void *it, const struct named *v, size_t n, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st;
	size_t         i;
	int            rc = 0;

	if (db_begin(&s->db, e))
		return -1;
	for (i = 0; i < n && rc >= 0; i++) {
		st = sqlite_ready_with(s, v[i].value ? SQL_SET : SQL_UNSET, v[i].name, v[i].value, e);
		rc = st ? db_do(&s->db, st, e) : -1;
	}
	return db_end(&s->db, rc, e) < 0 ? -1 : db_flush(&s->db, e);
}

const struct backend backend_sqlite = {
	.scheme   = "sqlite:",
	.expected = "sqlite:PATH",
	.exists   = db_exists,
	.open     = sqlite_open,
	.close    = sqlite_close,
	.find     = sqlite_find,
	.claim    = sqlite_claim,
	.note     = sqlite_note,
	.is_leased = sqlite_is_leased,
	.has_others = sqlite_has_others,
	.release  = sqlite_release,
	.scan     = sqlite_scan,
	.settle   = sqlite_settle,
	.history  = sqlite_history,
	.names    = sqlite_names,
	.import_begin = sqlite_import_begin,
	.import_job   = sqlite_import_job,
	.import_value = sqlite_import_value,
	.import_end   = sqlite_import_end,
	.check    = sqlite_check,
	.get      = sqlite_get,
	.set      = sqlite_set,
};
