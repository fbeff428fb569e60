/* html.c - a server's HTML as text, and JSON of the careless and hostile */
#include "smm/json.h"
#include "../../lib/net/html.h"

#include "tap.h"

#include <stdlib.h>

static const struct {
	const char *html, *text;
} cases[] = {
	{ "<p>Bonjour</p><p>deux<br>trois</p>", "Bonjour\n\ndeux\ntrois" },
	{ "", "" },
	{ "<p></p>", "" },
	{ "a < b &amp;&lt;b&gt; &#39;c&#x27; &eacute;&nope; &", "a < b &<b> 'c' \xc3\xa9&nope; &" },
	{ "<p><span class=\"h-card\"><a href=\"https://s.test/@anna\">@<span>anna</span></a></span> merci  !</p>",
	    "@anna merci !" },
	{ "<a href=\"https://a.example/long/path?x=1&amp;y=2\"><span class=\"invisible\">https://</span>"
	    "<span class=\"ellipsis\">a.example/long</span><span class=\"invisible\">/path?x=1&amp;y=2</span></a>",
	    "https://a.example/long/path?x=1&y=2" },
	{ "voir <a href='https://a.example/x'>a.example/x</a> !", "voir https://a.example/x !" },
	{ "voir <a href=\"https://a.example/x\">ici</a>", "voir ici (https://a.example/x)" },
	{ "<a href=\"javascript:alert(1)\">ici</a>", "ici" },
	{ "<ul><li>un</li><li>deux</li></ul>fin", "- un\n- deux\n\nfin" },
	{ "<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc" },
	{ "<pre>a\n  b</pre>", "a\n  b" },
	{ "a<script>alert('<p>')</script>b<style>p{}</style><!-- c -->d", "abd" },
	{ "a<script>never closed", "a" },
	{ "<img src=x alt=\"un chat\">", "un chat" },
	{ "<p>a<", "a<" },
	{ "a<b", "a" },
	{ "&#0;&#xd800;&#1114112;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
};

static void
test_text(void)
{
	struct buf b = { 0 };
	size_t     i;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		buf_clear(&b);
		html_read_text(&b, cases[i].html);
		is_str(b.at, cases[i].text, cases[i].html);
	}
	buf_release(&b);
}

static void
read_and_put(const char *text, size_t len, const char *want, const char *what)
{
	struct buf b = { 0 };
	json_t    *v = json_read(text, len);

	buf_str(&b, "");
	if (v)
		json_put(&b, v);
	is_str(b.at, want, what);
	json_decref(v);
	buf_release(&b);
}

static void
test_json(void)
{
	read_and_put("{\"b\":[1,{\"a\":[]}],\"a\":\"x\\u009b\"}", 32, "{\"b\":[1,{\"a\":[]}],\"a\":\"x\\u009b\"}",
	    "members in their order, controls escaped");
	read_and_put("[\"a\\u0000b\\ud800c\\ud83d\\ude00\\n\"]", 33,
	    "[\"a\xef\xbf\xbd" "b\xef\xbf\xbd" "c\xf0\x9f\x98\x80\\n\"]", "NUL and lone surrogates replaced");
	read_and_put("[\"\xff\xc3(\"]", 7, "[\"\xef\xbf\xbd\xef\xbf\xbd(\"]", "invalid UTF-8 replaced");
	read_and_put("[18446744073709551616]", 22, "[1.8446744073709552e19]", "beyond 64 bits");
	read_and_put("{\"a\":1,\"a\":2}", 13, "", "one key twice is nonsense");
	read_and_put("[\"\\", 3, "", "cut short");
	read_and_put("{\"a\\\"\":1}", 9, "{\"a\\\"\":1}", "a key with a quote");
}

static void
only_ab(const char *text, const char *want, const char *what)
{
	static const char *const names[] = { "a", "b", NULL };
	struct buf               b = { 0 };
	json_t                  *v = json_read_only(text, strlen(text), names);

	buf_str(&b, "");
	if (v)
		json_put(&b, v);
	is_str(b.at, want, what);
	json_decref(v);
	buf_release(&b);
}

static void
test_json_only(void)
{
	only_ab("{\"c\":[1,{}],\"b\":\"x\\u00e9\",\"a\":\"y\"}", "{\"a\":\"y\",\"b\":\"x\xc3\xa9\"}",
	    "wanted members, no other");
	only_ab("{\"a\":18446744073709551616,\"b\":null}", "{\"a\":1.8446744073709552e19,\"b\":null}", "any value");
	only_ab("{\"c\":1}", "{}", "none there");
	only_ab("{\"a\":1,\"c\":\"\\ud800\"}", "{\"a\":1,\"c\":\"\xef\xbf\xbd\"}", "careless: read whole, and repaired");
	only_ab("{\"a\":\"1\",\"c\":", "", "cut short behind what is wanted");
	only_ab("{\"a\":1,\"c\":1,\"c\":2}", "", "one key twice");
	only_ab("[\"a\"]", "[\"a\"]", "no object");
}

int
main(void)
{
	test_text();
	test_json();
	test_json_only();
	return done();
}
