/* lint_parts.h - a lint at work, in its parts; private to lib/plan/lint*.c */
#ifndef SMM_LINT_PARTS_H
#define SMM_LINT_PARTS_H

#include "smm/lint.h"
#include "smm/mem.h"
#include "smm/words.h"

#define DAY_MS    INT64_C(86400000)
#define MINUTE_MS INT64_C(60000)

struct phrase { /* of a strategy, cut into words once */
	const char  *text;
	struct words words;
	int          seen; /* in some post */
};

struct phrases {
	struct phrase *at;
	size_t         count;
};

struct judged { /* a strategy, and what its posts were so far */
	const struct strategy *strategy;
	struct rule_setting    rules[RULE_COUNT];
	struct phrases         banned, wanted, required; /* in the strategy's order */
	struct phrases        *disclosures; /* of each partner, in their order */
	size_t                *pillars, *objectives; /* entries of each, in their order */
	size_t                 entries;
	struct judged         *next;
};

struct kept { /* of a post, for the end */
	struct judged *judged; /* NULL: published, says the journal */
	const char    *file, *id, *entry, *account, *network;
	struct mark    mark;
	int64_t        at;   /* milliseconds */
	int64_t        wall; /* the same as its wall clock shows it */
	uint64_t       text; /* hash of its words */
};

struct waiting { /* a message of the journal that nobody has answered */
	uint64_t id; /* hash; 0: a free place */
	int64_t  due, at; /* due: by its moderation; 0: not said */
	int      answered;
};

struct lint {
	lint_found      *found;
	void            *arg;
	struct mem      *mem, *scratch;
	int              only_purpose;
	struct judged   *judged; /* the last one first */
	struct kept     *kept;
	size_t           nkept, kept_room;
	struct waiting  *waiting; /* open addressing, a power of two */
	size_t           nwaiting, waiting_size;
	int              has_journal;
	struct words     words, *parts; /* of the post under way: of each part */
	size_t           parts_room;
	const struct lint_post *post; /* under way */
	struct judged          *by;   /* its strategy */
};

/* Tells what is wrong with the post under way, if the rule is on. The text says what was found; what to do. */
void lint_say(struct lint *l, enum rule rule, const char *fmt, ...) SMM_PRINTF(3, 4);

/* The same of a post that was kept, and of a strategy (mark: the place in it). */
void lint_say_of(struct lint *l, const struct kept *k, enum rule rule, const char *fmt, ...) SMM_PRINTF(4, 5);
void lint_say_whole(struct lint *l, const struct judged *j, struct mark mark, enum rule rule, const char *fmt, ...)
    SMM_PRINTF(5, 6);

/* Rules of one post; each table ends with NULL. */
typedef void lint_rule(struct lint *l, const struct lint_post *p);
extern lint_rule *const lint_word_rules[], *const lint_french_rules[], *const lint_post_rules[];
extern lint_rule *const lint_purpose_rules[]; /* the only ones of --check */

/* The words of a part of the post under way. */
const struct words *lint_words(const struct lint *l, size_t part);

/* The objective a post serves: its own, or its campaign's; NULL: none. */
const char *lint_objective(const struct lint_post *p);

void phrases_read(struct phrases *p, const struct texts *t, struct mem *m);
void phrases_release(struct phrases *p);

void lint_beside(struct lint *l);
void lint_whole(struct lint *l);
void lint_answers(struct lint *l, int64_t now);

/* Keeps what was published, says the journal. */
void lint_keep(struct lint *l, const struct kept *k);

/* A day as 2026-12-01. */
const char *lint_date(struct lint *l, int64_t day);

#endif
