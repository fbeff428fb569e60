/* page.h - what sites of pages share: a text of ours as HTML, the name in an address; private to lib/net */
#ifndef SMM_NET_PAGE_H
#define SMM_NET_PAGE_H

#include "connector.h"

/* The characters of HTML that mean something are written as entities. */
void page_add_escaped(struct buf *b, const char *s, size_t len);

/* Paragraphs, broken lines, links that can be followed. Arena. */
const char *page_html(struct call *c, const char *text);

/*
 * Letters and digits of the title, and digits of the post's id and account: no other post of the site has it,
 * so that it tells whether ours is there. The title of the first try counts. Arena.
 */
const char *page_slug(struct call *c);

#endif
