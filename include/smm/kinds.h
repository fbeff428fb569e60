/*
 * kinds.h - every record type and member, in one table (design, section 4)
 *
 * The JSON Schemas in schema/, smm-records(5) and the checks of rec.h all come from it: to add a
 * member is to add a row.
 */
#ifndef SMM_KINDS_H
#define SMM_KINDS_H

#include <stddef.h>

enum member_type {
	MEMBER_STRING,
	MEMBER_ID,     /* a string that is not empty: identifiers are never numbers */
	MEMBER_INT,
	MEMBER_NUMBER,
	MEMBER_BOOL,
	MEMBER_TIME,   /* a string, RFC 3339 with offset */
	MEMBER_URL,    /* a string that begins with a scheme */
	MEMBER_WORD,   /* one of `words` */
	MEMBER_OBJECT, /* with the members of `of`; with any when `of` is NULL */
	MEMBER_STRINGS, /* a list of strings */
	MEMBER_OBJECTS, /* a list of objects of `of` */
	MEMBER_ANY
};

struct member_kind {
	const char               *name;
	enum member_type          type;
	int                       needed; /* the record is wrong without it */
	const char *const        *words;  /* MEMBER_WORD; ends with NULL */
	const struct member_kind *of;     /* ends with an empty row */
	const char               *unit;   /* "s", "micros", …; NULL: none */
	const char               *doc;    /* one line */
};

struct kind {
	const char               *name;
	const char               *doc;     /* one line */
	const struct member_kind *members; /* ends with an empty row; `type` is not among them */
	int                       numbers; /* further members are numbers: metric */
};

extern const struct kind kinds[]; /* ends with an empty row */

/* By name and length; NULL when there is none. */
const struct kind        *kind_find(const char *name, size_t len);
const struct member_kind *kind_member(const struct member_kind *members, const char *name, size_t len);

#endif
