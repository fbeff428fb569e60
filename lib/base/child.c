/* child.c - another program run for what it prints */
#include "smm/child.h"

#include "smm/clock.h"
#include "smm/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A file that has no name any more: no pipe, so that nobody waits for the other to read. */
static int
open_input(const struct child *c, FILE **in, struct err *e)
{
	*in = NULL;
	if (!c->in)
		return 0;
	*in = tmpfile();
	if (!*in || fcntl(fileno(*in), F_SETFD, FD_CLOEXEC) || fwrite(c->in, 1, c->in_len, *in) != c->in_len ||
	    fflush(*in) || lseek(fileno(*in), 0, SEEK_SET)) {
		err_sys(e, "write a temporary file for %s", c->words[0]);
		if (*in)
			fclose(*in);
		return -1;
	}
	return 0;
}

int
child_start(char *const *words, int in, enum fault fault, struct running *out, struct err *e)
{
	posix_spawn_file_actions_t actions;
	int                        ends[2], rc;

	if (pipe(ends))
		return err_sys(e, "pipe");
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	rc = posix_spawnp(&out->pid, words[0], &actions, NULL, words, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (rc) {
		close(ends[0]);
		return err_set(e, fault, "cannot run %s: %s", words[0], lang_errno(rc));
	}
	out->fd = ends[0];
	return 0;
}

/* Until it ends or the time is up. */
static int
read_all(const struct child *c, int fd, struct buf *out, struct err *e)
{
	int64_t       until = clock_mono() + c->limit_ms;
	struct pollfd p = { .fd = fd, .events = POLLIN };
	size_t        room = c->max;
	ssize_t       n;
	int           rc;

	buf_room(out, c->max);
	for (;;) {
		rc = poll(&p, 1, (int)(until - clock_mono() > 0 ? until - clock_mono() : 0));
		if (rc == 0)
			return err_set(e, c->fault, "%s has not ended in %d s", c->words[0], c->limit_ms / 1000);
		if (rc < 0)
			return err_sys(e, "wait for %s", c->words[0]);
		n = read(fd, out->at + out->len, room);
		if (n < 0)
			return err_sys(e, "read from %s", c->words[0]);
		out->len += (size_t)n;
		room -= (size_t)n;
		out->at[out->len] = '\0';
		if (!n)
			return 0;
		if (!room)
			return err_set(e, c->fault, "%s prints more than %zu bytes", c->words[0], c->max - 1);
	}
}

static int
finish(const struct child *c, pid_t pid, int rc, struct err *e)
{
	int status = 0;

	if (rc)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (rc || (WIFEXITED(status) && !WEXITSTATUS(status)))
		return rc;
	return err_set(e, c->fault, "%s ended with status %d", c->words[0],
	    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int
child_run(const struct child *c, struct buf *out, struct err *e)
{
	struct running r = { -1, -1 };
	FILE          *in;
	int            rc = -1;

	if (open_input(c, &in, e))
		return -1;
	if (!child_start(c->words, in ? fileno(in) : -1, c->fault, &r, e)) {
		rc = read_all(c, r.fd, out, e);
		close(r.fd);
		rc = finish(c, r.pid, rc, e);
	}
	if (in)
		fclose(in);
	return rc;
}

int
child_split(char *line, char **words, enum fault fault, struct err *e)
{
	char  *from = line, *to;
	size_t n = 0;
	char   quote;

	for (;;) {
		from += strspn(from, " \t");
		if (!*from)
			break;
		if (n == CHILD_WORDS - 1)
			return err_set(e, fault, "the command has more than %d words", CHILD_WORDS - 1);
		words[n++] = to = from;
		for (quote = 0; *from && (quote || !strchr(" \t", *from)); from++) {
			if (quote ? *from == quote : *from == '"' || *from == '\'')
				quote = quote ? 0 : *from;
			else
				*to++ = *from;
		}
		if (quote)
			return err_set(e, fault, "the command lacks a closing %c", quote);
		if (*from)
			from++;
		*to = '\0';
	}
	words[n] = NULL;
	if (n)
		return 0;
	err_set(e, fault, "the command is empty");
	return -1;
}
