/* import.c - fuzzing: a table, post lines or an iCalendar file of hostile hands; what becomes of it is YAML, always */
#include "smm/import.h"
#include "smm/yaml.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static SMM_PRINTF(1, 2) void
nothing(const char *fmt, ...)
{
	(void)fmt;
}

static void
write_file(int fd, const void *data, size_t size)
{
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
}

/* The calendar can be read to its end. */
static void
read_again(const char *path)
{
	struct yaml *y;
	struct node  n;
	struct err   e;

	if (yaml_open(&y, path, FAULT_INPUT, &e))
		abort();
	do {
		if (yaml_next(y, &n, &e)) {
			fprintf(stderr, "%s\n", e.text);
			abort();
		}
	} while (n.type != NODE_END);
	yaml_close(y);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct import_tell tell = { nothing, nothing };
	static char                     path[] = "/tmp/smm-fuzz-XXXXXX";
	static int                      fd = -1;
	struct buf                      yaml = { 0 };
	struct err                      e;

	if (fd < 0)
		fd = mkstemp(path);
	if (fd < 0)
		abort();
	write_file(fd, data, size);
	if (!import_file(path, &yaml, &tell, &e)) {
		write_file(fd, yaml.at, yaml.len);
		read_again(path);
	}
	buf_release(&yaml);
	return 0;
}
