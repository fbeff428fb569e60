/*
 * rec.h - one record: a line read and checked against its kind
 *
 * Types and members we do not know are no error: they pass unchanged. What is known must have its
 * type. The record lends from the line it was read from.
 */
#ifndef SMM_REC_H
#define SMM_REC_H

#include "smm/kinds.h"
#include "smm/scan.h"

struct rec {
	const struct kind *kind; /* NULL: a type we do not know */
	struct slice       line;
	struct scan       *scan; /* owned */
	const struct member_kind **guess; /* see rec_kinds(); of the record before, while one is read; owned */
	size_t             guesses, room;
	struct rec_quick  *quick; /* owned; NULL until rec_skim() is called */
};

void rec_init(struct rec *r);
void rec_release(struct rec *r);

/* 0, or -1 with FAULT_INPUT: not JSON, no "type", a member of the wrong type, one missing. */
int rec_read(struct rec *r, const char *line, size_t len, struct err *e);

/*
 * The same for a line that lines.h has lent, followed by a NUL and 63 bytes that may be read: at speed, when it is
 * written as the lines before it were (skim.h).
 */
int rec_skim(struct rec *r, const char *line, size_t len, struct err *e);

/* What each member (scan_members()) of a record of a known kind is there; NULL: not one of its kind's. */
const struct member_kind *const *rec_kinds(const struct rec *r);

/* True when a checked value is what its kind says, as rec_read() has it; null is what is not needed. */
int rec_fits(const struct member *m, const struct member_kind *k);

/* Which of the words a string value is, in its quotes as it stands; NULL: none. */
const char *rec_word(struct slice v, const char *const *words);

/* True when the record has this type. */
int rec_is(const struct rec *r, const char *kind);

/* A member's value; NULL or -1 when it is absent (or, for the typed ones, null). */
const struct member *rec_get(const struct rec *r, const char *key);
char                *rec_str(const struct rec *r, const char *key, struct mem *m);
int                  rec_int(const struct rec *r, const char *key, int64_t *out);
int                  rec_time(const struct rec *r, const char *key, int64_t *ms);

#endif
