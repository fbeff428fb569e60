/*
 * tiktok.h - the simulated TikTok, in its parts; private to lib/sim
 *
 * tiktok.c holds the creator, films and numbers, tiktok_upload.c how a post comes and how it fares,
 * tiktok_business.c the other API, which has the same accounts and films, and their comments.
 */
#ifndef SMM_SIM_TIKTOK_H
#define SMM_SIM_TIKTOK_H

#include "site.h"

/* {"data","error":{"code":"ok"}} (takes data); {"data":{},"error":{"code","message","log_id"}} */
void tiktok_data(struct turn *t, json_t *data);
void tiktok_error(struct turn *t, int status, const char *code, const char *words);

/* Who may see posts of this creator: the first is the widest circle. */
json_t *tiktok_levels(const struct user *u);

/* A public post that has been looked at: strangers see it, and its id is told. */
int tiktok_is_seen(const struct turn *t, const struct post *p);

/* The creator has had all posts of a day. */
int tiktok_is_full(const struct turn *t);

/* POST .../video/init/, inbox/video/init/, content/init/, status/fetch/; PUT of a piece. */
void tiktok_start_film(struct turn *t);
void tiktok_start_draft(struct turn *t);
void tiktok_start_photos(struct turn *t);
void tiktok_tell_status(struct turn *t);
void tiktok_take_piece(struct turn *t);

/* A draft of which all is there is processed from now on; how it fares, in TikTok's word. */
void        tiktok_process(struct turn *t, struct draft *d);
const char *tiktok_status(const struct turn *t, const struct draft *d);

/* Somebody writes below a film or comment; what answers an answer hangs on the first comment. */
struct post *tiktok_comment(struct turn *t, struct post *to, struct user *by, const char *text);

#endif
