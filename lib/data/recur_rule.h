/* recur_rule.h - a rule taken apart and checked, before libical sees it; private to lib/data */
#ifndef SMM_RECUR_RULE_H
#define SMM_RECUR_RULE_H

#include "smm/mem.h"
#include "smm/when.h"

struct rule {
	const char  *text;    /* in capitals, without "RRULE:" */
	const char  *endless; /* the same without COUNT and UNTIL */
	long         count;   /* 0: UNTIL ends it */
	struct civil until;
	int          until_utc;
	unsigned     months;          /* 1 << 1 January to 1 << 12; 0: all */
	int          least_month_day; /* of BYMONTHDAY, counted from whichever end; 0: not said */
};

/* -1 with FAULT_INPUT; the list of what is refused is in recur.h. */
int rule_read(struct rule *r, const char *text, struct mem *m, struct err *e);

/* Whether a month of BYMONTH has a day of BYMONTHDAY: libical looks for one through five centuries. */
int rule_is_possible(const struct rule *r);

#endif
