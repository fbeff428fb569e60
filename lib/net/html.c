/* html.c - is a text of ours what a server shows as HTML? */
#include "html.h"

#include "smm/text.h"
#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* What stands for a link: what is shown; where it leads, behind words that are no address; words. */
enum links { LINKS_SHOWN, LINKS_MEANT, LINKS_LEFT };

/* --- HTML to text ----------------------------------------------------------------------------- */

/* The value of href in the tag [s, end), into b; empty when there is none. */
static void
read_href(struct buf *b, const char *s, const char *end)
{
	const char *at;
	char        quote;

	buf_clear(b);
	for (at = s; at + 7 < end &&
	    !(strncmp(at, " href=", 6) == 0 && (at[6] == '"' || at[6] == '\'')); at++)
		;
	if (at + 7 >= end)
		return;
	quote = at[6];
	at += 7;
	for (s = at; s < end && *s != quote; s++)
		;
	html_add_unescaped(b, at, s);
}

struct reading {
	struct buf *out;
	enum links  links;
	struct buf  href;    /* of the link that is open; empty when none is */
	size_t      shown;   /* where its text begins in `out` */
};

/* Whether what is shown of a link is its address, or a part of it: "b.co/long…". */
static int
is_address(const char *shown, size_t len, const char *href)
{
	size_t i, dots = 0, slashes = 0;

	if (len >= 4 && memcmp(shown, "http", 4) == 0)
		return 1;
	for (i = 0; i < len; i++) {
		if ((unsigned char)shown[i] <= ' ')
			return 0;
		dots += shown[i] == '.';
		slashes += shown[i] == '/';
	}
	if (!len || (len >= 3 && memcmp(shown + len - 3, "\xe2\x80\xa6", 3) == 0))
		return 1;
	for (i = 0; dots && !slashes && href[i]; i++)
		if (strncmp(href + i, shown, len) == 0)
			return 1;
	return dots && slashes;
}

/* Mentions and tags are links of the server's making: what is shown is what was written. */
static void
close_link(struct reading *r)
{
	const char *shown = r->out->at + r->shown;
	size_t      len = r->out->len - r->shown;

	if (!r->href.len || strncmp(r->href.at, "http", 4) != 0 || r->links == LINKS_SHOWN)
		return;
	if (len && (*shown == '@' || *shown == '#'))
		return;
	if (is_address(shown, len, r->href.at))
		r->out->len = r->shown;
	if (r->links == LINKS_MEANT)
		buf_add(r->out, r->href.at, r->href.len);
}

static void
read_tag(struct reading *r, const char *s, const char *end)
{
	if (strncmp(s, "<br", 3) == 0 || strncmp(s, "</p", 3) == 0) {
		buf_char(r->out, '\n');
	} else if (strncmp(s, "<a ", 3) == 0) {
		read_href(&r->href, s, end);
		r->shown = r->out->len;
	} else if (strncmp(s, "</a", 3) == 0) {
		close_link(r);
		buf_clear(&r->href);
	}
}

/* Tags end no word: servers put them into the middle of links. Line breaks are white space. */
static void
read_html(struct buf *out, const char *s, enum links links)
{
	struct reading r = { .out = out, .links = links };
	const char    *end;

	buf_room(out, strlen(s));
	while (*s) {
		end = s + strcspn(s, *s == '<' ? ">" : "<");
		if (*s == '<')
			read_tag(&r, s, end);
		else
			html_add_unescaped(out, s, end);
		s = end + (*s == '<' && *end);
	}
	buf_release(&r.href);
}

/* A plain text without its links. */
static void
leave_links(struct buf *out, const char *s)
{
	size_t      len = strlen(s), from = 0;
	struct span l;

	for (; text_next_link(s, len, from, &l); from = l.end)
		buf_add(out, s + from, l.start - from);
	buf_add(out, s + from, len - from);
}

/* --- essence ---------------------------------------------------------------------------------- */

/* Bytes of "@host" behind "@name" at s; 0 when there is none. *name gets the bytes of "@name". */
static size_t
mention_host(const char *s, size_t *name)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

	size_t len;

	*name = 1 + strspn(s + 1, letters);
	if (*name == 1 || s[*name] != '@')
		return 0;
	len = 1 + strspn(s + *name + 1, letters);
	if (s[*name + len] == ':' && strchr("0123456789", s[*name + len + 1]) && s[*name + len + 1])
		len += 1 + strspn(s + *name + len + 1, "0123456789");
	return len;
}

static int
is_kept(utf8proc_int32_t c)
{
	utf8proc_category_t k = utf8proc_category(c);

	return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO;
}

static void
add_folded(struct buf *out, const struct buf *plain)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
	    UTF8PROC_CASEFOLD;
	utf8proc_uint8_t       *folded = NULL;
	utf8proc_ssize_t        len;
	size_t                  i, used;
	uint32_t                c;

	len = utf8proc_map((const utf8proc_uint8_t *)plain->at, (utf8proc_ssize_t)plain->len, &folded,
	    how);
	for (i = 0; len > 0 && i < (size_t)len; i += used) {
		c = utf8_read((char *)folded + i, (size_t)len - i, &used);
		if (is_kept((utf8proc_int32_t)c))
			buf_add(out, folded + i, used);
	}
	free(folded);
}

/* Letters, marks and digits, folded; the hosts of mentions left out. */
static void
add_essence(struct buf *out, const char *s)
{
	struct buf plain = { 0 };
	size_t     name, host;

	for (; *s; s++) {
		host = *s == '@' ? mention_host(s, &name) : 0;
		if (host) {
			buf_add(&plain, s, name);
			s += name + host - 1;
		} else {
			buf_char(&plain, *s);
		}
	}
	if (plain.len)
		add_folded(out, &plain);
	buf_release(&plain);
}

/* --- likeness --------------------------------------------------------------------------------- */

static int
same_bytes(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && (!a->len || memcmp(a->at, b->at, a->len) == 0);
}

static int
same_essence(const char *a, const char *b)
{
	struct buf x = { 0 }, y = { 0 };
	int        same;

	add_essence(&x, a);
	add_essence(&y, b);
	same = same_bytes(&x, &y);
	buf_release(&x);
	buf_release(&y);
	return same;
}

static int
has_essence(const char *s)
{
	struct buf b = { 0 };
	int        has;

	add_essence(&b, s);
	has = b.len > 0;
	buf_release(&b);
	return has;
}

static int
same_but_white(const char *a, const char *b)
{
	static const char white[] = " \t\r\n";

	for (;; a++, b++) {
		a += strspn(a, white);
		b += strspn(b, white);
		if (!*a || *a != *b)
			return *a == *b;
	}
}

enum likeness
text_compare(const char *ours, const char *theirs)
{
	ours = ours ? ours : "";
	theirs = theirs ? theirs : "";
	if (same_but_white(ours, theirs))
		return LIKE_SAME;
	if (!same_essence(ours, theirs))
		return LIKE_NOT;
	return has_essence(ours) ? LIKE_SAME : LIKE_SO;
}

static enum likeness
compare_read(const char *ours, const char *html, enum links links)
{
	struct buf    theirs = { 0 };
	enum likeness l;

	read_html(&theirs, html, links);
	buf_char(&theirs, '\0');
	l = text_compare(ours, theirs.at);
	buf_release(&theirs);
	return l;
}

enum likeness
html_compare(const char *ours, const char *html)
{
	struct buf    bare = { 0 };
	enum likeness l, other;

	ours = ours ? ours : "";
	html = html ? html : "";
	l = compare_read(ours, html, LINKS_SHOWN);
	if (l == LIKE_NOT)
		l = compare_read(ours, html, LINKS_MEANT);
	if (l != LIKE_NOT)
		return l;
	leave_links(&bare, ours);
	buf_char(&bare, '\0');
	other = compare_read(bare.at, html, LINKS_LEFT);
	buf_release(&bare);
	return other == LIKE_NOT ? LIKE_NOT : LIKE_SO;
}
