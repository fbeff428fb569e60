/* tld.h - the top-level domains there are (schema/tlds makes the table) */
#ifndef SMM_TLD_H
#define SMM_TLD_H

#include <stddef.h>

/* Whether the ASCII letters are one, in any case. */
int tld_is(const char *s, size_t len);

/* Bytes of the longest one of another script that s begins with; 0: none. */
size_t tld_other(const char *s, size_t len);

#endif
