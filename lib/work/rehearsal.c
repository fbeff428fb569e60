/* rehearsal.c - the posts of a rehearsal, and what the journal knows of them */
#include "rehearsal_parts.h"

#include <stdlib.h>
#include <string.h>

struct rehearsal *
rehearsal_new(const struct rehearsal_settings *s)
{
	struct rehearsal *r = mem_get(sizeof *r);

	memset(r, 0, sizeof *r);
	r->set = *s;
	r->mem = mem_new();
	r->scratch = mem_new();
	r->approved = approvals_new();
	r->stages = mem_alloc(r->mem, (s->conf->naccounts + 1) * sizeof *r->stages);
	r->told = INT64_MIN;
	rec_init(&r->rec);
	return r;
}

void
rehearsal_free(struct rehearsal *r)
{
	size_t i;

	if (!r)
		return;
	for (i = 0; i < r->nwindows; i++)
		free(r->windows[i].at);
	rec_release(&r->rec);
	approvals_free(r->approved);
	buf_release(&r->line);
	free(r->acts);
	mem_free(r->scratch);
	mem_free(r->mem);
	free(r);
}

/* --- the journal ---------------------------------------------------------------------------------- */

void
rehearsal_event(struct rehearsal *r, struct events *l, const struct rec *rec)
{
	struct event v = { .at = INT64_MIN, .len = rec->line.len, .number = l->count };

	rec_time(rec, "at", &v.at);
	v.line = mem_dup(r->mem, rec->line.at, rec->line.len);
	l->at = mem_more(r->mem, l->at, l->count, &l->room, sizeof *l->at);
	l->at[l->count++] = v;
}

static void
take(void *arg, const struct rec *rec)
{
	struct rehearsal *r = arg;

	mem_reset(r->scratch);
	if (rec_is(rec, "approval"))
		rehearsal_event(r, &r->approvals, rec);
	else if (rec_is(rec, "hold"))
		rehearsal_event(r, &r->holds, rec);
	else if (rec_is(rec, "result"))
		gone_result(r, rec);
}

/* By time; of the same time as they stand in the journal. */
static int
by_time(const void *a, const void *b)
{
	const struct event *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
sort_events(struct events *l)
{
	if (l->count)
		qsort(l->at, l->count, sizeof *l->at, by_time);
}

void
rehearsal_events(struct rehearsal *r)
{
	sort_events(&r->approvals);
	sort_events(&r->holds);
}

int
rehearsal_journal(struct rehearsal *r, const char *path, journal_bad *bad, struct err *e)
{
	return journal_read(path, take, r, bad, e);
}

/* --- the posts ------------------------------------------------------------------------------------ */

static const char *
kept(struct rehearsal *r, const char *s)
{
	return s ? mem_str(r->mem, s) : NULL;
}

static void
keep_words(struct rehearsal *r, struct act *a)
{
	struct rehearsed *p = &a->is;

	p->id = mem_str(r->mem, p->id);
	p->entry = kept(r, p->entry);
	p->campaign = kept(r, p->campaign);
	p->pillar = kept(r, p->pillar);
	p->state = kept(r, p->state);
	p->digest = kept(r, p->digest);
	p->author = kept(r, p->author);
	p->text = p->link = NULL;
}

void
rehearsal_post(struct rehearsal *r, const struct rehearsed *p)
{
	const struct net *net = net_find(p->account->network);
	struct gone      *out = gone_find(r, p->id);
	struct act       *a;

	if (out && out->posts)
		out->posts = p->parts;
	if (p->at < r->set.from || p->at >= r->set.to || out)
		return;
	if (r->count == r->room) {
		r->room = r->room ? 2 * r->room : 256;
		r->acts = mem_grow(r->acts, r->room * sizeof *r->acts);
	}
	a = r->acts + r->count++;
	*a = (struct act){ .is = *p, .said = STATUS_COUNT, .wait = gone_wait(r, p->id) };
	a->cost = pace_cost(p->account, net, p->text, p->link && *p->link) * (int64_t)p->parts;
	a->currency = net && net->price.currency ? net->price.currency : "";
	keep_words(r, a);
	a->job = (struct job){ .id = a->is.id, .op = op_name(OP_PUBLISH), .account = p->account->name,
		.network = p->account->network, .entry = a->is.entry, .campaign = a->is.campaign,
		.pillar = a->is.pillar, .at = p->at };
}
