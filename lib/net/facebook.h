/* facebook.h - what the parts of the Facebook connector share; private to lib/net */
#ifndef SMM_NET_FACEBOOK_H
#define SMM_NET_FACEBOOK_H

#include "graph_talk.h"

/* What a post is there. Of one picture or film `story: true` makes a story, of one film `reel: true` a reel. */
enum facebook_kind {
	FACEBOOK_POST,    /* words, a link, pictures */
	FACEBOOK_FETCHED, /* a film by its address */
	FACEBOOK_FILM,    /* from a file */
	FACEBOOK_REEL,
	FACEBOOK_STORY_FILM,
	FACEBOOK_STORY_PHOTO
};

enum facebook_kind facebook_kind(const struct call *c);

/* Whether options.facebook.NAME is true. */
int facebook_option(const struct call *c, const char *name);

/* When Facebook itself is to publish it (options.facebook.publish_at), Unix seconds; NULL: at once. */
const char *facebook_publish_at(const struct call *c);

/* The post is out, under that id: GO_NEXT. Its ref and address into the result, as far as they are known. */
enum go facebook_keep_post(struct call *c, const char *id);
void    facebook_tell(struct call *c);

/* A step's find: the newest posts, or films, are looked through (facebook.c). */
enum go facebook_ask_look(struct call *c);
enum go facebook_take_look(struct call *c);

/*
 * Films, reels and stories. Of their bytes (facebook_upload.c): pieces of a film (`also` is 400), all of a reel. Then
 * (facebook_film.c) what publishes it, and the wait until it can be played (`also` is 400).
 */
enum go facebook_ask_upload(struct call *c);
enum go facebook_take_upload(struct call *c);
enum go facebook_ask_bytes(struct call *c);
enum go facebook_take_bytes(struct call *c);
enum go facebook_ask_film(struct call *c);
enum go facebook_take_film(struct call *c);
enum go facebook_ask_processed(struct call *c);
enum go facebook_take_processed(struct call *c);

/* The edge of the page for this kind; whether its bytes go to an address of their own. */
const char *facebook_edge(const struct call *c);
int         facebook_has_address(const struct call *c);

/*
 * Asks the film, which is kept as `video`, for fields; what the reply says in `status`: of one phase, and of the whole
 * by one of some words, which NULL ends.
 */
enum go       facebook_ask_state(struct call *c, const char *fields);
const json_t *facebook_state(const struct call *c);
int           facebook_phase_is_complete(const struct call *c, const char *name);
int           facebook_state_is(const struct call *c, const char *const *words);

extern const struct step facebook_probe, facebook_look_film;

extern const struct step facebook_inbox[], facebook_thread[];
extern const struct step facebook_post_metrics[], facebook_account_metrics[], facebook_other_metrics[];
extern const struct step facebook_edit[], facebook_delete[];

/* What is done about a message (facebook_act.c). */
extern const struct step facebook_reply[], facebook_reply_private[], facebook_hide[], facebook_unhide[],
    facebook_like[], facebook_unlike[], facebook_block[], facebook_unblock[];

#endif
