/* strategy_parts.h - readers of the strategy's parts; private to lib/plan/strategy_*.c */
#ifndef SMM_STRATEGY_PARTS_H
#define SMM_STRATEGY_PARTS_H

#include "smm/strategy.h"

/* strategy_lists.c: what has ids. p->to is a struct things, or what is named behind it. */
field_read read_objectives, read_audiences, read_pillars, read_campaigns, read_competitors, read_partners;
field_read read_replies, read_mentions;
field_read read_hashtags; /* p->all: the strategy */

/* strategy_times.c; p->to is the member of the strategy. */
field_read read_cadences, read_slots_list, read_quiet, read_holidays;

/* strategy_check.c: that the parts fit together, and name accounts that conf has. 0 or -1. */
int strategy_check(const struct strategy *s, const struct yaml *y, const struct conf *conf, struct err *e);

#endif
