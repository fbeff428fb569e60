/* hashes.h - a set of texts by their hash; private to lib/work */
#ifndef SMM_HASHES_H
#define SMM_HASHES_H

#include <stddef.h>
#include <stdint.h>

struct hashes { /* zeroed: empty */
	uint64_t *at; /* open addressing, a power of two; 0: free */
	size_t    count, size;
};

/* Of SHA-256: texts that strangers choose cannot be made to meet. Never 0. */
uint64_t hash_of(const char *text, size_t len);

int  hashes_add(struct hashes *h, uint64_t hash); /* 1 new, 0 it was there */
int  hashes_has(const struct hashes *h, uint64_t hash);
void hashes_release(struct hashes *h);

#endif
