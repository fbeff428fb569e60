/* sse.c - server-sent events: what happened, whatever the pieces */
#include "tap.h"

#include "smm/sse.h"

#include <stdlib.h>
#include <string.h>

static const char *const news[] = { "notification", "message", NULL };

/* How many are news, in pieces of so many bytes. */
static size_t
count(const char *text, size_t len, size_t piece)
{
	struct sse s = { 0 };
	size_t     at, n = 0;

	for (at = 0; at < len; at += piece)
		n += sse_take(&s, text + at, len - at < piece ? len - at : piece, news);
	return n;
}

static const struct {
	const char *what, *text;
	size_t      n;
} cases[] = {
	{ "an event",                     "event: notification\ndata: {}\n\n", 1 },
	{ "without a space",              "event:notification\ndata:{}\n\n", 1 },
	{ "of another name",              "event: update\ndata: {}\n\n", 0 },
	{ "a name that begins alike",     "event: notifications\ndata: {}\n\n", 0 },
	{ "two of them",                  "event: notification\ndata: 1\n\nevent: notification\ndata: 2\n\n", 2 },
	{ "data of many lines: once",     "event: notification\ndata: 1\ndata: 2\n\n", 1 },
	{ "no name is message",           "data: 1\n\n", 1 },
	{ "the name holds for one event", "event: update\ndata: 1\n\ndata: 2\n\n", 1 },
	{ "the last name counts",         "event: notification\nevent: update\ndata: 1\n\n", 0 },
	{ "without data it is none",      "event: notification\n\n", 0 },
	{ "not ended, not there",         "event: notification\ndata: {}\n", 0 },
	{ "heartbeats",                   ":)\n:thump\n:\n\n", 0 },
	{ "a comment inside",             "event: notification\n:thump\ndata: {}\n\n", 1 },
	{ "carriage returns",             "event: notification\rdata: {}\r\r", 1 },
	{ "both",                         "event: notification\r\ndata: {}\r\n\r\n", 1 },
	{ "both, and blank lines",        "\r\n\r\nevent: notification\r\ndata: {}\r\n\r\n\r\n", 1 },
	{ "a byte order mark",            "\xef\xbb\xbf" "event: notification\ndata: {}\n\n", 1 },
	{ "fields nobody knows",          "id: 1\nretry: 2\nfoo\nevent: notification\ndata\n\n", 1 },
	{ "a web page",                   "<html>\n\n<body>event: notification</body>\n\n", 0 },
};

static void
long_lines(void)
{
	size_t len = 1 << 20;
	char  *text = malloc(len);

	memset(text, 'x', len);
	memcpy(text, "event: ", 7);
	memcpy(text + len / 2, "\ndata: ", 7);
	memcpy(text + len - 2, "\n\n", 2);
	ok(count(text, len, 1000) == 0, "a name of half a megabyte is none of ours");
	memcpy(text, "event: notification\n", 20);
	text[20] = ':';
	ok(count(text, len, 1000) == 1, "data of half a megabyte");
	memset(text, 0, len);
	ok(count(text, len, 4096) == 0, "zero bytes");
	free(text);
}

int
main(void)
{
	size_t i, piece;
	int    right;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (right = 1, piece = 1; piece <= strlen(cases[i].text); piece++)
			right &= count(cases[i].text, strlen(cases[i].text), piece) == cases[i].n;
		ok(right, "%s", cases[i].what);
	}
	long_lines();
	return done();
}
