/* tid.c - record keys of atproto that sort by time */
#include "tid.h"

char *
tid_write(char out[TID_SIZE], uint64_t microseconds, unsigned clock_id)
{
	static const char alphabet[] = "234567abcdefghijklmnopqrstuvwxyz";
	uint64_t          n = (microseconds & ((UINT64_C(1) << 53) - 1)) << 10 | (clock_id & 1023);
	int               i;

	for (i = 12; i >= 0; i--, n >>= 5)
		out[i] = alphabet[n & 31];
	out[13] = '\0';
	return out;
}
