/* skim_parts.h - what was learned of lines, and the lines last read; for skim*.c alone */
#ifndef SMM_SKIM_PARTS_H
#define SMM_SKIM_PARTS_H

#include "smm/skim.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define SPELLING   32u        /* bytes: the longest spelling of a key */
#define END        SKIM_NAMES /* name of the bracket that ends an object, of a line with its line feed or NUL */

/*
 * From the comma (or bracket) to the colon and the blanks behind it, as somebody writes it. They are a tree: a key is
 * known by all that stand before it, so that none of them stands twice, and an end by all the members of its line.
 */
struct key {
	char              text[SPELLING]; /* NUL behind it */
	uint32_t          bytes;          /* a bit for each */
	unsigned short    len, name;      /* the beginning of an object: len 0 */
	unsigned short    layout;         /* of an END of a line: which it is */
	unsigned short    is_inner;       /* of an object that is a member's value */
	struct key       *next;           /* what followed it, the latest to be right first; NULL: nothing yet */
	struct key       *other;          /* what followed the same, too */
	const struct key *before;
};

struct name {
	char          text[SPELLING];
	unsigned char len;
};

struct line { /* that was read */
	const char        *at;
	size_t             len;
	struct skim_read   read;
	struct skim_member members[SKIM_NAMES];
};

/* What belongs to a name or a key is written when it is met: most of this is never touched. */
struct skim {
	struct key         begin; /* of a line */
	size_t             nkeys, nnames, nlayouts, ninner;
	unsigned           era;   /* how often all were forgotten */
	unsigned           alone; /* so many lines are read one by one */
	unsigned           last;  /* of the two places: where the line last read is */
	const char        *ahead; /* NULL: the second does not wait there */
	char               feed;  /* what ends a line: a line feed, or a NUL */
	const char        *end;   /* of the text */
	struct scan       *scan;  /* for values inside values */
	struct name        names[SKIM_NAMES];
	struct line        lines[2];
	struct skim_member inner[SKIM_NAMES];
	struct key         inside[SKIM_NAMES]; /* begin of the object that is the value of such a member, alike */
	struct key         keys[SKIM_KEYS];
};

#ifdef __SSE2__
/* A bit for each of 16 bytes that are the same. */
static inline uint32_t
same_bytes(const char *a, const char *b)
{
	return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)a),
	    _mm_loadu_si128((const void *)b)));
}

static inline int
is_key(const struct key *k, const char *p)
{
	uint32_t same = same_bytes(k->text, p), bytes = k->bytes;

	if (bytes > UINT16_MAX)
		same |= same_bytes(k->text + 16, p + 16) << 16;
	return (same & bytes) == bytes;
}
#else
static inline int
is_key(const struct key *k, const char *p)
{
	return memcmp(k->text, p, k->len) == 0;
}
#endif

/*
 * What stands at p, behind `before`, when it is not what stood there in the line before: a key or an end that came
 * another time, or a new one. NULL: neither, it stands twice, or all was forgotten (skim.era).
 */
struct key *skim_key(struct skim *s, struct key *before, const char *p);

static inline struct key *
next_key(struct skim *s, struct key *before, const char *p)
{
	struct key *found = before->next;

	if (__builtin_expect(found && is_key(found, p), 1))
		return found;
	return skim_key(s, before, p);
}

#endif
