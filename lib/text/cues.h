/*
 * cues.h - cues: phrases that give points to labels and topics, for people to read
 *
 * A cue is words in plain form. "word*" is the start of a word, "_" is any word, a "^" before the first asks for
 * the start of a sentence. 100 points decide.
 */
#ifndef SMM_CUES_H
#define SMM_CUES_H

#include "smm/norm.h"
#include "smm/text.h"

#include <stddef.h>
#include <stdint.h>

enum label {
	LABEL_INSULT, LABEL_HATE, LABEL_THREAT, LABEL_SEXUAL, LABEL_SPAM, LABEL_QUESTION, LABEL_COMPLAINT,
	LABEL_PRAISE, LABEL_PURCHASE, LABEL_REFUND, LABEL_BUG, LABEL_FEATURE, LABEL_PERSONAL, LABEL_URGENT,
	LABEL_SELF_HARM, LABEL_SAFETY, LABEL_COUNT,
	TOPIC_DELIVERY = LABEL_COUNT, TOPIC_PRICE, TOPIC_QUALITY, TOPIC_SERVICE, TOPIC_APP, TOPIC_PAYMENT,
	TOPIC_ACCOUNT, TOPIC_ORDER, TOPIC_STORE, TOPIC_PRIVACY, CUES_COUNT
};

struct cue {
	uint8_t     label;
	int8_t      points;
	const char *words; /* one cue or many, "|" between */
};

extern const struct cue cues_table[];
extern const size_t     cues_count;

#define CUES_WHY 4

struct tally { /* what one label got */
	int         points;
	struct span why[CUES_WHY];
	int         strength[CUES_WHY];
	size_t      nwhy;
};

struct cues;

struct cues *cues_new(void);
void          cues_free(struct cues *r);

/* Adds the points of a piece of a text to CUES_COUNT tallies. */
void cues_apply(const struct cues *r, const struct norm *n, const char *s, struct tally *tallies);

/* Adds points to one tally, and the evidence when it has any. */
void cues_add(struct tally *t, int points, size_t start, size_t end);

/* Question and exclamation marks, figures that are somebody's: what words do not say. */
void cues_marks(const char *s, size_t from, size_t to, struct tally *tallies);
void cues_personal(const char *s, size_t from, size_t to, struct tally *tallies);

#endif
