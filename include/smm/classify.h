/*
 * classify.h - what a message says: language, sentiment, labels, topics, urgency, each with its evidence
 *
 * French and English. Scores are probabilities in thousandths, calibrated on lines held back (cm-train(1)); those of
 * rules grow with the points of the cues that were found. They are whole numbers and the same on every machine.
 *
 * Labels and what finds them:
 *
 *	insult                     a model (words of lists, taken out of their disguise, are among its features)
 *	spam, bug, feature         models
 *	hate                       cues; suspect at most: small models cannot tell hate, and this one never claims to
 *	threat, sexual             cues
 *	question, complaint, praise, purchase, refund, urgent   cues; complaint and praise lean on the sentiment, too
 *	personal                   figures and signs: telephone, e-mail, IBAN, card number, a street's number
 *	self_harm, safety          cues; these messages must reach a person, whatever the score
 *
 * Only what is certain may be acted on without a person.
 */
#ifndef SMM_CLASSIFY_H
#define SMM_CLASSIFY_H

#include "smm/err.h"
#include "smm/norm.h"
#include "smm/text.h"

#include <stddef.h>

enum surety { SURE_CLEAN, SURE_SUSPECT, SURE_CERTAIN };

enum classify_want { /* which parts to compute; or them */
	CLASSIFY_LANGUAGE  = 1 << 0,
	CLASSIFY_SENTIMENT = 1 << 1,
	CLASSIFY_INSULT    = 1 << 2,
	CLASSIFY_SPAM      = 1 << 3,
	CLASSIFY_REVIEW    = 1 << 4, /* bug, feature */
	CLASSIFY_RULES     = 1 << 5, /* the other labels, topics, urgency */
	CLASSIFY_ALL       = (1 << 6) - 1
};

#define CLASSIFY_LABELS 20
#define CLASSIFY_TOPICS 8
#define CLASSIFY_WHY    4

struct classify_label {
	const char *name;
	unsigned    score; /* thousandths, 500 or more: less is no label */
	enum surety surety;
	struct span why[CLASSIFY_WHY]; /* bytes of the text: the words that decided, the strongest first */
	size_t      nwhy;
};

struct classified {
	const char *lang; /* "fr", "en", "de", "es", "it", "pt"; "und": unknown, or fewer than 8 letters */
	unsigned    lang_score;
	const char *sentiment; /* "pos", "neg", "neu"; "unsure" below 500 or in another language; NULL: not wanted */
	const char *sentiment_best; /* the likeliest one, however unsure; NULL: not judged */
	unsigned    sentiment_score;
	struct classify_label labels[CLASSIFY_LABELS];
	size_t                nlabels;
	const char *topics[CLASSIFY_TOPICS]; /* of classify_topics */
	size_t      ntopics;
	int         person; /* must reach a person */
};

struct classify;

/*
 * Maps the models that are wanted: those of `folder`, NULL: $SMM_DATADIR/models, or the installed ones. NULL with
 * FAULT_CONF when one is missing or broken.
 */
struct classify *classify_open(const char *folder, unsigned want, struct err *e);
void             classify_close(struct classify *c); /* NULL is allowed */

/*
 * Valid UTF-8 of any length: language and sentiment are judged by the first NORM_WORDS words, labels by all.
 * out lends from c; its spans are of this text.
 */
void classify_text(struct classify *c, const char *s, size_t len, struct classified *out);

/* All labels and topics there are; end with NULL. */
extern const char *const classify_labels[];
extern const char *const classify_topics[];

#endif
