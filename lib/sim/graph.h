/*
 * graph.h - what Meta's simulated networks share: errors, fields, pages, numbers; private to lib/sim
 *
 * developers.facebook.com/docs/graph-api: handle errors, field expansion, paged results, rate limits.
 */
#ifndef SMM_SIM_GRAPH_H
#define SMM_SIM_GRAPH_H

#include "site.h"

/* {"error":{"message","type","code","error_subcode",…}}; subcode 0: none. */
void graph_error(struct turn *t, int status, int code, int subcode, const char *words);

/* 100/33: there is nothing of that id, or nothing that this token may see. */
void graph_missing(struct turn *t);

/* A site's refuse: 190, 100, and `code` when the allowance is used up (80001 pages, 80002 Instagram). */
void graph_refuse(struct turn *t, enum refusal why, int code);

/* X-App-Usage and X-Business-Use-Case-Usage: how many percent are used. */
void graph_usage(struct turn *t, const char *type);

/* Whether id[0] is the account of the token, or "me"; else the answer is made. */
int graph_is_self(struct turn *t);

void graph_success(struct turn *t);
void graph_id(struct turn *t, const char *id);

/*
 * Only what `fields` of the query names, of all that a node has (takes full; absent members are null there):
 * "id,from{id},comments.limit(1){created_time}". An unknown field is refused, code 100, and NULL.
 */
json_t *graph_pick(struct turn *t, json_t *full, const char *usual);

/* One node, or a page of a list, is the answer; usual: the fields when none are asked for. */
void graph_node(struct turn *t, json_t *full, const char *usual);
void graph_list(struct turn *t, const struct listing *l, const char *usual);

/*
 * {"data":[{"name","period","values":[{"value"}]}]} of the metrics asked for, out of an object name → number (takes
 * it); in the period "day" it is {"total_value":{"value"}}.
 */
void graph_insights(struct turn *t, json_t *known, const char *period);

/*
 * rupload.facebook.com: bytes of a film, from where `offset` says, or an address to fetch it from, which is taken as
 * done. Its errors have a form of their own. NULL: there is no such upload.
 */
void graph_take_bytes(struct turn *t, struct draft *d);

#endif
