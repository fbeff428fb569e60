/* spill.c - records in temporary files by their hash */
#include "spill.h"

#include "smm/buf.h"
#include "smm/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct spill {
	size_t size;
	FILE  *part[SPILL_PARTS];
	char  *dir;
};

struct spill *
spill_new(size_t size)
{
	struct spill *s = mem_get(sizeof *s);
	const char   *dir = getenv("TMPDIR");

	memset(s, 0, sizeof *s);
	s->size = size;
	s->dir = mem_copy(dir && *dir ? dir : "/tmp");
	return s;
}

void
spill_free(struct spill *s)
{
	unsigned i;

	if (!s)
		return;
	for (i = 0; i < SPILL_PARTS; i++)
		if (s->part[i])
			fclose(s->part[i]);
	free(s->dir);
	free(s);
}

/* Its name is gone before anything is in it: no crash leaves it behind. */
static FILE *
open_part(struct spill *s, struct err *e)
{
	struct buf name = { 0 };
	FILE      *f = NULL;
	int        fd;

	buf_fmt(&name, "%s/kpi-report.XXXXXX", s->dir);
	fd = mkstemp(name.at);
	if (fd >= 0) {
		unlink(name.at);
		f = fdopen(fd, "w+");
	}
	if (!f)
		err_sys(e, "a temporary file in %s (TMPDIR)", s->dir);
	if (!f && fd >= 0)
		close(fd);
	buf_release(&name);
	return f;
}

static int
put(struct spill *s, FILE *f, const void *data, size_t size, struct err *e)
{
	if (size && fwrite(data, size, 1, f) != 1)
		return err_sys(e, "write a temporary file in %s (TMPDIR)", s->dir);
	return 0;
}

int
spill_add(struct spill *s, unsigned part, const void *record, const char *text, size_t len, struct err *e)
{
	uint32_t n = (uint32_t)len;

	if (!s->part[part] && !(s->part[part] = open_part(s, e)))
		return -1;
	if (put(s, s->part[part], record, s->size, e) || put(s, s->part[part], &n, sizeof n, e))
		return -1;
	return put(s, s->part[part], text, len, e);
}

/* 1 got, 0 end, -1 e is set. */
static int
get(struct spill *s, FILE *f, void *data, size_t size, struct err *e)
{
	if (!size || fread(data, size, 1, f) == 1)
		return 1;
	if (ferror(f))
		return err_sys(e, "read a temporary file in %s (TMPDIR)", s->dir);
	return 0;
}

int
spill_each(struct spill *s, unsigned part, spill_fn *each, void *arg, struct err *e)
{
	char       *record = mem_get(s->size);
	struct buf  text = { 0 };
	FILE       *f = s->part[part];
	uint32_t    n;
	int         rc = 0;

	if (f && (fflush(f) || fseek(f, 0, SEEK_SET)))
		rc = err_sys(e, "write a temporary file in %s (TMPDIR)", s->dir);
	while (f && !rc) {
		rc = get(s, f, record, s->size, e);
		if (rc <= 0)
			break;
		rc = get(s, f, &n, sizeof n, e);
		buf_clear(&text);
		buf_room(&text, n);
		if (rc > 0)
			rc = get(s, f, text.at, n, e);
		if (rc > 0)
			rc = each(arg, record, text.at, n);
	}
	if (f)
		fclose(f);
	s->part[part] = NULL;
	buf_release(&text);
	free(record);
	return rc;
}
