/*
 * pattern.h - the charter's patterns, by PCRE2; private to lib/mod
 *
 * PCRE2 is loaded when a charter has a pattern. Patterns are matched without regard to case, over all of Unicode
 * (PCRE2_UTF, PCRE2_UCP), against the text as it was written. A pattern runs only over a text that holds what it
 * requires (needle.h). Matching is bounded: at PATTERN_STEPS of PCRE2's match limit it is given up.
 */
#ifndef SMM_PATTERN_H
#define SMM_PATTERN_H

#include "found.h"

#define PATTERN_STEPS 100000 /* some milliseconds */

struct patterns;

/* 0, or -1 with FAULT_INPUT: a pattern that PCRE2 refuses; FAULT_SYS: there is no PCRE2. Notes name slow patterns. */
int  patterns_new(struct patterns **p, const struct charter *c, charter_warn *note, struct err *e);
void patterns_free(struct patterns *p); /* NULL is allowed */

/* Valid UTF-8. */
void patterns_find(struct patterns *p, const char *s, size_t len, struct found *f);

#endif
