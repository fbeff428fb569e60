/*
 * inbox_tail.c - what is at the end of the output already
 *
 * A run that was killed between writing a line and noting it in the store leaves the line there: the next one,
 * appending to the same file, must not write it again. Only our own lines are looked at, which
 * begin with type and id.
 */

#include "inbox_parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TAIL_BYTES (1 << 20)

static const char head[] = "{\"type\":\"message\",\"id\":\"";

static void
read_ids(const char *s, size_t len, struct hashes *ids)
{
	const char *end = s + len, *feed, *id, *quote;

	for (; (feed = memchr(s, '\n', (size_t)(end - s))); s = feed + 1) {
		if ((size_t)(feed - s) < sizeof head || memcmp(s, head, sizeof head - 1) != 0)
			continue;
		id = s + sizeof head - 1;
		quote = memchr(id, '"', (size_t)(feed - id));
		if (quote)
			hashes_add(ids, hash_of(id, (size_t)(quote - id)));
	}
}

void
tail_read(const struct out *o, struct hashes *ids, int *torn)
{
	char        path[40], *text;
	struct stat st;
	ssize_t     n;
	int         fd;

	*torn = 0;
	if (fstat(o->fd, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return;
	snprintf(path, sizeof path, "/proc/self/fd/%d", o->fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	text = mem_get(TAIL_BYTES);
	n = pread(fd, text, TAIL_BYTES, st.st_size > TAIL_BYTES ? st.st_size - TAIL_BYTES : 0);
	close(fd);
	if (n > 0) {
		*torn = text[n - 1] != '\n';
		read_ids(text, (size_t)n, ids);
	}
	free(text);
}
