/* measure.c - names of measures and records, and expressions of them */
#include "measure.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[M_COUNT] = {
	[M_IMPRESSIONS] = "impressions", [M_REACH] = "reach", [M_VIEWS] = "views", [M_LIKES] = "likes",
	[M_COMMENTS] = "comments", [M_SHARES] = "shares", [M_SAVES] = "saves", [M_CLICKS] = "clicks",
	[M_FOLLOWERS] = "followers", [M_FOLLOWS] = "follows", [M_UNFOLLOWS] = "unfollows", [M_SPEND] = "spend",
	[M_COST] = "cost", [M_REVENUE] = "revenue", [M_CONVERSIONS] = "conversions", [M_MENTIONS] = "mentions",
	[M_RESPONSE_SEC] = "response_sec", [M_CSAT_1] = "csat_1", "csat_2", "csat_3", "csat_4", "csat_5",
	[M_PROMOTERS] = "promoters", [M_PASSIVES] = "passives", [M_DETRACTORS] = "detractors",
	[M_EARLY] = "early", [M_GAINED] = "gained", [M_START] = "start", [M_POSTS] = "posts",
	    [M_MESSAGES] = "messages", [M_ANSWERS] = "answers",
	[M_JUDGED] = "judged", [M_POSITIVE] = "positive", [M_NEGATIVE] = "negative", [M_RATING] = "rating",
	[M_REVIEWS] = "reviews", [M_SCORE] = "score", [M_SEGMENTS] = "segments", [M_ANSWERED] = "answered",
	    [M_UNANSWERED] = "unanswered",
	[M_RESPONSE] = "response", [M_RESPONSE_HOURS] = "response_hours", [M_RESPONSE_HUMAN] = "response_human",
	[M_RESOLUTION] = "resolution", [M_AGE] = "age", [M_DUE] = "due", [M_IN_TIME] = "in_time",
	[M_MODERATED] = "moderated", [M_HIDDEN] = "hidden", [M_REVERSED] = "reversed", [M_ACTIVE] = "active",
	[M_NEW] = "new", [M_RETURNING] = "returning", [M_DORMANT] = "dormant", [M_AMBASSADORS] = "ambassadors",
	[M_BEFORE] = "before", [M_KEPT] = "kept", [M_RISEN] = "risen", [M_FALLEN] = "fallen",
	[M_BUDGET] = "budget", [M_BUDGETED] = "budgeted", [M_FEE] = "fee",
};

static const char *const overs[OVER_COUNT] = {
	[OVER_POST] = "post", [OVER_ACCOUNT] = "account", [OVER_AD] = "ad", [OVER_LINK] = "link",
	    [OVER_RIVAL] = "competitor",
	[OVER_PUBLISHED] = "published", [OVER_MESSAGE] = "message", [OVER_SEGMENT] = "segment",
	[OVER_FACEBOOK] = "facebook", [OVER_ACTION] = "action", [OVER_MEMBER] = "member",
	[OVER_TOPIC] = "topic", [OVER_BUDGET] = "budget", [OVER_PARTNER] = "partner",
};

static int
find(const char *const *list, int count, const char *name, size_t len)
{
	int i;

	for (i = 0; i < count; i++)
		if (list[i][0] == *name && strncmp(list[i], name, len) == 0 && !list[i][len])
			return i;
	return -1;
}

const char *
measure_name(int m)
{
	return names[m];
}

int
measure_find(const char *name, size_t len)
{
	return find(names, M_COUNT, name, len);
}

const char *
over_name(enum over o)
{
	return overs[o];
}

int
over_find(const char *name, size_t len)
{
	return find(overs, OVER_COUNT, name, len);
}

unsigned
overs_read(const char *text, size_t len)
{
	unsigned mask = 0;
	size_t   n;
	int      o;

	for (; len; text += n, len -= n) {
		n = *text == '+' || *text == ' ';
		if (n)
			continue;
		while (n < len && text[n] != '+' && text[n] != ' ')
			n++;
		o = over_find(text, n);
		assert(o >= 0);
		mask |= 1u << o;
	}
	return mask;
}

/* One term at p: "3*csat_4". Returns behind it. */
static const char *
read_term(struct expr *x, const char *p, long sign)
{
	char  *behind;
	long   weight = strtol(p, &behind, 10);
	size_t len;

	if (behind == p)
		weight = 1;
	else
		p = behind + 1;
	len = strcspn(p, "+-");
	assert(x->count < TERMS);
	x->at[x->count].measure = measure_find(p, len);
	assert(x->at[x->count].measure >= 0);
	x->at[x->count].weight = sign * weight;
	x->mask |= UINT64_C(1) << x->at[x->count++].measure;
	return p + len;
}

void
expr_read(struct expr *x, const char *text, unsigned from)
{
	const char *colon = strchr(text, ':');
	long        sign = 1;

	memset(x, 0, sizeof *x);
	x->overs = from;
	if (colon) {
		x->overs = overs_read(text, (size_t)(colon - text));
		text = colon + 2;
	}
	while (*text) {
		if (*text == '+' || *text == '-')
			sign = *text++ == '-' ? -1 : 1;
		text = read_term(x, text, sign);
	}
}
