/*
 * pinterest.h - what the parts of the Pinterest connector share; private to lib/net
 *
 * developers.pinterest.com/docs/api/v5; OpenAPI 5.23.0. Ids are strings of digits. Lists come in pages, each
 * with a `bookmark` for the next.
 */
#ifndef SMM_NET_PINTEREST_H
#define SMM_NET_PINTEREST_H

#include "connector.h"

/* Ends an ask: the account's token. */
enum go pinterest_signed(struct call *c);

/* Who must act for {"code","message"}, whatever the status says: it may stand in a reply 200, too. */
enum fault pinterest_fault(struct call *c);

/* The reply has not what it should have: what it says instead, or that it is nonsense. GO_FAIL. */
enum go pinterest_failed(struct call *c, const char *missing);

/* "2026-11-22T09:30:00", with a fraction or a zone or not, in milliseconds; without a zone it is UTC. 0: none. */
int64_t pinterest_time(const char *text);

/* Steps that turn options.pinterest.board and section, ids or names, into the kept `board` and `section`. */
enum go pinterest_ask_board(struct call *c);
enum go pinterest_take_board(struct call *c);
enum go pinterest_ask_section(struct call *c);
enum go pinterest_take_section(struct call *c);
extern const struct step pinterest_find_board, pinterest_find_section;

/* Whether the pin is a film; steps that bring it there, and the fault of an upload that was refused. */
int        pinterest_is_film(const struct call *c);
enum go    pinterest_ask_upload(struct call *c);
enum go    pinterest_take_upload(struct call *c);
enum go    pinterest_ask_ready(struct call *c);
enum go    pinterest_take_ready(struct call *c);
enum fault pinterest_upload_fault(struct call *c);

/* What a pin says: title, description, link, alt text, board and section, as a JSON object. */
json_t *pinterest_words(struct call *c);

extern const struct step  pinterest_edit[], pinterest_delete[];
extern const struct step  pinterest_who[], pinterest_post_metrics[], pinterest_account_metrics[];
extern const struct oauth pinterest_oauth;

#endif
