/* prog.c - what every program's main() does: messages, signals, exit status */
#include "smm/prog.h"

#include "smm/buf.h"
#include "smm/clock.h"
#include "smm/lang.h"
#include "smm/mem.h"
#include "smm/utf8.h"
#include "smm/when.h"

#include "opts.h"

#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

struct common         common;
volatile sig_atomic_t prog_signal;

#define RED    "31"
#define YELLOW "33"

static const char *self = "smm";
static int         progress_shown;

static void
on_signal(int number)
{
	if (prog_signal) /* asked twice: at once; the ledger makes that safe */
		_exit(128 + number);
	prog_signal = number;
}

static void
catch_signals(void)
{
	struct sigaction a;

	memset(&a, 0, sizeof a);
	a.sa_handler = on_signal; /* without SA_RESTART: waiting must end */
	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
	sigaction(SIGHUP, &a, NULL);
	a.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &a, NULL);
}

/* Secrets must not end up in a core file. */
static void
forbid_core(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
}

static void
set_clock(int64_t now)
{
	const char *given = getenv("SMM_NOW");
	int64_t     ms;

	if (now)
		clock_set(now);
	else if (given && *given && when_read(given, strlen(given), &ms, NULL) == 0)
		clock_set(ms);
	else if (given && *given)
		opts_usage(self, tr("SMM_NOW is \"%s\", an RFC 3339 time was expected"), given);
}

int
prog_start(const struct prog *p, int argc, char **argv)
{
	int operands;

	self = p->name;
	operands = opts_read(p, argc, argv);
	set_clock(common.now);
	opts_resolve(p);
	forbid_core();
	catch_signals();
	return operands;
}

const char *
prog_user(void)
{
	const struct passwd *p = getpwuid(geteuid());

	return p ? p->pw_name : "unknown";
}

static int
wants_color(void)
{
	return common.color == WHEN_ALWAYS || (common.color == WHEN_AUTO && isatty(STDERR_FILENO));
}

/* The name before the message is red for an error, yellow for a warning. */
static void
say(const char *color, const char *fmt, va_list ap)
{
	struct buf line = { 0 };
	char       words[ERR_TEXT * 2];

	prog_progress(NULL, 0, 0);
	vsnprintf(words, sizeof words, fmt, ap);
	if (color && wants_color())
		buf_fmt(&line, "\033[%sm%s:\033[0m ", color, self);
	else
		buf_fmt(&line, "%s: ", self);
	utf8_add_visible(&line, words, strlen(words), 1);
	buf_char(&line, '\n');
	fwrite(line.at, 1, line.len, stderr);
	buf_release(&line);
}

static SMM_PRINTF(1, 2) void
say_fmt(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(RED, fmt, ap);
	va_end(ap);
}

int
prog_fail(const struct err *e)
{
	if (e->fault != FAULT_CLOSED)
		say_fmt("%s", e->text);
	return prog_end(fault_exit(e->fault));
}

int
prog_end(int status)
{
	prog_progress(NULL, 0, 0);
	if (prog_signal)
		return 128 + prog_signal;
	if (status == fault_exit(FAULT_CLOSED)) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return status;
}

void
prog_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(RED, tr(fmt), ap);
	va_end(ap);
}

void
prog_warn(const char *fmt, ...)
{
	va_list ap;

	if (common.quiet)
		return;
	va_start(ap, fmt);
	say(YELLOW, tr(fmt), ap);
	va_end(ap);
}

void
prog_note(const char *fmt, ...)
{
	va_list ap;

	if (!common.verbose)
		return;
	va_start(ap, fmt);
	say(NULL, tr(fmt), ap);
	va_end(ap);
}

void
prog_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, tr(fmt), ap);
	va_end(ap);
	fputc('\n', stderr);
}

static int
wants_progress(void)
{
	static int on_terminal = -1;

	if (common.quiet || common.progress == WHEN_NEVER)
		return 0;
	if (on_terminal < 0)
		on_terminal = isatty(STDERR_FILENO);
	return common.progress == WHEN_ALWAYS || on_terminal;
}

void
prog_progress(const char *what, size_t done, size_t total)
{
	if (!what) {
		if (progress_shown)
			fputs("\r\033[K", stderr);
		progress_shown = 0;
		return;
	}
	if (!wants_progress())
		return;
	progress_shown = 1;
	if (total)
		fprintf(stderr, "\r%s %zu/%zu\033[K", what, done, total);
	else
		fprintf(stderr, "\r%s %zu\033[K", what, done);
	fflush(stderr);
}

struct feed { /* operands being read */
	struct lines in;
	char       **paths, *standard[1];
	int          npaths, next;   /* which is opened next */
	int          is_open;
	prog_each   *each;
	void        *arg;
	struct out  *out;
	struct out   rejects;
	int          has_rejects, bad;
	char         place[512]; /* FILE:LINE */
	size_t       name_len;   /* of it, with the colon */
	size_t       placed;     /* the line whose number stands in it, */
	char        *last_digit; /* which ends here; NULL: none does yet */
};

static int
reject(struct feed *f, const char *line, size_t len, const struct err *why, struct err *e)
{
	f->bad = 1;
	say_fmt("%s:%zu: %s", f->in.name, f->in.number, why->text);
	if (!f->has_rejects || !line)
		return 0;
	return out_line(&f->rejects, line, len, e);
}

static void
name_file(struct feed *f)
{
	snprintf(f->place, sizeof f->place - 24, "%s", f->in.name); /* a number of 64 bits has 20 digits */
	f->name_len = strlen(f->place) + 1;
	f->place[f->name_len - 1] = ':';
	f->last_digit = NULL;
}

/* Every line has a place, and most are never asked for it: it must cost nothing. */
static const char *
place_of(struct feed *f)
{
	char   digits[24], *to = f->place + f->name_len;
	size_t n = f->in.number, count = 0;

	if (f->last_digit && *f->last_digit < '9' && f->placed + 1 == n) {
		f->placed = n;
		++*f->last_digit;
		return f->place;
	}
	f->placed = n;
	do
		digits[count++] = (char)('0' + n % 10);
	while (n /= 10);
	while (count)
		*to++ = digits[--count];
	*to = '\0';
	f->last_digit = to - 1;
	return f->place;
}

static int
feed_line(struct feed *f, char *line, size_t len, struct err *e)
{
	struct err why;

	if (!len)
		return 0; /* an empty line holds no record and breaks nothing */
	if (f->each(f->arg, line, len, place_of(f), &why) == 0)
		return 0;
	if (why.fault == FAULT_INPUT)
		return reject(f, line, len, &why, e);
	*e = why;
	return -1;
}

/* One line of the file that is open; at its end it is closed. */
static int
feed_next(struct feed *f, struct err *e)
{
	struct err why;
	char      *line;
	size_t     len;
	int        got = lines_next(&f->in, &line, &len, f->has_rejects ? &f->rejects : NULL, e);

	if (got == LINES_END) {
		lines_close(&f->in);
		f->is_open = 0;
	} else if (got == LINES_ERROR && !prog_signal) {
		return -1;
	} else if (got == LINES_LONG) {
		err_set(&why, FAULT_INPUT, "the line has more than %u bytes", LINE_MAX_BYTES);
		return reject(f, NULL, 0, &why, e);
	}
	return got == LINES_GOT ? feed_line(f, line, len, e) : 0;
}

int
feed_some(struct feed *f, int wait, struct err *e)
{
	while (!prog_signal) {
		if (!f->is_open && f->next == f->npaths)
			return 0;
		if (!f->is_open) {
			if (lines_open(&f->in, f->paths[f->next++], e))
				return -1;
			name_file(f);
			f->is_open = 1;
		}
		if ((f->out || !wait) && lines_would_block(&f->in)) {
			if (f->out && out_flush(f->out, e))
				return -1;
			if (!wait)
				return 1;
		}
		if (feed_next(f, e))
			return -1;
	}
	return 0;
}

int
feed_fd(const struct feed *f)
{
	return f->is_open ? f->in.fd : -1;
}

struct feed *
feed_begin(int argc, char **argv, prog_each *each, void *arg, struct err *e)
{
	struct feed *f = mem_get(sizeof *f);

	memset(f, 0, sizeof *f);
	f->paths = argc ? argv : f->standard;
	f->npaths = argc ? argc : 1;
	f->each = each;
	f->arg = arg;
	if (!common.rejects)
		return f;
	if (out_open(&f->rejects, common.rejects, e)) {
		free(f);
		return NULL;
	}
	f->has_rejects = 1;
	return f;
}

int
feed_end(struct feed *f, struct err *e)
{
	int rc = f->bad;

	if (f->is_open)
		lines_close(&f->in);
	if (f->has_rejects && out_close(&f->rejects, e))
		rc = -1;
	free(f);
	return rc;
}

int
prog_lines(int argc, char **argv, struct out *out, prog_each *each, void *arg, struct err *e)
{
	struct feed *f = feed_begin(argc, argv, each, arg, e);
	struct err   ignored;
	int          rc, bad;

	if (!f)
		return -1;
	f->out = out;
	rc = feed_some(f, 1, e);
	bad = feed_end(f, rc ? &ignored : e);
	return rc ? rc : bad;
}
