/*
 * reply.h - action records in, what became of them out: cm-reply's side of publish.h
 *
 * The same run, ledger and lanes as for posts: publish_new() with `actions` set, publish_add() for
 * each line, publish_run(). An action (design, section 4: action) gets one result with its id, the message it is
 * about and the article it cites. A message gets results for the actions that cm-moderate proposes, when
 * `apply` is set, and for the answer of a rule (`answers`), and else none: nothing is done that nobody has decided.
 */
#ifndef SMM_REPLY_H
#define SMM_REPLY_H

#include "smm/publish.h"

/*
 * Takes back an action that is done (hide, like, mute, block; an answer is deleted), in publish_run(). 0, or -1
 * (FAULT_INPUT: the ledger has none of that id that can be undone).
 */
int publish_undo(struct publish *p, const char *id, struct err *e);

#endif
