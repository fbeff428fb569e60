/* skim.c - what the quick scanner accepts is what the other one finds, on lines of every kind, whole and damaged */
#include "smm/buf.h"
#include "smm/skim.h"

#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES 40000

static uint64_t     seed = 20261125;
static size_t       inner;
static struct scan *scan;
static struct skim *skim;
static struct buf   text;

static unsigned
random_below(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static const char *
one_of(const char *const *list, unsigned count)
{
	return list[random_below(count)];
}

static const char *
any_value(void)
{
	static const char *const values[] = {
		"0", "7", "-3", "12345678", "123456789", "999999999999999999", "9223372036854775807", "9223372036854775808",
		"-9223372036854775808", "1.5", "-0.25e3", "2E-7", "0.0", "-0", "01", "1.", "1e", "-", "+1", "NaN", "Infinity",
		"true", "false", "null", "tru", "nul", "\"\"", "\"plain words\"", "\"été 日本 👩🏽‍💻\"", "\"a\\\"b\\\\c\\/d\\n\"",
		"\"\\u00e9 \\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\u0000\"", "\"\\x\"", "\"\xc3\"", "\"\xed\xa0\x80\"", "\"\xc0\xaf\"",
		"\"a\tb\"", "\"sixteen bytes!!!\"", "\"exactly fifteen\"", "[]", "{}", "[1, [2, {\"likes\": 3}]]",
		"{\"likes\":9,\"network\":\"fake\"}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"at\":null,\"text\":\"\\u00e9té\"}",
		"{\"a\":1,\"at\":true}", "{ \"a\" : -4 , \"text\":\"x\" }", "{\"a\":1,\"at\":[]}", "{\"a\":1,}", "{\"a\":1\n}", "{\"a\":\"\xff\"}", "[\"\\u00\"]", "[\"\xff\"]", "{\"x\":[}", "\"\"x", "\"open",
	};

	/* most lines are right */
	return random_below(8) ? "41" : one_of(values, sizeof values / sizeof *values);
}

static void
any_line(void)
{
	static const char *const keys[] = {
		"type", "network", "account", "likes", "reach", "text", "at", "a", "", "lik\\u0065s", "\\\"", "été",
		"a name that is far too long for it",
	};
	static const char *const commas[] = { ",", ",", ",", ", ", " ,", ",\t" }, *const colons[] = { ":", ":", ": ", " :" };
	static const char *const ends[] = { "}", "}", "}", " }", "} ", "}\r", "", "}x", "}}" };
	unsigned                 i, count = random_below(8);

	buf_clear(&text);
	buf_str(&text, random_below(9) ? "{" : " { ");
	for (i = 0; i < count; i++) {
		if (i)
			buf_str(&text, one_of(commas, 6));
		buf_fmt(&text, "\"%s\"%s%s", random_below(9) ? keys[(i + random_below(2)) % 8] : one_of(keys, 13),
		    one_of(colons, 4), any_value());
	}
	buf_str(&text, one_of(ends, 9));
}

static void
damage(void)
{
	static const char bytes[] = "\"\\{}[],: 09aeEntfu\x01\x80\xff.-+";
	size_t            at = random_below((unsigned)text.len);

	if (random_below(2))
		text.at[at] = bytes[random_below(sizeof bytes - 1)];
	else
		text.len = at;
}

struct inner {
	const struct skim_member *at, *end;
};

static int
same_inner(void *arg, const struct member *a)
{
	struct inner *b = arg;
	struct slice  name;

	if (b->at == b->end)
		return 1;
	name = skim_name(skim, b->at->name);
	if (name.len != a->key.len || memcmp(name.at, a->key.at, name.len) != 0 || b->at->value.at != a->value.at ||
	    b->at->value.len != a->value.len || a->type != (b->at->type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)b->at->type))
		return 1;
	b->at++;
	return 0;
}

/* What is known of an object's inside is all that stands in it. */
static int
has_same_inside(const struct skim_member *m)
{
	size_t       count;
	struct inner b = { .at = skim_inside(skim, m, &count) };

	b.end = b.at + count;
	inner += count;
	return !count || (!scan_inside(m->value, same_inner, &b) && b.at == b.end);
}

static int
same_members(void)
{
	const struct member      *a;
	const struct skim_member *b;
	struct slice              name;
	size_t                    count, n, i;
	int64_t                   number;

	a = scan_members(scan, &count);
	b = skim_last(skim)->members;
	n = skim_last(skim)->count;
	for (i = 0; i < count && n == count; i++) {
		name = skim_name(skim, b[i].name);
		if (name.len != a[i].key.len || memcmp(name.at, a[i].key.at, name.len) != 0)
			return 0;
		if (a[i].type != (b[i].type == SKIM_INT ? SCAN_NUMBER : (enum scan_type)b[i].type) || a[i].value.at != b[i].value.at || a[i].value.len != b[i].value.len)
			return 0;
		if (b[i].type == SKIM_INT && (scan_int(a[i].value, &number) || number != skim_int(b + i)))
			return 0;
		if (!has_same_inside(b + i))
			return 0;
	}
	return n == count;
}

/* Lines of one layout have the same names in the same order; the types are those of the members. */
static int
same_layout(void)
{
	static struct { unsigned era, count, names[8]; } known[SKIM_LAYOUTS];
	const struct skim_member *m;
	size_t                    count, i, l = skim_last(skim)->layout;
	uint64_t                  types = 0;
	int                       is_new = known[l].era != skim_last(skim)->era + 1, rc = 1;

	m = skim_last(skim)->members;
	count = skim_last(skim)->count;
	known[l].count = is_new ? (unsigned)count : known[l].count;
	known[l].era = skim_last(skim)->era + 1;
	for (i = 0; i < count; i++) {
		known[l].names[i] = is_new ? m[i].name : known[l].names[i];
		rc &= known[l].names[i] == m[i].name;
		types = types << 3 | m[i].type;
	}
	return rc && known[l].count == count && types == skim_last(skim)->types;
}

static void
pad(void)
{
	buf_room(&text, SKIM_PADDING);
	memset(text.at + text.len, 0, SKIM_PADDING);
}

/* 1 the quick one took it, 0 it did not, -1 they do not agree. */
static int
try_line(void)
{
	struct err e;
	size_t     len = text.len, taken;
	int        rc, whole;

	pad();
	whole = skim_text(skim, text.at, len);
	if (whole && (scan_object(scan, text.at, len, &e) || !same_members()))
		return -1;
	buf_char(&text, '\n');
	pad();
	taken = skim_line(skim, text.at, text.at + text.len);
	rc = scan_object(scan, text.at, len, &e);
	if (!taken)
		return 0;
	return taken == len + 1 && !rc && same_members() && same_layout() ? 1 : -1;
}

static void
agree(int is_damaged)
{
	int i, taken = 0, apart = 0, rc;

	for (i = 0; i < LINES; i++) {
		any_line();
		if (is_damaged && text.len)
			damage();
		rc = memchr(text.at, '\n', text.len) ? 0 : try_line();
		taken += rc > 0;
		if (rc < 0 && !apart++)
			printf("# %.*s\n", (int)text.len, text.at);
	}
	is_int(apart, 0, is_damaged ? "damaged lines: they agree" : "lines of every kind: they agree");
	ok(is_damaged || inner > 10, "%zu members of members", inner);
	ok(taken > LINES / 40, "%d of %d were read quickly", taken, LINES);
}

/* What any_line() makes, or one of a few members that are ever the same, with a value of any kind now and then. */
static void
add_line(struct buf *to, int is_alike)
{
	if (is_alike)
		buf_fmt(to, "{\"likes\":%s,\"text\":\"%.*s\",\"at\":%s}\n", any_value(), (int)random_below(60),
		    "words of a text, as long as this may be, and some more of it", any_value());
	any_line();
	if (!is_alike && !memchr(text.at, '\n', text.len))
		buf_fmt(to, "%.*s\n", (int)text.len, text.at);
}

/* Many lines in one text: those that are alike are read two in step. */
static void
lines_in_step(int are_alike)
{
	struct buf lines = { 0 };
	struct err e;
	char      *at, *feed;
	size_t     i, len, taken = 0, wrong = 0;

	for (i = 0; i < LINES; i++)
		add_line(&lines, are_alike);
	buf_room(&lines, SKIM_PADDING);
	memset(lines.at + lines.len, 0, SKIM_PADDING);
	skim_begin(skim);
	for (at = lines.at; at < lines.at + lines.len; at = feed + 1) {
		feed = memchr(at, '\n', (size_t)(lines.at + lines.len - at));
		len = skim_line(skim, at, lines.at + lines.len);
		taken += len > 0;
		if (len)
			wrong += at + len != feed + 1 || scan_object(scan, at, len - 1 - (feed[-1] == '\r'), &e) || !same_members();
		else
			skim_begin(skim);
	}
	is_int((int64_t)wrong, 0, are_alike ? "lines that are alike: they agree" : "lines one behind the other: they agree");
	ok(taken > LINES / 40, "%zu were read quickly", taken);
	buf_release(&lines);
}

static void
set_line(const char *line)
{
	buf_clear(&text);
	buf_str(&text, line);
}

/* Without its line feed a line is not whole: what stands behind the end must not be looked at. */
static void
torn(void)
{
	static const char line[] = "{\"type\":\"metric\",\"likes\":4}\n{\"type\":\"metric\",\"likes\":5}\n";
	char              room[sizeof line + SKIM_PADDING];
	size_t            i, wrong = 0;

	for (i = 0; i < 28; i++) {
		memset(room, 0, sizeof room);
		memcpy(room, line, i);
		wrong += skim_line(skim, room, room + i) != 0;
	}
	is_int((int64_t)wrong, 0, "no part of a line is taken for one");
	memset(room, 0, sizeof room);
	memcpy(room, line, sizeof line - 1);
	is_int((int64_t)skim_line(skim, room, room + sizeof line - 1), 28, "the first of two");
}

/* Behind a colon at the end of the text blanks may be to come: what is learned there must not hinder later. */
static void
torn_before_a_blank(void)
{
	static const char line[] = "{\"torn\": 4, \"likes\": 5}\n";
	char              room[sizeof line + SKIM_PADDING];
	size_t            i;

	for (i = 0; i < sizeof line; i++) {
		memset(room, 0, sizeof room);
		memcpy(room, line, i);
		skim_line(skim, room, room + i);
	}
	is_int((int64_t)skim_line(skim, room, room + sizeof line - 1), sizeof line - 1, "and one with blanks, torn before them once");
}

static void
over_a_line_feed(void)
{
	buf_clear(&text);
	buf_str(&text, "{\"a\":[1,\n2]}\n");
	pad();
	is_int((int64_t)skim_line(skim, text.at, text.at + text.len), 0, "a line ends with its line feed, also inside a list");
}

static void
many_names(void)
{
	int i, n;

	skim_free(skim);
	skim = skim_new();
	for (i = n = 0; i < 2 * SKIM_NAMES; i++) {
		buf_clear(&text);
		buf_fmt(&text, "{\"name%d\":%d}\n", i, i);
		pad();
		n += skim_line(skim, text.at, text.at + text.len) == text.len;
	}
	is_int(n, 2 * SKIM_NAMES - (int)skim_last(skim)->era, "of ever new names one line in an era is left to the other");
	ok(skim_last(skim)->era > 0, "%d names are not too many", 2 * SKIM_NAMES);
}

int
main(void)
{
	scan = scan_new();
	skim = skim_new();
	agree(0);
	agree(1);
	lines_in_step(0);
	lines_in_step(1);
	torn();
	torn_before_a_blank();
	over_a_line_feed();
	set_line("{\"likes\":1,\"likes\":2}");
	is_int(try_line(), 0, "a key twice is for the other to report");
	many_names();
	scan_free(scan);
	skim_free(skim);
	buf_release(&text);
	return done();
}
