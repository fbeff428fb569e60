/*
 * claims.c - how long a claim takes where ten processes publish side by side
 *
 * usage: claims STORE
 * Each process has four accounts of its own with ten posts, and sends them as smm-post does: claimed, noted as asked, 50 ms
 * on the way, noted as done. Prints the median, the 99th percentile and the longest of the 400 claims, in ms, and how many
 * calls failed.
 */
#include "smm/clock.h"
#include "smm/store.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES 10
#define ACCOUNTS  4
#define POSTS     40
#define LEASE_MS  120000

struct times {
	double ms[PROCESSES * POSTS];
	int    failed[PROCESSES];
};

static double
ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
write_note(struct store *s, struct job *j, enum job_state state, const char *what)
{
	struct note n = { .job = j, .what = what };
	struct err  e;

	j->state = state;
	return store_note(s, &n, 1, clock_now(), LEASE_MS, &e) || n.lost;
}

/* The time of its claim; *failed is how many of the three calls did. */
static double
send_one(struct store *s, struct mem *m, const char *account, const char *id, int *failed)
{
	struct claim c = { .job = { .id = id, .op = "publish", .account = account, .network = "mastodon", .rec = "{}",
	    .digest = "sha256:00", .at = clock_now() } };
	struct err   e;
	double       before = ms_now(), took;

	*failed += store_claim(s, &c, 1, clock_now(), LEASE_MS, m, &e) || c.result != CLAIM_OURS;
	took = ms_now() - before;
	*failed += write_note(s, &c.job, JOB_ASKED, "ask");
	nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
	*failed += write_note(s, &c.job, JOB_DONE, "settle");
	return took;
}

static void
publish(const char *url, int number, double *ms, int *failed)
{
	struct store *s = NULL;
	struct mem   *m = mem_new();
	struct err    e;
	int           i;

	if (store_open(&s, url, &e)) {
		*failed = POSTS;
		return;
	}
	for (i = 0; i < POSTS; i++)
		ms[i] = send_one(s, m, mem_fmt(m, "a%d-%d", number, i % ACCOUNTS), mem_fmt(m, "p%d-%d", number, i), failed);
	store_close(s);
	mem_free(m);
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int
main(int argc, char **argv)
{
	struct times *t = mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int           i, failed = 0, n = PROCESSES * POSTS;

	if (argc != 2 || t == MAP_FAILED)
		return 1;
	for (i = 0; i < PROCESSES; i++) {
		if (fork())
			continue;
		publish(argv[1], i, t->ms + (ptrdiff_t)i * POSTS, t->failed + i);
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
	for (i = 0; i < PROCESSES; i++)
		failed += t->failed[i];
	qsort(t->ms, (size_t)n, sizeof *t->ms, compare);
	printf("%.2f %.2f %.2f %d\n", t->ms[n / 2], t->ms[n * 99 / 100], t->ms[n - 1], failed);
	return 0;
}
