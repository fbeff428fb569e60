/* base64.c - bytes as text (RFC 4648) */
#include "smm/base64.h"

#include <stdint.h>

#define COMMON "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

/* Up to three bytes become four digits; how many of those say something. */
static size_t
encode(const char *digits, const unsigned char *p, size_t left, char four[4])
{
	uint32_t word = (uint32_t)p[0] << 16 | (left > 1 ? (uint32_t)p[1] << 8 : 0) | (left > 2 ? p[2] : 0);

	four[0] = digits[word >> 18];
	four[1] = digits[word >> 12 & 63];
	four[2] = digits[word >> 6 & 63];
	four[3] = digits[word & 63];
	return left > 2 ? 4 : left + 1;
}

static void
add(struct buf *b, const char *digits, const unsigned char *p, size_t len, int pad)
{
	char   four[4];
	size_t i, said;

	buf_room(b, (len + 2) / 3 * 4);
	for (i = 0; i < len; i += 3) {
		said = encode(digits, p + i, len - i, four);
		buf_add(b, four, said);
		if (pad)
			buf_add(b, "==", 4 - said);
	}
}

void
base64_add(struct buf *b, const void *bytes, size_t len)
{
	add(b, COMMON "+/", bytes, len, 1);
}

void
base64url_add(struct buf *b, const void *bytes, size_t len)
{
	add(b, COMMON "-_", bytes, len, 0);
}
