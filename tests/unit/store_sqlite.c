/* store_sqlite.c - the SQLite ledger: its file, and what may be wrong with it */
#include "store_sqlite.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void
write_file(const char *name, const char *text, size_t len)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ok(fd >= 0 && write(fd, text, len) == (ssize_t)len && close(fd) == 0, "%zu bytes", len);
}

static void
open_fails(enum fault fault, const char *part)
{
	struct store *s = NULL;

	fails(store_open(&s, url, &e), fault, part);
	ok(strstr(e.text, path()) != NULL, "and names the file");
	ok(s == NULL, "there is no store then");
}

static int
mode(const char *name)
{
	struct stat st;

	return stat(name, &st) ? -1 : (int)(st.st_mode & 07777);
}

static int64_t
size(const char *name)
{
	struct stat st;

	return stat(name, &st) ? -1 : (int64_t)st.st_size;
}

static void
test_file(void)
{
	mode_t        old = umask(0);
	struct store *s;

	is_int(store_exists(url), 0, "not there yet");
	s = opened();
	is_int(store_exists(url), 1, "now it is");
	is_int(mode(path()), 0600, "nobody else reads the file");
	is_int(mode(sibling("-wal")), 0600, "nor its log");
	store_close(s);
	umask(old);
	is_str(ask("PRAGMA application_id"), "1936551275", "it says whose it is");
	is_str(ask("PRAGMA user_version"), "1", "and its form");
	is_str(ask("PRAGMA journal_mode"), "wal", "and keeps a log");
	is_str(ask("PRAGMA integrity_check"), "ok", "and is sound");
}

static void
test_folders(void)
{
	char *folder = path();

	*strrchr(folder, '/') = '\0';
	store_close(opened());
	is_int(mode(folder), 0700, "nobody else opens the folder");
	*strrchr(folder, '/') = '\0';
	is_int(mode(folder), 0700, "nor the one it is in");
}

/* What sqlite3_open() would take for something else is a file like any other. */
static void
test_names(void)
{
	char *folder = path(), *here = mem_alloc(m, 4096);

	*strrchr(folder, '/') = '\0';
	store_close(opened());
	is_int(getcwd(here, 4096) && chdir(folder) == 0, 1, "in its folder");
	url = "sqlite:file:x?mode=memory";
	store_close(opened());
	ok(size("file:x?mode=memory") > 0, "\"file:\" is a name like any other");
	url = "sqlite:./deep/down/l.db";
	store_close(opened());
	ok(size("deep/down/l.db") > 0, "folders below the current one are made");
	is_int(chdir(here), 0, "back");
}

static void
test_empty_file(void)
{
	store_close(opened());
	write_file(path(), "", 0);
	store_close(opened());
	is_str(ask("PRAGMA integrity_check"), "ok", "an empty file becomes a ledger");
}

static void
test_newer(void)
{
	store_close(opened());
	sql("PRAGMA user_version = 99");
	open_fails(FAULT_CONF, "install a newer smmkit");
	is_str(ask("PRAGMA user_version"), "99", "and it is left as it is");
}

static void
test_foreign(void)
{
	store_close(opened());
	unlink(path());
	sql("CREATE TABLE moz_places (id)");
	open_fails(FAULT_CONF, "another program");
	is_str(ask("PRAGMA journal_mode"), "delete", "and it is left as it is");
	is_str(ask("SELECT count(*) FROM sqlite_schema"), "1", "with its own tables only");
	sql("DROP TABLE moz_places; PRAGMA application_id = 252006673");
	open_fails(FAULT_CONF, "another program");
}

static void
test_no_database(void)
{
	char text[5000];

	memset(text, 'x', sizeof text);
	store_close(opened());
	write_file(path(), text, sizeof text);
	open_fails(FAULT_IO, "file is not a database");
	write_file(path(), "short", 5);
	open_fails(FAULT_IO, "restore it from a copy");
}

static void
test_damaged(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);
	char          noise[4096];
	int           fd;

	claim(s, &j, NOW);
	store_close(s);
	memset(noise, 0xa5, sizeof noise);
	fd = open(path(), O_WRONLY);
	is_int(pwrite(fd, noise, sizeof noise, 4096), sizeof noise, "the second page is destroyed");
	close(fd);
	s = opened();
	fails(store_find(s, "p1", "publish", &j, m, &e), FAULT_IO, "damaged");
	is_int(claim(s, &j, NOW), -1, "nor claimed");
	store_close(s);
}

static void
test_folder_instead(void)
{
	store_close(opened());
	unlink(path());
	is_int(mkdir(path(), 0700), 0, "a folder in its place");
	open_fails(FAULT_IO, "Is a directory");
	rmdir(path());
	write_file(path(), "", 0);
	url = mem_fmt(m, "%s/l.db", url);
	is_int(store_exists(url), 0, "below a file there is no ledger");
	fails(store_open(&(struct store *){ NULL }, url, &e), FAULT_IO, "Not a directory");
}

/* Gives the ledger and its folders, up to the test's own, to nobody, and becomes him. */
static int
become_nobody(void)
{
	const uid_t nobody = 65534;
	char       *name = path();
	int         rc = 0;

	if (geteuid() != 0)
		return 0;
	for (; strcmp(name, "/tmp") != 0; *strrchr(name, '/') = '\0')
		rc |= chown(name, nobody, nobody);
	return rc || setgroups(0, NULL) || setgid(nobody) || setuid(nobody);
}

/* Runs a test as somebody who may not do everything. */
static void
as_nobody(void (*what)(void))
{
	pid_t pid;
	int   status, failed = tap_failed;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (become_nobody())
			_exit(2);
		what();
		fflush(stdout);
		_exit(tap_failed > failed);
	}
	waitpid(pid, &status, 0);
	is_int(status, 0, "all of that as a user who is not root");
}

/* Its lines are counted by as_nobody() as one. */
static void
quiet(int held, const char *what)
{
	if (!held) {
		printf("# failed: %s: %s\n", what, e.text);
		tap_failed++;
	}
}

static void
read_only(void)
{
	struct store *s = NULL;
	struct job    j = job("p2", "a", "{}", NOW), got;
	struct claim  c = { .job = j };
	struct note   n = { .job = &j, .what = "ask" };

	quiet(chmod(path(), 0400) == 0, "no more writing");
	quiet(store_open(&s, url, &e) == 0, "opens");
	if (!s)
		return;
	quiet(store_find(s, "p1", "publish", &got, m, &e) == 1, "can be read");
	quiet(store_claim(s, &c, 1, NOW, LEASE, m, &e) == -1 && e.fault == FAULT_IO &&
	    strstr(e.text, "owner and mode"), "cannot be claimed");
	quiet(store_note(s, &n, 1, NOW, LEASE, &e) == -1 && e.fault == FAULT_IO, "nor noted");
	quiet(store_set(s, "x", "y", &e) == -1 && e.fault == FAULT_IO, "nor set");
	store_close(s);
}

static void
test_read_only(void)
{
	struct store *s = opened();
	struct job    j = job("p1", "a", "{}", NOW);

	claim(s, &j, NOW);
	store_close(s);
	as_nobody(read_only);
}

static void
unreadable(void)
{
	struct store *s = NULL;

	quiet(chmod(path(), 0) == 0, "no more reading");
	quiet(store_open(&s, url, &e) == -1 && e.fault == FAULT_IO &&
	    strstr(e.text, "owner and mode"), "cannot be opened");
	url = "sqlite:/proc/smm/ledger.db";
	quiet(store_open(&s, url, &e) == -1 && e.fault == FAULT_IO && strstr(e.text, "name another"),
	    "nor made where nothing can be made");
	url = "sqlite:/root/smm/ledger.db";
	quiet(store_open(&s, url, &e) == -1 && e.fault == FAULT_IO && strstr(e.text, "/root/smm"),
	    "nor in a folder that is not ours");
}

static void
test_unreadable(void)
{
	store_close(opened());
	as_nobody(unreadable);
}

/* Locks of a process on a file end when it closes any descriptor of that file (fcntl(2)). */
static void
test_opened_twice(void)
{
	struct store *s = opened(), *t;
	struct job    j = job("p1", "a", "{}", NOW);
	struct flock  lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	pid_t         pid;
	int           status, fd, is_locked;

	claim(s, &j, NOW);
	t = opened();
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fd = open(path(), O_RDWR);
		is_locked = fd >= 0 && fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
		raise(is_locked ? SIGUSR1 : SIGKILL); /* it must not close what it has inherited */
	}
	waitpid(pid, &status, 0);
	is_int(WTERMSIG(status), SIGUSR1, "opening it a second time keeps the first one's locks");
	store_close(t);
	is_int(note(s, &j, JOB_ASKED, "ask", 0, NOW), 1, "and so does closing it");
	store_close(s);
}

static const struct test tests[] = {
	{ "file",           test_file,           ON_DISK },
	{ "folders",        test_folders,        ON_DISK },
	{ "names",          test_names,          ON_DISK },
	{ "empty file",     test_empty_file,     ON_DISK },
	{ "newer",          test_newer,          ON_DISK },
	{ "foreign",        test_foreign,        ON_DISK },
	{ "no database",    test_no_database,    ON_DISK },
	{ "damaged",        test_damaged,        ON_DISK },
	{ "folder instead", test_folder_instead, ON_DISK },
	{ "read only",      test_read_only,      ON_DISK },
	{ "unreadable",     test_unreadable,     ON_DISK },
	{ "opened twice",   test_opened_twice,   ON_DISK },
};

int
main(void)
{
	sqlite3_config(SQLITE_CONFIG_URI, 1); /* as some systems build it */
	return run_all(tests, sizeof tests / sizeof *tests);
}
