/* journal.c - the KPI journal, read from the first line to the last */
#include "smm/journal.h"

#include "smm/lines.h"

int
journal_read(const char *path, journal_take *take, void *arg, journal_bad *bad, struct err *e)
{
	struct lines in;
	struct rec   r;
	struct err   why;
	char        *line;
	size_t       len;
	int          got;

	if (lines_open(&in, path, e))
		return -1;
	rec_init(&r);
	while ((got = lines_next(&in, &line, &len, NULL, e)) > LINES_END) {
		if (got == LINES_LONG)
			bad("%s:%zu: the line is longer than 16 MiB", in.name, in.number);
		else if (len && rec_read(&r, line, len, &why))
			bad("%s:%zu: %s", in.name, in.number, why.text);
		else if (len)
			take(arg, &r);
	}
	rec_release(&r);
	lines_close(&in);
	return got == LINES_ERROR ? -1 : 0;
}
