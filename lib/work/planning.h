/* planning.h - a run of smm-plan, in its parts; private to lib/work/plan*.c */
#ifndef SMM_PLANNING_H
#define SMM_PLANNING_H

#include "smm/plan.h"
#include "smm/strategy.h"

#include "draft.h"

#define DAY_MS INT64_C(86400000)

struct seen { /* an entry's id, as its hash: 64 bits do not meet by chance */
	uint64_t hash;
	uint32_t file, line;
};

struct looked { /* a picture, looked at once in a run */
	struct looked *next;
	const char    *path;
	struct picture picture;
	const char    *wrong; /* why it cannot be used; NULL: it can */
};

struct calendar { /* one file */
	const char      *path, *dir; /* dir: of the file, absolute */
	const char      *zone, *author; /* author: of entries that name none */
	struct strategy  strategy;
	struct variables variables;
	const char      *split; /* what its entries do unless they say */
	int64_t          from, to; /* days whose free slots are filled, both included; DAY_NONE */
	int64_t         *cursors;  /* for each account: where its last `slot: next` is, INT64_MIN: nowhere */
	int              begun;    /* entries have begun: what comes before them is over */
};

struct taken { /* minutes of accounts: open addressing, a power of two, 0: empty */
	uint64_t *at;
	size_t    count, size;
};

struct plan {
	struct plan_settings set;
	struct mem      *mem;     /* as long as the plan */
	struct mem      *scratch; /* as long as an entry */
	const struct net **nets;  /* of conf's accounts, in their order */
	struct calendar *calendar;
	const struct strategy *strategy; /* of the last calendar that has one */
	const char     **files;
	size_t           nfiles;
	struct seen     *seen;    /* open addressing, a power of two */
	size_t           nseen, seen_size;
	struct looked   *looked[256];
	struct taken     taken;
	struct buf       line, room;
	size_t           errors, posts, entries;
	/* the entry under way */
	const struct entry   *entry;
	const struct account *account;
	const char           *wall; /* of the occurrence under way; NULL: it is the only one */
	int                   failed;
	const char          **problems; /* of the post under way, for the preview */
	size_t                nproblems, problem_room;
};

/* What is wrong with the entry under way: told with file, line, entry and account. Returns -1. */
int plan_wrong(struct plan *p, const char *fmt, ...) SMM_PRINTF(2, 3);

/* plan_content.c: looks at the pictures, fills the variables, knows the strategy's words. */
void plan_pictures(struct plan *p, struct draft *d);
void plan_fill(struct plan *p, struct draft *d);
void plan_strategy(struct plan *p, const struct content *c);

/* What {{names}} stand for in a draft. -1: told to plan_wrong(). */
int plan_variables(struct plan *p, const struct draft *d, struct variables *v);

/* plan_adapt.c: mentions, links that are counted, hashtags, threads, as the network wants them. */
void plan_adapt(struct plan *p, struct draft *d);

/* plan_lint.c: hands it over to the lint. */
void plan_lint(struct plan *p, const struct draft *d);

/* plan_rehearse.c: hands it over to the rehearsal. */
void plan_rehearse(struct plan *p, const struct draft *d);

/* plan_view.c: shows the preview a post, what is wrong, what the strategy says. */
void plan_view(struct plan *p, const struct draft *d);
void plan_view_wrong(struct plan *p, const char *text);
void plan_view_idea(struct plan *p); /* an entry without a time */
void plan_view_strategy(struct plan *p);

/* plan.c: the entry under way for all its accounts. -1 when the output cannot be written. */
int plan_entry(struct plan *p, struct err *e);

#endif
