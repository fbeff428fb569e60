/* net.c - the networks' tables, requests, and what a server's HTML is compared with */
#include "../../lib/net/html.h"

#include "smm/net.h"

#include "tap.h"

#include <stdlib.h>

#define LEXICONS "../shared/specs/bluesky/lexicons/app/bsky/"

/* --- tables ----------------------------------------------------------------------------------- */

/* Steps are found again by name: each stands once, and asks and takes. */
static int
is_sound(const struct step *steps)
{
	const struct step *s, *other;

	for (s = steps; s->name; s++) {
		if (!s->ask || !s->take || (s->find && (!s->find->ask || !s->find->take)))
			return 0;
		for (other = steps; other < s; other++)
			if (strcmp(other->name, s->name) == 0)
				return 0;
	}
	return s > steps;
}

/* What the network cannot, of what all others may: the first that is nowhere, or that is in both; NULL. */
static const char *
unexplained(const struct net *n)
{
	const struct lack *l;
	int                op;

	for (op = 0; n->lacks && op <= OP_OTHER_METRICS; op++) {
		for (l = n->lacks; l->what && strcmp(l->what, op_name((enum op)op)) != 0; l++)
			;
		if (op == OP_HOLD)
			continue; /* cm-reply(1) says what happens where nothing is held */
		if (!l->what == !n->ops[op])
			return op_name((enum op)op);
	}
	return NULL;
}

static void
test_table(const struct net *n)
{
	const struct media_limit *m;
	const struct post_limit  *l;
	int                       op;

	ok(net_find(n->name) == n, "%s is found by its name", n->name);
	ok(n->title && n->text.max > 0, "%s has a title and a limit", n->name);
	ok(n->ops[OP_PUBLISH] != NULL, "%s can publish", n->name);
	for (op = 0; op < OP_COUNT; op++)
		ok(!n->ops[op] ||
		    is_sound(n->ops[op]), "%s: the steps of %s", n->name, op_name((enum op)op));
	ok(!n->ops[OP_LOGIN] || n->ops[OP_REFRESH], "%s: who signs in refreshes", n->name);
	ok(!n->oauth == !n->ops[OP_AUTHORIZE], "%s: consent becomes a session", n->name);
	ok(n->ops[OP_WHO] != NULL, "%s: who we are there", n->name);
	if (!ok(!unexplained(n), "%s: what it cannot is explained", n->name))
		printf("# %s\n", unexplained(n));
	for (l = n->limits; l && l->posts; l++)
		ok(l->posts > 0 && !l->sec == !!l->renews && l - n->limits < 4, "%s: a limit of posts has a time", n->name);
	ok(!(n->can & CAN_POLL) == !n->poll.max, "%s: polls have limits", n->name);
	for (m = n->media.types; m->type && m->max_bytes > 0 && strchr(m->type, '/'); m++)
		;
	ok(!m->type && m > n->media.types && n->media.max > 0, "%s: media have limits", n->name);
}

static void
test_tables(void)
{
	const struct net *const *n = net_all();
	size_t                   count = 0;

	for (; *n; n++, count++) {
		test_table(*n);
		ok(net_is_known(n[0]->name), "%s is known by name", n[0]->name);
		ok(*n[0]->knows != NULL, "%s knows options", n[0]->name);
		ok(!count ||
		    strcmp(n[-1]->name, n[0]->name) < 0, "%s stands in its place", n[0]->name);
	}
	ok(count > 1, "there are networks");
	ok(!net_is_known("") && !net_is_known("masto"), "no other name is known");
	ok(!net_find("") && !net_find("masto") &&
	    !net_find("mastodon "), "no other network is found");
	is_int(op_find("publish"), OP_PUBLISH, "an operation by its word");
	is_int(op_find("dance"), -1, "no operation by another");
}

static json_int_t
number(const json_t *j, const char *a, const char *b, const char *c, const char *name)
{
	const char *const way[] = { "defs", a, b, c };
	size_t            i;

	for (i = 0; i < 4; i++)
		j = way[i] ? json_object_get(j, way[i]) : j;
	return json_integer_value(json_object_get(j, name));
}

/* Our limits against the lexicons themselves. */
static void
test_lexicons(void)
{
	const struct net *n = net_find("bluesky");
	json_t           *post = json_load_file(LEXICONS "feed/post.json", 0, NULL);
	json_t           *images = json_load_file(LEXICONS "embed/images.json", 0, NULL);
	const json_t     *text = json_object_get(json_object_get(json_object_get(json_object_get(
	    json_object_get(post, "defs"), "main"), "record"), "properties"), "text");

	if (!post || !images) {
		ok(1, "lexicons # SKIP not there");
	} else {
		is_int((int64_t)n->text.max,
		    json_integer_value(json_object_get(text, "maxGraphemes")), "graphemes");
		is_int((int64_t)n->text.max_bytes,
		    json_integer_value(json_object_get(text, "maxLength")), "bytes");
		is_int(n->media.max, number(images, "main", "properties", "images", "maxLength"),
		    "pictures");
		is_int(n->media.types[0].max_bytes,
		    number(images, "image", "properties", "image", "maxSize"),
		    "bytes of a picture");
	}
	json_decref(post);
	json_decref(images);
}

static void
test_texts(void)
{
	static const struct {
		const char *net, *text, *link;
		size_t      media;
		const char *want;
	} all[] = {
		{ "mastodon", "a", NULL, 0, "a" },
		{ "mastodon", "a", "", 0, "a" },
		{ "mastodon", "a", "https://b.co/c", 0, "a\n\nhttps://b.co/c" },
		{ "mastodon", "", "https://b.co/c", 0, "https://b.co/c" },
		{ "mastodon", "see https://b.co/c.", "https://b.co/c", 0, "see https://b.co/c." },
		{ "mastodon", "see https://b.co/cd", "https://b.co/c", 0, "see https://b.co/cd\n\nhttps://b.co/c" },
		{ "mastodon", "seehttps://b.co/c", "https://b.co/c", 0, "seehttps://b.co/c\n\nhttps://b.co/c" },
		{ "bluesky", "a", "https://b.co/c", 0, "a" },
		{ "bluesky", "a", "https://b.co/c", 1, "a\n\nhttps://b.co/c" },
	};
	struct mem *m = mem_new();
	size_t      i;

	for (i = 0; i < sizeof all / sizeof *all; i++)
		is_str(net_text(net_find(all[i].net), m, all[i].text, all[i].link, all[i].media),
		    all[i].want,
		    "a text with its link");
	mem_free(m);
}

/* --- requests --------------------------------------------------------------------------------- */

static void
test_requests(void)
{
	struct mem  *m = mem_new();
	struct req   r = { 0 };
	struct buf   b = { 0 };
	struct pair  headers[] = { { "date", "x" }, { "location", "y" } };
	struct reply reply = { .headers = headers, .nheaders = 2 };
	int          i;

	for (i = 0; i < 9; i++) {
		req_header(&r, m, mem_fmt(m, "h%d", i), mem_fmt(m, "v%d", i));
		req_part(&r, m, (struct part){ .name = mem_fmt(m, "p%d", i), .value = "v" });
	}
	is_int((int64_t)r.nheaders, 9, "headers");
	is_str(r.headers[0].name, "h0", "the first stays");
	is_str(r.headers[8].value, "v8", "the last is there");
	ok(r.body == BODY_PARTS && r.nparts == 9, "parts make a multipart body");
	is_str(r.parts[4].name, "p4", "parts stay in their order");
	form_add(&b, "a[]", "x y&z=\xc3\xa9+~*");
	form_add(&b, "b", "");
	is_str(b.at, "a[]=x+y%26z%3D%C3%A9%2B%7E*&b=", "a form");
	is_str(reply_header(&reply, "location"), "y", "a header of the reply");
	is_str(reply_header(&reply, "retry-after"), NULL, "one that is not there");
	buf_release(&b);
	mem_free(m);
}

/* --- record keys ------------------------------------------------------------------------------ */

static int
compare_keys(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The record key of a post, as its request has it. */
static void
key_of(const char *id, const char *at, struct mem *m, char key[16])
{
	static const struct account account = { .name = "a", .network = "bluesky" };
	const struct net           *n = net_find("bluesky");
	const struct step          *s = n->ops[OP_PUBLISH];
	json_t                     *rec = json_pack("{s:s, s:s, s:s}", "id", id, "at", at, "text",
	    "x");
	json_t     *session = json_pack("{s:s, s:s}", "did", "did:plc:a", "accessJwt", "t"), *body;
	struct call c;

	net_begin(&c, n, &account, rec);
	c.mem = m;
	c.session = session;
	while (net_ask(s, &c) != GO_SEND)
		s++;
	body = json_loadb(c.req.text, c.req.len, 0, NULL);
	snprintf(key, 16, "%s", json_string_value(json_object_get(body, "rkey")));
	json_decref(body);
	net_end(&c);
	json_decref(rec);
	json_decref(session);
}

/* Many posts for one second: no two may have one key, or one would overwrite the other. */
static void
test_keys(void)
{
	enum { COUNT = 2000 };
	static char keys[COUNT][16];
	struct mem *m = mem_new();
	char        id[40], early[16], late[16];
	size_t      i, same = 0;

	for (i = 0; i < COUNT; i++) {
		snprintf(id, sizeof id, "entry-%zu@bsky", i);
		key_of(id, "2026-12-01T09:00:00+01:00", m, keys[i]);
	}
	qsort(keys, COUNT, sizeof *keys, compare_keys);
	for (i = 1; i < COUNT; i++)
		same += strcmp(keys[i - 1], keys[i]) == 0;
	is_int((int64_t)same, 0, "posts of one second have keys of their own");
	key_of("a", "2026-12-01T09:00:00+01:00", m, early);
	key_of("a", "2026-12-01T09:00:01+01:00", m, late);
	ok(strlen(early) == 13 && strcmp(early, late) < 0, "keys follow the time");
	mem_free(m);
}

/* --- HTML ------------------------------------------------------------------------------------- */

static const struct {
	const char   *ours, *html;
	enum likeness want;
} pairs[] = {
	{ "", "", LIKE_SAME },
	{ "", "<p></p>", LIKE_SAME },
	{ "a b", "<p>a b</p>", LIKE_SAME },
	{ "a\n\nb", "<p>a</p><p>b</p>", LIKE_SAME },
	{ "a b", "<p>a c</p>", LIKE_NOT },
	{ "1 < 2 & \"3\"", "<p>1 &lt; 2 &amp; &quot;3&#39;</p>", LIKE_SAME },
	{ "\xc3\xa9t\xc3\xa9", "&#xe9;t&#233;", LIKE_SAME },
	{ "e\xcc\x81", "\xc3\x89", LIKE_SAME }, /* composed, and another case */
	{ "\xef\xac\x81n", "fin", LIKE_SAME },  /* a ligature */
	{ "it's --- \"x\"", "it\xe2\x80\x99s \xe2\x80\x94 \xc2\xabx\xc2\xbb", LIKE_SAME },
	{ "&lt;", "&amp;lt;", LIKE_SAME },
	{ "a &#0; &#x110000; &# & &x; b", "a &#0; &#x110000; &# & &x; b", LIKE_NOT },
	{ "\xf0\x9f\x8e\x89", "\xf0\x9f\x8e\x89", LIKE_SAME },
	{ "\xf0\x9f\x8e\x89", "\xf0\x9f\x91\x8d", LIKE_SO },
	{ "\xf0\x9f\x8e\x89", "a", LIKE_NOT },
	{ "@bob@far.test hi", "<a href=\"https://far.test/@bob\">@<span>bob</span></a> hi", LIKE_SAME },
	{ "@bob@far.test hi", "<a href=\"https://far.test/@bob\">@bob@far.test</a> hi", LIKE_SAME },
	{ "@bob hi", "<a href=\"https://far.test/@bob\">@bob@far.test</a> hi", LIKE_SAME },
	{ "https://b.co/c", "<a href='https://b.co/c'>b.co/\xe2\x80\xa6</a>", LIKE_SAME },
	{ "https://b.co/c?d=e&f", "<a rel=\"x\" href=\"https://b.co/c?d=e&amp;f\">b.co</a>", LIKE_SAME },
	{ "x b.co y", "x <a href=\"https://b.co\">b.co</a> y", LIKE_SAME },
	{ "x https://b.co/1 y", "x <a href=\"https://b.co/2\">https://b.co/2</a> y", LIKE_SO },
	{ "x https://b.co/1 y", "x <a href=\"https://b.co/2\">https://b.co/2</a> z", LIKE_NOT },
	{ "x https://m\xc3\xbcnchen.de y", "x <a href=\"https://xn--mnchen-3ya.de/\">xn--\xe2\x80\xa6</a> y", LIKE_SO },
	{ "[words](https://b.co/1)", "<a href=\"https://b.co/1\">words</a>", LIKE_SAME },
	{ "[words](https://b.co/1) or b", "<a href=\"https://b.co/2\">words</a> or b", LIKE_SO },
	{ "[b](https://b.co/b)", "<a href=\"https://b.co/b\">b</a>", LIKE_SAME },
	/* snac 2.75, word for word */
	{ "Pic :-) **bold** [words](https://x.example/1) @bob https://x.example/a?b=1&c=\xc3\xa9",
	    "Pic &#128578; <b>bold</b> <a href=\"https://x.example/1\">words</a> <span class=\"h-card\">"
	    "<a href=\"http://127.0.0.1:46241/bob\" class=\"u-url mention\">@bob@127.0.0.1:46241</a></span> "
	    "<a href=\"https://x.example/a?b=1&c=\xc3\xa9\" target=\"_blank\">"
	    "https://x.example/a?b=1&c=\xc3\xa9</a><br>", LIKE_SAME },
	{ "@bob@b.co: 5", "@bob: 5", LIKE_SAME },
	{ "a", "<a", LIKE_NOT },
	{ "a", "<p>a<", LIKE_SAME },
	{ "a", "a<a href=\"https://", LIKE_SAME },
	{ "a", "a</a></a>", LIKE_SAME },
};

static void
test_html(void)
{
	size_t i;
	char   what[60];

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		snprintf(what, sizeof what, "HTML of pair %zu", i);
		is_int(html_compare(pairs[i].ours, pairs[i].html), pairs[i].want, what);
	}
	is_int(html_compare(NULL, NULL), LIKE_SAME, "nothing is nothing");
	is_int(text_compare("<b>", "&lt;b&gt;"), LIKE_NOT, "plain texts have no entities");
}

int
main(void)
{
	test_tables();
	test_lexicons();
	test_texts();
	test_requests();
	test_keys();
	test_html();
	return done();
}
