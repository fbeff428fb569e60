/* html.c - what remains of a text through a server's HTML */
#include "html.h"

#include "smm/utf8.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	uint32_t    code;
} entities[] = {
	{ "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' },
	{ "nbsp;", 0xa0 },
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
	return code > 0x10ffff ? 0xfffd : (uint32_t)code;
}

static int
is_kept(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return c != 0xa0 && !(c >= 0x2000 && c <= 0x206f) && c != 0x3000 && c != 0xfe0f && c != 0xab &&
	    c != 0xbb;
}

/* Plain text without tags and entities, the hosts of mentions left out. */
static void
add_kept(struct buf *b, const char *s, size_t len)
{
	size_t   i = 0, used, name;
	uint32_t c;

	for (; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (c == '@') {
			name = strspn(s + i + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
			if (name && s[i + 1 + name] == '@') {
				buf_add(b, s + i + 1, name);
				used = 2 + name + strcspn(s + i + 2 + name, " \t\r\n,;:!?()");
			}
			continue;
		}
		if (c < 0x80 && is_kept(c))
			buf_char(b, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
		else if (is_kept(c))
			buf_add(b, s + i, used);
	}
}

/* Tags end nothing: servers put them into the middle of links. Line breaks are white space. */
static void
strip(struct buf *plain, const char *s)
{
	uint32_t c;
	size_t   used;

	while (*s) {
		if (*s == '<') {
			if (strncmp(s, "<br", 3) == 0 || strncmp(s, "</p", 3) == 0)
				buf_char(plain, '\n');
			s += strcspn(s, ">");
			s += *s == '>';
			continue;
		}
		c = *s == '&' ? entity(s + 1, &used) : 0;
		if (c) {
			utf8_add(plain, c);
			s += used + 1;
		} else {
			buf_char(plain, *s++);
		}
	}
}

void
html_essence(struct buf *b, const char *s, int is_html)
{
	struct buf plain = { 0 };
	size_t     from = b->len, i, end = b->len;

	if (is_html)
		strip(&plain, s);
	else
		buf_str(&plain, s);
	if (plain.len)
		add_kept(b, plain.at, plain.len);
	for (i = from; i < b->len; i++) /* "@name." and "@name" are one mention */
		if (b->at[i] != '.' && b->at[i] != '-')
			b->at[end++] = b->at[i];
	b->len = end;
	buf_release(&plain);
}
