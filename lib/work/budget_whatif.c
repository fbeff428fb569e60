/* budget_whatif.c - scenarios, and the figures of the past that they rest on */
#include "budget_whatif.h"

#include "smm/fields.h"
#include "smm/net.h"
#include "smm/zone.h"

#include <string.h>

/* --- the past ----------------------------------------------------------------------------------------- */

static struct past *
past_find(const struct pasts *l, const char *name)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		if (strcmp(l->at[i].name, name) == 0)
			return l->at + i;
	return NULL;
}

static struct past *
past_of(struct whatif *w, struct pasts *l, const char *name)
{
	struct past *p = past_find(l, name);

	if (p)
		return p;
	l->at = mem_more(w->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count] = (struct past){ .name = mem_str(w->mem, name), .first = INT64_MAX, .last = INT64_MIN };
	return l->at + l->count++;
}

/* Whether the row's money can stand beside what is there. */
static int
same_currency(struct whatif *w, struct past *p, const char *currency)
{
	if (!p->currency)
		p->currency = mem_str(w->mem, currency);
	p->mixed |= strcmp(p->currency, currency) != 0;
	return !p->mixed;
}

static int
take_network(void *arg, const struct kpi_row *row)
{
	struct whatif    *w = arg;
	const struct cost c = { (double)row->num, (double)row->den, row->n };
	struct past      *p;

	if (!row->labels[0] || !row->has_num || !row->has_den || row->num <= 0)
		return 0;
	p = past_of(w, &w->networks, row->labels[0]);
	if (!same_currency(w, p, row->currency))
		return 0;
	if (strcmp(row->def->id, "cpm") == 0)
		p->impressions = c;
	else if (strcmp(row->def->id, "cpc") == 0)
		p->clicks = c;
	else
		p->conversions = c;
	return 0;
}

static int
take_posts(void *arg, const struct kpi_row *row)
{
	struct whatif *w = arg;
	struct past   *p;

	if (!row->labels[0] || !row->labels[1])
		return 0;
	p = past_of(w, &w->accounts, row->labels[0]);
	p->posts += (double)row->num;
	p->first = row->sort[1] < p->first ? row->sort[1] : p->first;
	p->last = row->sort[1] > p->last ? row->sort[1] : p->last;
	return 0;
}

static int
take_account(void *arg, const struct kpi_row *row)
{
	struct whatif *w = arg;
	struct past   *p;

	if (!row->labels[0] || !row->has_num)
		return 0;
	p = past_of(w, &w->accounts, row->labels[0]);
	if (strcmp(row->def->id, "interactions") == 0) {
		p->interactions = (double)row->num;
		p->measured = (double)row->n;
	} else if (same_currency(w, p, row->currency)) {
		p->money = (double)row->num;
	}
	return 0;
}

static int
read_past(struct whatif *w, size_t *nbad, struct err *e)
{
	const struct budget_run runs[] = {
		{ "cpm,cpc,cpa", { KEY_NETWORK }, 1, take_network, w },
		{ "posts", { KEY_ACCOUNT, KEY_DAY }, 2, take_posts, w },
		{ "cost,interactions", { KEY_ACCOUNT }, 1, take_account, w },
	};
	struct budget_ask again = *w->ask;
	size_t            i;

	for (i = 0; i < sizeof runs / sizeof *runs; i++) {
		if (budget_figures(&again, runs + i, nbad, e))
			return -1;
		again.bad = budget_ignore; /* what is wrong is said once */
	}
	return 0;
}

/* --- scenarios ---------------------------------------------------------------------------------------- */

static void
set_budget(struct whatif *w, struct wish_for *x)
{
	const struct thing    *t = w->ask->strategy ? w->ask->strategy->campaigns.first : NULL;
	const struct campaign *c;
	size_t                 i;

	for (; t; t = t->next) {
		c = (const struct campaign *)(const void *)t;
		for (i = 0; i < c->nbudgets; i++)
			if (strcmp(c->budgets[i].network, x->name) == 0 &&
			    (!x->currency || strcmp(x->currency, c->currency) == 0)) {
				x->instead += c->budgets[i].micros;
				x->currency = c->currency;
			}
	}
}

static int
tell_split(struct whatif *w, struct wish_for *x, struct out *out, struct err *e)
{
	set_budget(w, x);
	x->past = past_find(&w->networks, x->name);
	if (!x->past && !x->currency && !net_is_known(x->name))
		return err_set(e, FAULT_USAGE, "--what-if \"%s\": the network \"%s\" is not known", x->scenario,
		    x->name);
	return whatif_tell(w, x, out, e);
}

/* An account, or each account of a network. */
static int
tell_cadence(struct whatif *w, const struct wish_for *given, struct out *out, struct err *e)
{
	struct wish_for x = *given;
	size_t          i, n = 0;

	for (i = 0; i < w->conf->naccounts; i++) {
		if (strcmp(w->conf->accounts[i].name, given->name) != 0 &&
		    strcmp(w->conf->accounts[i].network, given->name) != 0)
			continue;
		n++;
		x.name = w->conf->accounts[i].name;
		x.past = past_find(&w->accounts, x.name);
		if (whatif_tell(w, &x, out, e))
			return -1;
	}
	if (n)
		return 0;
	return err_set(e, FAULT_USAGE, "--what-if \"%s\": \"%s\" is no account of %s, and no network of one",
	    given->scenario, given->name, w->conf->path);
}

static int
play_item(struct whatif *w, const char *scenario, const char *item, struct out *out, struct err *e)
{
	char           *value = strchr(item, '=');
	struct wish_for x = { .scenario = scenario, .micros = -1 };

	if (value) {
		x.name = mem_dup(w->mem, item, (size_t)(value++ - item));
		if (!cadence_read(value, &x.cadence))
			return tell_cadence(w, &x, out, e);
		if (!micros_read(value, &x.micros))
			return tell_split(w, &x, out, e);
	}
	return err_set(e, FAULT_USAGE, "--what-if \"%s\": found \"%s\", expected NETWORK=AMOUNT, like "
	    "instagram=400, or ACCOUNT=COUNT/week", scenario, item);
}

static int
play(struct whatif *w, const char *scenario, struct out *out, struct err *e)
{
	const char *s = scenario;
	size_t      n;

	for (; s; s = s[n] ? s + n + 1 : NULL) {
		n = strcspn(s, ",");
		if (play_item(w, scenario, mem_dup(w->mem, s, n), out, e))
			return -1;
	}
	return 0;
}

int
budget_what_if(const struct budget_ask *ask, const struct strs *scenarios, const struct conf *conf,
    struct out *out, size_t *nbad, struct err *e)
{
	struct whatif w = { .ask = ask, .conf = conf, .mem = mem_new() };
	size_t        i;
	int           rc = zone_set(ask->zone, e) || read_past(&w, nbad, e) ? -1 : 0;

	for (i = 0; i < scenarios->count && !rc; i++)
		rc = play(&w, scenarios->at[i], out, e);
	if (!rc && ask->people)
		rc = whatif_tell_method(&w, out, e);
	buf_release(&w.line);
	mem_free(w.mem);
	return rc;
}
