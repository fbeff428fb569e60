/* export_parts.h - the formats of exports, and what imports share with them; private to lib/work */
#ifndef SMM_EXPORT_PARTS_H
#define SMM_EXPORT_PARTS_H

#include "smm/buf.h"

#include <jansson.h>

/* The members of a post that a table has, in the order of its columns; ends with NULL. */
extern const char *const export_columns[];

void csv_header(struct buf *b);
void csv_post(struct buf *b, const json_t *post);

void ical_begin(struct buf *b);
void ical_post(struct buf *b, const json_t *post, const char *line, size_t len);
void ical_end(struct buf *b);

#endif
