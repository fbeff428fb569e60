/*
 * skim.h - lines of JSON objects read at speed: what came before says what comes next
 *
 * For journals of millions of lines whose producers write their members in the same order, with the same blanks: each
 * key is compared as a whole with those that followed the same key before, also inside an object of plain values, and
 * values are passed over 16 bytes at a time. What is accepted is exactly what scan.h accepts (UTF-8, escapes, numbers,
 * no key twice, nested values); what is wrong, or only unusual, is left to it: this scanner never reports anything.
 *
 * It learns as it goes: up to SKIM_NAMES names of members, SKIM_KEYS keys of lines (those that begin alike share them)
 * and SKIM_LAYOUTS layouts: which members a line has, and in which order. Beyond, a new era begins, and it begins anew.
 */
#ifndef SMM_SKIM_H
#define SMM_SKIM_H

#include "smm/scan.h"

#define SKIM_NAMES   192
#define SKIM_KEYS    1024
#define SKIM_LAYOUTS 128
#define SKIM_PADDING 64 /* bytes behind the text that must be readable, the first of them NUL */

struct skim;

#define SKIM_INT    (SCAN_NULL + 1) /* beside enum scan_type: digits alone, at most SKIM_DIGITS of them */
#define SKIM_DIGITS 18u             /* so many always fit into 64 bits */

struct skim_member {
	struct slice value; /* as it stands; a string with its quotes */
	union {
		int64_t number; /* the caller's */
		struct {
			unsigned first, count;
		} inside;       /* of a SCAN_OBJECT: see skim_inside() */
	};
	unsigned     name;  /* which member: a number from 0, see skim_name() */
	unsigned     type;  /* enum scan_type, SKIM_INT */
};

struct skim *skim_new(void);
void         skim_free(struct skim *s);

/* Before lines of another text, or when what stands behind the line last read may be another. */
void skim_begin(struct skim *s);

/*
 * Reads the line at `at`, an object and its line feed; the text goes up to `end`. Returns the line's bytes with its
 * line feed; 0: it is for scan.h to say what it is, or the line feed has not come yet. The line behind it may be read
 * with it, two in step.
 */
size_t skim_line(struct skim *s, const char *at, const char *end);

/*
 * Alike for one line of so many bytes, a NUL behind it instead of its line feed (lines.h). Whether it was read.
 */
int skim_text(struct skim *s, const char *at, size_t len);

#define SKIM_TYPED 21u

struct skim_read { /* a line */
	struct skim_member *members; /* in their order */
	size_t              count;
	uint64_t            types;   /* of the last SKIM_TYPED members: three bits each, those of the last lowest */
	unsigned            layout;  /* below SKIM_LAYOUTS: members of the same names in the same order, in one era */
	unsigned            era;     /* how often everything learned was forgotten */
	unsigned            place;   /* of the two in which members stand, 0 or 1 */
};

/* The line last read; valid until the next is. And where the members stand of one in that place. */
const struct skim_read *skim_last(const struct skim *s);
struct skim_member     *skim_place(struct skim *s, unsigned place);

/* What stands in a member of it, an object of plain values, in their order. None: it was too much for us, or empty. */
const struct skim_member *skim_inside(const struct skim *s, const struct skim_member *m, size_t *count);

/* One of the names met in this era. */
struct slice skim_name(const struct skim *s, size_t i);

/* The number of a SKIM_INT of any line whose text is still there. */
int64_t skim_int(const struct skim_member *m);

#endif
