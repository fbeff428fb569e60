/* preview_page.h - a plan as a page, in its parts; private to lib/report/preview_{html,grid,post,css}.c */
#ifndef SMM_PREVIEW_PAGE_H
#define SMM_PREVIEW_PAGE_H

#include "preview_parts.h"

#define COLORS 8 /* --c0 to --c7 of html_css.c */

extern const char *const preview_css[]; /* ends with NULL */

/* A month as a table of its days. */
void page_month(const struct preview *p, int64_t month, int64_t today, struct buf *b);

/* posts[at] as its network will show it. */
void page_post(const struct preview *p, size_t at, struct buf *b);

/* The classes that the filter hides: " a0 c1" for the account and the campaign; 0 is no campaign. */
void page_classes(const struct kept_post *k, struct buf *b);

/* A circle with the first letter of an account, in its colour. */
void page_face(const struct preview *p, size_t account, struct buf *b);

/* A date for <time>: "2026-12-01"; and "2026-12-01T09:00". */
void page_date(int64_t day, struct buf *b);

/* Text of ours, translated and escaped. */
void page_words(struct buf *b, const char *message);

#endif
