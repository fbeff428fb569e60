/* x_sign.c - requests signed as OAuth 1.0a wants it: the published example of docs.x.com, and what is signed of others */
#include "../../lib/net/x.h"

#include "tap.h"

#define UPDATE "https://api.x.com/1.1/statuses/update.json"
#define SEARCH "https://api.x.com/2/tweets/search/recent"

static const struct {
	const char *what, *method, *url, *signature;
} cases[] = {
	{ "the published example", "POST", UPDATE "?include_entities=true&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20"
	    "signed%20OAuth%20request%21", "Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D" },
	{ "no query, a JSON body", "POST", "https://api.x.com/2/tweets", "lr%2BtV%2FDKclEvXKVjG6tgaSSLV0k%3D" },
	{ "a query", "GET", SEARCH "?query=%40brand%20-is%3Aretweet&max_results=100", "5ALBjiRso2NrSp7O1dvytbx63Yk%3D" },
	{ "the same with what need not be encoded left as it is", "GET",
	    SEARCH "?max_results=100&query=@brand%20-is:retweet", "5ALBjiRso2NrSp7O1dvytbx63Yk%3D" },
	{ "UTF-8", "GET", SEARCH "?query=%22caf%C3%A9%20%E2%98%95%22%20%28a%20OR%20b%29%2A~&next_token=b26v89c19zqg8o3f",
	    "G0rTJestXZTrQf7n0lyvg1ap6vE%3D" },
	{ "a multipart body", "POST", "https://api.x.com/2/media/upload/1880028106020515840/append",
	    "027VeUFoE5N9TSWqiO727VxeLH4%3D" },
};

/* The public sample values of docs.x.com, "Creating a signature". */
static json_t *
sample(void)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "consumer_key", "xvz1evFS4wEEPTGEFPHBog", "consumer_secret",
	    "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
	    "token_secret", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE");
}

static const char *
header(const struct call *c)
{
	return c->req.nheaders ? c->req.headers[c->req.nheaders - 1].value : "";
}

int
main(void)
{
	struct account a = { .name = "x" };
	struct call    c = { .account = &a, .mem = mem_new(), .session = sample() };
	size_t         i;
	const char    *first;

	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		call_send_to(&c, cases[i].method, EFFECT_NONE, cases[i].url);
		x_sign(&c, "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", INT64_C(1318622958000));
		ok(strstr(header(&c), mem_fmt(c.mem, "oauth_signature=\"%s\"", cases[i].signature)) != NULL, "%s",
		    cases[i].what);
	}
	c.now = INT64_C(1796115600000);
	call_send_to(&c, "GET", EFFECT_NONE, SEARCH "?query=a");
	ok(x_signed(&c) == GO_SEND && strstr(header(&c), "oauth_timestamp=\"1796115600\""), "signed now");
	first = mem_str(c.mem, header(&c));
	c.now++;
	call_send_to(&c, "GET", EFFECT_NONE, SEARCH "?query=a");
	x_signed(&c);
	ok(strcmp(first, header(&c)) != 0, "a millisecond later it is another");
	json_object_del(c.session, "consumer_secret");
	ok(x_signed(&c) == GO_FAIL && c.err.fault == FAULT_AUTH && strstr(c.err.text, "consumer_secret"),
	    "a value that is missing is named");
	json_decref(c.session);
	mem_free(c.mem);
	return done();
}
