/*
 * strategy.h - strategy.yaml: what a brand wants from its posts, for whom, when and in which words
 *
 * Read once and checked as a whole (smm-strategy(5)); everything lives in the arena it was read into. Ids stand once in
 * their list; dates are days since 1970-01-01, times of day minutes, money micros of its currency. What the file
 * does not say is NULL, an empty list, or the value named here.
 */
#ifndef SMM_STRATEGY_H
#define SMM_STRATEGY_H

#include "smm/holiday.h"
#include "smm/rules.h"
#include "smm/template.h"
#include "smm/yaml.h"

#define DAY_NONE INT64_MIN /* no date */

struct thing { /* what everything with an id begins with: cast a thing of a list to what the list holds */
	const char   *id, *title;
	struct mark   mark;
	struct thing *next; /* in the order of the file */
};

struct things {
	struct thing *first, *last;
	size_t        count;
};

struct handle { /* a name on one network */
	const char *network, *name;
};

struct handles {
	struct handle *at;
	size_t         count, room;
};

struct objective {
	struct thing is;
	const char  *kpi, *how; /* which figure, and how it is measured */
	double       target;
	int          has_target;
	int64_t      by;
};

struct audience {
	struct thing is;
	const char  *lang, *zone;
};

struct pillar {
	struct thing is;
	long         share; /* percent of the posts; -1: not said */
};

struct budget {
	const char *network;
	int64_t     micros;
};

struct campaign {
	struct thing   is;
	const char    *objective; /* what its posts serve unless they say another */
	const char    *currency;  /* ISO 4217, of the budgets */
	int64_t        from, to;  /* both included */
	struct budget *budgets;
	size_t         nbudgets, budget_room;
};

struct competitor {
	struct thing   is;
	const char    *site;
	const char    *search; /* what people write when they speak of it; NULL: not said */
	struct handles handles;
};

struct partner {
	struct thing is;
	int64_t      fee; /* micros; -1: not said */
	const char  *currency;
	int64_t      from, to; /* both included */
	struct texts deliverables;
	struct texts campaigns;  /* their posts are paid for by the partner */
	const char  *mention;    /* of `mentions`: so are those that mention it */
	struct texts disclosure; /* one of these must stand in them; none: what the law names (lint.h) */
};

struct mention { /* {@ID} in a text */
	struct thing   is;
	struct handles handles;
};

struct hashtag_set {
	struct thing is;
	struct texts tags; /* each with its '#' */
};

struct reply_template {
	struct thing is;
	struct variables texts; /* by language ("fr"), "" for all others; several of one are wordings to choose from */
};

struct required { /* words that must stand in a post; an empty list: in all */
	const char  *text;
	struct texts accounts, networks, campaigns, pillars, langs;
	struct mark  mark;
};

struct required_list {
	struct required *at;
	size_t           count, room;
};

struct slot {
	unsigned weekdays; /* 1 << 0 Monday to 1 << 6 Sunday */
	int      minute;   /* of the day, wall time */
};

struct slots {
	const char  *key; /* an account's or a network's name */
	struct slot *at;  /* by time of day */
	size_t       count, room;
	struct mark  mark;
};

struct slots_list {
	struct slots *at;
	size_t        count, room;
};

struct cadence { /* how many posts an account, or each of a network, is to have */
	const char *key;
	long        least, most;
	int         days; /* in a day (1), a week from Monday on (7) or a month (30) */
	struct mark mark;
};

struct cadences {
	struct cadence *at;
	size_t          count, room;
};

struct day_range {
	int64_t from, to; /* both included */
};

struct minute_range { /* until `to`, not included; below `from`: past midnight */
	int from, to;
};

struct quiet {
	struct minute_range *hours;
	size_t               nhours, hour_room;
	struct day_range    *dates;
	size_t               ndates, date_room;
	unsigned             weekdays;
	int                  holidays; /* public holidays are quiet */
};

struct utm { /* values may have {{variables}}; NULL: the parameter is not added */
	const char  *source, *medium, *campaign, *content, *term;
	struct texts hosts; /* only links to these and to what is below them; none: to all */
};

struct cap {
	const char *network; /* "default": every other */
	long        most;
};

struct caps {
	struct cap *at;
	size_t      count, room;
};

struct approval_policy {
	int          required;
	struct texts by;       /* who may approve; none: anybody but the author */
	struct texts accounts; /* only for these; none: all */
	struct mark  mark;
};

struct strategy {
	const char            *path, *dir;
	const char            *zone, *tone;
	const char            *search; /* what people write when they speak of the brand; NULL: not said */
	struct variables       variables;
	struct things          objectives, audiences, pillars, campaigns, competitors, partners, replies;
	struct things          mentions, hashtag_sets;
	struct caps            hashtag_caps;
	struct handles         hashtag_places; /* network or "default": "text" or "first_comment" */
	struct texts           wanted, banned; /* words and phrases */
	struct texts           networks;       /* the most important first */
	struct required_list   required;
	struct cadences        cadences;
	struct slots_list      slots;
	struct quiet           quiet;
	struct holidays        holidays;
	struct utm             utm;
	struct approval_policy approval;
	struct rule_setting    rules[RULE_COUNT]; /* of the lint */
};

/*
 * Reads and checks the file. conf: its accounts are those that may be named; NULL: not checked. -1 with FAULT_INPUT:
 * "FILE:LINE:COLUMN: found …, expected …".
 */
int strategy_read(struct strategy *s, const char *path, const struct conf *conf, struct mem *m, struct err *e);

/* By id; NULL when there is none. And the nearest id to one that there is not, or NULL. */
const struct thing *things_find(const struct things *t, const char *id);
const char         *things_near(const struct things *t, const char *id);

/* What is said of an account, else of its network; NULL: nothing. */
const struct slots   *strategy_slots(const struct strategy *s, const char *account, const char *network);
const struct cadence *strategy_cadence(const struct strategy *s, const char *account, const char *network);

/* Reads "1/day", "2-4/week", "10/month" into least, most and days; key and mark stay. 0 or -1. */
int cadence_read(const char *s, struct cadence *c);

/* How many hashtags a post may have on a network; -1: not said. */
long strategy_hashtag_cap(const struct strategy *s, const char *network);

/* Whether hashtags go into the first comment there. */
int strategy_tags_in_comment(const struct strategy *s, const char *network);

/* The name on a network of what `mentions` calls id; NULL: not said. */
const char *strategy_mention(const struct strategy *s, const char *id, const char *network);

/*
 * Why nobody is to be disturbed at that wall time, in words ("Sunday", "22:00-07:00", "Noël"); NULL: it is no quiet
 * time. Written into out when it has to be.
 */
const char *strategy_quiet(const struct strategy *s, int64_t day, int minute, char out[24]);

/* Whether it is in the list; an empty one holds everything. */
int texts_allow(const struct texts *t, const char *word);

#endif
