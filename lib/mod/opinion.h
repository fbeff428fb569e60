/* opinion.h - what classifiers say of a message: language, sentiment, labels, topics; private to lib/mod */
#ifndef SMM_OPINION_H
#define SMM_OPINION_H

#include "facts.h"
#include "smm/buf.h"
#include "smm/charter.h"
#include "smm/classify.h"

#define OPINION_LABELS 24
#define OPINION_TOPICS 24

struct label {
	struct slice name;
	enum level   level;
	double       score; /* 0 to 1; below 0: not said */
	struct slice why;   /* JSON, an item of the `why` member; empty: none */
};

struct opinion {
	struct slice lang;      /* "fr" …; empty: not known */
	struct slice sentiment; /* "negative" …; empty: not known */
	double       sentiment_score; /* 0 to 1; below 0: not said */
	struct label labels[OPINION_LABELS];
	size_t       nlabels;
	struct slice topics[OPINION_TOPICS];
	size_t       ntopics;
};

/* What the classifiers say of a text, with their evidence. */
void opinion_ask(struct opinion *o, struct classify *c, struct slice text, struct mem *m);

/* Appends the members `lang` (if that is wanted), `sentiment` and `labels`, each when it is known. */
void opinion_write(const struct opinion *o, int lang, struct buf *out);

/*
 * What the message's own members say: `labels`, `sentiment`, `topics`, and the levels and scores of its `why`. Nothing
 * for NULL: a message that has none of them.
 */
void opinion_read(struct opinion *o, const struct rec *r, struct mem *m);

/* For counting: the same, but topics that rules gave are topics, too. */
void opinion_topics(struct opinion *o, const struct rec *r, struct mem *m);

/* The label when it is there at this level and with this score; NULL. */
const struct label *opinion_label(const struct opinion *o, const char *name, enum level level,
    const struct limits *score);

/* The label that says that somebody may be in danger; NULL. */
const char *opinion_danger(const struct opinion *o);

int opinion_has_topic(const struct opinion *o, const char *topic);

#endif
