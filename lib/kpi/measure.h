/*
 * measure.h - the numbers that records carry, and expressions of them
 *
 * A fact is what one record, or a group of records that belong together, has to say: which measures it has, when,
 * and what it is about. All figures are sums, quotients and orders of facts.
 */
#ifndef SMM_MEASURE_H
#define SMM_MEASURE_H

#include "smm/kpi.h"

#include <string.h>

enum over { /* which records facts come from; kpi_records[] has their words */
	OVER_POST, OVER_ACCOUNT, OVER_AD, OVER_LINK, OVER_RIVAL, /* metrics, by scope */
	OVER_PUBLISHED, OVER_MESSAGE, OVER_SEGMENT, OVER_FACEBOOK, OVER_ACTION, OVER_MEMBER, OVER_TOPIC,
	OVER_BUDGET, OVER_PARTNER,
	OVER_COUNT
};

#define METRIC_OVERS (1u << OVER_POST | 1u << OVER_ACCOUNT | 1u << OVER_AD | 1u << OVER_LINK | 1u << OVER_RIVAL)

#define MONEY_MEASURES (UINT64_C(1) << M_SPEND | UINT64_C(1) << M_COST | UINT64_C(1) << M_REVENUE | \
	UINT64_C(1) << M_BUDGET | UINT64_C(1) << M_BUDGETED | UINT64_C(1) << M_FEE)

/* Those before M_METRICS are members of metric lines; the others are counted from other records. */
enum measure {
	M_IMPRESSIONS, M_REACH, M_VIEWS, M_LIKES, M_COMMENTS, M_SHARES, M_SAVES, M_CLICKS, M_FOLLOWERS, M_FOLLOWS,
	M_UNFOLLOWS, M_SPEND, M_COST, M_REVENUE, M_CONVERSIONS, M_MENTIONS, M_RESPONSE_SEC, M_CSAT_1,
	    M_CSAT_5 = M_CSAT_1 + 4,
	M_PROMOTERS, M_PASSIVES, M_DETRACTORS, M_METRICS,
	M_EARLY = M_METRICS, M_GAINED, M_START, M_POSTS, M_MESSAGES, M_ANSWERS, M_JUDGED, M_POSITIVE, M_NEGATIVE,
	    M_RATING, M_REVIEWS,
	M_SCORE, M_SEGMENTS, M_ANSWERED, M_UNANSWERED, M_RESPONSE, M_RESPONSE_HOURS, M_RESPONSE_HUMAN, M_RESOLUTION,
	    M_AGE, M_DUE, M_IN_TIME,
	M_MODERATED, M_HIDDEN, M_REVERSED, M_ACTIVE, M_NEW, M_RETURNING, M_DORMANT, M_AMBASSADORS, M_BEFORE, M_KEPT,
	M_RISEN, M_FALLEN, M_BUDGET, M_BUDGETED, M_FEE,
	M_COUNT
};

_Static_assert(M_COUNT <= 64, "presence is a mask of 64 bits");

const char *measure_name(int m);
int         measure_find(const char *name, size_t len); /* -1: none */
int         over_find(const char *name, size_t len);    /* -1: none */
const char *over_name(enum over o);

#define TERMS 12

struct expr { /* a sum of measures with weights */
	struct { int measure; long weight; } at[TERMS];
	size_t   count;
	uint64_t mask;  /* of its measures */
	unsigned overs; /* facts it is read from */
};

/* Reads "likes+2*shares" or "published: posts"; overs when it names none. The tables are ours: asserts. */
void expr_read(struct expr *x, const char *text, unsigned overs);
unsigned overs_read(const char *text, size_t len);

/* Tags of these facts are hashtags of a post's text; those of all others, topics of a message. */
#define HASHTAG_OVERS (METRIC_OVERS | 1u << OVER_PUBLISHED)

struct fact {
	enum over       over;
	uint32_t        key[KEY_DAY]; /* words of the pool; 0: unknown */
	uint32_t       *tags;          /* by `over` */
	size_t          ntags;
	uint32_t        currency;
	uint32_t        subject;      /* of lists: a message; 0: the post */
	const char     *post;         /* its id when no view is split by it: not yet a word, key[KEY_POST] is 0; lent */
	size_t          post_len;
	uint32_t        text;         /* a message's words */
	int64_t         at, as_of;    /* when it counts; when it was read */
	uint64_t        has;
	int64_t         value[M_COUNT];
};

/* Of nothing yet. Member by member: one memset() of all before the values takes several times as long. */
static inline void
fact_begin(struct fact *f)
{
	memset(f->key, 0, sizeof f->key);
	f->tags = NULL;
	f->post = NULL;
	f->ntags = f->post_len = 0;
	f->currency = f->subject = f->text = 0;
	f->at = f->as_of = 0;
	f->has = 0;
}

/* Sets a measure. */
static inline void
fact_set(struct fact *f, int m, int64_t value)
{
	f->has |= UINT64_C(1) << m;
	f->value[m] = value;
}

/* The sum over what the fact has of it. */
static inline wide
expr_of(const struct expr *x, const struct fact *f)
{
	wide   sum = 0;
	size_t i;

	for (i = 0; i < x->count; i++)
		if (f->has >> x->at[i].measure & 1)
			sum += x->at[i].weight == 1 ? (wide)f->value[x->at[i].measure] :
			    (wide)x->at[i].weight * f->value[x->at[i].measure];
	return sum;
}

#endif
