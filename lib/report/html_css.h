/* html_css.h - the style that all pages share; private to lib/report */
#ifndef SMM_HTML_CSS_H
#define SMM_HTML_CSS_H

extern const char *const html_css[]; /* ends with NULL */

#endif
