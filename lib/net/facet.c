/* facet.c - links, mentions and tags of a rich text */
#include "facet.h"

#include "smm/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define TAG_MAX 64 /* graphemes: app.bsky.richtext.facet#tag */

static int
is_space(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	    c == 0x205f || c == 0x3000 || c == 0xfeff;
}

static size_t
word_end(const char *s, size_t len, size_t from)
{
	size_t used;

	while (from < len && !is_space(utf8_read(s + from, len - from, &used)))
		from += used;
	return from;
}

static int
is_handle_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '.' || c == '-';
}

/* A handle is a host name: at least two labels, the last one begins with a letter. */
static int
is_handle(const char *s, size_t len)
{
	size_t i, label = 0, dots = 0;

	if (len > 253)
		return 0;
	for (i = 0; i <= len; i++) {
		if (i < len && s[i] != '.')
			continue;
		if (i == label || i - label > 63 || s[label] == '-' || s[i - 1] == '-')
			return 0;
		if (i < len) {
			dots++;
			label = i + 1;
		}
	}
	return dots > 0 && (s[label] | 32) >= 'a' && (s[label] | 32) <= 'z';
}

static int
mention(const char *s, size_t len, size_t at, struct facet *f)
{
	size_t end = at + 1;

	while (end < len && is_handle_char(s[end]))
		end++;
	while (end > at + 1 && (s[end - 1] == '.' || s[end - 1] == '-'))
		end--;
	if (!is_handle(s + at + 1, end - at - 1))
		return 0;
	*f = (struct facet){ FACET_MENTION, { at, end }, { at + 1, end } };
	return 1;
}

static int
is_punctuation(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);

	return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_PO;
}

/* Where the last character before `end` begins. */
static size_t
char_before(const char *s, size_t end)
{
	do
		end--;
	while (((unsigned char)s[end] & 0xc0) == 0x80);
	return end;
}

static size_t
trim_punctuation(const char *s, size_t start, size_t end)
{
	size_t used, last;

	while (end > start) {
		last = char_before(s, end);
		if (!is_punctuation(utf8_read(s + last, end - last, &used)))
			break;
		end = last;
	}
	return end;
}

static int
has_more_than_digits(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (s[i] < '0' || s[i] > '9')
			return 1;
	return 0;
}

static int
tag(const char *s, size_t len, size_t at, size_t mark, struct facet *f)
{
	static const struct text_rule graphemes = { .unit = TEXT_GRAPHEMES };
	size_t                        start = at + mark, end;

	end = trim_punctuation(s, start, word_end(s, len, start));
	if (end == start || !has_more_than_digits(s + start, end - start) ||
	    text_count(&graphemes, s + start, end - start) > TAG_MAX)
		return 0;
	*f = (struct facet){ FACET_TAG, { at, end }, { start, end } };
	return 1;
}

/* "$ABC": one to five letters or digits, a letter first; the tag keeps its '$'. */
static int
cashtag(const char *s, size_t len, size_t at, struct facet *f)
{
	size_t end = at + 1, used;

	while (end < len && end - at <= 5 && is_handle_char(s[end]) && s[end] != '.' && s[end] != '-')
		end++;
	if (end == at + 1 || (s[at + 1] >= '0' && s[at + 1] <= '9'))
		return 0;
	if (end < len && !is_space(utf8_read(s + end, len - end, &used)) &&
	    !is_punctuation(utf8_read(s + end, len - end, &used)))
		return 0;
	*f = (struct facet){ FACET_TAG, { at, end }, { at, end } };
	return 1;
}

/* The reference detector takes the protocol in lower case only. */
static int
is_link(const char *s, const struct span *l)
{
	return strncmp(s + l->start, "http", 4) == 0 && (s[l->start + 4] == ':' || s[l->start + 4] == 's');
}

/* One of the facets that begin with a sign, at byte `at`, which stands at the start of a word. */
static int
sign(const char *s, size_t len, size_t at, int after_paren, struct facet *f)
{
	if (s[at] == '@')
		return mention(s, len, at, f);
	if (after_paren)
		return 0;
	if (s[at] == '#')
		return tag(s, len, at, 1, f);
	if (len - at >= 3 && memcmp(s + at, "\xef\xbc\x83", 3) == 0) /* U+FF03 */
		return tag(s, len, at, 3, f);
	return s[at] == '$' && cashtag(s, len, at, f);
}

int
facet_next(const char *s, size_t len, size_t from, struct facet *f)
{
	struct span link;
	int         has_link = text_next_link(s, len, from, &link);
	size_t      at = from, used;
	uint32_t    before = ' ', c;

	if (from)
		before = utf8_read(s + char_before(s, from), len - char_before(s, from), &used);
	while (has_link && !is_link(s, &link))
		has_link = text_next_link(s, len, link.end, &link);
	for (; at < len; at += used, before = c) {
		if (has_link && at == link.start) {
			*f = (struct facet){ FACET_LINK, link, link };
			return 1;
		}
		c = utf8_read(s + at, len - at, &used);
		if ((is_space(before) || before == '(') && sign(s, len, at, before == '(', f))
			return 1;
	}
	return 0;
}
