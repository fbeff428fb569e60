/*
 * sqlite.h - the ledger in a SQLite database, in its parts; private to lib/store
 *
 * sqlite.c holds the statements and what reads, sqlite_lane.c leases, sqlite_job.c what writes.
 */
#ifndef SMM_SQLITE_H
#define SMM_SQLITE_H

#include "backend.h"

#include "db.h"

enum statement {
	SQL_FIND, SQL_SCAN, SQL_MISSED, SQL_ENTER, SQL_RENEW, SQL_NOTE, SQL_AGAIN,
	SQL_LANE, SQL_OTHERS, SQL_LEASE, SQL_EXTEND, SQL_RELEASE, SQL_RELEASE_ALL,
	SQL_GET, SQL_SET, SQL_UNSET, SQL_HELD, SQL_PACE, SQL_PACED,
	SQL_HISTORY, SQL_NAMES, SQL_IS_EMPTY, SQL_ORPHANS, SQL_DISORDER,
	SQL_COUNT
};

struct sqlite {
	struct db     db;
	sqlite3_stmt *statements[SQL_COUNT];
	char          owner[OWNER_SIZE];
};

/* A statement ready to be bound; _with: its first two parameters, texts or NULL, are. */
sqlite3_stmt *sqlite_ready(struct sqlite *s, enum statement which, struct err *e);
sqlite3_stmt *sqlite_ready_with(struct sqlite *s, enum statement which, const char *one,
    const char *two, struct err *e);

/* As in backend.h. */
int sqlite_find(void *it, const char *id, const char *op, struct job *j, struct mem *m,
    struct err *e);
int sqlite_claim(void *it, struct claim *c, size_t n, int64_t now, int64_t lease_ms, struct mem *m,
    struct err *e);
int sqlite_note(void *it, struct note *notes, size_t n, int64_t now, int64_t lease_ms,
    struct err *e);
int sqlite_settle(void *it, const char *id, const char *op, enum job_state state, int64_t now,
    struct err *e);
int sqlite_release(void *it, const char *account, struct err *e);
int sqlite_is_leased(void *it, const char *account, int64_t now, struct err *e);
int sqlite_has_others(void *it, int64_t now, struct err *e);

int sqlite_history(void *it, const char *id, const char *op, store_event *each, void *arg, struct err *e);
int sqlite_names(void *it, store_value *each, void *arg, struct err *e);
int sqlite_import_begin(void *it, struct err *e);
int sqlite_import_job(void *it, const struct job *j, const struct past *past, size_t n, struct err *e);
int sqlite_import_value(void *it, const char *name, const char *value, struct err *e);
int sqlite_import_end(void *it, int rc, struct err *e);
int sqlite_check(void *it, store_tell *tell, void *arg, struct err *e);

/* Columns of a row: a text in the arena or NULL, a state, a fault. */
const char    *sqlite_column(sqlite3_stmt *st, int i, struct mem *m);
enum job_state sqlite_column_state(sqlite3_stmt *st, int i);
enum fault     sqlite_column_fault(sqlite3_stmt *st, int i);

/* --- within a transaction --- */

/* The job's record, new (SQL_ENTER, at `now`) or another than it was (SQL_RENEW). 0 or -1. */
int sqlite_write_record(struct sqlite *s, enum statement which, const struct job *j, int64_t now, struct err *e);

/* When a person said that it is to be sent again. 0 or more, or -1. */
int sqlite_write_again(struct sqlite *s, const struct job *j, int64_t now, struct err *e);

/*
 * Appends to the log what has become of a job. The fence: only `owner`, who has the lane, may
 * (NULL: a person). 1, or 0 when the lane is not his, the ledger has no such job there or the hold is
 * another, -1.
 */
int sqlite_write_event(struct sqlite *s, const struct note *n, const char *owner, int64_t now, struct err *e);

struct lease { /* what is asked for, and when */
	int64_t now, until;
	int64_t fresh; /* one of ours that lasts as long as this need not be written anew */
};

enum lane { LANE_BROKEN = -1, LANE_BUSY, LANE_FREE, LANE_OURS, LANE_FRESH };

struct lease lease_for(int64_t now, int64_t ms);

/* Whose the lane is; that of a process that is gone is free. LANE_BROKEN: e is set. */
enum lane lease_look(struct sqlite *s, const char *account, const struct lease *l, struct err *e);

/* Takes the lane when it is free, and makes our lease longer. */
enum lane lease_take(struct sqlite *s, const char *account, const struct lease *l, struct err *e);

/* Makes all our leases longer: who writes lives. 0 or -1. */
int leases_extend(struct sqlite *s, const struct lease *l, struct err *e);

/* Gives back the one, or all (NULL), that are ours. 0 or -1. */
int lease_release(struct sqlite *s, const char *account, struct err *e);

#endif
