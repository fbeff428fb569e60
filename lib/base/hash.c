/* hash.c - SHA-256 (by nettle) and a hash for our own tables */
#include "smm/hash.h"

#include <errno.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <string.h>
#include <unistd.h>

void
hash_sha256(const void *data, size_t len, unsigned char out[SHA256_BYTES])
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, data);
	sha256_digest(&ctx, SHA256_BYTES, out);
}

void
hash_hmac(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[SHA256_BYTES])
{
	struct hmac_sha256_ctx ctx;

	hmac_sha256_set_key(&ctx, key_len, key);
	hmac_sha256_update(&ctx, len, data);
	hmac_sha256_digest(&ctx, SHA256_BYTES, out);
}

void
hash_hmac_sha1(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[SHA1_BYTES])
{
	struct hmac_sha1_ctx ctx;

	hmac_sha1_set_key(&ctx, key_len, key);
	hmac_sha1_update(&ctx, len, data);
	hmac_sha1_digest(&ctx, SHA1_BYTES, out);
}

static char *
write_digest(const unsigned char sum[SHA256_BYTES], char out[DIGEST_SIZE])
{
	static const char hex[] = "0123456789abcdef";
	char             *p = out + 7;
	int               i;

	memcpy(out, "sha256:", 7);
	for (i = 0; i < SHA256_BYTES; i++) {
		*p++ = hex[sum[i] >> 4];
		*p++ = hex[sum[i] & 15];
	}
	*p = '\0';
	return out;
}

char *
hash_digest(const void *data, size_t len, char out[DIGEST_SIZE])
{
	unsigned char sum[SHA256_BYTES];

	hash_sha256(data, len, sum);
	return write_digest(sum, out);
}

int
hash_file(int fd, char out[DIGEST_SIZE], struct err *e)
{
	struct sha256_ctx ctx;
	unsigned char     piece[65536], sum[SHA256_BYTES];
	off_t             at = 0;
	ssize_t           n;

	sha256_init(&ctx);
	while ((n = pread(fd, piece, sizeof piece, at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, "read");
		sha256_update(&ctx, (size_t)n, piece);
		at += n;
	}
	sha256_digest(&ctx, SHA256_BYTES, sum);
	write_digest(sum, out);
	return 0;
}

uint64_t
hash_fast(const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t             h = 14695981039346656037u;

	while (len--)
		h = (h ^ *p++) * 1099511628211u;
	return h;
}
