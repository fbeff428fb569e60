/*
 * lint.h - posts judged by the rules of their strategy
 *
 * Posts are handed over one by one, expanded, in any order; each is judged at once by what can be seen of it alone,
 * and a few words of it are kept to judge it beside the others at the end. What is found is told to the caller's
 * function. Rules of one post are in lint_words.c, lint_french.c and lint_post.c; of posts beside each other in
 * lint_beside.c; of the whole in lint_whole.c; of the journal in lint_journal.c.
 */
#ifndef SMM_LINT_H
#define SMM_LINT_H

#include "smm/buf.h"
#include "smm/journal.h"
#include "smm/strategy.h"

struct lint_post { /* lent; only `strategy`, `account` and `file` must live as long as the lint */
	const struct strategy *strategy; /* NULL: there is none */
	const char            *file;     /* of the calendar */
	struct mark            mark;     /* of the entry in it */
	const char            *id, *entry, *account, *network, *lang, *campaign, *pillar, *objective;
	const char            *text, *link;
	const char *const     *parts;    /* all that is read, text first; the first `said` are seen without a tap */
	size_t                 nparts, said;
	const char *const     *alts;     /* of the media; "": decoration */
	size_t                 nalts;
	int64_t                at;       /* milliseconds; its wall time is that of offset_sec */
	int                    offset_sec;
};

struct finding { /* lent */
	enum rule     rule;
	enum severity severity;
	const char   *file; /* NULL: of no place */
	struct mark   mark;
	const char   *entry, *account; /* NULL: of no entry, of more than one account */
	const char   *message; /* what was found; what to do */
};

typedef void lint_found(void *arg, const struct finding *f);

struct lint;

struct lint *lint_new(lint_found *found, void *arg);
void         lint_free(struct lint *l);

/* Only the rules that say what serves which objective. */
void lint_only_purpose(struct lint *l);

void lint_post(struct lint *l, const struct lint_post *p);

/*
 * Reads a journal: what was published, for the rules that keep posts apart, and which messages wait for an answer.
 * Lines that are no records are told to `bad` (file, line and why) and passed over. -1 when it cannot be read.
 */
int lint_journal(struct lint *l, const char *path, journal_bad *bad, struct err *e);

/* Judges the whole; call it once, after the last post. now: milliseconds. */
void lint_end(struct lint *l, int64_t now);

/* A finding as a record (smm-records(5)), without line feed; and as a line for people. */
void finding_write(const struct finding *f, struct buf *b);
void finding_say(const struct finding *f, struct buf *b);

#endif
