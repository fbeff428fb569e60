/* text_nets.c - text as Telegram counts it and as LinkedIn gets it, by their vectors where they are */
#include "smm/net.h"
#include "smm/text.h"

#include "../../lib/net/little_text.h"
#include "vectors.h"


#define TELEGRAM "../shared/specs/telegram/vectors/entity-offsets.json"
#define LINKEDIN "../shared/specs/linkedin/vectors.json"

static size_t
count(const char *network, const char *s)
{
	return text_count(&net_find(network)->text, s, strlen(s));
}

/* Texts at the edge of what each network takes: one unit more is one too many. */
static const struct {
	const char *network, *unit;
	size_t      units; /* that one of it is */
} edges[] = {
	{ "telegram", "a", 1 }, { "telegram", "\xf0\x9f\x98\x80", 2 }, { "telegram", "\xe2\x9c\xa8", 1 },
	{ "discord", "\xf0\x9f\x98\x80", 1 }, { "instagram", "\xf0\x9f\x98\x80", 1 },
	{ "linkedin", "\xf0\x9f\x98\x80", 2 }, { "youtube", "\xc3\xa9", 2 }, { "tiktok", "\xf0\x9f\x98\x80", 2 },
	{ "bluesky", "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 1 }, { "mastodon", "e\xcc\x81", 1 },
	{ "threads", "\xf0\x9f\x98\x80", 4 }, { "x", "\xf0\x9f\x98\x80", 2 },
};

static void
test_edges(void)
{
	size_t i;

	for (i = 0; i < sizeof edges / sizeof *edges; i++)
		is_int((int64_t)count(edges[i].network, edges[i].unit), (int64_t)edges[i].units, edges[i].network);
}

/* What stands before the part, and the part, in units: an entity's offset and length. */
static void
test_telegram(void)
{
	json_t       *file = vectors_load(TELEGRAM), *one;
	const char   *text, *part, *found;
	struct mem   *m = mem_new();
	size_t        i;

	json_array_foreach(json_object_get(file, "cases"), i, one) {
		text = vectors_text(one, "text");
		part = vectors_text(one, "substring");
		found = strstr(text, part);
		is_int((int64_t)count("telegram", text), json_integer_value(json_object_get(one, "total_utf16")), text);
		is_int((int64_t)count("telegram", part), json_integer_value(json_object_get(one, "length")), part);
		is_int(found ? (int64_t)count("telegram", mem_dup(m, text, (size_t)(found - text))) : -1,
		    json_integer_value(json_object_get(one, "offset")), part);
		is_int((int64_t)count("discord", text), json_integer_value(json_object_get(one, "total_codepoints")), text);
		is_int((int64_t)count("youtube", text), json_integer_value(json_object_get(one, "total_bytes")), text);
	}
	mem_free(m);
	json_decref(file);
}

static void
test_linkedin(void)
{
	json_t     *file = vectors_load(LINKEDIN), *one, *made;
	struct mem *m = mem_new();
	size_t      i;

	json_array_foreach(json_object_get(file, "escape"), i, one)
		is_str(little_text(m, json_string_value(json_array_get(one, 0))), json_string_value(json_array_get(one, 1)),
		    json_string_value(json_array_get(one, 0)));
	if ((made = json_object_get(file, "hashtag_template")))
		is_str(little_text(m, mem_fmt(m, "#%s", vectors_text(made, "tag"))), vectors_text(made, "out"), "a hashtag");
	if ((made = json_object_get(file, "mention")))
		is_str(little_text(m, mem_fmt(m, "@[%s](%s)", vectors_text(made, "name"), vectors_text(made, "urn"))), vectors_text(made, "out"),
		    "a mention");
	mem_free(m);
	json_decref(file);
}

int
main(void)
{
	test_edges();
	test_telegram();
	test_linkedin();
	return done();
}
