/* json.c - JSON written into a buffer (buf.h) */
#include "smm/buf.h"

#include <inttypes.h>
#include <string.h>

/* Bytes that stop the plain copy: controls, quote, backslash, DEL, and the leads of C1, U+2028. */
static const unsigned char stops[256] = {
	[0]  = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	[16] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	['"'] = 1, ['\\'] = 1, [0x7f] = 1, [0xc2] = 1, [0xe2] = 1,
};

static void
put_control(struct buf *b, unsigned c)
{
	static const char letters[] = "btn\0fr"; /* from U+0008 on; \v has no letter */

	if (c >= 8 && c <= 13 && letters[c - 8])
		buf_fmt(b, "\\%c", letters[c - 8]);
	else
		buf_fmt(b, "\\u%04x", c);
}

/* Writes the character at s when it needs an escape; returns its bytes, 0 when it needs none. */
static size_t
put_escaped(struct buf *b, const unsigned char *s, size_t len)
{
	if (s[0] == '"' || s[0] == '\\') {
		buf_fmt(b, "\\%c", s[0]);
		return 1;
	}
	if (s[0] < 0x20 || s[0] == 0x7f) {
		put_control(b, s[0]);
		return 1;
	}
	if (s[0] == 0xc2 && len > 1 && s[1] >= 0x80 && s[1] < 0xa0) { /* C1 */
		put_control(b, s[1]);
		return 2;
	}
	if (s[0] == 0xe2 && len > 2 && s[1] == 0x80 && (s[2] == 0xa8 || s[2] == 0xa9)) {
		put_control(b, 0x2000u + (s[2] & 0x3f));
		return 3;
	}
	return 0;
}

/* Bytes before the first that stops the plain copy; four at a time, for most texts have none. */
static size_t
plain_run(const unsigned char *p, size_t len)
{
	size_t i = 0;

	while (i + 4 <= len && !(stops[p[i]] | stops[p[i + 1]] | stops[p[i + 2]] | stops[p[i + 3]]))
		i += 4;
	while (i < len && !stops[p[i]])
		i++;
	return i;
}

/* A text that needs escapes, or may need them, from byte i on. */
static void
put_with_escapes(struct buf *b, const char *s, size_t len, size_t i)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t               from = 0, taken;

	buf_char(b, '"');
	while (i < len) {
		buf_add(b, s + from, i - from);
		from = i;
		taken = put_escaped(b, p + i, len - i);
		i += taken ? taken : 1;
		from += taken;
		i += plain_run(p + i, len - i);
	}
	buf_add(b, s + from, len - from);
	buf_char(b, '"');
}

/* There is room for it with its quotes. */
static inline void
put_text(struct buf *b, const char *s, size_t len)
{
	size_t plain = plain_run((const unsigned char *)s, len);
	char  *at = b->at + b->len;

	if (plain < len) {
		put_with_escapes(b, s, len, plain);
		return;
	}
	at[0] = '"'; /* as it stands: most texts */
	if (len)
		memcpy(at + 1, s, len);
	memcpy(at + 1 + len, "\"", 2);
	b->len += len + 2;
}

void
json_put_text(struct buf *b, const char *s, size_t len)
{
	buf_room(b, len + 2);
	put_text(b, s, len);
}

/* There is room for it. */
static inline void
comma(struct buf *b)
{
	char last = b->len ? b->at[b->len - 1] : '{';

	if (last != '{' && last != '[' && last != ':' && last != '\n')
		b->at[b->len++] = ',';
}

void
json_open(struct buf *b, char bracket)
{
	buf_room(b, 2);
	comma(b);
	buf_char(b, bracket);
}

void
json_close(struct buf *b, char bracket)
{
	buf_char(b, bracket);
}

/* There is room for it, a comma, quotes and a colon. */
static inline void
put_key(struct buf *b, const char *key, size_t len)
{
	char *at;

	comma(b);
	at = b->at + b->len;
	at[0] = '"';
	memcpy(at + 1, key, len);
	memcpy(at + 1 + len, "\":", 3);
	b->len += len + 3;
}

void
json_key(struct buf *b, const char *key)
{
	size_t len = strlen(key);

	buf_room(b, len + 4);
	put_key(b, key, len);
}

void
json_text(struct buf *b, const char *key, const char *value, size_t len)
{
	size_t key_len = strlen(key);

	buf_room(b, key_len + 4 + len + 2);
	put_key(b, key, key_len);
	put_text(b, value, len);
}

void
json_str(struct buf *b, const char *key, const char *value)
{
	if (value)
		json_text(b, key, value, strlen(value));
}

void
json_int(struct buf *b, const char *key, int64_t value)
{
	json_key(b, key);
	buf_fmt(b, "%" PRId64, value);
}

void
json_bool(struct buf *b, const char *key, int value)
{
	json_key(b, key);
	buf_str(b, value ? "true" : "false");
}

void
json_raw(struct buf *b, const char *key, const char *json, size_t len)
{
	json_key(b, key);
	buf_add(b, json, len);
}

void
json_item(struct buf *b, const char *value)
{
	buf_room(b, 1);
	comma(b);
	json_put_text(b, value, strlen(value));
}
