/* html.c - one page of HTML that stands alone */
#include "smm/html.h"

#include "smm/base64.h"
#include "smm/lang.h"
#include "smm/utf8.h"

#include "html_css.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#define POLICY "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/* --- text ----------------------------------------------------------------------------------------- */

/* Bytes that html_text() has to look at; all others are copied in runs. */
static int
is_plain(unsigned char c)
{
	return (c >= 0x20 || c == '\n' || c == '\t') && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' &&
	    c < 0x7f;
}

static int
is_override(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static void
add_special(struct buf *b, const char *s, size_t used)
{
	uint32_t c = utf8_read(s, used, &used);

	switch (c) {
	case '&': buf_str(b, "&amp;"); return;
	case '<': buf_str(b, "&lt;"); return;
	case '>': buf_str(b, "&gt;"); return;
	case '"': buf_str(b, "&quot;"); return;
	case '\'': buf_str(b, "&#39;"); return;
	}
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || is_override(c))
		c = 0xfffd;
	utf8_add(b, c);
}

void
html_text(struct buf *b, const char *s, size_t len)
{
	size_t i, from = 0, used;

	for (i = 0; i < len; i += used) {
		used = 1;
		if (is_plain((unsigned char)s[i]))
			continue;
		utf8_read(s + i, len - i, &used);
		buf_add(b, s + from, i - from);
		add_special(b, s + i, len - i);
		from = i + used;
	}
	buf_add(b, s + from, len - from);
}

void
html_str(struct buf *b, const char *s)
{
	if (s)
		html_text(b, s, strlen(s));
}

int
html_is_link(const char *url)
{
	return url && (strncasecmp(url, "https://", 8) == 0 || strncasecmp(url, "http://", 7) == 0);
}

void
html_data(struct buf *b, const char *type, const void *bytes, size_t len)
{
	buf_fmt(b, "data:%s;base64,", type);
	base64_add(b, bytes, len);
}

/* --- the page ------------------------------------------------------------------------------------- */

static void
add_rules(struct buf *b, const char *const *rules)
{
	for (; rules && *rules; rules++) {
		buf_str(b, *rules);
		buf_char(b, '\n');
	}
}

void
html_open(struct buf *b, const struct html_page *p)
{
	buf_str(b, "<!doctype html>\n<html lang=\"");
	html_str(b, p->lang ? p->lang : tr("en")); /* a translation says its own language */
	buf_str(b, "\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"generator\" content=\"smmkit\">\n<title>");
	html_str(b, p->title);
	buf_str(b, "</title>\n<style>\n");
	add_rules(b, html_css);
	add_rules(b, p->css);
	if (p->style)
		buf_str(b, p->style);
	buf_str(b, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">");
	html_str(b, tr("Skip to the content"));
	buf_str(b, "</a>\n");
}

void
html_close(struct buf *b)
{
	buf_str(b, "</body>\n</html>\n");
}
