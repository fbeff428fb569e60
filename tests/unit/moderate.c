/* moderate.c - what patterns require, how often things happened, limits: the parts of the moderation */
#include "tap.h"

#include "../../lib/mod/needle.h"
#include "../../lib/mod/pattern.h"
#include "../../lib/mod/tally.h"
#include "../../lib/mod/wordlist.h"
#include "smm/buf.h"
#include "smm/charter.h"

#include <stdlib.h>

/* The needles of a pattern, joined by '|'. */
static const char *
needles(const char *pattern)
{
	static char    text[1024];
	struct needles n;
	size_t         i;

	needles_of(&n, pattern);
	text[0] = '\0';
	for (i = 0; i < n.count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", i ? "|" : "", (int)n.at[i].len,
		    n.at[i].text);
	return text;
}

static void
requirements(void)
{
	static const char *const cases[][2] = {
		{ "Rembours", "rembours" }, { "\\brembours(?:e|é)?", "rembours" }, { "a|b", "" }, { "ab|cd", "ab|cd" },
		{ "(?:viagra|casino)\\d+", "viagra|casino" }, { "colou?r", "colo" }, { "ab+c", "ab" }, { "ab*cd", "cd" },
		{ "ab{0,2}cd", "cd" }, { "ab{2}", "ab" }, { "x{", "x{" }, { "[abc]def", "def" }, { "[]]def", "def" },
		{ "[[:alpha:]]def", "def" }, { "[^\\]]def", "def" }, { "(abc)?de", "de" }, { "(abc)+de", "abc" },
		{ "(?=abc)d", "" }, { "(?!abc)de", "de" }, { "(?<=abc)de", "de" }, { "(?<!x)de", "de" }, { "\\d", "0|1|2|3|4|5|6|7|8|9" },
		{ "[0-9]{4}", "0|1|2|3|4|5|6|7|8|9" }, { "\\d?ab", "ab" }, { "été", "" }, { "\\x41bc", "" }, { "(?x) a b", "" },
		{ "\\Qab\\E", "" }, { "(?i)ab", "ab" }, { "a.*b", "" }, { "", "" }, { "abc|", "" }, { "(?:ab|cd|)ef", "ef" },
		{ "\\$\\d", "$" }, { "\\p{L}ab", "ab" }, { "(?<n>ab)\\k<n>", "" }, { "((((ab))))", "ab" }, { "ab)", "" },
		{ "\\bab\\b", "ab" }, { "@", "@" }, { "e", "" },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		is_str(needles(cases[i][0]), cases[i][1], cases[i][0]);
	is_int(needles_are_blind("\xc5\xbf", 2), 1, "a long s is an s");
	is_int(needles_are_blind("\xf0\x9f\x98\x80", 4), 0, "an emoji is nothing");
	is_int(needles_are_blind("\xf0", 1), 1, "a character cut short");
}

static void
tallies(void)
{
	struct tally *t = tally_new(3, 1 << 16);
	uint64_t      i;

	tally_add(t, 1, 100, 10);
	tally_add(t, 1, 200, 11);
	tally_add(t, 1, 200, 11);
	is_int((int64_t)tally_count(t, 1, 200, 0), 2, "a message counts once");
	is_int((int64_t)tally_count(t, 1, 150, 0), 1, "what comes later does not count");
	is_int((int64_t)tally_count(t, 1, 200, 100), 1, "within, without its begin");
	tally_add(t, 1, 300, 12);
	tally_add(t, 1, 400, 13);
	is_int((int64_t)tally_count(t, 1, 500, 0), 3, "the last three are kept");
	tally_remove(t, 1, 13);
	is_int((int64_t)tally_count(t, 1, 500, 0), 2, "what was undone does not count");
	tally_add(t, 0, 100, 10);
	is_int((int64_t)tally_count(t, 0, 500, 0), 0, "nobody has no past");
	for (i = 2; i < 100000; i++)
		tally_add(t, i, 1000 + (int64_t)i, i);
	is_int((int64_t)tally_count(t, 99999, 200000, 0), 1, "the last one is remembered");
	is_int((int64_t)tally_count(t, 1, 200000, 0), 0, "the quietest was forgotten");
	tally_free(t);
}

static void
verdicts(void)
{
	is_int(verdict_find("hide"), VERDICT_HIDE, "hide");
	is_int(verdict_find("hid"), -1, "hid is none");
	is_int((int64_t)verdicts_proposed(1u << VERDICT_HOLD | 1u << VERDICT_DELETE | 1u << VERDICT_MUTE | 1u << VERDICT_ALLOW),
	    1 << VERDICT_DELETE | 1 << VERDICT_MUTE, "of each kind the strictest");
	is_int((int64_t)verdicts_strictest(1u << VERDICT_HIDE | 1u << VERDICT_ESCALATE), VERDICT_ESCALATE, "the strictest");
	is_int((int64_t)verdicts_strictest(0), VERDICT_ALLOW, "of nothing");
}

/* --- the quick look says nothing that the close one does not ------------------------------------------ */

static uint64_t seed = 20261126;

static unsigned
random_below(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static void
any_text(struct buf *b)
{
	static const char *const words[] = { "you", "are", "a", "moron", "morons", "stupid", "thing", "idiotic", "Idiot", "x",
		"y", "kill", "everybody", "2026", "7", "ab", "abc", "abcdefgh", "abcdefghi", "abcdefghijklmnopqr", "cooool", "l'eau",
		"e-mail", "id", "st", "été", "$50", "@somebody", "i d i o t", "id10t", "http://x.org", "www", "THING", "s*upid" };
	static const char *const between[] = { " ", " ", " ", " ", " ", ", ", ". ", "! ", "\n", " - ", "  ", ": " };
	unsigned i, count = random_below(8);

	buf_clear(b);
	for (i = 0; i <= count; i++)
		buf_fmt(b, "%s%s", i ? between[random_below(12)] : "", words[random_below(random_below(4) ? 22 : 34)]);
}

static void
no_warning(const char *fmt, ...)
{
	(void)fmt;
}

static void
quick_looks(void)
{
	static const struct term terms[] = { { .text = "moron*" }, { .text = "idiot" }, { .text = "you are" }, { .text = "a thing" },
		{ .text = "kill every thing", .kind = TERM_PHRASE }, { .text = "stupid", .kind = TERM_PHRASE }, { .text = "ab*" }, { .text = "2026" }, { .text = "x" }, { .text = "abcdefghi" },
		{ .text = "cool" } };
	struct charter     c = { .terms = (struct term *)(uintptr_t)terms, .nterms = sizeof terms / sizeof *terms, .nsets = 1 };
	struct norm       *n = norm_new();
	struct wordlist   *l = wordlist_new(&c, no_warning);
	struct norm_plain *plain = malloc(sizeof *plain);
	struct found       f;
	struct buf         text = { 0 };
	int                i, wrong = 0, clean = 0, found = 0, both;

	found_init(&f, 1);
	for (i = 0; i < 100000; i++) {
		any_text(&text);
		found_begin(&f);
		norm_read(n, text.at, text.len, 0);
		wordlist_find(l, n, &f);
		both = norm_read_plain(plain, text.at, text.len) && wordlist_is_clean(l, plain);
		clean += both;
		found += found_get(&f, 0) != NULL;
		if (both && found_get(&f, 0) && !wrong++)
			printf("# %s\n", text.at);
	}
	is_int(wrong, 0, "what is found is not taken for clean");
	ok(clean > 5000 && found > 20000, "of %d texts %d are clean at a quick look, %d have something", i, clean, found);
	buf_release(&text);
	found_release(&f);
	free(plain);
	wordlist_free(l);
	norm_free(n);
}

/* Every pattern twice: the second time as one that is not understood, and so runs over every text. */
static const struct term twice[] = {
#define ONE(pattern, i)   { .text = pattern, .set = (i), .kind = TERM_PATTERN }
#define TWICE(pattern, i) ONE(pattern, 2 * (i)), ONE("(?#)" pattern, 2 * (i) + 1)
	TWICE("no", 0), TWICE("\\bwtf\\b", 1), TWICE("kill (?:you|k)", 2), TWICE("\\$5", 3), TWICE("@\\w+", 4), TWICE("\\d", 5),
	TWICE("(?:luck|zut)", 6), TWICE("a b", 7), TWICE("yy", 8), TWICE("twofold", 9), TWICE("t a", 10), TWICE(" no ", 11),
	TWICE("o#", 12), TWICE("wo\\.", 13),
#undef TWICE
#undef ONE
};

#define TWICE_COUNT (sizeof twice / sizeof *twice)

static void
any_letters(struct buf *b)
{
	static const char *const pieces[] = { "a", "b", "k", "l", "n", "o", "t", "w", "f", "u", "y", " ", " ", "n", "o", "$", "5", "@", "#", ".",
		"é", "ſ", "K", "٣", "no", "kill", "wtf", "twofold", "uck", "zut", "YY", "KILL YOU", "NO" };
	unsigned i, count = random_below(60);

	buf_clear(b);
	for (i = 0; i < count; i++)
		buf_str(b, pieces[random_below(random_below(3) ? 15 : sizeof pieces / sizeof *pieces)]);
}

static size_t
count_differences(struct patterns *p, struct found *f, const char *text, size_t len, size_t *hits)
{
	size_t set, differ = 0;

	found_begin(f);
	patterns_find(p, text, len, f);
	for (set = 0; set < TWICE_COUNT; set += 2) {
		differ += !found_get(f, set) != !found_get(f, set + 1);
		*hits += found_get(f, set) != NULL;
	}
	return differ;
}

static void
needles_miss_nothing(void)
{
	struct charter   c = { .terms = (struct term *)(uintptr_t)twice, .nterms = TWICE_COUNT, .nsets = TWICE_COUNT };
	struct patterns *p;
	struct found     f;
	struct buf       text = { 0 };
	struct err       e;
	size_t           differ = 0, hits = 0;
	int              i;

	c.path = "charter.yaml";
	if (patterns_new(&p, &c, no_warning, &e)) {
		ok(0, "patterns: %s", e.text);
		return;
	}
	found_init(&f, c.nsets);
	for (i = 0; i < 20000; i++) {
		any_letters(&text);
		differ += count_differences(p, &f, text.at ? text.at : "", text.len, &hits);
	}
	is_int((int64_t)differ, 0, "a pattern that is asked only of some texts misses none");
	ok(hits > 20000, "it holds for many: %zu", hits);
	found_release(&f);
	patterns_free(p);
	buf_release(&text);
}

int
main(void)
{
	quick_looks();
	requirements();
	tallies();
	verdicts();
	needles_miss_nothing();
	return done();
}
