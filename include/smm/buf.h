/*
 * buf.h - bytes that grow, and JSON written into them
 *
 * A zeroed struct buf is an empty one. What has been added is always followed by a NUL that
 * `len` does not count, so `at` can be used as a string once something was added.
 */
#ifndef SMM_BUF_H
#define SMM_BUF_H

#include "smm/err.h"

#include <stddef.h>
#include <stdint.h>

struct buf {
	char  *at;
	size_t len, size;
};

void buf_release(struct buf *b); /* empty again, memory returned */
void buf_clear(struct buf *b);   /* empty again, memory kept */
void buf_room(struct buf *b, size_t more); /* makes place for `more` bytes and the NUL */

void buf_add(struct buf *b, const void *data, size_t len);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_fmt(struct buf *b, const char *fmt, ...) SMM_PRINTF(2, 3);

/*
 * JSON text, one value after the other. json_put_*() writes a value; json_*() with a key writes
 * a member and the comma before it when one is needed. Strings must be valid UTF-8; control
 * characters (C0, DEL, C1), U+2028 and U+2029 are escaped, so that a line stays one line and a
 * terminal shows it harmlessly.
 *
 *	json_open(&b, '{');
 *	json_str(&b, "type", "post");
 *	json_close(&b, '}');
 */
void json_put_text(struct buf *b, const char *s, size_t len);
void json_open(struct buf *b, char bracket);  /* '{' or '[', after a comma if needed */
void json_close(struct buf *b, char bracket); /* '}' or ']' */
void json_key(struct buf *b, const char *key); /* comma if needed, "key": */
void json_str(struct buf *b, const char *key, const char *value);  /* NULL: no member */
void json_text(struct buf *b, const char *key, const char *value, size_t len);
void json_int(struct buf *b, const char *key, int64_t value);
void json_bool(struct buf *b, const char *key, int value);
void json_raw(struct buf *b, const char *key, const char *json, size_t len); /* as it is */
void json_item(struct buf *b, const char *value); /* a string in a list */

#endif
