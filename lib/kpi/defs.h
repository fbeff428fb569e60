/* defs.h - the tables of definitions, one for each group; private to lib/kpi/defs*.c */
#ifndef SMM_DEFS_H
#define SMM_DEFS_H

#include "measure.h"

#define INTERACTIONS "likes+comments+shares+saves"

extern const struct kpi_def defs_reach[], defs_money[], defs_relation[], defs_feeling[], defs_audience[];

/* What a network itself calls engagement, over what: expressions; NULL when it publishes none. */
struct network_rate {
	const char *network, *num, *den, *source;
};

extern const struct network_rate network_rates[]; /* ends with an empty row */

#endif
