/* sigv4.c - addresses of S3 that allow one request for a while */
#include "sigv4.h"

#include "smm/hash.h"
#include "smm/when.h"

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SERVICE   "s3"
#define UNSIGNED  "UNSIGNED-PAYLOAD"

static char *
hex(struct mem *m, const unsigned char sum[SHA256_BYTES])
{
	char *text = mem_alloc(m, 2 * SHA256_BYTES + 1);
	int   i;

	for (i = 0; i < SHA256_BYTES; i++) {
		text[2 * i] = "0123456789abcdef"[sum[i] >> 4];
		text[2 * i + 1] = "0123456789abcdef"[sum[i] & 15];
	}
	text[2 * SHA256_BYTES] = '\0';
	return text;
}

/* "20261201T090000Z" */
static char *
compact_time(struct mem *m, int64_t ms)
{
	char  text[WHEN_SIZE], *out = mem_alloc(m, WHEN_SIZE), *p = out;
	char *s;

	for (s = when_write(text, ms, 0); *s; s++)
		if (*s != '-' && *s != ':')
			*p++ = *s;
	*p = '\0';
	return out;
}

/* The key of a day, a region and a service ("Calculate signature", step 3), then the text signed with it. */
static char *
signature(struct mem *m, const struct sigv4 *s, const char *day, const char *text)
{
	const char   *words[] = { day, s->region, SERVICE, "aws4_request", text };
	unsigned char key[SHA256_BYTES];
	char         *first = mem_fmt(m, "AWS4%s", s->secret);
	size_t        i;

	hash_hmac(first, strlen(first), words[0], strlen(words[0]), key);
	for (i = 1; i < sizeof words / sizeof *words; i++)
		hash_hmac(key, sizeof key, words[i], strlen(words[i]), key);
	return hex(m, key);
}

/* What is signed: method, path, query, the host as the one header, and that the body is not signed. */
static char *
canonical(struct mem *m, const struct sigv4 *s, const char *query)
{
	const char *host = strstr(s->url, "://") + 3, *path = strchr(host, '/');

	return mem_fmt(m, "%s\n%s\n%s\nhost:%.*s\n\nhost\n" UNSIGNED, s->method, path ? path : "/", query,
	    (int)strcspn(host, "/"), host);
}

const char *
sigv4_address(struct mem *m, const struct sigv4 *s)
{
	const char   *time = compact_time(m, s->at), *day = mem_dup(m, time, strlen("20261201"));
	const char   *query = mem_fmt(m, "X-Amz-Algorithm=" ALGORITHM "&X-Amz-Credential=%s%%2F%s%%2F%s%%2F" SERVICE
	    "%%2Faws4_request&X-Amz-Date=%s&X-Amz-Expires=%ld&X-Amz-SignedHeaders=host", s->user, day, s->region,
	    time, s->seconds);
	const char   *asked = canonical(m, s, query), *text;
	unsigned char sum[SHA256_BYTES];

	hash_sha256(asked, strlen(asked), sum);
	text = mem_fmt(m, ALGORITHM "\n%s\n%s/%s/" SERVICE "/aws4_request\n%s", time, day, s->region, hex(m, sum));
	return mem_fmt(m, "%s?%s&X-Amz-Signature=%s", s->url, query, signature(m, s, day, text));
}
