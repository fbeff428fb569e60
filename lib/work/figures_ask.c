/* figures_ask.c - the words of kpi-report's options */
#include "figures_ahead.h"
#include "figures_house.h"
#include "figures_page.h"

#include "smm/lang.h"
#include "smm/mem.h"
#include "smm/near.h"
#include "smm/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMORY_DEFAULT ((size_t)512 << 20)
#define MEMORY_LEAST   ((size_t)1 << 20)
#define DAY_MS         ((int64_t)86400000)

static const char *const formats[] = { "text", "md", "csv", "jsonl", "html", "svg", "png", "pdf" };

/* What a report shows when nobody says which figures. */
static const char *const usual[] = { "posts", "reach", "interactions", "er.reach", "followers", "followers.net",
    "clicks",
	"spend", "cpc", "messages", "response.rate", "frt.median", "sla.met", "sentiment.net", "members.active" };

static int
one_kpi(struct figures *f, const char *id, size_t len, struct err *e)
{
	const struct kpi_def *d = kpi_find(id, len);
	char                  name[64];
	const char           *near;

	if (!d) {
		snprintf(name, sizeof name, "%.*s", (int)len, id);
		near = kpi_near(name);
		return err_set(e, FAULT_USAGE, "there is no figure \"%s\"%s%s; --explain lists them", name,
		    near ? tr(", the nearest is ") : "", near ? near : "");
	}
	f->kpis = mem_grow(f->kpis, (f->set.nkpis + 1) * sizeof *f->kpis);
	f->kpis[f->set.nkpis++] = d;
	return 0;
}

/* The objectives' figures; those that are words of people's own are none of ours. */
static void
strategy_kpis(struct figures *f)
{
	const struct thing *t;
	const char         *id;
	struct err          e;

	for (t = f->strategy ? f->strategy->objectives.first : NULL; t; t = t->next) {
		id = ((const struct objective *)(const void *)t)->kpi;
		if (id && kpi_find(id, strlen(id)))
			one_kpi(f, id, strlen(id), &e);
	}
}

static int
ask_kpis(struct figures *f, const char *list, struct err *e)
{
	size_t i, n;

	if (list && strcmp(list, "all") == 0) {
		for (i = 0; kpi_at(i); i++)
			one_kpi(f, kpi_at(i)->id, strlen(kpi_at(i)->id), e);
		return 0;
	}
	for (; list; list = list[n] ? list + n + 1 : NULL) {
		n = strcspn(list, ",");
		if (one_kpi(f, list, n, e))
			return -1;
	}
	if (!f->set.nkpis)
		strategy_kpis(f);
	f->is_default = !f->set.nkpis;
	for (i = 0; f->is_default && i < sizeof usual / sizeof *usual; i++)
		one_kpi(f, usual[i], strlen(usual[i]), e);
	return 0;
}

static int
no_key(const char *key, size_t len, struct err *e)
{
	const char *names[KEY_COUNT], *near;
	char        name[32];
	int         i;

	snprintf(name, sizeof name, "%.*s", (int)len, key);
	for (i = 0; i < KEY_COUNT; i++)
		names[i] = kpi_key_name(i);
	near = near_word(name, names, KEY_COUNT);
	return err_set(e, FAULT_USAGE, "--by \"%s\": there is no such key, %s%s", name, near ? tr("the nearest is ") :
	    tr("known are account, network, campaign, pillar, post, entry, lang, format, hashtag, topic, kind, "
	    "article, partner, day, week, month, hour, weekday"),
	    near ? near : "");
}

static int
ask_keys(struct figures *f, const char *list, struct err *e)
{
	size_t n, i;
	int    key;

	for (; list; list = list[n] ? list + n + 1 : NULL) {
		n = strcspn(list, ",");
		key = kpi_key_find(list, n);
		if (key < 0)
			return no_key(list, n, e);
		for (i = 0; i < f->set.nkeys; i++)
			if (f->set.keys[i] == (enum kpi_key)key)
				return err_set(e, FAULT_USAGE, "--by: \"%.*s\" stands twice", (int)n, list);
		if (f->set.nkeys == KPI_KEYS)
			return err_set(e, FAULT_USAGE, "--by takes %d keys at most", KPI_KEYS);
		if (key == KEY_PARTNER && !f->set.npartners)
			return err_set(e, FAULT_USAGE, "--by partner needs a strategy with partners and "
			    "their campaigns (--strategy)");
		f->set.keys[f->set.nkeys++] = (enum kpi_key)key;
	}
	return 0;
}

/* A day, which begins at midnight of the zone, or an RFC 3339 time. */
static int
ask_time(const char *option, const char *text, size_t len, int64_t *ms, struct err *e)
{
	if (zone_read(text, len, ms) == 0)
		return 0;
	return err_set(e, FAULT_USAGE, "%s: found \"%.*s\", expected a day, 2026-12-01, or a time, "
	    "2026-12-01T09:00:00+01:00", option,
	    (int)len, text);
}

static void
local_day(int64_t ms, struct civil *c, int *is_midnight)
{
	int64_t sec = ms / 1000 + zone_offset(ms);

	civil_from_sec(sec, c);
	*is_midnight = ms % 1000 == 0 && !c->hour && !c->minute && !c->second;
}

static int64_t
midnight(int64_t day)
{
	struct civil c = { 0 };
	enum wall    how;
	int          offset;

	civil_from_days(day, &c);
	return zone_instant(&c, &offset, &how);
}

/* The period before: as many months of whole months, as many days of whole days, else the same time. */
static void
previous(struct kpi_settings *s)
{
	struct civil a, b;
	int          from_midnight, to_midnight, months;
	int64_t      days;

	local_day(s->from, &a, &from_midnight);
	local_day(s->to, &b, &to_midnight);
	s->was_to = s->from;
	s->was_from = s->from - (s->to - s->from);
	if (!from_midnight || !to_midnight)
		return;
	days = civil_days(b.year, b.month, b.day) - civil_days(a.year, a.month, a.day);
	s->was_from = midnight(civil_days(a.year, a.month, a.day) - days);
	if (a.day != 1 || b.day != 1)
		return;
	months = 12 * (b.year - a.year) + b.month - a.month;
	months = 12 * a.year + a.month - 1 - months;
	s->was_from = midnight(civil_days(months / 12, months % 12 + 1, 1));
}

static int
ask_compare(struct figures *f, const char *text, struct err *e)
{
	struct kpi_settings *s = &f->set;
	const char          *dots = text ? strstr(text, "..") : NULL;

	s->was_from = s->was_to = KPI_OPEN;
	if (!text)
		return 0;
	if (s->from == KPI_OPEN || s->to == KPI_OPEN)
		return err_set(e, FAULT_USAGE, "--compare needs --from and --to: the period that is compared");
	if (strcmp(text, "previous") == 0) {
		previous(s);
		return 0;
	}
	if (!dots)
		return err_set(e, FAULT_USAGE, "--compare: found \"%s\", expected previous, or a period: "
		    "2025-12-01..2026-01-01", text);
	if (ask_time("--compare", text, (size_t)(dots - text), &s->was_from, e) ||
	    ask_time("--compare", dots + 2, strlen(dots + 2), &s->was_to, e))
		return -1;
	return s->was_from < s->was_to ? 0 : err_set(e, FAULT_USAGE, "--compare: the period ends before it begins");
}

static int
ask_period(struct figures *f, const struct figures_ask *ask, struct err *e)
{
	struct kpi_settings *s = &f->set;

	s->from = s->to = KPI_OPEN;
	if (ask->from && ask_time("--from", ask->from, strlen(ask->from), &s->from, e))
		return -1;
	if (ask->to && ask_time("--to", ask->to, strlen(ask->to), &s->to, e))
		return -1;
	if (s->from != KPI_OPEN && s->to != KPI_OPEN && s->from >= s->to)
		return err_set(e, FAULT_USAGE, "--from is not before --to");
	return ask_compare(f, ask->compare, e);
}

/* "64M", "2G", "500000" bytes. */
static int
ask_memory(struct figures *f, const char *text, struct err *e)
{
	char              *unit;
	unsigned long long n = text ? strtoull(text, &unit, 10) : 0;
	int                shift = 0;

	f->set.memory = MEMORY_DEFAULT;
	if (!text)
		return 0;
	if (*unit)
		shift = (*unit | 32) == 'k' ? 10 : (*unit | 32) == 'm' ? 20 : (*unit | 32) == 'g' ? 30 : -1;
	if (unit == text || *text == '-' || shift < 0 || (*unit && unit[1]) || n > SIZE_MAX >> shift ||
	    n << shift < MEMORY_LEAST)
		return err_set(e, FAULT_USAGE, "--memory: found \"%s\", expected at least 1M: bytes, or with K, "
		    "M or G", text);
	f->set.memory = (size_t)n << shift;
	return 0;
}

static int
ask_format(struct figures *f, const char *format, const char *lang, struct err *e)
{
	const char *near, *locale = getenv("LC_ALL");
	size_t      i;

	f->format = format ? format : "text";
	for (i = 0; i < sizeof formats / sizeof *formats && strcmp(formats[i], f->format) != 0; i++)
		;
	if (i == sizeof formats / sizeof *formats) {
		near = near_word(format, formats, i);
		return err_set(e, FAULT_USAGE, "-f \"%s\": %s%s", format, near ? tr("the nearest is ") :
		    tr("known are text, md, csv, jsonl, html, svg, png and pdf"),
		    near ? near : "");
	}
	if (!lang && (!locale || !*locale) && (!(locale = getenv("LC_MESSAGES")) || !*locale))
		locale = getenv("LANG");
	lang = lang ? lang : locale && strncmp(locale, "fr", 2) == 0 ? "fr" : "en";
	f->french = strncmp(lang, "fr", 2) == 0;
	if (!f->french && strncmp(lang, "en", 2) != 0)
		return err_set(e, FAULT_USAGE, "--lang: found \"%s\", expected fr or en", lang);
	return 0;
}

static int
ask_house(struct figures *f, const char *path, struct err *e)
{
	if (!path)
		return 0;
	if (!figures_is_page(f) && strcmp(f->format, "md") != 0)
		return err_set(e, FAULT_USAGE, "--template goes with -f html, pdf or md");
	f->house = house_read(path, f->mem, e);
	return f->house ? 0 : -1;
}

struct budgets {
	struct kpi_budget *at;
	size_t             room;
};

/* One without days cannot be spread. */
static void
add_budget(struct figures *f, struct budgets *all, struct kpi_budget new)
{
	if (new.first == DAY_NONE || new.last == DAY_NONE)
		return;
	all->at = mem_more(f->mem, all->at, f->set.nbudgets, &all->room, sizeof *all->at);
	all->at[f->set.nbudgets++] = new;
}

/* Those of the strategy's campaigns, and the fees of its partners. */
static void
ask_budgets(struct figures *f)
{
	const struct campaign *c;
	const struct partner  *p;
	struct budgets         all = { NULL, 0 };
	const struct thing    *t;
	size_t                 i;

	for (t = f->strategy->campaigns.first; t; t = t->next) {
		c = (const struct campaign *)(const void *)t;
		for (i = 0; i < c->nbudgets; i++)
			add_budget(f, &all, (struct kpi_budget){ NULL, c->is.id, c->budgets[i].network, c->currency,
			    c->budgets[i].micros, c->from, c->to });
	}
	for (t = f->strategy->partners.first; t; t = t->next) {
		p = (const struct partner *)(const void *)t;
		if (p->fee >= 0)
			add_budget(f, &all, (struct kpi_budget){ t->id, p->campaigns.count == 1 ? p->campaigns.at[0] :
			    NULL, NULL, p->currency, p->fee, p->from, p->to });
	}
	f->set.budgets = all.at;
}

/* Who pays for what: the campaigns that the strategy lists for each partner. */
static void
ask_partners(struct figures *f)
{
	const struct partner *p;
	struct kpi_partner   *to = NULL;
	const struct thing   *t;
	size_t                i, room = 0;

	for (t = f->strategy->partners.first; t; t = t->next) {
		p = (const struct partner *)(const void *)t;
		for (i = 0; i < p->campaigns.count; i++) {
			to = mem_more(f->mem, to, f->set.npartners, &room, sizeof *to);
			to[f->set.npartners++] = (struct kpi_partner){ p->campaigns.at[i], p->is.id };
		}
	}
	f->set.partners = to;
}

static int
ask_files(struct figures *f, const struct figures_ask *ask, const char *config, struct err *e)
{
	if ((config || conf_exists()) && (conf_read(&f->conf, config, e) || conf_hours(f->conf, &f->set.hours, e)))
		return -1;
	f->zone = ask->zone ? ask->zone : f->conf ? f->conf->zone : NULL;
	if (zone_set(f->zone, e)) {
		if (ask->zone)
			e->fault = FAULT_USAGE;
		return -1;
	}
	f->set.zone = f->zone ? f->zone : getenv("TZ");
	if (!ask->strategy)
		return 0;
	f->strategy = mem_alloc(f->mem, sizeof *f->strategy);
	if (strategy_read(f->strategy, ask->strategy, f->conf, f->mem, e))
		return -1;
	ask_budgets(f);
	ask_partners(f);
	return 0;
}

int
figures_ask(struct figures *f, const struct figures_ask *ask, const char *config, int64_t now, struct err *e)
{
	memset(f, 0, sizeof *f);
	f->mem = mem_new();
	f->set.now = now;
	f->set.top = (size_t)ask->top;
	f->set.distinct = ask->distinct;
	f->set.rates = ask->rates;
	f->engine = ask->engine;
	f->set.currency = ask->currency;
	f->jobs = (size_t)ask->jobs;
	if (ask->top < 1)
		return err_set(e, FAULT_USAGE, "--top: found %ld, expected 1 or more", ask->top);
	if (ask->jobs < 1 || ask->jobs > KPI_JOBS)
		return err_set(e, FAULT_USAGE, "--jobs: found %ld, expected 1 to %d", ask->jobs, KPI_JOBS);
	if (!ask->rates != !ask->currency)
		return err_set(e, FAULT_USAGE, "--rates and --currency go together");
	if (ask_format(f, ask->format, ask->lang, e) || ask_files(f, ask, config, e) || ask_kpis(f, ask->kpis, e) ||
	    ask_keys(f, ask->by, e) || ask_period(f, ask, e) || ask_memory(f, ask->memory, e))
		return -1;
	f->set.kpis = f->kpis;
	f->rows.nkeys = f->set.nkeys;
	memcpy(f->rows.keys, f->set.keys, sizeof f->rows.keys);
	return ask_house(f, ask->template, e) || ahead_ask(f, ask, e) ? -1 : 0;
}
