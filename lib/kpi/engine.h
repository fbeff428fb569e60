/*
 * engine.h - what the parts of a run share; private to lib/kpi
 *
 * Lines become subjects (subject.h), posts (ours.h) and messages (messages.h); at the end those become facts, and
 * facts go to the cells of every group and figure that want them (cells.h).
 */
#ifndef SMM_ENGINE_H
#define SMM_ENGINE_H

#include "measure.h"
#include "pool.h"

#include "smm/rec.h"

struct network_expr { /* what one network calls engagement */
	uint32_t    network;
	struct expr num, den;
};

struct formula { /* a definition, read */
	const struct kpi_def *def;
	struct expr           num, den;
	int                   beside;   /* measure; -1: none */
	uint64_t              any;      /* measures without which a fact says nothing to it */
	int                   is_sum;   /* of num alone */
	int                   is_money; /* split by currency */
	int                   has_interval;
	int                   is_counted; /* made from the values and how often each was seen, not from sums */
	size_t                bins;       /* the formula of the view that has those: itself, or of the same */
	int                   has_bins;   /* itself */
	struct network_expr  *networks;
	size_t                nnetworks;
	char                 *method;
};

struct local { /* wall clock of the zone at an instant */
	int64_t day; /* since 1970-01-01 */
	int     hour;
};

struct source { /* a file, or a part of one */
	const char *name;
	size_t      before; /* lines of the file before it */
};

#define SOURCE_SHIFT 40 /* a place: the source's number above it, the line within the source below */

/* A part that is read side by side with others (crew.h): what is wrong with its lines is said in their order. */
struct part;
void part_error(struct part *p, size_t line, const char *text);

struct subjects;
struct ours;
struct messages;
struct followers;
struct cells;
struct rates;
struct quick;
struct sql;

#define SAID         256u
#define STOOD_BYTES  24u
#define STOOD_BEHIND 8u

struct stood { /* a string as it stood in a line, with its quotes; lines repeat few (fields.h) */
	char     text[STOOD_BYTES + STOOD_BEHIND];
	uint32_t len; /* 0: none yet, or it is too long */
};

struct said { /* and the word that it is */
	struct stood as;
	uint32_t     word;
};

struct kpi {
	struct kpi_settings set;
	unsigned            overs;    /* facts any formula wants */
	unsigned            keys;     /* by what any view is split: bits of enum kpi_key */
	uint64_t            measures; /* and their measures */
	int                 lists_posts; /* whose first words are shown */
	struct pool        *words;
	struct said         said[SAID]; /* by ends and length */
	struct said         scope;      /* of the metric line before: an enum over */
	struct subjects    *subjects;
	struct ours       *posts;
	struct messages    *messages;
	struct followers   *followers;
	struct cells       *cells;
	struct rates       *rates;
	uint32_t           *partners; /* words of the settings' partners: campaign, partner, campaign, ... */
	struct sql         *sql;   /* a database counts; NULL: we do */
	struct quick       *quick; /* reads the lines that are as usual */
	struct rec          rec;   /* and this the others */
	const struct kind  *metric; /* most are */
	struct mem         *mem;   /* of the line */
	const char         *file;  /* being read, and where */
	size_t              line, bad;
	int64_t             source; /* its number among all */
	struct source      *sources;
	size_t              nsources;
	struct part        *part; /* NULL: nothing else is read */
};

/* Reads a definition; the run gets its measures. */
void formula_read(struct kpi *k, struct formula *f, const struct kpi_def *d);

/* The partner of a campaign, as a word; 0: none. */
uint32_t partner_of(const struct kpi *k, uint32_t campaign);

/* The zone's wall clock; remembered by quarters of an hour, in which no zone changes. */
struct local local_at(int64_t ms);
int64_t      local_midnight(int64_t day); /* the instant a day begins */

/* Which period an instant lies in. */
enum period { PERIOD_NONE = -1, PERIOD_NOW, PERIOD_WAS, PERIODS };
enum period period_of(const struct kpi_settings *s, int64_t at);

/* The same for a view, which may have a period of its own. */
enum period period_in(const struct kpi_settings *s, const struct kpi_view *v, int64_t at);

/* An instant of the period compared with, moved by whole local days into the period itself. */
struct local local_moved(const struct kpi_settings *s, enum period p, int64_t at);

#endif
