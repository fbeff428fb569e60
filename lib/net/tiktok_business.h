/*
 * tiktok_business.h - what the parts of the connector for TikTok's API for Business share; private to lib/net
 *
 * business-api.tiktok.com, "TikTok Accounts" (v1.3): another platform than developers.tiktok.com, with an app, a
 * sign-in and ids of its own. Every answer is 200 with {"code", "message", "request_id", "data"}; lists and objects in
 * a query are JSON, encoded. A comment is known with its film: "VIDEO/COMMENT", an answer "VIDEO/COMMENT/ANSWER".
 */
#ifndef SMM_NET_TIKTOK_BUSINESS_H
#define SMM_NET_TIKTOK_BUSINESS_H

#include "connector.h"

#define TTB "/open_api/v1.3"

/* Ends an ask: the account's token, in a header of TikTok's own. */
enum go ttb_signed(struct call *c);

/* Begins a GET below /business/ with the account's id and what else is asked; GO_FAIL when that is not known. */
enum go ttb_get(struct call *c, const char *path, const char *query);

/* The same as POST: takes the body, which gets the account's id. */
enum go ttb_post(struct call *c, enum effect effect, const char *path, json_t *body);

/* The member "data" of an answer with code 0; NULL and c->err. */
json_t *ttb_data(struct call *c);

enum fault ttb_fault(struct call *c);

/* Seconds since 1970, a number or one as text, in milliseconds; 0: none. */
int64_t ttb_time(const json_t *seconds);

/* JSON, encoded for a query; takes it. Arena. */
const char *ttb_encoded(struct call *c, json_t *value);

/* The parts of a message's id, or "": its film, the comment that it stands below or is, itself. Arena. */
const char *ttb_video(struct call *c, const char *ref);
const char *ttb_top(struct call *c, const char *ref);
const char *ttb_comment(struct call *c, const char *ref);

/* A page of a film's comments, newest first, and of the answers to one. */
enum go ttb_ask_comments(struct call *c, const char *video);
enum go ttb_ask_answers(struct call *c, const char *video, const char *comment);

/* Our first comment below a film that is out, and what becomes of it (tiktok_business_act.c). */
enum go ttb_ask_comment(struct call *c);
enum go ttb_take_comment(struct call *c);
enum go ttb_ask_pin(struct call *c);
enum go ttb_take_pin(struct call *c);
extern const struct step ttb_find_comment;

extern const struct step  ttb_reply[], ttb_hide[], ttb_unhide[], ttb_like[], ttb_unlike[], ttb_delete[];
extern const struct step  ttb_inbox[], ttb_thread[];
extern const struct step  ttb_post_metrics[], ttb_account_metrics[], ttb_who[];
extern const struct step  ttb_authorize[], ttb_refresh[], ttb_revoke[];
extern const struct oauth ttb_oauth;

#endif
