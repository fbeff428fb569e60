/* mem.c - memory: what cannot fail, and what lives as long as a record */
#include "smm/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_MIN 1000 /* many arenas hold little, */
#define BLOCK_MAX 4000 /* and some much: each block is twice the one before */

struct block {
	struct block *next;
	size_t        used, size;
	max_align_t   data[];
};

struct mem {
	struct block *blocks; /* the newest first */
};

static SMM_NORETURN void
out_of_memory(void)
{
	static const char words[] = "out of memory\n";
	ssize_t           said = write(STDERR_FILENO, words, sizeof words - 1);

	(void)said; /* whether it could be said or not, this is the end */
	_exit(71);
}

void *
mem_get(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
mem_zero(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
mem_grow(void *old, size_t size)
{
	void *p = realloc(old, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

char *
mem_copy(const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(mem_get(size), s, size);
}

static struct block *
block_new(struct block *next, size_t size)
{
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		out_of_memory();
	b = mem_get(sizeof *b + size);
	b->next = next;
	b->used = 0;
	b->size = size;
	return b;
}

struct mem *
mem_new(void)
{
	struct mem *m = mem_get(sizeof *m);

	m->blocks = block_new(NULL, BLOCK_MIN);
	return m;
}

static void
free_blocks(struct block *b)
{
	struct block *next;

	for (; b; b = next) {
		next = b->next;
		free(b);
	}
}

void
mem_reset(struct mem *m)
{
	struct block *b = m->blocks, *next;

	for (; b->size > BLOCK_MAX; b = next) { /* the oldest is not */
		next = b->next;
		free(b);
	}
	free_blocks(b->next);
	b->next = NULL;
	b->used = 0;
	m->blocks = b;
}

void
mem_free(struct mem *m)
{
	if (!m)
		return;
	free_blocks(m->blocks);
	free(m);
}

/* With room for that size. */
static void
add_block(struct mem *m, size_t size)
{
	size_t usual = m->blocks->size < BLOCK_MAX / 2 ? 2 * m->blocks->size : BLOCK_MAX;

	m->blocks = block_new(m->blocks, size > usual ? size : usual);
}

/* At a multiple of align, a power of two. */
static void *
mem_take(struct mem *m, size_t size, size_t align)
{
	struct block *b = m->blocks;
	size_t        at = (b->used + align - 1) & ~(align - 1);

	if (at > b->size || b->size - at < size) {
		add_block(m, size);
		b = m->blocks;
		at = 0;
	}
	b->used = at + size;
	return (char *)b->data + at;
}

void *
mem_alloc(struct mem *m, size_t size)
{
	return memset(mem_take(m, size, _Alignof(max_align_t)), 0, size);
}

void *
mem_more(struct mem *m, void *list, size_t count, size_t *room, size_t item_size)
{
	void *more;

	if (count < *room)
		return list;
	*room = *room ? 2 * *room : 4;
	if (*room > SIZE_MAX / item_size)
		out_of_memory();
	more = mem_alloc(m, *room * item_size);
	if (count)
		memcpy(more, list, count * item_size);
	return more;
}

char *
mem_dup(struct mem *m, const char *s, size_t len)
{
	char *p = mem_take(m, len + 1, 1); /* one behind the other: there may be thousands */

	if (len)
		memcpy(p, s, len);
	p[len] = '\0';
	return p;
}

char *
mem_str(struct mem *m, const char *s)
{
	return mem_dup(m, s, strlen(s));
}

char *
mem_fmt(struct mem *m, const char *fmt, ...)
{
	va_list ap;
	int     len;
	char   *p;

	va_start(ap, fmt);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (len < 0)
		return mem_str(m, "");
	p = mem_alloc(m, (size_t)len + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return p;
}
