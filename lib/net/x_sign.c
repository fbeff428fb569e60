/*
 * x_sign.c - OAuth 1.0a (RFC 5849): requests signed with four values that never expire
 *
 * docs.x.com: "OAuth 1.0a", "Creating a signature". Signed are the method, the address without its query, the query and
 * the oauth_ parameters; JSON and multipart bodies are not.
 */
#include "x.h"

#include "smm/base64.h"
#include "smm/hash.h"

#include <inttypes.h>
#include <stdlib.h>

#define PARAMETERS_MAX 32 /* of a request of ours, the six of OAuth included */

struct parameter { /* both encoded */
	const char *name, *value;
};

struct parameters {
	struct parameter at[PARAMETERS_MAX];
	size_t           count;
};

static void
add(struct parameters *p, const char *name, const char *value)
{
	if (p->count < PARAMETERS_MAX)
		p->at[p->count++] = (struct parameter){ name, value };
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

/* What stands in a query, encoded as it is signed: first decoded, since ours leave commas and the like as they are. */
static const char *
encoded_anew(struct call *c, const char *s, size_t len)
{
	char  *plain = mem_alloc(c->mem, len + 1);
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		if (s[i] == '%' && i + 2 < len) {
			plain[n++] = (char)(hex(s[i + 1]) << 4 | hex(s[i + 2]));
			i += 2;
		} else {
			plain[n++] = s[i];
		}
	}
	plain[n] = '\0';
	return call_encoded(c, plain);
}

static void
add_query(struct call *c, struct parameters *p, const char *query)
{
	size_t len, equals;

	for (; *query; query += len + (query[len] == '&')) {
		len = strcspn(query, "&");
		equals = strcspn(query, "=&");
		add(p, encoded_anew(c, query, equals), equals < len ?
		    encoded_anew(c, query + equals + 1, len - equals - 1) : "");
	}
}

static int
by_name(const void *a, const void *b)
{
	const struct parameter *x = a, *y = b;
	int                     order = strcmp(x->name, y->name);

	return order ? order : strcmp(x->value, y->value);
}

/* RFC 5849, section 3.4.1 */
static const char *
base_string(struct call *c, struct parameters *p)
{
	const char *url = mem_dup(c->mem, c->req.url, strcspn(c->req.url, "?"));
	struct buf  b = { 0 };
	const char *text;
	size_t      i;

	qsort(p->at, p->count, sizeof *p->at, by_name);
	for (i = 0; i < p->count; i++)
		buf_fmt(&b, "%s%s=%s", i ? "&" : "", p->at[i].name, p->at[i].value);
	text = mem_fmt(c->mem, "%s&%s&%s", c->req.method, call_encoded(c, url), call_encoded(c, b.at));
	buf_release(&b);
	return text;
}

/* RFC 5849, section 3.4.2 */
static const char *
signature(struct call *c, const char *base)
{
	const char   *key = mem_fmt(c->mem, "%s&%s", call_encoded(c, text_member(c->session, "consumer_secret")),
	    call_encoded(c, text_member(c->session, "token_secret")));
	unsigned char sum[SHA1_BYTES];
	struct buf    b = { 0 };
	const char   *text;

	hash_hmac_sha1(key, strlen(key), base, strlen(base), sum);
	base64_add(&b, sum, sizeof sum);
	text = mem_dup(c->mem, b.at, b.len);
	buf_release(&b);
	return text;
}

/* No two requests of one second have the same: it is made of all that there is to say, and the millisecond. */
static const char *
nonce(struct call *c)
{
	const char *part = c->req.nparts && c->req.parts[0].value ? c->req.parts[0].value : "";
	const char *all = mem_fmt(c->mem, "%" PRId64 " %s %s %.*s %s %s", c->now, c->req.method, c->req.url,
	    (int)c->req.len, c->req.text ? c->req.text : "", part, text_member(c->session, "token_secret"));
	char        digest[DIGEST_SIZE];

	hash_digest(all, strlen(all), digest);
	return mem_dup(c->mem, digest + strlen("sha256:"), 32);
}

enum go
x_sign(struct call *c, const char *unique, int64_t at)
{
	const char *const names[] = { "oauth_consumer_key", "oauth_nonce", "oauth_signature_method", "oauth_timestamp",
		"oauth_token", "oauth_version" };
	const char       *values[] = { call_encoded(c, text_member(c->session, "consumer_key")), unique ? unique :
		nonce(c), "HMAC-SHA1", mem_fmt(c->mem, "%" PRId64, at / 1000),
		call_encoded(c, text_member(c->session, "token")), "1.0" };
	struct parameters p = { .count = 0 };
	const char       *query = strchr(c->req.url, '?'), *header = "OAuth ", *sign;
	size_t            i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		add(&p, names[i], values[i]);
	if (query)
		add_query(c, &p, query + 1);
	sign = call_encoded(c, signature(c, base_string(c, &p)));
	for (i = 0; i < sizeof names / sizeof *names; i++)
		header = mem_fmt(c->mem, "%s%s=\"%s\", ", header, names[i], values[i]);
	req_header(&c->req, c->mem, "Authorization", mem_fmt(c->mem, "%soauth_signature=\"%s\"", header, sign));
	c->req.dated = 1;
	return GO_SEND;
}
