/* norm_forms.c - the forms of a word: hash, bare, stars */
#include "norm_parts.h"

#include "smm/utf8.h"

#include <string.h>

uint64_t
norm_hash(const char *s, size_t len)
{
	char     last[8] = { 0 };
	uint64_t h = len;

	for (; len > 8; s += 8, len -= 8)
		h = norm_stir(h, norm_eight(s));
	if (len)
		memcpy(last, s, len);
	return norm_stir(h, norm_eight(last));
}

/* What the signs above ASCII that can stand for a letter stand for; then look-alikes. */
static char
latin_of(uint32_t code)
{
	return code == 0x20ac ? 'e' : code == 0xa3 ? 'l' : glyph_alike(code);
}

static char
unleet(char c)
{
	static const char figures[] = "oizeasgtbg";

	if (c >= '0' && c <= '9')
		return figures[c - '0'];
	return c == '@' ? 'a' : c == '$' ? 's' : c;
}

/* Of the character at s, the Latin letter, figure or sign that it stands for; 0: of another alphabet. */
static char
bare_letter(const char *s, size_t len, size_t *used)
{
	*used = 1;
	return *s & 0x80 ? latin_of(utf8_read(s, len, used)) : unleet(*s);
}

size_t
norm_bare(const char *plain, size_t len, char out[256])
{
	size_t i, n = 0, used = 1;
	char   c, last = '\0';

	for (i = 0; i < len && n < 252; i += used) {
		c = plain[i];
		if (c < 'a' || c > 'z')
			c = bare_letter(plain + i, len - i, &used);
		else
			used = 1;
		if (!c) { /* it stays as it is */
			memcpy(out + n, plain + i, used);
			n += used;
		} else if (c != last || c == '*') {
			out[n++] = c == 'l' ? 'i' : c;
		}
		last = c;
	}
	return n;
}

void
norm_add_bare(struct norm *n, struct norm_word *w)
{
	char   out[256];
	size_t len = norm_bare(n->text + w->plain, w->plain_len, out);

	w->bare = (uint32_t)n->len;
	w->bare_len = (uint8_t)len;
	memcpy(n->text + n->len, out, len);
	n->len += len;
}

int
norm_covers(const char *stars, size_t stars_len, const char *plain, size_t len)
{
	size_t i, shown = 0;

	if (stars_len != len || !len || stars[0] != plain[0])
		return 0;
	for (i = 0; i < len; i++) {
		if (stars[i] == '*')
			continue;
		if (stars[i] != plain[i])
			return 0;
		shown++;
	}
	return shown >= 2 || len - shown >= 3;
}
