/*
 * member.h - what a person wrote to us before, out of the journal
 *
 * The store keeps nothing of people: their history is in the journal, a file of the user's own,
 * as long as the user keeps it there.
 */
#ifndef SMM_MEMBER_H
#define SMM_MEMBER_H

#include "smm/lines.h"

struct member_search;

/* handle: as in messages ("anna@example.social", with or without '@' before it), or the network's id. */
struct member_search *member_new(const char *handle, struct out *out);
void                  member_free(struct member_search *m);

/* Takes in one line of the journal (a prog_each): the person's messages are printed as they are. */
int member_add(void *arg, char *line, size_t len, const char *place, struct err *e);

/*
 * Prints a member record for each network: first and last message, how many, and what was done
 * about them (results of hide, delete, mute, block, report that are done). FAULT_INPUT: nobody has that handle.
 */
int member_end(struct member_search *m, struct err *e);

#endif
