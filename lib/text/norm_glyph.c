/* norm_glyph.c - characters: their class, their folded form, and the letter they look like */
#include "norm_parts.h"

#include "smm/mem.h"
#include "smm/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define PARTS 18 /* the longest compatibility decomposition: U+FDFA */

struct alike {
	uint16_t code;
	char     like;
};

/*
 * Single letters of other alphabets, and Latin ones that Unicode does not decompose, that pass for a Latin
 * letter. A choice of Unicode's confusables (UTS #39, confusables.txt): letters, case folded, in code order.
 */
static const struct alike alikes[] = {
	{ 0x00f0, 'd' }, { 0x00f8, 'o' }, { 0x00fe, 'p' }, { 0x0111, 'd' }, { 0x0127, 'h' }, { 0x0131, 'i' },
	{ 0x0142, 'l' }, { 0x0167, 't' }, { 0x0180, 'b' }, { 0x0183, 'b' }, { 0x0188, 'c' }, { 0x0192, 'f' },
	{ 0x0199, 'k' }, { 0x019a, 'l' }, { 0x01a5, 'p' }, { 0x01b4, 'y' }, { 0x01b6, 'z' }, { 0x01dd, 'e' },
	{ 0x01e5, 'g' }, { 0x023c, 'c' }, { 0x0247, 'e' }, { 0x0249, 'j' }, { 0x024d, 'r' }, { 0x024f, 'y' },
	{ 0x0251, 'a' }, { 0x0252, 'a' }, { 0x0253, 'b' }, { 0x0254, 'c' }, { 0x0256, 'd' }, { 0x0257, 'd' },
	{ 0x0259, 'e' }, { 0x025b, 'e' }, { 0x0260, 'g' }, { 0x0261, 'g' }, { 0x0262, 'g' }, { 0x0266, 'h' },
	{ 0x0268, 'i' }, { 0x0269, 'i' }, { 0x026a, 'i' }, { 0x026b, 'l' }, { 0x026d, 'l' }, { 0x026f, 'w' },
	{ 0x0271, 'm' }, { 0x0272, 'n' }, { 0x0273, 'n' }, { 0x0274, 'n' }, { 0x0275, 'o' }, { 0x027d, 'r' },
	{ 0x0280, 'r' }, { 0x0282, 's' }, { 0x0288, 't' }, { 0x0289, 'u' }, { 0x028b, 'u' }, { 0x028f, 'y' },
	{ 0x0290, 'z' }, { 0x0299, 'b' }, { 0x029c, 'h' }, { 0x029f, 'l' }, { 0x03b1, 'a' }, { 0x03b2, 'b' },
	{ 0x03b3, 'y' }, { 0x03b5, 'e' }, { 0x03b7, 'n' }, { 0x03b9, 'i' }, { 0x03ba, 'k' }, { 0x03bc, 'u' },
	{ 0x03bd, 'v' }, { 0x03bf, 'o' }, { 0x03c1, 'p' }, { 0x03c2, 'c' }, { 0x03c3, 'o' }, { 0x03c4, 't' },
	{ 0x03c5, 'u' }, { 0x03c7, 'x' }, { 0x03c9, 'w' }, { 0x03f3, 'j' }, { 0x0430, 'a' }, { 0x0431, 'b' },
	{ 0x0432, 'b' }, { 0x0433, 'r' }, { 0x0435, 'e' }, { 0x0437, 'e' }, { 0x0438, 'u' }, { 0x043a, 'k' },
	{ 0x043c, 'm' }, { 0x043d, 'h' }, { 0x043e, 'o' }, { 0x043f, 'n' }, { 0x0440, 'p' }, { 0x0441, 'c' },
	{ 0x0442, 't' }, { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x044a, 'b' }, { 0x044c, 'b' }, { 0x0454, 'e' },
	{ 0x0455, 's' }, { 0x0456, 'i' }, { 0x0458, 'j' }, { 0x0475, 'v' }, { 0x04af, 'y' }, { 0x04bb, 'h' },
	{ 0x04c0, 'l' }, { 0x04cf, 'l' }, { 0x0501, 'd' }, { 0x051b, 'q' }, { 0x051d, 'w' }, { 0x0561, 'w' },
	{ 0x0563, 'q' }, { 0x0566, 'q' }, { 0x0570, 'h' }, { 0x0578, 'n' }, { 0x057d, 'u' }, { 0x0581, 'g' },
	{ 0x0585, 'o' }, { 0x1d00, 'a' }, { 0x1d04, 'c' }, { 0x1d05, 'd' }, { 0x1d07, 'e' }, { 0x1d0a, 'j' },
	{ 0x1d0b, 'k' }, { 0x1d0d, 'm' }, { 0x1d0f, 'o' }, { 0x1d18, 'p' }, { 0x1d1b, 't' }, { 0x1d1c, 'u' },
	{ 0x1d20, 'v' }, { 0x1d21, 'w' }, { 0x1d22, 'z' }, { 0xa730, 'f' }, { 0xa731, 's' },
};

#define O GLYPH_OTHER
#define B GLYPH_BLANK
#define L GLYPH_LETTER
#define D GLYPH_DIGIT
#define S GLYPH_SIGN
#define T GLYPH_STAR
#define Q GLYPH_QUOTE
const uint8_t glyph_ascii[128] = {
	B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
	B, O, O, T, S, T, O, Q, O, O, T, O, O, O, O, O, D, D, D, D, D, D, D, D, D, D, O, O, O, O, O, O,
	S, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
	Q, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O,
};
#undef O
#undef B
#undef L
#undef D
#undef S
#undef T
#undef Q

char
glyph_alike(uint32_t code)
{
	size_t low = 0, high = sizeof alikes / sizeof *alikes, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (code > alikes[mid].code)
			low = mid + 1;
		else
			high = mid;
	}
	return low < sizeof alikes / sizeof *alikes && alikes[low].code == code ? alikes[low].like : '\0';
}

static enum glyph_class
class_of(uint32_t c)
{
	if (c < 0x80)
		return glyph_ascii[c];
	if (c == 0x2019 || c == 0x02bc || c == 0x2018 || c == 0x00b4)
		return GLYPH_QUOTE;
	if (c == 0x20ac || c == 0x00a3)
		return GLYPH_SIGN;
	if (c == 0xfe0f || c == 0x200d || (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0000 && c < 0xe0200) ||
	    (c >= 0xfe00 && c < 0xfe0f) || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x034f)
		return GLYPH_HIDDEN;
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM: case UTF8PROC_CATEGORY_LO:
		return GLYPH_LETTER;
	case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
		return GLYPH_MARK;
	case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NO:
		return GLYPH_DIGIT;
	case UTF8PROC_CATEGORY_CF:
		return GLYPH_HIDDEN;
	case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: case UTF8PROC_CATEGORY_CC:
		return GLYPH_BLANK;
	case UTF8PROC_CATEGORY_SO:
		return c >= 0x2190 && c != 0xfffd ? GLYPH_EMOJI : GLYPH_OTHER;
	default:
		return GLYPH_OTHER;
	}
}

static size_t
put(char *to, size_t len, uint32_t code)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)code, bytes);

	if (n <= 0 || len + (size_t)n > GLYPH_BYTES)
		return len;
	memcpy(to + len, bytes, (size_t)n);
	return len + (size_t)n;
}

/* A letter that folds into a letter or figure is that one; a circled or squared one, too. */
static void
take_part(struct glyph *g, uint32_t code)
{
	enum glyph_class class = class_of(code);
	char             alike = code < 0x80 ? '\0' : glyph_alike(code);

	g->folded_len = (uint8_t)put(g->folded, g->folded_len, code);
	if (class == GLYPH_MARK && g->class != GLYPH_MARK)
		return;
	g->plain_len = (uint8_t)put(g->plain, g->plain_len, alike && code < 0x250 ? (unsigned char)alike : code);
	if (code < 0x250 && class == GLYPH_LETTER)
		g->script = SCRIPT_LATIN;
	else if (alike) {
		g->script = SCRIPT_ALIKE;
		g->alike = alike;
	} else if (g->script == SCRIPT_NONE)
		g->script = SCRIPT_OTHER;
	if (g->class == GLYPH_EMOJI && g->plain_len == 1 && class == GLYPH_LETTER)
		g->class = GLYPH_LETTER;
	if (g->class == GLYPH_DIGIT && class == GLYPH_LETTER)
		g->class = GLYPH_LETTER;
}

static void
learn(struct glyph *g, uint32_t code)
{
	utf8proc_int32_t parts[PARTS];
	utf8proc_ssize_t n, i;
	int              last = 0;

	memset(g, 0, sizeof *g);
	g->code = code;
	g->class = (uint8_t)class_of(code);
	g->capital = utf8proc_category((utf8proc_int32_t)code) == UTF8PROC_CATEGORY_LU;
	if (code >= 0x1f150 && code <= 0x1f189 && (code - 0x1f150) % 32 < 26) { /* 🅐 🅰 */
		g->class = GLYPH_LETTER;
		take_part(g, 'a' + (code - 0x1f150) % 32);
		return;
	}
	if (g->class == GLYPH_HIDDEN)
		return;
	n = utf8proc_decompose_char((utf8proc_int32_t)code, parts, PARTS,
	    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &last);
	if (n <= 0 || n > PARTS) {
		parts[0] = (utf8proc_int32_t)code;
		n = 1;
	}
	for (i = 0; i < n; i++)
		take_part(g, (uint32_t)parts[i]);
	if (code == 0x153 || code == 0x152 || code == 0xe6 || code == 0xc6) { /* œ æ: NFKD leaves them */
		g->plain[0] = code == 0x153 || code == 0x152 ? 'o' : 'a';
		g->plain[1] = 'e';
		g->plain_len = 2;
		g->alike = '\0';
	}
}

const struct glyph *
glyph_of(struct norm *n, uint32_t code)
{
	struct glyph *g;

	if (!n->glyphs)
		n->glyphs = mem_zero(GLYPHS_KEPT * sizeof *n->glyphs);
	g = n->glyphs + (code ^ code >> 10) % GLYPHS_KEPT;
	if (g->code != code || !code)
		learn(g, code);
	return g;
}

const struct glyph *
glyph_read(struct norm *n, const char *s, size_t len, size_t *used)
{
	return glyph_of(n, utf8_read(s, len, used));
}
