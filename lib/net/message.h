/* message.h - message records, as the networks' inboxes give them; private to lib/net */
#ifndef SMM_NET_MESSAGE_H
#define SMM_NET_MESSAGE_H

#include "connector.h"

/*
 * A new message record: NULL when ref or at is missing. kind: "comment", "mention", "dm", "quote",
 * "review". `at` is RFC 3339 as the network has it. Account and network are the call's.
 */
json_t *message_new(const struct call *c, const char *ref, const char *kind, int public, const char *at);

/* Members; NULL and "" add nothing. What a server says is made valid: an address is one or is left out. */
void message_author(json_t *m, const char *id, const char *handle, const char *name);
void message_add(json_t *m, const char *name, const char *value);
void message_url(json_t *m, const char *url);
void message_medium(json_t *m, const char *url, const char *alt);

/* A string member of a JSON object; "" when there is none. */
const char *json_text_of(const json_t *j, const char *name);

/* Milliseconds of an RFC 3339 time; 0 when it is none. */
int64_t message_time(const char *at);

#endif
