/* link.h - links in a text; private to lib/data */
#ifndef SMM_LINK_H
#define SMM_LINK_H

#include "smm/text.h"

/* As text_next_link(); with `other` also those protocols beside http(s) that Mastodon knows. */
int link_next(const char *s, size_t len, size_t from, int other, struct span *link);

#endif
