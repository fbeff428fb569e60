/*
 * console.h - a person at the terminal goes through messages: cm-reply -i
 *
 * Messages are shown one by one, the most urgent first; those that come while the person works take their place. What
 * the person decides is carried out at once, through publish.h: the same ledger, the same rules; its result lines go to
 * `out`, when that is a terminal after the screen is left.
 *
 * Nothing is lost: each message is in a file beside the sessions ("desk/open.jsonl", mode 0600) from when it was read
 * until something final was done about it, and so is each decision before it is carried out. Who leaves, or is
 * killed, finds all that was left open the next time; a decision that was under way is first brought to its end.
 * Messages whose `expires` is over are forgotten.
 */
#ifndef SMM_CONSOLE_H
#define SMM_CONSOLE_H

#include "smm/answers.h"
#include "smm/publish.h"

struct console_settings {
	struct publish_settings publish; /* `actions` is set; answers and drafts are here for a person to take */
	const struct strs      *history; /* journals, for what people wrote before */
	const char             *by;      /* who decides */
	enum when               color;
};

struct console;

struct console *console_new(const struct console_settings *s); /* copies it */
void            console_free(struct console *c); /* NULL is allowed */

/* Takes in one line (a prog_each; arg is the struct console): messages are kept, all else goes to the output. */
int console_add(void *arg, char *line, size_t len, const char *place, struct err *e);

/*
 * Shows what is open until the person leaves. feed (prog.h): of console_add(), read while it has lines; NULL: nothing
 * comes in. *exit_status: of what was carried out. -1: no terminal (FAULT_USAGE), another console is open here
 * (FAULT_AGAIN), store or output; what came in is kept in any case.
 */
int console_run(struct console *c, struct feed *feed, int *exit_status, struct err *e);

/*
 * Messages that are kept open and whose `expires` is over are forgotten, whoever sits there or nobody. For every run of
 * cm-reply: nothing is read where nothing is kept. 0 or -1.
 */
int console_forget(const struct conf *conf, struct err *e);

/* How many messages are left open. */
size_t console_open(const struct console *c);

#endif
