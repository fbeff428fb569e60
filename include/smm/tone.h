/*
 * tone.h - an answer judged before it leaves: the strategy's banned words, capitals, doubled words, its language
 *
 * The rules are those of the lint (rules.h: banned-word, capitals, doubled-word) as the strategy sets them. The
 * language is guessed by the classifier, and said only when it is certain and the message has another.
 */
#ifndef SMM_TONE_H
#define SMM_TONE_H

#include "smm/buf.h"
#include "smm/strategy.h"

struct tone;

struct tone *tone_new(const struct strategy *s); /* lent; NULL: none, rules are as usual */
void         tone_free(struct tone *t); /* NULL is allowed */

/*
 * Adds to `said` what is wrong with the text, each in a few words, "; " between them. lang: of the message; NULL or "":
 * not known. Returns the worst of it, SEVERITY_OFF: nothing.
 */
enum severity tone_judge(struct tone *t, const char *text, const char *lang, struct buf *said);

#endif
