/*
 * digest.h - what people complained of, by team and topic: for those who can do something about it
 *
 * Complaints are messages with one of the labels complaint, refund, bug or feature, a rating of two or less, or a
 * topic; a message with several topics counts for each of them. Verbatims are the first of the period, by time.
 */
#ifndef SMM_DIGEST_H
#define SMM_DIGEST_H

#include "smm/moderate.h"

#define DIGEST_GROUPS    512
#define DIGEST_VERBATIMS 3

struct digest;

/* The period [from, to), and as long a one before it, to compare with. Teams are the charter's, which may be NULL. */
struct digest *digest_new(const struct charter *c, int64_t from, int64_t to);
void           digest_free(struct digest *d); /* NULL is allowed */

/* A record of the journal; a message that comes twice counts once if its lines follow each other. */
void digest_add(struct digest *d, const struct rec *r);

/* The groups, the largest first: digest records, a line each; or text for people. */
void digest_lines(struct digest *d, struct buf *out);
void digest_text(struct digest *d, struct buf *out);

/* Topics that were left out, since there are DIGEST_GROUPS already. */
size_t digest_left_out(const struct digest *d);

#endif
