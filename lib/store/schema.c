/* schema.c - the tables of the SQLite ledger, and older forms of them */
#include "schema.h"

#define APPLICATION_ID 1936551275 /* "smmk": file(1) and people can tell whose it is */

/*
 * forms[n] brings form n (user_version) to form n + 1. Never change one that was released: add
 * the next. Times are milliseconds since 1970.
 */
static const char *const forms[] = {
	"CREATE TABLE job ("                 /* what is to be sent */
	"  key INTEGER PRIMARY KEY,"
	"  id TEXT NOT NULL, op TEXT NOT NULL,"
	"  account TEXT NOT NULL, network TEXT NOT NULL,"
	"  entry TEXT, campaign TEXT, pillar TEXT,"
	"  rec TEXT NOT NULL,"               /* the record's line */
	"  digest TEXT,"
	"  at INTEGER NOT NULL,"
	"  again INTEGER NOT NULL DEFAULT 0,"
	"  entered INTEGER NOT NULL,"
	"  UNIQUE (id, op)"
	") STRICT;"
	"CREATE INDEX job_at ON job (at);"
	"CREATE TABLE event ("               /* what happened; only ever added to */
	"  seq INTEGER PRIMARY KEY,"
	"  job INTEGER NOT NULL REFERENCES job (key),"
	"  at INTEGER NOT NULL,"
	"  what TEXT NOT NULL,"
	/* no IN: SQLite would build a table of its members for each row */
	"  state TEXT NOT NULL CHECK (state = 'new' OR state = 'asked' OR state = 'between' OR"
	"    state = 'done' OR state = 'refused' OR state = 'unsure' OR state = 'missed'),"
	"  step TEXT, keep TEXT,"
	"  wake INTEGER NOT NULL,"
	"  attempts INTEGER NOT NULL CHECK (attempts >= 0),"
	"  ref TEXT, url TEXT,"
	"  fault TEXT CHECK (fault <> ''), message TEXT,"
	"  http INTEGER NOT NULL CHECK (http >= 0)"
	") STRICT;"
	"CREATE INDEX event_job ON event (job);"
	"CREATE VIEW ledger AS"              /* what became of each job: its last event */
	"  SELECT id, op, account, network, entry, campaign, pillar, rec, digest, job.at AS at,"
	"    coalesce(state, 'new') AS state, step, keep, coalesce(wake, 0) AS wake,"
	"    coalesce(attempts, 0) AS attempts, again, ref, url, coalesce(fault, 'none') AS fault,"
	"    message, coalesce(http, 0) AS http, coalesce(event.at, entered) AS changed"
	"  FROM job LEFT JOIN event"
	"    ON event.seq = (SELECT max(seq) FROM event WHERE event.job = job.key);"
	"CREATE TABLE lane ("
	"  account TEXT PRIMARY KEY NOT NULL, owner TEXT NOT NULL, until INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"CREATE TABLE named ("
	"  name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL"
	") STRICT, WITHOUT ROWID;",
};

#define FORM_NOW ((int64_t)(sizeof forms / sizeof *forms))

static int
read_form(struct db *d, int64_t *form, int64_t *application, struct err *e)
{
	return db_number(d, "PRAGMA user_version", form, e) ||
	    db_number(d, "PRAGMA application_id", application, e) ? -1 : 0;
}

int
schema_check(struct db *d, struct err *e)
{
	int64_t form, application, tables;

	/* in this order: another process may be making the tables, and marks the form with them */
	if (db_number(d, "SELECT count(*) FROM sqlite_schema", &tables, e) ||
	    read_form(d, &form, &application, e))
		return -1;
	if (application != APPLICATION_ID && (application || form || tables))
		return err_set(e, FAULT_CONF,
		    "%s is the database of another program; name another `store`", d->path);
	if (form > FORM_NOW)
		return err_set(e, FAULT_CONF, "the ledger %s has form %d, this program knows %d; "
		    "install a newer smmkit", d->path, (int)form, (int)FORM_NOW);
	return 0;
}

static int
update(struct db *d, struct err *e)
{
	char    mark[100];
	int64_t form, application;

	if (read_form(d, &form, &application, e)) /* another process may have been faster */
		return -1;
	for (; form < FORM_NOW; form++)
		if (db_run(d, forms[form], e))
			return -1;
	lite.snprintf(sizeof mark, mark, "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    APPLICATION_ID, (int)FORM_NOW);
	return db_run(d, mark, e);
}

int
schema_update(struct db *d, struct err *e)
{
	int64_t form;

	if (db_number(d, "PRAGMA user_version", &form, e))
		return -1;
	if (form == FORM_NOW)
		return 0;
	if (db_begin(d, e) || db_end(d, update(d, e), e))
		return -1;
	return db_flush(d, e);
}
