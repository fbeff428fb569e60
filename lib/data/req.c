/* req.c - a request to send and the reply that came, as plain data */
#include "smm/req.h"

#include <string.h>

#define STEP 4 /* headers and parts come in a few */

/* A longer list when the old one is full; it holds a multiple of STEP. */
static void *
list_room(struct mem *m, void *list, size_t count, size_t size)
{
	void *longer;

	if (count % STEP)
		return list;
	longer = mem_alloc(m, (count + STEP) * size);
	if (count)
		memcpy(longer, list, count * size);
	return longer;
}

void
req_header(struct req *r, struct mem *m, const char *name, const char *value)
{
	r->headers = list_room(m, r->headers, r->nheaders, sizeof *r->headers);
	r->headers[r->nheaders++] = (struct pair){ name, value };
}

void
req_part(struct req *r, struct mem *m, struct part p)
{
	if (r->body != BODY_JOINED)
		r->body = BODY_PARTS;
	r->parts = list_room(m, r->parts, r->nparts, sizeof *r->parts);
	r->parts[r->nparts++] = p;
}

static void
add_encoded(struct buf *b, const char *s)
{
	static const char plain[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";

	for (; *s; s++) {
		if (strchr(plain, *s))
			buf_char(b, *s);
		else if (*s == ' ')
			buf_char(b, '+');
		else
			buf_fmt(b, "%%%02X", (unsigned char)*s);
	}
}

void
form_add(struct buf *b, const char *name, const char *value)
{
	const char *s;

	if (b->len)
		buf_char(b, '&');
	for (s = name; *s; s++) /* names are ours: brackets stay readable, as servers expect them */
		buf_char(b, *s);
	buf_char(b, '=');
	add_encoded(b, value);
}

const char *
reply_header(const struct reply *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->nheaders; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return NULL;
}
