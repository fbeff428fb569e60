/* charter_parts.h - readers of the charter's parts; private to lib/mod/charter*.c */
#ifndef SMM_CHARTER_PARTS_H
#define SMM_CHARTER_PARTS_H

#include "smm/charter.h"

#include "smm/fields.h"

struct draft { /* a charter being read */
	struct charter    *charter;
	const char *const *labels;
	charter_warn      *warn;
	struct mem        *mem;
};

/* One word of a list that ends with NULL; the error names the nearest. Its place in the list, or -1. */
int read_word(const struct place *p, const struct node *n, const char *const *words, const char *expected,
    struct err *e);

/* charter_when.c: p->all is the draft, p->to a struct conditions. */
field_read read_whens;

/* charter_limits.c: struct limits; of durations (seconds) too. */
field_read field_limits, field_limits_seconds;

/* charter_terms.c: p->all is a struct terms_place. */
struct terms_place {
	struct draft *draft;
	struct condition  *when;
	int           accents;
	size_t        first; /* of the charter's terms that belong here */
};
field_read read_words_list, read_phrases_list, read_patterns_list;

/* charter_rule.c; p->all is the draft. */
field_read read_rules;
field_read read_verdicts; /* unsigned: one, or a list */
field_read read_priority; /* enum priority */

/* charter_example.c, charter_lists.c; p->all is the draft. */
field_read read_examples, read_articles, read_teams, read_service;

/* charter_check.c: what can only be told of the whole. 0 or -1; warns. */
int charter_check(struct draft *d, const struct yaml *y, struct err *e);

extern const char *const priority_names[], *const verdict_names[], *const message_kinds[]; /* end with NULL */

#endif
