/* charter_check.c - what can only be told of a charter as a whole; and rules that can never hold */
#include "charter_parts.h"

#include "smm/near.h"

#include <stdlib.h>
#include <string.h>

static int
no_article(const struct draft *d, const struct yaml *y, const struct rule *r, struct err *e)
{
	const struct charter *c = d->charter;
	const char          **ids = mem_alloc(d->mem, (c->narticles + 1) * sizeof *ids), *near;
	size_t                i;

	for (i = 0; i < c->narticles; i++)
		ids[i] = c->articles[i].id;
	near = near_word(r->article_id, ids, c->narticles);
	return yaml_fail(y, r->article_mark, e, "there is no article \"%s\"%s%s%s", r->article_id,
	    near ? ", the nearest is \"" : "", near ? near : "", near ? "\"" : "");
}

static int
check_article(const struct draft *d, const struct yaml *y, struct rule *r, struct err *e)
{
	unsigned done = r->verdicts & ~(1u << VERDICT_ALLOW);
	size_t   i;

	for (i = 0; i < r->nthen; i++)
		done |= r->then[i].verdicts & ~(1u << VERDICT_ALLOW);
	if (!r->article_id)
		return done ? yaml_fail(y, r->mark, e, "rule \"%s\" acts on people and cites no article; give it "
		    "`article:`", r->id) : 0;
	for (i = 0; i < d->charter->narticles; i++)
		if (strcmp(d->charter->articles[i].id, r->article_id) == 0)
			r->article = d->charter->articles + i;
	return r->article ? 0 : no_article(d, y, r, e);
}

static int
check_team(const struct draft *d, const struct yaml *y, const struct rule *r, struct err *e)
{
	const struct charter *c = d->charter;
	const char          **ids, *near;
	size_t                i;

	if (!r->assign || !c->nteams)
		return 0;
	ids = mem_alloc(d->mem, c->nteams * sizeof *ids);
	for (i = 0; i < c->nteams; i++) {
		ids[i] = c->teams[i].id;
		if (strcmp(ids[i], r->assign) == 0)
			return 0;
	}
	near = near_word(r->assign, ids, c->nteams);
	return yaml_fail(y, r->assign_mark, e, "there is no team \"%s\"%s%s%s", r->assign,
	    near ? ", the nearest is \"" : "", near ? near : "", near ? "\"" : "");
}

/* --- what can never be ---------------------------------------------------------------------------- */

static int
is_outside(const struct limits *l, double low, double high)
{
	if (!l->set)
		return 0;
	if (l->low > l->high || (l->low == l->high && (l->not_low || l->not_high)))
		return 1;
	return l->low > high || l->high < low || (l->low == high && l->not_low) || (l->high == low && l->not_high);
}

static int
has_text(const struct texts *t, const char *text)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		if (strcmp(t->at[i], text) == 0)
			return 1;
	return 0;
}

#define ANY 1e300

static const char *
never_number(const struct condition *w)
{
	if (is_outside(&w->score, 0, 1))
		return "a score is from 0 to 1";
	if (is_outside(&w->rating, 0, 5))
		return "a rating is from 1 to 5";
	if (is_outside(&w->capitals, 0, 1))
		return "the share of capitals is from 0 to 1";
	if (is_outside(&w->links, 0, ANY) || is_outside(&w->mentions, 0, ANY) || is_outside(&w->media, 0, ANY) ||
	    is_outside(&w->length, 0, ANY))
		return "nothing is counted below 0 or between its limits";
	if (is_outside(&w->author.followers, 0, ANY) || is_outside(&w->author.age, 0, ANY) ||
	    is_outside(&w->author.messages, 1, ANY) || is_outside(&w->author.sanctions, 0, ANY))
		return "no author is like that (this message counts: one at least)";
	return NULL;
}

static const char *
never(const struct condition *w)
{
	if (w->rating.set && w->kinds.count && !has_text(&w->kinds, "review"))
		return "only a review has a rating";
	if (w->is_public == 1 && w->kinds.count == 1 && has_text(&w->kinds, "dm"))
		return "a private message is not public";
	if (w->sentiments.count && w->langs.count && !has_text(&w->langs, "fr") && !has_text(&w->langs, "en"))
		return "sentiment is known of French and English only";
	return never_number(w);
}

static int
covers_labels(const struct condition *unless, const struct condition *when)
{
	size_t i;

	if (!unless->labels.count || !when->labels.count || unless->level > when->level || unless->score.set)
		return 0;
	for (i = 0; i < when->labels.count; i++)
		if (!has_text(&unless->labels, when->labels.at[i]))
			return 0;
	return 1;
}

static int
only_labels(const struct condition *w)
{
	const struct about_author *a = &w->author;

	return !w->has_terms && !w->langs.count && !w->kinds.count && !w->networks.count && !w->accounts.count &&
	    !w->hosts.count && !w->sentiments.count && !w->topics.count && w->is_public < 0 && !w->rating.set &&
	    !w->links.set && !w->mentions.set && !w->media.set && !w->length.set && !w->capitals.set &&
	    !w->has_volume && !a->followers.set && !a->age.set && !a->messages.set && !a->sanctions.set &&
	    !a->handles.count;
}

static const char *
never_because_of(const struct rule *r, const struct condition *w)
{
	const char *why = never(w);
	size_t      i;

	for (i = 0; !why && i < r->unless.count; i++) {
		if (!only_labels(r->unless.at + i))
			continue;
		if (!r->unless.at[i].labels.count)
			why = "`unless` is empty, which always holds";
		else if (covers_labels(r->unless.at + i, w))
			why = "`unless` names the same labels";
	}
	return why;
}

static void
warn_never(const struct draft *d, const struct rule *r)
{
	const char *why;
	size_t      i;

	for (i = 0; i < r->when.count; i++) {
		why = never_because_of(r, r->when.at + i);
		if (why)
			d->warn("%s:%zu:%zu: rule \"%s\" can never hold: %s", d->charter->path, r->when.at[i].mark.line,
			    r->when.at[i].mark.column, r->id, why);
	}
}

int
charter_check(struct draft *d, const struct yaml *y, struct err *e)
{
	struct charter *c = d->charter;
	size_t          i;

	for (i = 0; i < c->nrules; i++) {
		if (check_article(d, y, c->rules + i, e) || check_team(d, y, c->rules + i, e))
			return -1;
		warn_never(d, c->rules + i);
	}
	return 0;
}
