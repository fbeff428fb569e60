/* db.c - a SQLite database: opened, waited for, flushed, its errors in our words */
#include "db.h"

#include "smm/clock.h"
#include "smm/lang.h"
#include "smm/mem.h"

#include "schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MAX_MS  30000 /* then another program has it open and does not let go */
#define BUSY_MIN_US  100
#define BUSY_STEP_US 100
#define BUSY_TOP_US  1000

/*
 * The database is locked: waits a little, at random, so that processes do not march in step; their
 * transactions take less than a millisecond. SQLite's own handler sleeps up to 100 ms.
 */
static int
on_busy(void *arg, int tries)
{
	struct db      *d = arg;
	long            most = tries < 9 ? (tries + 1) * BUSY_STEP_US : BUSY_TOP_US - BUSY_MIN_US;
	uint32_t        n = 0;
	struct timespec t = { 0, 0 };

	if (tries == 0)
		d->busy_since = clock_mono();
	if (clock_mono() - d->busy_since > BUSY_MAX_MS)
		return 0;
	if (getrandom(&n, sizeof n, 0) != (ssize_t)sizeof n)
		n = (uint32_t)getpid() * 2654435761u;
	t.tv_nsec = (BUSY_MIN_US + (long)(n % (uint32_t)most)) * 1000;
	nanosleep(&t, NULL);
	return 1;
}

/* What the system said, or else SQLite, which does not remember why a COMMIT could not write. */
static const char *
words(struct db *d)
{
	int num = lite.system_errno(d->it);

	if (!num && (lite.errcode(d->it) & 0xff) == SQLITE_IOERR)
		num = errno;
	return num ? lang_errno(num) : lite.errmsg(d->it);
}

int
db_fail(struct db *d, struct err *e)
{
	switch (lite.errcode(d->it) & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return err_set(e, FAULT_AGAIN, "the ledger %s is locked by another program; "
		    "close that and run again", d->path);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return err_set(e, FAULT_IO, "the ledger %s is damaged or no SQLite database (%s); "
		    "restore it from a copy", d->path, lite.errmsg(d->it));
	case SQLITE_FULL:
		return err_set(e, FAULT_IO, "no room on the disk for the ledger %s; "
		    "make some and run again", d->path);
	case SQLITE_CANTOPEN:
		return err_set(e, FAULT_IO, "cannot open the ledger %s: %s; "
		    "check the owner and mode of the file and its folder", d->path, words(d));
	case SQLITE_READONLY:
		return err_set(e, FAULT_IO, "cannot write the ledger %s: %s; "
		    "check the owner and mode of the file and its folder", d->path, words(d));
	case SQLITE_CONSTRAINT:
	case SQLITE_MISUSE:
		return err_set(e, FAULT_BUG, "the ledger %s: %s", d->path, lite.errmsg(d->it));
	default:
		return err_set(e, FAULT_IO, "the ledger %s: %s (SQLite %d)", d->path, words(d),
		    lite.extended_errcode(d->it));
	}
}

int
db_run(struct db *d, const char *sql, struct err *e)
{
	return lite.exec(d->it, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail(d, e);
}

int
db_number(struct db *d, const char *sql, int64_t *number, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int           rc = -1;

	if (lite.prepare_v2(d->it, sql, -1, &st, NULL) == SQLITE_OK &&
	    lite.step(st) == SQLITE_ROW) {
		*number = lite.column_int64(st, 0);
		rc = 0;
	} else {
		db_fail(d, e);
	}
	lite.finalize(st);
	return rc;
}

sqlite3_stmt *
db_ready(struct db *d, sqlite3_stmt **slot, const char *sql, struct err *e)
{
	if (*slot) {
		lite.reset(*slot);
		lite.clear_bindings(*slot);
	} else if (lite.prepare_v3(d->it, sql, -1, SQLITE_PREPARE_PERSISTENT, slot, NULL)) {
		db_fail(d, e);
	}
	return *slot;
}

void
db_text(sqlite3_stmt *st, int i, const char *text)
{
	if (text)
		lite.bind_text(st, i, text, -1, SQLITE_STATIC);
}

int
db_do(struct db *d, sqlite3_stmt *st, struct err *e)
{
	int code, changed;

	errno = 0;
	code = lite.step(st);
	changed = lite.changes(d->it);
	if (code != SQLITE_DONE)
		db_fail(d, e);
	lite.reset(st);
	return code == SQLITE_DONE ? changed : -1;
}

int
db_row(struct db *d, sqlite3_stmt *st, struct err *e)
{
	int code = lite.step(st);

	if (code == SQLITE_ROW)
		return 1;
	if (code != SQLITE_DONE)
		db_fail(d, e);
	lite.reset(st);
	return code == SQLITE_DONE ? 0 : -1;
}

static int
simple(struct db *d, sqlite3_stmt **slot, const char *sql, struct err *e)
{
	sqlite3_stmt *st = db_ready(d, slot, sql, e);

	return st && db_do(d, st, e) >= 0 ? 0 : -1;
}

int
db_begin(struct db *d, struct err *e)
{
	return simple(d, &d->begin, "BEGIN IMMEDIATE", e);
}

int
db_end(struct db *d, int rc, struct err *e)
{
	struct err ignored;

	if (rc >= 0 && simple(d, &d->commit, "COMMIT", e) == 0)
		return rc;
	if (!lite.get_autocommit(d->it)) /* a full disk may have rolled it back already */
		simple(d, &d->rollback, "ROLLBACK", &ignored);
	return -1;
}

/*
 * With synchronous=FULL, SQLite flushes the log inside COMMIT, while it keeps all others out. Here
 * they go on meanwhile, and the flushes of several processes become one in the kernel. A log that
 * another process has moved into the database, and begun anew, was flushed by it before.
 */
int
db_flush(struct db *d, struct err *e)
{
	sqlite3_file *log = NULL;

	lite.file_control(d->it, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (!log || !log->pMethods) /* in memory */
		return 0;
	if (log->pMethods->xSync(log, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY) == SQLITE_OK)
		return 0;
	return err_sys(e, "flush the ledger %s", d->path);
}

int
db_exists(const char *path)
{
	if (strcmp(path, ":memory:") == 0)
		return 0;
	return access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static int
fail_make(const char *path, struct err *e)
{
	return err_set(e, FAULT_IO,
	    "cannot make %s for the ledger: %s; make it yourself or name another `store`", path,
	    lang_errno(errno));
}

/* A new folder outlives a power cut only when the one it is in is flushed. */
static void
flush_parent(const char *folder)
{
	char *copy = mem_copy(folder), *slash = strrchr(copy, '/');
	int   fd;

	if (slash && slash != copy)
		*slash = '\0';
	fd = open(slash == copy ? "/" : slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd); /* what cannot be flushed is a matter of that file system */
		close(fd);
	}
	free(copy);
}

static int
make_folders(const char *path, struct err *e)
{
	char *copy = mem_copy(path), *slash;
	int   rc = 0;

	for (slash = strchr(copy + 1, '/'); slash && !rc; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (access(copy, F_OK)) {
			if (mkdir(copy, 0700) == 0)
				flush_parent(copy);
			else if (errno != EEXIST)
				rc = fail_make(copy, e);
		}
		*slash = '/';
	}
	free(copy);
	return rc;
}

/*
 * SQLite makes no folders, and would make the file readable for others. A file that is there is
 * not opened here: closing it would drop the locks that another handle of ours has on it.
 */
static int
make_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0 && errno == ENOENT) {
		if (make_folders(path, e))
			return -1;
		fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	}
	if (fd < 0)
		return errno == EEXIST || access(path, F_OK) == 0 ? 0 : fail_make(path, e);
	close(fd);
	return 0;
}

/* Changing the journal's mode does not ask the busy handler, so it is asked here. */
static int
use_wal(struct db *d, struct err *e)
{
	sqlite3_stmt *st = NULL;
	const char   *mode;
	int           tries = 0, code;

	if (lite.prepare_v2(d->it, "PRAGMA journal_mode=WAL", -1, &st, NULL))
		return db_fail(d, e);
	while ((code = lite.step(st)) == SQLITE_BUSY && on_busy(d, tries++))
		lite.reset(st);
	mode = code == SQLITE_ROW ? (const char *)lite.column_text(st, 0) : "";
	if (code != SQLITE_ROW)
		db_fail(d, e);
	else if (strcmp(mode, "wal") != 0 && strcmp(mode, "memory") != 0)
		code = err_set(e, FAULT_CONF, "the ledger %s cannot be safe there (no WAL); "
		    "put the `store` on a local disk", d->path);
	lite.finalize(st);
	return code == SQLITE_ROW ? 0 : -1;
}

/* Fifty pages are enough for what one turn touches; the system keeps the others. */
#define CACHE_KIB "200"

/* A ledger that can only be read is good for being read; writing fails when it is tried. */
static int
set_up(struct db *d, struct err *e)
{
	int is_readonly = lite.db_readonly(d->it, "main") == 1;

	lite.busy_handler(d->it, on_busy, d);
	if (db_run(d, "PRAGMA trusted_schema=OFF; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-" CACHE_KIB, e) ||
	    schema_check(d, e))
		return -1;
	if (!is_readonly && use_wal(d, e))
		return -1;
	return schema_update(d, e);
}

int
db_open(struct db *d, const char *path, struct err *e)
{
	int   is_memory = strcmp(path, ":memory:") == 0, rc;
	char *name;

	memset(d, 0, sizeof *d);
	d->path = mem_copy(path);
	lite.config(SQLITE_CONFIG_MEMSTATUS, 0); /* counting each allocation costs an eighth */
	if (!is_memory && make_file(path, e))
		return -1;
	/* "file:x" and ":x" are files here, not what SQLite makes of such names */
	name = mem_get(strlen(path) + 3);
	memcpy(name, "./", 2);
	memcpy(name + (is_memory || *path == '/' ? 0 : 2), path, strlen(path) + 1);
	rc = lite.open_v2(name, &d->it, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
	    SQLITE_OPEN_NOMUTEX, NULL);
	free(name);
	return rc ? db_fail(d, e) : set_up(d, e);
}

void
db_close(struct db *d)
{
	lite.finalize(d->begin);
	lite.finalize(d->commit);
	lite.finalize(d->rollback);
	lite.close(d->it);
	free(d->path);
}
