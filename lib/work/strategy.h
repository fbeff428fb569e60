/* strategy.h - strategy.yaml, as far as the calendar needs it; private to lib/work */
#ifndef SMM_STRATEGY_H
#define SMM_STRATEGY_H

#include "smm/template.h"
#include "smm/yaml.h"

struct strategy {
	const char      *path;
	const char      *zone;
	struct variables variables;
	struct texts     pillars, campaigns, objectives; /* their ids; none given: anything goes */
};

/* -1 with FAULT_INPUT. Strings live in m. */
int strategy_read(struct strategy *s, const char *path, struct mem *m, struct err *e);

#endif
