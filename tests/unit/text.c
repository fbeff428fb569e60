/* text.c - graphemes, links, and lengths as the networks count them */
#include "smm/buf.h"
#include "smm/text.h"
#include "smm/utf8.h"

#include "tap.h"

#include <jansson.h>
#include <stdlib.h>

#define UNICODE  "../shared/specs/unicode/"
#define MASTODON "../shared/specs/mastodon/vectors/lengths.json"
#define BLUESKY  "../shared/specs/bluesky/vectors/lengths.json"

static const struct text_rule graphemes = { .unit = TEXT_GRAPHEMES };
static const struct text_rule mastodon = { .unit = TEXT_GRAPHEMES, .url_units = 23,
    .local_mentions = 1 };

static size_t
count(const struct text_rule *rule, const char *s)
{
	return text_count(rule, s, strlen(s));
}

/* --- our own vectors -------------------------------------------------------------------------- */

static const struct {
	const char *text;
	size_t      graphemes, codepoints, utf16, bytes;
} units[] = {
	{ "", 0, 0, 0, 0 },
	{ "plain", 5, 5, 5, 5 },
	{ "exactly eight more than sixteen bytes.", 38, 38, 38, 38 },
	{ "a\r\nb", 3, 4, 4, 4 },
	{ "0123456\r\n", 8, 9, 9, 9 },
	{ "\r\r\n\n", 3, 4, 4, 4 },
	{ "e\xcc\x81t\xc3\xa9", 3, 4, 4, 6 },
	{ "0123456789e\xcc\x81", 11, 12, 12, 13 },
	{ "\xf0\x9f\x87\xab\xf0\x9f\x87\xb7\xf0\x9f\x87\xa9", 2, 3, 6, 12 },
	{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 x", 3, 7, 10, 20 },
	{ "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 1, 2, 4, 8 },
	{ "1\xef\xb8\x8f\xe2\x83\xa3", 1, 3, 3, 7 },
	{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xed\x95\x9c", 2, 4, 4, 12 },
	/* Devanagari: ksha with its vowel; ka, vowel sign, virama, ka; ka, virama, non-joiner, ka */
	{ "\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7\xe0\xa4\xbf", 1, 4, 4, 12 },
	{ "\xe0\xa4\x95\xe0\xa4\xbf\xe0\xa5\x8d\xe0\xa4\x95", 2, 4, 4, 12 },
	{ "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8c\xe0\xa4\x95", 2, 4, 4, 12 },
	{ "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\x95", 1, 4, 4, 12 },
	{ "\xe0\xa4\x95\xe0\xa4\x95\xe0\xa5\x8d", 2, 3, 3, 9 },
	{ "a\xe0\xa5\x8d\xe0\xa4\x95", 2, 3, 3, 7 },
};

static void
test_units(void)
{
	static const char *const words[] = { "graphemes", "characters", "UTF-16 units", "bytes" };
	struct text_rule         rule = { 0 };
	size_t                   i, k, want[4];
	char                     what[80];

	for (i = 0; i < sizeof units / sizeof *units; i++) {
		want[TEXT_GRAPHEMES] = units[i].graphemes;
		want[TEXT_CODEPOINTS] = units[i].codepoints;
		want[TEXT_UTF16] = units[i].utf16;
		want[TEXT_BYTES] = units[i].bytes;
		for (k = TEXT_GRAPHEMES; k <= TEXT_BYTES; k++) {
			rule.unit = (enum text_unit)k;
			snprintf(what, sizeof what, "text %zu in %s", i, words[k]);
			is_int((int64_t)count(&rule, units[i].text), (int64_t)want[k], what);
		}
	}
	for (k = TEXT_GRAPHEMES; k <= TEXT_BYTES; k++)
		is_str(text_unit_name((enum text_unit)k), words[k], "the unit's name");
}

/* Mastodon's own count: config/initializers/twitter_regex.rb, StatusLengthValidator. */
static const struct {
	const char *text;
	size_t      length;
} counts[] = {
	{ "https://a.co", 23 },
	{ "HTTPS://EXAMPLE.COM/X", 23 },
	{ "\xe6\x97\xa5https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaa", 24 },
	{ "xhttps://example.com/aaaaaaaaaa", 31 },
	{ "#https://example.com/aaaaaaaaaa", 31 },
	{ "\xef\xbc\xa0https://example.com/aaaaaaaaaa", 31 },
	{ "_https://example.com/aaaaaaaaaa", 24 },
	{ "(https://example.com/a_(b))", 25 },
	{ "(https://example.com/a_((b)))", 25 },
	{ "https://example.com/a(((b)))", 30 },
	{ "https://example.com/a***** x", 30 },
	{ "https://example.com/a?b=c!", 24 },
	{ "https://example.com/a?", 24 },
	{ "https://example.com?b=c", 23 },
	{ "https://example.com#fragment-of-it-all", 42 },
	{ "https://example.com/#fragment-of-it-all", 23 },
	{ "https://example.com:8080/aaaaaaaaaaaaa", 23 },
	{ "https://example.com.", 24 },
	{ "https://example.com\xe3\x81\xa7\xe3\x81\x99", 25 },
	{ "https://m\xc3\xbcnchen.de/\xc3\xa4", 23 },
	{ "https://xn--mnchen-3ya.xn--p1ai/", 23 },
	{ "http://localhost:8080/aaaaaaaaaaaaaaaaaaaaa", 43 },
	{ "http://127.0.0.1:8080/aaaaaaaaaaaaaaaaaaaaa", 43 },
	{ "gemini://a.b.example", 23 },
	{ "mailto://a.b.example", 20 },
	{ "https://a.co/1\thttps://a.co/2", 47 },
	{ "https:// and ://example.com", 27 },
	{ "@alice@example.social", 6 },
	{ "@alice@example.social@x", 23 },
	{ "@alice@example.social.", 7 },
	{ "@alice@m\xc3\xbcnchen.example!", 7 },
	{ "\xc3\xa9@alice@example.social", 22 },
	{ "\xe2\x98\xba@alice@example.social", 7 },
	{ "/@alice@example.social", 22 },
	{ "@a.b-c_d@example.social", 8 },
	{ "@.a@example.social", 18 },
	{ "@a @b@", 6 },
	{ "@bob@x.example_https://example.com/", 38 },
	{ "@bob@x.example.https://example.com/", 38 },
	{ "@bob@x.example https://example.com/", 28 },
	{ "@@@", 3 },
};

static void
test_counts(void)
{
	size_t i;

	for (i = 0; i < sizeof counts / sizeof *counts; i++)
		is_int((int64_t)count(&mastodon, counts[i].text), (int64_t)counts[i].length,
		    counts[i].text);
}

static void
test_host_length(void)
{
	struct buf b = { 0 };
	int        i;

	for (i = 0; i < 62; i++)
		buf_str(&b, "abc.");
	buf_str(&b, "abc"); /* 251 bytes */
	is_int((int64_t)count(&mastodon, b.at), 251, "a host alone counts");
	buf_clear(&b);
	buf_str(&b, "@a@");
	for (i = 0; i < 63; i++)
		buf_str(&b, "abc.");
	buf_str(&b, "a");
	is_int((int64_t)count(&mastodon, b.at), 2, "a host of 253 characters does not count");
	buf_str(&b, "b");
	is_int((int64_t)count(&mastodon, b.at), 257, "one of 254 does");
	buf_release(&b);
}

static void
test_links(void)
{
	static const char text[] =
	    "see https://a.example/x, (http://b.example/y) ipfs://c.example and "
	    "https://a.cohttps://b.co.";
	struct span       l;
	size_t            from = 0, n = 0;
	char              found[200] = "";

	for (; text_next_link(text, strlen(text), from, &l); from = l.end, n++)
		snprintf(found + strlen(found), sizeof found - strlen(found), "[%.*s]",
		    (int)(l.end - l.start),
		    text + l.start);
	is_str(found, "[https://a.example/x][http://b.example/y][https://a.cohttps]",
	    "links found");
	is_int((int64_t)n, 3, "http and https only");
}

/* --- Unicode's files -------------------------------------------------------------------------- */

static size_t
add_codes(struct buf *b, const char *codes)
{
	char         *end;
	unsigned long c;
	size_t        n = 0;

	buf_clear(b);
	for (c = strtoul(codes, &end, 16); end != codes; c = strtoul(codes, &end, 16), n++) {
		utf8_add(b, (uint32_t)c);
		codes = end;
	}
	return n;
}

/* Every emoji is one cluster, alone and between others. */
static void
test_emoji(void)
{
	FILE      *f = fopen(UNICODE "emoji-test.txt", "r");
	struct buf b = { 0 };
	char       line[512];
	size_t     n = 0, bad = 0;

	if (!f) {
		ok(1, "emoji-test.txt # SKIP not there");
		return;
	}
	while (fgets(line, sizeof line, f)) {
		if (*line == '#' || !add_codes(&b, line))
			continue;
		n++;
		if (count(&graphemes, b.at) != 1 && bad++ < 5)
			printf("# %zu clusters: %s", count(&graphemes, b.at), line);
		buf_str(&b, "x");
		bad += count(&graphemes, b.at) != 2;
	}
	fclose(f);
	buf_release(&b);
	ok(n > 4000 && !bad, "%zu emoji are one cluster each", n);
}

/* Clusters of: the character behind 'a', and before 'a'; what the break property says. */
static const struct {
	const char *name;
	size_t      behind, before;
} classes[] = {
	{ "Extend", 1, 2 }, { "ZWJ", 1, 2 }, { "SpacingMark", 1, 2 }, { "Prepend", 2, 1 },
	{ "Control", 2, 2 }, { "CR", 2, 2 }, { "LF", 2, 2 }, { "Regional_Indicator", 2, 2 },
	{ "L", 2, 2 }, { "V", 2, 2 }, { "T", 2, 2 }, { "LV", 2, 2 }, { "LVT", 2, 2 },
};

static size_t
class_of(const char *line)
{
	const char *semicolon = strchr(line, ';');
	size_t      i, len = semicolon ? strcspn(semicolon + 2, " #\n") : 0;

	for (i = 0; i < sizeof classes / sizeof *classes; i++)
		if (len && strlen(classes[i].name) == len &&
		    strncmp(semicolon + 2, classes[i].name, len) == 0)
			break;
	return i;
}

static size_t
test_code(unsigned long c, size_t k)
{
	struct buf b = { 0 };
	size_t     bad = 0;

	buf_str(&b, "a");
	utf8_add(&b, (uint32_t)c);
	bad += count(&graphemes, b.at) != classes[k].behind;
	buf_clear(&b);
	utf8_add(&b, (uint32_t)c);
	buf_str(&b, "a");
	bad += count(&graphemes, b.at) != classes[k].before;
	buf_release(&b);
	return bad;
}

static void
test_properties(void)
{
	FILE         *f = fopen(UNICODE "GraphemeBreakProperty.txt", "r");
	char          line[512], *end;
	unsigned long c, last;
	size_t        k, n = 0, bad = 0;

	if (!f) {
		ok(1, "GraphemeBreakProperty.txt # SKIP not there");
		return;
	}
	while (fgets(line, sizeof line, f)) {
		k = class_of(line);
		if (*line == '#' || k == sizeof classes / sizeof *classes)
			continue;
		c = last = strtoul(line, &end, 16);
		if (strncmp(end, "..", 2) == 0)
			last = strtoul(end + 2, NULL, 16);
		for (c = c ? c : 1; c <= last; c++, n++)
			if ((c < 0xd800 || c > 0xdfff) && test_code(c, k) && bad++ < 5)
				printf("# U+%04lX is no %s\n", c, classes[k].name);
	}
	fclose(f);
	ok(n > 10000 && !bad, "%zu characters break as their property says", n);
}

/* --- the networks' vectors -------------------------------------------------------------------- */

static const char *
member(const json_t *j, const char *name)
{
	const char *s = json_string_value(json_object_get(j, name));

	return s ? s : "";
}

static void
test_mastodon(void)
{
	json_t *file = json_load_file(MASTODON, 0, NULL), *one;
	size_t  i, n;

	if (!file)
		ok(1, "Mastodon's lengths # SKIP not there");
	json_array_foreach(json_object_get(file, "cases"), i, one) {
		n = count(&graphemes, member(one, "spoiler_text")) + count(&mastodon,
		    member(one, "text"));
		is_int((int64_t)n, json_integer_value(json_object_get(one, "length")),
		    member(one, "name"));
	}
	json_decref(file);
}

static void
test_bluesky(void)
{
	json_t    *file = json_load_file(BLUESKY, 0, NULL), *one, *repeat;
	struct buf b = { 0 };
	json_int_t k;
	size_t     i;

	if (!file)
		ok(1, "Bluesky's lengths # SKIP not there");
	json_array_foreach(json_object_get(file, "cases"), i, one) {
		buf_clear(&b);
		buf_str(&b, member(one, "text"));
		repeat = json_object_get(one, "repeat");
		for (k = json_integer_value(json_object_get(repeat, "count")); k > 0; k--)
			buf_str(&b, member(repeat, "unit"));
		is_int((int64_t)b.len, json_integer_value(json_object_get(one, "utf8_bytes")),
		    member(one, "name"));
		is_int((int64_t)count(&graphemes, b.at),
		    json_integer_value(json_object_get(one, "graphemes")),
		    member(one, "name"));
	}
	buf_release(&b);
	json_decref(file);
}

int
main(void)
{
	test_units();
	test_counts();
	test_host_length();
	test_links();
	test_emoji();
	test_properties();
	test_mastodon();
	test_bluesky();
	return done();
}
