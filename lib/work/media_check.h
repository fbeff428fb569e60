/* media_check.h - are the pictures there, and are they what the network takes? private to lib/work */
#ifndef SMM_MEDIA_CHECK_H
#define SMM_MEDIA_CHECK_H

#include "smm/net.h"

/*
 * Looks at every file that the post (its `media`, and a card's picture) names, before anything is
 * sent. Writes what it found into the media items, for the connectors: `type`, `bytes`, `changed` (when,
 * in nanoseconds), and of pictures `width` and `height`. 0, or -1 with FAULT_INPUT and the file's name.
 */
int media_check(const char *root, const struct net *n, json_t *post, struct err *e);

/* Whether the network takes such a file. 0, or -1 with the type or the size and the limit. */
int media_fits(const struct net *n, const char *type, int64_t bytes, struct err *e);

#endif
