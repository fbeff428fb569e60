/* facet.c - facets of rich texts, record keys, and the essence of HTML */
#include "../../lib/net/facet.h"
#include "../../lib/net/tid.h"

#include "smm/buf.h"

#include "vectors.h"

#include <stdlib.h>

#define VECTORS "../shared/specs/bluesky/vectors/"

static const char *const kinds[] = {
	[FACET_LINK] = "link", [FACET_DOMAIN] = "link", [FACET_MENTION] = "mention", [FACET_TAG] = "tag",
	[FACET_CASHTAG] = "cash"
};

/* "tag 5-15 fediverse" for each, with "; " between. */
static void
write_facets(struct buf *b, const char *s)
{
	struct facet f;
	size_t       at;

	buf_clear(b);
	buf_str(b, "");
	for (at = 0; facet_next(s, strlen(s), at, &f); at = f.span.end)
		buf_fmt(b, "%s%s %zu-%zu %s%.*s", b->len ? "; " : "", kinds[f.kind], f.span.start, f.span.end,
		    f.kind == FACET_DOMAIN ? "https://" : "", (int)(f.value.end - f.value.start), s + f.value.start);
}

static const struct {
	const char *text, *facets;
} texts[] = {
	{ "", "" },
	{ "see example.com/a. (b.fr) c.example.org/d_(e)", "link 4-17 https://example.com/a; link 20-24 https://b.fr; "
	    "link 26-45 https://c.example.org/d_(e)" },
	{ "file.notatld a.com-b x@a.com my-site.com a..com .com com. \"a.com\" 1.com", "link 13-20 https://a.com-b" },
	{ "A.Com, http.com", "link 0-5 https://A.Com; link 7-15 https://http.com" },
	{ "no facet, a@b.example, $5, #1, # and @", "" },
	{ "https://a.example", "link 0-17 https://a.example" },
	{ "HTTPS://a.example Https://a.example", "" },
	{ "https:// http://. https://)", "" },
	{ "xhttps://a.example", "" },
	{ "\xc3\xa9https://a.example", "" },
	{ "\xe2\x86\x92https://a.example", "link 3-20 https://a.example" },
	{ "\"https://a.example/b\" c", "link 1-20 https://a.example/b" },
	{ "\xc2\xabhttps://a.example/b\xc2\xbb.", "link 2-21 https://a.example/b" },
	{ "<https://a.example/b>", "link 1-20 https://a.example/b" },
	{ "https://a.example/b_(c), d", "link 0-23 https://a.example/b_(c)" },
	{ "https://a.example/b(c))", "link 0-22 https://a.example/b(c)" },
	{ "https://a.example/b...", "link 0-19 https://a.example/b" },
	{ "https://a.example/\xe8\xa8\x98\xe4\xba\x8b\xe3\x80\x82", "link 0-24 https://a.example/\xe8\xa8\x98\xe4\xba\x8b" },
	{ "https://a.example/#b @c.example", "link 0-20 https://a.example/#b; mention 21-31 c.example" },
	{ "https://a.example/(@b.example)", "link 0-30 https://a.example/(@b.example)" },
	{ "@a.example. (@b.example) @c.example-", "mention 0-10 a.example; mention 13-23 b.example; "
	    "mention 25-35 c.example" },
	{ "x@a.example /@a.example @a..example @-a.example @a.1 @a @a.example_b", "" },
	{ "#a #b, #c! #\xc3\xa9t\xc3\xa9 #1a #a1", "tag 0-2 a; tag 3-5 b; tag 7-9 c; tag 11-17 \xc3\xa9t\xc3\xa9; "
	    "tag 18-21 1a; tag 22-25 a1" },
	{ "x#a (#a) #1-2 #--- ##", "" },
	{ "#a\xe2\x80\x8b" "b", "tag 0-2 a" },
	{ "#\xef\xb8\x8f\xe2\x83\xa3 one #\xe2\x83\xa3", "" },
	{ "\xef\xbc\x83" "a \xef\xbc\x83", "tag 0-4 a" },
	{ "$A $abcde ($Ab1), $x\xe2\x80\x99s", "cash 0-2 $A; cash 3-9 $abcde; cash 11-15 $Ab1; cash 18-20 $x" },
	{ "$ $1a $abcdef $a_b $a\xc3\xa9 $a-b", "" },
};

static void
test_texts(void)
{
	struct buf b = { 0 };
	size_t     i;
	char       what[40];

	for (i = 0; i < sizeof texts / sizeof *texts; i++) {
		write_facets(&b, texts[i].text);
		snprintf(what, sizeof what, "facets of text %zu", i);
		is_str(b.at, texts[i].facets, what);
	}
	buf_release(&b);
}

/* app.bsky.richtext.facet#tag: 64 graphemes and 640 bytes. */
static void
test_tag_length(void)
{
	struct buf b = { 0 }, facets = { 0 };
	int        i;

	buf_str(&b, "#");
	for (i = 0; i < 64; i++)
		buf_str(&b, "x");
	write_facets(&facets, b.at);
	is_int((int64_t)strlen(facets.at), (int64_t)strlen("tag 0-65 ") + 64,
	    "a tag of 64 characters");
	buf_str(&b, "x");
	write_facets(&facets, b.at);
	is_str(facets.at, "", "none of 65");
	buf_clear(&b);
	buf_str(&b, "#");
	for (i = 0; i < 30; i++) /* a letter with eleven marks: 23 bytes */
		buf_str(&b, "x\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x8a\xcc\x8b\xcc\x8c");
	write_facets(&facets, b.at);
	is_str(facets.at, "", "none of more than 640 bytes");
	buf_release(&b);
	buf_release(&facets);
}

static void
expect_facet(struct buf *b, const json_t *facet)
{
	const json_t *feature = json_object_get(facet, "feature");
	const char   *type = vectors_text(feature, "$type"), *value;

	value = strstr(type, "#mention") ? vectors_text(feature, "did") :
	    strstr(type, "#link") ? vectors_text(feature, "uri") : vectors_text(feature, "tag");
	buf_fmt(b, "%s%s %d-%d %s", b->len ? "; " : "", strstr(type, "#mention") ? "mention" :
	    strstr(type, "#link") ? "link" : *value == '$' ? "cash" : "tag",
	    (int)json_integer_value(json_object_get(facet, "byteStart")),
	    (int)json_integer_value(json_object_get(facet, "byteEnd")), value);
}

static void
test_vectors(void)
{
	json_t    *file = vectors_load(VECTORS "facets.json"), *one, *facet;
	struct buf got = { 0 }, want = { 0 };
	size_t     i, k;

	json_array_foreach(json_object_get(file, "cases"), i, one) {
		buf_clear(&want);
		buf_str(&want, "");
		json_array_foreach(json_object_get(one, "facets"), k, facet)
			expect_facet(&want, facet);
		write_facets(&got, vectors_text(one, "text"));
		is_str(got.at, want.at, vectors_text(one, "name"));
	}
	buf_release(&got);
	buf_release(&want);
	json_decref(file);
}

/* atproto.com/specs/tid */
static void
test_keys(void)
{
	json_t *file = vectors_load(VECTORS "tid.json"), *one;
	char    key[TID_SIZE];
	size_t  i;

	is_str(tid_write(key, 0, 0), "2222222222222", "the first key");
	is_str(tid_write(key, 1700000000000000, 1023), "3ke6kg3wk22zz", "a key with its clock id");
	is_str(tid_write(key, UINT64_MAX, 1023), "bzzzzzzzzzzzz", "the last key");
	ok(strcmp(tid_write(key, 1700000000000001, 0), "3ke6kg3wk22zz") > 0, "keys sort by time");
	json_array_foreach(json_object_get(file, "cases"), i, one)
		is_str(tid_write(key,
		    (uint64_t)json_integer_value(json_object_get(one, "microseconds")),
		    (unsigned)json_integer_value(json_object_get(one, "clock_id"))),
		    vectors_text(one, "tid"), "a key");
	json_decref(file);
}

int
main(void)
{
	test_texts();
	test_tag_length();
	test_vectors();
	test_keys();
	return done();
}
