/*
 * tiktok.h - what the parts of the TikTok connector share; private to lib/net
 *
 * developers.tiktok.com: Content Posting API, Display API. All paths end with a slash. An answer 200 may carry an
 * error: {"data":{},"error":{"code":"ok"}}. Ids are numbers of 19 digits, sometimes as numbers.
 */
#ifndef SMM_NET_TIKTOK_H
#define SMM_NET_TIKTOK_H

#include "connector.h"

/* Ends an ask: the account's token. */
enum go tiktok_signed(struct call *c);

/* GO_NEXT when the reply says "ok"; else GO_FAIL, with who must act. */
enum go tiktok_ok(struct call *c);

enum fault tiktok_fault(struct call *c);

/* What we may do, asked before every post; keeps `user`, and whether comments, duets and stitches are off. */
enum go tiktok_ask_creator(struct call *c);
enum go tiktok_take_creator(struct call *c);

/* The post's bytes or addresses: one step with `find`; keeps `publish`, what TikTok calls it. tiktok_upload.c */
enum go tiktok_ask_upload(struct call *c);
enum go tiktok_take_upload(struct call *c);
extern const struct step tiktok_find_upload;

/* The question how a post fares; what it means is take's. */
enum go tiktok_ask_status(struct call *c);

/* Keeps the id of the post, which may come as a number; its first 150 characters are what TikTok shows of it. */
void tiktok_keep_post(struct call *c, const json_t *id);
void tiktok_tell(struct call *c);

/* Whether it goes to the inbox of the app, for a person to finish. */
int tiktok_is_draft(const struct call *c);

extern const struct step  tiktok_who[], tiktok_post_metrics[], tiktok_account_metrics[];
extern const struct step  tiktok_authorize[], tiktok_refresh[];
extern const struct oauth tiktok_oauth;

#endif
