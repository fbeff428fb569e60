/* yaml.c - fuzzing: a calendar, and an smm.yaml, of hostile hands */
#include "smm/plan.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static SMM_PRINTF(1, 2) void
nothing(const char *fmt, ...)
{
	(void)fmt;
}

static void
no_progress(const char *what, size_t done, size_t total)
{
	(void)what;
	(void)done;
	(void)total;
}

static void
write_file(const char *path, const void *data, size_t size)
{
	FILE *f = fopen(path, "w");

	if (!f || (size && fwrite(data, 1, size, f) != size) || fclose(f))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char brand[] = "accounts:\n  - { name: m, network: mastodon, server: \"https://a.example\" }\n"
	                            "  - { name: b, network: bluesky, user: u }\n";
	static char          folder[] = "/tmp/smm-fuzz-XXXXXX";
	static int           made;
	char                 smm[64], calendar[64];
	struct plan_settings s = { .error = nothing, .warning = nothing, .note = nothing, .progress = no_progress };
	struct conf         *conf = NULL, *hostile = NULL;
	struct plan         *p;
	struct err           e;

	if (!made && !mkdtemp(folder))
		abort();
	made = 1;
	snprintf(smm, sizeof smm, "%s/smm.yaml", folder);
	snprintf(calendar, sizeof calendar, "%s/calendar.yaml", folder);
	write_file(smm, brand, sizeof brand - 1);
	write_file(calendar, data, size);
	if (conf_read(&conf, smm, &e))
		abort();
	s.conf = conf;
	p = plan_new(&s);
	plan_calendar(p, calendar, &e);
	plan_free(p);
	conf_free(conf);
	if (conf_read(&hostile, calendar, &e) == 0)
		conf_free(hostile);
	return 0;
}
