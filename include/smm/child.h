/* child.h - another program run for what it prints */
#ifndef SMM_CHILD_H
#define SMM_CHILD_H

#include "smm/buf.h"

#include <sys/types.h>

struct child {
	char *const *words;    /* the program, looked for in PATH, and its arguments; ends with NULL. No shell */
	const char  *in;       /* its standard input; NULL: ours */
	size_t       in_len;
	size_t       max;      /* bytes it may print; the buffer never moves, so no copy stays behind */
	int          limit_ms; /* then it is killed */
	enum fault   fault;    /* of every failure that is the program's */
};

/*
 * Runs it and waits for its end; what it printed is added to `out`, NUL behind it. 0, or -1: it cannot be run, prints
 * more, takes longer, or ends with another status than 0. What it writes to standard error goes where ours goes.
 */
int child_run(const struct child *c, struct buf *out, struct err *e);

struct running {
	pid_t pid;
	int   fd; /* what it prints can be read there; closed on exec */
};

/*
 * Starts a program, as child_run() does, and does not wait for it. in: descriptor of its standard input; -1: ours.
 * The caller reads `fd` to its end, closes it and waits for `pid`. 0, or -1 with `fault`: it cannot be run.
 */
int child_start(char *const *words, int in, enum fault fault, struct running *out, struct err *e);

#define CHILD_WORDS 32 /* of a command, NULL at the end included */

/*
 * Cuts a command line into words at blanks, in place; quotes (" and ') keep blanks in a word, nothing else means
 * anything: there is no shell. 0, or -1 with `fault`: none, too many, a quote that is not closed.
 */
int child_split(char *line, char **words, enum fault fault, struct err *e);

#endif
