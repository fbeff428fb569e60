/* store_race.c - many processes at once: nothing twice, nothing in the wrong order, no error */
#include "store_sqlite.h"

#include <sys/wait.h>
#include <time.h>

#define PROCESSES 10
#define LANES     8
#define PER_LANE  25

static int gate[2];

/* Children wait until all are there; the parent opens the gate by closing it. */
static void
wait_for_gate(void)
{
	char c;

	close(gate[1]);
	if (read(gate[0], &c, 1) < 0)
		_exit(9);
}

/* Runs `what` in so many processes at the same time; the number of those that failed. */
static int
at_once(int n, int (*what)(int number))
{
	int i, status, failed = 0;

	if (pipe(gate))
		return -1;
	fflush(stdout);
	for (i = 0; i < n; i++) {
		if (fork())
			continue;
		wait_for_gate();
		e.text[0] = '\0';
		status = what(i);
		if (status)
			printf("# process %d: %d: %s\n", i, status, e.text);
		fflush(stdout);
		_exit(status != 0);
	}
	close(gate[0]);
	close(gate[1]);
	for (i = 0; i < n; i++)
		failed += wait(&status) < 0 || status != 0;
	return failed;
}

static int
open_and_claim(int number)
{
	struct store *s = NULL;
	struct job    j = job(mem_fmt(m, "p%d", number), mem_fmt(m, "a%d", number), "{}", NOW);

	if (store_open(&s, url, &e))
		return 1;
	if (claim(s, &j, NOW) != CLAIM_OURS || note(s, &j, JOB_ASKED, "ask", 0, NOW) != 1)
		return 2;
	store_close(s);
	return 0;
}

static void
forget(void)
{
	if (is_postgres()) {
		psql("DROP SCHEMA IF EXISTS smmkit CASCADE");
		return;
	}
	unlink(path());
	unlink(sibling("-wal")); /* two that close at once may leave it to the next one */
	unlink(sibling("-shm"));
}

/* The first run of a new installation, ten times at the same moment. */
static void
test_new(void)
{
	int rounds = is_postgres() ? 5 : 20, failed = 0;

	while (rounds--) {
		forget();
		failed += at_once(PROCESSES, open_and_claim);
	}
	is_int(failed, 0, "ten processes make the same ledger, again and again");
	is_str(ask("SELECT count(*) FROM event"), "10", "and all write to it");
	is_sound("it is sound");
}

/* Sends the next post of a lane, if nobody else does: 1 when none is left, 0, -1. */
static int
send_next(struct store *s, int lane, int *next)
{
	struct job j;
	int        result;

	if (*next == PER_LANE)
		return 1;
	j = job(mem_fmt(m, "p%02d-%d", *next, lane), mem_fmt(m, "a%d", lane), "{}", NOW + *next);
	result = claim(s, &j, NOW);
	if (result == CLAIM_SETTLED) {
		++*next;
		return *next == PER_LANE;
	}
	if (result == CLAIM_BUSY) {
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
		return 0;
	}
	if (result != CLAIM_OURS)
		return -1;
	if (j.state != JOB_NEW) /* nobody leaves anything half done here */
		return -1;
	if (note(s, &j, JOB_ASKED, "ask", 0, NOW) != 1)
		return -1;
	return note(s, &j, JOB_DONE, "settle", 1, NOW) == 1 ? 0 : -1;
}

static int
publish(int number)
{
	int           next[LANES] = { 0 }, over = 0, i, rc;
	struct store *s = NULL;

	if (store_open(&s, url, &e))
		return 1;
	for (i = number; over < LANES; i++) {
		if (i % LANES == number % LANES)
			over = 0;
		rc = send_next(s, i % LANES, &next[i % LANES]);
		if (rc < 0)
			return 2;
		over += rc;
		mem_reset(m);
	}
	store_close(s);
	return 0;
}

static void
test_publish(void)
{
	is_int(at_once(PROCESSES, publish), 0, "ten processes publish the same plan");
	is_str(ask("SELECT count(*) FROM ledger WHERE state = 'done'"), "200", "all 200 are done");
	is_str(ask("SELECT count(*) FROM event WHERE what = 'ask'"), "200", "each was sent once");
	is_str(ask("SELECT count(*) FROM event"), "400", "and settled once");
	is_str(ask("SELECT count(*) FROM (SELECT id, lag(id) OVER (PARTITION BY account "
	    "ORDER BY seq) AS before FROM event JOIN job ON job = key) AS pairs WHERE before > id"), "0",
	    "those of an account in their order");
	is_str(ask("SELECT count(owner) FROM lane"), "0", "no lane is held");
	is_sound("the ledger is sound");
}

static const struct test tests[] = {
	{ "new",     test_new,     SHARED },
	{ "publish", test_publish, SHARED },
};

int
main(void)
{
	return run_all(tests, sizeof tests / sizeof *tests);
}
