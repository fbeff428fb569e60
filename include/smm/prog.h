/*
 * prog.h - what every program's main() does: options, help, messages, signals, exit status
 *
 * One table of options gives the parser, --help, --version and the shells' completions
 * (--completion SHELL). Library code never prints and never exits; only this module does, on
 * behalf of main().
 */
#ifndef SMM_PROG_H
#define SMM_PROG_H

#include "smm/err.h"
#include "smm/lines.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

#define SMM_VERSION "0.1.0"

struct strs { /* values of an option that may be repeated; strings of argv, lent */
	const char **at;
	size_t       count;
};

enum opt_type {
	OPT_FLAG, /* int: set to 1 */
	OPT_STR,  /* const char * */
	OPT_NUM,  /* long, from 0 on */
	OPT_TIME, /* int64_t: RFC 3339, milliseconds */
	OPT_SINCE, /* the same, or how long ago ("2d", when.h) */
	OPT_LIST, /* struct strs */
	OPT_WHEN, /* enum when: always, never, auto */
	OPT_MAYBE /* const char *: the value may be left out ("--status[=WHICH]"), then "" */
};

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct opt {
	int           letter; /* 0: long name only */
	const char   *name;
	enum opt_type type;
	void         *to;
	const char   *arg;  /* the value's name in --help: "FILE", "NAME", "a|b|c" */
	const char   *help;
};

/* Which of the common options (design, section 3) a program takes. The rest all take. */
enum {
	TAKES_CONFIG  = 1 << 0, /* -c, --config FILE; SMM_CONFIG */
	TAKES_STORE   = 1 << 1, /* -s, --store URL; SMM_STORE */
	TAKES_ACCOUNT = 1 << 2, /* -a, --account NAME */
	TAKES_DRY_RUN = 1 << 3, /* -n, --dry-run */
	TAKES_OUTPUT  = 1 << 4, /* -o, --output FILE */
	TAKES_REJECTS = 1 << 5, /* --rejects FILE */
	TAKES_NOW     = 1 << 6, /* --now TIME; SMM_NOW */
	TAKES_SHOW    = 1 << 7  /* --progress WHEN, --color WHEN; NO_COLOR */
};

struct common {
	const char *config, *store, *output, *rejects, *completion;
	struct strs accounts;
	int         dry_run, quiet, verbose;
	int64_t     now;
	enum when   progress, color;
};

struct prog {
	const char       *name;     /* "smm-plan" */
	const char       *does;     /* one line */
	const char       *operands; /* "[FILE ...]", or "" when there are none */
	const struct opt *opts;     /* ends with an empty row */
	unsigned          takes;
};

/* The common options as given; set by prog_start(). */
extern struct common common;

/*
 * Parses the command line and returns the number of operands, which argv[1] and on then hold (options
 * may follow operands; argv is permuted). --help, --version and --completion print and exit 0; a usage error
 * prints and exits 64. Sets the clock for --now, ignores SIGPIPE (a closed pipe is an error of
 * write), forbids core files and catches SIGINT, SIGTERM and SIGHUP.
 */
int prog_start(const struct prog *p, int argc, char **argv);

/* The user's name, for records that say who: "anna". Lends; "unknown" when the system knows none. */
const char *prog_user(void);

/* The signal that asked us to stop, or 0. */
extern volatile sig_atomic_t prog_signal;

/* Prints the error once, as "smm-plan: text", and returns the exit status it means. */
int prog_fail(const struct err *e);

/*
 * Ends a run: status as returned by main(), 128 + signal when one stopped us. A FAULT_CLOSED is
 * silent and ends the process as SIGPIPE does.
 */
int prog_end(int status);

/* A line on standard error; warnings are left out with -q, notes appear with -v only. */
void prog_error(const char *fmt, ...) SMM_PRINTF(1, 2);
void prog_warn(const char *fmt, ...) SMM_PRINTF(1, 2);
void prog_note(const char *fmt, ...) SMM_PRINTF(1, 2);

/* The same without the program's name, and always: what a person is asked for. */
void prog_say(const char *fmt, ...) SMM_PRINTF(1, 2);

/*
 * Progress on standard error: shown when it is a terminal (or --progress always) and cleared
 * before any other message. total 0 means unknown. prog_progress(NULL, 0, 0) clears it.
 */
void prog_progress(const char *what, size_t done, size_t total);

/*
 * Moves each line of each operand (none or "-": standard input) through `each`. A bad line (one
 * for which `each` returned -1 with FAULT_INPUT, or longer than LINE_MAX_BYTES) is reported with
 * file and line, copied to --rejects and skipped. Flushes `out`, if not NULL, whenever input would block.
 * Returns 0; 1 when some lines were bad (exit 65); -1 with e set when the run cannot go on.
 */
typedef int prog_each(void *arg, char *line, size_t len, const char *place, struct err *e);
int prog_lines(int argc, char **argv, struct out *out, prog_each *each, void *arg, struct err *e);

/*
 * The same by and by, for who waits for more than lines. feed_begin(): NULL with e when --rejects cannot be opened.
 * feed_some(): moves the lines that are there; 1: for more it would have to wait, 0: all are read, or a signal came,
 * -1 with e; with `wait` it waits. feed_fd(): what to wait for, -1: nothing. feed_end(): releases; as prog_lines().
 */
struct feed;
struct feed *feed_begin(int argc, char **argv, prog_each *each, void *arg, struct err *e);
int  feed_some(struct feed *f, int wait, struct err *e);
int  feed_fd(const struct feed *f);
int  feed_end(struct feed *f, struct err *e);

#endif
