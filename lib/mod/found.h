/* found.h - which terms of the charter stand in a text, and where; private to lib/mod */
#ifndef SMM_FOUND_H
#define SMM_FOUND_H

#include "smm/charter.h"

#define FOUND_EACH 4 /* of one set: enough to show why */

struct hit {
	size_t term;
	size_t start, end; /* bytes of the text */
	int    gave_up;    /* a pattern that was stopped: no match */
};

struct found_set {
	unsigned   text;  /* of which text this is: others are empty */
	unsigned   count; /* hits kept, without those that gave up */
	unsigned   kept;
	struct hit at[FOUND_EACH];
};

struct found {
	struct found_set *sets;
	size_t            nsets;
	unsigned          text;
	int               gave_up; /* a pattern was stopped in it */
};

void found_init(struct found *f, size_t nsets);
void found_release(struct found *f);
void found_begin(struct found *f); /* another text: nothing is found yet */
void found_add(struct found *f, size_t set, const struct hit *h);

/* The hits of a set; NULL when there is none. */
static inline const struct found_set *
found_get(const struct found *f, size_t set)
{
	const struct found_set *s = f->sets + set;

	return s->text == f->text ? s : NULL;
}

#endif
