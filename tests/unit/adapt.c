/* adapt.c - mentions, UTM parameters, hashtags, threads */
#include "tap.h"

#include "smm/adapt.h"
#include "smm/split.h"

static const struct {
	const char *url, *want;
} links[] = {
	{ "https://a.example/x", "https://a.example/x?utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://a.example/x#top", "https://a.example/x?utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026#top" },
	{ "https://a.example/x?b=1&a=2#top?no",
	    "https://a.example/x?b=1&a=2&utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026#top?no" },
	{ "https://a.example/?utm_source=me", "https://a.example/?utm_source=me&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://a.example/?utm_source", "https://a.example/?utm_source&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://a.example/?x=utm_source",
	    "https://a.example/?x=utm_source&utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://a.example?", "https://a.example?utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://a.example/?b&", "https://a.example/?b&utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://SHOP.A.example/", "https://SHOP.A.example/?utm_source=mastodon&utm_medium=social&utm_campaign=No%C3%ABl%202026" },
	{ "https://aa.example/", "https://aa.example/" },
	{ "https://b.example/?a.example", "https://b.example/?a.example" },
	{ "https://a.example@b.example/", "https://a.example@b.example/" },
	{ "mailto:a@a.example", "mailto:a@a.example" },
};

static void
test_links(struct mem *m)
{
	static const char *hosts[] = { "a.example" };
	struct utm         u = { .source = "{{network}}", .medium = "social", .campaign = "{{campaign}}", .term = "{{none}}",
		.hosts = { hosts, 1, 1 } };
	struct variables   v = { 0 };
	struct err         e = { 0 };
	const char        *once;
	size_t             i;

	variables_add(&v, m, "network", "mastodon");
	variables_add(&v, m, "campaign", "Noël 2026");
	variables_add(&v, m, "none", "");
	for (i = 0; i < sizeof links / sizeof *links; i++) {
		once = adapt_link(&u, links[i].url, &v, m, &e);
		is_str(once, links[i].want, links[i].url);
		is_str(adapt_link(&u, once, &v, m, &e), once, "never twice");
	}
	u.campaign = u.term = NULL;
	is_str(adapt_links(&u, "Voir https://a.example/x#y, et https://b.example. (https://a.example)", &v, m, &e),
	    "Voir https://a.example/x?utm_source=mastodon&utm_medium=social#y, et https://b.example. "
	    "(https://a.example?utm_source=mastodon&utm_medium=social)", "all links of a text");
	u.medium = "{{nowhere}}";
	ok(!adapt_link(&u, "https://a.example", &v, m, &e) && strstr(e.text, "{{nowhere}} has no value"), "a value that is not there");
	u.source = NULL;
	is_str(adapt_link(&u, "https://a.example", &v, m, &e), "https://a.example", "no rule");
}

/* A strategy with one mention and one set, made by hand. */
static void
make(struct strategy *s, struct mention *mill, struct hashtag_set *craft)
{
	static struct handle handles[] = { { "mastodon", "@moulin@art.example" }, { "default", "le Moulin" } };
	static const char   *tags[] = { "#FaitMain", "#Papier", "#Été", "#Lampe" };

	memset(s, 0, sizeof *s);
	s->path = "strategy.yaml";
	*mill = (struct mention){ .is = { .id = "mill" }, .handles = { handles, 2, 2 } };
	s->mentions = (struct things){ &mill->is, &mill->is, 1 };
	*craft = (struct hashtag_set){ .is = { .id = "craft" }, .tags = { tags, 4, 4 } };
	s->hashtag_sets = (struct things){ &craft->is, &craft->is, 1 };
}

static void
test_mentions(struct mem *m)
{
	struct strategy    s;
	struct mention     mill;
	struct hashtag_set craft;
	struct err         e = { 0 };

	make(&s, &mill, &craft);
	is_str(adapt_mentions(&s, "mastodon", "Vu par {@mill} et {@mill}.", m, &e), "Vu par @moulin@art.example et @moulin@art.example.",
	    "the name on the network");
	is_str(adapt_mentions(&s, "x", "{@mill}", m, &e), "le Moulin", "else the default");
	is_str(adapt_mentions(&s, "x", "\\{@mill}", m, &e), "{@mill}", "the characters themselves");
	ok(!adapt_mentions(&s, "x", "{@mil}", m, &e), "nobody");
	is_str(e.text, "{@mil} is nobody, the nearest of `mentions` is {@mill}", "nobody, and who is near");
	ok(!adapt_mentions(&s, "x", "{@mill", m, &e) && strstr(e.text, "without }"), "not closed");
	mill.handles.count = 1;
	ok(!adapt_mentions(&s, "x", "{@mill}", m, &e) && strstr(e.text, "has no name on x"), "no name there");
}

static const char *
choose(const struct strategy *s, const char *text, long cap, struct mem *m)
{
	static const char *sets[] = { "craft" };
	struct texts       ids = { sets, 1, 1 }, there = { &text, 1, 1 }, tags;
	const char        *all = "";
	size_t             i;

	adapt_choose_tags(s, &ids, cap, &there, m, &tags);
	for (i = 0; i < tags.count; i++)
		all = mem_fmt(m, "%s%s", all, tags.at[i]);
	return all;
}

static void
test_tags(struct mem *m)
{
	struct strategy    s;
	struct mention     mill;
	struct hashtag_set craft;

	make(&s, &mill, &craft);
	is_str(choose(&s, "x", -1, m), "#FaitMain#Papier#Été#Lampe", "no cap");
	is_str(choose(&s, "x", 2, m), "#FaitMain#Papier", "a cap");
	is_str(choose(&s, "x #a #b", 3, m), "#FaitMain", "those of the text count");
	is_str(choose(&s, "x #a #b #c", 2, m), "", "there are more already");
	is_str(choose(&s, "x #faitmain #Lampe.", -1, m), "#Papier#Été", "those that are there, in any case");
	is_str(choose(&s, "x #Lampes", 2, m), "#FaitMain", "a longer one is another");
	is_int(adapt_count_tags("a#b #c (#d) ## #1 #é"), 4, "what is a hashtag");
}

/* --- threads -------------------------------------------------------------------------------------- */

static const struct {
	const char *text, *want; /* parts with | between; NULL: refused */
	int         numbered;
} threads[] = {
	{ "short", "short", 0 },
	{ "exactly twenty chars", "exactly twenty chars", 1 },
	{ "One two three four five six", "One two three four|five six", 0 },
	{ "First part here.\n\nSecond one.", "First part here.|Second one.", 0 },
	{ "Is it so? Yes. It really is so.", "Is it so? Yes.|It really is so.", 0 },
	{ "Hi.\n\nOne two three four five six", "Hi.\n\nOne two three|four five six", 0 }, /* too little for a part */
	{ "aaaaaaaaaaaaaaaaaaaaaaaaa b", "aaaaaaaaaaaaaaaaaaaa|aaaaa b", 0 },
	{ "Il dit « oui » et puis s'en va", "Il dit « oui » et|puis s'en va", 0 },
	{ "Où donc aller ainsi ? Là-bas", "Où donc aller|ainsi ? Là-bas", 0 },
	{ "See https://a.example/0123456789 now and then", "See https://a.example/0123456789 now|and then", 0 },
	{ "日本語の文章です。これは二番目の文です。三番目", "日本語の文章です。これは二番目の文です。|三番目", 0 },
	{ "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👩",
	    "👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦|👩", 0 },
	{ "One two three four five six", "One two three 1/2|four five six 2/2", 1 },
	{ "@somebody.very.long.name hi", NULL, 0 },
	{ "#aHashtagThatIsMuchTooLong", NULL, 0 },
};

static void
test_threads(struct mem *m)
{
	static const struct text_rule twenty = { .unit = TEXT_GRAPHEMES, .max = 20, .url_units = 12 };
	struct split                  s = { .rule = &twenty };
	struct texts                  parts;
	struct err                    e = { 0 };
	const char                   *all;
	size_t                        i, k;
	int                           rc;

	for (i = 0; i < sizeof threads / sizeof *threads; i++) {
		memset(&parts, 0, sizeof parts);
		s.numbered = threads[i].numbered;
		rc = split_text(&s, threads[i].text, m, &parts, &e);
		if (!threads[i].want) {
			ok(rc && strstr(e.text, "is longer than a part of 20 graphemes"), "refused: %s", threads[i].text);
			continue;
		}
		split_number(&s, &parts, m);
		for (all = "", k = 0; k < parts.count; k++) {
			all = mem_fmt(m, "%s%s%s", all, k ? "|" : "", parts.at[k]);
			ok(text_count(&twenty, parts.at[k], strlen(parts.at[k])) <= 20, "part %zu fits", k + 1);
		}
		is_str(all, threads[i].want, threads[i].text);
	}
	memset(&parts, 0, sizeof parts);
	s = (struct split){ .rule = &twenty, .taken = 4, .first = 6 };
	rc = split_text(&s, "One two three four five six", m, &parts, &e);
	is_str(parts.at[0], "One two", "room for what the first part carries besides");
	is_str(parts.at[1], "three four five", "and for what all do");
}

int
main(void)
{
	struct mem *m = mem_new();

	test_links(m);
	test_mentions(m);
	test_tags(m);
	test_threads(m);
	mem_free(m);
	return done();
}
