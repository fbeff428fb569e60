/*
 * connector.h - what a connector is written with; private to lib/net
 *
 * A connector is pure. These helpers build requests, read replies and say what went wrong.
 */
#ifndef SMM_CONNECTOR_H
#define SMM_CONNECTOR_H

#include "smm/net.h"

#include <string.h>

/* Begins c->req: the account's server (or the network's) and the formatted path. */
void call_send(struct call *c, const char *method, enum effect effect, const char *path, ...)
    SMM_PRINTF(4, 5);

void call_bearer(struct call *c, const char *token);            /* Authorization: Bearer … */
void call_json(struct call *c, json_t *body);                   /* takes body */
void call_form(struct call *c, const struct buf *form);         /* copies */

/* A string member of the reply's JSON (or of the session); NULL and c->err (FAULT_REPLY) when it is missing. */
const char *call_get(struct call *c, const char *name);
const char *call_session(struct call *c, const char *name);

/* Kept state: strings by name; the list `name` gets one more. */
void        call_keep(struct call *c, const char *name, const char *value);
const char *call_kept(const struct call *c, const char *name);
void        call_keep_item(struct call *c, const char *name, json_t *value); /* takes value */
size_t      call_kept_count(const struct call *c, const char *name);

/* The result's members. */
void call_out(struct call *c, const char *name, const char *value);

/* Sets c->err; returns GO_FAIL. */
enum go call_fail(struct call *c, enum fault fault, const char *fmt, ...) SMM_PRINTF(3, 4);

/* Members of the record: NULL, 0 when absent. Text i: 0 is `text`, then `thread`. */
const char   *rec_string(const struct call *c, const char *name);
size_t        rec_texts(const struct call *c);
const char   *rec_text_at(const struct call *c, size_t i);
const json_t *rec_media(const struct call *c, size_t i); /* NULL behind the last */
const json_t *rec_options(const struct call *c); /* options.NETWORK, or NULL */

/* The networks, one per file; listed in net.c. */
extern const struct net net_mastodon, net_bluesky;

#endif
