/*
 * answers.h - replies.yaml: which messages a rule answers, with which template of the strategy
 *
 * See cm-reply(1), RULES. Read once; everything lives in its own arena. A rule decides, so what it writes is sent:
 * messages of which a person has to decide (the charter proposes something, danger) are answered by none.
 */
#ifndef SMM_ANSWERS_H
#define SMM_ANSWERS_H

#include "smm/strategy.h"

#include <jansson.h>

struct answer_rule {
	const char    *id, *template, *article, *do_; /* do_: "reply" or "reply_private" */
	struct texts   kinds, accounts, networks, langs, labels, sentiments; /* none: any */
	long           least, most;                   /* rating; most 0: any */
	struct mark    mark;
	struct answer_rule *next;
};

struct answers;

/* 0, or -1 with FAULT_INPUT: "FILE:LINE:COLUMN: found …, expected …". */
int  answers_read(struct answers **a, const char *path, const struct conf *conf, struct err *e);
void answers_free(struct answers *a); /* NULL is allowed */

/* The first rule that holds for a message, or NULL. */
const struct answer_rule *answers_rule(const struct answers *a, const json_t *message);

/* The strategy; its tone, or NULL; its templates. */
const struct strategy *answers_strategy(const struct answers *a);
const char          *answers_tone(const struct answers *a);
const struct things *answers_templates(const struct answers *a);

/*
 * A template's wording in the message's language, filled with the strategy's variables and {{name}}, {{handle}} of the
 * author. Which of several follows from the message's id; never the one numbered `last` (-1: none) when there is
 * another. *which gets its number. NULL: there is none in that language (e is FAULT_INPUT: what is missing), or a
 * variable is not known.
 */
const char *answers_text(const struct answers *a, const char *template, const json_t *message, int last, int *which,
    struct mem *m, struct err *e);

#endif
