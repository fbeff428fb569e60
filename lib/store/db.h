/*
 * db.h - a SQLite database: opened, waited for, flushed, its errors in our words; private to
 * lib/store
 *
 * WAL. A transaction begins with BEGIN IMMEDIATE and ends in the function that began it.
 */
#ifndef SMM_DB_H
#define SMM_DB_H

#include "smm/err.h"

#include "lite.h"
#include <stdint.h>

struct db {
	sqlite3      *it;
	char         *path;       /* as people gave it */
	sqlite3_stmt *begin, *commit, *rollback;
	int64_t       busy_since; /* monotonic */
};

/* Makes folders (0700) and file (0600) as needed. "":memory:"" is a database of its own. */
int  db_open(struct db *d, const char *path, struct err *e);
void db_close(struct db *d); /* all statements but its own must be finalized */

/* Whether opening would make a new one. */
int  db_exists(const char *path);

/* What SQLite says was wrong, and what to do; returns -1. */
int  db_fail(struct db *d, struct err *e);

/* Runs SQL that gives no rows. db_number() gives the first column of the first row. */
int  db_run(struct db *d, const char *sql, struct err *e);
int  db_number(struct db *d, const char *sql, int64_t *number, struct err *e);

/*
 * The statement kept in *slot, ready to be bound; prepared at its first use. Texts bound must
 * live until db_do() or the reset. NULL with e.
 */
sqlite3_stmt *db_ready(struct db *d, sqlite3_stmt **slot, const char *sql, struct err *e);
void          db_text(sqlite3_stmt *st, int i, const char *text); /* NULL is SQL's NULL */

/* Runs a statement that gives no rows: the number of rows changed, or -1. */
int  db_do(struct db *d, sqlite3_stmt *st, struct err *e);

/* One row: 1 there (reset it when read), 0 none, -1; reset in the latter two. */
int  db_row(struct db *d, sqlite3_stmt *st, struct err *e);

/*
 * A transaction that writes. db_end() commits when rc is 0 or more, and returns it; else it rolls
 * back and returns -1. What was committed is seen by all, but a power cut may take it back until
 * somebody's db_flush() returns.
 */
int  db_begin(struct db *d, struct err *e);
int  db_end(struct db *d, int rc, struct err *e);
int  db_flush(struct db *d, struct err *e);

#endif
