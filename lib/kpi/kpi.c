/* kpi.c - a run: definitions read, lines taken in, facts counted */
#include "budgets.h"
#include "defs.h"
#include "messages.h"
#include "metric.h"
#include "quick.h"
#include "rates.h"
#include "sql.h"

#include "smm/mem.h"

#include <stdlib.h>
#include <string.h>

static void
read_networks(struct kpi *k, struct formula *f)
{
	const struct network_rate *r;

	f->networks = mem_get(16 * sizeof *f->networks);
	for (r = network_rates; r->network; r++) {
		f->networks[f->nnetworks].network = pool_add(k->words, r->network, strlen(r->network));
		expr_read(&f->networks[f->nnetworks].num, r->num, f->num.overs);
		expr_read(&f->networks[f->nnetworks].den, r->den, f->num.overs);
		f->any |= f->networks[f->nnetworks].num.mask | f->networks[f->nnetworks].den.mask;
		f->nnetworks++;
	}
}

void
formula_read(struct kpi *k, struct formula *f, const struct kpi_def *d)
{
	struct buf method = { 0 };
	unsigned   overs = overs_read(d->over, strlen(d->over));

	memset(f, 0, sizeof *f);
	f->def = d;
	expr_read(&f->num, d->num, overs);
	if (d->den)
		expr_read(&f->den, d->den, overs);
	f->beside = d->beside ? measure_find(d->beside, strlen(d->beside)) : -1;
	f->is_money = ((f->num.mask | f->den.mask) & MONEY_MEASURES) != 0;
	f->is_counted = d->how == KPI_QUANTILE || d->how == KPI_FASTEST || d->how == KPI_SPREAD;
	f->has_bins = f->is_counted;
	f->has_interval = f->num.mask == (UINT64_C(1) << M_POSITIVE | UINT64_C(1) << M_NEGATIVE);
	f->is_sum = (d->how == KPI_SUM || d->how == KPI_MEAN || d->how == KPI_DAILY) && !d->den && f->beside < 0 &&
	    !f->has_interval;
	f->any = f->num.mask | f->den.mask;
	k->lists_posts |= ours_are_listed(d);
	if (f->beside >= 0)
		f->any |= UINT64_C(1) << f->beside;
	if (d->how == KPI_NETWORK)
		read_networks(k, f);
	k->measures |= f->any;
	kpi_method(d, &method);
	f->method = method.at;
}

static void
add_partners(struct kpi *k)
{
	const struct kpi_partner *p = k->set.partners;
	size_t                    i;

	k->partners = mem_get((2 * k->set.npartners + 1) * sizeof *k->partners);
	for (i = 0; i < k->set.npartners; i++) {
		k->partners[2 * i] = pool_add(k->words, p[i].campaign, strlen(p[i].campaign));
		k->partners[2 * i + 1] = pool_add(k->words, p[i].partner, strlen(p[i].partner));
	}
}

uint32_t
partner_of(const struct kpi *k, uint32_t campaign)
{
	size_t i;

	for (i = 0; i < k->set.npartners; i++)
		if (k->partners[2 * i] == campaign)
			return k->partners[2 * i + 1];
	return 0;
}

/* What is counted from others is read from them. */
static void
add_early(struct kpi *k)
{
	static const int early[] = { M_LIKES, M_COMMENTS, M_SHARES, M_SAVES };
	size_t           i;

	for (i = 0; i < sizeof early / sizeof *early && (k->measures >> M_EARLY & 1); i++)
		k->measures |= UINT64_C(1) << early[i];
}

static void
add_views(struct kpi *k)
{
	const struct kpi_settings *s = &k->set;
	struct kpi_view            all = { .kpis = s->kpis, .nkpis = s->nkpis, .nkeys = s->nkeys };
	size_t                     i;

	memcpy(all.keys, s->keys, sizeof all.keys);
	k->cells = cells_new(k, &all);
	for (i = 0; i < s->nviews; i++)
		cells_join(k->cells, cells_new(k, s->views + i));
	add_early(k);
}

struct kpi *
kpi_new(const struct kpi_settings *s, struct err *e)
{
	struct kpi *k = mem_get(sizeof *k);

	memset(k, 0, sizeof *k);
	k->set = *s;
	k->words = pool_new();
	k->mem = mem_new();
	rec_init(&k->rec);
	k->quick = quick_new();
	k->metric = kind_find("metric", 6);
	field_find((struct slice){ "", 0 }); /* its table is made before there are threads */
	add_partners(k);
	add_views(k); /* subjects have room for the measures that figures want */
	k->subjects = subjects_new(k);
	k->posts = ours_new();
	k->messages = messages_new(k);
	k->followers = followers_new();
	k->sql = s->base ? sql_new(k) : NULL;
	if (s->rates && !(k->rates = rates_read(s->rates, s->currency, k->words, e))) {
		kpi_free(k);
		return NULL;
	}
	return k;
}

uint64_t
kpi_at_most(const struct kpi_row *row, int64_t value)
{
	uint64_t count = 0;
	size_t   i;

	for (i = 0; row->bins && i < row->bins->used && row->bins->at[i].value <= value; i++)
		count += row->bins->at[i].count;
	return count;
}

void
kpi_free(struct kpi *k)
{
	if (!k)
		return;
	cells_free(k->cells);
	subjects_free(k->subjects);
	ours_free(k->posts);
	messages_free(k->messages);
	followers_free(k->followers);
	rates_free(k->rates);
	sql_free(k->sql);
	rec_release(&k->rec);
	quick_free(k->quick);
	mem_free(k->mem);
	pool_free(k->words);
	free(k->sources);
	free(k->partners);
	free(k);
}

size_t
kpi_bad(const struct kpi *k)
{
	return k->bad;
}

int
kpi_end(struct kpi *k, kpi_each *each, void *arg, struct err *e)
{
	if (k->overs & METRIC_OVERS && metric_facts(k, e))
		return -1;
	if (k->overs >> OVER_PUBLISHED & 1)
		ours_facts(k);
	if (k->overs & (1u << OVER_SEGMENT | 1u << OVER_FACEBOOK | 1u << OVER_MESSAGE))
		segments_facts(k);
	if (k->overs & (1u << OVER_MESSAGE | 1u << OVER_ACTION))
		messages_facts(k);
	if (k->overs >> OVER_MEMBER & 1)
		members_facts(k);
	if (k->overs >> OVER_TOPIC & 1)
		topics_facts(k);
	if (k->overs & (1u << OVER_BUDGET | 1u << OVER_PARTNER) && budgets_facts(k, e))
		return -1;
	if (k->sql && sql_count(k->sql, e))
		return -1;
	return cells_each(k->cells, each, arg);
}
