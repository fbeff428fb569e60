/* jwt.h - tokens that are made for each request (RFC 7519), signed by a shared key; private to lib/net */
#ifndef SMM_NET_JWT_H
#define SMM_NET_JWT_H

#include "smm/mem.h"

#include <stddef.h>
#include <stdint.h>

struct jwt {
	const char          *kid, *aud; /* plain characters: no quote, no backslash */
	const unsigned char *key;
	size_t               key_len;
	int64_t              from, until; /* seconds since 1970 */
};

/* HS256 (RFC 7518, section 3.2): header {"alg","typ","kid"}, claims {"iat","exp","aud"}. Arena. */
const char *jwt_write(struct mem *m, const struct jwt *j);

#endif
