/* html.c - what stands in a page, and the page around it */
#include "tap.h"

#include "smm/html.h"

#include <string.h>

static void
texts(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "plain é 日本 \xf0\x9f\x98\x80", "plain é 日本 \xf0\x9f\x98\x80" },
		{ "<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" },
		{ "\" onclick=\"x", "&quot; onclick=&quot;x" },
		{ "a&amp;b", "a&amp;amp;b" },
		{ "line\nfeed\ttab", "line\nfeed\ttab" },
		{ "a\001b\033c\x7f\xc2\x85", "a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xef\xbf\xbd\xef\xbf\xbd" },
		{ "a\xe2\x80\xae" "b\xe2\x81\xa6", "a\xef\xbf\xbd" "b\xef\xbf\xbd" },
		{ "a\xff\xe2\x80", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "", "" },
	};
	struct buf b = { 0 };
	size_t     i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		buf_clear(&b);
		buf_str(&b, "");
		html_str(&b, rows[i].text);
		is_str(b.at, rows[i].want, rows[i].want);
	}
	buf_clear(&b);
	html_str(&b, NULL);
	ok(b.len == 0, "nothing is nothing");
	buf_release(&b);
}

static void
links(void)
{
	ok(html_is_link("https://a.example") && html_is_link("HTTP://a.example"), "http and https");
	ok(!html_is_link("javascript:alert(1)") && !html_is_link(" https://a.example") && !html_is_link("data:text/html,x")
	    && !html_is_link("//a.example") && !html_is_link(NULL), "and nothing else");
}

static void
data(void)
{
	static const char *const want[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	struct buf b = { 0 };
	size_t     i;

	for (i = 0; i < sizeof want / sizeof *want; i++) { /* RFC 4648, section 10 */
		buf_clear(&b);
		html_data(&b, "image/png", "foobar", i);
		is_str(b.at + strlen("data:image/png;base64,"), want[i], "a vector of RFC 4648");
	}
	buf_release(&b);
}

static void
page(void)
{
	static const char *const css[] = { ".mine{color:red}", NULL };
	struct html_page p = { .lang = "fr", .title = "a <b>", .css = css, .style = ".made{}" };
	struct buf       b = { 0 };

	html_open(&b, &p);
	html_close(&b);
	ok(strncmp(b.at, "<!doctype html>\n<html lang=\"fr\">", 32) == 0, "the language");
	ok(strstr(b.at, "<title>a &lt;b&gt;</title>") != NULL, "the title is text");
	ok(strstr(b.at, "default-src 'none'; style-src 'unsafe-inline'; img-src data:") != NULL, "the policy");
	ok(strstr(b.at, ".mine{color:red}") && strstr(b.at, ".made{}"), "rules of its own");
	ok(strstr(b.at, "</html>\n") != NULL && !strstr(b.at, "<script"), "an end, and no script");
	buf_clear(&b);
	html_open(&b, &(struct html_page){ .title = "x" });
	ok(strstr(b.at, "<html lang=\"en\">") != NULL, "English unless said");
	buf_release(&b);
}

int
main(void)
{
	texts();
	links();
	data();
	page();
	return done();
}
