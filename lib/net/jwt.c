/* jwt.c - tokens that are made for each request */
#include "jwt.h"

#include "smm/base64.h"
#include "smm/hash.h"

#include <string.h>

const char *
jwt_write(struct mem *m, const struct jwt *j)
{
	const char   *header = mem_fmt(m, "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}", j->kid);
	const char   *claims = mem_fmt(m, "{\"iat\":%lld,\"exp\":%lld,\"aud\":\"%s\"}", (long long)j->from,
	      (long long)j->until, j->aud);
	unsigned char sum[SHA256_BYTES];
	struct buf    b = { 0 };
	char         *token;

	base64url_add(&b, header, strlen(header));
	buf_char(&b, '.');
	base64url_add(&b, claims, strlen(claims));
	hash_hmac(j->key, j->key_len, b.at, b.len, sum);
	buf_char(&b, '.');
	base64url_add(&b, sum, sizeof sum);
	token = mem_dup(m, b.at, b.len);
	buf_release(&b);
	return token;
}
