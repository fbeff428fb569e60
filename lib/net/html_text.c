/* html_text.c - HTML as the text that a reader sees */
#include "html.h"

#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* --- entities --------------------------------------------------------------------------------- */

/* html.spec.whatwg.org, "named character references": those that people and editors write. */
static const struct {
	const char *name;
	uint32_t    code;
} entities[] = {
	{ "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' },
	{ "nbsp;", 0xa0 }, { "iexcl;", 0xa1 }, { "cent;", 0xa2 }, { "pound;", 0xa3 }, { "yen;", 0xa5 },
	{ "sect;", 0xa7 }, { "copy;", 0xa9 }, { "laquo;", 0xab }, { "shy;", 0xad }, { "reg;", 0xae },
	{ "deg;", 0xb0 }, { "middot;", 0xb7 }, { "raquo;", 0xbb }, { "iquest;", 0xbf },
	{ "Agrave;", 0xc0 }, { "Aacute;", 0xc1 }, { "Acirc;", 0xc2 }, { "Auml;", 0xc4 },
	{ "AElig;", 0xc6 }, { "Ccedil;", 0xc7 }, { "Egrave;", 0xc8 }, { "Eacute;", 0xc9 },
	{ "Ecirc;", 0xca }, { "Euml;", 0xcb }, { "Icirc;", 0xce }, { "Iuml;", 0xcf },
	{ "Ntilde;", 0xd1 }, { "Ocirc;", 0xd4 }, { "Ouml;", 0xd6 }, { "times;", 0xd7 },
	{ "Ugrave;", 0xd9 }, { "Ucirc;", 0xdb }, { "Uuml;", 0xdc }, { "szlig;", 0xdf },
	{ "agrave;", 0xe0 }, { "aacute;", 0xe1 }, { "acirc;", 0xe2 }, { "auml;", 0xe4 },
	{ "aelig;", 0xe6 }, { "ccedil;", 0xe7 }, { "egrave;", 0xe8 }, { "eacute;", 0xe9 },
	{ "ecirc;", 0xea }, { "euml;", 0xeb }, { "iacute;", 0xed }, { "icirc;", 0xee },
	{ "iuml;", 0xef }, { "ntilde;", 0xf1 }, { "oacute;", 0xf3 }, { "ocirc;", 0xf4 },
	{ "ouml;", 0xf6 }, { "ugrave;", 0xf9 }, { "uacute;", 0xfa }, { "ucirc;", 0xfb },
	{ "uuml;", 0xfc }, { "yuml;", 0xff }, { "OElig;", 0x152 }, { "oelig;", 0x153 },
	{ "ndash;", 0x2013 }, { "mdash;", 0x2014 }, { "lsquo;", 0x2018 }, { "rsquo;", 0x2019 },
	{ "sbquo;", 0x201a }, { "ldquo;", 0x201c }, { "rdquo;", 0x201d }, { "bdquo;", 0x201e },
	{ "bull;", 0x2022 }, { "hellip;", 0x2026 }, { "euro;", 0x20ac }, { "trade;", 0x2122 },
	{ "hearts;", 0x2665 },
};

/* The character of an entity at s (behind '&'); *used gets its bytes, 0 when it is none. */
static uint32_t
entity(const char *s, size_t *used)
{
	size_t        i, len;
	unsigned long code;
	char         *end;

	*used = 0;
	for (i = 0; i < sizeof entities / sizeof *entities; i++) {
		len = strlen(entities[i].name);
		if (strncmp(s, entities[i].name, len) == 0) {
			*used = len;
			return entities[i].code;
		}
	}
	if (*s != '#')
		return 0;
	code = s[1] == 'x' || s[1] == 'X' ? strtoul(s + 2, &end, 16) : strtoul(s + 1, &end, 10);
	if (*end != ';' || end - s > 10)
		return 0;
	*used = (size_t)(end - s) + 1;
	return code && code <= 0x10ffff ? (uint32_t)code : 0xfffd;
}

void
html_add_unescaped(struct buf *b, const char *s, const char *end)
{
	size_t   used;
	uint32_t c;

	while (s < end) {
		c = *s == '&' ? entity(s + 1, &used) : 0;
		if (c) {
			utf8_add(b, c);
			s += used + 1;
		} else {
			buf_char(b, *s++);
		}
	}
}

/* --- text ------------------------------------------------------------------------------------- */

struct page {
	struct buf *out;
	struct buf  href;   /* of the link that is open */
	size_t      shown;  /* where its text begins */
	size_t      start;  /* of the whole text in `out` */
	int         breaks; /* line feeds that are due before the next character */
	int         space;  /* a blank is due */
	int         pre;    /* white space counts */
	int         quotes; /* how deep in quotations */
};

static void
begin_line(struct page *p)
{
	int i;

	for (i = 0; i < p->quotes && i < 8; i++)
		buf_str(p->out, "> ");
}

/* What is due before the next character: breaks swallow blanks, and there are none at the start. */
static void
pay_due(struct page *p)
{
	if (p->out->len == p->start)
		begin_line(p);
	else
		while (p->breaks) {
			buf_char(p->out, '\n');
			if (!--p->breaks)
				begin_line(p);
			p->space = 0;
		}
	if (p->space && p->out->len > p->start)
		buf_char(p->out, ' ');
	p->space = p->breaks = 0;
}

static void
add_break(struct page *p, int lines)
{
	if (p->out->len > p->start && p->breaks < lines)
		p->breaks = lines;
}

static void
add_text(struct page *p, const char *s, const char *end)
{
	const char *word;

	while (s < end) {
		if (!p->pre && strchr(" \t\r\n", *s)) {
			p->space = 1;
			s++;
			continue;
		}
		for (word = s; s < end && (p->pre || !strchr(" \t\r\n", *s)); s++)
			;
		pay_due(p);
		html_add_unescaped(p->out, word, s);
	}
}

/* The value of an attribute (name with its '=') in the tag [s, end), into b; empty when there is none. */
static void
read_attribute(struct buf *b, const char *s, const char *end, const char *name)
{
	size_t      len = strlen(name);
	const char *at;
	char        quote;

	buf_clear(b);
	for (at = s; at + len + 1 < end &&
	    !(strchr(" \t\n\"'", *at) && strncasecmp(at + 1, name, len) == 0); at++)
		;
	at += len + 1;
	if (at >= end)
		return;
	quote = *at == '"' || *at == '\'' ? *at++ : ' ';
	for (s = at; s < end && *s != quote; s++)
		;
	html_add_unescaped(b, at, s);
}

/* Whether what is shown is the address itself, or a cut part of it. */
static int
shows_address(const char *shown, size_t len, const struct buf *href)
{
	const char *address = href->at, *host = strstr(href->at, "://");

	if (len >= 3 && memcmp(shown + len - 3, "\xe2\x80\xa6", 3) == 0)
		len -= 3;
	if (host && strncmp(host + 3, "www.", 4) == 0 && (len < 4 || memcmp(shown, "www.", 4) != 0))
		host += 4;
	if (strncmp(address, shown, len) == 0)
		return 1;
	return host && strncmp(host + 3, shown, len) == 0;
}

static void
close_link(struct page *p)
{
	const char *shown;
	size_t      len;

	if (!p->href.len || p->shown > p->out->len)
		return;
	while (p->shown < p->out->len && strchr(" \n", p->out->at[p->shown]))
		p->shown++;
	shown = p->out->at + p->shown;
	len = p->out->len - p->shown;
	if (strncmp(p->href.at, "http", 4) != 0 || (len && (*shown == '@' || *shown == '#')))
		return;
	if (shows_address(shown, len, &p->href)) {
		p->out->len = p->shown;
		pay_due(p);
		buf_add(p->out, p->href.at, p->href.len);
	} else {
		buf_fmt(p->out, " (%s)", p->href.at);
	}
}

static void
show_picture(struct page *p, const char *s, const char *end)
{
	struct buf alt = { 0 };

	read_attribute(&alt, s, end, "alt=");
	if (alt.len) {
		pay_due(p);
		buf_add(p->out, alt.at, alt.len);
	}
	buf_release(&alt);
}

/* The tag's name is `name`, whatever follows: a blank, a slash, its end. */
static int
is_tag(const char *s, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(s, name, len) == 0 && (!s[len] || strchr(" \t\r\n/>", s[len]));
}

static int
is_block(const char *s)
{
	static const char *const blocks[] = { "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
		"table", "figure" };
	size_t i;

	for (i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (is_tag(s, blocks[i]))
			return 1;
	return 0;
}

/* A tag of [s, end), behind its '<'. */
static void
read_tag(struct page *p, const char *s, const char *end)
{
	int         closes = *s == '/';
	const char *name = s + closes;

	if (is_tag(name, "br")) {
		p->breaks += p->out->len > p->start && p->breaks < 2;
	} else if (is_block(name)) {
		add_break(p, 2);
	} else if (is_tag(name, "li")) {
		add_break(p, 1);
		if (!closes) {
			pay_due(p);
			buf_str(p->out, "- ");
		}
	} else if (is_tag(name, "tr")) {
		add_break(p, 1);
	} else if (is_tag(name, "blockquote")) {
		add_break(p, 2);
		p->quotes += closes ? -(p->quotes > 0) : 1;
	} else if (is_tag(name, "pre")) {
		add_break(p, 2);
		p->pre = !closes;
	} else if (is_tag(name, "img")) {
		show_picture(p, s, end);
	} else if (is_tag(name, "a")) {
		if (closes)
			close_link(p);
		read_attribute(&p->href, s, closes ? s : end, "href=");
		if (!closes && p->href.len) {
			pay_due(p);
			p->shown = p->out->len;
		}
	}
}

/* Behind the tag at s (its '<'), and behind what is no text at all. */
static const char *
behind_tag(const char *s)
{
	const char *end;
	char        close[10] = "</script>";

	if (strncmp(s, "<!--", 4) == 0) {
		end = strstr(s + 4, "-->");
		return end ? end + 3 : s + strlen(s);
	}
	end = s + strcspn(s, ">");
	if (is_tag(s + 1, "style"))
		memcpy(close, "</style>", 9);
	else if (!is_tag(s + 1, "script"))
		return *end ? end + 1 : end;
	while (*end && strncasecmp(end, close, strlen(close) - 1) != 0)
		end++;
	end += strcspn(end, ">");
	return *end ? end + 1 : end;
}

/* '<' begins a tag only before a letter, '/', '!' or '?'. */
static int
begins_tag(const char *s)
{
	return *s == '<' && ((s[1] >= 'a' && s[1] <= 'z') || (s[1] >= 'A' && s[1] <= 'Z') || s[1] == '/' ||
	    s[1] == '!' || s[1] == '?');
}

void
html_read_text(struct buf *out, const char *html)
{
	struct page p = { .out = out, .start = out->len };
	const char *end;

	buf_room(out, strlen(html));
	buf_str(out, "");
	while (*html) {
		if (begins_tag(html)) {
			end = html + strcspn(html, ">");
			if (html[1] != '!' && html[1] != '?')
				read_tag(&p, html + 1, end);
			html = behind_tag(html);
			continue;
		}
		end = html + 1 + strcspn(html + 1, "<");
		add_text(&p, html, end);
		html = end;
	}
	buf_release(&p.href);
	buf_room(out, 0);
	out->at[out->len] = '\0';
}
