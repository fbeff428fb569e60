/* sqlite_whole.c - the whole SQLite ledger: what happened, checked, taken over from another */
#include "sqlite.h"

#include <string.h>

/* In the order of SQL_HISTORY. */
static void
read_event(sqlite3_stmt *st, struct job *j, struct mem *m)
{
	memset(j, 0, sizeof *j);
	j->changed = lite.column_int64(st, 1);
	j->state = sqlite_column_state(st, 2);
	j->step = sqlite_column(st, 3, m);
	j->keep = sqlite_column(st, 4, m);
	j->wake = lite.column_int64(st, 5);
	j->attempts = lite.column_int(st, 6);
	j->ref = sqlite_column(st, 7, m);
	j->url = sqlite_column(st, 8, m);
	j->fault = sqlite_column_fault(st, 9);
	j->message = sqlite_column(st, 10, m);
	j->http = lite.column_int(st, 11);
}

int
sqlite_history(void *it, const char *id, const char *op, store_event *each, void *arg, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready_with(s, SQL_HISTORY, id, op, e);
	struct mem    *m;
	struct job     j;
	int            found = 0, rc = 0;

	if (!st)
		return -1;
	m = mem_new();
	while (!rc && (found = db_row(&s->db, st, e)) > 0) {
		read_event(st, &j, m);
		rc = each(arg, &j, sqlite_column(st, 0, m), e);
		mem_reset(m);
	}
	lite.reset(st);
	mem_free(m);
	return found < 0 ? -1 : rc;
}

int
sqlite_names(void *it, store_value *each, void *arg, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready(s, SQL_NAMES, e);
	int            found = 0, rc = 0;

	if (!st)
		return -1;
	while (!rc && (found = db_row(&s->db, st, e)) > 0)
		rc = each(arg, (const char *)lite.column_text(st, 0), (const char *)lite.column_text(st, 1), e);
	lite.reset(st);
	return found < 0 ? -1 : rc;
}

/* --- taken over from another ------------------------------------------------------------------ */

int
sqlite_import_begin(void *it, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st;
	struct err     ignored;
	int            is_empty;

	if (db_begin(&s->db, e))
		return -1;
	st = sqlite_ready(s, SQL_IS_EMPTY, e);
	is_empty = st ? db_row(&s->db, st, e) : -1;
	if (is_empty > 0) {
		lite.reset(st);
		return 0;
	}
	if (!is_empty)
		err_set(e, FAULT_USAGE, "the ledger %s has jobs already; import into a new one", s->db.path);
	db_end(&s->db, -1, &ignored);
	return -1;
}

int
sqlite_import_job(void *it, const struct job *j, const struct past *past, size_t n, struct err *e)
{
	struct sqlite *s = it;
	struct job     event;
	struct note    note;
	size_t         i;

	if (sqlite_write_record(s, SQL_ENTER, j, past->job.changed, e) || sqlite_write_again(s, j, j->again, e) < 0)
		return -1;
	for (i = 1; i < n; i++) {
		event = past[i].job;
		event.id = j->id;
		event.op = j->op;
		event.account = j->account;
		note = (struct note){ .job = &event, .what = past[i].what };
		if (sqlite_write_event(s, &note, NULL, event.changed, e) < 0)
			return -1;
	}
	return 0;
}

int
sqlite_import_value(void *it, const char *name, const char *value, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = sqlite_ready_with(s, SQL_SET, name, value, e);

	return st && db_do(&s->db, st, e) >= 0 ? 0 : -1;
}

int
sqlite_import_end(void *it, int rc, struct err *e)
{
	struct sqlite *s = it;

	return db_end(&s->db, rc, e) < 0 ? -1 : db_flush(&s->db, e);
}

/* --- check ------------------------------------------------------------------------------------ */

/* Every row is something wrong, but for `right`. 0 or -1. */
static int
tell_rows(struct sqlite *s, sqlite3_stmt *st, const char *right, store_tell *tell, void *arg, struct err *e)
{
	const char *text;
	int         found;

	while ((found = db_row(&s->db, st, e)) > 0) {
		text = (const char *)lite.column_text(st, 0);
		if (text && strcmp(text, right) != 0)
			tell(arg, text);
	}
	return found;
}

int
sqlite_check(void *it, store_tell *tell, void *arg, struct err *e)
{
	static const enum statement checks[] = { SQL_ORPHANS, SQL_DISORDER };
	struct sqlite              *s = it;
	sqlite3_stmt               *st = NULL;
	size_t                      i;
	int                         rc = db_ready(&s->db, &st, "PRAGMA integrity_check", e) ? 0 : -1;

	if (!rc)
		rc = tell_rows(s, st, "ok", tell, arg, e);
	lite.finalize(st);
	for (i = 0; i < sizeof checks / sizeof *checks && !rc; i++) {
		st = sqlite_ready(s, checks[i], e);
		rc = st ? tell_rows(s, st, "", tell, arg, e) : -1;
	}
	return rc;
}
