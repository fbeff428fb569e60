/* facet.c - links, mentions and tags of a rich text */
#include "facet.h"

#include "smm/tld.h"
#include "smm/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define TAG_MAX       64 /* graphemes: app.bsky.richtext.facet#tag */
#define TAG_MAX_BYTES 640
#define TICKER_MAX    5

/* \s of ECMAScript */
static int
is_space(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	    c == 0x205f || c == 0x3000 || c == 0xfeff;
}

static int
is_punctuation(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);

	return k >= UTF8PROC_CATEGORY_PC && k <= UTF8PROC_CATEGORY_PO;
}

/* Letters, marks and numbers. */
static int
is_word(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);

	return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO;
}

static int
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int
is_alnum(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* The character at `at`; a blank behind the end. */
static uint32_t
code_at(const char *s, size_t len, size_t at, size_t *used)
{
	if (at < len)
		return utf8_read(s + at, len - at, used);
	*used = 0;
	return ' ';
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

/* --- mentions --------------------------------------------------------------------------------- */

/* A handle is a host name: two labels or more, the last one begins with a letter. */
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
	return dots > 0 && is_letter(s[label]);
}

static int
mention(const char *s, size_t len, size_t at, struct facet *f)
{
	size_t end = at + 1;

	while (end < len && (is_alnum(s[end]) || s[end] == '.' || s[end] == '-'))
		end++;
	if (end < len && s[end] == '_')
		return 0;
	while (end > at + 1 && !is_alnum(s[end - 1]))
		end--;
	if (!is_handle(s + at + 1, end - at - 1))
		return 0;
	*f = (struct facet){ FACET_MENTION, { at, end }, { at + 1, end } };
	return 1;
}

/* --- tags ------------------------------------------------------------------------------------- */

/* What shows nothing ends a tag: TAG_REGEX of the reference client. */
static int
ends_tag(uint32_t c)
{
	return is_space(c) || c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 ||
	    c == 0x20e2;
}

static size_t
tag_end(const char *s, size_t len, size_t start)
{
	size_t   end = start, used = 0, last;
	uint32_t c;

	for (c = code_at(s, len, end, &used); !ends_tag(c); c = code_at(s, len, end, &used))
		end += used;
	while (end > start) {
		last = char_before(s, end);
		if (!is_punctuation(utf8_read(s + last, end - last, &used)))
			break;
		end = last;
	}
	return end;
}

/* "#2026" and "#1-2" are numbers, not tags. */
static int
is_tag(const char *s, size_t len)
{
	static const struct text_rule graphemes = { .unit = TEXT_GRAPHEMES };
	size_t                        i, used;
	uint32_t                      c;

	if (len > TAG_MAX_BYTES || text_count(&graphemes, s, len) > TAG_MAX)
		return 0;
	for (i = 0; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (!(c >= '0' && c <= '9') && !is_punctuation(c))
			return 1;
	}
	return 0;
}

/* U+FE0F or U+20E3 behind the sign: a keycap, an emoji. */
static int
tag(const char *s, size_t len, size_t at, size_t mark, struct facet *f)
{
	size_t   start = at + mark, end, used;
	uint32_t c = code_at(s, len, start, &used);

	if (c == 0xfe0f || c == 0x20e3)
		return 0;
	end = tag_end(s, len, start);
	if (!is_tag(s + start, end - start))
		return 0;
	*f = (struct facet){ FACET_TAG, { at, end }, { start, end } };
	return 1;
}

/* "$ABC": one to five letters or digits, a letter first. */
static int
cashtag(const char *s, size_t len, size_t at, struct facet *f)
{
	size_t   end = at + 1, used;
	uint32_t c;

	while (end < len && end - at <= TICKER_MAX && is_alnum(s[end]))
		end++;
	c = code_at(s, len, end, &used);
	if (end == at + 1 || !is_letter(s[at + 1]))
		return 0;
	if (!is_space(c) && c != 0x2019 && (c >= 0x80 || !c || !strchr(".,;:!?)\"'", (int)c)))
		return 0;
	*f = (struct facet){ FACET_CASHTAG, { at, end }, { at, end } };
	return 1;
}

/* --- links ------------------------------------------------------------------------------------ */

/* The sign that closes what was opened before a link; 0 when nothing was. */
static uint32_t
closer_of(uint32_t opener)
{
	switch (opener) {
	case '"': return '"';
	case '`': return '`';
	case 0xab: return 0xbb;
	case 0x201c: return 0x201d;
	case 0x2018: return 0x2019;
	default: return 0;
	}
}

static size_t
count_char(const char *s, size_t len, char c)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++)
		n += s[i] == c;
	return n;
}

/* Whether the last character, c, belongs to the sentence around the link. */
static int
ends_sentence(const char *s, size_t len, uint32_t c)
{
	static const char opens[] = "([{", closes[] = ")]}";
	const char       *k = c && c < 0x80 ? strchr(closes, (int)c) : NULL;

	if (k)
		return count_char(s, len, *k) > count_char(s, len, opens[k - closes]);
	if (c < 0x80)
		return c && strchr(".,;:!?", (int)c);
	return c == 0x2026 || c == 0x2013 || c == 0x2014 || c == 0x3001 || c == 0x3002 ||
	    c == 0xff01 || c == 0xff0c || c == 0xff0e || c == 0xff1a || c == 0xff1b || c == 0xff1f;
}

static size_t
link_end(const char *s, size_t len, size_t start, uint32_t closer)
{
	size_t   end = start, used = 0, last;
	uint32_t c;

	for (c = code_at(s, len, end, &used); !is_space(c) && c != '<' && c != '>' && c != closer;
	    c = code_at(s, len, end, &used))
		end += used;
	while (end > start) {
		last = char_before(s, end);
		if (!ends_sentence(s + start, end - start, utf8_read(s + last, end - last, &used)))
			break;
		end = last;
	}
	return end;
}

/* The protocol in small letters only, as the reference client has it; not glued to a word. */
static int
web_link(const char *s, size_t len, size_t at, uint32_t before, struct facet *f)
{
	size_t head = len - at > 7 && memcmp(s + at, "http://", 7) == 0 ? 7 :
	    len - at > 8 && memcmp(s + at, "https://", 8) == 0 ? 8 : 0;
	size_t end, used;

	if (!head || is_word(before) || before == '@' || before == '#' || before == '$' ||
	    !is_word(utf8_read(s + at + head, len - at - head, &used)))
		return 0;
	end = link_end(s, len, at, closer_of(before));
	*f = (struct facet){ FACET_LINK, { at, end }, { at, end } };
	return 1;
}

/*
 * The reference client's idea of a domain, in whole: labels of letters and digits, the last one a top-level domain.
 * The number of bytes; 0: it is none.
 */
static size_t
domain(const char *s, size_t len)
{
	size_t n = 0, label = 0;

	for (; n < len && is_alnum(s[n]); n++)
		if (n + 2 < len && s[n + 1] == '.' && is_alnum(s[n + 2]))
			label = ++n + 1;
	return label && tld_is(s + label, n - label) ? n : 0;
}

/* "example.com/path" */
static int
bare_link(const char *s, size_t len, size_t at, uint32_t before, struct facet *f)
{
	size_t end;

	if (!is_letter(s[at]) || !(is_space(before) || before == '(') || !domain(s + at, len - at))
		return 0;
	end = link_end(s, len, at, 0);
	*f = (struct facet){ FACET_DOMAIN, { at, end }, { at, end } };
	return 1;
}

/* The facet that begins at byte `at`, behind the character `before`. */
static int
facet_at(const char *s, size_t len, size_t at, uint32_t before, struct facet *f)
{
	switch (s[at]) {
	case 'h':
		return web_link(s, len, at, before, f) || bare_link(s, len, at, before, f);
	case '@':
		return (is_space(before) || before == '(') && mention(s, len, at, f);
	case '$':
		return (is_space(before) || before == '(') && cashtag(s, len, at, f);
	case '#':
		return is_space(before) && tag(s, len, at, 1, f);
	case '\xef': /* U+FF03, the wide '#' */
		return len - at >= 3 && memcmp(s + at, "\xef\xbc\x83", 3) == 0 && is_space(before) &&
		    tag(s, len, at, 3, f);
	default:
		return bare_link(s, len, at, before, f);
	}
}

int
facet_next(const char *s, size_t len, size_t from, struct facet *f)
{
	uint32_t before = ' ', c;
	size_t   used;

	if (from)
		before = utf8_read(s + char_before(s, from), len - char_before(s, from), &used);
	for (; from < len; from += used, before = c) {
		if (facet_at(s, len, from, before, f))
			return 1;
		c = utf8_read(s + from, len - from, &used);
	}
	return 0;
}
