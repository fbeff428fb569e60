/* reddit.h - what the parts of the Reddit connector share; private to lib/net */
#ifndef SMM_NET_REDDIT_H
#define SMM_NET_REDDIT_H

#include "connector.h"

#define REDDIT_PAGE 100 /* things in a list, the most */

/* Ends an ask: the account's token, and the User-Agent that Reddit asks of everybody. */
enum go reddit_signed(struct call *c);
void    reddit_agent(struct call *c);

/* Ends an ask with a form, to which api_type=json is added; releases it. */
enum go reddit_form(struct call *c, struct buf *form);

/* The community of the account, without r/; NULL and c->err. */
const char *reddit_community(struct call *c);

/* Errors in a reply 200: GO_FAIL, c->err says them; GO_NEXT: there are none. */
enum go reddit_heard(struct call *c);

/* Who must act for a refusal, whose words are in one of three shapes. */
enum fault reddit_fault(struct call *c);

/* The things of a list, as in {"data":{"children":[{"kind","data"}]}}; NULL and c->err when it is none. */
const json_t *reddit_list(struct call *c, const json_t *listing);

/* created_utc in milliseconds; 0. */
int64_t reddit_time(const json_t *thing);

/* Our name, read once and kept as `self`: a step, and the same as first request of a look (1: it is to be asked). */
enum go reddit_ask_self(struct call *c);
enum go reddit_take_self(struct call *c);
enum go reddit_step_self(struct call *c);

/* An answer below a thing, written by us: ask, take with the id kept as `answer`, and the look for it. */
enum go reddit_ask_comment(struct call *c, const char *below, const char *text);
enum go reddit_take_comment(struct call *c);
enum go reddit_ask_ours(struct call *c, int is_private);
enum go reddit_find_ours(struct call *c, const char *below, const char *text);

/* Pictures go up: a step. */
enum go reddit_ask_media(struct call *c);
enum go reddit_take_media(struct call *c);

extern const struct step  reddit_edit[], reddit_delete[];
extern const struct step  reddit_inbox[], reddit_thread[], reddit_reply[];
extern const struct step  reddit_hide[], reddit_unhide[], reddit_report[];
extern const struct step  reddit_block[], reddit_unblock[], reddit_mute[], reddit_unmute[];
extern const struct step  reddit_who[], reddit_post_metrics[], reddit_account_metrics[], reddit_other_metrics[];
extern const struct step  reddit_authorize[], reddit_refresh[], reddit_revoke[];
extern const struct oauth reddit_oauth;

#endif
