/* discourse.h - what the parts of the Discourse connector share; private to lib/net */
#ifndef SMM_NET_DISCOURSE_H
#define SMM_NET_DISCOURSE_H

#include "connector.h"

#define DISCOURSE_PAGE 20 /* posts that one request gives of a topic, the most */

/* Ends an ask: key and user (API documentation, "Authentication"). */
enum go discourse_signed(struct call *c);

/* Our user's name; whether a post is that user's. */
const char *discourse_self(const struct call *c);
int         discourse_is_ours(const struct call *c, const json_t *post);

/* A part of a post as Markdown, without its pictures. Arena. */
const char *discourse_raw(struct call *c, size_t part);

/* The number of "t/45", a topic as a ref of ours; NULL when it is none. */
const char *discourse_topic_of(const char *ref);

/* Asks for a page, from 1 on, of a topic. Then its posts; NULL and c->err when the reply has none. */
enum go       discourse_ask_page(struct call *c, const char *topic, json_int_t page);
const json_t *discourse_posts(struct call *c);

/* Pictures of a post go up: a step. How they stand in Markdown. */
enum go     discourse_ask_media(struct call *c);
enum go     discourse_take_media(struct call *c);
const char *discourse_pictures(struct call *c);

extern const struct step discourse_edit[], discourse_delete[];
extern const struct step discourse_inbox[], discourse_thread[], discourse_who[];
extern const struct step discourse_post_metrics[], discourse_account_metrics[];
extern const struct step discourse_reply[], discourse_private[], discourse_like[], discourse_unlike[];
extern const struct step discourse_report[], discourse_hide[], discourse_unhide[];
extern const struct step discourse_mute[], discourse_unmute[], discourse_block[], discourse_unblock[];

#endif
