/* scan_value.h - escapes of JSON strings; private to scan*.c */
#ifndef SMM_SCAN_VALUE_H
#define SMM_SCAN_VALUE_H

#include "smm/buf.h"
#include "smm/scan.h"

/* Four hexadecimal digits; 0 or -1. */
int scan_hex4(const char *p, uint32_t *code);

/* Of a key as it is, eight bytes at a time; another number on another kind of machine. */
uint64_t scan_hash(const char *s, size_t len);

/* Bytes of the escape at p, a backslash; 0 when it is wrong. The text ends with a NUL that is not part of it. */
size_t scan_escape(const char *p);

/*
 * Checks the value at `at`, inside an object, as scan_object() does, but for UTF-8. Returns what is behind it, NULL
 * when it is wrong; the members last found are forgotten.
 */
const char *scan_part(struct scan *s, const char *at, const char *end);

/* Room for so many members, to be filled with what skim.h has read and checked; their keys have no escapes. */
struct member *scan_room(struct scan *s, size_t count);

/* Whether two checked keys are the same without their escapes. */
int scan_same_key(struct slice a, struct slice b);

/* Appends a checked string's inside without its escapes. */
void scan_unescape(struct buf *b, struct slice text);

#endif
