/* team.h - what a team is told: a line in its file, or to a command */
#ifndef SMM_TEAM_H
#define SMM_TEAM_H

#include "smm/err.h"

#include <stddef.h>

struct team {
	const char *file;    /* lines are appended, and flushed to disk; NULL: none */
	const char *command; /* words split at blanks, run without a shell, the line on its input; NULL: none */
};

/* Tells it one line (without line feed). arg is the struct team. 0, or -1 (FAULT_IO, FAULT_SYS): not told. */
int team_tell(void *arg, const char *line, size_t len, struct err *e);

#endif
