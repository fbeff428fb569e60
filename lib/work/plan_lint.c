/* plan_lint.c - a post handed over to the lint */
#include "planning.h"

#include "smm/lint.h"

static void
add_part(const char **parts, size_t *n, const char *text)
{
	if (text && *text)
		parts[(*n)++] = text;
}

/* Everything that is read; the text first, even when it is empty. */
static void
gather_parts(struct plan *p, const struct content *c, struct lint_post *post)
{
	const char **parts = mem_alloc(p->scratch, (c->thread.parts.count + 4) * sizeof *parts);
	size_t       i;

	parts[post->nparts++] = post->text;
	add_part(parts, &post->nparts, c->title);
	add_part(parts, &post->nparts, c->warning);
	post->said = post->nparts;
	for (i = 0; i < c->thread.parts.count; i++)
		add_part(parts, &post->nparts, c->thread.parts.at[i]);
	add_part(parts, &post->nparts, c->first_comment);
	post->parts = parts;
}

void
plan_lint(struct plan *p, const struct draft *d)
{
	const struct content *c = &d->content;
	struct lint_post      post = { .file = p->files[p->nfiles - 1], .mark = p->entry->mark, .id = d->id,
		.entry = p->entry->id, .account = d->account->name, .network = d->account->network, .lang = c->lang,
		.campaign = c->campaign, .pillar = c->pillar, .objective = c->objective, .text = c->text ? c->text : "",
		.link = c->link, .at = d->at, .offset_sec = d->offset_sec, .nalts = c->media.count };
	const char          **alts = mem_alloc(p->scratch, (c->media.count + 1) * sizeof *alts);
	size_t                i;

	post.strategy = p->calendar->strategy.path ? &p->calendar->strategy : NULL;
	for (i = 0; i < c->media.count; i++)
		alts[i] = c->media.at[i].alt;
	post.alts = alts;
	gather_parts(p, c, &post);
	lint_post(p->set.lint, &post);
}
