/*
 * youtube.h - the simulated YouTube, in its parts; private to lib/sim
 *
 * youtube.c holds films, comments and numbers, youtube_upload.c how a film comes.
 */
#ifndef SMM_SIM_YOUTUBE_H
#define SMM_SIM_YOUTUBE_H

#include "site.h"

/* {"error":{"code","message","errors":[{"reason"}]}} */
void youtube_error(struct turn *t, int status, const char *reason, const char *words);

/* A film as it is shown, all parts of it. */
json_t *youtube_show_film(struct turn *t, struct post *p);

/* Whether title, description, tags and status of a film are as they must be; else it is answered. */
int youtube_check(struct turn *t, const json_t *film);

/* POST /upload/youtube/v3/videos: an address for a film; PUT to it: bytes, or how many there are. */
void youtube_start(struct turn *t);
void youtube_take(struct turn *t);

#endif
