/*
 * linkedin.h - the simulated LinkedIn, in its parts; private to lib/sim
 *
 * linkedin.c holds posts and numbers, linkedin_comment.c what is below them, linkedin_media.c pictures and films.
 */
#ifndef SMM_SIM_LINKEDIN_H
#define SMM_SIM_LINKEDIN_H

#include "site.h"

/* {"status","code","message"} */
void linkedin_error(struct turn *t, int status, const char *code, const char *words);

/* 404. 201: its id is in a header; takes the body, which may be NULL. */
void linkedin_missing(struct turn *t);
void linkedin_created(struct turn *t, const char *id, json_t *body);

/* {"elements":[…],"paging"}: `count` of those that belong to it, from `start` on. */
void linkedin_list(struct turn *t, int (*has)(const struct turn *, const struct post *),
    json_t *(*show)(struct turn *, struct post *), int oldest_first);

/* A post or comment by its own URN, or a post by that of its activity; NULL: there is none. */
struct post *linkedin_find(const struct turn *t, const char *urn);

/* UTF-16 units. */
size_t linkedin_units(const char *text);

/* Whether the URN of a page or person is that of the token. */
int linkedin_is_self(const struct turn *t, const char *urn);

/* Whether a medium of this author has come; it may still be processed. It is in a post now (NULL: nothing is). */
int  linkedin_is_uploaded(const struct turn *t, const char *urn);
void linkedin_use(const struct turn *t, const char *urn);

/* POST /rest/images, /rest/documents; /rest/videos, of which the bytes go to several addresses; GET of one */
void linkedin_start(struct turn *t);
void linkedin_film(struct turn *t);
void linkedin_tell_medium(struct turn *t);

/* PUT to an address that one of those gave */
void linkedin_take_bytes(struct turn *t);

/* /rest/socialActions/URN/comments[/NUMBER], /rest/reactions, /rest/organizationalEntityNotifications */
void linkedin_post_comment(struct turn *t);
void linkedin_list_comments(struct turn *t);
void linkedin_get_comment(struct turn *t);
void linkedin_delete_comment(struct turn *t);
void linkedin_react(struct turn *t);
void linkedin_list_notices(struct turn *t);

/* For the site: a stranger's comment, or one of ours. */
struct post *linkedin_comment(struct turn *t, struct post *to, struct user *by, const char *text);

#endif
