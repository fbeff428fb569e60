/* tid.h - record keys of atproto that sort by time; private to lib/net */
#ifndef SMM_TID_H
#define SMM_TID_H

#include <stdint.h>

#define TID_SIZE 14 /* 13 characters and the NUL */

/* atproto.com/specs/tid: microseconds (53 bits) and a clock id (10 bits), base32-sortable. */
char *tid_write(char out[TID_SIZE], uint64_t microseconds, unsigned clock_id);

#endif
