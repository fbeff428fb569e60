/* opts.c - the option table read and explained */
#include "opts.h"

#include "smm/clock.h"
#include "smm/lang.h"
#include "smm/mem.h"
#include "smm/near.h"
#include "smm/when.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTS 64

static int help, version;

static const struct {
	unsigned   takes; /* 0: every program */
	struct opt opt;
} shared[] = {
	{ TAKES_CONFIG, { 'c', "config", OPT_STR, &common.config, "FILE",
	    "accounts and settings; default smm.yaml, or $SMM_CONFIG" } },
	{ TAKES_STORE, { 's', "store", OPT_STR, &common.store, "URL",
	    "the ledger, sqlite:PATH; default as in the configuration, or $SMM_STORE" } },
	{ TAKES_ACCOUNT, { 'a', "account", OPT_LIST, &common.accounts, "NAME",
	    "only this account; may be repeated" } },
	{ TAKES_DRY_RUN, { 'n', "dry-run", OPT_FLAG, &common.dry_run, NULL,
	    "send and change nothing, say what would be done" } },
	{ TAKES_OUTPUT, { 'o', "output", OPT_STR, &common.output, "FILE",
	    "write here instead of standard output" } },
	{ TAKES_REJECTS, { 0, "rejects", OPT_STR, &common.rejects, "FILE",
	    "copy input lines that are not valid to this file" } },
	{ TAKES_NOW, { 0, "now", OPT_TIME, &common.now, "TIME",
	    "take this RFC 3339 time for now; or $SMM_NOW" } },
	{ 0, { 'q', "quiet", OPT_FLAG, &common.quiet, NULL, "no warnings, no progress" } },
	{ 0, { 'v', "verbose", OPT_FLAG, &common.verbose, NULL, "say more on standard error" } },
	{ TAKES_SHOW, { 0, "progress", OPT_WHEN, &common.progress, "always|never|auto",
	    "show progress; auto: when standard error is a terminal" } },
	{ TAKES_SHOW, { 0, "color", OPT_WHEN, &common.color, "always|never|auto",
	    "colour for people; auto: on a terminal without $NO_COLOR" } },
	{ 0, { 0, "completion", OPT_STR, &common.completion, "bash|zsh|fish",
	    "print completions for a shell and exit" } },
	{ 0, { 'h', "help", OPT_FLAG, &help, NULL, "print this and exit" } },
	{ 0, { 'V', "version", OPT_FLAG, &version, NULL, "print the version and exit" } },
};

const struct opt *
opts_at(const struct prog *p, size_t i)
{
	const struct opt *own;
	size_t            s;

	for (own = p->opts; own && own->name; own++)
		if (i-- == 0)
			return own;
	for (s = 0; s < sizeof shared / sizeof *shared; s++)
		if ((!shared[s].takes || (shared[s].takes & p->takes)) && i-- == 0)
			return &shared[s].opt;
	return NULL;
}

void
opts_usage(const char *name, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, tr("\nTry '%s --help'.\n"), name);
	exit(fault_exit(FAULT_USAGE));
}

static void
print_help(const struct prog *p)
{
	const struct opt *o;
	char              left[80];
	size_t            i;

	printf(tr("usage: %s [OPTION ...] %s\n%s.\n\n"), p->name, p->operands, tr(p->does));
	for (i = 0; (o = opts_at(p, i)); i++) {
		snprintf(left, sizeof left, "%c%c%s --%s%s%s%s", o->letter ? '-' : ' ',
		    o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name,
		    o->type == OPT_MAYBE ? "[=" : o->arg ? " " : "", o->arg ? o->arg : "",
		    o->type == OPT_MAYBE ? "]" : "");
		printf("  %-26s %s%s\n", left, strlen(left) > 26 ? "\n                             " : "",
		    tr(o->help));
	}
	printf(tr("\nManual: man %s; the toolkit: man 7 smm\n"), p->name);
}

static const struct opt *
find_long(const struct prog *p, const char *name, size_t len)
{
	const char       *known[MAX_OPTS], *near;
	const struct opt *o;
	char             *given;
	size_t            i;

	for (i = 0; (o = opts_at(p, i)) && i < MAX_OPTS; i++) {
		known[i] = o->name;
		if (strlen(o->name) == len && strncmp(o->name, name, len) == 0)
			return o;
	}
	given = mem_copy(name);
	given[len] = '\0';
	near = near_word(given, known, i);
	if (near)
		opts_usage(p->name, tr("unknown option --%s, nearest is --%s"), given, near);
	opts_usage(p->name, tr("unknown option --%s"), given);
}

static const struct opt *
find_letter(const struct prog *p, int letter)
{
	const struct opt *o;
	size_t            i;

	for (i = 0; (o = opts_at(p, i)); i++)
		if (o->letter == letter)
			return o;
	opts_usage(p->name, tr("unknown option -%c"), letter);
}

static void
set_number(const struct prog *p, const struct opt *o, const char *value)
{
	char *end;

	errno = 0;
	*(long *)o->to = strtol(value, &end, 10);
	if (errno || end == value || *end || *(long *)o->to < 0)
		opts_usage(p->name, tr("--%s is \"%s\", a whole number from 0 on was expected"),
		    o->name, value);
}

static void
set_when(const struct prog *p, const struct opt *o, const char *value)
{
	static const char *const words[] = { "auto", "always", "never" };
	int                      i;

	for (i = 0; i < 3; i++)
		if (strcmp(value, words[i]) == 0) {
			*(enum when *)o->to = (enum when)i;
			return;
		}
	opts_usage(p->name, tr("--%s is \"%s\", always, never or auto was expected"), o->name, value);
}

/* A time, or below 0 how long ago: opts_resolve(). */
static void
set_since(const struct prog *p, const struct opt *o, const char *value)
{
	int64_t *to = o->to, sec;

	if (when_read(value, strlen(value), to, NULL) == 0) {
		if (*to < 1)
			*to = 1;
	} else if (when_read_span(value, strlen(value), &sec) == 0 && sec) {
		*to = -1000 * sec;
	} else {
		opts_usage(p->name, tr("--%s is \"%s\", an RFC 3339 time with offset or how long ago was expected, "
		    "such as 2026-12-01T09:00:00+01:00 or 2d"), o->name, value);
	}
}

void
opts_resolve(const struct prog *p)
{
	const struct opt *o;

	for (o = p->opts; o->name; o++)
		if (o->type == OPT_SINCE && *(int64_t *)o->to < 0)
			*(int64_t *)o->to += clock_now();
}

static void
set_value(const struct prog *p, const struct opt *o, const char *value)
{
	struct strs *list = o->to;

	switch (o->type) {
	case OPT_FLAG:
		*(int *)o->to = 1;
		break;
	case OPT_STR:
	case OPT_MAYBE:
		*(const char **)o->to = value;
		break;
	case OPT_NUM:
		set_number(p, o, value);
		break;
	case OPT_TIME:
		if (when_read(value, strlen(value), o->to, NULL))
			opts_usage(p->name,
			    tr("--%s is \"%s\", an RFC 3339 time with offset was expected, such as "
			       "2026-12-01T09:00:00+01:00"), o->name, value);
		break;
	case OPT_SINCE:
		set_since(p, o, value);
		break;
	case OPT_LIST: /* never released: lives as long as the program */
		list->at = mem_grow(list->at, (list->count + 1) * sizeof *list->at);
		list->at[list->count++] = value;
		break;
	case OPT_WHEN:
		set_when(p, o, value);
		break;
	}
}

static int
takes_value(const struct opt *o)
{
	return o->type != OPT_FLAG && o->type != OPT_MAYBE;
}

/* Reads argv[i], a long option; returns the index of the last word used. */
static int
read_long(const struct prog *p, int argc, char **argv, int i)
{
	const char       *name = argv[i] + 2;
	const char       *equals = strchr(name, '=');
	size_t            len = equals ? (size_t)(equals - name) : strlen(name);
	const struct opt *o = find_long(p, name, len);

	if (o->type == OPT_FLAG && equals)
		opts_usage(p->name, tr("--%s takes no value"), o->name);
	if (equals)
		set_value(p, o, equals + 1);
	else if (!takes_value(o))
		set_value(p, o, "");
	else if (++i < argc)
		set_value(p, o, argv[i]);
	else
		opts_usage(p->name, tr("--%s needs a value: %s"), o->name, o->arg);
	return i;
}

/* Reads argv[i], one or several letters; returns the index of the last word used. */
static int
read_letters(const struct prog *p, int argc, char **argv, int i)
{
	const char       *s = argv[i] + 1;
	const struct opt *o;

	for (; *s; s++) {
		o = find_letter(p, *s);
		if (!takes_value(o)) {
			set_value(p, o, "");
			continue;
		}
		if (s[1])
			set_value(p, o, s + 1);
		else if (++i < argc)
			set_value(p, o, argv[i]);
		else
			opts_usage(p->name, tr("-%c needs a value: %s"), o->letter, o->arg);
		break;
	}
	return i;
}

/* Moves the word behind the options read so far, which keep their order. */
static void
keep_operand(char **argv, int from, int to)
{
	char *word = argv[from];

	memmove(argv + to + 1, argv + to, (size_t)(from - to) * sizeof *argv);
	argv[to] = word;
}

static void
print_and_exit(const struct prog *p)
{
	if (help)
		print_help(p);
	else if (version)
		printf("%s (smmkit) %s\n", p->name, SMM_VERSION);
	else if (opts_complete(p, common.completion))
		opts_usage(p->name, tr("--completion is \"%s\", bash, zsh or fish was expected"),
		    common.completion);
	if (fclose(stdout)) {
		perror(p->name);
		exit(fault_exit(FAULT_IO));
	}
	exit(0);
}

static void
read_environment(const struct prog *p)
{
	const char *no_color = getenv("NO_COLOR");

	if (!common.config && (p->takes & TAKES_CONFIG))
		common.config = getenv("SMM_CONFIG");
	if (!common.store && (p->takes & TAKES_STORE))
		common.store = getenv("SMM_STORE");
	if (common.color == WHEN_AUTO && no_color && *no_color)
		common.color = WHEN_NEVER;
}

int
opts_read(const struct prog *p, int argc, char **argv)
{
	int i, operands = 0, from;

	for (i = 1; i < argc; i++) {
		from = i;
		if (strcmp(argv[i], "--") == 0) {
			while (++i < argc)
				keep_operand(argv, i, 1 + operands++);
			break;
		}
		if (argv[i][0] != '-' || !argv[i][1])
			keep_operand(argv, from, 1 + operands++);
		else if (argv[i][1] == '-')
			i = read_long(p, argc, argv, i);
		else
			i = read_letters(p, argc, argv, i);
	}
	if (help || version || common.completion)
		print_and_exit(p);
	if (operands && !*p->operands)
		opts_usage(p->name, tr("no operand was expected, found \"%s\""), argv[1]);
	read_environment(p);
	return operands;
}
