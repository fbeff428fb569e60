/* unpack.c - gzip and zstd by their own programs, between the file and us */
#include "read.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	const char *magic, *program;
} packers[] = { /* RFC 1952, section 2.3.1; RFC 8878, section 3.1.1 */
	{ "\x1f\x8b", "gzip" },
	{ "\x28\xb5\x2f\xfd", "zstd" },
};

/* A pipe whose ends no other program keeps open: those that other threads start do not get them. */
static int
fork_with_pipe(int ends[2])
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	int                    pid = -1;

	pthread_mutex_lock(&lock);
	if (pipe(ends) == 0) {
		fcntl(ends[0], F_SETFD, FD_CLOEXEC);
		fcntl(ends[1], F_SETFD, FD_CLOEXEC);
		pid = fork();
		if (pid < 0) {
			close(ends[0]);
			close(ends[1]);
		}
	}
	pthread_mutex_unlock(&lock);
	return pid;
}

static int
start(struct unpack *u, struct lines *l, struct err *e)
{
	char *argv[] = { NULL, (char[]){ "-dcq" }, NULL };
	char  name[8];
	int   ends[2], quiet;

	snprintf(name, sizeof name, "%s", u->program);
	argv[0] = name;
	u->pid = fork_with_pipe(ends);
	if (u->pid < 0) {
		u->pid = 0;
		return err_sys(e, "start %s", u->program);
	}
	if (u->pid == 0) {
		quiet = open("/dev/null", O_WRONLY);
		dup2(quiet, STDERR_FILENO); /* unpack_end() says it, with the file's name */
		if (dup2(l->fd, STDIN_FILENO) >= 0 && dup2(ends[1], STDOUT_FILENO) >= 0)
			execvp(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	if (l->owned)
		close(l->fd);
	l->fd = ends[0];
	l->owned = 1;
	return 0;
}

/* NULL: none; a pipe cannot be looked at: lines only. */
static const char *
packer_of(int fd)
{
	char    begin[4];
	ssize_t n = pread(fd, begin, sizeof begin, 0);
	size_t  i;

	for (i = 0; n > 0 && i < sizeof packers / sizeof *packers; i++)
		if ((size_t)n >= strlen(packers[i].magic) && memcmp(begin, packers[i].magic,
		    strlen(packers[i].magic)) == 0)
			return packers[i].program;
	return NULL;
}

int
unpack_is_packed(int fd)
{
	return packer_of(fd) != NULL;
}

int
unpack_begin(struct unpack *u, struct lines *l, struct err *e)
{
	u->pid = 0;
	u->program = packer_of(l->fd);
	return u->program ? start(u, l, e) : 0;
}

int
unpack_end(struct unpack *u, const char *path, struct err *e)
{
	int status;

	if (!u->pid)
		return 0;
	while (waitpid(u->pid, &status, 0) < 0)
		if (errno != EINTR)
			return err_sys(e, "wait for %s", u->program);
	u->pid = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return err_set(e, FAULT_SYS, "%s is needed to read %s: install it", u->program, path);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(e, FAULT_INPUT, "%s: %s cannot unpack it to its end: torn or damaged", path, u->program);
	return 0;
}
