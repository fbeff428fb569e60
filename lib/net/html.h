/*
 * html.h - is a text of ours what a server shows as HTML? Private to lib/net
 *
 * Servers rewrite what they are given: tags, entities, white space, typographic signs, the host of
 * a mention, shortened links, Markdown. So letters and digits are compared, case folded (NFKC).
 */
#ifndef SMM_NET_HTML_H
#define SMM_NET_HTML_H

#include "smm/buf.h"

enum likeness {
	LIKE_NOT,  /* another text */
	LIKE_SO,   /* the same but for links or for what is no letter: a person has to look */
	LIKE_SAME
};

/* Of a plain text and a server's HTML, or another plain text. NULL is "". */
enum likeness html_compare(const char *ours, const char *html);
enum likeness text_compare(const char *ours, const char *theirs);

/*
 * A server's HTML as the text that a reader sees: paragraphs apart, lines broken where they are,
 * items of lists with a dash, quotations with "> ", pictures by their words. A link is its address when what is shown
 * is a part of that, else what is shown and the address behind it, but mentions and tags stay as
 * they are. What is no text (script, style, comments) is left out; what is not valid UTF-8, or a
 * NUL, becomes U+FFFD. Nothing is cut.
 */
void html_read_text(struct buf *out, const char *html);

/* Characters with their entities (&amp; &#39; &eacute;) resolved. */
void html_add_unescaped(struct buf *b, const char *s, const char *end);

#endif
