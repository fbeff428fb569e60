/*
 * budget.h - the budgets of campaigns by network and day, beside what the journal says was spent
 *
 * A budget is spread evenly over the days of its campaign: by the end of day i of n, floor(budget * i / n) micros.
 * Spend is the figure `spend` (kpi.h), by campaign, network and day of the zone. It is looked at through the last day
 * before today that has a figure:
 *
 *	pace      what was spent by then, over what the budget has for these days
 *	forecast  that, and forecast_sum() of the days behind it from those that have a figure, with its 95 % interval
 *	          (forecast.h); never below what is spent already
 *	state     over: more is spent than the budget; fast: the forecast is above it; slow: the whole interval is
 *	          below it; else ok; unknown: nothing is known yet
 *
 * An alert of kind budget is due when the state is another than in the last alert of the journal about the same subject
 * (CAMPAIGN/NETWORK): over, fast, or ok again; slow is no alert.
 */
#ifndef SMM_BUDGET_H
#define SMM_BUDGET_H

#include "smm/conf.h"
#include "smm/journal.h"
#include "smm/lines.h"
#include "smm/prog.h"
#include "smm/strategy.h"

struct budget_ask { /* lent */
	const struct strategy *strategy;
	const char            *journal; /* a file: it is read twice */
	const char            *zone;    /* of days, as zone_set() takes it */
	int64_t                now;
	int                    people;  /* lines for people, not records */
	journal_bad           *bad;     /* a line that is wrong: with file, line and why */
	journal_bad           *warn;
};

/*
 * Writes one budget record (smm-records(5)) for each campaign and network, and alerts that are due. *nbad: how many
 * lines of the journal were wrong. -1: FAULT_INPUT when the strategy has no budget; the journal cannot be read.
 */
int budget_write(const struct budget_ask *ask, struct out *out, size_t *nbad, struct err *e);

/*
 * What other budgets or another cadence would have brought, by the averages of the past: an amount on a network over
 * what an impression, a click, a conversion cost there (cpm, cpc, cpa of kpi.h); so many posts of an account times what
 * a post brought (`interactions`, of posts where they are known) and cost (`cost`, all of the account's over all its
 * posts). Averages, not what one more brings.
 *
 * Scenarios, each "NAME=VALUE,...": NAME a network and VALUE money (another split of the budgets), or NAME an account
 * or network and VALUE "COUNT/day", "/week" or "/month" (another cadence). Written is what the past figures of the
 * journal make of them, with their n and method. FAULT_USAGE: a scenario that cannot be read.
 */
int budget_what_if(const struct budget_ask *ask, const struct strs *scenarios, const struct conf *conf,
    struct out *out, size_t *nbad, struct err *e);

#endif
