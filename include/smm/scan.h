/*
 * scan.h - one JSON object, checked and cut into its members, in place
 *
 * For record lines: nothing is decoded or copied, slices point into the text. Checked is what
 * RFC 8259 and the design ask for: valid UTF-8, no control characters in strings, no lone
 * surrogates, no NUL (not even \u0000), numbers well formed, nothing behind the object, at most SCAN_DEPTH levels, no
 * object with two equal keys (compared unescaped). Errors are FAULT_INPUT and say at which byte
 * (from 1) what was found and what was expected.
 */
#ifndef SMM_SCAN_H
#define SMM_SCAN_H

#include "smm/err.h"
#include "smm/mem.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SCAN_DEPTH 64

struct slice {
	const char *at;
	size_t      len;
};

/* An absent one (`at` NULL) is nothing, not even "". */
static inline int
slice_is(struct slice s, const char *text)
{
	return s.at && strlen(text) == s.len && memcmp(s.at, text, s.len) == 0;
}

enum scan_type {
	SCAN_STRING, SCAN_NUMBER, SCAN_OBJECT, SCAN_ARRAY, SCAN_TRUE, SCAN_FALSE, SCAN_NULL
};

struct member {
	struct slice   key;   /* without its quotes, escapes as they stand */
	struct slice   value; /* as it stands; a string with its quotes */
	enum scan_type type;
};

struct scan; /* reusable: its memory is kept from line to line */

struct scan *scan_new(void);
void         scan_free(struct scan *s);

/* Checks the text, an object, and finds its members. Slices live as long as the text. 0 or -1. */
int scan_object(struct scan *s, const char *text, size_t len, struct err *e);

/* The members of the object last scanned, in their order; and one by its (unescaped) key. */
const struct member *scan_members(const struct scan *s, size_t *count);
const struct member *scan_find(const struct scan *s, const char *key);

/* Calls `each` for every member or item of a checked object or array value; stops at non-zero. */
typedef int scan_each(void *arg, const struct member *m); /* an item has an empty key */
int scan_inside(struct slice value, scan_each *each, void *arg);

/* A string value unescaped into the arena, NUL added. The value was checked by scan_object(). */
char *scan_text(struct slice value, struct mem *m, size_t *len);

/* A number value as a 64-bit integer, exactly; -1 when it is not one. */
int scan_int(struct slice value, int64_t *out);

#endif
