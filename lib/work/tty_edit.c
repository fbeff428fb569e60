/* tty_edit.c - a text made in the person's editor */
#include "tty.h"

#include "smm/child.h"
#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT_BYTES 65536

extern char **environ;

/* ^C in the editor is the editor's: we do not hear it, and it does not inherit that. */
static int
spawn(const struct tty *t, char **words, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t          attr;
	sigset_t                   plain;
	int                        rc;

	sigemptyset(&plain);
	sigaddset(&plain, SIGINT);
	sigaddset(&plain, SIGQUIT);
	sigaddset(&plain, SIGTSTP);
	sigaddset(&plain, SIGPIPE);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigdefault(&attr, &plain);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, t->fd, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, t->fd, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, t->fd, STDERR_FILENO);
	rc = posix_spawnp(pid, words[0], &files, &attr, words, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attr);
	return rc;
}

/*
 * Until it ends: its state, or -1. An editor that is stopped (^Z) stops us with it, so that the shell has its terminal
 * back; what lets the job go on lets both.
 */
static int
wait_for(pid_t pid)
{
	int state;

	for (;;) {
		while (waitpid(pid, &state, WUNTRACED) < 0)
			if (errno != EINTR)
				return -1;
		if (!WIFSTOPPED(state))
			return state;
		kill(getpid(), SIGSTOP);
	}
}

static int
run(const struct tty *t, char **words, struct err *e)
{
	static const int quiet[] = { SIGINT, SIGQUIT, SIGTSTP };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, found[3];
	pid_t            pid = 0;
	int              state, rc, i;

	for (i = 0; i < 3; i++)
		sigaction(quiet[i], &ignore, found + i);
	rc = spawn(t, words, &pid);
	state = rc ? -1 : wait_for(pid);
	for (i = 0; i < 3; i++)
		sigaction(quiet[i], found + i, NULL);
	errno = rc;
	if (rc)
		return err_sys(e, "run %s", words[0]);
	return WIFEXITED(state) && WEXITSTATUS(state) == 0 ? 0 :
	    err_set(e, FAULT_SYS, "%s left with an error: the text is not used", words[0]);
}

static int
run_editor(const struct tty *t, char *path, struct err *e)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");
	char       *words[CHILD_WORDS + 1];
	char       *copy = mem_copy(visual && *visual ? visual : editor && *editor ? editor : "vi");
	int         rc = child_split(copy, words, FAULT_USAGE, e), n = 0;

	while (!rc && words[n])
		n++;
	words[n] = path;
	words[n + 1] = NULL;
	if (!rc)
		rc = run(t, words, e);
	free(copy);
	return rc;
}

static char *
read_text(const char *path, struct mem *m, struct err *e)
{
	char    *s = mem_alloc(m, TEXT_BYTES + 1);
	int      fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t  n = fd < 0 ? -1 : read(fd, s, TEXT_BYTES + 1);

	if (n < 0)
		err_sys(e, "read %s", path);
	if (fd >= 0)
		close(fd);
	if (n < 0)
		return NULL;
	if (n > TEXT_BYTES || utf8_valid(s, (size_t)n) != (size_t)n) {
		err_set(e, FAULT_INPUT, "the text is not UTF-8, or longer than %d bytes", TEXT_BYTES);
		return NULL;
	}
	while (n > 0 && strchr("\r\n \t", s[n - 1]))
		n--;
	s[n] = '\0';
	return s;
}

/* Whether the file has other words than those it began with, and any. */
static int
has_new_words(const char *path, const char *text, size_t len)
{
	char    s[4096];
	int     fd = open(path, O_RDONLY | O_CLOEXEC), same = 1;
	size_t  at = 0;
	ssize_t n = 0;

	while (fd >= 0 && same && (n = read(fd, s, sizeof s)) > 0) {
		same = (size_t)n <= len - at && memcmp(s, text + at, (size_t)n) == 0;
		at += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	return at && (!same || at < len);
}

char *
tty_edit(struct tty *t, const char *text, struct mem *m, struct err *e)
{
	const char *folder = getenv("TMPDIR");
	char       *path = mem_fmt(m, "%s/cm-reply.XXXXXX", folder && *folder ? folder : "/tmp"), *made = NULL;
	int         fd = mkstemp(path);
	size_t      len = strlen(text);
	struct err  why;

	if (fd < 0) {
		err_sys(e, "make %s", path);
		return NULL;
	}
	if (write(fd, text, len) != (ssize_t)len || close(fd)) {
		err_sys(e, "write %s", path);
	} else {
		tty_lend();
		if (!run_editor(t, path, e))
			made = read_text(path, m, e); /* an editor may have put another file in its place */
		tty_back(t);
	}
	if (made || !has_new_words(path, text, len)) {
		unlink(path);
	} else {
		why = *e;
		err_set(e, why.fault, "kept in %s: %s", path, why.text); /* the path first: a screen cuts the end */
	}
	return made;
}
