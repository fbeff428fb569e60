/*
 * html.h - one page of HTML that stands alone
 *
 * Its style is inside, no script runs and nothing is fetched: the Content-Security-Policy of the page (CSP Level 3)
 * allows inline styles and pictures as data: alone. Readable in light and dark, on a small screen, on A4, and by
 * keyboard (a link past the header, a visible focus). Pages of all programs share the colours of html_css.c.
 *
 *	html_open(&b, &(struct html_page){ .lang = "fr", .title = "…", .css = my_css });
 *	buf_str(&b, "<header><h1>…</h1></header><main id=\"main\">…</main>");
 *	html_close(&b);
 */
#ifndef SMM_HTML_H
#define SMM_HTML_H

#include "smm/buf.h"

struct html_page {
	const char        *lang;  /* BCP 47; NULL: English, or what the messages are translated to */
	const char        *title; /* text */
	const char *const *css;   /* rules of the page's own, ends with NULL; NULL: none */
	const char        *style; /* more of them, made by the program; NULL: none */
};

/* From the doctype to <body> and the link to #main; then the end of the page. */
void html_open(struct buf *b, const struct html_page *p);
void html_close(struct buf *b);

/*
 * Text between tags, or within an attribute in double or single quotes: & < > " ' as entities; controls but line feed
 * and tab, bidirectional overrides and invalid bytes as U+FFFD. Put text of others in an element with dir="auto".
 */
void html_text(struct buf *b, const char *s, size_t len);
void html_str(struct buf *b, const char *s); /* NULL: nothing */

/* Whether an address may stand in href: http or https, nothing that runs. */
int html_is_link(const char *url);

/* "data:TYPE;base64,…"; the type is a constant of ours. */
void html_data(struct buf *b, const char *type, const void *bytes, size_t len);

#endif
