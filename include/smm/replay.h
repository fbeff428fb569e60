/*
 * replay.h - what a charter would have done to a journal, against what was done
 *
 * The journal is given twice: first replay_done() for every record, which keeps what was carried out on which message
 * (16 bytes each); then replay_judge() for every record, in the journal's order. For a message of which no action was
 * carried out, what was proposed counts as what was done.
 */
#ifndef SMM_REPLAY_H
#define SMM_REPLAY_H

#include "smm/moderate.h"

struct replay;

struct replay *replay_new(struct moderate *m); /* lent */
void           replay_free(struct replay *r);

void replay_done(struct replay *r, const struct rec *rec);

/*
 * A message that would have fared otherwise: 1, and its line, a verdict record (smm-records(5)), is appended to `out`
 * without a line feed. 0: the same, or nothing to judge.
 */
int replay_judge(struct replay *r, const struct rec *rec, struct buf *out);

/* What became of how many messages, as a table for people. */
void replay_table(const struct replay *r, struct buf *out);

#endif
