/* hashes.c - a set of texts by their hash */
#include "hashes.h"

#include "smm/hash.h"
#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

uint64_t
hash_of(const char *text, size_t len)
{
	unsigned char sum[SHA256_BYTES];
	uint64_t      h;

	hash_sha256(text, len, sum);
	memcpy(&h, sum, sizeof h);
	return h ? h : 1;
}

static size_t
find(const struct hashes *h, uint64_t hash)
{
	size_t at = hash & (h->size - 1);

	while (h->at[at] && h->at[at] != hash)
		at = (at + 1) & (h->size - 1);
	return at;
}

static void
grow(struct hashes *h)
{
	struct hashes bigger = { .size = h->size ? 2 * h->size : 64, .count = h->count };
	size_t        i;

	bigger.at = mem_get(bigger.size * sizeof *bigger.at);
	memset(bigger.at, 0, bigger.size * sizeof *bigger.at);
	for (i = 0; i < h->size; i++)
		if (h->at[i])
			bigger.at[find(&bigger, h->at[i])] = h->at[i];
	free(h->at);
	*h = bigger;
}

int
hashes_add(struct hashes *h, uint64_t hash)
{
	size_t at;

	if (2 * h->count >= h->size)
		grow(h);
	at = find(h, hash);
	if (h->at[at])
		return 0;
	h->at[at] = hash;
	h->count++;
	return 1;
}

int
hashes_has(const struct hashes *h, uint64_t hash)
{
	return h->size && h->at[find(h, hash)] != 0;
}

void
hashes_release(struct hashes *h)
{
	free(h->at);
	memset(h, 0, sizeof *h);
}
