/*
 * charter.h - the moderation charter: what is forbidden, in words for people and as rules (smm-charter(5))
 *
 * Read once, never changed afterwards. Everything is kept in the charter's own arena.
 */
#ifndef SMM_CHARTER_H
#define SMM_CHARTER_H

#include "smm/conf.h"
#include "smm/yaml.h"

#include <stdint.h>

/* From the mildest to the strictest. */
enum verdict {
	VERDICT_ALLOW,
	VERDICT_HOLD, VERDICT_HIDE, VERDICT_DELETE, /* what becomes of the message */
	VERDICT_MUTE, VERDICT_BLOCK,                /* and of its author */
	VERDICT_REPORT, VERDICT_ESCALATE,           /* who else is told */
	VERDICT_COUNT
};

const char *verdict_name(enum verdict v);
int         verdict_find(const char *name); /* -1: there is none of that name */

/* Sets of verdicts are bits, 1u << enum verdict. */
enum verdict verdicts_strictest(unsigned set); /* VERDICT_ALLOW of an empty one */

/*
 * What is proposed when several rules hold: of what becomes of the message, of what becomes of its author, and of who
 * is told, the strictest one each.
 */
unsigned verdicts_proposed(unsigned set);

enum priority { PRIORITY_LOW, PRIORITY_NORMAL, PRIORITY_HIGH, PRIORITY_URGENT, PRIORITY_COUNT };

const char *priority_name(enum priority p);

enum level { LEVEL_NONE, LEVEL_SUSPECT, LEVEL_CERTAIN }; /* how sure a label is */

struct limits { /* ">= 3", "< 10", "2-4", "5" */
	double low, high;
	int    set;
	int    not_low, not_high; /* the bound itself is outside */
};

int limits_hold(const struct limits *l, double value);

enum volume_of { VOLUME_AUTHOR, VOLUME_TEXT, VOLUME_POST, VOLUME_ALL };

struct volume { /* so many messages of one author, of one text … within a time; this one included */
	long           messages, within; /* seconds */
	enum volume_of of;
	size_t         tally; /* which counter it is */
};

struct about_author {
	struct limits followers, age, messages, sanctions; /* age: of the account, seconds */
	long          within;  /* of messages and sanctions; seconds; 0: ever */
	struct texts  handles;
};

/* All that is set must hold; of a list, one item. */
struct condition {
	struct mark         mark;
	int                 has_terms;   /* words, phrases or patterns: of the set `terms` one must stand in the text */
	size_t              terms;
	struct texts        labels;
	enum level          level;       /* at least; LEVEL_NONE: certain or suspect */
	struct limits       score;       /* of the label, 0 to 1 */
	struct texts        sentiments, topics;
	struct texts        langs, kinds, networks, accounts, hosts;
	int                 is_public;   /* 1, 0; -1: does not matter */
	struct limits       rating, links, mentions, media, length, capitals;
	struct about_author author;
	int                 has_volume;
	struct volume       volume;
};

struct conditions {
	struct condition *at;
	size_t       count, room;
};

struct article {
	const char *id, *title, *text;
	struct mark mark;
};

struct sanction { /* from the `after`th time within so many seconds, instead of what the rule does */
	long        after, within; /* within 0: ever */
	unsigned    verdicts;
	struct mark mark;
};

struct rule {
	const char           *id, *title;
	const char           *article_id; /* NULL: none, and then nothing is done to anybody */
	const struct article *article;
	struct conditions          when, unless; /* one of `when` holds, and none of `unless` */
	unsigned              verdicts;
	struct sanction      *then;
	size_t                nthen, then_room;
	const char           *assign;
	struct texts          topics;
	int                   has_priority;
	enum priority         priority;
	size_t                tally; /* how often it held for whom; SIZE_MAX: nobody asks */
	struct mark           mark, article_mark, assign_mark;
};

enum term_kind { TERM_WORD, TERM_PHRASE, TERM_PATTERN };

struct term { /* something to be found in a text; there are thousands: small */
	const char   *text;
	uint32_t      set;
	unsigned char kind;    /* enum term_kind */
	unsigned char accents; /* they count */
};

struct term_mark { /* where a term stands in the charter */
	size_t      term;
	struct mark mark;
};

struct team {
	const char  *id, *title;
	struct texts topics;
};

struct service {
	const char *kind; /* "any": of those that have none of their own */
	long        seconds[PRIORITY_COUNT]; /* 0: none */
	int         clock; /* not business hours */
};

struct example { /* a message and what must come of it */
	const char   *text;
	const char   *lang, *kind, *network, *handle;
	long          followers; /* -1: not known */
	double        rating;    /* 0: none */
	int           is_private;
	long          times;     /* it is the author's so manieth such message; 0, 1: the first */
	unsigned      verdicts;
	struct texts  rules;     /* that must hold, no other; empty: it does not matter */
	int           has_priority;
	enum priority priority;
	const char   *assign;
	struct mark   mark;
};

struct tally_kind { /* what is counted over messages: how many times must be kept, and for how long */
	long   keep, within;
};

struct charter {
	const char        *path, *dir;
	const char        *title;
	struct article    *articles;
	size_t             narticles, article_room;
	struct rule       *rules;
	size_t             nrules, rule_room;
	struct term       *terms;
	size_t             nterms, term_room, nsets;
	struct term_mark  *marks; /* of the terms that no file of words has, in their order */
	size_t             nmarks, mark_room;
	struct team       *teams;
	size_t             nteams, team_room;
	struct service    *services;
	size_t             nservices, service_room;
	int                clock; /* of services that do not say */
	struct example    *examples;
	size_t             nexamples, example_room;
	struct tally_kind *tallies;
	size_t             ntallies, tally_room;
	int                asks_author;  /* some rule asks what its author wrote, or was done to him, before */
	struct mem        *mem;
};

/* Something that is no error, "FILE:LINE:COLUMN: …", for people. */
typedef void charter_warn(const char *fmt, ...) SMM_PRINTF(1, 2);

/*
 * Reads a charter. 0, or -1 with FAULT_INPUT that names file, line, column, what was found and what was expected. Rules
 * that can never hold are warned of. Labels and topics are words of the classifiers; `labels` lists those they know,
 * ended by NULL.
 */
int  charter_read(struct charter **c, const char *path, const char *const *labels, charter_warn *warn, struct err *e);
void charter_free(struct charter *c); /* NULL is allowed */

/* Where a term stands in the charter; NULL: in a file of words. */
const struct mark *charter_mark(const struct charter *c, size_t term);

/* Seconds within which a message of this kind and priority wants an answer, 0: none is promised. */
const struct service *charter_service(const struct charter *c, const char *kind, size_t len);

#endif
