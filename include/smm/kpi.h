/*
 * kpi.h - figures that say what they are, from lines of any kind
 *
 * Each figure is a row of a table (lib/kpi/defs_*.c): an expression of measures over another, what the records are that
 * it is counted over, its source and its caveat; the expression is what is computed. Lines may come in any order,
 * twice, and from several files: readings of one subject replace each other by time, never by place in the file.
 * Sums are exact (128 bits), values are rounded once, to six decimals, halves away from zero.
 */
#ifndef SMM_KPI_H
#define SMM_KPI_H

#include "smm/buf.h"
#include "smm/hours.h"
#include "smm/lines.h"

__extension__ typedef __int128 wide; /* the one integer C17 has no word for */

void wide_put(struct buf *b, wide n);                    /* in decimal */
void wide_put_decimal(struct buf *b, wide millionths);   /* "4.21", "-0.5", "12" */

enum kpi_group { KPI_REACH, KPI_MONEY, KPI_RELATION, KPI_FEELING, KPI_AUDIENCE, KPI_GROUPS };

enum kpi_how {
	KPI_SUM,      /* scale * sum(num) */
	KPI_RATIO,    /* scale * sum(num) / sum(den), each over all records that have it */
	KPI_SHARE,    /* scale * sum(num) / (sum(num) + sum(den)), den of others: nothing when nobody read any */
	KPI_PAIRED,   /* RATIO, over the records that have both */
	KPI_NETWORK,  /* paired; num and den are those of the record's network */
	KPI_RATES,    /* the mean of the records' own rates */
	KPI_MEAN,     /* sum(num) / records that have it */
	KPI_QUANTILE, /* the smallest num that a part `scale` (in percent) of the records do not exceed */
	KPI_FASTEST,  /* the mean of the least nine tenths of the nums, rounded up to whole records */
	KPI_SPREAD,   /* median of the distances of num from its median */
	KPI_MOST,     /* the greatest num */
	KPI_TOP,      /* the records with the greatest num, a row each */
	KPI_BOTTOM,   /* with the least */
	KPI_DAILY     /* sum(num) / days of the period or of the group's bucket */
};

enum kpi_better { KPI_NEITHER, KPI_HIGHER, KPI_LOWER };

struct kpi_def {
	const char     *id;
	enum kpi_group  group;
	enum kpi_how    how;
	const char     *over;     /* which records: words of kpi_records[], joined by '+' */
	const char     *num, *den; /* "likes+2*shares"; den may begin with its own records: "published: posts" */
	long            scale;    /* 100 for percent */
	const char     *unit;     /* "%", "s", "money", "people", … */
	enum kpi_better better;
	const char     *beside;   /* a measure counted beside as `without`; NULL */
	const char     *title, *titre; /* English, French */
	const char     *source;   /* who defines it so, or which lines it comes from */
	const char     *caveat;
};

/* All definitions, by group; NULL behind the last. And one by its id, the nearest id to one there is not. */
const struct kpi_def *kpi_at(size_t i);
const struct kpi_def *kpi_find(const char *id, size_t len);
const char           *kpi_near(const char *id);
const char           *kpi_group_name(enum kpi_group g, int french);

/* "100 * sum(likes+shares) / sum(reach)": made from the row. kpi_formula(): the same in the user's language. */
void kpi_method(const struct kpi_def *d, struct buf *out);
void kpi_formula(const struct kpi_def *d, struct buf *out);

/* What --explain prints, in the user's language, and man page kpi-definitions(7): mdoc. */
void kpi_explain(const struct kpi_def *d, struct buf *out);
void kpi_manual(struct buf *out);

/* --- by what figures are split -------------------------------------------------------------------- */

enum kpi_key {
	KEY_ACCOUNT, KEY_NETWORK, KEY_CAMPAIGN, KEY_PILLAR, KEY_POST, KEY_ENTRY, KEY_LANG, KEY_FORMAT, KEY_HASHTAG,
	KEY_TOPIC, KEY_KIND, KEY_ARTICLE, KEY_PARTNER, KEY_DAY, KEY_WEEK, KEY_MONTH, KEY_HOUR, KEY_WEEKDAY, KEY_COUNT
};

#define KPI_KEYS 4 /* at most so many at once */

const char *kpi_key_name(enum kpi_key k);
int         kpi_key_find(const char *name, size_t len); /* -1: none */

/* --- a run ---------------------------------------------------------------------------------------- */

struct kpi_row;

typedef int kpi_each(void *arg, const struct kpi_row *row);

/* The same lines once more: other figures, split by other keys. */
struct kpi_view {
	const struct kpi_def **kpis;
	size_t                 nkpis;
	enum kpi_key           keys[KPI_KEYS];
	size_t                 nkeys;
	kpi_each              *each; /* its rows, after those of the settings' own */
	void                  *arg;
	/* 0: of the settings' periods; else of all there is before this instant. Not for figures of members. */
	int64_t                until;
};

/* A database that counts (lib/kpi/sql.h); functions give 0, or -1 with e. */
typedef int kpi_base_row(void *to, const char *const *values, size_t count); /* NULL: SQL's NULL; lent */

struct kpi_base {
	void *arg;
	int (*run)(void *arg, const char *sql, struct err *e); /* statements without rows */
	int (*copy)(void *arg, const char *table, const char *rows, size_t len, struct err *e); /* COPY's text format */
	int (*ask)(void *arg, const char *sql, kpi_base_row *row, void *to, struct err *e);
};

/* What a campaign may spend on a network, or a partner's fee, spread evenly over its days; lent. */
struct kpi_budget {
	const char *partner; /* NULL: it is no fee */
	const char *campaign, *network, *currency; /* of a fee the campaign when it is for one, and no network */
	int64_t     micros, first, last; /* local days since 1970-01-01, both included */
};

/* Who pays for a campaign's posts: what has that campaign has that partner (KEY_PARTNER); lent. */
struct kpi_partner {
	const char *campaign, *partner;
};

struct kpi_settings {
	const struct kpi_base *base;           /* NULL: we count ourselves */
	const struct kpi_def **kpis;
	size_t                 nkpis;
	enum kpi_key           keys[KPI_KEYS];
	size_t                 nkeys;
	const struct kpi_view *views;          /* beside those; NULL: none */
	size_t                 nviews;
	int64_t                from, to;       /* half open, milliseconds; KPI_OPEN: no bound */
	int64_t                was_from, was_to; /* the period compared with; was_from == KPI_OPEN: none */
	int64_t                now;
	const char            *zone;           /* name, for the lines; the current zone (zone.h) is used */
	const struct hours    *hours;          /* NULL: none are set */
	size_t                 memory;         /* bytes for subjects before they go to files */
	size_t                 top;            /* rows of top and bottom lists */
	int                    distinct;       /* every metric line counts once, as it stands */
	const char            *rates;          /* file of rates (kpi_rates), NULL */
	const char            *currency;       /* with rates: what to convert to */
	const struct kpi_budget *budgets;      /* NULL: none */
	size_t                 nbudgets;
	const struct kpi_partner *partners;    /* NULL: none; of two for a campaign the first */
	size_t                 npartners;
	struct out            *rejects;        /* NULL: bad lines are reported only */
	void (*error)(const char *fmt, ...) SMM_PRINTF(1, 2);
	void (*warn)(const char *fmt, ...) SMM_PRINTF(1, 2);
	int  (*stop)(void);                    /* true: leave off, with FAULT_AGAIN; may be NULL */
	/* NULL, or each alert line of the period, as often as it stands there; strings are lent for the call. */
	void (*alert)(void *arg, const char *kind, const char *subject, int64_t at);
	void  *alert_arg;
};

#define KPI_OPEN INT64_MIN

struct kpi_row {
	const struct kpi_def *def;
	const char           *method;
	const char           *labels[KPI_KEYS]; /* of the settings' keys; NULL: unknown */
	int64_t               sort[KPI_KEYS];   /* of time keys: their number */
	const char           *subject, *text;   /* of lists: the post or message, its words */
	long                  rank;             /* of lists, from 1; 0: no list */
	const char           *currency;         /* of money; "" when no line said one */
	wide                  num, den, value;  /* value in millionths */
	wide                  low, high;        /* 95 % interval, millionths */
	wide                  previous;
	int64_t               n, without, as_of;
	int                   has_num, has_den, has_value, has_interval, has_previous, stale;
	const char           *reason;           /* why there is no value; NULL when there is */
	wide                  target;           /* millionths; set by who knows the strategy */
	int                   has_target;
	const char           *status;           /* "met", "open" (there is time left), "missed" */
	const struct bins    *bins;             /* of quantiles: for kpi_at_most(), while `each` runs */
};

struct kpi;

/* Settings are lent for the run. NULL with e set: FAULT_USAGE, or the rates are wrong. */
struct kpi *kpi_new(const struct kpi_settings *s, struct err *e);
void        kpi_free(struct kpi *k);

/* Reads a file (NULL or "-": standard input; gzip and zstd are unpacked). -1: cannot go on. */
int kpi_read(struct kpi *k, const char *path, struct err *e);

/*
 * Reads all of them (none: standard input), up to `jobs` at a time, plain files in parts that are cut at line ends.
 * What comes of it, and the order of messages, is the same whatever their number. Each job has a buffer and the words
 * and subjects of what it reads until they are joined; `memory` is for the subjects of all. A database has one job.
 */
int kpi_read_all(struct kpi *k, size_t count, char *const *paths, size_t jobs, struct err *e);

#define KPI_JOBS 64 /* at most so many */

/* Lines that were bad so far. */
size_t kpi_bad(const struct kpi *k);

/* Computes, and calls `each` for every row, by kpi and group. Stops at non-zero. -1 with e set. */
int kpi_end(struct kpi *k, kpi_each *each, void *arg, struct err *e);

/* Of a quantile's row: records whose number is at most that. 0 for other rows. */
uint64_t kpi_at_most(const struct kpi_row *row, int64_t value);

/* The row as a kpi line (smm-records(5)), without line feed. */
void kpi_write(const struct kpi_row *row, const struct kpi_settings *s, struct buf *out);

#endif
