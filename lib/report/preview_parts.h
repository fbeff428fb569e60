/* preview_parts.h - a plan to be drawn, in its parts; private to lib/report/preview*.c */
#ifndef SMM_PREVIEW_PARTS_H
#define SMM_PREVIEW_PARTS_H

#include "smm/mem.h"
#include "smm/preview.h"
#include "smm/when.h"

#define DAY_MS INT64_C(86400000)

struct kept_post {
	struct view_post is;
	int64_t          day;      /* of its wall time */
	int              minute;   /* of the day */
	size_t           order;    /* as it was handed over */
	size_t           account, campaign; /* in their lists; campaign 0 is "none" */
	int              first_of_entry; /* not a repeat of the same entry on another account */
};

struct named { /* an account, a campaign, a pillar */
	const char *id, *title, *note; /* note: of an account, its network */
	long        share; /* of a pillar; -1: not said */
	size_t      posts, entries;
};

struct names {
	struct named *at;
	size_t        count, room;
};

struct special_day {
	int64_t     day;
	const char *title;
};

struct preview {
	struct mem         *mem;
	struct kept_post   *posts; /* by wall time, then in the order of the plan */
	size_t              nposts, room;
	const char        **wrong;
	size_t              nwrong, wrong_room;
	const char        **ideas;
	size_t              nideas, idea_room;
	struct special_day *days;
	size_t              ndays, day_room;
	struct names        accounts, campaigns, pillars;
	size_t              entries;
};

/* Sorts and counts; call it before drawing. */
void preview_settle(struct preview *p);

/* The first post at or after a day; p->nposts when there is none. */
size_t preview_from(const struct preview *p, int64_t day);

/* Whether both are of one entry at one time, and where the posts of that of posts[from] end. */
int    preview_same_entry(const struct kept_post *a, const struct kept_post *b);
size_t preview_entry_end(const struct preview *p, size_t from);

/* What is special about a day; NULL: nothing. */
const char *preview_special(const struct preview *p, int64_t day);

/* How many entries are of no pillar. */
size_t preview_without_pillar(const struct preview *p);

/* Its title, else its id. */
const char *named_title(const struct named *n);
const char *preview_title(const struct names *list, const char *id); /* NULL for NULL */

/* The one of the two that fits a count, in the user's language: "%zu post", "%zu posts". */
const char *count_words(const char *one, const char *many, size_t count);

/* In the user's language: "Monday", "Mon", "January"; month from 1. */
const char *day_words(int day); /* of a printf of day_name(), the day of the month and month_name() */
const char *day_name(int weekday);
const char *day_short(int weekday);
const char *month_name(int month);

/* ISO 8601, 2.2.10: the week whose Thursday is in the year. */
int week_number(int64_t day);

/* The first day of a day's month, and of the one behind it. */
int64_t month_first(int64_t day);
int64_t month_next(int64_t day);

#endif
