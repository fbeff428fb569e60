/* strategy_check.c - that a strategy's parts fit together */
#include "strategy_parts.h"

#include "smm/near.h"
#include "smm/lang.h"
#include "smm/net.h"

#include <string.h>

/* What one part names must stand in another. */
static int
check_named(const struct yaml *y, struct mark at, const char *what, const struct things *known, const char *id,
    struct err *e)
{
	const char *near;

	if (!id || things_find(known, id))
		return 0;
	near = things_near(known, id);
	if (near)
		return yaml_fail(y, at, e, "found the %s \"%s\", the nearest is \"%s\"", tr(what), id, near);
	return yaml_fail(y, at, e, "found the %s \"%s\", which the strategy does not have", tr(what), id);
}

static int
check_all_named(const struct yaml *y, struct mark at, const char *what, const struct things *known,
    const struct texts *ids, struct err *e)
{
	size_t i;

	for (i = 0; i < ids->count; i++)
		if (check_named(y, at, what, known, ids->at[i], e))
			return -1;
	return 0;
}

static int
check_span(const struct yaml *y, const struct thing *x, int64_t from, int64_t to, struct err *e)
{
	if (from != DAY_NONE && to != DAY_NONE && from > to)
		return yaml_fail(y, x->mark, e, "\"%s\" ends before it begins: `to` is before `from`", x->id);
	return 0;
}

static int
check_campaigns(const struct strategy *s, const struct yaml *y, struct err *e)
{
	const struct thing    *t;
	const struct campaign *c;

	for (t = s->campaigns.first; t; t = t->next) {
		c = (const struct campaign *)t;
		if (check_span(y, t, c->from, c->to, e) ||
		    check_named(y, t->mark, "objective", &s->objectives, c->objective, e))
			return -1;
		if (c->nbudgets && !c->currency)
			return yaml_fail(y, t->mark, e, "\"%s\" has budgets, expected their `currency`", t->id);
	}
	return 0;
}

static int
check_partners(const struct strategy *s, const struct yaml *y, struct err *e)
{
	const struct thing   *t;
	const struct partner *p;

	for (t = s->partners.first; t; t = t->next) {
		p = (const struct partner *)t;
		if (check_span(y, t, p->from, p->to, e) ||
		    check_named(y, t->mark, "mention", &s->mentions, p->mention, e) ||
		    check_all_named(y, t->mark, "campaign", &s->campaigns, &p->campaigns, e))
			return -1;
		if (p->fee >= 0 && !p->currency)
			return yaml_fail(y, t->mark, e, "\"%s\" has a fee, expected its `currency`", t->id);
	}
	return 0;
}

static int
check_required(const struct strategy *s, const struct yaml *y, struct err *e)
{
	const struct required *r = s->required.at;
	size_t                 i;

	for (i = 0; i < s->required.count; i++)
		if (check_all_named(y, r[i].mark, "campaign", &s->campaigns, &r[i].campaigns, e) ||
		    check_all_named(y, r[i].mark, "pillar", &s->pillars, &r[i].pillars, e))
			return -1;
	return 0;
}

/* All shares together are the whole; when some are not said, the others leave them something. */
static int
check_shares(const struct strategy *s, const struct yaml *y, struct err *e)
{
	const struct thing *t;
	long                sum = 0, share;
	size_t              said = 0;

	for (t = s->pillars.first; t; t = t->next) {
		share = ((const struct pillar *)t)->share;
		said += share >= 0;
		sum += share >= 0 ? share : 0;
	}
	if (said && (sum > 100 || (sum < 100 && said == s->pillars.count)))
		return yaml_fail(y, s->pillars.first->mark, e, "the shares of the pillars add up to %ld, expected 100",
		    sum);
	return 0;
}

/* --- accounts and networks that are named ----------------------------------------------------------- */

/* An account or a network: slots and cadence may be of either. */
static int
check_target(const struct yaml *y, const struct conf *conf, const char *name, struct mark at, struct err *e)
{
	const char *near = net_near(name);
	struct err  why;

	if (conf_account(conf, name) || net_is_known(name))
		return 0;
	conf_no_account(conf, name, &why);
	if (near)
		return yaml_fail(y, at, e, "%s; the nearest network is \"%s\"", why.text, near);
	return yaml_fail(y, at, e, "%s, and no network of that name is known", why.text);
}

static int
check_accounts(const struct yaml *y, const struct conf *conf, const struct texts *t, struct mark at, struct err *e)
{
	struct err why;
	size_t     i;

	for (i = 0; i < t->count; i++)
		if (!conf_account(conf, t->at[i])) {
			conf_no_account(conf, t->at[i], &why);
			return yaml_fail(y, at, e, "%s", why.text);
		}
	return 0;
}

static int
check_targets(const struct strategy *s, const struct yaml *y, const struct conf *conf, struct err *e)
{
	size_t i;

	for (i = 0; i < s->cadences.count; i++)
		if (check_target(y, conf, s->cadences.at[i].key, s->cadences.at[i].mark, e))
			return -1;
	for (i = 0; i < s->slots.count; i++)
		if (check_target(y, conf, s->slots.at[i].key, s->slots.at[i].mark, e))
			return -1;
	for (i = 0; i < s->required.count; i++)
		if (check_accounts(y, conf, &s->required.at[i].accounts, s->required.at[i].mark, e))
			return -1;
	return check_accounts(y, conf, &s->approval.accounts, s->approval.mark, e);
}

int
strategy_check(const struct strategy *s, const struct yaml *y, const struct conf *conf, struct err *e)
{
	if (check_shares(s, y, e) || check_campaigns(s, y, e) || check_partners(s, y, e) || check_required(s, y, e))
		return -1;
	return conf ? check_targets(s, y, conf, e) : 0;
}
