/* spill.h - records too many for memory, in temporary files by their hash */
#ifndef SMM_SPILL_H
#define SMM_SPILL_H

#include "smm/err.h"

#include <stddef.h>

#define SPILL_PARTS 64u

struct spill;

/* Records of `size` bytes, each with a text. Files lie in TMPDIR, else /tmp, and have no name. -1: e is set. */
struct spill *spill_new(size_t size);
void          spill_free(struct spill *s); /* NULL is allowed */

int spill_add(struct spill *s, unsigned part, const void *record, const char *text, size_t len, struct err *e);

/* All records of a part, lent; stops at non-zero. */
typedef int spill_fn(void *arg, const void *record, const char *text, size_t len);
int spill_each(struct spill *s, unsigned part, spill_fn *each, void *arg, struct err *e);

#endif
