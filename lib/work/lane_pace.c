/* lane_pace.c - a lane keeps the pace that is asked of its account */
#include "lane_parts.h"

#include "smm/retry.h"

#include <stdlib.h>
#include <string.h>

void
lane_claimed(struct lane *l, const struct claim *c)
{
	pace_read(&l->pace, c->pace);
	l->app_until = c->limit ? strtoll(c->limit, NULL, 10) : 0;
	l->skew = c->skew;
	l->since = c->since;
}

static int64_t
cost(const struct lane *l)
{
	int64_t said = l->talk ? l->talk->call.req.cost : 0;

	if (said && l->account->pace.call < 0)
		return said == COST_FREE ? 0 : said;
	return pace_cost(l->account, l->net, json_string_value(json_object_get(l->rec, "text")),
	    json_object_get(l->rec, "link") != NULL);
}

static struct wish
wish_of(const struct lane *l, int64_t now)
{
	return (struct wish){
		.is_first = !l->begun && !l->was, /* a change is no post more */
		.is_late = l->waited || now > l->job.at + LATE_MS,
		.cost = cost(l),
	};
}

int
lane_keeps_pace(struct lane *l, int64_t now)
{
	struct wish w = wish_of(l, now);
	struct err  why;
	int64_t     wake = pace_wait(&l->pace, &l->account->pace, &w, now, &why);

	if (l->app_until > now && l->app_until > wake) {
		wake = l->app_until;
		err_set(&why, FAULT_LIMIT, "the network wants to hear nothing more from this app for now");
	}
	if (!wake) {
		l->paced = l->pace;
		pace_count(&l->pace, &w, now);
		l->pace_text = pace_write(&l->pace, l->mem);
		return 1;
	}
	lane_failed(l, &why);
	l->job.http = 0;
	lane_postpone(l, l->doubt ? JOB_ASKED : lane_rest(l), wake);
	return 0;
}

void
lane_unpace(struct lane *l)
{
	int64_t until = l->pace.until;

	l->pace = l->paced;
	l->pace.until = until;
	l->pace_text = pace_write(&l->pace, l->mem);
}

void
lane_obey(struct lane *l, int64_t until)
{
	if (until <= l->pace.until)
		return;
	l->pace.until = until;
	l->pace_text = pace_write(&l->pace, l->mem);
}
