/*
 * split.h - a text made into a thread: cut at a paragraph, else at the end of a sentence, else between words
 *
 * Never inside a link, a mention, a hashtag or a grapheme, and not before punctuation that French puts a
 * space in front of. A paragraph or a sentence that would leave more than two thirds of a part empty is
 * not cut behind.
 */
#ifndef SMM_SPLIT_H
#define SMM_SPLIT_H

#include "smm/mem.h"
#include "smm/text.h"
#include "smm/yaml.h"

#define SPLIT_MAX 99 /* parts */

struct split {
	const struct text_rule *rule;
	size_t                  taken;   /* units of every part that are taken already */
	size_t                  first;   /* and of the first one */
	int                     numbered; /* " 1/3" behind each part, when there is more than one */
	int                     more;     /* there will be: other texts follow */
};

/*
 * Adds the parts of one text to `out`; a text that fits is its one part. -1 with FAULT_INPUT: a link or another word
 * that may not be cut is longer than a part; more than SPLIT_MAX parts. Numbers are left room for, see split_number().
 */
int split_text(const struct split *s, const char *text, struct mem *m, struct texts *out, struct err *e);

/* Puts the numbers behind the parts, when they are wanted and there is more than one. */
void split_number(const struct split *s, struct texts *parts, struct mem *m);

#endif
