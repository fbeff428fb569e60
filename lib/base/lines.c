/* lines.c - lines in, lines out */
#include "smm/lines.h"

#include "smm/mem.h"
#include "smm/prog.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IN_BYTES  (256u << 10)
#define FEW_BYTES (32u << 10) /* read at once of what may be little: less memory is touched */
#define MUCH      (1u << 20)  /* read already: it is not little */
#define OUT_BYTES (64u << 10)
#define PADDING   64

int
lines_open(struct lines *l, const char *path, struct err *e)
{
	memset(l, 0, sizeof *l);
	l->fd = STDIN_FILENO;
	l->name = "<stdin>";
	if (path && strcmp(path, "-") != 0) {
		l->name = path;
		l->fd = open(path, O_RDONLY | O_CLOEXEC);
		if (l->fd < 0)
			return err_sys(e, "open %s", path);
		l->owned = 1;
	}
	return 0;
}

void
lines_close(struct lines *l)
{
	if (l->owned)
		close(l->fd);
	free(l->at);
	memset(l, 0, sizeof *l);
	l->fd = -1;
}

size_t
lines_number(const char *text, size_t at)
{
	size_t line = 1;

	while (at--)
		line += text[at] == '\n';
	return line;
}

static size_t
room_for_read(const struct lines *l)
{
	size_t room = l->size - l->end - PADDING;

	return l->taken < MUCH && room > FEW_BYTES ? FEW_BYTES : room;
}

/* Reads more behind what is there; the buffer has room. 0 or -1. */
static int
fill(struct lines *l, struct err *e)
{
	ssize_t n;

	do
		n = read(l->fd, l->at + l->end, room_for_read(l));
	while (n < 0 && errno == EINTR && !prog_signal);
	if (n < 0 && errno == EINTR)
		return err_set(e, FAULT_AGAIN, "%s: stopped while waiting for lines", l->name);
	if (n < 0)
		return err_sys(e, "read %s", l->name);
	if (n == 0)
		l->eof = 1;
	l->end += (size_t)n;
	memset(l->at + l->end, 0, PADDING);
	return 0;
}

/* Makes room: what is unread moves to the front, then the buffer grows. */
static void
make_room(struct lines *l)
{
	size_t unread = l->end - l->start;

	if (l->start && unread)
		memmove(l->at, l->at + l->start, unread);
	l->start = 0;
	l->end = unread;
	if (l->size - unread > PADDING + IN_BYTES / 2)
		return;
	l->size = l->size ? 2 * l->size : IN_BYTES + PADDING;
	l->at = mem_grow(l->at, l->size);
}

/* Passes over the rest of a line that is too long. */
static int
skip(struct lines *l, struct out *rejects, struct err *e)
{
	char  *feed;
	size_t n;

	l->feed = 0;
	for (;;) {
		feed = memchr(l->at + l->start, '\n', l->end - l->start);
		n = feed ? (size_t)(feed - l->at) + 1 - l->start : l->end - l->start;
		if (rejects && out_add(rejects, l->at + l->start, n, e))
			return LINES_ERROR;
		l->start += n;
		l->taken += n;
		if (feed)
			return LINES_LONG;
		if (l->eof)
			return rejects && out_add(rejects, "\n", 1, e) ? LINES_ERROR : LINES_LONG;
		l->start = l->end = 0;
		if (fill(l, e))
			return LINES_ERROR;
	}
}

static int
give(struct lines *l, char **line, size_t *len, size_t n, size_t feed)
{
	*line = l->at + l->start;
	l->start += n + feed;
	l->feed = 0;
	l->taken += n + feed;
	if (n && (*line)[n - 1] == '\r')
		n--;
	(*line)[n] = '\0';
	*len = n;
	l->number++;
	return LINES_GOT;
}

/* The line feed of the line at start, of which so many bytes are known to hold none; NULL: it has not come yet. */
static inline char *
find_feed(struct lines *l, size_t seen)
{
	char *feed;

	if (l->feed) {
		assert(l->at); /* it was found there */
		return l->at + l->feed;
	}
	if (l->end - l->start <= seen)
		return NULL;
	feed = memchr(l->at + l->start + seen, '\n', l->end - l->start - seen);
	l->feed = feed ? (size_t)(feed - l->at) : 0;
	return feed;
}

int
lines_next(struct lines *l, char **line, size_t *len, struct out *rejects, struct err *e)
{
	size_t seen = 0; /* bytes of this line known to hold no line feed */
	char  *feed;

	for (;;) {
		feed = find_feed(l, seen);
		seen = feed ? (size_t)(feed - l->at) - l->start : l->end - l->start;
		if (seen > LINE_MAX_BYTES) {
			l->number++;
			return skip(l, rejects, e);
		}
		if (feed)
			return give(l, line, len, seen, 1);
		if (l->eof)
			return seen ? give(l, line, len, seen, 0) : LINES_END;
		make_room(l);
		if (fill(l, e))
			return LINES_ERROR;
	}
}

size_t
lines_peek(const struct lines *l, char **at)
{
	*at = l->at + l->start;
	return l->end - l->start;
}

void
lines_pass(struct lines *l, size_t len)
{
	l->start += len;
	l->feed = 0;
	l->taken += len;
	l->number++;
}

int
lines_would_block(struct lines *l)
{
	struct pollfd p = { .fd = l->fd, .events = POLLIN };

	if (l->eof)
		return 0;
	if (find_feed(l, 0))
		return 0;
	return poll(&p, 1, 0) == 0;
}

int
out_open(struct out *o, const char *path, struct err *e)
{
	memset(o, 0, sizeof *o);
	o->fd = STDOUT_FILENO;
	o->name = "<stdout>";
	if (path && strcmp(path, "-") != 0) {
		o->name = path;
		o->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		if (o->fd < 0)
			return err_sys(e, "open %s", path);
		o->owned = 1;
	}
	o->at = mem_get(OUT_BYTES);
	return 0;
}

void
out_begin(struct out *o, out_take *take, void *arg)
{
	memset(o, 0, sizeof *o);
	o->fd = -1;
	o->take = take;
	o->arg = arg;
	o->at = mem_get(OUT_BYTES);
}

static int
write_all(struct out *o, const char *data, size_t len, struct err *e)
{
	ssize_t n;

	if (o->take)
		return o->take(o->arg, data, len, e);
	while (len) {
		n = write(o->fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, "write %s", o->name);
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

int
out_flush(struct out *o, struct err *e)
{
	size_t len = o->len;

	o->len = 0;
	return write_all(o, o->at, len, e);
}

int
out_add(struct out *o, const void *data, size_t len, struct err *e)
{
	if (len > OUT_BYTES - o->len && out_flush(o, e))
		return -1;
	if (len > OUT_BYTES)
		return write_all(o, data, len, e);
	if (len)
		memcpy(o->at + o->len, data, len);
	o->len += len;
	return 0;
}

int
out_line(struct out *o, const char *line, size_t len, struct err *e)
{
	return out_add(o, line, len, e) ? -1 : out_add(o, "\n", 1, e);
}

int
out_close(struct out *o, struct err *e)
{
	int rc = out_flush(o, e);

	if (rc)
		out_abandon(o);
	else
		rc = out_put_in_place(o, e);
	if (o->owned && close(o->fd) && !rc)
		rc = err_sys(e, "write %s", o->name);
	free(o->at);
	memset(o, 0, sizeof *o);
	return rc;
}
