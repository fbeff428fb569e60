/* jwt.c - tokens for each request, compared with what other implementations of RFC 7519 make */
#include "../../lib/net/jwt.h"

#include "tap.h"
#include "vectors.h"

#define PUBLISHED "../shared/specs/ghost/vectors/jwt.json"

/* Made by Python's hmac and base64. */
static void
check_another(struct mem *m)
{
	struct jwt j = { "0102", "/admin/", (const unsigned char *)"secret key", 10, INT64_C(1796115600),
		INT64_C(1796115900) };

	is_str(jwt_write(m, &j),
	    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAxMDIifQ.eyJpYXQiOjE3OTYxMTU2MDAsImV4cCI6MTc5NjExNTkwMCwiYXVkIjoiL2FkbWluLyJ9"
	    ".W0UNSOq5MqUVOk2m9DaxaXsKoQ0mP-1EI2poui2obLQ", "a token as another makes it");
}

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10;
}

static void
check_published(struct mem *m)
{
	json_t       *file = vectors_load(PUBLISHED), *one;
	const char   *key = vectors_text(file, "admin_api_key"), *colon = strchr(key, ':');
	unsigned char secret[32];
	struct jwt    j = { .aud = "/admin/", .key = secret, .key_len = sizeof secret };
	size_t        i;

	for (i = 0; colon && i < sizeof secret; i++)
		secret[i] = (unsigned char)(digit(colon[1 + 2 * i]) << 4 | digit(colon[2 + 2 * i]));
	j.kid = colon ? mem_dup(m, key, (size_t)(colon - key)) : "";
	json_array_foreach(json_object_get(file, "cases"), i, one) {
		j.from = json_integer_value(json_object_get(one, "iat"));
		j.until = json_integer_value(json_object_get(one, "exp"));
		is_str(jwt_write(m, &j), vectors_text(one, "token"), "a published token");
	}
	json_decref(file);
}

int
main(void)
{
	struct mem *m = mem_new();

	check_another(m);
	check_published(m);
	mem_free(m);
	return done();
}
