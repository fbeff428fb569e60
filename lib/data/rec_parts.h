/* rec_parts.h - what the two readers of records share; private to lib/data/rec*.c */
#ifndef SMM_REC_PARTS_H
#define SMM_REC_PARTS_H

#include "smm/rec.h"

/* Room for what so many members are. */
void rec_room(struct rec *r, size_t count);

void rec_quick_free(struct rec_quick *q); /* NULL is allowed */

#endif
