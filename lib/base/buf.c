/* buf.c - bytes that grow, and JSON written into them */
#include "smm/buf.h"

#include "smm/mem.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_release(struct buf *b)
{
	free(b->at);
	memset(b, 0, sizeof *b);
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->at)
		b->at[0] = '\0';
}

void
buf_room(struct buf *b, size_t more)
{
	size_t need = b->len + more + 1;

	if (need <= b->size)
		return;
	b->size = need < 2 * b->size ? 2 * b->size : need < 64 ? 64 : need;
	b->at = mem_grow(b->at, b->size);
}

void
buf_add(struct buf *b, const void *data, size_t len)
{
	buf_room(b, len);
	if (len)
		memcpy(b->at + b->len, data, len);
	b->len += len;
	b->at[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	if (b->len + 1 >= b->size)
		buf_room(b, 1);
	b->at[b->len++] = c;
	b->at[b->len] = '\0';
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int     len;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len <= 0)
		return;
	buf_room(b, (size_t)len);
	va_start(ap, fmt);
	vsnprintf(b->at + b->len, (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}
