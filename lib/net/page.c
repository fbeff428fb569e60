/* page.c - what sites of pages share */
#include "page.h"

#include "smm/hash.h"
#include "smm/text.h"

#define SLUG_WORDS 60 /* bytes of the title in it; WordPress allows 200, Ghost 191 */
#define SLUG_KEY   10 /* hexadecimal digits of the post's id in it */

void
page_add_escaped(struct buf *b, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		switch (s[i]) {
		case '<': buf_str(b, "&lt;"); break;
		case '>': buf_str(b, "&gt;"); break;
		case '&': buf_str(b, "&amp;"); break;
		case '"': buf_str(b, "&quot;"); break;
		default: buf_char(b, s[i]); break;
		}
}

/* One line: its links can be followed. */
static void
add_line(struct buf *b, const char *s, size_t len)
{
	struct span l;
	size_t      at;

	for (at = 0; text_next_link(s, len, at, &l); at = l.end) {
		page_add_escaped(b, s + at, l.start - at);
		buf_str(b, "<a href=\"");
		page_add_escaped(b, s + l.start, l.end - l.start);
		buf_str(b, "\">");
		page_add_escaped(b, s + l.start, l.end - l.start);
		buf_str(b, "</a>");
	}
	page_add_escaped(b, s + at, len - at);
}

const char *
page_html(struct call *c, const char *text)
{
	struct buf b = { 0 };
	char      *html;
	size_t     len;
	int        open = 0;

	for (; *text; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (!len) {
			buf_str(&b, open ? "</p>\n" : "");
			open = 0;
			continue;
		}
		buf_str(&b, open ? "<br />\n" : "<p>");
		open = 1;
		add_line(&b, text, len);
	}
	buf_str(&b, open ? "</p>" : "");
	html = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return html;
}

const char *
page_slug(struct call *c)
{
	const char *title = rec_string(c, "title"), *id = rec_string(c, "id"), *s;
	struct buf  b = { 0 };
	char        sum[DIGEST_SIZE], *slug;

	for (s = title ? title : ""; *s && b.len < SLUG_WORDS; s++) {
		if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9'))
			buf_char(&b, *s);
		else if (*s >= 'A' && *s <= 'Z')
			buf_char(&b, (char)(*s + 32));
		else if (b.len && b.at[b.len - 1] != '-' && (unsigned char)*s < 0x80)
			buf_char(&b, '-');
	}
	if (b.len && b.at[b.len - 1] != '-')
		buf_char(&b, '-');
	id = id ? id : "";
	hash_digest(id, strlen(id), sum);
	buf_fmt(&b, "%s%.*s", b.len ? "" : "smm-", SLUG_KEY, sum + strlen("sha256:"));
	slug = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return slug;
}
