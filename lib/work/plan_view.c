/* plan_view.c - a post handed over to the preview, as its network will show it */
#include "planning.h"

#include "smm/media.h"
#include "smm/lang.h"
#include "smm/preview.h"
#include "smm/text.h"
#include "smm/when.h"

#include <string.h>
#include <unistd.h>

#define YEARS_MOST    10        /* of special days */
#define PICTURE_BYTES (8 << 20) /* a larger one is shown by its words: no network of ours takes one */

static const char *
given(const char *s)
{
	return s && *s ? s : NULL;
}

/* --- texts and where the network cuts them ------------------------------------------------------- */

static int
fits(const struct text_rule *rule, const char *s, size_t len, size_t more)
{
	return (!rule->max || text_count(rule, s, len) + more <= rule->max) &&
	    (!rule->max_bytes || len <= rule->max_bytes);
}

/* The bytes that fit, to the end of a grapheme: counting grows with the text, but for a link not yet whole. */
static size_t
find_cut(const struct text_rule *rule, const char *s, size_t len, size_t more)
{
	size_t low = 0, high = len, mid, at = 0, before = 0;

	while (low < high) {
		mid = low + (high - low + 1) / 2;
		if (fits(rule, s, mid, more))
			low = mid;
		else
			high = mid - 1;
	}
	while (at < len && at <= low) {
		before = at;
		at += text_grapheme(s + at, len - at);
	}
	return before;
}

static void
add_part(struct view_post *v, struct view_part *part, const struct text_rule *rule, const char *text, size_t more)
{
	size_t len = strlen(text);

	part->text = text;
	part->max = rule->max;
	part->units = text_count(rule, text, len) + more;
	part->fits = fits(rule, text, len, more) ? len : find_cut(rule, text, len, more);
	v->nparts++;
}

static void
gather_parts(struct plan *p, const struct draft *d, struct view_post *v)
{
	const struct content   *c = &d->content;
	const struct text_rule *rule = &d->net->text;
	struct text_rule        plain = { .unit = rule->unit }, first = draft_rule(d);
	struct view_part       *parts = mem_alloc(p->scratch, (1 + c->thread.parts.count) * sizeof *parts);
	size_t                  warning = 0, i;

	if (given(c->warning) && (d->net->can & CAN_WARNING))
		warning = text_count(&plain, c->warning, strlen(c->warning));
	add_part(v, parts, &first, net_text(d->net, p->scratch, c->text ? c->text : "", c->link, c->media.count),
	    warning);
	for (i = 0; i < c->thread.parts.count; i++)
		add_part(v, parts + 1 + i, rule, c->thread.parts.at[i], warning);
	v->parts = parts;
	v->unit = text_unit_name(rule->unit);
}

/* --- media ---------------------------------------------------------------------------------------- */

/* A picture that was looked at before; what cannot be read any more is shown by its words. */
static void
read_picture(struct plan *p, const char *file, int64_t bytes, struct view_medium *m)
{
	struct err e;
	char      *to;
	ssize_t    n;
	int        fd = media_open(p->calendar->dir, file, &e);

	if (fd < 0)
		return;
	to = mem_alloc(p->scratch, (size_t)bytes);
	n = read(fd, to, (size_t)bytes);
	close(fd);
	if (n != bytes)
		return;
	m->bytes = to;
	m->len = (size_t)n;
}

static void
gather_media(struct plan *p, const struct draft *d, struct view_post *v)
{
	const struct media_list *l = &d->content.media;
	struct view_medium      *media = mem_alloc(p->scratch, (l->count + 1) * sizeof *media);
	size_t                   i;

	for (i = 0; i < l->count; i++) {
		media[i].name = l->at[i].file ? l->at[i].file : l->at[i].url;
		media[i].alt = l->at[i].has_alt ? l->at[i].alt : NULL;
		media[i].type = d->pictures[i].type ? d->pictures[i].type : l->at[i].type;
		if (p->set.pictures && d->pictures[i].type && strncmp(d->pictures[i].type, "image/", 6) == 0 &&
		    d->pictures[i].bytes <= PICTURE_BYTES)
			read_picture(p, l->at[i].file, d->pictures[i].bytes, media + i);
	}
	v->media = media;
	v->nmedia = l->count;
}

/* --- why ------------------------------------------------------------------------------------------ */

static const char *
day_text(struct mem *m, int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return mem_fmt(m, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* "launch: clicks 400 by 2026-12-31" */
static const char *
objective_text(struct plan *p, const char *id)
{
	const struct objective *o = (const struct objective *)things_find(&p->calendar->strategy.objectives, id);
	const char             *text;

	if (!o)
		return id;
	text = mem_fmt(p->scratch, "%s: %s", o->is.title ? o->is.title : id, o->kpi);
	if (o->has_target)
		text = mem_fmt(p->scratch, "%s %.10g", text, o->target);
	return o->by == DAY_NONE ? text : mem_fmt(p->scratch, tr("%s by %s"), text, day_text(p->scratch, o->by));
}

static const char *
objective_of(struct plan *p, const struct content *c)
{
	const struct campaign *of;

	if (given(c->objective))
		return objective_text(p, c->objective);
	of = given(c->campaign) ? (const struct campaign *)things_find(&p->calendar->strategy.campaigns, c->campaign) :
	    NULL;
	return of && of->objective ? objective_text(p, of->objective) : NULL;
}

/* --- the post ------------------------------------------------------------------------------------- */

void
plan_view(struct plan *p, const struct draft *d)
{
	const struct content *c = &d->content;
	struct view_post      v = { .entry = d->entry->id, .account = d->account->name, .network = d->net->title,
		.state = c->state, .lang = c->lang, .campaign = c->campaign, .pillar = c->pillar,
		.objective = objective_of(p, c), .warning = c->warning, .visibility = c->visibility,
		.first_comment = c->first_comment, .link = c->link,
		.wall = d->at + INT64_C(1000) * d->offset_sec, .problems = p->problems, .nproblems = p->nproblems };

	v.card = given(c->link) && (d->net->can & CAN_CARD) && !c->media.count;
	/* where a link has a card the title is the card's; elsewhere it is the post's, or nobody sees it */
	v.title = v.card || (d->net->can & (CAN_TITLE | CAN_CARD)) == CAN_TITLE ? c->title : NULL;
	gather_parts(p, d, &v);
	gather_media(p, d, &v);
	if (c->poll.given && !c->poll.none) {
		v.options = c->poll.options.at;
		v.noptions = c->poll.options.count;
		v.ends_in = c->poll.ends_in;
	}
	preview_post(p->set.preview, &v);
}

/* Of a post under way the complaint is shown beside it, of an entry beside none. */
void
plan_view_wrong(struct plan *p, const char *text)
{
	if (!p->account) {
		preview_wrong(p->set.preview, mem_fmt(p->scratch, "%s:%zu: %s: %s", p->calendar->path,
		    p->entry->mark.line, p->entry->id, text));
		return;
	}
	p->problems = mem_more(p->scratch, p->problems, p->nproblems, &p->problem_room, sizeof *p->problems);
	p->problems[p->nproblems++] = mem_str(p->scratch, text);
}

void
plan_view_idea(struct plan *p)
{
	const char *text = p->entry->content.text;

	preview_idea(p->set.preview, text && *text ? mem_fmt(p->scratch, "%s: %s", p->entry->id, text) : p->entry->id);
}

/* --- what the strategy says ------------------------------------------------------------------------ */

static void
view_holidays(struct preview *v, const struct holidays *h, int64_t first, int64_t last)
{
	struct civil from, to;
	int64_t      day;
	size_t       i;
	int          year;

	civil_from_days(first, &from);
	civil_from_days(last, &to);
	for (year = from.year; year <= to.year && year < from.year + YEARS_MOST; year++)
		for (i = 0; i < h->count; i++)
			if (!holiday_in(h->at + i, year, &day))
				preview_day(v, day, h->at[i].title);
}

void
plan_view_strategy(struct plan *p)
{
	const struct strategy *s = &p->calendar->strategy;
	const struct thing    *t;
	int64_t                first, last;

	for (t = s->campaigns.first; t; t = t->next)
		preview_campaign(p->set.preview, t->id, t->title);
	for (t = s->pillars.first; t; t = t->next)
		preview_pillar(p->set.preview, t->id, t->title, ((const struct pillar *)t)->share);
	if (!preview_range(p->set.preview, &first, &last))
		view_holidays(p->set.preview, &s->holidays, first, last);
}
