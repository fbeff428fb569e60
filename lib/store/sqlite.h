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
	SQL_FIND, SQL_SCAN, SQL_ENTER, SQL_RENEW, SQL_NOTE, SQL_AGAIN,
	SQL_LANE, SQL_LEASE, SQL_EXTEND, SQL_RELEASE, SQL_RELEASE_ALL,
	SQL_GET, SQL_SET, SQL_UNSET, SQL_HELD, SQL_PACE, SQL_PACED,
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

/* A column's text in the arena; NULL for SQL's NULL. */
const char *sqlite_column(sqlite3_stmt *st, int i, struct mem *m);

/* --- within a transaction --- */

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
