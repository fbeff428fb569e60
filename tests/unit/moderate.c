/* moderate.c - what patterns require, how often things happened, limits: the parts of the moderation */
#include "tap.h"

#include "../../lib/mod/needle.h"
#include "../../lib/mod/tally.h"
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

int
main(void)
{
	requirements();
	tallies();
	verdicts();
	return done();
}
