/* text_x.c - lengths and links as X and Threads count them; twitter-text's own cases where they are */
#include "smm/text.h"

#include "../../lib/data/link_x.h"
#include "vectors.h"


#define SPECS "../shared/specs/twitter-text/conformance-json/"

static const struct text_rule x = { .unit = TEXT_WEIGHTED, .max = 280, .url_units = 23 };
static const struct text_rule threads = { .unit = TEXT_EMOJI_BYTES, .max = 500 };

static const struct {
	const char *text;
	size_t      x, threads;
} rows[] = {
	{ "", 0, 0 },
	{ "plain", 5, 5 },
	{ "Héllo", 5, 5 },
	{ "Lampe Céleste est là… « oui »", 30, 29 },
	{ "e\xcc\x81", 1, 2 },                     /* composed by NFC */
	{ "日本語", 6, 3 },
	{ "👍", 2, 4 },
	{ "👍🏽", 2, 8 },
	{ "👨‍👩‍👧‍👦", 2, 25 },
	{ "🇫🇷🇩🇪", 4, 16 },
	{ "1️⃣2", 3, 6 },
	{ "❤️", 2, 6 },
	{ "©", 1, 2 },
	{ "©️", 2, 5 },
	{ "“quoted” – and — so’", 20, 20 },
	{ "see https://example.org/a/very/long/path?with=query#and-fragment", 27, 64 },
	{ "see example.com now", 31, 19 },
	{ "voir example.com/é", 28, 18 },
	{ "end.Then sentence", 17, 17 },
	{ "end.Next sentence", 23 + 9, 17 },       /* .next is a top-level domain: X links it, and so it counts */
	{ "fin.Il est", 23 + 4, 10 },
	{ "me@example.com", 14, 14 },
	{ "v1.2.3", 6, 6 },
	{ "https://t.co/abc", 23, 16 },
};

static void
test_rows(void)
{
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		is_int((int64_t)text_count(&x, rows[i].text, strlen(rows[i].text)), (int64_t)rows[i].x, rows[i].text);
		is_int((int64_t)text_count(&threads, rows[i].text, strlen(rows[i].text)), (int64_t)rows[i].threads,
		    rows[i].text);
	}
	is_int(text_refused(&x, "a\xef\xbf\xbf", 4), 0xffff, "U+FFFF");
	is_int(text_refused(&x, "a\xef\xbb\xbf", 4), 0xfeff, "U+FEFF");
	is_int(text_refused(&x, "aé", 3), 0, "nothing that X refuses");
	is_int(text_refused(&threads, "a\xef\xbb\xbf", 4), 0, "Threads does not say so");
}

/* --- the cases of twitter-text ------------------------------------------------------------------------ */

/* Configuration v2 has no emoji: a text without a link is counted character by character. */
static size_t
count_second(const char *text)
{
	size_t n = 0, len;

	if (strstr(text, "://"))
		return text_count(&x, text, strlen(text));
	for (; *text; text += len) {
		for (len = 1; (text[len] & 0xc0) == 0x80; len++)
			;
		n += text_count(&x, text, len);
	}
	return n;
}

static void
test_second_rule(const json_t *tests)
{
	const json_t *one, *want;
	size_t        i, n;

	json_array_foreach(json_object_get(tests, "WeightedTweetsCounterTest"), i, one) {
		want = json_object_get(one, "expected");
		n = count_second(vectors_text(one, "text"));
		is_int((int64_t)n, json_integer_value(json_object_get(want, "weightedLength")), vectors_text(one, "description"));
		is_int(n && n <= x.max, json_is_true(json_object_get(want, "valid")), vectors_text(one, "description"));
	}
}

static void
test_weights(const json_t *tests, const char *suite)
{
	const json_t *one, *want;
	const char   *text;
	size_t        i, n;
	int           valid;

	json_array_foreach(json_object_get(tests, suite), i, one) {
		text = vectors_text(one, "text");
		want = json_object_get(one, "expected");
		n = text_count(&x, text, strlen(text));
		valid = n && n <= x.max && !text_refused(&x, text, strlen(text));
		is_int((int64_t)n, json_integer_value(json_object_get(want, "weightedLength")), vectors_text(one, "description"));
		is_int(valid, json_is_true(json_object_get(want, "valid")), vectors_text(one, "description"));
	}
}

/* Configuration v1: 140 code points, links as 23. */
static void
test_first_rule(const json_t *tests)
{
	static const struct text_rule first = { .unit = TEXT_CODEPOINTS, .max = 140, .url_units = 23 };
	const json_t                 *one;
	const char                   *text;
	size_t                        i;

	json_array_foreach(json_object_get(tests, "tweets"), i, one) {
		text = vectors_text(one, "text");
		is_int(text_count(&first, text, strlen(text)) <= first.max, json_is_true(json_object_get(one, "expected")),
		    vectors_text(one, "description"));
	}
}

static void
test_whole(const json_t *tests, const char *suite)
{
	const json_t *one;
	const char   *text;
	struct span   link;
	size_t        i;

	json_array_foreach(json_object_get(tests, suite), i, one) {
		text = vectors_text(one, "text");
		ok(link_next_x(text, strlen(text), 0, &link) && !link.start && link.end == strlen(text), "a link: %s", text);
	}
}

/* The one link of a text, in one assertion for all top-level domains of a kind. */
static void
test_top_level(const json_t *tests, const char *kind)
{
	const json_t *one;
	const char   *text, *want;
	struct span   link;
	size_t        i, wrong = 0;

	json_array_foreach(json_object_get(tests, kind), i, one) {
		text = vectors_text(one, "text");
		want = json_string_value(json_array_get(json_object_get(one, "expected"), 0));
		if (!link_next_x(text, strlen(text), 0, &link) || !want || strlen(want) != link.end - link.start ||
		    memcmp(text + link.start, want, strlen(want)) != 0) {
			printf("# %s\n", text);
			wrong++;
		}
	}
	is_int((int64_t)wrong, 0, kind);
}

/* The next href="…" of the expected HTML, unescaped; it ends at 0 when there is none. */
static const char *
next_href(const char *html, char *out, size_t size)
{
	const char *from = strstr(html, "<a href=\""), *end;
	size_t      n = 0;

	if (!from)
		return NULL;
	from += strlen("<a href=\"");
	end = strchr(from, '"');
	for (; from < end && n + 1 < size; from++) {
		out[n++] = *from;
		if (strncmp(from, "&amp;", 5) == 0)
			from += 4;
	}
	out[n] = '\0';
	return end;
}

/* Bare domains count, but are not linked there. */
static int
next_with_protocol(const char *text, size_t *from, struct span *link)
{
	while (link_next_x(text, strlen(text), *from, link)) {
		*from = link->end;
		if (strncmp(text + link->start, "http", 4) == 0)
			return 1;
	}
	return 0;
}

/* A hashtag or a cashtag: linked there, and counted as it stands. */
static int
is_tag(const char *href)
{
	return strstr(href, "/search?q=%2") != NULL;
}

static void
test_links(const json_t *tests, const char *suite)
{
	const json_t *one;
	const char   *text, *html;
	char          want[2000];
	struct span   link;
	size_t        i, from;
	int           same;

	json_array_foreach(json_object_get(tests, suite), i, one) {
		text = vectors_text(one, "text");
		from = 0;
		same = 1;
		for (html = vectors_text(one, "expected"); (html = next_href(html, want, sizeof want));)
			same &= is_tag(want) || (next_with_protocol(text, &from, &link) &&
			    link.end - link.start == strlen(want) && memcmp(text + link.start, want, strlen(want)) == 0);
		ok(same && !next_with_protocol(text, &from, &link), "links of: %.200s", text);
	}
}

int
main(void)
{
	json_t *validate = vectors_load(SPECS "validate.json"), *tlds = vectors_load(SPECS "tlds.json"), *links = vectors_load(SPECS "autolink.json");

	test_rows();
	test_first_rule(json_object_get(validate, "tests"));
	test_second_rule(json_object_get(validate, "tests"));
	test_weights(json_object_get(validate, "tests"), "WeightedTweetsWithDiscountedEmojiCounterTest");
	test_weights(json_object_get(validate, "tests"), "UnicodeDirectionalMarkerCounterTest");
	test_whole(json_object_get(validate, "tests"), "urls_without_protocol");
	test_top_level(json_object_get(tlds, "tests"), "country");
	test_top_level(json_object_get(tlds, "tests"), "generic");
	test_links(json_object_get(links, "tests"), "urls");
	test_links(json_object_get(links, "tests"), "all");
	json_decref(validate);
	json_decref(tlds);
	json_decref(links);
	return done();
}
