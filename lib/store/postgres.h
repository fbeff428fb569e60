/*
 * postgres.h - the ledger in a PostgreSQL database, in its parts; private to lib/store
 *
 * postgres_schema.c holds tables and the functions that run in the server, postgres_job.c what
 * writes, postgres.c what reads. Every call is one round trip, and so one transaction.
 */
#ifndef SMM_POSTGRES_H
#define SMM_POSTGRES_H

#include "backend.h"

#include "pq.h"

struct postgres {
	struct pq db;
	char      owner[OWNER_SIZE];
};

/* The advisory lock, shared among notes of requests that follow, that whoever sets the hold has alone. */
#define POSTGRES_ORDER "1936551276"

/* "smmk": the lock under which the tables are made; and, beside a name's number, those of store_lock(). */
#define POSTGRES_OURS "1936551275"

/* Makes the schema "smmkit", or brings an older one to the form of this program. */
int postgres_schema(struct pq *d, struct err *e);

/* Whether the schema is there. */
int postgres_has_schema(struct pq *d, struct err *e); /* 1, 0, -1 */

/* A state and a fault by their words. */
enum job_state postgres_state(const char *word);
enum fault     postgres_fault(const char *word);

/* Reads a job of which the first column of smmkit.ledger is column `first` of the row. */
void postgres_read_job(const PGresult *r, int row, int first, struct job *j, struct mem *m);

/* A number as the value of a parameter. */
#define NUMBER_SIZE 24
const char *postgres_number(char text[NUMBER_SIZE], int64_t number);

/* As in backend.h. */
int postgres_claim(void *it, struct claim *c, size_t n, int64_t now, int64_t lease_ms, struct mem *m,
    struct err *e);
int postgres_note(void *it, struct note *notes, size_t n, int64_t now, int64_t lease_ms, struct err *e);
int postgres_history(void *it, const char *id, const char *op, store_event *each, void *arg, struct err *e);
int postgres_names(void *it, store_value *each, void *arg, struct err *e);
int postgres_import_begin(void *it, struct err *e);
int postgres_import_job(void *it, const struct job *j, const struct past *past, size_t n, struct err *e);
int postgres_import_value(void *it, const char *name, const char *value, struct err *e);
int postgres_import_end(void *it, int rc, struct err *e);
int postgres_check(void *it, store_tell *tell, void *arg, struct err *e);
int postgres_settle(void *it, const char *id, const char *op, enum job_state state, int64_t now, struct err *e);

#endif
