/* database.c - a PostgreSQL database that computes for us */
#include "smm/database.h"

#include "pq.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS 32

struct database {
	struct pq pq;
};

struct database *
database_open(const char *url, struct err *e)
{
	static const struct pq named = { .name = "the database", .given = "--engine" };
	struct database       *d;

	if (strncmp(url, "postgresql://", 13) != 0 && strncmp(url, "postgres://", 11) != 0) {
		err_set(e, FAULT_USAGE, "--engine %s: only postgresql://HOST/NAME is supported", url);
		return NULL;
	}
	d = mem_get(sizeof *d);
	if (pq_open_as(&d->pq, &named, url, e) == 0)
		return d;
	database_close(d);
	return NULL;
}

void
database_close(struct database *d)
{
	if (!d)
		return;
	pq_close(&d->pq);
	free(d);
}

int
database_run(void *d, const char *sql, struct err *e)
{
	return pq_run(&((struct database *)d)->pq, sql, NULL, 0, e);
}

int
database_copy(void *d, const char *table, const char *rows, size_t len, struct err *e)
{
	return pq_load(&((struct database *)d)->pq, table, rows, len, e);
}

int
database_ask(void *d, const char *sql, int (*row)(void *to, const char *const *values, size_t count), void *to,
    struct err *e)
{
	PGresult   *r = pq_ask(&((struct database *)d)->pq, sql, NULL, 0, e);
	const char *values[COLUMNS];
	int         i, n, columns, rc = 0;

	if (!r)
		return -1;
	columns = pq_columns(r) < COLUMNS ? pq_columns(r) : COLUMNS;
	for (i = 0; i < pq_rows(r) && !rc; i++) {
		for (n = 0; n < columns; n++)
			values[n] = pq_text(r, i, n);
		rc = row(to, values, (size_t)columns);
	}
	pq_clear(r);
	return rc;
}
