/* team.c - what a team is told: a line in its file, or to a command */


#include "smm/team.h"

#include "smm/buf.h"
#include "smm/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MAX 32

extern char **environ;

static int
write_line(int fd, const char *line, size_t len, const char *what, struct err *e)
{
	struct buf b = { 0 };
	size_t     at = 0;
	ssize_t    n = 0;

	buf_add(&b, line, len);
	buf_char(&b, '\n');
	while (at < b.len && ((n = write(fd, b.at + at, b.len - at)) >= 0 || errno == EINTR))
		at += n > 0 ? (size_t)n : 0;
	buf_release(&b);
	return at == len + 1 ? 0 : err_sys(e, "write %s", what);
}

static int
tell_file(const char *path, const char *line, size_t len, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	int rc;

	if (fd < 0)
		return err_sys(e, "open %s", path);
	rc = write_line(fd, line, len, path, e);
	if (!rc && fsync(fd) && errno != EINVAL)
		rc = err_sys(e, "write %s", path);
	if (close(fd) && !rc)
		rc = err_sys(e, "write %s", path);
	return rc;
}

static void
split(char *text, char **words)
{
	char  *save;
	size_t n = 0;

	words[n] = strtok_r(text, " \t", &save);
	while (words[n] && n + 1 < WORDS_MAX)
		words[++n] = strtok_r(NULL, " \t", &save);
	words[n] = NULL;
}

static int
start(const char *command, pid_t *pid, int *to, struct err *e)
{
	posix_spawn_file_actions_t actions;
	char                      *copy = mem_copy(command), *words[WORDS_MAX];
	int                        ends[2], rc;

	split(copy, words);
	if (!words[0] || pipe(ends)) {
		free(copy);
		return words[0] ? err_sys(e, "pipe") : err_set(e, FAULT_USAGE, "--team-command is empty");
	}
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	rc = posix_spawnp(pid, words[0], &actions, NULL, words, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[0]);
	free(copy);
	if (rc) {
		close(ends[1]);
		errno = rc;
		return err_sys(e, "run %s", command);
	}
	*to = ends[1];
	return 0;
}

static int
tell_command(const char *command, const char *line, size_t len, struct err *e)
{
	pid_t pid;
	int   to, state, rc;

	if (start(command, &pid, &to, e))
		return -1;
	rc = write_line(to, line, len, command, e);
	close(to);
	while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
		;
	if (!rc && (!WIFEXITED(state) || WEXITSTATUS(state)))
		return err_set(e, FAULT_AGAIN, "%s: the team's command left with %d", command,
		    WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state));
	return rc;
}

int
team_tell(void *arg, const char *line, size_t len, struct err *e)
{
	const struct team *t = arg;

	if (t->file && tell_file(t->file, line, len, e))
		return -1;
	return t->command ? tell_command(t->command, line, len, e) : 0;
}
