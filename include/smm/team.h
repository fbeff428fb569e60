/* team.h - what a team is told: a line in its file, to a command, or in a mail */
#ifndef SMM_TEAM_H
#define SMM_TEAM_H

#include "smm/err.h"

#include <stddef.h>

struct team {
	const char *file;    /* lines are appended, and flushed to disk; NULL: none */
	const char *command; /* run without a shell (child_split), the line on its input; NULL: none */
	const char *mail;    /* an address that sendmail(8) takes it to; NULL: none */
};

/*
 * Tells it one line (without line feed). arg is the struct team. 0, or -1: not told (FAULT_IO, FAULT_SYS; FAULT_AGAIN:
 * the command, or sendmail).
 */
int team_tell(void *arg, const char *line, size_t len, struct err *e);

#endif
