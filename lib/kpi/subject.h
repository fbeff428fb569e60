/*
 * subject.h - the last reading of everything that metric lines are about
 *
 * A subject is known by what it is (scope), account, and its id; running totals of posts are one subject each, of
 * accounts, ads and links one for each instant they were read at, and a period's own numbers one for each period. Of
 * each measure the reading with the latest `at` stays; of two with the same, the greater: order changes nothing.
 *
 * Beyond the memory they may take, subjects go to temporary files by their hash (TMPDIR); at the end one file after the
 * other is read back.
 */
#ifndef SMM_SUBJECT_H
#define SMM_SUBJECT_H

#include "engine.h"

enum reading { READ_TOTAL, READ_SERIES, READ_OWN };

struct subject {
	uint32_t hash;
	uint32_t len; /* of its id, which stands behind its readings */
	uint32_t network, account, campaign, pillar, currency;
	uint8_t  over, reading, is_ref, born_known; /* is_ref: id is the network's, not ours */
	/* READ_OWN: from and to; READ_SERIES: at, and from; READ_TOTAL: born, and where it stands first (engine.h) */
	int64_t  t1, t2;
};

struct seen { /* a measure's last reading; at == INT64_MIN: none */
	int64_t at, value;
};

struct subjects *subjects_new(struct kpi *k);
void             subjects_free(struct subjects *s);

/* Columns: of the measures that any formula wants; how many there are, and which measure one is of. */
size_t subjects_columns(const struct subjects *s);
int    subjects_measure(const struct subjects *s, size_t column);

/*
 * Adds a reading: `like` without hash and len, the id's text, its values by column (INT64_MIN: absent) and when. -1
 * with e set when a temporary file cannot be written.
 */
int subjects_add(struct subjects *s, const struct subject *like, const char *id, size_t len, const int64_t *values,
    int64_t at, struct err *e);

/*
 * All of them; those of one id (whatever t1, t2) one after the other, by t1 and t2. They may be changed and are gone
 * afterwards. The text is the id's. Warns of a total whose id stands on another network earlier.
 */
typedef int subject_each(void *arg, const struct subject *s, const struct seen *seen, const char *id, size_t len);
int subjects_each(struct subjects *s, subject_each *each, void *arg, struct err *e);

/* Adds all that `from` holds, whose words are these of ours (by its numbers). -1: a temporary file. */
int subjects_join(struct subjects *s, struct subjects *from, const uint32_t *words, struct err *e);

#endif
