/*
 * mem.h - memory: what cannot fail, and what lives as long as a record
 *
 * Running out of memory ends the program with status 71: the ledger makes that safe, and no
 * caller has to test for it. An arena holds everything made for one record; it is emptied as a
 * whole and nothing in it is freed singly.
 */
#ifndef SMM_MEM_H
#define SMM_MEM_H

#include "smm/err.h"

#include <stddef.h>

/* Like malloc, realloc and strdup, but never NULL; release with free(). */
void *mem_get(size_t size);
void *mem_zero(size_t size); /* zeroed; pages of a large one that are never touched cost nothing */
void *mem_grow(void *old, size_t size);
char *mem_copy(const char *s);

struct mem; /* an arena */

struct mem *mem_new(void);
void        mem_free(struct mem *m); /* NULL is allowed */
void        mem_reset(struct mem *m); /* empties it, keeps one block for the next */

/* Zeroed, aligned for any type; lives as long as the arena. */
void *mem_alloc(struct mem *m, size_t size);

/* A list that grows: itself while there is room for one more, else a copy with twice the room. */
void *mem_more(struct mem *m, void *list, size_t count, size_t *room, size_t item_size);

/* Copies into the arena, NUL added: of len bytes, of a string, of a printf. */
char *mem_dup(struct mem *m, const char *s, size_t len);
char *mem_str(struct mem *m, const char *s);
char *mem_fmt(struct mem *m, const char *fmt, ...) SMM_PRINTF(2, 3);

#endif
