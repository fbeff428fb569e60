/*
 * database.h - a PostgreSQL database that computes for us: statements, rows in, rows out
 *
 * Opened by a URL of libpq (postgresql://HOST/NAME); passwords are its own affair (~/.pgpass). What is written are
 * temporary tables, gone when it is closed.
 */
#ifndef SMM_DATABASE_H
#define SMM_DATABASE_H

#include "smm/err.h"

#include <stddef.h>

struct database;

/*
 * NULL: FAULT_USAGE a URL of another kind, FAULT_CONF the URL, FAULT_AUTH the password, FAULT_AGAIN nobody answers,
 * FAULT_SYS no libpq.
 */
struct database *database_open(const char *url, struct err *e);
void             database_close(struct database *d); /* NULL is allowed */

/* Statements without rows, separated by semicolons. */
int database_run(void *d, const char *sql, struct err *e);

/* Rows of COPY's text format into a table. */
int database_copy(void *d, const char *table, const char *rows, size_t len, struct err *e);

/* Each row of a query: its columns as text, NULL for SQL's NULL, lent for the call. Stops when one is not 0. */
int database_ask(void *d, const char *sql, int (*row)(void *to, const char *const *values, size_t count), void *to,
    struct err *e);

#endif
