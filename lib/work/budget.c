/* budget.c - the budgets of campaigns, and what was spent of them */
#include "budget_parts.h"

#include "smm/zone.h"

#include <string.h>

/* --- shares ----------------------------------------------------------------------------------------- */

int64_t
share_planned(const struct share *s, size_t days)
{
	return s->days ? (int64_t)((wide)s->budget->micros * (wide)days / (wide)s->days) : 0;
}

static void
add_share(struct budgets *b, const struct campaign *c, const struct budget *budget)
{
	struct share *s = b->shares + b->count++;

	*s = (struct share){ .campaign = c, .budget = budget, .told = BUDGET_OK };
	if (c->from == DAY_NONE || c->to == DAY_NONE)
		return;
	s->days = (size_t)(c->to - c->from + 1);
	s->spent = mem_alloc(b->mem, s->days * sizeof *s->spent);
	s->known = mem_alloc(b->mem, s->days);
}

static int
read_shares(struct budgets *b, const struct strategy *strategy, struct err *e)
{
	const struct thing    *t;
	const struct campaign *c;
	size_t                 n = 0, i;

	for (t = strategy ? strategy->campaigns.first : NULL; t; t = t->next)
		n += ((const struct campaign *)(const void *)t)->nbudgets;
	if (!n)
		return err_set(e, FAULT_INPUT, "no campaign has budgets; smm-strategy(5) says how to give them");
	b->shares = mem_alloc(b->mem, n * sizeof *b->shares);
	for (t = strategy->campaigns.first; t; t = t->next) {
		c = (const struct campaign *)(const void *)t;
		for (i = 0; i < c->nbudgets; i++)
			add_share(b, c, c->budgets + i);
	}
	return 0;
}

static struct share *
find_share(struct budgets *b, const char *campaign, const char *network)
{
	size_t i;

	for (i = 0; i < b->count; i++)
		if (campaign && network && strcmp(b->shares[i].campaign->is.id, campaign) == 0 &&
		    strcmp(b->shares[i].budget->network, network) == 0)
			return b->shares + i;
	return NULL;
}

/* --- what was spent ----------------------------------------------------------------------------------- */

static int
take_spend(void *arg, const struct kpi_row *row)
{
	struct budgets *b = arg;
	struct share   *s = find_share(b, row->labels[0], row->labels[1]);
	int64_t         micros = (int64_t)row->num, day;

	if (!s || !row->has_num)
		return 0;
	if (strcmp(row->currency, s->campaign->currency) != 0) {
		b->ask->warn("%s/%s: what was spent in %s is not counted: the budget is in %s", s->campaign->is.id,
		    s->budget->network, *row->currency ? row->currency : "no currency", s->campaign->currency);
		return 0;
	}
	s->total += micros;
	s->has_spend = 1;
	day = row->sort[2] - s->campaign->from;
	if (!s->days || !row->labels[2] || day < 0 || day >= (int64_t)s->days) {
		s->beside += micros;
		return 0;
	}
	s->spent[day] += micros;
	s->known[day] = 1;
	return 0;
}

static void
foresee(struct budgets *b, struct share *s)
{
	double *days = mem_alloc(b->mem, (s->complete + 1) * sizeof *days);
	size_t  i;

	for (i = 0; i < s->complete; i++)
		if (s->known[i])
			days[s->nknown++] = (double)s->spent[i];
	if (forecast_sum(days, s->nknown, s->days - s->complete, &s->end))
		return;
	s->has_end = 1;
	s->end.sum += (double)s->through;
	s->end.low += (double)s->through;
	s->end.high += (double)s->through;
	if (s->end.low < (double)s->total)
		s->end.low = (double)s->total;
	if (s->end.sum < (double)s->total)
		s->end.sum = (double)s->total;
	if (s->end.high < s->end.sum)
		s->end.high = s->end.sum;
}

static enum budget_state
state_of(const struct share *s)
{
	double budget = (double)s->budget->micros;

	if (s->total > s->budget->micros)
		return BUDGET_OVER;
	if (!s->has_end)
		return s->has_spend ? BUDGET_OK : BUDGET_UNKNOWN;
	return s->end.sum > budget ? BUDGET_FAST : s->end.high < budget ? BUDGET_SLOW : BUDGET_OK;
}

static void
judge(struct budgets *b, struct share *s)
{
	size_t i;

	for (i = 0; i < s->days && s->campaign->from + (int64_t)i < b->today; i++)
		if (s->known[i])
			s->complete = i + 1;
	s->through = s->beside;
	for (i = 0; i < s->complete; i++)
		s->through += s->spent[i];
	s->planned = share_planned(s, s->complete);
	foresee(b, s);
	s->state = state_of(s);
}

/* --- what was told before ------------------------------------------------------------------------------- */

static void
take_alert(void *arg, const struct rec *r)
{
	struct budgets *b = arg;
	struct mem     *m = mem_new();
	const char     *subject, *level;
	char           *slash;
	struct share   *s;
	int64_t         at;

	if (rec_is(r, "alert") && strcmp(rec_str(r, "kind", m), "budget") == 0) {
		subject = rec_str(r, "subject", m);
		level = rec_str(r, "level", m);
		slash = subject ? strrchr(subject, '/') : NULL;
		if (slash)
			*slash = '\0';
		s = slash ? find_share(b, subject, slash + 1) : NULL;
		if (s && level && !rec_time(r, "at", &at) && at >= s->told_at) {
			s->told_at = at;
			s->told = strcmp(level, "over") == 0 ? BUDGET_OVER : strcmp(level, "fast") == 0 ? BUDGET_FAST :
			    BUDGET_OK;
		}
	}
	mem_free(m);
}

void
budget_ignore(const char *fmt, ...)
{
	(void)fmt;
}

/* --- all of them ------------------------------------------------------------------------------------------ */

static int
tell_all(struct budgets *b, struct out *out, struct err *e)
{
	size_t i;

	for (i = 0; i < b->count; i++) {
		judge(b, b->shares + i);
		if (budget_tell(b, b->shares + i, out, e) || budget_alert(b, b->shares + i, out, e))
			return -1;
	}
	return 0;
}

int
budget_write(const struct budget_ask *ask, struct out *out, size_t *nbad, struct err *e)
{
	struct budgets    b = { .ask = ask, .mem = mem_new() };
	struct budget_run run = { "spend", { KEY_CAMPAIGN, KEY_NETWORK, KEY_DAY }, 3, take_spend, &b };
	int               rc = -1;

	if (!zone_set(ask->zone, e) && !read_shares(&b, ask->strategy, e) && !budget_figures(ask, &run, nbad, e) &&
	    !journal_read(ask->journal, take_alert, &b, budget_ignore, e)) {
		b.today = (ask->now + INT64_C(1000) * zone_offset(ask->now)) / 86400000;
		rc = tell_all(&b, out, e);
	}
	buf_release(&b.line);
	mem_free(b.mem);
	return rc;
}
