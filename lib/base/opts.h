/* opts.h - the option table read, explained and completed; private to prog.c */
#ifndef SMM_OPTS_H
#define SMM_OPTS_H

#include "smm/prog.h"

/* Number of operands, moved to argv[1] and on; exits for --help, --version, --completion and usage errors. */
int opts_read(const struct prog *p, int argc, char **argv);

/* The clock is set: what was given as "how long ago" (OPT_SINCE) becomes a time. */
void opts_resolve(const struct prog *p);

/* Prints "name: text" and the hint at --help; exits 64. fmt is already translated. */
SMM_NORETURN void opts_usage(const char *name, const char *fmt, ...) SMM_PRINTF(2, 3);

/* Writes completions for "bash", "zsh" or "fish" to standard output; -1 for another shell. */
int opts_complete(const struct prog *p, const char *shell);

/* The common options that the program takes and its own, one after the other; i counts from 0. */
const struct opt *opts_at(const struct prog *p, size_t i);

#endif
