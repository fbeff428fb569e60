/* scan_value.h - escapes of JSON strings; private to scan*.c */
#ifndef SMM_SCAN_VALUE_H
#define SMM_SCAN_VALUE_H

#include "smm/buf.h"
#include "smm/scan.h"

/* Four hexadecimal digits; 0 or -1. */
int scan_hex4(const char *p, uint32_t *code);

/* Of a key as it is, eight bytes at a time; another number on another kind of machine. */
uint64_t scan_hash(const char *s, size_t len);

/* Appends a checked string's inside without its escapes. */
void scan_unescape(struct buf *b, struct slice text);

#endif
