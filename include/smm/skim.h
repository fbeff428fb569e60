/*
 * skim.h - lines of JSON objects read at speed: what came before says what comes next
 *
 * For journals of millions of lines whose producers write their members in the same order, with the same blanks: each
 * key is compared as a whole with those that followed the same key before, also inside an object of plain values, and
 * values are passed over 16 bytes at a time. What is accepted is exactly what scan.h accepts (UTF-8, escapes, numbers,
 * no key twice, nested values); what is wrong, or only unusual, is left to it: this scanner never reports anything.
 *
 * It learns as it goes: up to SKIM_NAMES names of members, and SKIM_KEYS ways in which they are written. Beyond, it
 * begins anew; a new era begins when it forgets names.
 */
#ifndef SMM_SKIM_H
#define SMM_SKIM_H

#include "smm/scan.h"

#define SKIM_NAMES   192
#define SKIM_KEYS    256
#define SKIM_PADDING 64 /* bytes behind the text that must be readable, the first of them NUL */

struct skim;

#define SKIM_INT (SCAN_NULL + 1) /* beside enum scan_type: a number of 64 bits without point and exponent */

struct skim_member {
	struct slice value; /* as it stands; a string with its quotes */
	union {
		int64_t number; /* of a SKIM_INT */
		struct {
			unsigned first, count;
		} inside;       /* of a SCAN_OBJECT: see skim_inside() */
	};
	unsigned     name;  /* which member: a number from 0, see skim_name() */
	unsigned     type;  /* enum scan_type, SKIM_INT */
};

#define SKIM_EMPTY (SKIM_INT + 1) /* for skim_ask alone: a string of no bytes, which is no SCAN_STRING there */
#define SKIM_SLOTS 96

struct skim_ask { /* what a caller wants to know of the members of one name */
	uint64_t      bit;   /* joins skim_found.has when one is there and not null */
	uint16_t      types; /* what it may be: a bit for each of enum scan_type, SKIM_INT, SKIM_EMPTY */
	unsigned char slot;  /* below SKIM_SLOTS: where it is found */
};

struct skim_found {
	uint64_t            has;
	int                 fits;           /* all members are what they may be */
	struct skim_member *at[SKIM_SLOTS]; /* of the names that stand in the line; others are as before */
};

struct skim *skim_new(void);
void         skim_free(struct skim *s);

/*
 * Reads the line at `at`, an object and its line feed; the text goes up to `end`. Returns the line's bytes with its
 * line feed; 0: it is for scan.h to say what it is, or the line feed has not come yet. Asked are the names met before
 * (skim_names(), skim_era()), SKIM_NAMES in all: when there are more of them afterwards, found means nothing.
 */
size_t skim_line(struct skim *s, const char *at, const char *end, const struct skim_ask *asked);

/* What was found in the line that skim_line() read last; valid until the next. */
const struct skim_found *skim_found(const struct skim *s);

/*
 * Alike, nothing asked, for one line of so many bytes, a NUL behind it instead of its line feed (lines.h). Whether it
 * was read.
 */
int skim_text(struct skim *s, const char *at, size_t len);

/* The members of the line last read, in their order; whether one of that name is among them. */
struct skim_member *skim_members(struct skim *s, size_t *count);
int                 skim_has(const struct skim *s, size_t name);

/* What stands in a member of it, an object of plain values, in their order. None: it was too much for us, or empty. */
const struct skim_member *skim_inside(const struct skim *s, const struct skim_member *m, size_t *count);

/* The names met in this era so far: how many, and one of them. */
unsigned     skim_era(const struct skim *s);
size_t       skim_names(const struct skim *s);
struct slice skim_name(const struct skim *s, size_t i);

#endif
