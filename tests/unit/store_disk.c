/*
 * store_disk.c - the SQLite ledger on a disk that is full, slow to flush, broken or busy
 *
 * fdatasync() and the monotonic clock are this program's own: flushes are counted and made to fail,
 * and half a minute of waiting takes no time.
 */
#define _GNU_SOURCE /* syscall() */

#include "store_sqlite.h"

#include "smm/clock.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>

static int     flushes, flush_errno;
static int64_t clock_step, clock_at;

int
fdatasync(int fd)
{
	flushes++;
	errno = flush_errno;
	return flush_errno ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int64_t
clock_mono(void)
{
	return clock_at += clock_step;
}

int64_t
clock_now(void)
{
	return NOW;
}

void
clock_set(int64_t ms)
{
	(void)ms;
}

/* --- no room ---------------------------------------------------------------------------------- */

static int room; /* writes until the disk is full; -1: it is not */

static ssize_t
full_pwrite(int fd, const void *data, size_t len, off_t at)
{
	if (room == 0) {
		errno = ENOSPC;
		return -1;
	}
	room -= room > 0;
	return pwrite(fd, data, len, at);
}

static void
set_pwrite(sqlite3_syscall_ptr f)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);

	vfs->xSetSystemCall(vfs, "pwrite", f);
	vfs->xSetSystemCall(vfs, "pwrite64", f);
}

/* The disk is full at every write in turn: an error, and nothing half written. */
static void
test_full(void)
{
	struct store *s = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = job("p2", "b", "{}", NOW), got;
	struct note   n[] = { { .job = &a, .what = "ask" }, { .job = &b, .what = "ask" } };
	int           writes, rc = -1, half = 0, other = 0;

	claim(s, &a, NOW);
	claim(s, &b, NOW);
	a.state = b.state = JOB_ASKED;
	set_pwrite((sqlite3_syscall_ptr)full_pwrite);
	for (writes = 0; rc && writes < 50; writes++) {
		room = writes;
		rc = store_note(s, n, 2, NOW, LEASE, &e);
		room = -1;
		if (!rc)
			break;
		other += e.fault != FAULT_IO || !strstr(e.text, "no room on the disk");
		store_find(s, "p1", "publish", &got, m, &e);
		half += got.state != JOB_NEW;
		store_find(s, "p2", "publish", &got, m, &e);
		half += got.state != JOB_NEW;
	}
	set_pwrite(NULL);
	ok(writes > 2, "the disk was full at each of %d writes", writes);
	is_int(other, 0, "each time it said so");
	is_int(half, 0, "and wrote nothing of the two notes");
	is_int(rc, 0, "with room enough they are written");
	is_int(found(s, "p1").state, JOB_ASKED, "the first");
	is_int(found(s, "p2").state, JOB_ASKED, "and the second");
	store_close(s);
	is_str(ask("PRAGMA integrity_check"), "ok", "the ledger is sound");
	is_str(ask("SELECT count(*) FROM event"), "2", "with two events");
}

/* The same with a file that may not grow any more, as the system does it. */
static void
test_limit(void)
{
	struct rlimit old, none;
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW), k = job("p2", "a", "{}", NOW);
	struct claim  c = { .job = k };

	claim(s, &j, NOW);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	none = old;
	none.rlim_cur = 0;
	is_int(setrlimit(RLIMIT_FSIZE, &none), 0, "no file may grow");
	fails(store_claim(s, &c, 1, NOW, LEASE, m, &e), FAULT_IO, "File too large");
	fails(store_note(s, &(struct note){ .job = &j, .what = "ask" }, 1, NOW, LEASE, &e), FAULT_IO,
	    path());
	fails(store_set(s, "x", "y", &e), FAULT_IO, path());
	setrlimit(RLIMIT_FSIZE, &old);
	is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "when they may, it goes on");
	store_close(s);
	is_str(ask("SELECT group_concat(what) FROM event"), "ask", "one event, as accepted");
	is_str(ask("PRAGMA integrity_check"), "ok", "the ledger is sound");
}

/* --- flushes ---------------------------------------------------------------------------------- */

static void
test_flushes(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);

	flushes = 0;
	is_int(claim(s, &j, NOW), CLAIM_OURS, "claimed");
	is_int(flushes, 0, "a claim is not flushed");
	is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "asked");
	is_int(flushes, 1, "an intent is");
	is_int(note(s, &j, JOB_DONE, "settle", 0, NOW), 1, "answered");
	is_int(flushes, 2, "an answer is");
	is_int(store_release(s, "a", &e), 0, "released");
	is_int(flushes, 2, "a release is not");
	is_int(store_set(s, "x", "y", &e), 0, "set");
	is_int(flushes, 3, "a named value is");
	j = job("p2", "a", "{}", NOW);
	claim(s, &j, NOW);
	store_release(s, "a", &e);
	is_int(store_settle(s, "p2", "publish", JOB_DONE, NOW, &e), 1, "settled");
	is_int(flushes, 4, "a person's word is");
	is_int(store_find(s, "p2", "publish", &j, m, &e), 1, "read");
	is_int(flushes, 4, "reading flushes nothing");
	store_close(s);
}

/* A hundred batches, claimed and noted twice: two flushes each, and now and then a checkpoint. */
static void
test_batches(void)
{
	static struct claim c[16];
	static struct note  n[16];
	struct store *s = opened();
	int           batch, i, state, bad = 0;

	flushes = 0;
	for (batch = 0; batch < 100; batch++) {
		for (i = 0; i < 16; i++) {
			c[i].job = job(mem_fmt(m, "p%d-%d", batch, i), mem_fmt(m, "a%d", i),
			    "{}", NOW);
			n[i] = (struct note){ .job = &c[i].job, .what = "x" };
		}
		bad += store_claim(s, c, 16, NOW + batch, LEASE, m, &e) != 0;
		for (state = JOB_ASKED; state <= JOB_DONE; state += JOB_DONE - JOB_ASKED) {
			for (i = 0; i < 16; i++)
				c[i].job.state = (enum job_state)state;
			bad += store_note(s, n, 16, NOW + batch, LEASE, &e) != 0;
		}
	}
	is_int(bad, 0, "1600 jobs in batches of 16, claimed, asked, done");
	ok(flushes >= 200 && flushes <= 210, "two flushes for each batch: %d", flushes);
	store_close(s);
}

static void
test_flush_fails(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);

	claim(s, &j, NOW);
	flush_errno = EIO;
	fails(store_note(s, &(struct note){ .job = &j, .what = "ask" }, 1, NOW, LEASE, &e), FAULT_IO,
	    "Input/output error");
	fails(store_set(s, "x", "y", &e), FAULT_IO, path());
	flush_errno = 0;
	is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "when the disk is well again it goes on");
	store_close(s);
	is_str(ask("PRAGMA integrity_check"), "ok", "the ledger is sound");
}

/* --- others ----------------------------------------------------------------------------------- */

static void
test_locked(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);
	sqlite3      *db = raw();
	int64_t       from = clock_at;

	is_int(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK, "somebody writes");
	clock_step = 1000;
	fails(store_claim(s, &(struct claim){ .job = j }, 1, NOW, LEASE, m, &e), FAULT_AGAIN,
	    "locked by another program");
	ok(clock_at - from > 30000 && clock_at - from < 40000, "after half a minute");
	fails(store_note(s, &(struct note){ .job = &j }, 1, NOW, LEASE, &e), FAULT_AGAIN, "locked");
	clock_step = 0;
	is_int(store_find(s, "p1", "publish", &j, m, &e), 0, "reading goes on meanwhile");
	sqlite3_close(db);
	is_int(claim(s, &j, NOW), CLAIM_OURS, "when it has gone, so does writing");
	store_close(s);
}

static const struct test tests[] = {
	{ "full",        test_full,        ON_DISK },
	{ "limit",       test_limit,       ON_DISK },
	{ "flushes",     test_flushes,     ON_DISK },
	{ "batches",     test_batches,     ON_DISK },
	{ "flush fails", test_flush_fails, ON_DISK },
	{ "locked",      test_locked,      ON_DISK },
};

int
main(void)
{
	return run_all(tests, sizeof tests / sizeof *tests);
}
