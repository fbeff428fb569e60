/*
 * html.h - is a text of ours what a server shows as HTML? Private to lib/net
 *
 * Servers rewrite what they are given: tags, entities, white space, typographic signs, the host of
 * a mention, shortened links, Markdown. So letters and digits are compared, case folded (NFKC).
 */
#ifndef SMM_NET_HTML_H
#define SMM_NET_HTML_H

enum likeness {
	LIKE_NOT,  /* another text */
	LIKE_SO,   /* the same but for links or for what is no letter: a person has to look */
	LIKE_SAME
};

/* Of a plain text and a server's HTML, or another plain text. NULL is "". */
enum likeness html_compare(const char *ours, const char *html);
enum likeness text_compare(const char *ours, const char *theirs);

#endif
