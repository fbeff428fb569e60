/* link_x.h - links as X finds them; private to lib/data */
#ifndef SMM_LINK_X_H
#define SMM_LINK_X_H

#include "smm/text.h"

/* As text_next_link(), of twitter-text 3 (extractUrlsWithIndices): bare domains too. The text is NFC. */
int link_next_x(const char *s, size_t len, size_t from, struct span *link);

#endif
