/* facet.h - what a rich text has beyond its letters; private to lib/net */
#ifndef SMM_FACET_H
#define SMM_FACET_H

#include "smm/text.h"

enum facet_kind { FACET_LINK, FACET_MENTION, FACET_TAG };

struct facet {
	enum facet_kind kind;
	struct span     span;  /* of the whole facet, in UTF-8 bytes, as atproto counts */
	struct span     value; /* the link, the handle without '@', the tag without '#' */
};

/*
 * The next facet at or after byte `from`; 1, or 0 when there is none. As the reference client
 * detects them (app.bsky.richtext.facet; @atproto/api, rich-text/detection), but for links without
 * protocol, which would need a table of top-level domains.
 */
int facet_next(const char *s, size_t len, size_t from, struct facet *f);

#endif
