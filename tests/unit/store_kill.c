/*
 * store_kill.c - processes killed at any moment, three at a time, on the same ledger
 *
 * A process says through a pipe what store_note() has accepted. What it said must be in the log,
 * each call's notes must be there all or not at all, and who comes next goes on where the dead
 * stopped.
 */
#include "store_sqlite.h"

#include "smm/buf.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define PROCESSES 3
#define ROUNDS    40
#define LANES     9
#define BATCH     3

struct word { /* what a process says */
	long pid;
	int  call, size;
};

static unsigned seed = 1;

static unsigned
dice(unsigned sides)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % sides;
}

static void
must(int rc)
{
	if (rc) {
		printf("# %s\n", e.text);
		fflush(stdout);
		_exit(1);
	}
}

/* Notes all of them and says so. The call is named in the log with the number of its notes. */
static void
note_all(struct store *s, struct note *n, size_t count, enum job_state state, int out)
{
	static int        calls;
	static struct job jobs[BATCH]; /* the notes of the second call are those of the first */
	struct word       w = { (long)getpid(), ++calls, 0 };
	size_t            i;

	for (i = 0; i < count; i++) {
		jobs[i] = *n[i].job;
		jobs[i].state = state;
		n[i].job = &jobs[i];
		n[i].what = mem_fmt(m, "%ld %d %zu", w.pid, w.call, count);
	}
	must(store_note(s, n, count, NOW, LEASE, &e));
	for (i = 0; i < count; i++)
		w.size += !n[i].lost;
	if (write(out, &w, sizeof w) != sizeof w)
		_exit(2);
}

/* Takes what it gets of a few lanes, asks and settles it, for ever. */
static void
work(int out)
{
	struct store *s = NULL;
	struct claim  c[BATCH];
	struct note   n[BATCH];
	size_t        i, count;
	int           next[LANES] = { 0 }, lane[BATCH];

	must(store_open(&s, url, &e));
	for (;;) {
		for (i = 0; i < BATCH; i++) {
			lane[i] = (int)(i * (LANES / BATCH) + dice(LANES / BATCH));
			c[i] = (struct claim){ .job = job(mem_fmt(m, "p%d-%d", lane[i], next[lane[i]]),
			    mem_fmt(m, "a%d", lane[i]), "{}", NOW) };
		}
		must(store_claim(s, c, BATCH, NOW, LEASE, m, &e));
		for (i = count = 0; i < BATCH; i++) {
			if (c[i].result == CLAIM_OURS)
				n[count++] = (struct note){ .job = &c[i].job };
			next[lane[i]] += c[i].result == CLAIM_SETTLED;
		}
		if (!count)
			continue;
		note_all(s, n, count, JOB_ASKED, out);
		for (i = 0; i < count; i++)
			n[i].release = dice(2) != 0;
		note_all(s, n, count, JOB_DONE, out);
		mem_reset(m);
	}
}

static pid_t
start(int out)
{
	pid_t pid;

	seed += 7;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		work(out);
	return pid;
}

static int
kill_one(pid_t pid)
{
	int status = 0;

	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static struct word *said;
static size_t       nsaid;

/* What the processes have said by now, and at least one word. */
static void
listen(int in)
{
	struct pollfd p = { .fd = in, .events = POLLIN };
	struct word   w;
	int           most = 10000; /* they go on speaking */

	poll(&p, 1, 60000);
	while (most-- && read(in, &w, sizeof w) == sizeof w) {
		said = mem_grow(said, (nsaid + 1) * sizeof *said);
		said[nsaid++] = w;
	}
}

/* Some words of theirs, as rows beside the log. */
static void
write_said(size_t from, size_t to)
{
	struct buf   b = { 0 };
	struct word *w;

	buf_str(&b, "INSERT INTO said VALUES ");
	for (w = said + from; w < said + to; w++)
		buf_fmt(&b, "%s('%ld %d %d', %d)", w == said + from ? "" : ", ", w->pid, w->call, w->size,
		    w->size);
	ask(b.at);
	buf_release(&b);
}

/* Calls that were said to be accepted and of which not all notes are in the log. */
static const char *
count_missing(void)
{
	size_t i;

	ask("CREATE TABLE said (what text, n integer)");
	for (i = 0; i < nsaid; i += 1000)
		write_said(i, i + 1000 < nsaid ? i + 1000 : nsaid);
	is_str(ask("SELECT count(*) FROM said"), mem_fmt(m, "%zu", nsaid), "what they said is compared");
	return ask("SELECT count(*) FROM said LEFT JOIN (SELECT what, count(*) AS n FROM event GROUP BY what) "
	    "AS calls ON calls.what = said.what WHERE calls.n IS DISTINCT FROM said.n");
}

static void
test_kill(void)
{
	int    words[2], round, i, alive = 0, unsound = 0;
	pid_t  pids[PROCESSES];
	struct timespec pause = { 0, 0 };

	if (pipe(words) || fcntl(words[0], F_SETFL, O_NONBLOCK))
		return;
	store_close(opened());
	for (i = 0; i < PROCESSES; i++)
		pids[i] = start(words[1]);
	for (round = 0; round < ROUNDS; round++) {
		listen(words[0]);
		pause.tv_nsec = (long)dice(20000) * 1000;
		nanosleep(&pause, NULL);
		i = (int)dice(PROCESSES);
		alive += kill_one(pids[i]);
		unsound += !is_postgres() && strcmp(ask("PRAGMA integrity_check"), "ok") != 0;
		pids[i] = start(words[1]);
	}
	for (i = 0; i < PROCESSES; i++)
		alive += kill_one(pids[i]);
	close(words[1]);
	listen(words[0]);
	is_int(alive, ROUNDS + PROCESSES, "all were at work when they were killed");
	is_int(unsound, 0, "after each kill the ledger was sound");
	ok(nsaid >= ROUNDS, "they said %zu times that notes were accepted", nsaid);
	is_str(count_missing(), "0", "all of those are there");
	is_str(ask("SELECT count(*) FROM (SELECT what, count(*) AS n FROM event GROUP BY what) AS calls "
	    "WHERE what NOT LIKE '% ' || n"), "0", "no call is there by half");
	is_str(ask("SELECT count(*) FROM (SELECT job, count(*) AS n FROM event WHERE state = 'done' "
	    "GROUP BY job) AS jobs WHERE n > 1"), "0", "no job was settled twice");
	is_str(ask("SELECT count(*) FROM (SELECT state, lag(state) OVER (PARTITION BY job "
	    "ORDER BY seq) AS before FROM event) AS pairs WHERE state = 'done' AND before IS DISTINCT FROM 'asked'"),
	    "0", "none was settled before it was asked");
	close(words[0]);
	free(said);
	said = NULL;
	nsaid = 0;
}

static const struct test tests[] = {
	{ "kill", test_kill, SHARED },
};

int
main(void)
{
	return run_all(tests, sizeof tests / sizeof *tests);
}
