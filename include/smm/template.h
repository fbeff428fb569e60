/* template.h - {{variables}} in texts */
#ifndef SMM_TEMPLATE_H
#define SMM_TEMPLATE_H

#include "smm/err.h"
#include "smm/mem.h"

#include <stddef.h>

struct variable {
	const char *name, *value;
};

struct variables { /* looked up from the last to the first: later ones win */
	struct variable *at;
	size_t           count, room;
	const char      *advice; /* what to do about a name that is not known; NULL: "give it one under `variables`" */
};

void variables_add(struct variables *v, struct mem *m, const char *name, const char *value);

/* The value of a variable; NULL when there is none. */
const char *variables_find(const struct variables *v, const char *name);

/*
 * Fills the {{names}} in the values themselves, each by the others. -1 with e (FAULT_INPUT): a name that is not known,
 * or values that need each other ("a → b → a"). Only for variables that people of the house have written: a value
 * from elsewhere is never to be filled.
 */
int variables_resolve(struct variables *v, struct mem *m, struct err *e);

/*
 * The text with each {{name}} replaced (blanks inside the braces do not count; "\{{" stands for
 * "{{"). The text itself when it has none, else in the arena. NULL with e (FAULT_INPUT): a name that is not
 * known (the nearest is named), or braces that are not closed. Values are not expanded again.
 */
const char *template_fill(const char *text, const struct variables *v, struct mem *m, struct err *e);

#endif
