/*
 * facebook.h - the simulated Facebook Page, in its parts; private to lib/sim
 *
 * facebook.c holds posts, photos and comments, facebook_film.c films and reels, facebook_story.c stories.
 */
#ifndef SMM_SIM_FACEBOOK_H
#define SMM_SIM_FACEBOOK_H

#include "graph.h"

/* What all kinds of nodes show: an author, an address, how many, the comments below. */
json_t *facebook_show_who(const struct user *u);
json_t *facebook_address(const struct post *p);
json_t *facebook_count_of(int n);
json_t *facebook_comments_of(struct turn *t, const struct post *p);

/* A film or reel, and what is on its way to be one. */
int     facebook_is_film(const struct post *p);
json_t *facebook_show_film(struct turn *t, struct post *p);
json_t *facebook_show_draft(const struct draft *d);

/* POST and GET /PAGE/videos, /PAGE/video_reels; POST /video-upload/ID */
void facebook_post_film(struct turn *t);
void facebook_post_reel(struct turn *t);
void facebook_take_bytes(struct turn *t);
void facebook_list_films(struct turn *t);
void facebook_list_reels(struct turn *t);

/*
 * The film of a reel or story that is to be published: all its bytes are there. NULL: the turn is answered, with an
 * address for the bytes when the upload is to start, or with an error.
 */
struct draft *facebook_whole_film(struct turn *t);

/* POST /PAGE/photo_stories, /PAGE/video_stories; GET /PAGE/stories. Stories are in no list of posts. */
int  facebook_is_story(const struct post *p);
void facebook_post_photo_story(struct turn *t);
void facebook_post_film_story(struct turn *t);
void facebook_list_stories(struct turn *t);

#endif
