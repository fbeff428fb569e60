/* pq.c - a PostgreSQL database: libpq loaded when first needed, one connection, its errors in our words */
#include "pq.h"

#include "smm/load.h"
#include "smm/url.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
	PGconn *(*connect)(const char *const *, const char *const *, int);
	PGPing (*ping)(const char *const *, const char *const *, int);
	void (*finish)(PGconn *);
	ConnStatusType (*status)(const PGconn *);
	char *(*error)(const PGconn *);
	int (*needs_password)(const PGconn *);
	int (*used_password)(const PGconn *);
	PQnoticeProcessor (*set_notice)(PGconn *, PQnoticeProcessor, void *);
	PGresult *(*exec)(PGconn *, const char *);
	PGresult *(*exec_params)(PGconn *, const char *, int, const Oid *, const char *const *, const int *,
	                         const int *, int);
	int (*put_copy)(PGconn *, const char *, int);
	int (*end_copy)(PGconn *, const char *);
	PGresult *(*result)(PGconn *);
	int (*fields)(const PGresult *);
	ExecStatusType (*result_status)(const PGresult *);
	char *(*result_field)(const PGresult *, int);
	int (*rows)(const PGresult *);
	int (*is_null)(const PGresult *, int, int);
	char *(*value)(const PGresult *, int, int);
	int (*length)(const PGresult *, int, int);
	void (*clear)(PGresult *);
} pq;

static const struct symbol symbols[] = {
	{ "PQconnectdbParams",         &pq.connect },
	{ "PQpingParams",              &pq.ping },
	{ "PQfinish",                  &pq.finish },
	{ "PQstatus",                  &pq.status },
	{ "PQerrorMessage",            &pq.error },
	{ "PQconnectionNeedsPassword", &pq.needs_password },
	{ "PQconnectionUsedPassword",  &pq.used_password },
	{ "PQsetNoticeProcessor",      &pq.set_notice },
	{ "PQexec",                    &pq.exec },
	{ "PQexecParams",              &pq.exec_params },
	{ "PQputCopyData",             &pq.put_copy },
	{ "PQputCopyEnd",              &pq.end_copy },
	{ "PQgetResult",               &pq.result },
	{ "PQnfields",                 &pq.fields },
	{ "PQresultStatus",            &pq.result_status },
	{ "PQresultErrorField",        &pq.result_field },
	{ "PQntuples",                 &pq.rows },
	{ "PQgetisnull",               &pq.is_null },
	{ "PQgetvalue",                &pq.value },
	{ "PQgetlength",               &pq.length },
	{ "PQclear",                   &pq.clear },
};

static int
load(struct err *e)
{
	if (pq.connect)
		return 0;
	if (load_symbols("libpq.so.5", "libpq5", symbols, sizeof symbols / sizeof *symbols, e) == 0)
		return 0;
	memset(&pq, 0, sizeof pq);
	return -1;
}

/*
 * What the URL does not say otherwise (libpq, section 34.1.2): a machine that is gone is found out
 * about in half a minute, as a lock that is not let go of is.
 */
static const char *const keys[] = {
	"connect_timeout", "tcp_user_timeout", "fallback_application_name", "dbname", "client_encoding", NULL,
};
enum { URL_AT = 3 };

static const char *const set_up =
	"SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s';"
	/* a server that does not wait for its disk would lose what was noted */
	"SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/* The first line of what libpq says; the rest are hints for those at a terminal. */
static int
line_len(const char *text)
{
	return (int)strcspn(text, "\n");
}

static int
fail_open(struct pq *d, const char *const *values, struct err *e)
{
	const char *why = pq.error(d->it);
	PGPing      ping;

	if (pq.used_password(d->it))
		return err_set(e, FAULT_AUTH, "%s %s: %.*s; check %s and the password in ~/.pgpass",
		    d->name, d->url, line_len(why), why, d->given);
	if (pq.needs_password(d->it))
		return err_set(e, FAULT_AUTH, "%s %s: %.*s; put the password into ~/.pgpass, mode 0600 "
		    "(libpq's password file)", d->name, d->url, line_len(why), why);
	ping = pq.ping(keys, values, 1);
	if (ping == PQPING_OK || ping == PQPING_NO_ATTEMPT)
		return err_set(e, FAULT_CONF, "cannot open %s %s: %.*s; check %s", d->name, d->url,
		    line_len(why), why, d->given);
	return err_set(e, FAULT_AGAIN, "cannot reach %s %s: %.*s; start the server and run again", d->name,
	    d->url, line_len(why), why);
}

static void
ignore_notice(void *arg, const char *text)
{
	(void)arg;
	(void)text;
}

int
pq_open(struct pq *d, const char *url, struct err *e)
{
	static const struct pq ledger = { .name = "the ledger", .given = "the `store`" };

	return pq_open_as(d, &ledger, url, e);
}

int
pq_open_as(struct pq *d, const struct pq *like, const char *url, struct err *e)
{
	const char *values[] = { "10", "30000", "smmkit", NULL, "UTF8", NULL };

	*d = *like;
	if (url_has_password(url))
		return err_set(e, FAULT_CONF, "the URL of %s holds a password, which others can read there; "
		    "put it into ~/.pgpass, mode 0600 (libpq's password file), and take it out of the URL", d->name);
	if (load(e))
		return -1;
	d->url = mem_copy(url);
	values[URL_AT] = url;
	d->it = pq.connect(keys, values, 1);
	if (pq.status(d->it) != CONNECTION_OK)
		return fail_open(d, values, e);
	pq.set_notice(d->it, ignore_notice, NULL);
	return pq_run(d, set_up, NULL, 0, e);
}

void
pq_close(struct pq *d)
{
	if (d->it)
		pq.finish(d->it);
	free(d->url);
}

/* By the class of the SQLSTATE (PostgreSQL, appendix A). */
static int
fail(struct pq *d, const PGresult *r, struct err *e)
{
	const char *code = r ? pq.result_field(r, PG_DIAG_SQLSTATE) : NULL;
	const char *said = r ? pq.result_field(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;

	if (!code || pq.status(d->it) != CONNECTION_OK || strncmp(code, "08", 2) == 0 || strncmp(code, "57P", 3) == 0)
		return err_set(e, FAULT_AGAIN, "the connection to %s %s was lost (%s); run again", d->name, d->url,
		    said ? said : "no answer");
	if (strcmp(code, "55P03") == 0)
		return err_set(e, FAULT_AGAIN, "%s %s is locked by another program; close that and run again",
		    d->name, d->url);
	if (strncmp(code, "40", 2) == 0)
		return err_set(e, FAULT_AGAIN, "%s %s: %s; run again", d->name, d->url, said);
	if (strcmp(code, "53100") == 0)
		return err_set(e, FAULT_IO, "no room on the disk for %s %s; make some and run again", d->name, d->url);
	if (strcmp(code, "25006") == 0)
		return err_set(e, FAULT_IO, "cannot write %s %s: %s; name the main server as %s", d->name, d->url,
		    said, d->given);
	if (strcmp(code, "42501") == 0)
		return err_set(e, FAULT_CONF, "%s %s: %s; have the right granted by who runs the database",
		    d->name, d->url, said);
	if (strncmp(code, "42", 2) == 0 || strncmp(code, "23", 2) == 0)
		return err_set(e, FAULT_BUG, "%s %s: %s", d->name, d->url, said);
	return err_set(e, FAULT_IO, "%s %s: %s (PostgreSQL %s)", d->name, d->url, said, code);
}

PGresult *
pq_ask(struct pq *d, const char *sql, const char *const *values, int count, struct err *e)
{
	PGresult      *r = count ? pq.exec_params(d->it, sql, count, NULL, values, NULL, NULL, 0) : pq.exec(d->it, sql);
	ExecStatusType status = r ? pq.result_status(r) : PGRES_FATAL_ERROR;

	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
		return r;
	fail(d, r, e);
	pq_clear(r);
	return NULL;
}

int
pq_run(struct pq *d, const char *sql, const char *const *values, int count, struct err *e)
{
	PGresult *r = pq_ask(d, sql, values, count, e);

	pq_clear(r);
	return r ? 0 : -1;
}

int
pq_load(struct pq *d, const char *table, const char *rows, size_t len, struct err *e)
{
	char           sql[80];
	PGresult      *r;
	ExecStatusType status;
	int            part;

	snprintf(sql, sizeof sql, "COPY %s FROM STDIN", table);
	r = pq.exec(d->it, sql);
	status = r ? pq.result_status(r) : PGRES_FATAL_ERROR;
	if (status != PGRES_COPY_IN)
		fail(d, r, e);
	pq_clear(r);
	if (status != PGRES_COPY_IN)
		return -1;
	for (; len; rows += part, len -= (size_t)part) {
		part = len > INT_MAX / 2 ? INT_MAX / 2 : (int)len;
		if (pq.put_copy(d->it, rows, part) < 0)
			break;
	}
	pq.end_copy(d->it, NULL);
	r = pq.result(d->it);
	status = r ? pq.result_status(r) : PGRES_FATAL_ERROR;
	if (status != PGRES_COMMAND_OK)
		fail(d, r, e);
	pq_clear(r);
	while ((r = pq.result(d->it)))
		pq_clear(r);
	return status == PGRES_COMMAND_OK ? 0 : -1;
}

int
pq_columns(const PGresult *r)
{
	return pq.fields(r);
}

int
pq_rows(const PGresult *r)
{
	return pq.rows(r);
}

void
pq_clear(PGresult *r)
{
	if (r)
		pq.clear(r);
}

const char *
pq_text(const PGresult *r, int row, int column)
{
	return pq.is_null(r, row, column) ? NULL : pq.value(r, row, column);
}

int64_t
pq_number(const PGresult *r, int row, int column)
{
	return strtoll(pq.value(r, row, column), NULL, 10); /* "" when it is NULL */
}

const char *
pq_copy(const PGresult *r, int row, int column, struct mem *m)
{
	return pq.is_null(r, row, column) ? NULL :
	    mem_dup(m, pq.value(r, row, column), (size_t)pq.length(r, row, column));
}
