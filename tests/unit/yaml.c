/* yaml.c - YAML files that people write: events, places, aliases, limits, tables of fields */
#include "tap.h"

#include "smm/buf.h"
#include "smm/yaml.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[] = "/tmp/smm-yaml-XXXXXX";

static void
write_file(const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(text, 1, len, f) != len || fclose(f)) {
		perror(path);
		exit(71);
	}
}

static struct yaml *
open_text(const struct buf *text)
{
	struct yaml *y = NULL;
	struct err   e;

	write_file(text->len ? text->at : "", text->len);
	if (yaml_open(&y, path, FAULT_INPUT, &e))
		ok(0, "opened: %s", e.text);
	return y;
}

/* An error's text without the name of the file, which differs from run to run. */
static const char *
words(const struct err *e)
{
	size_t len = strlen(path);

	return strncmp(e->text, path, len) == 0 ? e->text + len + 1 + (e->text[len + 1] == ' ') : e->text;
}

/* The whole file as one line, "{a:[1,2]}", or the first error. */
static void
dump(const struct buf *text, struct buf *out)
{
	struct yaml *y = open_text(text);
	struct node  n;
	struct err   e;

	buf_clear(out);
	buf_str(out, "");
	do {
		if (yaml_next(y, &n, &e)) {
			buf_clear(out);
			buf_str(out, words(&e));
			break;
		}
		if (n.type == NODE_SCALAR)
			buf_fmt(out, "%s%s%s ", n.quoted ? "'" : "", n.text, n.quoted ? "'" : "");
		else if (n.type != NODE_END)
			buf_str(out, n.type == NODE_MAP ? "{ " : n.type == NODE_LIST ? "[ " : "^ ");
	} while (n.type != NODE_END);
	yaml_close(y);
}

static void
is_dump(const char *text, size_t len, const char *want)
{
	struct buf in = { 0 }, out = { 0 };

	buf_add(&in, text, len);
	dump(&in, &out);
	is_str(out.at, want, want);
	buf_release(&in);
	buf_release(&out);
}

static void
events(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "" },
		{ "# only a remark\n", "" },
		{ "\xef\xbb\xbf" "a: b\n", "{ a b ^ " },
		{ "a: [1, \"2\", '3', ~, ]\nb:\n  - >-\n    x\n    y\n", "{ a [ 1 '2' '3' ~ ^ b [ 'x y' ^ ^ " },
		{ "a: &x [1, {b: c}]\nd: *x\ne: *x\n", "{ a [ 1 { b c ^ ^ d [ 1 { b c ^ ^ e [ 1 { b c ^ ^ ^ " },
		{ "a: &x 1\nb: &x 2\nc: *x\n", "{ a 1 b 2 c 2 ^ " },
		{ "a: &x [&y 1, *y]\nb: [*y, *x]\n", "{ a [ 1 1 ^ b [ 1 [ 1 1 ^ ^ ^ " },
		{ "&k a: *k\n", "{ a a ^ " },
		{ "a: &x [*x]\n", "1:8: the alias *x stands inside its own anchor: it would never end" },
		{ "a: &x { b: [ { c: *x } ] }\n",
		    "1:19: the alias *x stands inside its own anchor: it would never end" },
		{ "a: *x\n", "1:4: found the alias *x, there is no anchor &x before it" },
		{ "a: !!python/object x\n", "1:4: found the tag tag:yaml.org,2002:python/object, tags are not used here" },
		{ "- a\n- !x [b]\n", "2:3: found the tag !x, tags are not used here" },
		{ "- ! plain\n", "[ plain ^ " },
		{ "a: 1\n---\nb: 2\n", "2:1: found a second document, one was expected" },
		{ "a: 1\n...\n", "{ a 1 ^ " },
		{ "a: [1\n", "2:1: did not find expected ',' or ']' while parsing a flow sequence" },
		{ "\ta: 1\n", "1:1: found character that cannot start any token while scanning for the next token; "
	    "indent with blanks, not tabs, and quote a text that begins with @, ` or %" },
		{ "a: \"\\0\"\n", "1:4: found a NUL in a text" },
		{ "a: \"\xc3\x28\"\n", "byte 6: invalid trailing UTF-8 octet; a file in Latin-1 becomes UTF-8 by iconv "
	    "-f WINDOWS-1252 -t UTF-8" },
		{ "a: \"\xed\xa0\x80\"\n", "byte 5: invalid Unicode character" },
		{ "a: \x01\n", "byte 4: control characters are not allowed" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		is_dump(rows[i].text, strlen(rows[i].text), rows[i].want);
	is_dump("a\0b: c\n", 7, "byte 2: control characters are not allowed");
}

static void
places(void)
{
	static const struct mark want[] = { { 2, 1 }, { 2, 1 }, { 2, 4 }, { 3, 1 }, { 4, 3 }, { 4, 5 } };
	struct buf   text = { 0 };
	struct yaml *y;
	struct node  n;
	struct err   e;
	size_t       i;

	buf_str(&text, "# a remark\nà: é\nb:\n  - c\n");
	y = open_text(&text);
	for (i = 0; i < sizeof want / sizeof *want && !yaml_next(y, &n, &e); i++) {
		is_int((int64_t)n.mark.line, (int64_t)want[i].line, "the line");
		is_int((int64_t)n.mark.column, (int64_t)want[i].column, "and the column, in characters");
	}
	yaml_close(y);
	buf_release(&text);
}

/* --- limits: what is just allowed, and one more ---------------------------------------------- */

static void
repeat(struct buf *b, const char *s, size_t times)
{
	while (times--)
		buf_str(b, s);
}

/* What comes of the file, which is built by `build` for some count. */
static void
limit(void (*build)(struct buf *, size_t), size_t count, const char *want, const char *what)
{
	struct buf text = { 0 }, out = { 0 };

	build(&text, count);
	dump(&text, &out);
	if (want)
		is_str(out.at, want, what);
	else
		ok(out.at[0] == '[', "%s: %.80s", what, out.at);
	buf_release(&text);
	buf_release(&out);
}

static void
deep(struct buf *b, size_t count)
{
	repeat(b, "[", count);
	repeat(b, "]", count);
}

/* 40 levels, and as many as are left around an alias for them */
static void
deep_alias(struct buf *b, size_t count)
{
	buf_str(b, "[&a ");
	deep(b, 40);
	buf_str(b, ", ");
	repeat(b, "[", count - 41);
	buf_str(b, "*a");
	repeat(b, "]", count - 41);
	buf_str(b, "]");
}

static void
wide_alias(struct buf *b, size_t count)
{
	buf_str(b, "[&a [");
	repeat(b, "1, ", count - 2);
	buf_str(b, "], *a]");
}

static void
scalar(struct buf *b, size_t count)
{
	buf_str(b, "[");
	repeat(b, "x", count);
	buf_str(b, "]");
}

static void
anchors(struct buf *b, size_t count)
{
	size_t i;

	buf_str(b, "[");
	for (i = 0; i < count; i++)
		buf_fmt(b, "&a%zu x, ", i);
	buf_str(b, "]");
}

static void
same_anchor(struct buf *b, size_t count)
{
	buf_str(b, "[");
	repeat(b, "&a x, *a, ", count);
	buf_str(b, "]");
}

/* a text of 100 000 bytes under an anchor, and aliases for it */
static void
unfold(struct buf *b, size_t count)
{
	buf_str(b, "[&a ");
	repeat(b, "0123456789", 10000);
	repeat(b, ", *a", count);
	buf_str(b, "]");
}

/* the "billion laughs": each level ten times the one before */
static void
laughs(struct buf *b, size_t count)
{
	size_t i;

	buf_str(b, "[&a0 x");
	for (i = 1; i <= count; i++) {
		buf_fmt(b, ", &a%zu [", i);
		while (b->at[b->len - 1] != ']')
			buf_fmt(b, "*a%zu,*a%zu,*a%zu,*a%zu,*a%zu]", i - 1, i - 1, i - 1, i - 1, i - 1);
	}
	buf_str(b, "]");
}

static void
limits(void)
{
	limit(deep, 64, NULL, "64 levels");
	limit(deep, 65, "1:65: more than 64 levels of nesting", "65 levels");
	limit(deep_alias, 64, NULL, "64 levels, the last 40 of an alias");
	limit(deep_alias, 65, "1:44: more than 64 levels of nesting", "65 levels, the last 40 of an alias");
	limit(wide_alias, 1000, NULL, "an alias for 1000 nodes");
	limit(wide_alias, 1001, "1:3006: found the alias *a, there are more than 1000 nodes under the anchor &a",
	    "and for 1001");
	limit(scalar, 1 << 20, NULL, "a text of 1 MiB");
	limit(scalar, (1 << 20) + 1, "1:2: a text of 1048577 bytes, 1048576 allowed", "and of a byte more");
	limit(anchors, 1000, NULL, "1000 anchors");
	limit(anchors, 1001, "1:8892: more than 1000 anchors", "1001 anchors");
	limit(same_anchor, 5000, NULL, "one anchor, given 5000 times");
	limit(unfold, 104, NULL, "aliases for 10.4 MB");
	limit(unfold, 105, "1:2: the aliases unfold to more than 10485760 bytes", "and for 10.5");
	limit(laughs, 4, NULL, "five to the fourth");
	limit(laughs, 9, "1:149: found the alias *a5, there are more than 1000 nodes under the anchor &a5",
	    "a billion laughs");
}

/* --- out of an entry that is wrong, and on with the next -------------------------------------- */

/* Reads a list of lists; each item that is wrong is left. Gives the texts of those that are not. */
static void
survivors(const struct buf *text, struct buf *out)
{
	struct yaml *y = open_text(text);
	struct node  n, inner;
	struct err   e;
	int          depth, rc;

	buf_clear(out);
	buf_str(out, "");
	rc = yaml_next(y, &n, &e);
	depth = yaml_depth(y);
	while (!rc && !yaml_next(y, &n, &e) && n.type == NODE_LIST) {
		while (!(rc = yaml_next(y, &inner, &e)) && yaml_depth(y) > depth)
			if (inner.type == NODE_SCALAR && *inner.text == '!')
				buf_str(out, inner.text);
		rc = rc ? yaml_leave(y, depth, &e) : 0;
		if (yaml_depth(y) != depth)
			break;
	}
	if (rc)
		buf_str(out, words(&e));
	yaml_close(y);
}

static void
is_left(const char *bad, const char *want, const char *what)
{
	struct buf text = { 0 }, out = { 0 };

	buf_str(&text, "- ['!one']\n- [");
	buf_str(&text, bad);
	buf_str(&text, ", b, c]\n- ['!two']\n");
	survivors(&text, &out);
	is_str(out.at, want, what);
	buf_release(&text);
	buf_release(&out);
}

static void
leaving(void)
{
	struct buf b = { 0 };

	is_left("*none", "!one!two", "an alias for nothing");
	is_left("!!map { a: { b: c } }", "!one!two", "a tagged mapping");
	is_left("x: { y: !z [ [ 1 ] ] }", "!one!two", "a tagged list inside");
	is_left("&a !!seq [ x ]", "!one!two", "an anchor with a tag");
	is_left("&a [ !!seq [ x ], y ], *a", "!one!two", "a tag inside an anchor");
	deep(&b, 80);
	is_left(b.at, "!one!two", "80 levels");
	buf_clear(&b);
	wide_alias(&b, 2000);
	is_left(b.at, "!one!two", "an alias for too many nodes");
	buf_clear(&b);
	unfold(&b, 105);
	is_left(b.at, "!one!two", "aliases for too many bytes, the last node of one");
	buf_clear(&b);
	deep_alias(&b, 64);
	is_left(b.at, "!one!two", "an alias too deep by its own levels");
	is_left("{ a: ] }", "!one2:9: did not find expected node content while parsing a flow node",
	    "what is no YAML ends the file");
	buf_release(&b);
}

/* --- tables of fields ------------------------------------------------------------------------ */

struct thing {
	const char  *name, *text;
	long         number, seconds;
	int          flag;
	struct texts list;
};

static const struct field fields[] = {
	{ "name",    field_name,    offsetof(struct thing, name),    1 },
	{ "text",    field_text,    offsetof(struct thing, text),    0 },
	{ "number",  field_long,    offsetof(struct thing, number),  0 },
	{ "seconds", field_seconds, offsetof(struct thing, seconds), 0 },
	{ "flag",    field_bool,    offsetof(struct thing, flag),    0 },
	{ "list",    field_texts,   offsetof(struct thing, list),    0 },
	{ "any",     field_any,     0,                               0 },
	{ 0 }
};

/* Reads a thing; its error, or NULL. */
static const char *
read_thing(const char *text, struct thing *t, struct mem *m, struct err *e)
{
	struct buf   b = { 0 };
	struct yaml *y;
	struct node  n;
	int          rc;

	memset(t, 0, sizeof *t);
	buf_str(&b, text);
	y = open_text(&b);
	rc = yaml_next(y, &n, e) || yaml_map(y, &n, fields, t, m, e);
	yaml_close(y);
	buf_release(&b);
	return rc ? words(e) : NULL;
}

static void
things(void)
{
	struct mem  *m = mem_new();
	struct thing t;
	struct err   e;

	is_str(read_thing("name: n\ntext: ~\nnumber: -3\nseconds: 2h\nflag: true\nlist: [a, ~, '']\n"
	    "any: { x: [1, { y: z }] }\n", &t, m, &e), NULL, "every kind of field");
	is_str(t.name, "n", "a name");
	is_str(t.text, "", "nothing is an empty text");
	is_int(t.number, -3, "a number");
	is_int(t.seconds, 7200, "two hours");
	is_int(t.flag, 1, "true");
	is_int((int64_t)t.list.count, 3, "three texts");
	is_str(t.list.at[0], "a", "the first");
	is_str(read_thing("name: n\nlist: one\n", &t, m, &e), NULL, "one text for a list");
	is_int((int64_t)t.list.count, 1, "is a list of one");
	is_str(read_thing("name: n\nlist:\n", &t, m, &e), NULL, "nothing for a list");
	is_int((int64_t)t.list.count, 0, "is an empty one");
	is_str(read_thing("name: &n n\ntext: *n\nlist: [*n, *n]\n", &t, m, &e), NULL, "aliases for values");
	is_str(t.text, "n", "are the values");
	mem_free(m);
}

static void
wrong_things(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "text: x\n", "1:1: the key \"name\" is missing" },
		{ "name: n\nnam: x\n", "2:1: found the unknown key \"nam\", the nearest known is \"name\"" },
		{ "name: n\nzebra: x\n", "2:1: found the unknown key \"zebra\", expected one of name, text, number, "
		    "seconds, flag, list, any" },
		{ "name: n\nname: m\n", "2:1: the key \"name\" stands twice" },
		{ "name: n\nany: x\nany: y\n", "3:1: the key \"any\" stands twice" },
		{ "name:\n", "1:6: found nothing, expected a text that is not empty" },
		{ "name: ''\n", "1:7: found \"\", expected a text that is not empty" },
		{ "name: [x]\n", "1:7: found a list, expected a text that is not empty" },
		{ "name: n\ntext: { a: b }\n", "2:7: found a mapping, expected a text" },
		{ "name: n\nnumber: 1.5\n", "2:9: found \"1.5\", expected a whole number" },
		{ "name: n\nnumber: 99999999999999999999\n",
		    "2:9: found \"99999999999999999999\", expected a whole number" },
		{ "name: n\nflag: yes\n", "2:7: found \"yes\", expected true or false" },
		{ "name: n\nflag: 'true'\n", "2:7: found \"true\", expected true or false" },
		{ "name: n\nlist: { a: b }\n", "2:7: found a mapping, expected a list" },
		{ "name: n\nlist: [[a]]\n", "2:8: found a list, expected a text" },
		{ "name: n\nseconds: 2x\n", "2:10: found \"2x\", expected a length of time: 90, 90s, 30m, 2h, 1d or 1w" },
		{ "name: n\nseconds: -1\n", "2:10: found \"-1\", expected a length of time: 90, 90s, 30m, 2h, 1d or 1w" },
		{ "name: n\nseconds: h\n", "2:10: found \"h\", expected a length of time: 90, 90s, 30m, 2h, 1d or 1w" },
		{ "- a\n", "1:1: found a list, expected a mapping (key: value)" },
		{ "just words\n", "1:1: found \"just words\", expected a mapping (key: value)" },
		{ "? [a]\n: b\n", "1:3: found a list, expected a key" },
		{ "name: n\n? { a: b }\n: c\n", "2:3: found a mapping, expected a key" },
		{ "name: n\nnumber: 123456789012345678901234567890123456789012345678901234567890€ and more\n",
		    "2:9: found \"123456789012345678901234567890123456789012345678901234567890...\", expected a whole "
		    "number" },
	};
	struct mem  *m = mem_new();
	struct thing t;
	struct err   e;
	size_t       i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		is_str(read_thing(rows[i].text, &t, m, &e), rows[i].want, rows[i].want);
		is_int(e.fault, FAULT_INPUT, "the fault that was asked for");
	}
	mem_free(m);
}

/* --- files that cannot be read --------------------------------------------------------------- */

static void
is_closed(const char *file, enum fault fault, const char *want)
{
	struct yaml *y = NULL;
	struct err   e = { 0 };

	if (ok(yaml_open(&y, file, fault, &e) == -1, "%s is refused", file)) {
		is_int(e.fault, fault, "with the fault asked for");
		ok(strstr(e.text, want) != NULL, "%s", e.text);
	}
	yaml_close(y);
}

static void
files(void)
{
	is_closed("/nonexistent/x.yaml", FAULT_CONF, "open /nonexistent/x.yaml: No such file or directory");
	is_closed("/", FAULT_INPUT, "/ is a folder, a YAML file was expected");
	write_file("a: b\n", 5);
	if (geteuid() && !chmod(path, 0))
		is_closed(path, FAULT_CONF, "Permission denied");
}

int
main(void)
{
	int fd = mkstemp(path);

	if (fd < 0) {
		perror(path);
		return 71;
	}
	close(fd);
	events();
	places();
	limits();
	leaving();
	things();
	wrong_things();
	files();
	unlink(path);
	return done();
}
