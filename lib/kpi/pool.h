/* pool.h - words that come again and again, each kept once and known by a small number; 0 is no word */
#ifndef SMM_POOL_H
#define SMM_POOL_H

#include <stddef.h>
#include <stdint.h>

struct pool;

struct pool *pool_new(void);
void         pool_free(struct pool *p);

uint32_t    pool_add(struct pool *p, const char *s, size_t len); /* its number; "" is 0 */
uint32_t    pool_find(const struct pool *p, const char *s, size_t len); /* 0: not there */
const char *pool_text(const struct pool *p, uint32_t word, size_t *len); /* lends; NUL behind it; "" for 0 */
int         pool_order(const struct pool *p, uint32_t a, uint32_t b); /* as strcmp() of both */

/* Adds the words of another; a list by its numbers, what each is here. The caller's to free. */
uint32_t *pool_join(struct pool *p, const struct pool *from);

/* A hash of 64 bits whose bits all depend on every byte. */
uint64_t pool_hash(const char *s, size_t len);

#endif
