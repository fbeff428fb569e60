/* utf8.h - UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF */
#ifndef SMM_UTF8_H
#define SMM_UTF8_H

#include "smm/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Bytes of the valid character at s, 1 to 4, of the len that are there (not 0); 0 when it is none. */
size_t utf8_char(const unsigned char *s, size_t len);

/* Bytes that are valid from the start; len when all are. */
size_t utf8_valid(const char *s, size_t len);

/*
 * Bytes of the whole characters that the len bytes at s begin with, len from 0 to UTF8_RUN, when nothing is wrong among
 * them (and, of fewer, when the last is whole); 0: it is for utf8_char() to say. All UTF8_RUN must be readable.
 */
#ifdef __SSE2__
#define UTF8_RUN 32u
size_t utf8_run(const char *s, size_t len);
#endif

/* The code point at s, of valid text with len > 0; *used gets its bytes (1 to 4). */
uint32_t utf8_read(const char *s, size_t len, size_t *used);

/* Appends a code point; surrogates and values above U+10FFFF become U+FFFD. */
void utf8_add(struct buf *b, uint32_t code);

/*
 * What may act on a terminal or reorder a line: C0, DEL, C1, bidirectional controls (U+061C, U+200E/F, U+202A-E,
 * U+2066-9), separators of lines (U+2028/9), U+FEFF.
 */
int utf8_is_harmful(uint32_t code);

/*
 * Appends text of unknown origin so that a terminal can show it: what is harmful and invalid bytes become \u{…} or
 * \x.. ; line feeds and tabs stay when `lines` is true.
 */
void utf8_add_visible(struct buf *b, const char *s, size_t len, int lines);

#endif
