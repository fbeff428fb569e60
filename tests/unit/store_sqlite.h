/* store_sqlite.h - a ledger, as another program sees it */
#ifndef SMM_TEST_STORE_SQLITE_H
#define SMM_TEST_STORE_SQLITE_H

#include "store.h"

#include <sqlite3.h>

static inline char *
path(void)
{
	return mem_str(m, strchr(url, ':') + 1);
}

static inline char *
sibling(const char *suffix)
{
	return mem_fmt(m, "%s%s", path(), suffix);
}

static inline sqlite3 *
raw(void)
{
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(path(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL))
		printf("Bail out! %s\n", sqlite3_errmsg(db));
	sqlite3_busy_timeout(db, 10000); /* who opens it after a kill may be putting it in order */
	return db;
}

/* Runs SQL on the file as another program would. */
static inline void
sql(const char *text)
{
	sqlite3 *db = raw();

	is_int(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK, text);
	sqlite3_close(db);
}

static inline char *
ask_file(const char *text)
{
	sqlite3      *db = raw();
	sqlite3_stmt *st = NULL;
	char         *answer = NULL;

	if (sqlite3_prepare_v2(db, text, -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW)
		answer = mem_str(m, (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(db);
	return answer;
}

/* What both kinds understand. */
static inline char *
ask(const char *text)
{
	return is_postgres() ? psql(text) : ask_file(text);
}

static inline void
is_sound(const char *what)
{
	if (!is_postgres())
		is_str(ask("PRAGMA integrity_check"), "ok", what);
}

static inline void
fails(int rc, enum fault fault, const char *part)
{
	is_int(rc, -1, "fails");
	is_int(e.fault, fault, fault_name(fault));
	ok(strstr(e.text, part) != NULL, "says \"%s\": %s", part, e.text);
}

#endif
