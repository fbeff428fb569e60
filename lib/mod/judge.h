/* judge.h - one message against the rules; private to lib/mod */
#ifndef SMM_JUDGE_H
#define SMM_JUDGE_H

#include "facts.h"
#include "found.h"
#include "opinion.h"
#include "past.h"
#include "smm/moderate.h"

struct subject { /* all that is known of a message */
	const struct charter *charter;
	struct facts          facts;
	struct opinion        opinion;
	struct found          found;
	struct past          *past;
	uint64_t              words; /* hash of its words: texts that are the same but for looks */
};

/* Whether all of a condition holds; all but its terms, which are asked first: most rules have some. */
int judge_rest(struct subject *s, const struct condition *w);

static inline int
judge_holds(struct subject *s, const struct condition *w)
{
	const struct found_set *set = w->has_terms ? found_get(&s->found, w->terms) : NULL;

	return (!w->has_terms || (set && set->count)) && judge_rest(s, w);
}

/* The evidence for it, items of a JSON list. */
void judge_evidence(struct subject *s, const struct condition *w, struct buf *out);

#endif
