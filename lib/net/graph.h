/*
 * graph.h - what Meta's Graph APIs share: Facebook, Instagram, Threads; private to lib/net
 *
 * developers.facebook.com/docs/graph-api: versions, error handling, rate limiting. Every request
 * names its version; the token goes into a header, since addresses end up in logs.
 */
#ifndef SMM_NET_GRAPH_H
#define SMM_NET_GRAPH_H

#include "connector.h"

/* Gone two years after the next one came (Graph API changelog); the only place that names it. */
#define GRAPH_VERSION "v26.0"

/* Ends an ask: the form, released, as the body (it may be empty), and the account's token. */
enum go graph_form(struct call *c, struct buf *form);

/* Ends an ask that has no body; the same by another token. */
enum go graph_signed(struct call *c);
enum go graph_signed_by(struct call *c, const char *token);

/*
 * appsecret_proof: the HMAC-SHA-256 of a token by the app's secret (c->secret), in hexadecimal. It goes with every
 * request while somebody signs in, and afterwards from the session (`proof`). Arena.
 */
const char *graph_proof(struct call *c, const char *token);

/*
 * The same for the hosts that take bytes (rupload.facebook.com): they want "OAuth", not "Bearer". graph_send_film():
 * all of the file from `from` on, with its size.
 */
enum go graph_signed_upload(struct call *c);
enum go graph_send_film(struct call *c, const char *file, int64_t from, struct stamp stamp);

/* A reply of success that holds an error: c->err. */
void graph_error_inside(struct call *c);

/* The reply's `id`, which may have come as a number; NULL and c->err when there is none. */
const char *graph_get_id(struct call *c);

/* Whether the account signs in with Instagram itself, by its `server` or as `user: me`: then some is not offered. */
int graph_chose_own_login(const struct account *a);
int graph_is_own_login(const struct call *c);

/* Adds a member when there is something in it. */
void graph_add(struct buf *form, const char *name, const char *value);

/* The option of that name, as it is; what is no text goes as JSON. */
void graph_add_option(struct call *c, struct buf *form, const char *name);

/* The node the account is: its `user`. NULL and c->err (FAULT_CONF) when smm.yaml has none. */
const char *graph_self(struct call *c);

/*
 * Who must act, by code and subcode, never by the HTTP status: that is 400 for nearly everything.
 * Codes 1 and 2 say nothing about whether a write was carried out: FAULT_UNSURE.
 */
enum fault graph_fault(struct call *c);

/* The reply's error code and subcode; 0 when it has none. */
int graph_code(const struct call *c);
int graph_subcode(const struct call *c);

/* "2026-11-22T07:56:32+0000" in milliseconds; 0 when it is none. */
int64_t graph_time(const char *text);

/*
 * Looks in the reply's list `data` for the post of which no answer came: made at most two minutes
 * before it was first asked for, and with these words. *found is the one that is it, NULL when
 * none is. -1 when several are, or when one is alike and not the same: c->err is FAULT_UNSURE.
 */
struct graph_list {
	const char *text; /* member that holds the words: "message", "caption", "text" */
	const char *time; /* and the time */
	const char *ours; /* our words */
	/* NULL, or: of those with our words, is this one ours? */
	int (*is_ours)(const struct call *c, const json_t *item);
};
int graph_search(struct call *c, const struct graph_list *l, const json_t **found);

#endif
