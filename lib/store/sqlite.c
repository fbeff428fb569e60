/*
 * sqlite.c - the ledger in a SQLite database
 *
 * WAL with synchronous=FULL: a commit is on the disk when it returns (sqlite.org/pragma.html). Claims
 * alone are committed without a flush: one that a power cut takes back has sent nothing, and the
 * intent that is noted before anything is sent flushes the whole log, the claim with it. So a batch of
 * posts costs two flushes. Every transaction begins with BEGIN IMMEDIATE and ends in the same call.
 */
#include "backend.h"

#include "schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_TRIES  20000 /* of 0.1 to 1 ms and, later, up to 4 ms: half a minute and more */
#define JOB_COLUMNS "id, op, account, network, entry, campaign, pillar, rec, digest, at, state, step, " \
                    "keep, wake, attempts, again, ref, url, fault, message, http, changed"

enum statement {
	SQL_BEGIN, SQL_COMMIT, SQL_ROLLBACK,
	SQL_FIND, SQL_LANE, SQL_LEASE, SQL_ENTER, SQL_RENEW_RECORD,
	SQL_NOTE, SQL_EVENT, SQL_EXTEND, SQL_RELEASE, SQL_RELEASE_ALL,
	SQL_SCAN, SQL_SETTLE, SQL_GET, SQL_SET, SQL_UNSET,
	SQL_COUNT
};

static const char *const sql[SQL_COUNT] = {
	[SQL_BEGIN]    = "BEGIN IMMEDIATE",
	[SQL_COMMIT]   = "COMMIT",
	[SQL_ROLLBACK] = "ROLLBACK",
	[SQL_FIND]     = "SELECT " JOB_COLUMNS " FROM job WHERE id = ?1 AND op = ?2",
	[SQL_LANE]     = "SELECT owner, until FROM lane WHERE account = ?1",
	[SQL_LEASE]    = "INSERT INTO lane (account, owner, until) VALUES (?1, ?2, ?3) "
	                 "ON CONFLICT (account) DO UPDATE SET owner = ?2, until = ?3",
	[SQL_ENTER]    = "INSERT INTO job (id, op, account, network, entry, campaign, pillar, rec, digest, at, "
	                 "state, attempts, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'new', 0, ?11)",
	[SQL_RENEW_RECORD] = "UPDATE job SET account = ?3, network = ?4, entry = ?5, campaign = ?6, pillar = ?7, "
	                 "rec = ?8, digest = ?9, at = ?10 WHERE id = ?1 AND op = ?2",
	[SQL_NOTE]     = "UPDATE job SET state = ?3, step = ?4, keep = ?5, wake = ?6, attempts = ?7, ref = ?8, "
	                 "url = ?9, fault = ?10, message = ?11, http = ?12, changed = ?13 "
	                 "WHERE id = ?1 AND op = ?2",
	[SQL_EVENT]    = "INSERT INTO event (at, id, op, what, step, fault, message) "
	                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[SQL_EXTEND]   = "UPDATE lane SET until = ?3 WHERE account = ?1 AND owner = ?2",
	[SQL_RELEASE]  = "DELETE FROM lane WHERE account = ?1 AND owner = ?2",
	[SQL_RELEASE_ALL] = "DELETE FROM lane WHERE owner = ?1",
	[SQL_SCAN]     = "SELECT " JOB_COLUMNS " FROM job WHERE ?1 IS NULL OR state = ?1 ORDER BY at, id, op",
	[SQL_SETTLE]   = "UPDATE job SET state = ?3, step = NULL, keep = NULL, wake = 0, fault = 'none', "
	                 "message = NULL, http = 0, again = ?4, changed = ?5 WHERE id = ?1 AND op = ?2",
	[SQL_GET]      = "SELECT value FROM named WHERE name = ?1",
	[SQL_SET]      = "INSERT INTO named (name, value) VALUES (?1, ?2) "
	                 "ON CONFLICT (name) DO UPDATE SET value = ?2",
	[SQL_UNSET]    = "DELETE FROM named WHERE name = ?1",
};

struct sqlite {
	sqlite3      *db;
	sqlite3_stmt *statements[SQL_COUNT];
	char         *path;
	char          owner[OWNER_SIZE];
	int           full; /* synchronous is FULL now, not NORMAL */
};

/* Waits at random between 0.1 and 1 ms, later up to 4 ms: processes do not march in step. */
static int
on_busy(void *arg, int tries)
{
	struct timespec t = { 0, 0 };
	uint32_t        n = 0;

	(void)arg;
	if (tries > BUSY_TRIES)
		return 0;
	if (getrandom(&n, sizeof n, 0) != (ssize_t)sizeof n)
		n = (uint32_t)tries * 7919;
	t.tv_nsec = 100000 + (long)(n % (tries < 100 ? 900000u : 3900000u));
	nanosleep(&t, NULL);
	return 1;
}

static int
fail(struct sqlite *s, struct err *e)
{
	int         code = s->db ? sqlite3_errcode(s->db) : SQLITE_NOMEM;
	int         more = s->db ? sqlite3_extended_errcode(s->db) : 0;
	const char *words = s->db ? sqlite3_errmsg(s->db) : "out of memory";

	switch (code) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, FAULT_IO, "the ledger %s is locked by another program; close it and run again",
		    s->path);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return err_set(e, FAULT_IO, "the ledger %s is damaged or no SQLite database (%s); nothing was "
		    "sent; restore it from a copy", s->path, words);
	case SQLITE_FULL:
		return err_set(e, FAULT_IO, "no room on the disk for the ledger %s; make some and run again",
		    s->path);
	case SQLITE_READONLY:
		return err_set(e, FAULT_IO, "the ledger %s cannot be written; check its owner and mode, and "
		    "those of its folder", s->path);
	case SQLITE_CANTOPEN:
		return err_set(e, FAULT_IO, "cannot open the ledger %s: %s", s->path, words);
	default:
		return err_set(e, FAULT_IO, "the ledger %s: %s (SQLite %d)", s->path, words, more);
	}
}

static int
run(struct sqlite *s, const char *text, struct err *e)
{
	return sqlite3_exec(s->db, text, NULL, NULL, NULL) == SQLITE_OK ? 0 : fail(s, e);
}

static sqlite3_stmt *
statement(struct sqlite *s, enum statement which, struct err *e)
{
	sqlite3_stmt **st = &s->statements[which];

	if (*st) {
		sqlite3_reset(*st);
		sqlite3_clear_bindings(*st);
		return *st;
	}
	if (sqlite3_prepare_v3(s->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, st, NULL) != SQLITE_OK) {
		fail(s, e);
		return NULL;
	}
	return *st;
}

static void
bind_text(sqlite3_stmt *st, int i, const char *text)
{
	if (text)
		sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
}

/* Runs a statement that gives no rows. */
static int
finish(struct sqlite *s, sqlite3_stmt *st, struct err *e)
{
	int code = sqlite3_step(st);

	sqlite3_reset(st);
	return code == SQLITE_DONE ? 0 : fail(s, e);
}

static int
simple(struct sqlite *s, enum statement which, struct err *e)
{
	sqlite3_stmt *st = statement(s, which, e);

	return st ? finish(s, st, e) : -1;
}

/* flush: the commit of this transaction has to reach the disk. */
static int
begin(struct sqlite *s, int flush, struct err *e)
{
	if (s->full != flush && run(s, flush ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL", e))
		return -1;
	s->full = flush;
	return simple(s, SQL_BEGIN, e);
}

static int
end(struct sqlite *s, int rc, struct err *e)
{
	struct err ignored;

	if (rc >= 0 && simple(s, SQL_COMMIT, e) == 0)
		return rc;
	if (!sqlite3_get_autocommit(s->db))
		simple(s, SQL_ROLLBACK, &ignored);
	return -1;
}

static int
exists(const char *path)
{
	return strcmp(path, ":memory:") != 0 && access(path, F_OK) == 0;
}

/* SQLite makes no folders, and would make the file readable for others. */
static int
make_file(const char *path, struct err *e)
{
	char *copy = mem_copy(path), *slash;
	int   fd, rc = 0;

	for (slash = strchr(copy + 1, '/'); slash && !rc; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0700) && errno != EEXIST)
			rc = err_sys(e, "make the folder %s of the ledger", copy);
		*slash = '/';
	}
	if (!rc) {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd >= 0)
			close(fd);
		else if (errno != EACCES && errno != EROFS) /* SQLite may still read it, and says more */
			rc = err_sys(e, "open the ledger %s", path);
	}
	free(copy);
	return rc;
}

static int
read_version(struct sqlite *s, int *version, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int           rc = -1;

	if (sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &st, NULL) == SQLITE_OK &&
	    sqlite3_step(st) == SQLITE_ROW) {
		*version = sqlite3_column_int(st, 0);
		rc = 0;
	} else {
		fail(s, e);
	}
	sqlite3_finalize(st);
	return rc;
}

/* Brings the tables to today's form, step by step, under one lock. */
static int
migrate(struct sqlite *s, struct err *e)
{
	int version, rc = 0;

	if (read_version(s, &version, e))
		return -1;
	if (version == SCHEMA_VERSION)
		return 0;
	if (version > SCHEMA_VERSION)
		return err_set(e, FAULT_CONF, "the ledger %s has format %d, this program knows up to %d; "
		    "install a newer smmkit", s->path, version, SCHEMA_VERSION);
	if (run(s, "BEGIN IMMEDIATE", e))
		return -1;
	rc = read_version(s, &version, e); /* another process may have been faster */
	for (; !rc && version < SCHEMA_VERSION; version++)
		rc = run(s, schema[version], e);
	return end(s, rc, e);
}

static int
set_up(struct sqlite *s, struct err *e)
{
	sqlite3_busy_handler(s->db, on_busy, NULL);
	sqlite3_extended_result_codes(s->db, 0);
	if (run(s, "PRAGMA journal_mode=WAL", e) || run(s, "PRAGMA synchronous=FULL", e) ||
	    run(s, "PRAGMA foreign_keys=ON", e) || run(s, "PRAGMA trusted_schema=OFF", e))
		return -1;
	s->full = 1;
	return migrate(s, e);
}

static void
sqlite_close(void *it)
{
	struct sqlite *s = it;
	struct err     ignored;
	sqlite3_stmt  *st;
	size_t         i;

	if (s->db && s->statements[SQL_LEASE] && (st = statement(s, SQL_RELEASE_ALL, &ignored))) {
		bind_text(st, 1, s->owner);
		finish(s, st, &ignored);
	}
	for (i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(s->statements[i]);
	sqlite3_close(s->db);
	free(s->path);
	free(s);
}

static int
sqlite_open(void **it, const char *path, struct err *e)
{
	struct sqlite *s = mem_get(sizeof *s);

	memset(s, 0, sizeof *s);
	s->path = mem_copy(path);
	owner_self(s->owner);
	if (strcmp(path, ":memory:") != 0 && make_file(path, e))
		goto fail;
	if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK) {
		fail(s, e);
		goto fail;
	}
	if (set_up(s, e))
		goto fail;
	*it = s;
	return 0;
fail:
	sqlite_close(s);
	return -1;
}

static const char *
column(sqlite3_stmt *st, int i, struct mem *m)
{
	const unsigned char *text = sqlite3_column_text(st, i);

	return text ? mem_dup(m, (const char *)text, (size_t)sqlite3_column_bytes(st, i)) : NULL;
}

/* In the order of JOB_COLUMNS. */
static void
read_job(sqlite3_stmt *st, struct job *j, struct mem *m)
{
	const char *state = (const char *)sqlite3_column_text(st, 10);
	const char *fault = (const char *)sqlite3_column_text(st, 18);
	int         n;

	j->id = column(st, 0, m);
	j->op = column(st, 1, m);
	j->account = column(st, 2, m);
	j->network = column(st, 3, m);
	j->entry = column(st, 4, m);
	j->campaign = column(st, 5, m);
	j->pillar = column(st, 6, m);
	j->rec = column(st, 7, m);
	j->digest = column(st, 8, m);
	j->at = sqlite3_column_int64(st, 9);
	n = state ? job_state_find(state) : -1;
	j->state = n < 0 ? JOB_UNSURE : (enum job_state)n;
	j->step = column(st, 11, m);
	j->keep = column(st, 12, m);
	j->wake = sqlite3_column_int64(st, 13);
	j->attempts = sqlite3_column_int(st, 14);
	j->again = sqlite3_column_int64(st, 15);
	j->ref = column(st, 16, m);
	j->url = column(st, 17, m);
	n = fault ? fault_find(fault) : -1;
	j->fault = n < 0 ? FAULT_NONE : (enum fault)n;
	j->message = column(st, 19, m);
	j->http = sqlite3_column_int(st, 20);
	j->changed = sqlite3_column_int64(st, 21);
}

static int
sqlite_find(void *it, const char *id, const char *op, struct job *j, struct mem *m, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = statement(s, SQL_FIND, e);
	int            code;

	if (!st)
		return -1;
	bind_text(st, 1, id);
	bind_text(st, 2, op);
	code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		read_job(st, j, m);
	else if (code != SQLITE_DONE)
		fail(s, e);
	sqlite3_reset(st);
	return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

/* Whether the lane is ours or may be taken; 1, 0, -1. */
static int
lane_is_free(struct sqlite *s, const char *account, int64_t now, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_LANE, e);
	const char   *owner;
	int           code, is_free = 1;

	if (!st)
		return -1;
	bind_text(st, 1, account);
	code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		owner = (const char *)sqlite3_column_text(st, 0);
		is_free = !owner || strcmp(owner, s->owner) == 0 || sqlite3_column_int64(st, 1) <= now ||
		    owner_is_dead(owner);
	} else if (code != SQLITE_DONE) {
		fail(s, e);
		is_free = -1;
	}
	sqlite3_reset(st);
	return is_free;
}

static int
take_lane(struct sqlite *s, const char *account, int64_t until, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_LEASE, e);

	if (!st)
		return -1;
	bind_text(st, 1, account);
	bind_text(st, 2, s->owner);
	sqlite3_bind_int64(st, 3, until);
	return finish(s, st, e);
}

static int
write_record(struct sqlite *s, enum statement which, const struct job *j, int64_t now, struct err *e)
{
	sqlite3_stmt *st = statement(s, which, e);

	if (!st)
		return -1;
	bind_text(st, 1, j->id);
	bind_text(st, 2, j->op);
	bind_text(st, 3, j->account);
	bind_text(st, 4, j->network);
	bind_text(st, 5, j->entry);
	bind_text(st, 6, j->campaign);
	bind_text(st, 7, j->pillar);
	bind_text(st, 8, j->rec);
	bind_text(st, 9, j->digest);
	sqlite3_bind_int64(st, 10, j->at);
	if (which == SQL_ENTER)
		sqlite3_bind_int64(st, 11, now);
	return finish(s, st, e);
}

/* The lane is ours: the job is entered, takes the newer record, or is as it was left. */
static int
claim_job(struct sqlite *s, struct claim *c, int64_t now, struct mem *m, struct err *e)
{
	struct job known;
	int        found = sqlite_find(s, c->job.id, c->job.op, &known, m, e);

	if (found < 0)
		return -1;
	c->result = CLAIM_OURS;
	if (!found) {
		c->job.state = JOB_NEW;
		c->job.changed = now;
		return write_record(s, SQL_ENTER, &c->job, now, e);
	}
	if (known.state != JOB_NEW) {
		c->result = job_is_final(known.state) ? CLAIM_SETTLED : CLAIM_OURS;
		c->job = known;
		return 0;
	}
	if (write_record(s, SQL_RENEW_RECORD, &c->job, now, e))
		return -1;
	c->job.wake = known.wake;
	c->job.attempts = known.attempts;
	c->job.again = known.again;
	c->job.fault = known.fault;
	c->job.message = known.message;
	c->job.http = known.http;
	c->job.changed = known.changed;
	return 0;
}

static int
claim_one(struct sqlite *s, struct claim *c, int64_t now, int64_t until, struct mem *m, struct err *e)
{
	int is_free = lane_is_free(s, c->job.account, now, e);

	if (is_free < 0)
		return -1;
	if (!is_free) {
		c->result = CLAIM_BUSY;
		return 0;
	}
	if (take_lane(s, c->job.account, until, e))
		return -1;
	return claim_job(s, c, now, m, e);
}

static int
sqlite_claim(void *it, struct claim *c, size_t n, int64_t now, int64_t lease_ms, struct mem *m,
    struct err *e)
{
	struct sqlite *s = it;
	size_t         i;
	int            rc = 0;

	if (begin(s, 0, e))
		return -1;
	for (i = 0; i < n && !rc; i++)
		rc = claim_one(s, c + i, now, now + lease_ms, m, e);
	return end(s, rc, e);
}

static int
write_job(struct sqlite *s, const struct job *j, int64_t now, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_NOTE, e);

	if (!st)
		return -1;
	bind_text(st, 1, j->id);
	bind_text(st, 2, j->op);
	bind_text(st, 3, job_state_name(j->state));
	bind_text(st, 4, j->step);
	bind_text(st, 5, j->keep);
	sqlite3_bind_int64(st, 6, j->wake);
	sqlite3_bind_int(st, 7, j->attempts);
	bind_text(st, 8, j->ref);
	bind_text(st, 9, j->url);
	bind_text(st, 10, fault_name(j->fault));
	bind_text(st, 11, j->message);
	sqlite3_bind_int(st, 12, j->http);
	sqlite3_bind_int64(st, 13, now);
	return finish(s, st, e);
}

static int
write_event(struct sqlite *s, const struct job *j, const char *what, int64_t now, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_EVENT, e);

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, now);
	bind_text(st, 2, j->id);
	bind_text(st, 3, j->op);
	bind_text(st, 4, what);
	bind_text(st, 5, j->step);
	if (j->fault)
		bind_text(st, 6, fault_name(j->fault));
	bind_text(st, 7, j->message);
	return finish(s, st, e);
}

/* The fence: only the process that has the lane may write. 1 ours (and longer now), 0 lost, -1. */
static int
extend_lane(struct sqlite *s, const char *account, int64_t until, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_EXTEND, e);

	if (!st)
		return -1;
	bind_text(st, 1, account);
	bind_text(st, 2, s->owner);
	sqlite3_bind_int64(st, 3, until);
	return finish(s, st, e) ? -1 : sqlite3_changes(s->db) > 0;
}

static int
drop_lane(struct sqlite *s, const char *account, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_RELEASE, e);

	if (!st)
		return -1;
	bind_text(st, 1, account);
	bind_text(st, 2, s->owner);
	return finish(s, st, e);
}

static int
note_one(struct sqlite *s, struct note *n, int64_t now, int64_t until, struct err *e)
{
	int ours = extend_lane(s, n->job->account, until, e);

	if (ours < 0)
		return -1;
	n->lost = !ours;
	if (n->lost)
		return 0;
	if (write_job(s, n->job, now, e) || write_event(s, n->job, n->what, now, e))
		return -1;
	return n->release ? drop_lane(s, n->job->account, e) : 0;
}

static int
sqlite_note(void *it, struct note *notes, size_t n, int64_t now, int64_t lease_ms, struct err *e)
{
	struct sqlite *s = it;
	size_t         i;
	int            rc = 0;

	if (begin(s, 1, e))
		return -1;
	for (i = 0; i < n && !rc; i++)
		rc = note_one(s, notes + i, now, now + lease_ms, e);
	return end(s, rc, e);
}

static int
sqlite_release(void *it, const char *account, struct err *e)
{
	struct sqlite *s = it;

	return begin(s, 0, e) ? -1 : end(s, drop_lane(s, account, e), e);
}

static int
sqlite_scan(void *it, int state, store_each *each, void *arg, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = statement(s, SQL_SCAN, e);
	struct mem    *m;
	struct job     j;
	int            code = SQLITE_DONE, rc = 0;

	if (!st)
		return -1;
	if (state >= 0)
		bind_text(st, 1, job_state_name((enum job_state)state));
	m = mem_new();
	while (!rc && (code = sqlite3_step(st)) == SQLITE_ROW) {
		read_job(st, &j, m);
		rc = each(arg, &j, e);
		mem_reset(m);
	}
	if (!rc && code != SQLITE_DONE)
		rc = fail(s, e);
	sqlite3_reset(st);
	mem_free(m);
	return rc;
}

/* Done may become done by hand only when it was in doubt; what is out is never sent again by this way. */
static int
may_settle(const struct job *j, enum job_state state, struct err *e)
{
	if (j->state == JOB_DONE)
		return err_set(e, FAULT_POLICY, "%s is done already; give it a new id to post it once more",
		    j->id);
	if (j->state == JOB_NEW && state == JOB_NEW)
		return err_set(e, FAULT_POLICY, "nothing of %s was sent yet; it goes out by itself when it is due",
		    j->id);
	return 0;
}

static int
settle_job(struct sqlite *s, struct job *j, enum job_state state, int64_t now, struct err *e)
{
	sqlite3_stmt *st = statement(s, SQL_SETTLE, e);

	if (!st)
		return -1;
	bind_text(st, 1, j->id);
	bind_text(st, 2, j->op);
	bind_text(st, 3, job_state_name(state));
	sqlite3_bind_int64(st, 4, state == JOB_NEW ? now : 0);
	sqlite3_bind_int64(st, 5, now);
	if (finish(s, st, e))
		return -1;
	j->fault = FAULT_NONE;
	j->message = NULL;
	return write_event(s, j, state == JOB_NEW ? "again by hand" : "done by hand", now, e) ? -1 : 1;
}

static int
settle_locked(struct sqlite *s, const char *id, const char *op, enum job_state state, int64_t now,
    struct mem *m, struct err *e)
{
	struct job j;
	int        found = sqlite_find(s, id, op, &j, m, e), is_free;

	if (found <= 0)
		return found;
	is_free = lane_is_free(s, j.account, now, e);
	if (is_free < 0)
		return -1;
	if (!is_free)
		return err_set(e, FAULT_POLICY, "another process is publishing for account %s; wait for it",
		    j.account);
	return may_settle(&j, state, e) ? -1 : settle_job(s, &j, state, now, e);
}

static int
sqlite_settle(void *it, const char *id, const char *op, enum job_state state, int64_t now, struct err *e)
{
	struct sqlite *s = it;
	struct mem    *m;
	int            rc;

	if (begin(s, 1, e))
		return -1;
	m = mem_new();
	rc = end(s, settle_locked(s, id, op, state, now, m, e), e);
	mem_free(m);
	return rc;
}

static int
sqlite_get(void *it, const char *name, char **value, struct mem *m, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st = statement(s, SQL_GET, e);
	int            code;

	if (!st)
		return -1;
	bind_text(st, 1, name);
	code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		*value = mem_str(m, (const char *)sqlite3_column_text(st, 0));
	else if (code != SQLITE_DONE)
		fail(s, e);
	sqlite3_reset(st);
	return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

static int
sqlite_set(void *it, const char *name, const char *value, struct err *e)
{
	struct sqlite *s = it;
	sqlite3_stmt  *st;

	if (begin(s, 1, e))
		return -1;
	st = statement(s, value ? SQL_SET : SQL_UNSET, e);
	if (!st)
		return end(s, -1, e);
	bind_text(st, 1, name);
	if (value)
		bind_text(st, 2, value);
	return end(s, finish(s, st, e), e);
}

const struct backend backend_sqlite = {
	.scheme  = "sqlite:",
	.exists  = exists,
	.open    = sqlite_open,
	.close   = sqlite_close,
	.find    = sqlite_find,
	.claim   = sqlite_claim,
	.note    = sqlite_note,
	.release = sqlite_release,
	.scan    = sqlite_scan,
	.settle  = sqlite_settle,
	.get     = sqlite_get,
	.set     = sqlite_set,
};
