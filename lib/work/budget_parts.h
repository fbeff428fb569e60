/* budget_parts.h - budgets in their parts; private to lib/work/budget*.c */
#ifndef SMM_BUDGET_PARTS_H
#define SMM_BUDGET_PARTS_H

#include "smm/budget.h"
#include "smm/forecast.h"
#include "smm/kpi.h"
#include "smm/mem.h"

enum budget_state { BUDGET_UNKNOWN, BUDGET_OK, BUDGET_SLOW, BUDGET_FAST, BUDGET_OVER };

struct share { /* of one campaign and network */
	const struct campaign *campaign;
	const struct budget   *budget;
	size_t                 days;
	int64_t               *spent;  /* of each day of the campaign, micros */
	char                  *known;  /* ... the day has a figure */
	int64_t                beside; /* spent before or after the campaign */
	int                    has_spend; /* some figure is known */
	size_t                 complete; /* days through the last that is over and has a figure */
	size_t                 nknown;   /* of these: days with a figure */
	int64_t                total, through; /* spent at all; and in these days, with `beside` */
	int64_t                planned; /* of the budget for them */
	struct forecast        end;     /* micros */
	int                    has_end;
	enum budget_state      state, told; /* told: by the last alert of the journal */
	int64_t                told_at;
};

struct budgets {
	const struct budget_ask *ask;
	struct mem              *mem;
	struct share            *shares;
	size_t                   count;
	int64_t                  today; /* days since 1970, in the zone */
	struct buf               line;
};

/* What of the budget is for the first so many days. */
int64_t share_planned(const struct share *s, size_t days);

/* Runs a figure over the journal; each row goes to `each`. */
struct budget_run {
	const char    *kpis; /* ids with commas between */
	enum kpi_key   keys[3];
	size_t         nkeys;
	kpi_each      *each;
	void          *arg;
};
int budget_figures(const struct budget_ask *ask, const struct budget_run *run, size_t *nbad, struct err *e);

/* budget_tell.c: one share as a record or as lines for people; its alert, if one is due. */
int budget_tell(struct budgets *b, const struct share *s, struct out *out, struct err *e);
int budget_alert(struct budgets *b, const struct share *s, struct out *out, struct err *e);

/* A journal_bad for lines that were told before. */
journal_bad budget_ignore;

/* Money, as "12.50 EUR". */
void budget_money(struct buf *b, double micros, const char *currency);

#endif
