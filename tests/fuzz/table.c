/*
 * table.c - fuzzing: a mapping and a table of hostile hands; what comes out are metric records, always
 *
 * Input: the mapping, a line "---", the table.
 */
#include "smm/collect_table.h"
#include "smm/mem.h"
#include "smm/rec.h"

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
write_file(const char *path, const uint8_t *data, size_t size)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(data, 1, size, f) != size || fclose(f))
		abort();
}

static void
read_again(const char *path)
{
	FILE      *f = fopen(path, "r");
	char      *line = NULL;
	size_t     room = 0;
	ssize_t    len;
	struct rec rec;
	struct err e;

	if (!f)
		abort();
	rec_init(&rec);
	while ((len = getline(&line, &room, f)) > 0)
		if (rec_read(&rec, line, (size_t)len - 1, &e) || !rec_is(&rec, "metric")) {
			fprintf(stderr, "%s: %s\n", e.text, line);
			abort();
		}
	rec_release(&rec);
	free(line);
	fclose(f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char dir[] = "/tmp/smm-fuzz-XXXXXX";
	static char map[64], table[64], lines[64];
	struct out  out = { 0 };
	struct err  e, ignored;
	size_t      bad = 0, split;

	if (!*map) {
		if (!mkdtemp(dir))
			abort();
		snprintf(map, sizeof map, "%s/map.yaml", dir);
		snprintf(table, sizeof table, "%s/table.csv", dir);
		snprintf(lines, sizeof lines, "%s/lines", dir);
	}
	for (split = 0; split + 5 < size && memcmp(data + split, "\n---\n", 5) != 0; split++)
		;
	if (split + 5 >= size)
		return 0;
	write_file(map, data, split + 1);
	write_file(table, data + split + 5, size - split - 5);
	if (out_open(&out, lines, &e))
		abort();
	collect_table(&(struct collect_table_settings){ .mapping = map, .account = "a", .at = 1, .now = 2, .out = &out,
	    .error = nothing, .warn = nothing }, table, &bad, &e);
	if (out_close(&out, &ignored))
		abort();
	read_again(lines);
	return 0;
}
