/*
 * link.c - links in a text, as Mastodon finds them
 *
 * Mastodon's config/initializers/twitter_regex.rb upon twitter-text's valid_url. Its table of
 * top-level domains is not here: a last label of letters is taken for one.
 */
#include "link.h"

#include "smm/utf8.h"

#include <string.h>

#define HOST_MAX 253 /* RFC 1035, 2.3.4 */

static const char *const protocols[] = {
	"http", "https", /* the others are links on Mastodon only */
	"dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "gemini", NULL
};

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

/* \p{White_Space} */
static int
is_white(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
	    (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
	    c == 0x205f || c == 0x3000;
}

static int
is_protocol(const char *s, size_t len, int other)
{
	size_t i, k;

	for (i = 0; protocols[i] && (other || i < 2); i++) {
		if (strlen(protocols[i]) != len)
			continue;
		for (k = 0; k < len && (s[k] | 32) == protocols[i][k]; k++)
			;
		if (k == len)
			return 1;
	}
	return 0;
}

/* valid_url_preceding_chars: not glued to '@', '$', '#', their wide forms or U+FEFF. */
static int
may_follow(const char *s, size_t at)
{
	static const char *const never[] = {
		"@", "$", "#", "\xef\xbc\xa0", "\xef\xbc\x83", "\xef\xbb\xbf"
	};
	size_t                   i, len;

	for (i = 0; i < sizeof never / sizeof *never; i++) {
		len = strlen(never[i]);
		if (at >= len && memcmp(s + at - len, never[i], len) == 0)
			return 0;
	}
	return 1;
}

/* A character of a label: letters, digits and everything beyond ASCII that is no space. */
static size_t
label_char(const char *s, size_t len)
{
	size_t   used;
	uint32_t c;

	if ((unsigned char)*s < 0x80)
		return is_alnum(*s);
	c = utf8_read(s, len, &used);
	return is_white(c) || c == 0x180e || c == 0xfeff || c >= 0xfffe ? 0 : used;
}

/*
 * Bytes of the top-level domain that a label begins with: letters not followed by a digit, '@',
 * '+' or '-'; "xn--…"; any other script as a whole. 0 when it is none.
 */
static size_t
top_level(const char *s, size_t len)
{
	size_t n = 0, used;

	if (len > 4 && memcmp(s, "xn--", 4) == 0) {
		for (n = 4; n < len && (is_alnum(s[n]) || s[n] == '-'); n++)
			;
		return n > 4 ? n : 0;
	}
	while (n < len && is_letter(s[n]))
		n++;
	if (n)
		return n >= 2 && (n == len || !strchr("0123456789@+-", s[n])) ? n : 0;
	while (n < len && (unsigned char)s[n] >= 0x80 && (used = label_char(s + n, len - n)) > 0)
		n += used;
	return n;
}

/* Where the host that begins at `at` ends, labels with dots between; `at` when there is none. */
static size_t
host_end(const char *s, size_t len, size_t at)
{
	size_t i = at, end = at, label = at, used, top;
	int    closed = 0; /* the label so far ends with a character that may end one */

	while (i < len && i - at <= HOST_MAX) {
		used = label_char(s + i, len - i);
		if (used) {
			if (i == label && label > at && (top = top_level(s + i, len - i)) > 0)
				end = i + top;
			closed = 1;
		} else if (s[i] == '.' && closed) {
			label = i + 1;
			closed = 0;
		} else if ((s[i] != '-' && s[i] != '_') || i == label) {
			break;
		} else {
			closed = 0;
		}
		i += used ? used : 1;
	}
	return end - at > HOST_MAX ? at : end;
}

static size_t
port_end(const char *s, size_t len, size_t at)
{
	size_t i = at + 1;

	if (at >= len || s[at] != ':')
		return at;
	while (i < len && s[i] >= '0' && s[i] <= '9')
		i++;
	return i > at + 1 ? i : at;
}

/* valid_general_url_path_chars: its length, 0 when it is none. */
static size_t
path_char(const char *s, size_t len)
{
	size_t   used;
	uint32_t c = utf8_read(s, len, &used);

	return !c || c == '<' || c == '>' || c == '(' || c == ')' || c == '?' ||
	    is_white(c) ? 0 : used;
}

static size_t
path_run(const char *s, size_t len, size_t at)
{
	size_t used;

	while (at < len && (used = path_char(s + at, len - at)) > 0)
		at += used;
	return at;
}

/* "(…)" with one more pair inside at most; `at` when it is not balanced. */
static size_t
balanced_end(const char *s, size_t len, size_t at)
{
	size_t i = path_run(s, len, at + 1), inner;

	if (i < len && s[i] == '(') {
		inner = path_run(s, len, i + 1);
		if (inner == i + 1 || inner >= len || s[inner] != ')')
			return at;
		i = path_run(s, len, inner + 1);
	}
	return i > at + 1 && i < len && s[i] == ')' ? i + 1 : at;
}

/* Neither punctuation that ends a sentence nor U+300C/D may end a path. */
static int
may_end_path(const char *s, size_t used)
{
	if (used == 1)
		return !strchr("!*\"';:=,.$%[]~&|@", *s);
	return used != 3 ||
	    (memcmp(s, "\xe3\x80\x8c", 3) != 0 && memcmp(s, "\xe3\x80\x8d", 3) != 0);
}

static size_t
path_end(const char *s, size_t len, size_t at)
{
	size_t i = at, end = at, used, after;

	if (at >= len || s[at] != '/')
		return at;
	while (i < len) {
		if (s[i] == '(' && (after = balanced_end(s, len, i)) > i) {
			end = i = after;
			continue;
		}
		used = path_char(s + i, len - i);
		if (!used)
			break;
		i += used;
		if (may_end_path(s + i - used, used))
			end = i;
	}
	return end;
}

/* UCHARS, the characters beyond ASCII of a query: no private plane 14 tags, no non-characters. */
static int
is_query_char(uint32_t c)
{
	if (c < 0x80)
		return c && (is_alnum((char)c) || strchr("!?*'();:&=+$/%#[]-_.,~|@^", (int)c));
	return c >= 0xa0 && !(c >= 0xfdd0 && c <= 0xfdef) && (c & 0xffff) <= 0xfffd &&
	    !(c >= 0xfff0 && c <= 0xffff) && !(c >= 0xe0000 && c < 0xe1000);
}

static int
may_end_query(uint32_t c)
{
	return c >= 0x80 || is_alnum((char)c) || strchr("_&=#/-", (int)c);
}

static size_t
query_end(const char *s, size_t len, size_t at)
{
	size_t   i = at + 1, end = at, used;
	uint32_t c;

	if (at >= len || s[at] != '?')
		return at;
	for (; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (!is_query_char(c))
			break;
		if (may_end_query(c))
			end = i + used;
	}
	return end;
}

/* The link whose "://" is at `colon`. */
static int
link_at(const char *s, size_t len, size_t colon, int other, struct span *link)
{
	size_t start = colon, end;

	while (start && colon - start < 8 && is_alnum(s[start - 1]))
		start--;
	if (!is_protocol(s + start, colon - start, other) || !may_follow(s, start))
		return 0;
	end = host_end(s, len, colon + 3);
	if (end == colon + 3)
		return 0;
	end = port_end(s, len, end);
	end = path_end(s, len, end);
	*link = (struct span){ start, query_end(s, len, end) };
	return 1;
}

int
link_next(const char *s, size_t len, size_t from, int other, struct span *link)
{
	const char *colon;
	size_t      first = from;

	while (from < len && (colon = memchr(s + from, ':', len - from))) {
		from = (size_t)(colon - s) + 1;
		if (len - from > 2 && s[from] == '/' && s[from + 1] == '/' &&
		    link_at(s, len, from - 1, other, link) && link->start >= first)
			return 1;
	}
	return 0;
}

int
text_next_link(const char *s, size_t len, size_t from, struct span *link)
{
	return link_next(s, len, from, 0, link);
}
