/* pool.c - words kept once */
#include "pool.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK      (64u << 10)
#define FIRST_SLOTS 256u
#define LIST       4096u /* words in a block of the list */

struct word {
	const char *at;
	uint32_t    len, hash;
};

struct pool {
	struct word **blocks; /* of LIST words each: nothing moves, nothing is copied when it grows */
	size_t        nblocks;
	uint32_t     *slots; /* open addressing, powers of two */
	size_t        nslots;
	uint32_t      count; /* words, and the empty one */
	char        **chunks;
	size_t        nchunks, used;
};

struct pool *
pool_new(void)
{
	struct pool *p = mem_get(sizeof *p);

	memset(p, 0, sizeof *p);
	p->nslots = FIRST_SLOTS;
	p->slots = mem_get(p->nslots * sizeof *p->slots);
	memset(p->slots, 0, p->nslots * sizeof *p->slots);
	p->count = 1;
	p->used = CHUNK;
	return p;
}

void
pool_free(struct pool *p)
{
	size_t i;

	if (!p)
		return;
	for (i = 0; i < p->nchunks; i++)
		free(p->chunks[i]);
	for (i = 0; i < p->nblocks; i++)
		free(p->blocks[i]);
	free(p->chunks);
	free(p->blocks);
	free(p->slots);
	free(p);
}

static inline uint64_t
mix(uint64_t h, uint64_t w)
{
	h = (h ^ w) * 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

/* All of fewer than eight bytes. */
static inline uint64_t
few_bytes(const char *s, size_t len)
{
	uint32_t a, b;

	if (len < 4)
		return len ? (uint64_t)(unsigned char)s[0] | (uint64_t)(unsigned char)s[len / 2] << 8 |
		    (uint64_t)(unsigned char)s[len - 1] << 16 : 0;
	memcpy(&a, s, 4);
	memcpy(&b, s + len - 4, 4);
	return a | (uint64_t)b << 32;
}

/* Eight bytes at a time, multiplied and folded (after wyhash); the last eight overlap those before. */
uint64_t
pool_hash(const char *s, size_t len)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ len, w;
	size_t   i;

	for (i = 0; i + 8 < len; i += 8) {
		memcpy(&w, s + i, 8);
		h = mix(h, w);
	}
	if (len >= 8)
		memcpy(&w, s + len - 8, 8);
	else
		w = few_bytes(s, len);
	return mix(mix(h, w), 0);
}

static struct word *
word_at(const struct pool *p, uint32_t i)
{
	return p->blocks[i / LIST] + i % LIST;
}

static size_t
slot_of(const struct pool *p, const char *s, size_t len, uint32_t hash)
{
	size_t       i = hash & (p->nslots - 1);
	struct word *w;

	for (; p->slots[i]; i = (i + 1) & (p->nslots - 1)) {
		w = word_at(p, p->slots[i]);
		if (w->hash == hash && w->len == len && memcmp(w->at, s, len) == 0)
			break;
	}
	return i;
}

static void
grow(struct pool *p)
{
	size_t   i;
	uint32_t w;

	p->nslots *= 2;
	free(p->slots);
	p->slots = mem_get(p->nslots * sizeof *p->slots);
	memset(p->slots, 0, p->nslots * sizeof *p->slots);
	for (w = 1; w < p->count; w++) {
		for (i = word_at(p, w)->hash & (p->nslots - 1); p->slots[i]; i = (i + 1) & (p->nslots - 1))
			;
		p->slots[i] = w;
	}
}

static char *
keep(struct pool *p, const char *s, size_t len)
{
	size_t need = len + 1, size = need > CHUNK ? need : CHUNK;
	char  *at;

	if (p->used + need > CHUNK || need > CHUNK) {
		p->chunks = mem_grow(p->chunks, (p->nchunks + 1) * sizeof *p->chunks);
		p->chunks[p->nchunks++] = mem_get(size);
			p->used = 0;
	}
	at = p->chunks[p->nchunks - 1] + p->used;
	p->used += need;
	memcpy(at, s, len);
	at[len] = '\0';
	return at;
}

uint32_t
pool_add(struct pool *p, const char *s, size_t len)
{
	uint32_t hash = (uint32_t)pool_hash(s, len);
	size_t   i;

	if (!len)
		return 0;
	i = slot_of(p, s, len, hash);
	if (p->slots[i])
		return p->slots[i];
	if (p->count / LIST >= p->nblocks) {
		p->blocks = mem_grow(p->blocks, (p->nblocks + 1) * sizeof *p->blocks);
		p->blocks[p->nblocks++] = mem_get(LIST * sizeof **p->blocks);
		}
	*word_at(p, p->count) = (struct word){ keep(p, s, len), (uint32_t)len, hash };
	p->slots[i] = p->count++;
	if (p->count > p->nslots / 4 * 3)
		grow(p);
	return p->count - 1;
}

uint32_t *
pool_join(struct pool *p, const struct pool *from)
{
	uint32_t *words = mem_get(from->count * sizeof *words), i;

	for (i = 0; i < from->count; i++)
		words[i] = i ? pool_add(p, word_at(from, i)->at, word_at(from, i)->len) : 0;
	return words;
}

uint32_t
pool_find(const struct pool *p, const char *s, size_t len)
{
	return len ? p->slots[slot_of(p, s, len, (uint32_t)pool_hash(s, len))] : 0;
}

const char *
pool_text(const struct pool *p, uint32_t word, size_t *len)
{
	if (len)
		*len = word ? word_at(p, word)->len : 0;
	return word ? word_at(p, word)->at : "";
}

int
pool_order(const struct pool *p, uint32_t a, uint32_t b)
{
	return a == b ? 0 : strcmp(pool_text(p, a, NULL), pool_text(p, b, NULL));
}
