/* past.h - what authors did before, and what was done to them; private to lib/mod */
#ifndef SMM_PAST_H
#define SMM_PAST_H

#include "facts.h"
#include "smm/charter.h"

#define PAST_BYTES (12u << 20) /* of all counters together */

struct past;

struct past *past_new(const struct charter *c);
void         past_free(struct past *p); /* NULL is allowed */

/* A message was written: counts for volumes and the number of its author's messages. */
void past_message(struct past *p, struct facts *f, uint64_t words);

/* Whether anybody counts texts, so that words must be given; without, they may be any number. */
int past_asks_words(const struct past *p);

/* A rule held for it. Returns how many times it did for this author within so many seconds, this one included. */
void   past_offence(struct past *p, const struct rule *r, struct facts *f);
size_t past_offences(const struct past *p, const struct rule *r, struct facts *f, long within);

/* What became of an action on a message that was remembered before. */
void past_result(struct past *p, uint64_t message, int64_t at, const char *op, size_t op_len);

/* This one included; within 0: ever. */
size_t past_volume(const struct past *p, const struct volume *v, struct facts *f, uint64_t words);
size_t past_messages(const struct past *p, struct facts *f, long within);
size_t past_sanctions(const struct past *p, struct facts *f, long within);

#endif
