/* skim.c - fuzzing: what the quick scanner accepts is what the other one finds, whatever it has learned before */
#include "smm/mem.h"
#include "smm/rec.h"
#include "smm/skim.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct inner {
	struct skim              *skim;
	const struct skim_member *at, *end;
};

static int
same_inner(void *arg, const struct member *a)
{
	struct inner *b = arg;
	struct slice  name;

	if (b->at == b->end)
		abort();
	name = skim_name(b->skim, b->at->name);
	if (name.len != a->key.len || memcmp(name.at, a->key.at, name.len) != 0 || b->at->value.at != a->value.at ||
	    b->at->value.len != a->value.len)
		abort();
	b->at++;
	return 0;
}

static void
compare_inside(struct skim *skim, const struct skim_member *m)
{
	size_t       count;
	struct inner b = { .skim = skim, .at = skim_inside(skim, m, &count) };

	b.end = b.at + count;
	if (count && (scan_inside(m->value, same_inner, &b) || b.at != b.end))
		abort();
}

static void
compare(const struct scan *scan, struct skim *skim)
{
	const struct member      *a;
	const struct skim_member *b;
	struct slice              name;
	size_t                    i, count, n;

	a = scan_members(scan, &count);
	b = skim_last(skim)->members;
	n = skim_last(skim)->count;
	if (count != n)
		abort();
	for (i = 0; i < n; i++) {
		name = skim_name(skim, b[i].name);
		if (name.len != a[i].key.len || memcmp(name.at, a[i].key.at, name.len) != 0 ||
		    a[i].type != (b[i].type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)b[i].type) ||
		    a[i].value.at != b[i].value.at || a[i].value.len != b[i].value.len)
			abort();
		compare_inside(skim, b + i);
	}
}

/* As a record, too: the quick reader and the other one say the same of it. */
static void
compare_records(struct rec *quick, struct rec *other, char *line, char *end)
{
	struct err e, same;
	char       after = *end;
	size_t     i, count;
	int        rc;

	*end = '\0';
	rc = rec_read(other, line, (size_t)(end - line), &e);
	if (rec_skim(quick, line, (size_t)(end - line), &same) != rc || quick->kind != other->kind || (rc && strcmp(e.text, same.text) != 0))
		abort();
	scan_members(other->scan, &count);
	for (i = 0; !rc && other->kind && i < count; i++)
		if (rec_kinds(quick)[i] != rec_kinds(other)[i])
			abort();
	*end = after;
}

/* Lines, as a journal has them: what the first taught is tried on those behind it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct skim *skim = skim_new();
	struct scan *scan = scan_new();
	char        *text = mem_get(size + SKIM_PADDING), *at, *end = text + size, *feed;
	struct err   e;
	struct rec   quick, other;
	size_t       len;

	rec_init(&quick);
	rec_init(&other);
	memcpy(text, data, size);
	memset(end, 0, SKIM_PADDING);
	for (at = text; at < end; at = feed + 1) {
		len = skim_line(skim, at, end);
		feed = memchr(at, '\n', (size_t)(end - at));
		if (!feed && skim_text(skim, at, (size_t)(end - at))) {
			if (scan_object(scan, at, (size_t)(end - at), &e))
				abort();
			compare(scan, skim);
		}
		if (len && (!feed || at + len != feed + 1 ||
		    scan_object(scan, at, len - 1 - (len > 1 && feed[-1] == '\r'), &e)))
			abort();
		if (len)
			compare(scan, skim);
		if (!feed)
			break;
		compare_records(&quick, &other, at, feed);
	}
	rec_release(&quick);
	rec_release(&other);
	free(text);
	scan_free(scan);
	skim_free(skim);
	return 0;
}
