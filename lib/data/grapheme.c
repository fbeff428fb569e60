/*
 * grapheme.c - extended grapheme clusters (UAX #29)
 *
 * utf8proc knows the rules and tables of Unicode 15.0 or newer, as the system has it. Rule GB9c,
 * since Unicode 15.1, is added here: a conjunct of an Indic script is one cluster. Networks count
 * by today's tables, so ours are those of Unicode 17.0.
 */
#include "smm/text.h"

#include "smm/utf8.h"

#include <utf8proc.h>

#define ZWNJ 0x200c
#define ZWJ  0x200d

struct range {
	uint32_t first, last;
};

/* DerivedCoreProperties.txt 17.0: Indic_Conjunct_Break=Linker, the viramas. */
static const struct range linkers[] = {
	{ 0x94d, 0x94d }, { 0x9cd, 0x9cd }, { 0xacd, 0xacd }, { 0xb4d, 0xb4d }, { 0xc4d, 0xc4d },
	{ 0xd4d, 0xd4d }, { 0x1039, 0x1039 }, { 0x17d2, 0x17d2 }, { 0x1a60, 0x1a60 },
	{ 0x1b44, 0x1b44 }, { 0x1bab, 0x1bab }, { 0xa9c0, 0xa9c0 }, { 0xaaf6, 0xaaf6 },
	{ 0x10a3f, 0x10a3f }, { 0x11133, 0x11133 }, { 0x113d0, 0x113d0 }, { 0x1193e, 0x1193e },
	{ 0x11a47, 0x11a47 }, { 0x11a99, 0x11a99 }, { 0x11f42, 0x11f42 },
};

/* The same: Indic_Conjunct_Break=Consonant. */
static const struct range consonants[] = {
	{ 0x915, 0x939 }, { 0x958, 0x95f }, { 0x978, 0x97f }, { 0x995, 0x9a8 }, { 0x9aa, 0x9b0 },
	{ 0x9b2, 0x9b2 }, { 0x9b6, 0x9b9 }, { 0x9dc, 0x9dd }, { 0x9df, 0x9df }, { 0x9f0, 0x9f1 },
	{ 0xa95, 0xaa8 }, { 0xaaa, 0xab0 }, { 0xab2, 0xab3 }, { 0xab5, 0xab9 }, { 0xaf9, 0xaf9 },
	{ 0xb15, 0xb28 }, { 0xb2a, 0xb30 }, { 0xb32, 0xb33 }, { 0xb35, 0xb39 }, { 0xb5c, 0xb5d },
	{ 0xb5f, 0xb5f }, { 0xb71, 0xb71 }, { 0xc15, 0xc28 }, { 0xc2a, 0xc39 }, { 0xc58, 0xc5a },
	{ 0xd15, 0xd3a }, { 0x1000, 0x102a }, { 0x103f, 0x103f }, { 0x1050, 0x1055 },
	{ 0x105a, 0x105d }, { 0x1061, 0x1061 }, { 0x1065, 0x1066 }, { 0x106e, 0x1070 },
	{ 0x1075, 0x1081 }, { 0x108e, 0x108e }, { 0x1780, 0x17b3 }, { 0x1a20, 0x1a54 },
	{ 0x1b0b, 0x1b0c }, { 0x1b13, 0x1b33 }, { 0x1b45, 0x1b4c }, { 0x1b83, 0x1ba0 },
	{ 0x1bae, 0x1baf }, { 0x1bbb, 0x1bbd }, { 0xa989, 0xa98b }, { 0xa98f, 0xa9b2 },
	{ 0xa9e0, 0xa9e4 }, { 0xa9e7, 0xa9ef }, { 0xa9fa, 0xa9fe }, { 0xaa60, 0xaa6f },
	{ 0xaa71, 0xaa73 }, { 0xaa7a, 0xaa7a }, { 0xaa7e, 0xaa7f }, { 0xaae0, 0xaaea },
	{ 0xabc0, 0xabda }, { 0x10a00, 0x10a00 }, { 0x10a10, 0x10a13 }, { 0x10a15, 0x10a17 },
	{ 0x10a19, 0x10a35 }, { 0x11103, 0x11126 }, { 0x11144, 0x11144 }, { 0x11147, 0x11147 },
	{ 0x11380, 0x11389 }, { 0x1138b, 0x1138b }, { 0x1138e, 0x1138e }, { 0x11390, 0x113b5 },
	{ 0x11900, 0x11906 }, { 0x11909, 0x11909 }, { 0x1190c, 0x11913 }, { 0x11915, 0x11916 },
	{ 0x11918, 0x1192f }, { 0x11a00, 0x11a00 }, { 0x11a0b, 0x11a32 }, { 0x11a50, 0x11a50 },
	{ 0x11a5c, 0x11a83 }, { 0x11f04, 0x11f10 }, { 0x11f12, 0x11f33 },
};

/* How far a conjunct has come: a consonant, then a linker among what only extends. */
enum conjunct { CONJUNCT_NONE, CONJUNCT_LETTER, CONJUNCT_LINKED };

static int
is_in(const struct range *r, size_t count, uint32_t c)
{
	size_t low = 0, high = count, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (c > r[mid].last)
			low = mid + 1;
		else
			high = mid;
	}
	return low < count && c >= r[low].first;
}

static int
is_consonant(uint32_t c)
{
	return c >= 0x915 && c <= 0x11f33 &&
	    is_in(consonants, sizeof consonants / sizeof *consonants, c);
}

static int
extends(uint32_t c)
{
	return c == ZWJ || (c != ZWNJ && utf8proc_get_property((utf8proc_int32_t)c)->boundclass ==
	    UTF8PROC_BOUNDCLASS_EXTEND);
}

static enum conjunct
conjunct_next(enum conjunct before, uint32_t c)
{
	if (is_consonant(c))
		return CONJUNCT_LETTER;
	if (before == CONJUNCT_NONE)
		return CONJUNCT_NONE;
	if (is_in(linkers, sizeof linkers / sizeof *linkers, c))
		return CONJUNCT_LINKED;
	return extends(c) ? before : CONJUNCT_NONE;
}

/*
 * Bytes of the first character when it is its own cluster for certain, else 0: nothing below U+0300
 * joins anything below U+0300 but CR LF. Lead bytes below 0xcc are of those.
 */
static size_t
alone(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t               used = p[0] < 0x80 ? 1 : 2;

	if (p[0] >= 0xcc || p[0] == '\r')
		return len == 1 ? 1 : 0;
	return len <= used || p[used] < 0xcc ? used : 0;
}

size_t
text_grapheme(const char *s, size_t len)
{
	utf8proc_int32_t state = 0;
	enum conjunct    conjunct;
	size_t           i, used;
	uint32_t         before, c;
	int              ends;

	i = alone(s, len);
	if (i)
		return i;
	before = utf8_read(s, len, &i);
	conjunct = conjunct_next(CONJUNCT_NONE, before);
	for (; i < len; i += used, before = c) {
		c = utf8_read(s + i, len - i, &used);
		ends = utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
		    (utf8proc_int32_t)c, &state);
		if (ends && !(conjunct == CONJUNCT_LINKED && is_consonant(c)))
			break;
		conjunct = conjunct_next(conjunct, c);
	}
	return i;
}
