/*
 * link_x.c - links as X finds them: twitter-text 3.1, extractUrlsWithIndices
 *
 * With http:// or https:// before it a host of any script; without, one of Latin letters behind nothing that
 * belongs to a word. Its last label is a top-level domain there is.
 */
#include "link_x.h"

#include "smm/utf8.h"

#include "smm/tld.h"

#include <string.h>

#define LABEL_MAX 63   /* bytes, as punycode: RFC 1035, 2.3.4 */
#define URL_MAX   4096 /* twitter-text, MAX_URL_LENGTH */
#define SLUG_MAX  40   /* of t.co, MAX_TCO_SLUG_LENGTH */

static int
is_alnum(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* latinAccentChars */
static int
is_accented(uint32_t c)
{
	return (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) || (c >= 0x253 && c <= 0x272 && c != 0x255) ||
	    c == 0x289 || c == 0x28b || c == 0x2bb || (c >= 0x300 && c <= 0x36f) || (c >= 0x1e00 && c <= 0x1eff);
}

/* What no host has: punctuation of ASCII, spaces, marks of direction, non-characters. */
static int
is_outside_host(uint32_t c)
{
	if (c < 0x80)
		return !is_alnum(c);
	return (c >= 0x80 && c <= 0xa0) || c == 0x1680 || c == 0x180e || (c >= 0x2000 && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202f) || c == 0x205f || (c >= 0x2066 && c <= 0x2069) || c == 0x3000 ||
	    c == 0xfeff || c == 0xfffe || c == 0xffff || c == 0x61c;
}

static uint32_t
read_at(const char *s, size_t len, size_t i, size_t *used)
{
	*used = 0;
	return i < len ? utf8_read(s + i, len - i, used) : 0;
}

static uint32_t
code_before(const char *s, size_t at)
{
	size_t i = at, used;

	while (i && ((unsigned char)s[--i] & 0xc0) == 0x80)
		;
	return at ? utf8_read(s + i, at - i, &used) : ' ';
}

/* --- a label's length as punycode (RFC 3492, section 6.3), of which only the length matters ------------ */

static uint32_t
adapt(uint32_t delta, uint32_t count, int first)
{
	uint32_t k;

	delta = first ? delta / 700 : delta / 2;
	for (delta += delta / count, k = 0; delta > 455; k += 36)
		delta /= 35;
	return k + 36 * delta / (delta + 38);
}

static size_t
digits(uint32_t q, uint32_t bias)
{
	uint32_t k, t;
	size_t   n = 1;

	for (k = 36;; k += 36, n++) {
		t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
		if (q < t)
			return n;
		q = (q - t) / (36 - t);
	}
}

/* The least code point of the label that is not below n. */
static uint32_t
least_from(const char *s, size_t len, uint32_t n)
{
	uint32_t least = UINT32_MAX, c;
	size_t   i, used;

	for (i = 0; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (c >= n && c < least)
			least = c;
	}
	return least;
}

/* More than LABEL_MAX when it is too long, however much. */
static size_t
label_bytes(const char *s, size_t len)
{
	uint32_t n = 0x80, delta = 0, bias = 72, c, least;
	size_t   i, used, basic = 0, all = 0, done, out;

	for (i = 0; i < len; i += used, all++)
		basic += utf8_read(s + i, len - i, &used) < 0x80;
	if (all == basic || all > LABEL_MAX)
		return all;
	out = strlen("xn--") + basic + (basic > 0);
	for (done = basic; done < all && out <= LABEL_MAX; delta++, n++) {
		least = least_from(s, len, n);
		delta += (least - n) * (uint32_t)(done + 1);
		n = least;
		for (i = 0; i < len; i += used) {
			c = utf8_read(s + i, len - i, &used);
			delta += c < n;
			if (c != n)
				continue;
			out += digits(delta, bias);
			done++;
			bias = adapt(delta, (uint32_t)done, done == basic + 1);
			delta = 0;
		}
	}
	return out;
}

/* --- hosts ------------------------------------------------------------------------------------------ */

/* Bytes of the top-level domain that the label at s begins with; 0: none. Behind it stands no [0-9a-zA-Z@+-]. */
static size_t
top_level(const char *s, size_t len)
{
	size_t n = 0;

	if (len > 4 && memcmp(s, "xn--", 4) == 0) {
		for (n = 4; n < len && (is_alnum((unsigned char)s[n]) || s[n] == '-'); n++)
			;
		return n > 4 ? n : 0;
	}
	while (n < len && is_alnum((unsigned char)s[n]))
		n++;
	if (!n || !tld_is(s, n))
		n = tld_other(s, len);
	return n < len && (is_alnum((unsigned char)s[n]) || strchr("@+-", s[n])) ? 0 : n;
}

/* One label: its end; at itself when it is none. `plain`: without an underscore, as the last one must be. */
static size_t
label_end(const char *s, size_t len, size_t at, int latin, int *plain)
{
	size_t   i = at, end = at, used;
	uint32_t c;

	for (*plain = 1; i < len; i += used) {
		c = read_at(s, len, i, &used);
		if (c == '_' || c == '-') {
			if (i == at)
				return at;
			*plain &= c != '_';
			continue;
		}
		if (latin ? !is_alnum(c) && !is_accented(c) : is_outside_host(c))
			break;
		end = i + used;
	}
	return end == i ? end : at;
}

/* Where the host ends; `at`: there is none. */
static size_t
host_end(const char *s, size_t len, size_t at, int latin)
{
	size_t i = at, end = at, label;
	int    plain;

	for (;;) {
		label = label_end(s, len, i, latin, &plain);
		if (label == i || label >= len || s[label] != '.' ||
		    (!latin && label_bytes(s + i, label - i) > LABEL_MAX))
			return end;
		i = label + 1;
		if (plain && i < len && top_level(s + i, len - i))
			end = i + top_level(s + i, len - i);
	}
}

/* --- what follows a host ------------------------------------------------------------------------------ */

static int
is_cyrillic(uint32_t c)
{
	return c >= 0x400 && c <= 0x4ff;
}

/* validGeneralUrlPathChars: bytes of one, 0: none. */
static size_t
path_char(const char *s, size_t len, size_t at)
{
	size_t   used;
	uint32_t c = read_at(s, len, at, &used);

	if (c < 0x80)
		return c && (is_alnum(c) || strchr("!*';:=+,.$/%#[]-_~@|&", (int)c)) ? used : 0;
	return is_cyrillic(c) || is_accented(c) || c == 0x2013 ? used : 0;
}

static int
may_end_path(const char *s, size_t len, size_t at)
{
	size_t   used;
	uint32_t c = read_at(s, len, at, &used);

	return is_alnum(c) || (c < 0x80 && strchr("+-=_#/", (int)c)) || is_cyrillic(c) || is_accented(c);
}

static size_t
path_run(const char *s, size_t len, size_t at)
{
	size_t used;

	while ((used = path_char(s, len, at)) > 0)
		at += used;
	return at;
}

/* validUrlBalancedParens: "(…)" with one more pair inside at most; `at` when it is not. */
static size_t
balanced_end(const char *s, size_t len, size_t at)
{
	size_t i, inner;

	if (at >= len || s[at] != '(')
		return at;
	i = path_run(s, len, at + 1);
	if (i < len && s[i] == '(') {
		inner = path_run(s, len, i + 1);
		if (inner == i + 1 || inner >= len || s[inner] != ')')
			return at;
		i = path_run(s, len, inner + 1);
	}
	return i > at + 1 && i < len && s[i] == ')' ? i + 1 : at;
}

/* "/@name/" ends a path, "/@name" does not. */
static size_t
path_end(const char *s, size_t len, size_t at)
{
	size_t i = at, end = at, used, after;

	if (at >= len || s[at] != '/')
		return at;
	for (; i < len; i += used) {
		after = balanced_end(s, len, i);
		if (after > i) {
			used = after - i;
			end = after;
			continue;
		}
		used = path_char(s, len, i);
		if (!used)
			break;
		if (may_end_path(s, len, i))
			end = i + used;
	}
	return end;
}

static size_t
query_end(const char *s, size_t len, size_t at)
{
	size_t i = at + 1, end = at;

	if (at >= len || s[at] != '?')
		return at;
	for (; i < len && (is_alnum((unsigned char)s[i]) || (s[i] && strchr("!?*'@();:&=+$/%#[]-_.,~|", s[i]))); i++)
		if (is_alnum((unsigned char)s[i]) || strchr("-_&=#/", s[i]))
			end = i + 1;
	return end;
}

static size_t
port_end(const char *s, size_t len, size_t at)
{
	size_t i = at + 1;

	while (at < len && s[at] == ':' && i < len && s[i] >= '0' && s[i] <= '9')
		i++;
	return at < len && s[at] == ':' && i > at + 1 ? i : at;
}

/* Of t.co only the slug and a query. 0: that slug is none. */
static size_t
tco_end(const char *s, size_t len, size_t at)
{
	size_t i = at + 1;

	while (i < len && is_alnum((unsigned char)s[i]))
		i++;
	return i == at + 1 || i - at - 1 > SLUG_MAX ? 0 : query_end(s, len, i);
}

static int
is_tco(const char *s, size_t len, size_t host, size_t end)
{
	return end - host == 4 && (s[host] | 32) == 't' && s[host + 1] == '.' && (s[host + 2] | 32) == 'c' &&
	    (s[host + 3] | 32) == 'o' && end < len && s[end] == '/' && end + 1 < len &&
	    is_alnum((unsigned char)s[end + 1]);
}

/* --- links -------------------------------------------------------------------------------------------- */

/* Bytes of "http://" or "https://" at s, in any case; 0: none. */
static size_t
protocol_len(const char *s, size_t len)
{
	static const char http[] = "http";
	size_t            i;

	for (i = 0; i < 4; i++)
		if (i >= len || (s[i] | 32) != http[i])
			return 0;
	i += i < len && (s[i] | 32) == 's';
	return len - i >= 3 && memcmp(s + i, "://", 3) == 0 ? i + 3 : 0;
}

/* validUrlPrecedingChars; a bare domain is more particular (invalidUrlWithoutProtocolPrecedingChars). */
static int
may_follow(const char *s, size_t at, int bare)
{
	uint32_t c = code_before(s, at);

	if (is_alnum(c) || c == '@' || c == '$' || c == '#' || c == 0xff20 || c == 0xff03 || c == 0xfffe ||
	    c == 0xfeff || c == 0xffff)
		return 0;
	return !bare || (c != '-' && c != '_' && c != '.' && c != '/' && !is_accented(c));
}

static int
link_at(const char *s, size_t len, size_t at, struct span *link)
{
	size_t protocol = protocol_len(s + at, len - at), host = at + protocol, end;

	if (!may_follow(s, at, !protocol))
		return 0;
	end = host_end(s, len, host, !protocol);
	if (end == host)
		return 0;
	if (protocol && is_tco(s, len, host, end)) {
		end = tco_end(s, len, end);
	} else {
		end = port_end(s, len, end);
		end = path_end(s, len, end);
		end = query_end(s, len, end);
	}
	*link = (struct span){ at, end };
	return end > at && end - at <= URL_MAX;
}

int
link_next_x(const char *s, size_t len, size_t from, struct span *link)
{
	size_t   used;
	uint32_t c;

	if (!memchr(s + from, '.', len - from))
		return 0;
	for (; from < len; from += used) {
		c = utf8_read(s + from, len - from, &used);
		if ((is_alnum(c) || is_accented(c)) && link_at(s, len, from, link))
			return 1;
	}
	return 0;
}
