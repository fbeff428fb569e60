/* secret.c - a secret fetched from where it is kept (conf.h) */
#include "smm/conf.h"

#include "smm/child.h"
#include "smm/file.h"
#include "smm/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_MAX 16384
#define COMMAND_MS 30000

void
secret_wipe(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->size);
	buf_release(b);
}

/* The first line, without white space at its end. */
static int
cut(struct buf *b, const char *from, struct err *e)
{
	size_t len = b->at ? strcspn(b->at, "\n") : 0;

	while (len && strchr(" \t\r", b->at[len - 1]))
		len--;
	if (!len)
		return err_set(e, FAULT_AUTH, "%s gives an empty secret", from);
	b->at[len] = '\0';
	b->len = len;
	return 0;
}

/* Reads at most SECRET_MAX bytes; the buffer never moves, so no copy stays behind. */
static int
read_all(int fd, struct buf *out, const char *from, struct err *e)
{
	ssize_t n;

	buf_room(out, SECRET_MAX);
	while ((n = read(fd, out->at + out->len, SECRET_MAX - out->len)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, "read %s", from);
		out->len += (size_t)n;
		if (out->len == SECRET_MAX)
			return err_set(e, FAULT_AUTH, "%s gives more than %d bytes", from, SECRET_MAX - 1);
	}
	out->at[out->len] = '\0';
	return 0;
}

static int
check_file(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st))
		return err_sys(e, "stat %s", path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, FAULT_AUTH, "%s is no regular file", path);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return err_set(e, FAULT_AUTH, "%s belongs to somebody else", path);
	if (st.st_mode & 077)
		return err_set(e, FAULT_AUTH, "%s may be read by others (mode %04o); type: chmod 600 '%s'", path,
		    (unsigned)st.st_mode & 07777, path);
	return 0;
}

static int
from_file(const char *path, struct buf *out, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int rc = -1;

	if (fd < 0) {
		err_sys(e, "open %s", path);
		e->fault = FAULT_AUTH;
		return -1;
	}
	if (!check_file(fd, path, e) && !read_all(fd, out, path, e))
		rc = cut(out, path, e);
	close(fd);
	return rc;
}

/* Runs a command line without a shell, with one more word behind it (NULL: none) and `in` to read (NULL: ours). */
static int
run(const char *command, char *verb, const char *in, struct buf *out, struct err *e)
{
	char        *line = mem_copy(command), *words[CHILD_WORDS + 1] = { NULL };
	struct child c = { .words = words, .in = in, .in_len = in ? strlen(in) : 0, .max = SECRET_MAX,
		.limit_ms = COMMAND_MS, .fault = FAULT_AUTH };
	int          rc = child_split(line, words, FAULT_AUTH, e), n = 0;

	while (words[n])
		n++;
	words[n] = verb;
	if (!rc)
		rc = child_run(&c, out, e);
	free(line);
	return rc;
}

static int
from_command(const char *command, struct buf *out, struct err *e)
{
	return run(command, NULL, NULL, out, e) ? -1 : cut(out, command, e);
}

/* --- a helper, as git has them ------------------------------------------------------------------ */

static char verb_get[] = "get", verb_store[] = "store", verb_erase[] = "erase"; /* argv is not const */

/* Runs it with one more word; text NULL: nothing is stored. */
static int
run_helper(const struct secret *s, char *verb, const char *text, struct buf *out, struct err *e)
{
	struct buf input = { 0 };
	int        rc;

	buf_room(&input, SECRET_MAX); /* never moves, so no copy stays behind */
	buf_fmt(&input, "name=%s\n", s->name);
	if (text)
		buf_fmt(&input, "secret=%s\n", text);
	buf_char(&input, '\n');
	rc = run(s->value, verb, input.at, out, e);
	secret_wipe(&input);
	return rc;
}

static int
from_helper(const struct secret *s, struct buf *out, struct err *e)
{
	if (run_helper(s, verb_get, NULL, out, e))
		return -1;
	return cut(out, s->value, e);
}

/* --- variables -------------------------------------------------------------------------------- */

static struct hidden { /* taken out of the environment, so that no child inherits it */
	struct hidden *next;
	char          *name, *value;
} *hidden;

static const char *
hidden_value(const char *name)
{
	const struct hidden *h = hidden;

	while (h && strcmp(h->name, name) != 0)
		h = h->next;
	return h ? h->value : NULL;
}

void
secret_hide(const char *name)
{
	const char    *value = getenv(name);
	struct hidden *h;

	if (!value || hidden_value(name))
		return;
	h = mem_get(sizeof *h);
	*h = (struct hidden){ hidden, mem_copy(name), mem_copy(value) };
	hidden = h;
	unsetenv(name);
}

static int
from_env(const char *name, struct buf *out, struct err *e)
{
	const char *value = hidden_value(name);

	if (!value)
		return err_set(e, FAULT_AUTH, "the variable %s is not set", name);
	buf_str(out, value);
	return cut(out, name, e);
}

int
secret_get(const struct secret *s, struct buf *out, struct err *e)
{
	int rc = -1;

	switch (s->kind) {
	case SECRET_FILE:
		rc = from_file(s->value, out, e);
		break;
	case SECRET_COMMAND:
		rc = from_command(s->value, out, e);
		break;
	case SECRET_ENV:
		rc = from_env(s->value, out, e);
		break;
	case SECRET_HELPER:
		rc = from_helper(s, out, e);
		break;
	case SECRET_NONE:
		err_set(e, FAULT_AUTH, "no `secret` is given");
		break;
	}
	if (rc)
		secret_wipe(out);
	return rc;
}

/* --- kept, and taken away ------------------------------------------------------------------------- */

static int
cannot_write(const struct secret *s, struct err *e)
{
	return err_set(e, FAULT_CONF, "the secret %s cannot be written; use { file: PATH } or { helper: COMMAND }",
	    s->kind == SECRET_COMMAND ? "comes from a command and" :
	    s->kind == SECRET_ENV ? "comes from a variable and" : "has no place and");
}

int
secret_put(const struct secret *s, const char *text, struct err *e)
{
	struct buf said = { 0 };
	int        rc;

	if (strlen(text) > SECRET_MAX / 2 || strchr(text, '\n'))
		return err_set(e, FAULT_BUG, "a secret of %zu bytes does not fit on a line", strlen(text));
	if (s->kind == SECRET_FILE)
		return file_replace(s->value, text, e);
	if (s->kind != SECRET_HELPER)
		return cannot_write(s, e);
	rc = run_helper(s, verb_store, text, &said, e);
	secret_wipe(&said);
	return rc;
}

int
secret_erase(const struct secret *s, struct err *e)
{
	struct buf said = { 0 };
	int        rc;

	if (s->kind == SECRET_FILE)
		return unlink(s->value) && errno != ENOENT ? err_sys(e, "remove %s", s->value) : 0;
	if (s->kind != SECRET_HELPER)
		return cannot_write(s, e);
	rc = run_helper(s, verb_erase, NULL, &said, e);
	secret_wipe(&said);
	return rc;
}
