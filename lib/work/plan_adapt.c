/* plan_adapt.c - a post made into what its network wants, by the strategy: mentions, links, hashtags, threads */
#include "planning.h"

#include "smm/adapt.h"
#include "smm/split.h"

#include <string.h>

/* Every text that is read, through one function; NULL: it has told what is wrong. */
typedef const char *adapt_text(struct plan *p, const struct draft *d, const char *text, void *arg);

static const char *
adapt_one(struct plan *p, const struct draft *d, const char *text, adapt_text *adapt, void *arg)
{
	const char *adapted = text && *text ? adapt(p, d, text, arg) : text;

	return adapted ? adapted : text;
}

static void
adapt_all(struct plan *p, struct draft *d, adapt_text *adapt, void *arg)
{
	struct content *c = &d->content;
	struct texts   *t = &c->thread.parts;
	const char    **at = t->count ? mem_alloc(p->scratch, t->count * sizeof *at) : NULL;
	size_t          i;

	c->text = adapt_one(p, d, c->text, adapt, arg);
	c->first_comment = adapt_one(p, d, c->first_comment, adapt, arg);
	for (i = 0; i < t->count; i++)
		at[i] = adapt_one(p, d, t->at[i], adapt, arg);
	t->at = at;
	t->room = t->count;
}

/* --- mentions, links ------------------------------------------------------------------------------ */

static const char *
mention(struct plan *p, const struct draft *d, const char *text, void *arg)
{
	const char *done;
	struct err  e;

	(void)arg;
	done = adapt_mentions(&p->calendar->strategy, d->account->network, text, p->scratch, &e);
	if (!done)
		plan_wrong(p, "%s", e.text);
	return done;
}

static const char *
count_links(struct plan *p, const struct draft *d, const char *text, void *arg)
{
	const char *done;
	struct err  e;

	(void)d;
	done = adapt_links(&p->calendar->strategy.utm, text, arg, p->scratch, &e);
	if (!done)
		plan_wrong(p, "utm: %s", e.text);
	return done;
}

static void
add_id(struct plan *p, struct variables *v, const char *name, const char *value)
{
	variables_add(v, p->scratch, name, value ? value : "");
}

/* Figures are grouped by names that never change: {{network}} is the one of smm.yaml here. */
static void
add_utm(struct plan *p, struct draft *d)
{
	const struct content *c = &d->content;
	struct variables      v;

	if (!p->calendar->strategy.utm.source || plan_variables(p, d, &v))
		return;
	add_id(p, &v, "network", d->account->network);
	add_id(p, &v, "entry", p->entry->id);
	add_id(p, &v, "campaign", c->campaign);
	add_id(p, &v, "pillar", c->pillar);
	add_id(p, &v, "objective", c->objective);
	adapt_all(p, d, count_links, &v);
	if (c->link && *c->link)
		d->content.link = adapt_one(p, d, c->link, count_links, &v);
}

/* --- hashtags ------------------------------------------------------------------------------------- */

static size_t
warning_units(const struct draft *d)
{
	struct text_rule plain = { .unit = d->net->text.unit };
	const char      *warning = d->content.warning;

	return warning && *warning && (d->net->can & CAN_WARNING) ? text_count(&plain, warning, strlen(warning)) : 0;
}

static int
fits(struct plan *p, const struct draft *d, const char *text, int comment)
{
	struct text_rule rule = comment ? d->net->text : draft_rule(d), *r = &rule;
	size_t           len;

	if (!comment)
		text = net_text(d->net, p->scratch, text, d->content.link, d->content.media.count);
	len = strlen(text);
	return (!r->max || text_count(r, text, len) + warning_units(d) <= r->max) &&
	    (!r->max_bytes || len <= r->max_bytes);
}

static const char *
with_tags(struct plan *p, const char *text, const struct texts *tags, size_t count)
{
	const char *all = text ? text : "";
	size_t      i;

	for (i = 0; i < count; i++)
		all = mem_fmt(p->scratch, "%s%s%s", all, !*all ? "" : i ? " " : "\n\n", tags->at[i]);
	return all;
}

static int
is_split(const struct plan *p, const struct draft *d)
{
	const char *how = d->content.split && *d->content.split ? d->content.split : p->calendar->split;

	return how && strcmp(how, "false") != 0 && (d->net->can & CAN_THREAD);
}

static int
knows_sets(struct plan *p, const struct texts *sets)
{
	const struct strategy *s = &p->calendar->strategy;
	const char            *near;
	size_t                 i;

	for (i = 0; i < sets->count; i++) {
		if (things_find(&s->hashtag_sets, sets->at[i]))
			continue;
		near = things_near(&s->hashtag_sets, sets->at[i]);
		if (!s->path)
			plan_wrong(p, "there is no strategy, and no set of hashtags \"%s\"", sets->at[i]);
		else if (near)
			plan_wrong(p, "%s has no set of hashtags \"%s\", the nearest is \"%s\"", s->path, sets->at[i],
			    near);
		else
			plan_wrong(p, "%s has no set of hashtags \"%s\"", s->path, sets->at[i]);
		return 0;
	}
	return 1;
}

/* As many as there is room for; those that are left out are named. */
static void
add_hashtags(struct plan *p, struct draft *d)
{
	const struct strategy *s = &p->calendar->strategy;
	struct content        *c = &d->content;
	int                    comment = (d->net->can & CAN_COMMENT) &&
	                           strategy_tags_in_comment(s, d->account->network);
	const char            *there[2] = { c->text ? c->text : "", c->first_comment ? c->first_comment : "" };
	struct texts           texts = { there, 2, 2 }, tags;
	const char           **to = comment ? &c->first_comment : &c->text, *with;
	size_t                 n;

	if (!c->hashtags.parts.count || !knows_sets(p, &c->hashtags.parts))
		return;
	adapt_choose_tags(s, &c->hashtags.parts, strategy_hashtag_cap(s, d->account->network), &texts, p->scratch,
	    &tags);
	for (n = tags.count; n; n--) {
		with = with_tags(p, *to, &tags, n);
		if ((!comment && is_split(p, d)) || fits(p, d, with, comment))
			break;
	}
	if (n)
		*to = with;
	if (n < tags.count)
		p->set.warning("%s:%zu: entry %s, account %s: no room for the hashtags from %s on, they are left out",
		    p->calendar->path, p->entry->mark.line, p->entry->id, d->account->name, tags.at[n]);
}

/* --- threads -------------------------------------------------------------------------------------- */

/* What the connector will put behind the first text, in units, and what it does not take of it beside media. */
static size_t
link_units(struct plan *p, const struct draft *d)
{
	const char *text = d->content.text ? d->content.text : "";
	const char *with = net_text(d->net, p->scratch, text, d->content.link, d->content.media.count);

	return text_count(&d->net->text, with, strlen(with)) - text_count(&d->net->text, text, strlen(text)) +
	    d->net->text.max - draft_rule(d).max;
}

static void
split(struct plan *p, struct draft *d)
{
	struct content *c = &d->content;
	struct split    s = { .rule = &d->net->text, .taken = warning_units(d), .first = link_units(p, d) };
	const char     *how = c->split && *c->split ? c->split : p->calendar->split;
	struct texts    parts = { 0 };
	struct err      e;
	size_t          i;
	int             rc;

	s.numbered = strcmp(how, "numbered") == 0;
	s.more = c->thread.parts.count > 0;
	rc = split_text(&s, c->text ? c->text : "", p->scratch, &parts, &e);
	for (i = 0; !rc && i < c->thread.parts.count; i++)
		rc = split_text(&s, c->thread.parts.at[i], p->scratch, &parts, &e);
	if (rc) {
		plan_wrong(p, "split: %s", e.text);
		return;
	}
	split_number(&s, &parts, p->scratch);
	c->text = parts.at[0];
	c->thread.parts.at = parts.at + 1;
	c->thread.parts.count = c->thread.parts.room = parts.count - 1;
}

void
plan_adapt(struct plan *p, struct draft *d)
{
	adapt_all(p, d, mention, NULL);
	add_utm(p, d);
	add_hashtags(p, d);
	if (is_split(p, d) && !p->failed)
		split(p, d);
}
