/* json.h - JSON values as the project's lines have them */
#ifndef SMM_JSON_H
#define SMM_JSON_H

#include "smm/buf.h"

#include <jansson.h>

/*
 * Appends a value, members in their order, strings as buf.h writes them: control characters, also
 * DEL and C1, and the separators of Unicode are escaped. Numbers as jansson has them.
 */
void json_put(struct buf *b, const json_t *value);

/*
 * The JSON of somebody who may be careless or hostile: what is not valid UTF-8, lone surrogates and
 * NULs in strings become U+FFFD, integers beyond 64 bits reals. NULL when it is none even so, or
 * has one key twice.
 */
json_t *json_read(const char *text, size_t len);

/*
 * The same of an object of which only some top-level members are wanted (names, NULL ends): the rest is checked,
 * but not made. What is no object is read whole.
 */
json_t *json_read_only(const char *text, size_t len, const char *const *names);

#endif
