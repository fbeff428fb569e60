/* strategy.c - fuzzing: a strategy of hostile hands, and the same bytes as a post that is judged by it */
#include "smm/lint.h"
#include "smm/utf8.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
hear(void *arg, const struct finding *f)
{
	struct buf *b = arg;

	finding_write(f, b);
	finding_say(f, b);
	buf_clear(b);
}

static void
judge(const struct strategy *s, const char *text)
{
	static const char *const alts[] = { "", "a.png" };
	struct buf               b = { 0 };
	struct lint             *l = lint_new(hear, &b);
	struct lint_post         p = { .strategy = s, .file = "c", .mark = { 1, 1 }, .id = "a@m", .entry = "a",
		.account = "m", .network = "mastodon", .lang = "fr", .text = text, .parts = &text, .nparts = 1,
		.said = 1, .alts = alts, .nalts = 2, .at = INT64_C(1796119200000), .offset_sec = 3600 };

	lint_post(l, &p);
	p.id = "b@m";
	p.entry = "b";
	p.at += INT64_C(40) * 86400000;
	lint_post(l, &p);
	lint_end(l, p.at);
	lint_free(l);
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char     path[] = "/tmp/smm-fuzz-XXXXXX";
	static int      fd = -1;
	struct mem     *m = mem_new();
	struct strategy s;
	struct err      e;
	char           *text;

	if (fd < 0)
		fd = mkstemp(path);
	if (fd < 0 || ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	text = mem_dup(m, (const char *)data, size);
	if (strlen(text) != utf8_valid(text, strlen(text)))
		*text = '\0';
	judge(strategy_read(&s, path, NULL, m, &e) ? NULL : &s, text);
	mem_free(m);
	return 0;
}
