/* journal.h - the KPI journal: record lines of everything that happened, read from the first to the last */
#ifndef SMM_JOURNAL_H
#define SMM_JOURNAL_H

#include "smm/rec.h"

typedef void journal_take(void *arg, const struct rec *r);
typedef void journal_bad(const char *fmt, ...) SMM_PRINTF(1, 2);

/*
 * Hands over every record. Lines that are none are told to `bad` (file, line and why) and passed over. NULL or "-" is
 * standard input. -1 when it cannot be read.
 */
int journal_read(const char *path, journal_take *take, void *arg, journal_bad *bad, struct err *e);

#endif
