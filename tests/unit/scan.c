/* scan.c - JSON lines checked and cut in place, and records against their kinds */
#include "tap.h"

#include "smm/buf.h"
#include "smm/rec.h"

#include <stdlib.h>

static struct scan *s;
static struct err   e;

static void
accepted(void)
{
	static const char *const rows[] = {
		"{}", " { } ", "{\"a\":1}", "{\"a\":-0.5e+10,\"b\":[],\"c\":{},\"d\":[1,[2,{\"x\":null}]]}",
		"{\"a\":\"\\u00e9\\ud83d\\ude00\\n\"}", "{\"a\":true,\"b\":false,\"c\":null}", "{\"\":0}",
		"{\"a\":9223372036854775808}",
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		is_int(scan_object(s, rows[i], strlen(rows[i]), &e), 0, rows[i]);
}

static void
refused(void)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "", "expected a JSON object" }, { "[]", "found '['" }, { "{", "end of the line" },
		{ "{\"a\"}", "expected ':'" }, { "{\"a\":}", "expected a value" }, { "{\"a\":1,}", "expected a string" },
		{ "{\"a\":01}", "expected ',' or '}'" }, { "{\"a\":1.}", "expected a digit" }, { "{\"a\":+1}", "a value" },
		{ "{\"a\":1e}", "digit" }, { "{\"a\":tru}", "a value" }, { "{\"a\":NaN}", "a value" },
		{ "{\"a\":\"\x01\"}", "control characters" }, { "{\"a\":\"\\x\"}", "one of" },
		{ "{\"a\":\"\\u12g4\"}", "hexadecimal" }, { "{\"a\":\"\\ud800\"}", "surrogate" },
		{ "{\"a\":\"\\udc00\\ud800\"}", "surrogate" }, { "{\"a\":\"\\u0000\"}", "NUL" },
		{ "{\"a\":1}x", "end of the line" }, { "{\"a\":1,\"a\":2}", "stands twice" },
		{ "{\"a\":1,\"\\u0061\":2}", "stands twice" }, { "{\"x\":{\"k\":1,\"k\":1}}", "stands twice" },
		{ "{\"a\":\"\xc3\"}", "expected UTF-8" }, { "{'a':1}", "found '\\''" },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		e.text[0] = '\0';
		is_int(scan_object(s, rows[i].text, strlen(rows[i].text), &e), -1, rows[i].text);
		if (strcmp(rows[i].words, "found '\\''") != 0 && !ok(strstr(e.text, rows[i].words) != NULL, "says so"))
			printf("# %s\n", e.text);
	}
}

/* Strings are passed over sixteen bytes at a time: what ends one is seen at every place. */
static void
strings(void)
{
	char   text[80], value[48];
	size_t at, bad = 0, len;

	for (at = 0; at < 40; at++) {
		memset(value, 'x', 40);
		value[40] = '\0';
		value[at] = '\x1f';
		snprintf(text, sizeof text, "{\"key\":\"%s\",\"b\":1}", value);
		bad += scan_object(s, text, strlen(text), &e) == 0 || !strstr(e.text, "found byte 0x1f");
		value[at] = '"';
		snprintf(text, sizeof text, "{\"key\":\"%.*s,\"b\":1}", (int)at + 1, value);
		bad += scan_object(s, text, strlen(text), &e) != 0 || scan_members(s, &len)->value.len != at + 2;
		value[at] = '\\';
		snprintf(text, sizeof text, "{\"%.*s\\\":\",\"b\":1}", (int)at + 1, value);
		bad += scan_object(s, text, strlen(text), &e) == 0;
	}
	is_int((int64_t)bad, 0, "a string ends where it ends");
}

static void
depth(void)
{
	char text[300];
	int  levels, i, n;

	for (levels = SCAN_DEPTH; levels <= SCAN_DEPTH + 1; levels++) {
		n = snprintf(text, sizeof text, "{\"a\":");
		for (i = 1; i < levels; i++)
			text[n++] = '[';
		for (i = 1; i < levels; i++)
			text[n++] = ']';
		text[n++] = '}';
		is_int(scan_object(s, text, (size_t)n, &e), levels > SCAN_DEPTH ? -1 : 0, "levels of nesting");
	}
}

static void
many_keys(void)
{
	struct buf b = { 0 };
	int        i;

	buf_char(&b, '{');
	for (i = 0; i < 300000; i++)
		buf_fmt(&b, "%s\"k%d\":%d", i ? "," : "", i, i);
	buf_char(&b, '}');
	is_int(scan_object(s, b.at, b.len, &e), 0, "300 000 keys, none twice");
	b.len--;
	buf_str(&b, ",\"k1234\":0}");
	is_int(scan_object(s, b.at, b.len, &e), -1, "one of them twice");
	buf_release(&b);
}

static void
values(void)
{
	static const char text[] = "{\"t\":\"a\\u00e9\\\"\\ud83d\\ude00\",\"n\":-9223372036854775808,\"big\":9223372036854775808,"
	                           "\"l\":[1,\"x,]\",{\"y\":[2]}],\"o\":{\"a\":\"}\",\"b\":2}}";
	struct mem *m = mem_new();
	int64_t     n = 0;

	is_int(scan_object(s, text, sizeof text - 1, &e), 0, "an object with everything");
	is_str(scan_text(scan_find(s, "t")->value, m, NULL), "a\xc3\xa9\"\xf0\x9f\x98\x80", "text unescaped");
	is_int(scan_int(scan_find(s, "n")->value, &n), 0, "the least integer");
	is_int(n, INT64_MIN, "exactly");
	is_int(scan_int(scan_find(s, "big")->value, &n), -1, "2^63 is none of 64 bits");
	is_int((int64_t)scan_find(s, "big")->value.len, 19, "but stands as it is");
	ok(scan_find(s, "none") == NULL, "a key that is not there");
	mem_free(m);
}

static int
count_item(void *arg, const struct member *m)
{
	struct buf *b = arg;

	buf_fmt(b, "%.*s=%.*s;", (int)m->key.len, m->key.at, (int)m->value.len, m->value.at);
	return 0;
}

static void
inside(void)
{
	static const char text[] = "{\"l\":[ 1 , \"x,]\\\"\" ,{\"y\":[2]} , true],\"o\":{\"a\" : \"}\" , \"b\":2}}";
	struct buf        b = { 0 };

	is_int(scan_object(s, text, sizeof text - 1, &e), 0, "lists and objects");
	scan_inside(scan_find(s, "l")->value, count_item, &b);
	is_str(b.at, "=1;=\"x,]\\\"\";={\"y\":[2]};=true;", "items of a list");
	buf_clear(&b);
	scan_inside(scan_find(s, "o")->value, count_item, &b);
	is_str(b.at, "a=\"}\";b=2;", "members of an object");
	buf_release(&b);
}

static void
records(void)
{
	static const struct {
		const char *line, *words; /* NULL: right */
	} rows[] = {
		{ "{\"type\":\"note\",\"x\":1}", NULL },
		{ "{\"x\":1}", "without \"type\"" },
		{ "{\"type\":7}", "not a string" },
		{ "{\"type\":\"post\",\"id\":\"a\",\"account\":\"m\",\"network\":\"n\",\"at\":\"2026-12-01T09:00:00Z\",\"text\":\"\"}", NULL },
		{ "{\"type\":\"post\",\"id\":\"a\"}", "a post without \"account\"" },
		{ "{\"type\":\"post\",\"id\":1}", "\"id\" is 1, expected a string" },
		{ "{\"type\":\"post\",\"at\":\"tomorrow\"}", "RFC 3339" },
		{ "{\"type\":\"post\",\"state\":\"done\"}", "expected a known word" },
		{ "{\"type\":\"post\",\"media\":[{\"alt\":3}]}", "\"alt\" is 3" },
		{ "{\"type\":\"post\",\"late\":1.5}", "integer" },
		{ "{\"type\":\"post\",\"link\":\"no scheme\"}", "scheme" },
		{ "{\"type\":\"post\",\"thread\":[1]}", "list of strings" },
		{ "{\"type\":\"metric\",\"network\":\"n\",\"scope\":\"post\",\"at\":\"2026-12-01T09:00:00Z\",\"quotes\":4}", NULL },
	};
	char       room[512] = "";
	struct rec r, quick;
	struct err other;
	size_t     i, k, n, wrong = 0;
	int        rc;

	rec_init(&r);
	rec_init(&quick);
	for (i = 0; i < 40 * sizeof rows / sizeof *rows; i++) { /* each behind every other */
		const char *line = rows[i * (1 + i / 13 % 12) % (sizeof rows / sizeof *rows)].line;

		memset(room, 0, sizeof room);
		memcpy(room, line, strlen(line));
		rc = rec_read(&r, line, strlen(line), &e);
		wrong += rec_skim(&quick, room, strlen(line), &other) != rc || r.kind != quick.kind || (rc && strcmp(e.text, other.text) != 0);
		scan_members(r.scan, &n);
		for (k = 0; !rc && r.kind && k < n; k++)
			wrong += rec_kinds(&r)[k] != rec_kinds(&quick)[k] ||
			    scan_members(r.scan, &n)[k].key.len != scan_members(quick.scan, &n)[k].key.len ||
			    memcmp(scan_members(r.scan, &n)[k].key.at, scan_members(quick.scan, &n)[k].key.at, scan_members(r.scan, &n)[k].key.len) != 0;
	}
	is_int((int64_t)wrong, 0, "at speed, the same");
	rec_release(&quick);
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		rc = rec_read(&r, rows[i].line, strlen(rows[i].line), &e);
		if (!ok(rows[i].words ? rc && strstr(e.text, rows[i].words) : !rc, "%s", rows[i].line))
			printf("# %s\n", rc ? e.text : "accepted");
	}
	rec_release(&r);
}

int
main(void)
{
	s = scan_new();
	accepted();
	refused();
	strings();
	depth();
	many_keys();
	values();
	inside();
	records();
	scan_free(s);
	return done();
}
