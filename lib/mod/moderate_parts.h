/* moderate_parts.h - what judging and writing share; private to lib/mod/moderate*.c */
#ifndef SMM_MODERATE_PARTS_H
#define SMM_MODERATE_PARTS_H

#include "judge.h"
#include "pattern.h"
#include "smm/moderate.h"
#include "wordlist.h"

struct moderate {
	struct moderate_settings set;
	const struct kind       *message; /* the kind of record that is judged */
	struct subject           subject;
	struct norm             *norm;
	struct norm_plain        plain;
	int                      asks_words; /* somebody counts texts by their words */
	struct wordlist         *words;
	struct patterns         *patterns;
	struct mem              *mem; /* of one message */
	struct judgement         judgement;
	struct verdict_of       *held; /* room for all rules */
};

/* A member that lists the verdicts of a set, the strictest first. */
void moderate_verdicts(struct buf *out, const char *key, unsigned set);

#endif
