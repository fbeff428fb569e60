/* x.h - what the parts of the X connector share; private to lib/net */
#ifndef SMM_NET_X_H
#define SMM_NET_X_H

#include "connector.h"
#include "html.h"

/* A private message's id in our records: "dm/" and the number of its event. */
#define X_DM "dm/"

/* What calls cost, micros of a dollar (docs.x.com, price list of 2026-04-20); reads are not counted. */
#define X_COST_POST   15000
#define X_COST_LINK   200000
#define X_COST_REPLY  10000
#define X_COST_DM     15000
#define X_COST_DELETE 10000
#define X_COST_ALT    5000

/* Ends an ask, whose request is complete: the account's token, or a signature of OAuth 1.0a. */
enum go x_signed(struct call *c);

/* Signs the request (x_sign.c) at that time, milliseconds, with a nonce of its own (NULL) or that one. GO_SEND. */
enum go x_sign(struct call *c, const char *unique, int64_t at);

/* Every answer wraps what it says into "data": an id of it; NULL and c->err when it is missing. */
const char *x_data_id(struct call *c, const char *name);

/*
 * The list "data", which is missing when it is empty; NULL and c->err when the answer is none, an error within 200
 * say. Single things that cannot be shown stand in "errors" beside it.
 */
const json_t *x_list(struct call *c);

/* "data" is an object: a post, an event. NULL and c->err; *gone: the network knows it no more. */
const json_t *x_one(struct call *c, int *gone);

/* Ids hold the millisecond they were made in, from this one on, << 22. 0: the text is no id. */
#define X_EPOCH_MS INT64_C(1288834974657)
int64_t x_id_time(const char *id);

/* Who we are: kept as `self` and `name`, taken from the question's position when it is there. */
enum go x_ask_self(struct call *c);
enum go x_take_self(struct call *c);

/*
 * The fields of posts, for a query. X renamed them in 2026 (tweet.fields, post.fields): x_is_renamed() is true, once,
 * when a 400 says that it wants the other names, and the step is to be asked again.
 */
const char *x_fields(struct call *c);
int         x_is_renamed(struct call *c);

/* Ends a take() that sees a status that is no success. GO_FAIL. */
enum go x_refused(struct call *c);

/* Media, before the post that shows them (x_media.c), and what becomes of an upload that X does not go on with. */
enum go    x_ask_media(struct call *c);
enum go    x_take_media(struct call *c);
enum go    x_ask_ready(struct call *c);
enum go    x_take_ready(struct call *c);
enum go    x_ask_subtitles(struct call *c);
enum go    x_take_subtitles(struct call *c);
enum go    x_ask_alt(struct call *c);
enum go    x_take_alt(struct call *c);
enum fault x_upload_fault(struct call *c);

/* What a post says: uncut, its addresses as they were, entities resolved. And what it answers, "". Arena, lent. */
const char *x_text(struct call *c, const json_t *post);
const char *x_answers_to(const json_t *post);

/* Whether a post or a private message says our words. LIKE_SO: but for addresses that X has not told apart. */
enum likeness x_like(struct call *c, const json_t *post, const char *ours);

/* Whether the action is about a private message. */
int x_is_dm(const struct call *c);

extern const struct step  x_who[];
extern const struct oauth x_oauth;

extern const struct step x_inbox[], x_thread[], x_post_metrics[], x_account_metrics[], x_other_metrics[], x_mentions[];

/* What comes before an answer (x_act.c): the message is looked at, and whether somebody has answered it. */
enum go x_ask_message(struct call *c);
enum go x_take_message(struct call *c);
enum go x_ask_answers(struct call *c);
enum go x_take_answers(struct call *c);

/* The answer to a private message: a step's two functions, and its find. */
enum go x_ask_dm(struct call *c);
enum go x_take_dm(struct call *c);

extern const struct step x_dm_look, x_reply_private[], x_hide[], x_unhide[], x_mute[], x_unmute[], x_block[],
    x_unblock[], x_delete[];

#endif
