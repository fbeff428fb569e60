/* html.h - what remains of a text through a server's HTML; private to lib/net */
#ifndef SMM_NET_HTML_H
#define SMM_NET_HTML_H

#include "smm/buf.h"

/*
 * Appends the letters and digits of a text in lower case (ASCII), everything else left out: tags, entities, white
 * space, punctuation, the host of "@name@host". Servers rewrite all of those; two texts with one
 * essence are the same post.
 */
void html_essence(struct buf *b, const char *s, int is_html);

#endif
