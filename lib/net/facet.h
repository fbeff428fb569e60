/*
 * facet.h - links, mentions and tags of a rich text (app.bsky.richtext.facet); private to lib/net
 *
 * As the reference client detects them (atproto, packages/api/src/rich-text).
 */
#ifndef SMM_FACET_H
#define SMM_FACET_H

#include "smm/text.h"

/* FACET_DOMAIN: a link without its protocol, https */
enum facet_kind { FACET_LINK, FACET_DOMAIN, FACET_MENTION, FACET_TAG, FACET_CASHTAG };

struct facet {
	enum facet_kind kind;
	struct span     span;  /* bytes of the text */
	struct span     value; /* of it: the link; without '@' the handle; without '#' the tag; "$ABC" */
};

/* The next facet at or after `from`; they never overlap. 1 when found, 0 when there is none. */
int facet_next(const char *s, size_t len, size_t from, struct facet *f);

#endif
