/* norm_parts.h - what the files of the normaliser share */
#ifndef SMM_NORM_PARTS_H
#define SMM_NORM_PARTS_H

#include "smm/norm.h"
#include "smm/text.h"

enum glyph_class {
	GLYPH_OTHER,  /* ends a word: punctuation and what we do not know */
	GLYPH_BLANK,
	GLYPH_LETTER,
	GLYPH_DIGIT,
	GLYPH_MARK,   /* goes on top of a letter */
	GLYPH_HIDDEN, /* is not seen */
	GLYPH_SIGN,   /* a letter in disguise between letters: @ $ € £ */
	GLYPH_STAR,   /* an unknown letter between letters */
	GLYPH_QUOTE,  /* an apostrophe */
	GLYPH_EMOJI
};

#define GLYPH_BYTES 12

struct glyph {
	uint32_t code;
	uint8_t  class, capital;
	uint8_t  folded_len, plain_len;
	uint8_t  script; /* SCRIPT_LATIN … */
	char     alike;  /* the Latin letter it looks like, or 0 */
	char     folded[GLYPH_BYTES], plain[GLYPH_BYTES];
};

enum { SCRIPT_NONE, SCRIPT_LATIN, SCRIPT_ALIKE, SCRIPT_OTHER };

#define GLYPHS_KEPT 1024 /* a power of two */

/* What is known of the character at s (len > 0), and its bytes. Lends until the next call. */
const struct glyph *glyph_read(struct norm *n, const char *s, size_t len, size_t *used);
const struct glyph *glyph_of(struct norm *n, uint32_t code);

extern const uint8_t glyph_ascii[128]; /* enum glyph_class */

/* The Latin letter that a code point above ASCII looks like, or 0. */
char glyph_alike(uint32_t code);

/* One pass over a text. */
struct reading {
	struct norm *n;
	const char  *s;
	size_t       len, at;
	struct span  link;   /* the next one */
	int          linked;
	unsigned     gap;    /* flags of what stands before the next word */
	int          starred; /* a star opened: the one behind the word is no letter */
	size_t       chain, chain_count; /* words that may have been one, pulled apart */
	size_t       chain_letters, chain_bytes;
};

/* The class of the character at a byte of the text; a blank behind its end. */
enum glyph_class norm_class(const struct reading *r, size_t at);
int              norm_is_wordly(enum glyph_class class); /* a letter or a figure */

/* An empty word that starts here; to be filled in and kept. */
void norm_begin(const struct reading *r, struct norm_word *w);

/* Adds the word, and the joined one that ends before it; and, when nothing follows, the last joined one. */
void norm_keep(struct reading *r, struct norm_word *w);
void norm_close(struct reading *r);

/* Reads a word of any kind that starts at r->at with a letter, a figure or a sign; and @name. */
void norm_draw(struct reading *r);
void norm_draw_mention(struct reading *r);

/* Appends the bare form of a word that has its plain one. */
void norm_add_bare(struct norm *n, struct norm_word *w);

/* Eight bytes as a number, little endian on every machine; compilers make one load or store of it. */
static inline uint64_t
norm_eight(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
	    (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

static inline void
norm_put_eight(char *to, uint64_t w)
{
	to[0] = (char)w;
	to[1] = (char)(w >> 8);
	to[2] = (char)(w >> 16);
	to[3] = (char)(w >> 24);
	to[4] = (char)(w >> 32);
	to[5] = (char)(w >> 40);
	to[6] = (char)(w >> 48);
	to[7] = (char)(w >> 56);
}

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

/* The top bit of each byte that is no letter; each byte is looked at on its own, no sum carries into the next. */
static inline uint64_t
norm_others(uint64_t w)
{
	uint64_t low = (w | ONES * 0x20) & ~TOPS;

	return ~((low + ONES * (0x80 - 'a')) & ~(low + ONES * (0x7f - 'z')) & ~w) & TOPS;
}

/* Eight bytes of a text, zeros behind its end. */
static inline uint64_t
norm_eight_at(const char *s, size_t len, size_t at)
{
	uint64_t w = 0;
	size_t   i;

	if (len - at >= sizeof w)
		return norm_eight(s + at);
	if (len >= sizeof w)
		return at < len ? norm_eight(s + len - sizeof w) >> 8 * (at + sizeof w - len) : 0;
	for (i = len; i > at; i--)
		w = w << 8 | (unsigned char)s[i - 1];
	return w;
}

/* Whether three bytes in a row are alike, the last of them among those of w in the mask; `before` stand before w. */
static inline int
norm_has_run(uint64_t w, uint64_t before, uint64_t mask)
{
	uint64_t odd = (w ^ (w << 8 | before >> 56)) | (w ^ (w << 16 | before >> 48)) | ~mask;

	return ((odd - ONES) & ~odd & TOPS) != 0;
}

static inline uint64_t
norm_stir(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

/* Hash of bytes in n->text, which has eight more behind. */
static inline uint64_t
norm_hash_kept(const char *s, size_t len)
{
	uint64_t h = len;

	for (; len > 8; s += 8, len -= 8)
		h = norm_stir(h, norm_eight(s));
	return norm_stir(h, len ? norm_eight(s) & ~UINT64_C(0) >> (64 - 8 * len) : 0);
}

#endif
