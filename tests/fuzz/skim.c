/* skim.c - fuzzing: what the quick scanner accepts is what the other one finds, whatever it has learned before */
#include "smm/mem.h"
#include "smm/skim.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
compare(const struct scan *scan, struct skim *skim)
{
	const struct member      *a;
	const struct skim_member *b;
	struct slice              name;
	size_t                    i, count, n;

	a = scan_members(scan, &count);
	b = skim_members(skim, &n);
	if (count != n)
		abort();
	for (i = 0; i < n; i++) {
		name = skim_name(skim, b[i].name);
		if (name.len != a[i].key.len || memcmp(name.at, a[i].key.at, name.len) != 0 || !skim_has(skim, b[i].name) ||
		    a[i].type != (b[i].type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)b[i].type) ||
		    a[i].value.at != b[i].value.at || a[i].value.len != b[i].value.len)
			abort();
	}
}

/* Lines, as a journal has them: what the first taught is tried on those behind it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct skim *skim = skim_new();
	struct scan *scan = scan_new();
	char        *text = mem_get(size + SKIM_PADDING), *at, *end = text + size, *feed;
	struct err   e;
	size_t       len;

	memcpy(text, data, size);
	memset(end, 0, SKIM_PADDING);
	for (at = text; at < end; at = feed + 1) {
		len = skim_line(skim, at, end);
		feed = memchr(at, '\n', (size_t)(end - at));
		if (len && (!feed || at + len != feed + 1 ||
		    scan_object(scan, at, len - 1 - (len > 1 && feed[-1] == '\r'), &e)))
			abort();
		if (len)
			compare(scan, skim);
		if (!feed)
			break;
	}
	free(text);
	scan_free(scan);
	skim_free(skim);
	return 0;
}
