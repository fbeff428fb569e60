/* budgets.h - the budgets of the settings as facts; private to lib/kpi */
#ifndef SMM_KPI_BUDGETS_H
#define SMM_KPI_BUDGETS_H

#include "engine.h"

/* A fact for each day; of fees, of each that has begun. -1: FAULT_INPUT, there is no rate for its currency. */
int budgets_facts(struct kpi *k, struct err *e);

#endif
