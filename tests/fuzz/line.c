/* line.c - fuzzing: a record line of hostile hands */
#include "smm/mem.h"
#include "smm/rec.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
visit(void *arg, const struct member *m)
{
	if (m->type == SCAN_STRING)
		scan_text(m->value, arg, NULL);
	else if (m->type == SCAN_OBJECT || m->type == SCAN_ARRAY)
		return scan_inside(m->value, visit, arg);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mem          *m = mem_new();
	struct rec           r;
	struct err           e;
	const struct member *members;
	size_t               i, n;

	rec_init(&r);
	rec_read(&r, (const char *)data, size, &e);
	if (scan_object(r.scan, (const char *)data, size, &e) == 0) {
		members = scan_members(r.scan, &n);
		for (i = 0; i < n; i++)
			visit(m, members + i);
	}
	rec_release(&r);
	mem_free(m);
	return 0;
}
