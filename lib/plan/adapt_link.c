/* adapt_link.c - UTM parameters of links: never twice, never behind a fragment */
#include "smm/adapt.h"

#include "smm/buf.h"
#include "smm/text.h"
#include "smm/url.h"

#include <string.h>

#define HOST_SIZE 256

static int
is_same_letter(char a, char b)
{
	return a == b || ((a ^ b) == 0x20 && (b | 0x20) >= 'a' && (b | 0x20) <= 'z');
}

/* The host, or one below it. */
static int
is_host_of(const char *host, const char *of)
{
	size_t len = strlen(host), want = strlen(of), i;

	if (len < want || (len > want && host[len - want - 1] != '.'))
		return 0;
	for (i = 0; i < want && is_same_letter(host[len - want + i], of[i]); i++)
		;
	return i == want;
}

static int
is_counted(const struct utm *u, const char *url)
{
	char   host[HOST_SIZE];
	size_t i;

	if ((strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0) || url_host(url, host, sizeof host))
		return 0;
	for (i = 0; i < u->hosts.count; i++)
		if (is_host_of(host, u->hosts.at[i]))
			return 1;
	return !u->hosts.count;
}

/* Whether the query, between '?' and `end`, has the parameter. */
static int
has_parameter(const char *query, const char *end, const char *name)
{
	size_t len = strlen(name);

	for (; query && query < end; query = memchr(query + 1, '&', (size_t)(end - query - 1)))
		if ((size_t)(end - query) > len && strncmp(query + 1, name, len) == 0 &&
		    (query + 1 + len == end || query[1 + len] == '=' || query[1 + len] == '&'))
			return 1;
	return 0;
}

static void
add_encoded(struct buf *b, const char *s)
{
	for (; *s; s++)
		if ((*s >= '0' && *s <= '9') || ((*s | 0x20) >= 'a' && (*s | 0x20) <= 'z' && !(*s & 0x80)) ||
		    strchr("-._~", *s))
			buf_char(b, *s);
		else
			buf_fmt(b, "%%%02X", (unsigned)(unsigned char)*s);
}

/* "&name=value", or "?name=value" when it is the first. */
static int
add_parameter(struct buf *b, const char *name, const char *template, const struct variables *v, struct mem *m,
    struct err *e)
{
	const char *query = b->len ? memchr(b->at, '?', b->len) : NULL, *value;

	if (!template || has_parameter(query, b->at + b->len, name))
		return 0;
	value = template_fill(template, v, m, e);
	if (!value)
		return -1;
	if (!*value)
		return 0;
	if (!query)
		buf_char(b, '?');
	else if (!strchr("?&", b->at[b->len - 1]))
		buf_char(b, '&');
	buf_fmt(b, "%s=", name);
	add_encoded(b, value);
	return 0;
}

const char *
adapt_link(const struct utm *u, const char *url, const struct variables *v, struct mem *m, struct err *e)
{
	const struct {
		const char *name, *template;
	} parameters[] = {
		{ "utm_source", u->source }, { "utm_medium", u->medium }, { "utm_campaign", u->campaign },
		{ "utm_content", u->content }, { "utm_term", u->term },
	};
	const char *result = NULL;
	struct buf  b = { 0 };
	size_t      i, len = strcspn(url, "#");

	if (!u->source || !is_counted(u, url))
		return url;
	buf_add(&b, url, len);
	for (i = 0; i < sizeof parameters / sizeof *parameters; i++)
		if (add_parameter(&b, parameters[i].name, parameters[i].template, v, m, e))
			goto out;
	buf_str(&b, url + len);
	result = mem_dup(m, b.at, b.len);
out:
	buf_release(&b);
	return result;
}

const char *
adapt_links(const struct utm *u, const char *text, const struct variables *v, struct mem *m, struct err *e)
{
	size_t      len = strlen(text), from = 0;
	const char *url, *result = NULL;
	struct span link;
	struct buf  b = { 0 };

	if (!u->source || !strstr(text, "://"))
		return text;
	for (; text_next_link(text, len, from, &link); from = link.end) {
		url = adapt_link(u, mem_dup(m, text + link.start, link.end - link.start), v, m, e);
		if (!url)
			goto out;
		buf_add(&b, text + from, link.start - from);
		buf_str(&b, url);
	}
	buf_str(&b, text + from);
	result = mem_dup(m, b.at, b.len);
out:
	buf_release(&b);
	return result;
}
