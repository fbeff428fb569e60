/* program.c - programs that stand in for a server, run beside the requests */
#include "program.h"

#include "smm/child.h"
#include "smm/clock.h"
#include "smm/media.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRINTS_MAX 8192
#define LIMIT_SEC  600 /* a film takes its time */

/* A file below the media root, as it was when it was checked; of none, nothing can be read. */
static int
open_input(const struct exchange *x, struct err *e)
{
	const struct req *r = x->req;
	struct media      m;
	int               fd;

	if (r->body != BODY_FILE) {
		fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
		return fd < 0 ? err_sys(e, "open /dev/null") : fd;
	}
	fd = media_open(x->media_root, r->file, e);
	if (fd < 0)
		return -1;
	if (media_probe(fd, &m, e) == 0 && (!r->stamp.bytes || (m.bytes == r->stamp.bytes && m.changed ==
	    r->stamp.changed)))
		return fd;
	err_set(e, FAULT_INPUT, "%s was changed since it was checked; put it back, or begin anew with "
	    "smm-post --settle ID=again", r->file);
	close(fd);
	return -1;
}

struct program *
program_start(struct exchange *x, struct watch *w, struct err *e)
{
	int             in = open_input(x, e), rc;
	struct running  r = { -1, -1 };
	struct program *p;

	if (in < 0)
		return NULL;
	rc = child_start(x->req->program, in, FAULT_CONF, &r, e);
	close(in);
	if (rc)
		return NULL;
	fcntl(r.fd, F_SETFL, O_NONBLOCK);
	p = mem_get(sizeof *p);
	*p = (struct program){ .x = x, .pid = r.pid, .fd = r.fd, .until = clock_mono() + LIMIT_SEC * INT64_C(1000) };
	watch_add(w, p->fd);
	return p;
}

static void
close_output(struct program *p, struct watch *w)
{
	if (p->fd < 0)
		return;
	watch_remove(w, p->fd);
	close(p->fd);
	p->fd = -1;
}

static void
read_output(struct program *p, struct watch *w)
{
	char    piece[1024];
	ssize_t n = 1;

	while (p->fd >= 0 && n > 0) {
		n = read(p->fd, piece, sizeof piece);
		if (n > 0 && p->text.len + (size_t)n <= PRINTS_MAX)
			buf_add(&p->text, piece, (size_t)n);
		else if (n > 0)
			p->too_much = 1;
	}
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		close_output(p, w);
}

/* 75 is what sysexits.h has for "try again". */
static void
tell(struct program *p, int status)
{
	struct exchange *x = p->x;
	int              code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);

	x->reply.at = clock_now();
	x->sent = SENT_MAYBE;
	if (code) {
		err_set(&x->err, code == 75 ? FAULT_AGAIN : FAULT_CONF, "%s ended with status %d", x->req->program[0],
		    code);
	} else if (p->too_much) {
		err_set(&x->err, FAULT_CONF, "%s prints more than %d bytes", x->req->program[0], PRINTS_MAX);
	} else {
		x->sent = SENT_ANSWERED;
		x->reply.status = 200;
		x->reply.body = mem_dup(x->mem, p->text.at ? p->text.at : "", p->text.len);
		x->reply.len = p->text.len;
	}
}

static void
release(struct program *p, struct watch *w)
{
	close_output(p, w);
	buf_release(&p->text);
	free(p);
}

int
program_is_done(struct program *p, struct watch *w)
{
	int   status = 0;
	pid_t ended;

	read_output(p, w);
	ended = waitpid(p->pid, &status, WNOHANG);
	if (!ended && clock_mono() < p->until)
		return 0;
	if (!ended) {
		err_set(&p->x->err, FAULT_CONF, "%s has not ended in %d s", p->x->req->program[0], LIMIT_SEC);
		p->x->sent = SENT_MAYBE;
		program_stop(p, w);
		return 1;
	}
	read_output(p, w);
	tell(p, status);
	release(p, w);
	return 1;
}

void
program_stop(struct program *p, struct watch *w)
{
	kill(p->pid, SIGKILL);
	while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
		;
	release(p, w);
}
