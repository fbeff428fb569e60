/* store_lanes.c - what every kind of store promises of lanes and those who hold them */
#include "store.h"

#include <signal.h>
#include <sys/wait.h>

static void
test_lanes(void)
{
	struct store *s = opened(), *t = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = job("p2", "a", "{}", NOW), x, found_;

	is_int(claim(s, &a, NOW), CLAIM_OURS, "the first has the lane");
	x = b;
	is_int(claim(t, &x, NOW + 1), CLAIM_BUSY, "another has not");
	is_str(x.rec, b.rec, "a busy job is as given");
	is_int(store_find(s, "p2", "publish", &found_, m, &e), 0, "and was not entered");
	is_int(note(t, &x, JOB_ASKED, "ask", 0, NOW + 2), 0, "and cannot be noted");
	is_int(store_release(t, "a", &e), 0, "who has it not cannot give it back");
	is_int(claim(t, &x, NOW + 3), CLAIM_BUSY, "so it stays busy");
	is_int(claim(s, &b, NOW + 4), CLAIM_OURS, "who has it may claim more of it");
	is_int(store_release(s, "a", &e), 0, "given back");
	is_int(claim(t, &x, NOW + 5), CLAIM_OURS, "then another has it");
	is_int(note(s, &b, JOB_ASKED, "ask", 0, NOW + 6), 0, "and the first has lost it");
	store_close(t);
	is_int(claim(s, &b, NOW + 7), CLAIM_OURS, "closing gives back what is held");
	is_int(note(s, &b, JOB_DONE, "settle", 1, NOW + 8), 1, "so does a note that says so");
	t = opened();
	is_int(claim(t, &a, NOW + 9), CLAIM_OURS, "to anybody");
	store_close(t);
	store_close(s);
}

#define SOON 10000 /* before a lease ends */

static void
test_expiry(void)
{
	struct store *s = opened(), *t = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = a, other = job("o", "b", "{}", NOW);
	int64_t       now = NOW;

	claim(s, &a, NOW);
	now = later(now, LEASE - SOON);
	is_int(claim(t, &b, now), CLAIM_BUSY, "a lease lasts");
	is_int(note(s, &a, JOB_ASKED, "ask", 0, now), 1, "a note renews it");
	now = later(now, LEASE - SOON);
	is_int(claim(t, &b, now), CLAIM_BUSY, "so it lasts longer");
	is_int(claim(s, &other, now), CLAIM_OURS, "another lane of the same holder");
	is_int(note(s, &other, JOB_ASKED, "ask", 0, now), 1, "noted there");
	now = later(now, LEASE - SOON);
	is_int(claim(t, &b, now), CLAIM_BUSY, "renews this one, too");
	now = later(now, SOON);
	is_int(claim(t, &b, now), CLAIM_OURS, "but one day it ends");
	is_int(b.state, JOB_ASKED, "and the job is as it was last noted");
	is_int(note(s, &a, JOB_DONE, "settle", 1, now), 0, "the late one has lost it");
	is_int(found(s, "p1").state, JOB_ASKED, "nothing of his was written");
	is_int(note(t, &b, JOB_DONE, "settle", 0, now), 1, "who has it may write");
	is_int(claim(s, &a, INT64_MAX - 1), CLAIM_SETTLED, "settled at the end of time");
	a = b = job("last", "c", "{}", INT64_MAX);
	is_int(claim(s, &a, INT64_MAX - 1), CLAIM_OURS, "the last one");
	is_int(claim(t, &b, INT64_MAX - 1), CLAIM_BUSY, "is held until the end");
	store_close(t);
	store_close(s);
}

/* An overdue lease that nobody took is still its holder's. */
static void
test_overdue(void)
{
	struct store *s = opened(), *t = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = a;
	int64_t       now = NOW;

	claim(s, &a, now);
	now = later(now, 9 * LEASE);
	is_int(note(s, &a, JOB_ASKED, "ask", 0, now), 1, "late, but nobody wanted it");
	is_int(claim(t, &b, now + 1), CLAIM_BUSY, "renewed");
	store_close(t);
	store_close(s);
}

static void
test_note_many(void)
{
	struct store *s = opened(), *t = opened();
	struct job    j[3] = { job("p1", "a", "{}", NOW), job("p2", "b", "{}", NOW),
	                       job("p3", "c", "{}", NOW) };
	struct note   n[3] = { { .job = j, .what = "ask" }, { .job = j + 1, .what = "ask" },
	                       { .job = j + 2, .what = "ask", .release = 1 } };
	struct job    stranger = job("p9", "a", "{}", NOW);
	int           i;

	for (i = 0; i < 3; i++)
		claim(i == 1 ? t : s, j + i, NOW);
	j[0].state = j[1].state = j[2].state = JOB_ASKED;
	is_int(store_note(s, n, 3, NOW, LEASE, &e), 0, "three noted, one of another's lane");
	is_int(n[0].lost, 0, "the first is written");
	is_int(n[1].lost, 1, "the second is not");
	is_int(n[2].lost, 0, "the third is");
	is_int(found(s, "p1").state, JOB_ASKED, "first");
	is_int(found(s, "p2").state, JOB_NEW, "second");
	is_int(found(s, "p3").state, JOB_ASKED, "third");
	is_int(claim(t, j + 2, NOW), CLAIM_OURS, "the third lane was given back");
	is_int(claim(t, j, NOW), CLAIM_BUSY, "the first was not");
	is_int(note(s, &stranger, JOB_DONE, "settle", 0, NOW), 0, "one never claimed is not noted");
	is_int(store_find(s, "p9", "publish", &stranger, m, &e), 0, "nor entered");
	store_close(t);
	store_close(s);
}

/* A person edits the plan: the entry moves to another account. */
static void
test_account_changes(void)
{
	struct store *s = opened(), *t = opened();
	struct job    a = job("p1", "a", "{}", NOW), b = job("p1", "b", "{}", NOW), x;
	struct job    other = job("p0", "a", "{}", NOW);

	claim(s, &a, NOW);
	x = b;
	is_int(claim(t, &x, NOW), CLAIM_BUSY, "busy while somebody may be sending it elsewhere");
	store_release(s, "a", &e);
	x = b;
	is_int(claim(t, &x, NOW), CLAIM_OURS, "unsent, and nobody has it: moved");
	is_str(found(t, "p1").account, "b", "to the other account");
	is_int(claim(s, &other, NOW), CLAIM_OURS, "its old lane goes on with others");
	is_int(note(s, &a, JOB_ASKED, "ask", 0, NOW), 0, "but who had it there has lost it");
	is_int(claim(s, &a, NOW), CLAIM_BUSY, "and does not get it back");
	is_int(note(t, &x, JOB_ASKED, "ask", 1, NOW), 1, "begun there");
	is_int(claim(s, &a, NOW), CLAIM_BUSY, "it stays there, held or not");
	is_str(found(t, "p1").account, "b", "as noted");
	store_close(t);
	store_close(s);
}

/* A process that was too late must not undo what a person has said. */
static void
test_settle_fences(void)
{
	struct store *s = opened(), *t = opened();
	struct job    a = job("p1", "a", "{}", NOW);

	claim(s, &a, NOW);
	is_int(note(s, &a, JOB_ASKED, "ask", 0, NOW), 1, "asked, and then nothing");
	is_int(store_settle(t, "p1", "publish", JOB_DONE, later(NOW, LEASE), &e), 1, "settled, overdue");
	is_int(note(s, &a, JOB_BETWEEN, "answer", 0, NOW + LEASE), 0, "the late one has lost it");
	is_int(found(s, "p1").state, JOB_DONE, "the person's word stands");
	store_close(t);
	store_close(s);
}

/* Takes the lane in another process, which is killed before it gives it back. */
static pid_t
dying_process(void)
{
	struct job    j = job("p1", "a", "{}", NOW);
	struct store *s;
	pid_t         pid;

	fflush(stdout);
	pid = fork();
	if (pid)
		return pid;
	s = opened();
	if (s && claim(s, &j, NOW) == CLAIM_OURS && note(s, &j, JOB_ASKED, "ask", 0, NOW) == 1)
		raise(SIGKILL);
	_exit(1);
}

static void
is_killed(pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, 0);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "another process had it, was killed");
}

static void
test_dead_holder(void)
{
	struct store *s;
	struct job    j = job("p1", "a", "{\"v\":2}", NOW);

	is_killed(dying_process());
	s = opened();
	is_int(claim(s, &j, NOW + 1), CLAIM_OURS, "its lane is taken over at once");
	is_int(j.state, JOB_ASKED, "its job is as it was noted");
	is_str(j.rec, "{}", "with its own record");
	store_close(s);
}

/* A process that nobody has waited for still has an id; it is dead all the same. */
static void
test_zombie_holder(void)
{
	struct store *s;
	struct job    j = job("p1", "a", "{}", NOW);
	siginfo_t     info;
	pid_t         pid = dying_process();

	is_int(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0, "another process has ended");
	s = opened();
	is_int(claim(s, &j, NOW + 1), CLAIM_OURS, "its lane is taken over at once");
	store_close(s);
	is_killed(pid);
}

static void
test_living_holder(void)
{
	struct store *s;
	struct job    j = job("p1", "a", "{}", NOW);
	int           claimed[2], leave[2], status;
	char          c = 0;
	pid_t         pid;

	if (pipe(claimed) || pipe(leave))
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(leave[1]);
		s = opened();
		c = s && claim(s, &j, NOW) == CLAIM_OURS;
		c = write(claimed[1], &c, 1) == 1 && read(leave[0], &c, 1) == 0;
		store_close(s);
		_exit(!c);
	}
	close(leave[0]);
	is_int(read(claimed[0], &c, 1) == 1 && c, 1, "another process has the lane and lives");
	s = opened();
	is_int(claim(s, &j, NOW + 1), CLAIM_BUSY, "it keeps it");
	is_int(store_settle(s, "p1", "publish", JOB_DONE, NOW, &e), -1, "nobody settles its job");
	is_int(e.fault, FAULT_POLICY, "by policy");
	is_int(claim(s, &j, later(NOW, LEASE)), CLAIM_OURS, "until its lease ends");
	store_close(s);
	close(leave[1]);
	close(claimed[0]);
	close(claimed[1]);
	waitpid(pid, &status, 0);
	is_int(status, 0, "and ends well");
}

/* A thousand jobs of a hundred lanes at once: all or nothing, and each once. */
static void
test_many(void)
{
	struct store *s = opened(), *t = opened();
	struct claim *c = calloc(1000, sizeof *c);
	int           i, ours = 0, busy = 0;

	for (i = 0; i < 1000; i++)
		c[i].job = job(mem_fmt(m, "p%d", i), mem_fmt(m, "a%d", i % 100), "{}", NOW + i);
	is_int(store_claim(s, c, 1000, NOW, LEASE, m, &e), 0, "claimed");
	for (i = 0; i < 1000; i++)
		ours += c[i].result == CLAIM_OURS;
	is_int(ours, 1000, "all are ours");
	is_int(store_claim(t, c, 1000, NOW, LEASE, m, &e), 0, "another asks for the same");
	for (i = 0; i < 1000; i++)
		busy += c[i].result == CLAIM_BUSY;
	is_int(busy, 1000, "all are busy");
	free(c);
	store_close(t);
	store_close(s);
}

static const struct test tests[] = {
	{ "lanes",           test_lanes,           SHARED },
	{ "expiry",          test_expiry,          SHARED },
	{ "overdue",         test_overdue,         SHARED },
	{ "note many",       test_note_many,       SHARED },
	{ "account changes", test_account_changes, SHARED },
	{ "settle fences",   test_settle_fences,   SHARED },
	{ "dead holder",     test_dead_holder,     SHARED },
	{ "zombie holder",   test_zombie_holder,   SHARED },
	{ "living holder",   test_living_holder,   SHARED },
	{ "many",            test_many,            SHARED },
};

int
main(void)
{
	return run_all(tests, sizeof tests / sizeof *tests);
}
