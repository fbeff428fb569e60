/* budgets.c - the budgets of campaigns and the fees of partners, a fact for each of their days */
#include "budgets.h"

#include "cells.h"
#include "rates.h"

#include "smm/mem.h"

#include <string.h>

static uint32_t
word(struct kpi *k, const char *s)
{
	return s ? pool_add(k->words, s, strlen(s)) : 0;
}

/* What the budget has for day i of its n: of floor(budget * i / n) by the end of each. */
static int64_t
share_of(const struct kpi_budget *b, int64_t i)
{
	int64_t n = b->last - b->first + 1;

	return (int64_t)((wide)b->micros * (i + 1) / n - (wide)b->micros * i / n);
}

static int
day_fact(struct kpi *k, const struct kpi_budget *b, int64_t day, struct fact *f, struct err *e)
{
	int64_t micros = share_of(b, day - b->first);

	f->at = local_midnight(day);
	if (k->rates && rates_convert(k->rates, f->currency, f->at, &micros))
		return err_set(e, FAULT_INPUT, b->partner ?
		    "the fee of partner \"%s\": the file of rates has none from \"%s\" to %s for its days" :
		    "the budget of campaign \"%s\": the file of rates has none from \"%s\" to %s for its days",
		    b->partner ? b->partner : b->campaign, b->currency, k->set.currency);
	f->has = 0;
	if (!b->partner)
		fact_set(f, M_BUDGET, micros);
	if (f->at <= k->set.now)
		fact_set(f, b->partner ? M_FEE : M_BUDGETED, micros);
	return 0;
}

int
budgets_facts(struct kpi *k, struct err *e)
{
	const struct kpi_budget *b;
	struct fact              f = { 0 };
	uint32_t                 currency;
	int64_t                  day;

	for (b = k->set.budgets; b < k->set.budgets + k->set.nbudgets; b++) {
		f.over = b->partner ? OVER_PARTNER : OVER_BUDGET;
		f.key[KEY_PARTNER] = word(k, b->partner);
		f.key[KEY_CAMPAIGN] = word(k, b->campaign);
		f.key[KEY_NETWORK] = word(k, b->network);
		currency = word(k, b->currency);
		for (day = b->first; day <= b->last; day++) {
			f.currency = currency;
			if (day_fact(k, b, day, &f, e))
				return -1;
			if (k->rates)
				f.currency = rates_to(k->rates);
			if (f.has)
				cells_add(k->cells, &f);
		}
	}
	return 0;
}
