/* lexicon.c - a word list with values, as a table of hashes */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#define BARE_SALT  UINT64_C(0x51ab3c9d27e4f18d)
#define STARS_MAX  2  /* unknown letters that are tried: 676 words */
#define INNER_MIN  4  /* letters of a word looked for among single letters in a row */
#define INNER_MAX  16

static uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)(hash >> 32) & ~UINT32_C(15);
}

static uint32_t
slot_at(const struct lexicon *l, size_t i)
{
	unsigned char b[4];

	memcpy(b, l->slots + i, sizeof b);
	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

int
lexicon_value(const struct lexicon *l, uint64_t hash)
{
	size_t   i, at = (size_t)hash, tried;
	uint32_t slot;

	if (!l || !l->size)
		return 0;
	for (i = at & (l->size - 1), tried = 0; tried < l->size; i = (i + 1) & (l->size - 1), tried++) {
		slot = slot_at(l, i);
		if (!slot)
			return 0;
		if ((slot & ~UINT32_C(15)) == tag_of(hash))
			return (int)(slot & 15) - 8;
	}
	return 0;
}

uint64_t
lexicon_bare_key(const char *bare, size_t len)
{
	uint64_t h = norm_hash(bare, len) ^ BARE_SALT;

	return h ^ h >> 29;
}

int
lexicon_bare(const struct lexicon *l, const char *bare, size_t len)
{
	return lexicon_value(l, lexicon_bare_key(bare, len));
}

/* What may be several words is the strongest of them: lists of insults and of opinions stand in one table. */
struct best {
	int      value;
	uint64_t hash;
};

static void
take(const struct lexicon *l, uint64_t hash, struct best *b)
{
	int v = lexicon_value(l, hash);

	if (abs(v) > abs(b->value))
		*b = (struct best){ v, hash };
}

/* Fills in the stars, one letter after the other. */
static void
try_stars(const struct lexicon *l, char *s, size_t len, size_t from, struct best *b)
{
	char *star = memchr(s + from, '*', len - from);

	if (!star) {
		take(l, norm_hash(s, len), b);
		return;
	}
	for (*star = 'a'; *star <= 'z'; ++*star)
		try_stars(l, s, len, (size_t)(star - s) + 1, b);
	*star = '*';
}

static void
starred(const struct lexicon *l, const char *plain, size_t len, struct best *b)
{
	char   copy[256];
	size_t i, stars = 0;

	for (i = 0; i < len; i++)
		stars += plain[i] == '*';
	if (stars > STARS_MAX || len < stars + 2)
		return;
	memcpy(copy, plain, len);
	try_stars(l, copy, len, 0, b);
}

static void
inside(const struct lexicon *l, const char *s, size_t len, struct best *b)
{
	size_t i, k;

	for (i = 0; i + INNER_MIN <= len; i++)
		for (k = len - i < INNER_MAX ? len - i : INNER_MAX; k >= INNER_MIN; k--)
			take(l, norm_hash(s + i, k), b);
}

int
lexicon_word(const struct lexicon *l, const struct norm *n, const struct norm_word *w, uint64_t *found, int *plainly)
{
	struct best b = { w->flags & NORM_JOINED ? 0 : lexicon_value(l, w->hash), w->hash };

	*plainly = b.value != 0;
	if (!b.value && w->flags & NORM_DISGUISE) {
		if (w->flags & NORM_STARS)
			starred(l, n->text + w->plain, w->plain_len, &b);
		if (!b.value && (w->flags & NORM_JOINED) && w->letters >= 3)
			take(l, w->hash, &b);
		if (!b.value && w->bare_len > 2)
			take(l, lexicon_bare_key(n->text + w->bare, w->bare_len), &b);
		if (!b.value && (w->flags & NORM_SPACED))
			inside(l, n->text + w->plain, w->plain_len, &b);
	}
	*found = b.hash;
	return b.value;
}

int
lexicon_add(uint32_t *slots, size_t size, uint64_t hash, int value)
{
	size_t   i = (size_t)hash & (size - 1), tried = 0;
	uint32_t slot = tag_of(hash) | (uint32_t)(value + 8);

	while (slots[i] && (slots[i] & ~UINT32_C(15)) != tag_of(hash)) {
		if (++tried == size)
			return -1;
		i = (i + 1) & (size - 1);
	}
	if (!slots[i])
		slots[i] = slot;
	return 0;
}
