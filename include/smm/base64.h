/* base64.h - bytes as text (RFC 4648) */
#ifndef SMM_BASE64_H
#define SMM_BASE64_H

#include "smm/buf.h"

/* Section 4, with padding; section 5: safe in addresses and file names, without padding. */
void base64_add(struct buf *b, const void *bytes, size_t len);
void base64url_add(struct buf *b, const void *bytes, size_t len);

#endif
