/*
 * pq.h - a PostgreSQL database: libpq loaded when first needed, one connection, its errors in our
 * words; private to lib/store
 *
 * Passwords are libpq's own affair (password file, service file): none is taken from a URL.
 */
#ifndef SMM_PQ_H
#define SMM_PQ_H

#include "smm/err.h"
#include "smm/mem.h"

#include <libpq-fe.h>
#include <stdint.h>

struct pq {
	PGconn *it;
	char   *url; /* as people gave it */
	const char *name, *given; /* for messages: "the ledger", and what says where it is */
};

/* FAULT_CONF the URL, FAULT_AUTH the password, FAULT_AGAIN nobody answers, FAULT_SYS no libpq. */
int  pq_open(struct pq *d, const char *url, struct err *e);
int  pq_open_as(struct pq *d, const struct pq *like, const char *url, struct err *e); /* with its name and given */
void pq_close(struct pq *d);

/* Runs one statement with texts for $1 … (NULL is SQL's NULL). The result, or NULL with e. */
PGresult *pq_ask(struct pq *d, const char *sql, const char *const *values, int count, struct err *e);

/* The same of statements that give no rows wanted; several may be separated by semicolons if count is 0. */
int  pq_run(struct pq *d, const char *sql, const char *const *values, int count, struct err *e);

/* Rows into a table (COPY, text format); all of them or none. */
int  pq_load(struct pq *d, const char *table, const char *rows, size_t len, struct err *e);

int  pq_columns(const PGresult *r);
int  pq_rows(const PGresult *r);
void pq_clear(PGresult *r); /* NULL is allowed */

/* A column of a row: lent text, or NULL; a number, 0 for NULL; a copy in the arena, or NULL. */
const char *pq_text(const PGresult *r, int row, int column);
int64_t     pq_number(const PGresult *r, int row, int column);
const char *pq_copy(const PGresult *r, int row, int column, struct mem *m);

#endif
