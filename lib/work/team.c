/* team.c - what a team is told: a line in its file, to a command, or in a mail */
#include "smm/team.h"

#include "smm/buf.h"
#include "smm/child.h"
#include "smm/json.h"
#include "smm/mem.h"
#include "smm/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COMMAND_MS   60000
#define PRINTED_MAX  65536 /* bytes that a team's command may print; nobody reads them */
#define SENDMAIL_AT  "/usr/sbin/sendmail" /* not in the PATH of cron */

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

static int
run(char *const *words, const struct buf *in, struct err *e)
{
	const struct child c = { .words = words, .in = in->at, .in_len = in->len, .max = PRINTED_MAX,
		.limit_ms = COMMAND_MS, .fault = FAULT_AGAIN };
	struct buf         printed = { 0 };
	int                rc = child_run(&c, &printed, e);

	buf_release(&printed);
	return rc;
}

static int
tell_command(const char *command, const char *line, size_t len, struct err *e)
{
	char      *copy = mem_copy(command), *words[CHILD_WORDS];
	struct buf in = { 0 };
	int        rc = child_split(copy, words, FAULT_USAGE, e);

	buf_add(&in, line, len);
	buf_char(&in, '\n');
	if (!rc)
		rc = run(words, &in, e);
	buf_release(&in);
	free(copy);
	return rc;
}

/* RFC 5322. What stands in the line is from strangers: it is one line of the body, never a header. */
static void
write_mail(struct buf *b, const char *to, const char *line, size_t len)
{
	json_t     *action = json_read(line, len);
	const char *op = json_string_value(json_object_get(action, "op"));

	buf_fmt(b, "To: %s\nSubject: smmkit: ", to);
	utf8_add_visible(b, op ? op : "action", strlen(op ? op : "action"), 0);
	buf_str(b, "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: 8bit\nAuto-Submitted: auto-generated\n\n");
	buf_add(b, line, len);
	buf_char(b, '\n');
	json_decref(action);
}

static int
tell_mail(const char *to, const char *line, size_t len, struct err *e)
{
	char       program[] = "sendmail", known[] = SENDMAIL_AT, all[] = "-i", end[] = "--";
	char      *copy = mem_copy(to);
	char      *words[] = { program, all, end, copy, NULL };
	struct buf mail = { 0 };
	int        rc = -1;

	if (!*to || strpbrk(to, "\r\n\t ,<>")) {
		err_set(e, FAULT_USAGE, "--team-mail wants one plain address, like support@example.org");
	} else {
		write_mail(&mail, to, line, len);
		rc = run(words, &mail, e);
		if (rc && access(SENDMAIL_AT, X_OK) == 0) {
			words[0] = known;
			rc = run(words, &mail, e);
		}
	}
	buf_release(&mail);
	free(copy);
	return rc;
}

int
team_tell(void *arg, const char *line, size_t len, struct err *e)
{
	const struct team *t = arg;

	if (t->file && tell_file(t->file, line, len, e))
		return -1;
	if (t->command && tell_command(t->command, line, len, e))
		return -1;
	return t->mail ? tell_mail(t->mail, line, len, e) : 0;
}
