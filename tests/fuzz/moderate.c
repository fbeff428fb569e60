/* moderate.c - a charter and a message, both hostile: read, judged, written; what is written is a record again */
#include "smm/moderate.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
quiet(const char *fmt, ...)
{
	(void)fmt;
}

/* The charter is a file: what stands before the first NUL; the lines stand behind it. */
static int
write_charter(const char *path, const uint8_t *data, size_t size)
{
	FILE *f = fopen(path, "w");

	if (!f)
		return -1;
	fwrite(data, 1, size, f);
	return fclose(f);
}

static void
judge(struct moderate *m, struct rec *r, const char *line, size_t len)
{
	struct buf out = { 0 }, again = { 0 };
	struct err e;

	if (!rec_read(r, line, len, &e) && moderate_judge(m, r)) {
		moderate_write(m, r, 0, &out);
		if (rec_read(r, out.at, out.len, &e))
			abort(); /* we wrote what we cannot read */
		moderate_judge(m, r);
		moderate_write(m, r, 0, &again);
		moderate_remember(m, r);
	}
	buf_release(&out);
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char              path[64];
	const uint8_t           *end = memchr(data, 0, size);
	static struct classify  *classify; /* for every other input; kept */
	struct moderate_settings s = { .warn = quiet, .note = quiet };
	struct charter          *c = NULL;
	struct moderate         *m = NULL;
	struct rec               r;
	struct err               e;
	size_t                   charter = end ? (size_t)(end - data) : size;
	char                    *line = malloc(size - charter + 16);

	if (!classify && !(classify = classify_open("share/models", CLASSIFY_ALL, &e)))
		abort(); /* run it in the tree's folder */
	s.classify = size % 2 ? classify : NULL;
	snprintf(path, sizeof path, "/tmp/fuzz-charter.%d.yaml", (int)getpid());
	rec_init(&r);
	if (line && !write_charter(path, data, charter) && !charter_read(&c, path, classify_labels, quiet, &e)) {
		s.charter = c;
		if (!moderate_new(&m, &s, &e) && end) {
			memcpy(line, end + 1, size - charter - 1);
			judge(m, &r, line, size - charter - 1);
		}
	}
	moderate_free(m);
	charter_free(c);
	rec_release(&r);
	free(line);
	unlink(path);
	return 0;
}
