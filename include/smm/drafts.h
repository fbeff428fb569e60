/*
 * drafts.h - words for an answer that a program proposes
 *
 * The program gets one line on its standard input: the message record with two more members, `thread` (the messages
 * of its conversation, oldest first) and `tone` (the strategy's). What it prints is the draft. Nothing is sent:
 * an action that a draft became says so in `by` ("draft:NAME"), and is refused until somebody stands behind it
 * ("draft:NAME+anna").
 */
#ifndef SMM_DRAFTS_H
#define SMM_DRAFTS_H

#include "smm/mem.h"

#include <jansson.h>

struct drafts {
	const char *command; /* run without a shell (child_split) */
	const char *tone;    /* or NULL */
};

/* The draft, blanks around it left out; NULL with e: the command failed (FAULT_AGAIN) or said nothing usable. */
const char *drafts_ask(const struct drafts *d, const json_t *message, const json_t *thread, struct mem *m,
    struct err *e);

/* "draft:NAME" of the command: its first word without folders. Arena. */
const char *drafts_by(const struct drafts *d, struct mem *m);

/* Whether `by` names a draft that nobody stands behind yet. */
int drafts_is_open(const char *by);

/* An action record, without line feed, that answers the message with the draft; sent by nobody until it is decided. */
char *drafts_action(const struct drafts *d, const json_t *message, const char *text, struct mem *m);

#endif
