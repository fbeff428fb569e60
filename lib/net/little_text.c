/* little_text.c - LinkedIn's "little text format" */
#include "little_text.h"

#include "smm/buf.h"
#include "smm/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define RESERVED "\\|{}@[]()<>#*_~"

static void
add_escaped(struct buf *b, const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (strchr(RESERVED, s[i]))
			buf_char(b, '\\');
		buf_char(b, s[i]);
	}
}

static int
is_word(uint32_t c)
{
	utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)c);

	return c == '_' || (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO);
}

/* Bytes of the hashtag's word behind the '#'; 0: it is none. Digits alone make no tag. */
static size_t
tag_len(const char *s)
{
	size_t   len = strlen(s), i, used;
	int      letters = 0;
	uint32_t c;

	for (i = 0; i < len; i += used) {
		c = utf8_read(s + i, len - i, &used);
		if (!is_word(c))
			break;
		letters |= !(c >= '0' && c <= '9');
	}
	return letters ? i : 0;
}

/* "@[Name](urn:li:…)": bytes of it, *name those of the name; 0: it is none. */
static size_t
mention_len(const char *s, size_t *name)
{
	const char *close = s[0] == '@' && s[1] == '[' ? strchr(s + 2, ']') : NULL;
	size_t      urn;

	if (!close || close == s + 2 || strncmp(close, "](urn:li:", 9) != 0)
		return 0;
	urn = strspn(close + 2, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_-");
	if (close[2 + urn] != ')')
		return 0;
	*name = (size_t)(close - s) - 2;
	return (size_t)(close - s) + 2 + urn + 1;
}

/* Bytes of what was read at s, which is not an ordinary character; 0: it is one. */
static size_t
add_special(struct buf *b, const char *s, int at_word)
{
	size_t len, name;

	if (*s == '#' && at_word && (len = tag_len(s + 1))) {
		buf_str(b, "{hashtag|\\#|");
		add_escaped(b, s + 1, len);
		buf_char(b, '}');
		return 1 + len;
	}
	len = mention_len(s, &name);
	if (!len)
		return 0;
	buf_str(b, "@[");
	add_escaped(b, s + 2, name);
	buf_add(b, s + 2 + name, len - 2 - name);
	return len;
}

const char *
little_text(struct mem *m, const char *text)
{
	struct buf b = { 0 };
	size_t     len = strlen(text), i = 0, used;
	int        at_word = 1;
	char      *out;

	while (i < len) {
		used = add_special(&b, text + i, at_word);
		if (!used) {
			at_word = !is_word(utf8_read(text + i, len - i, &used));
			add_escaped(&b, text + i, used);
		} else {
			at_word = 0;
		}
		i += used;
	}
	out = mem_dup(m, b.at ? b.at : "", b.len);
	buf_release(&b);
	return out;
}

/* --- and back ------------------------------------------------------------------------------------ */

#define TAG "{hashtag|\\#|"

/* Bytes of what was read at s: an escape, the frame of a tag or a mention, else one byte as it is. */
static size_t
add_plain(struct buf *b, const char *s, int *in_tag)
{
	size_t name, len = mention_len(s, &name);

	if (s[0] == '\\' && s[1] && strchr(RESERVED, s[1])) {
		buf_char(b, s[1]);
		return 2;
	}
	if (strncmp(s, TAG, strlen(TAG)) == 0) {
		*in_tag = 1;
		buf_char(b, '#');
		return strlen(TAG);
	}
	if (*s == '}' && *in_tag) {
		*in_tag = 0;
		return 1;
	}
	if (len) {
		buf_add(b, s + 2, name);
		return len;
	}
	buf_char(b, *s);
	return 1;
}

const char *
little_text_plain(struct mem *m, const char *text)
{
	struct buf  b = { 0 };
	int         in_tag = 0;
	const char *s = text;
	char       *out;

	while (*s)
		s += add_plain(&b, s, &in_tag);
	out = mem_dup(m, b.at ? b.at : "", b.len);
	buf_release(&b);
	return out;
}
