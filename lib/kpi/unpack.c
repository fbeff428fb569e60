/* unpack.c - gzip and zstd by their own programs, between the file and us */
#include "read.h"

#include <errno.h>
#include <fcntl.h>
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

static int
start(struct unpack *u, struct lines *l, struct err *e)
{
	char *argv[] = { NULL, (char[]){ "-dcq" }, NULL };
	char  name[8];
	int   ends[2];

	snprintf(name, sizeof name, "%s", u->program);
	argv[0] = name;
	if (pipe(ends))
		return err_sys(e, "a pipe from %s", u->program);
	u->pid = fork();
	if (u->pid < 0) {
		close(ends[0]);
		close(ends[1]);
		u->pid = 0;
		return err_sys(e, "start %s", u->program);
	}
	if (u->pid == 0) {
		if (dup2(l->fd, STDIN_FILENO) >= 0 && dup2(ends[1], STDOUT_FILENO) >= 0) {
			close(ends[0]);
			close(ends[1]);
			execvp(argv[0], argv);
		}
		_exit(127);
	}
	close(ends[1]);
	if (l->owned)
		close(l->fd);
	l->fd = ends[0];
	l->owned = 1;
	return 0;
}

int
unpack_begin(struct unpack *u, struct lines *l, struct err *e)
{
	char    begin[4];
	ssize_t n = pread(l->fd, begin, sizeof begin, 0);
	size_t  i;

	u->pid = 0;
	if (n < 0) /* a pipe cannot be looked at: lines only */
		return 0;
	for (i = 0; i < sizeof packers / sizeof *packers; i++)
		if ((size_t)n >= strlen(packers[i].magic) && memcmp(begin, packers[i].magic,
		    strlen(packers[i].magic)) == 0) {
			u->program = packers[i].program;
			return start(u, l, e);
		}
	return 0;
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
