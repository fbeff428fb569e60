/* norm.c - words and their forms: every disguise taken off, and what must not be taken for one */
#include "tap.h"

#include "smm/buf.h"
#include "smm/norm.h"

#include <stdlib.h>

static struct norm *n;

enum form { FOLDED, PLAIN, BARE };

static const char *
form(const struct norm_word *w, enum form f, size_t *len)
{
	*len = f == FOLDED ? w->folded_len : f == PLAIN ? w->plain_len : w->bare_len;
	return n->text + (f == FOLDED ? w->folded : f == PLAIN ? w->plain : w->bare);
}

/* The words of a text in one form, "|" between; joined ones in brackets; nothing for a missing form. */
static const char *
words(const char *s, enum form f)
{
	static struct buf b;
	size_t            i, len;

	buf_clear(&b);
	buf_str(&b, "");
	if (norm_read(n, s, strlen(s), 0) != strlen(s))
		return "not read to the end";
	for (i = 0; i < n->count; i++) {
		const struct norm_word *w = n->words + i;
		const char             *at = form(w, f, &len);

		buf_str(&b, i ? "|" : "");
		buf_str(&b, w->flags & NORM_JOINED ? "[" : "");
		buf_add(&b, at, len);
		buf_str(&b, w->flags & NORM_JOINED ? "]" : "");
	}
	return b.at;
}

static void
forms(const char *text, const char *folded, const char *plain, const char *bare)
{
	is_str(words(text, FOLDED), folded, text);
	is_str(words(text, PLAIN), plain, "  plain");
	is_str(words(text, BARE), bare, "  bare");
}

static unsigned
flags(const char *s, size_t i)
{
	words(s, PLAIN);
	return i < n->count ? n->words[i].flags : 0;
}

static void
test_folding(void)
{
	forms("Un Café", "un|cafe\xcc\x81", "un|cafe", "|");
	forms("cafe\xcc\x81", "cafe\xcc\x81", "cafe", "");
	forms("CŒUR straße Łódź", "cœur|strasse|ło\xcc\x81" "dz\xcc\x81", "coeur|strasse|lodz", "||");
	forms("ｃｏｎ 𝓬𝓸𝓷 ⓒⓞⓝ 🅒🅞🅝", "con|con|con|con", "con|con|con|con", "|||");
	forms("co\xe2\x80\x8bn co\xc2\xadn c\xe2\x80\xaeon", "con|con|con", "con|con|con", "con|con|con");
	ok(flags("co\xe2\x80\x8bn", 0) & NORM_HIDDEN, "a zero width space in a word is seen");
	forms("c\xcc\x81\xcc\x82\xcc\x83\xcc\x84on", "c\xcc\x81\xcc\x82on", "con", "con");
}

static void
test_leet(void)
{
	forms("c0nn4rd", "c0nn4rd", "c0nn4rd", "conard");
	forms("b@t@rd a$$hole c€rcle", "b@t@rd|a$$hole|c€rcle", "b@t@rd|a$$hole|c€rcle", "batard|ashoie|cercie");
	forms("$alope a$$", "$alope|a$$", "$alope|a$$", "saiope|as");
	forms("10h30 3G 2nd 2024 42km", "10h30|3g|2nd|2024|42km", "10h30|3g|2nd|2024|42km", "||||");
	ok(!(flags("covid2019", 0) & NORM_LEET), "a year behind a word is no disguise");
	ok(flags("2024", 0) & NORM_NUMBER, "figures are a number");
	forms("conn!rd sh!t", "conn|rd|[connird]|sh|t|[shit]", "conn|rd|[connird]|sh|t|[shit]",
	    "||[conird]|||[shit]");
}

static void
test_alike(void)
{
	forms("с\xd0\xbennard", "connard", "connard", "conard"); /* Cyrillic с, о */
	forms("сука", "сука", "сука", "cyka");
	forms("ρutain", "putain", "putain", "putain"); /* Greek rho */
	ok(flags("сon", 0) & NORM_ALIKE, "a mixed word is seen");
	ok(!(flags("été", 0) & NORM_ALIKE), "an accent is no disguise");
	ok(!(flags("ça", 0) & NORM_DISGUISE), "nor is a cedilla");
}

static void
test_runs(void)
{
	forms("connnnard", "connnnard", "connnnard", "conard");
	forms("merdeeeee ALLLLEZ", "merdeeeee|allllez", "merdeeeee|allllez", "merde|aiez");
	forms("connard balle", "connard|balle", "connard|balle", "|");
	ok(flags("ALLEZ", 0) & NORM_CAPITAL, "capitals are seen");
}

static void
test_quotes(void)
{
	forms("l'abruti qu’il d'accord", "l|abruti|qu|il|d|accord", "l|abruti|qu|il|d|accord", "|||||");
	ok(flags("l'abruti", 0) & NORM_ELIDED, "an elided word is seen");
	forms("don't aujourd'hui 'con'", "dont|aujourdhui|con", "dont|aujourdhui|con", "||");
}

static void
test_pulled_apart(void)
{
	forms("un c o n n a r d", "un|c|o|n|n|a|r|d|[connard]", "un|c|o|n|n|a|r|d|[connard]", "||||||||[conard]");
	ok(flags("c o n", 3) & NORM_SPACED, "by blanks");
	forms("c.o.n", "c|o|n|[con]", "c|o|n|[con]", "|||[con]");
	ok((flags("c.o.n", 3) & (NORM_SPACED | NORM_JOINED)) == NORM_JOINED, "by dots");
	forms("con-nard, toi", "con|nard|[connard]|toi", "con|nard|[connard]|toi", "||[conard]|");
	forms("c - o - n", "c|o|n", "c|o|n", "||");
	forms("il y a", "il|y|a", "il|y|a", "||");
	forms("n'i'q'u'e", "nique", "nique", "");
}

static void
test_stars(void)
{
	forms("c*nn*rd m*** f**k", "c*nn*rd|m***|f**k", "c*nn*rd|m***|f**k", "c*n*rd|m***|f**k");
	forms("*très* **gras** note*", "tre\xcc\x80s|gras|note*", "tres|gras|note*", "||note*");
	forms("f#ck #con 100%coton", "f*ck|con|100|coton|[100coton]", "f*ck|con|100|coton|[100coton]",
	    "f*ck||||[iocoton]");
	ok(norm_covers("c*nn*rd", 7, "connard", 7), "stars cover a word");
	ok(norm_covers("m****", 5, "merde", 5), "with one letter shown and three hidden");
	ok(!norm_covers("c**", 3, "con", 3), "not with one letter shown and two hidden");
	ok(!norm_covers("*onnard", 7, "connard", 7), "not with the first one hidden");
	ok(!norm_covers("c*nn*rd", 7, "canular", 7), "not another word");
}

static void
test_others(void)
{
	const char *s = "voir https://a.example/con?x=1 @con_42 jean@con.example 😀!";

	forms(s, "voir||con_42||😀", "voir||con_42||😀", "||||");
	ok(flags(s, 1) & NORM_LINK && flags(s, 3) & NORM_LINK, "links and addresses have no words");
	ok(flags(s, 2) & NORM_MENTION, "a name is one");
	ok(flags(s, 4) & NORM_EMOJI, "an emoji is a word");
	words(s, PLAIN);
	ok(n->words[2].start == 31 && n->words[2].end == 38, "a word lies where it was written");
	ok(flags("a b", 1) & NORM_BLANK && !(flags("a, b", 1) & NORM_BLANK), "what stands between is told");
}

static void
test_bare(void)
{
	char   out[256];
	size_t len = norm_bare("connard", 7, out);

	ok(len == 6 && memcmp(out, "conard", 6) == 0, "a list's word has a bare form");
	len = norm_bare("salope", 6, out);
	ok(len == 6 && memcmp(out, "saiope", 6) == 0, "in which l is i");
	ok(norm_hash("connard", 7) == UINT64_C(0xbc880beee76398da), "hashes are the same on every machine");
	words("connard", PLAIN);
	ok(n->words[0].hash == norm_hash("connard", 7), "and the same for a word read");
	words("anticonstitutionnellement", PLAIN);
	ok(n->words[0].hash == norm_hash("anticonstitutionnellement", 25), "and for a long one");
}

static size_t
read_all(const char *s, size_t len, size_t *count)
{
	size_t at = 0, pieces = 0;

	for (*count = 0; at < len; pieces++) {
		at = norm_read(n, s, len, at);
		*count += n->count;
	}
	return pieces;
}

static char *
repeat(const char *s, size_t times, size_t *len)
{
	size_t one = strlen(s), i;
	char  *all = malloc(one * times + 1);

	for (i = 0; i < times; i++)
		memcpy(all + i * one, s, one);
	all[*len = one * times] = '\0';
	return all;
}

static void
test_hostile(void)
{
	static const struct {
		const char *of;
		size_t      times, words;
	} heaps[] = {
		{ "a", 1000000, 1 }, { "\xcc\x81", 100000, 0 }, { "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84", 100000, 1 },
		{ "\xe2\x80\x8b", 100000, 0 }, { "a\xe2\x80\x8b", 100000, 1 }, { "*", 100000, 0 },
		{ "a*", 100000, 1 }, { "con ", 250000, 250000 }, { "\xff", 100000, 0 }, { "'", 100000, 0 },
	};
	size_t i, len, count;

	for (i = 0; i < sizeof heaps / sizeof *heaps; i++) {
		char *s = repeat(heaps[i].of, heaps[i].times, &len);

		read_all(s, len, &count);
		is_int((int64_t)count, (int64_t)heaps[i].words, "a heap is read to its end");
		free(s);
	}
	{
		char *s = repeat("a.", 300000, &len);

		ok(read_all(s, len, &count) < 700 && count > 300000, "a chain without end is cut");
		free(s);
		s = repeat("a@", 300000, &len);
		read_all(s, len, &count);
		ok(count > 0, "so are addresses");
		free(s);
	}
}

/* Words of ASCII letters are read eight letters at a time: each letter on its own must say the same. */
static int
is_as_letters_say(const char *word, size_t len, const struct norm_word *w)
{
	size_t i, at, capitals = 0;
	int    run = 0;

	len = len < NORM_LETTERS ? len : NORM_LETTERS;
	for (i = 0; i < len; i++) {
		capitals += word[i] >= 'A' && word[i] <= 'Z';
		run |= i > 1 && (word[i] | 32) == (word[i - 1] | 32) && (word[i] | 32) == (word[i - 2] | 32);
		if (form(w, PLAIN, &at)[i] != (word[i] | 32))
			return 0;
	}
	return w->plain_len == len && w->hash == norm_hash(n->text + w->plain, len) &&
	    !(w->flags & NORM_RUN) == !run && !(w->flags & NORM_CAPITAL) == !(len > 1 && capitals == len);
}

static void
test_letters(void)
{
	static const char letters[] = "aaAAbBZzqQ";
	uint64_t          state = 1;
	char              text[200];
	size_t            round, i, len, from, bad = 0;

	for (round = 0; round < 20000; round++) {
		state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
		from = state >> 40 & 15;
		len = 1 + (state >> 50) % 47;
		memset(text, ' ', from);
		for (i = 0; i < len; i++)
			text[from + i] = letters[(state * (i + 3) >> 33) % (state >> 20 & 1 ? 10 : 2)];
		memset(text + from + len, '.', state >> 45 & 15);
		norm_read(n, text, from + len + (state >> 45 & 15), 0);
		bad += n->count != 1 || !is_as_letters_say(text + from, len, n->words);
	}
	is_int((int64_t)bad, 0, "twenty thousand words of letters, at every place of a text");
}

/* --- the quick look ------------------------------------------------------------------------------------ */

static uint64_t seed = 20261126;

static char
any_letter(void)
{
	static const char letters[] = "aaabcdeEFGhlmnoz  ,.:!01'$@*-/\n\xc3";
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (seed >> 33) % 4 ? (char)('a' + (seed >> 40) % 26) : letters[(seed >> 40) % (sizeof letters - 1)];
}

static int
is_same_plain(const struct norm_plain *p)
{
	uint64_t start;
	size_t   i;

	for (i = 0; i < p->count && i < n->count; i++) {
		const struct norm_word *w = n->words + i;

		start = 0;
		memcpy(&start, n->text + w->plain, w->plain_len < 8 ? w->plain_len : 8);
		if (w->hash != p->hash[i] || start != p->start[i] || w->bare_len ||
		    w->flags & (NORM_JOINED | NORM_LINK | NORM_MENTION | NORM_EMOJI | NORM_DISGUISE | NORM_ELIDED))
			return 0;
	}
	return p->count == n->count;
}

static int
is_taken(struct norm *taken, const struct norm_plain *p, const char *s, size_t len)
{
	size_t i;

	norm_take_plain(taken, p, s, len);
	for (i = 0; i < taken->count; i++) {
		const struct norm_word *w = n->words + i, *x = taken->words + i;

		if (x->start != w->start || x->end != w->end || x->hash != w->hash || x->plain_len != w->plain_len ||
		    x->folded_len != w->folded_len || x->letters != w->letters || x->bare_len ||
		    memcmp(taken->text + x->plain, n->text + w->plain, w->plain_len) != 0)
			return 0;
	}
	return taken->count == n->count;
}

static void
test_plain(void)
{
	static struct norm_plain p;
	struct norm             *taken = norm_new();
	static const char *const texts[] = { "a b", "cooool", "l'eau", "e-mail", "10h30", "@you", "#tag", "http://x", "caf\xc3\xa9",
		"id10t", "a*b", "cost: $5", "ab:/c", "8888888\xb8", "12\xb8\x13 4" };
	char   s[40];
	size_t i, k, len, plain = 0, wrong = 0, lost = 0;

	for (i = 0; i < sizeof texts / sizeof *texts; i++)
		is_int(norm_read_plain(&p, texts[i], strlen(texts[i])), 0, texts[i]);
	is_int(norm_read_plain(&p, "Hello, the 25 of you! (all)", 27) * 100 + (int)p.count, 106, "a text that hides nothing");
	is_int(norm_read_plain(&p, "", 0) * 100 + (int)p.count, 100, "nor does an empty one");
	for (i = 0; i < 400000; i++) {
		len = 1 + i % sizeof s;
		for (k = 0; k < len; k++)
			s[k] = i % 3 && k % 7 == 6 ? ' ' : any_letter();
		norm_read(n, s, len, 0);
		if (!norm_read_plain(&p, s, len))
			continue;
		plain++;
		if (!is_same_plain(&p) && !wrong++)
			printf("# %.*s\n", (int)len, s);
		lost += (size_t)!is_taken(taken, &p, s, len);
	}
	norm_free(taken);
	is_int((int64_t)wrong, 0, "a quick look at a text sees what a close one sees");
	is_int((int64_t)lost, 0, "and its words can be taken from it");
	ok(plain > 40000, "%zu texts were looked at quickly", plain);
}

/* U+00A3 and U+04A2 share a place among the characters that are known. */
static void
test_forgotten(void)
{
	static const char s[] = "\xc2\xa3\xd2\xa2";

	is_int((int64_t)norm_read(n, s, sizeof s - 1, 0), sizeof s - 1, "a sign is still known when the letter behind it was looked at");
	is_int((int64_t)n->count, 1, "and both are one word");
}

int
main(void)
{
	n = norm_new();
	test_plain();
	test_letters();
	test_folding();
	test_leet();
	test_alike();
	test_runs();
	test_quotes();
	test_pulled_apart();
	test_stars();
	test_others();
	test_bare();
	test_hostile();
	test_forgotten();
	norm_free(n);
	return done();
}
