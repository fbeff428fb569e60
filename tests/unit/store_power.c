/*
 * store_power.c - the power fails at any moment: what was noted is in the ledger, and nothing half
 *
 * The disk of this test is the worst there may be: of what was not flushed, each sector of 512
 * bytes may be there or not. fdatasync() and fsync() are this program's own; they remember what each
 * file was when it was last flushed. A power cut makes a copy of the ledger as that disk would have
 * it, and the copy is opened and compared with what store_note() has accepted.
 */
#define _GNU_SOURCE /* syscall(), readlink() of /proc */

#include "store_sqlite.h"

#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define SECTOR 512
#define ROUNDS 150
#define JOBS   200

struct content {
	char  *at;
	size_t len;
};

static struct content safe[2]; /* ledger and log, as last flushed */
static struct content gone[2]; /* as they were when removed, unless their folder was flushed since */
static const char    *suffixes[2] = { "", "-wal" };
static unsigned       seed = 1;
static int            is_copy;    /* the copy is open, not the ledger */
static int            cut_inside; /* one cut in so many flushes; 0: none */
static int            images;     /* of cuts made inside of a call, not looked at yet */

static unsigned
dice(unsigned sides)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % sides;
}

static char *
image(int number, const char *suffix)
{
	return mem_fmt(m, "%s.cut%d%s", path(), number, suffix);
}

static struct content
read_all(const char *name)
{
	struct content c = { NULL, 0 };
	struct stat    st;
	int            fd = open(name, O_RDONLY);

	if (fd < 0)
		return c;
	if (fstat(fd, &st) == 0) {
		c.at = malloc((size_t)st.st_size + 1);
		c.len = (size_t)st.st_size;
		if (!c.at || read(fd, c.at, c.len) != (ssize_t)c.len)
			printf("Bail out! cannot read %s\n", name);
	}
	close(fd); /* drops SQLite's locks, which matter to nobody here: there is one process */
	return c;
}

/* What the disk may have of a file: each sector as flushed, or as written since. */
static void
tear(const char *name, const struct content *old, const struct content *new)
{
	size_t len = dice(2) ? new->len : old->len, at, size, rest;
	int    fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	char  *out = calloc(1, len + 1);

	for (at = 0; at < len; at += SECTOR) {
		int is_new = at >= old->len || (at < new->len && dice(2));
		const struct content *from = is_new ? new : old;

		size = len - at < SECTOR ? len - at : SECTOR;
		rest = at < from->len ? from->len - at : 0;
		if (rest)
			memcpy(out + at, from->at + at, size < rest ? size : rest);
	}
	if (write(fd, out, len) != (ssize_t)len)
		printf("Bail out! cannot write %s\n", name);
	close(fd);
	free(out);
}

/* What the disk may have under a name: the file as torn, or the one that was there before. */
static void
cut_file(int number, int i)
{
	struct content now = read_all(sibling(suffixes[i]));

	if (gone[i].at && dice(2))
		tear(image(number, suffixes[i]), &gone[i], &gone[i]);
	else if (now.at)
		tear(image(number, suffixes[i]), &safe[i], &now);
	free(now.at);
}

static void
cut(int number)
{
	cut_file(number, 0);
	cut_file(number, 1);
}

static void
replace(struct content *old, struct content new)
{
	free(old->at);
	*old = new;
}

static void
flushed(int fd)
{
	char    link[64], name[4096], *folder = path();
	ssize_t len;
	int     i;

	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	len = readlink(link, name, sizeof name - 1);
	name[len > 0 ? len : 0] = '\0';
	*strrchr(folder, '/') = '\0';
	if (cut_inside && !is_copy && dice((unsigned)cut_inside) == 0)
		cut(++images);
	for (i = 0; i < 2 && !is_copy; i++) {
		if (strcmp(name, folder) == 0)
			replace(&gone[i], (struct content){ NULL, 0 });
		else if (strcmp(name, sibling(suffixes[i])) == 0)
			replace(&safe[i], read_all(name));
	}
}

int
unlink(const char *name)
{
	int i;

	for (i = 0; i < 2 && !is_copy; i++) {
		if (strcmp(name, sibling(suffixes[i])) != 0)
			continue;
		replace(&gone[i], safe[i]);
		safe[i] = (struct content){ NULL, 0 };
	}
	return unlinkat(AT_FDCWD, name, 0);
}

int
fdatasync(int fd)
{
	flushed(fd);
	return (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	flushed(fd);
	return (int)syscall(SYS_fsync, fd);
}

/* --- what the ledger must have ---------------------------------------------------------------- */

struct model {
	int            jobs; /* claimed */
	enum job_state accepted[JOBS]; /* as last noted; JOB_NEW: not noted, and may be missing */
	enum job_state under_way[JOBS]; /* as the call under way notes it */
};

static struct model model;

static char *
id(int i)
{
	return mem_fmt(m, "p%d", i);
}

/* Which of the two the copy has: 0 what was accepted, 1 the call under way too, -1 neither. */
static int
look(struct store *s, int i)
{
	struct job j = { .state = JOB_NEW };
	int        there = store_find(s, id(i), "publish", &j, m, &e);

	if (there < 0)
		return -1;
	if (j.state == model.accepted[i] && (there || j.state == JOB_NEW))
		return model.under_way[i] == model.accepted[i] ? 2 : 0;
	return j.state == model.under_way[i] ? 1 : -1;
}

/* Opens the copy as after a restart. Returns what is wrong, NULL when nothing is. */
static const char *
verify(int number)
{
	const char   *was = url, *why = NULL;
	struct store *s = NULL;
	int           i, seen[3] = { 0 }, what;

	url = mem_fmt(m, "sqlite:%s", image(number, ""));
	is_copy = 1;
	if (strcmp(ask("PRAGMA integrity_check"), "ok") != 0)
		why = "not sound";
	else if (store_open(&s, url, &e))
		why = e.text;
	for (i = 0; i < model.jobs && !why; i++) {
		what = look(s, i);
		if (what < 0)
			why = mem_fmt(m, "%s is not as it was noted", id(i));
		else
			seen[what]++;
	}
	if (!why && seen[0] && seen[1])
		why = "half of a call is there";
	store_close(s);
	unlink(path());
	unlink(sibling("-wal"));
	unlink(sibling("-shm"));
	url = was;
	is_copy = 0;
	return why;
}

static int cuts, wrong;

static void
look_at(int number)
{
	const char *why = verify(number);

	cuts++;
	if (why) {
		wrong++;
		printf("# seed %u, image %d: %s\n", seed, number, why);
	}
}

/* The cuts made inside of the call, and perhaps one after it. */
static void
after_call(void)
{
	for (; images; images--)
		look_at(images);
	memcpy(model.accepted, model.under_way, sizeof model.accepted);
	if (dice(3) == 0) {
		cut(99);
		look_at(99);
	}
}

static void
must(int rc)
{
	if (rc) {
		printf("Bail out! %s\n", e.text);
		exit(1);
	}
}

static void
claim_all(struct store *s, struct claim *c, size_t n, int64_t now)
{
	size_t i;

	must(store_claim(s, c, n, now, LEASE, m, &e));
	for (i = 0; i < n; i++)
		wrong += c[i].result != CLAIM_OURS;
	after_call();
}

static struct job
job_of(int i, int64_t now)
{
	return job(id(i), mem_fmt(m, "a%d", i % 7), "{}", now);
}

static void
claim_some(struct store *s, int64_t now)
{
	struct claim c[5] = { { .app = NULL } };
	int          n = 1 + (int)dice(5), i;

	if (model.jobs + n > JOBS)
		return;
	for (i = 0; i < n; i++)
		c[i].job = job_of(model.jobs + i, now);
	model.jobs += n;
	claim_all(s, c, (size_t)n, now);
}

/* Moves a few jobs one state on, all in one call. */
static void
note_some(struct store *s, int64_t now)
{
	static struct claim c[6];
	static struct note  n[6];
	int                 which[6], count = 0, i;

	for (i = 0; i < model.jobs && count < 6; i++)
		if (model.accepted[i] != JOB_DONE && dice(2)) {
			c[count].job = job_of(i, NOW);
			which[count++] = i;
		}
	claim_all(s, c, (size_t)count, now);
	for (i = 0; i < count; i++) {
		c[i].job.state = c[i].job.state == JOB_NEW ? JOB_ASKED : JOB_DONE;
		model.under_way[which[i]] = c[i].job.state;
		n[i] = (struct note){ .job = &c[i].job, .what = "x" };
	}
	must(store_note(s, n, (size_t)count, now, LEASE, &e));
	for (i = 0; i < count; i++)
		wrong += n[i].lost;
	after_call();
}

/* Another process moves the log into the ledger, whole or as far as it can. */
static void
checkpoint(void)
{
	static const char *const how[] = { "PASSIVE", "FULL", "RESTART", "TRUNCATE" };
	sqlite3 *db = raw();

	sqlite3_exec(db, mem_fmt(m, "PRAGMA wal_checkpoint(%s)", how[dice(4)]), NULL, NULL, NULL);
	sqlite3_close(db);
	after_call();
}

static void
test_power(void)
{
	struct store *s = opened();
	int           i;

	cut_inside = 4;
	for (i = 0; i < ROUNDS; i++) {
		switch (dice(6)) {
		case 0:
		case 1:
			claim_some(s, NOW + i);
			break;
		case 2:
			checkpoint();
			break;
		case 3:
			store_close(s);
			after_call();
			s = opened();
			break;
		default:
			note_some(s, NOW + i);
			break;
		}
	}
	cut_inside = 0;
	store_close(s);
	ok(model.jobs > 50, "%d jobs", model.jobs);
	ok(cuts > ROUNDS / 3, "%d power cuts", cuts);
	is_int(wrong, 0, "after each the ledger was sound, had all that was accepted, nothing half");
}

/* The same at its plainest: what is there when everything unflushed is gone. */
static void
test_unflushed(void)
{
	struct store *s = opened();
	struct job    j = job("p0", "a", "{}", NOW);
	struct content nothing = { NULL, 0 };

	memset(&model, 0, sizeof model);
	claim(s, &j, NOW);
	tear(image(1, ""), &safe[0], &safe[0]);
	tear(image(1, "-wal"), &safe[1], &safe[1]);
	model.jobs = 1;
	is_str(verify(1), NULL, "a claim may be gone");
	is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "asked");
	tear(image(2, ""), &safe[0], &safe[0]);
	tear(image(2, "-wal"), &safe[1], &safe[1]);
	model.accepted[0] = model.under_way[0] = JOB_ASKED;
	is_str(verify(2), NULL, "an intent is there");
	tear(image(3, ""), &safe[0], &safe[0]);
	tear(image(3, "-wal"), &nothing, &nothing);
	ok(verify(3) != NULL, "and this test would see it if it were not");
	store_close(s);
}

static const struct test tests[] = {
	{ "power",     test_power,     ON_DISK },
	{ "unflushed", test_unflushed, ON_DISK },
};

int
main(void)
{
	if (access("/proc/self/fd", R_OK))
		return skip_all("no /proc: what is flushed cannot be told");
	return run_all(tests, sizeof tests / sizeof *tests);
}
