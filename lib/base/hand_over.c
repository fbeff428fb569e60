/* hand_over.c - lines that a reader has taken, not only the pipe (lines.h) */
#define _GNU_SOURCE /* F_SETPIPE_SZ */

#include "smm/lines.h"
#include "smm/prog.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST_MS 100 /* how long a reader has to take a line after a signal */

enum { KIND_UNKNOWN, KIND_TIGHT, KIND_OTHER };

/*
 * A pipe of one page is writable only when it is empty (pipe(7)): so poll() tells when all was
 * taken. Where it cannot be made so small, what is written counts as taken.
 */
static int
find_kind(int fd)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISFIFO(st.st_mode))
		return KIND_OTHER;
#ifdef F_SETPIPE_SZ
	if (fcntl(fd, F_SETPIPE_SZ, (int)sysconf(_SC_PAGESIZE)) == (int)sysconf(_SC_PAGESIZE))
		return KIND_TIGHT;
#endif
	return KIND_OTHER;
}

/* Bytes that nobody has read yet. */
static int
count_left(int fd)
{
	int n = 0;

	return ioctl(fd, FIONREAD, &n) ? 0 : n;
}

static int
wait_taken(struct out *o, struct err *e)
{
	struct pollfd p = { .fd = o->fd, .events = POLLOUT };
	int           asked = 0;

	while (count_left(o->fd)) {
		p.revents = 0;
		poll(&p, 1, prog_signal ? LAST_MS : -1);
		if ((p.revents & POLLERR) && count_left(o->fd))
			return err_set(e, FAULT_CLOSED, "write %s: nobody reads it any more", o->name);
		if (prog_signal && asked++)
			return count_left(o->fd) ?
			    err_set(e, FAULT_AGAIN, "%s: stopped before a line was read", o->name) : 0;
	}
	return 0;
}

int
out_hand_over(struct out *o, struct err *e)
{
	if (o->kind == KIND_UNKNOWN)
		o->kind = find_kind(o->fd);
	if (out_flush(o, e) || out_put_in_place(o, e))
		return -1;
	return o->kind == KIND_TIGHT ? wait_taken(o, e) : 0;
}
