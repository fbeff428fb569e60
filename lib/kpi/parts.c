/* parts.c - files cut into parts whose lines can be read apart */
#include "crew.h"
#include "read.h"

#include "smm/mem.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EACH  8u                  /* parts for each job: who is done early takes the next */
#define LEAST ((size_t)32 << 10)
#define MOST  ((size_t)16 << 20)

struct list {
	struct part *at;
	size_t       count, room;
};

static void
add(struct list *l, const char *path, size_t from, size_t to)
{
	if (l->count == l->room) {
		l->room = l->room ? 2 * l->room : 64;
		l->at = mem_grow(l->at, l->room * sizeof *l->at);
	}
	memset(l->at + l->count, 0, sizeof *l->at);
	l->at[l->count] = (struct part){ .path = path, .from = from, .to = to, .number = l->count };
	l->count++;
}

/* Bytes of a plain file; 0: of a pipe, of what is packed, of what cannot be opened, which its reader will say. */
static size_t
bytes_of(const char *path)
{
	struct stat s;
	int         fd = path && strcmp(path, "-") != 0 ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
	size_t      bytes = 0;

	if (fd < 0)
		return 0;
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode) && s.st_size > 0 && !unpack_is_packed(fd))
		bytes = (size_t)s.st_size;
	close(fd);
	return bytes;
}

static void
add_file(struct list *l, const char *path, size_t jobs)
{
	size_t bytes = bytes_of(path), step = bytes / (EACH * jobs), from;

	step = step < LEAST ? LEAST : step > MOST ? MOST : step;
	for (from = 0; bytes > step && from < bytes - step; from += step)
		add(l, path, from, from + step);
	add(l, path, bytes > step ? from : 0, SIZE_MAX); /* also of what is written meanwhile */
}

struct part *
parts_of(char *const *paths, size_t count, size_t jobs, size_t *nparts)
{
	struct list l = { 0 };
	size_t      i;

	if (!count)
		add(&l, NULL, 0, SIZE_MAX);
	for (i = 0; i < count; i++)
		add_file(&l, paths[i], jobs);
	*nparts = l.count;
	return l.at;
}

/* The line that began before the part belongs to the part before; a byte of it is enough to find its end. */
static int
skip_begun(struct lines *in, struct err *e)
{
	char  *line;
	size_t len;

	if (lseek(in->fd, -1, SEEK_CUR) < 0)
		return err_sys(e, "read %s", in->name);
	if (lines_next(in, &line, &len, NULL, e) == LINES_ERROR)
		return -1;
	in->number = 0;
	in->taken--; /* that byte */
	return 0;
}

static int
read_from(struct kpi *k, struct lines *in, const struct part *p, struct err *e)
{
	if (p->from && lseek(in->fd, (off_t)p->from, SEEK_SET) < 0)
		return err_sys(e, "read %s", in->name);
	if (p->from && skip_begun(in, e))
		return -1;
	return read_lines(k, in, p->to == SIZE_MAX ? SIZE_MAX : p->to - p->from, e);
}

int
part_read(struct kpi *k, struct part *p, struct err *e)
{
	struct lines  in;
	struct unpack u = { 0 };
	struct err    why;
	int           rc;

	if (lines_open(&in, p->path, e))
		return -1;
	k->file = in.name;
	k->source = (int64_t)p->number;
	rc = p->from ? 0 : unpack_begin(&u, &in, e);
	if (!rc)
		rc = read_from(k, &in, p, e);
	p->lines = in.number;
	lines_close(&in);
	if (unpack_end(&u, k->file, rc ? &why : e) && !rc)
		rc = -1;
	return rc;
}
