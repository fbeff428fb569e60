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

/* Milliseconds of an RFC 3339 time; 0 when it is none. */
int64_t message_time(const char *at);

/* The network's id of what a call is about: an action's message, or else the record's `ref`; NULL. Lent. */
const char *message_subject(const struct call *c);

/* The position that the reading before this one left; NULL when there was none. Lent. */
json_t *message_position(const struct call *c);

/*
 * For networks that are read by time: the position is {"last": …}, the newest time read so far. From when to read,
 * milliseconds: overlap_ms before that one, since what is written may show late; before the first position from
 * `since`. While reading, message_keep_newest() is told each time (RFC 3339; what is none is passed over); the
 * newest of them, the last one or else `since` is message_newest(), and message_finish() is a step that leaves it
 * as the position.
 */
int64_t     message_from(const struct call *c, int64_t overlap_ms);
void        message_keep_newest(struct call *c, const char *at);
const char *message_newest(const struct call *c);
enum go     message_finish(struct call *c);

#endif
