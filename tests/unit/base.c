/* base.c - dates, JSON text, UTF-8, near words, exit statuses, URLs */
#include "tap.h"

#include "smm/base64.h"
#include "smm/buf.h"
#include "smm/hash.h"
#include "smm/mem.h"
#include "smm/near.h"
#include "smm/url.h"
#include "smm/utf8.h"
#include "smm/when.h"

static void
dates(void)
{
	static const struct {
		const char *text;
		int64_t     ms; /* -1: not a time */
		int         offset;
	} rows[] = {
		{ "2026-12-01T09:00:05+01:00", 1796112005000, 3600 },
		{ "2026-12-01T08:00:05Z", 1796112005000, 0 },
		{ "2026-12-01t08:00:05.25z", 1796112005250, 0 },
		{ "1970-01-01 00:00:00-00:00", 0, 0 },
		{ "2000-02-29T12:00:00Z", 951825600000, 0 },
		{ "2016-12-31T23:59:60Z", 1483228799000, 0 },
		{ "1900-02-29T12:00:00Z", -1, 0 },
		{ "2026-13-01T00:00:00Z", -1, 0 },
		{ "2026-12-01T24:00:00Z", -1, 0 },
		{ "2026-12-01T09:00:05", -1, 0 },
		{ "2026-12-01T09:00:05+0100", -1, 0 },
		{ "2026-12-01T09:00:05+01:00 ", -1, 0 },
		{ "2026-12-01T09:00:05.Z", -1, 0 },
		{ "", -1, 0 },
	};
	struct when_last last = { 0 };
	char    out[WHEN_SIZE], again[WHEN_SIZE];
	int64_t ms, other;
	size_t  i;
	int     offset, wrong = 0;

	for (i = 0; i < 10 * sizeof rows / sizeof *rows; i++) {
		const char *text = rows[i * 7 % (sizeof rows / sizeof *rows)].text;

		ms = -1;
		if (when_read_next(&last, text, strlen(text), &ms))
			ms = -1;
		wrong += ms != rows[i * 7 % (sizeof rows / sizeof *rows)].ms;
	}
	for (i = 0; i < 100000; i += 7) { /* the seconds of some more than a day */
		when_write(again, 1796112005000 + (int64_t)i * 1000, i % 21 ? 3600 : 0);
		wrong += when_read_next(&last, again, strlen(again), &ms) || ms != 1796112005000 + (int64_t)i * 1000;
	}
	is_int(wrong, 0, "one after the other, the same");
	for (i = wrong = 0; i < 8 * 256; i++) { /* any byte in the time of day */
		when_write(again, 1796112005000, 0);
		when_read_next(&last, again, strlen(again), &ms);
		again[11 + i / 256] = (char)i;
		ms = other = -1;
		wrong += when_read_next(&last, again, 20, &ms) != when_read(again, 20, &other, NULL) || ms != other;
	}
	is_int(wrong, 0, "whatever stands in the time of day");
	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		ms = -1;
		offset = 0;
		if (when_read(rows[i].text, strlen(rows[i].text), &ms, &offset))
			ms = -1;
		is_int(ms, rows[i].ms, rows[i].text);
		if (ms >= 0)
			is_int(offset, rows[i].offset, "its offset");
	}
	is_str(when_write(out, 1796112005000, 3600), "2026-12-01T09:00:05+01:00", "written with offset");
	is_str(when_write(out, 1796112005000, -12600), "2026-12-01T04:30:05-03:30", "and a half hour west");
	is_str(when_write(out, -1, 0), "1969-12-31T23:59:59Z", "before 1970");
	is_int(when_read_span("90", 2, &ms) || ms != 90, 0, "a length of time in seconds");
	is_int(when_read_span("2d", 2, &ms) || ms != 172800, 0, "in days");
	is_int(when_read_span("4w", 2, &ms) || ms != 2419200, 0, "in weeks");
	is_int(when_read_span("d", 1, &ms) && when_read_span("2y", 2, &ms) && when_read_span("2dd", 3, &ms) &&
	    when_read_span("-1d", 3, &ms) && when_read_span("", 0, &ms) && when_read_span("10000000d", 9, &ms) &&
	    when_read_span("2\0", 2, &ms), 1, "and what is none");
	is_str(when_write_ms(out, 1796112005007), "2026-12-01T08:00:05.007Z", "with milliseconds");
}

static void
every_day(void)
{
	struct civil c;
	int64_t      day;
	int          wrong = 0;

	for (day = -800000; day < 800000; day++) {
		civil_from_days(day, &c);
		c.hour = c.minute = c.second = 0;
		wrong += civil_days(c.year, c.month, c.day) != day || !civil_is_valid(&c);
	}
	is_int(wrong, 0, "each day of four thousand years, there and back");
}

static void
json(void)
{
	struct buf b = { 0 };

	json_open(&b, '{');
	json_str(&b, "a", "x\"\\\n\t\x01\x7f");
	json_str(&b, "none", NULL);
	json_str(&b, "b", "\xc2\x9b" "1m \xe2\x80\xa8 \xc3\xa9");
	json_int(&b, "n", INT64_MIN);
	json_key(&b, "l");
	json_open(&b, '[');
	json_item(&b, "1");
	json_item(&b, "ends in {");
	json_item(&b, "2");
	json_close(&b, ']');
	json_bool(&b, "t", 1);
	json_close(&b, '}');
	is_str(b.at, "{\"a\":\"x\\\"\\\\\\n\\t\\u0001\\u007f\",\"b\":\"\\u009b1m \\u2028 \xc3\xa9\","
	    "\"n\":-9223372036854775808,\"l\":[\"1\",\"ends in {\",\"2\"],\"t\":true}", "JSON, escaped for terminals");
	buf_release(&b);
}

static void
utf8(void)
{
	static const struct {
		const char *text;
		size_t      len, valid;
	} rows[] = {
		{ "plain", 5, 5 }, { "\xc3\xa9", 2, 2 }, { "\xf0\x9f\x98\x80", 4, 4 }, { "a\xff", 2, 1 },
		{ "\xc0\x80", 2, 0 }, { "\xe0\x80\x80", 3, 0 }, { "\xed\xa0\x80", 3, 0 },
		{ "\xf4\x90\x80\x80", 4, 0 }, { "\xe2\x82", 2, 0 }, { "12345678\x80", 9, 8 },
	};
	struct buf b = { 0 };
	size_t     i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++)
		is_int((int64_t)utf8_valid(rows[i].text, rows[i].len), (int64_t)rows[i].valid, "valid bytes");
	utf8_add_visible(&b, "\x1b]52;c;x\x07 \xe2\x80\xae \xff\n", 16, 1);
	is_str(b.at, "\\u{1b}]52;c;x\\u{7} \\u{202e} \\xff\n", "what strangers write, harmless on a terminal");
	buf_release(&b);
}

/* Byte by byte, as RFC 3629 has it. */
static size_t
slowly_valid(const char *s, size_t len)
{
	size_t i = 0, n = 1;

	for (; i < len && n; i += n)
		n = utf8_char((const unsigned char *)s + i, len - i);
	return i;
}

/* Many bytes are looked at together: whatever stands where, what is found is the same. */
static void
utf8_at_once(void)
{
	static const char *const parts[] = {
		"a", "plain ascii", "\xc3\xa9", "\xc2\x80", "\xdf\xbf", "\xe6\x97\xa5", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xef\xbf\xbf",
		"\xf0\x9f\x98\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xf3\xa0\x80\x80", /* wrong from here on */ "\xc0\x80",
		"\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
		"\x80", "\xc3", "\xe6\x97", "\xf0\x9f\x98", "\xf0\x9f", "\xf0",
	};
	const unsigned right = 13, all = sizeof parts / sizeof *parts;
	struct buf     b = { 0 };
	uint32_t       seed = 3629;
	int            i, n, wrong = 0, valid = 0;

	for (i = 0; i < 200000; i++) {
		buf_clear(&b);
		for (n = 0; n < 9; n++) {
			seed = seed * 1664525 + 1013904223;
			buf_str(&b, parts[(seed >> 16) % (n == i % 16 ? all : right)]);
		}
		wrong += utf8_valid(b.at, b.len) != slowly_valid(b.at, b.len);
		valid += slowly_valid(b.at, b.len) == b.len;
	}
	is_int(wrong, 0, "many bytes at once are as valid as one by one");
	ok(valid > 100000 && valid < 190000, "%d of %d texts were", valid, i);
	buf_release(&b);
}

static void
near(void)
{
	static const char *const words[] = { "accounts", "store", "timezone", "hours" };

	is_str(near_word("timezon", words, 4), "timezone", "a letter less");
	is_str(near_word("acounts", words, 4), "accounts", "one of two");
	is_str(near_word("sotre", words, 4), "store", "two changed places");
	is_str(near_word("password", words, 4), NULL, "nothing near");
	is_int((int64_t)near_distance("", "abc"), 3, "from nothing");
}

static void
statuses(void)
{
	static const int order[] = { 78, 77, 74, 79, 1, 65, 69, 76, 75, 0 };
	size_t           i, j, n = sizeof order / sizeof *order;
	int              wrong = 0;
	struct err       e;

	for (i = 0; i < n; i++)
		for (j = i; j < n; j++)
			wrong += exit_worse(order[i], order[j]) != order[i] || exit_worse(order[j], order[i]) != order[i];
	is_int(wrong, 0, "78, 77, 74, 79, 1, 65, 69, 76, 75 in that order");
	is_int(err_set(&e, FAULT_CONF, "%d is odd", 3), -1, "err_set returns -1");
	err_in(&e, "a.yaml:%d", 7);
	is_str(e.text, "a.yaml:7: 3 is odd", "places come before");
	is_int(fault_exit(FAULT_LIMIT), 75, "a limit passes");
}

static void
urls(void)
{
	char host[64];

	ok(url_is_loopback("http://127.0.0.1:8080/x"), "127.0.0.1");
	ok(url_is_loopback("http://LOCALHOST"), "localhost");
	ok(url_is_loopback("http://[::1]:1/"), "[::1]");
	ok(!url_is_loopback("http://127.0.0.1.evil.example/"), "a name that only begins so");
	ok(!url_is_loopback("http://127.0.0.1@evil.example/"), "user information");
	ok(!url_is_loopback("http://localhost.evil.example"), "another such name");
	is_int(url_host("https://a.example:1/x", host, sizeof host), 0, "a host");
	is_str(host, "a.example", "without its port");
	is_int(url_host("nothing", host, sizeof host), -1, "no host");
}

static void
digests(void)
{
	char out[DIGEST_SIZE];

	is_str(hash_digest("abc", 3, out),
	    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "SHA-256 of abc (FIPS 180-4)");
}

/* RFC 4648, section 10; its two last digits are others where an address goes. */
static void
base64(void)
{
	static const char *const texts[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	struct buf               b = { 0 };
	size_t                   len;

	for (len = 0; len < 7; len++) {
		buf_clear(&b);
		buf_str(&b, "");
		base64_add(&b, "foobar", len);
		is_str(b.at, texts[len], "base64");
	}
	buf_clear(&b);
	base64url_add(&b, "\xfb\xff\xbf\xfe", 4);
	is_str(b.at, "-_-__g", "as an address may hold it, without padding");
	buf_release(&b);
}

int
main(void)
{
	dates();
	every_day();
	json();
	utf8();
	utf8_at_once();
	near();
	statuses();
	urls();
	digests();
	base64();
	return done();
}
