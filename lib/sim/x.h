/*
 * x.h - the simulated X, in its parts; private to lib/sim
 *
 * x.c holds posts, x_media.c uploads, x_list.c timelines and search.
 */
#ifndef SMM_SIM_X_H
#define SMM_SIM_X_H

#include "site.h"

/* {"title","detail","type","status"}; 400 with what is wrong with which parameter; {"data":…} (takes it). */
void x_problem(struct turn *t, int code, const char *title, const char *detail);
void x_invalid(struct turn *t, const char *name, const char *words);
void x_data(struct turn *t, int code, json_t *data);

/* A Snowflake of now. */
const char *x_id(struct turn *t, char id[ID_SIZE]);

/* A post as X shows it, and the authors of a list of those. */
json_t *x_show(struct turn *t, struct post *p);
json_t *x_authors(struct turn *t, const json_t *list);

/* Whether the words name the user, "@NAME"; whether the list in a parameter, "a,b", has the word. */
int x_mentions(const char *text, const struct user *u);
int x_wants(const struct turn *t, const char *name, const char *word);

/* POST, GET /2/media/upload; …/initialize, …/ID/append, …/ID/finalize; POST /2/media/metadata, /2/media/subtitles */
void x_post_media(struct turn *t);
void x_tell_media(struct turn *t);
void x_initialize(struct turn *t);
void x_append(struct turn *t);
void x_finalize(struct turn *t);
void x_describe_media(struct turn *t);
void x_add_subtitles(struct turn *t);

/* Whether all of a medium is there, and it was said so. */
int x_is_whole(const struct draft *d);

/* GET /2/users/ID/mentions, /2/users/ID/tweets, /2/tweets/search/recent */
void x_list_mentions(struct turn *t);
void x_list_own(struct turn *t);
void x_search(struct turn *t);

#endif
