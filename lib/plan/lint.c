/* lint.c - posts judged by the rules of their strategy */
#include "lint_parts.h"

#include "smm/hash.h"
#include "smm/lang.h"
#include "smm/when.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lint *
lint_new(lint_found *found, void *arg)
{
	struct lint *l = mem_get(sizeof *l);

	memset(l, 0, sizeof *l);
	l->found = found;
	l->arg = arg;
	l->mem = mem_new();
	l->scratch = mem_new();
	return l;
}

static void
release_judged(struct judged *j)
{
	size_t i;

	phrases_release(&j->banned);
	phrases_release(&j->wanted);
	phrases_release(&j->required);
	for (i = 0; j->strategy && i < j->strategy->partners.count; i++)
		phrases_release(j->disclosures + i);
}

void
lint_free(struct lint *l)
{
	struct judged *j;
	size_t         i;

	if (!l)
		return;
	for (j = l->judged; j; j = j->next)
		release_judged(j);
	for (i = 0; i < l->parts_room; i++)
		words_release(l->parts + i);
	free(l->parts);
	free(l->waiting);
	mem_free(l->scratch);
	mem_free(l->mem);
	free(l);
}

void
lint_only_purpose(struct lint *l)
{
	l->only_purpose = 1;
}

/* --- saying what was found ------------------------------------------------------------------------ */

static void
say(struct lint *l, const struct judged *j, struct finding *f, const char *fmt, va_list ap)
{
	char text[ERR_TEXT];

	f->severity = j->rules[f->rule].severity;
	if (f->severity == SEVERITY_OFF)
		return;
	vsnprintf(text, sizeof text, tr(fmt), ap);
	f->message = text;
	l->found(l->arg, f);
}

void
lint_say(struct lint *l, enum rule rule, const char *fmt, ...)
{
	const struct lint_post *p = l->post;
	struct finding          f = { .rule = rule, .file = p->file, .mark = p->mark, .entry = p->entry,
		.account = p->account };
	va_list                 ap;

	va_start(ap, fmt);
	say(l, l->by, &f, fmt, ap);
	va_end(ap);
}

void
lint_say_of(struct lint *l, const struct kept *k, enum rule rule, const char *fmt, ...)
{
	struct finding f = { .rule = rule, .file = k->file, .mark = k->mark, .entry = k->entry,
		.account = k->account };
	va_list        ap;

	va_start(ap, fmt);
	say(l, k->judged, &f, fmt, ap);
	va_end(ap);
}

void
lint_say_whole(struct lint *l, const struct judged *j, struct mark mark, enum rule rule, const char *fmt, ...)
{
	struct finding f = { .rule = rule, .file = j->strategy ? j->strategy->path : NULL, .mark = mark };
	va_list        ap;

	va_start(ap, fmt);
	say(l, j, &f, fmt, ap);
	va_end(ap);
}

const char *
lint_date(struct lint *l, int64_t day)
{
	struct civil c;

	civil_from_days(day, &c);
	return mem_fmt(l->scratch, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* --- the strategies that posts have --------------------------------------------------------------- */

/* Only what serves which objective, and that as it is set. */
static void
keep_purpose(struct judged *j)
{
	size_t i;

	for (i = 0; i < RULE_COUNT; i++)
		if (i != RULE_NO_OBJECTIVE && i != RULE_UNSERVED_OBJECTIVE)
			j->rules[i].severity = SEVERITY_OFF;
}

static void
read_required(struct judged *j, struct mem *m)
{
	const struct required_list *r = &j->strategy->required;
	struct texts                texts = { .count = r->count };
	size_t                      i;

	texts.at = mem_alloc(m, (r->count + 1) * sizeof *texts.at);
	for (i = 0; i < r->count; i++)
		texts.at[i] = r->at[i].text;
	phrases_read(&j->required, &texts, m);
}

/* Law 2023-451 of 9 June 2023, article 5: what is paid for says so, with one of these words or others as clear. */
static void
read_disclosures(struct judged *j, struct mem *m)
{
	static const char  *words[] = { "publicité", "collaboration commerciale" };
	const struct texts  law = { words, 2, 2 };
	const struct thing *t;
	const struct texts *own;
	size_t              i = 0;

	j->disclosures = mem_alloc(m, (j->strategy->partners.count + 1) * sizeof *j->disclosures);
	for (t = j->strategy->partners.first; t; t = t->next) {
		own = &((const struct partner *)t)->disclosure;
		phrases_read(j->disclosures + i++, own->count ? own : &law, m);
	}
}

static struct judged *
new_judged(struct lint *l, const struct strategy *s)
{
	struct judged *j = mem_alloc(l->mem, sizeof *j);

	j->strategy = s;
	if (s) {
		memcpy(j->rules, s->rules, sizeof j->rules);
		phrases_read(&j->banned, &s->banned, l->mem);
		phrases_read(&j->wanted, &s->wanted, l->mem);
		read_required(j, l->mem);
		read_disclosures(j, l->mem);
		j->pillars = mem_alloc(l->mem, (s->pillars.count + 1) * sizeof *j->pillars);
		j->objectives = mem_alloc(l->mem, (s->objectives.count + 1) * sizeof *j->objectives);
	} else {
		rules_usual(j->rules);
	}
	if (l->only_purpose)
		keep_purpose(j);
	j->next = l->judged;
	l->judged = j;
	return j;
}

/* Two calendars that name the same file have the same strategy. */
static struct judged *
find_judged(struct lint *l, const struct strategy *s)
{
	struct judged *j;

	for (j = l->judged; j; j = j->next)
		if (j->strategy == s || (s && j->strategy && strcmp(j->strategy->path, s->path) == 0))
			return j;
	return new_judged(l, s);
}

/* --- posts ---------------------------------------------------------------------------------------- */

static void
read_parts(struct lint *l, const struct lint_post *p)
{
	size_t i;

	if (p->nparts > l->parts_room) {
		l->parts = mem_grow(l->parts, p->nparts * sizeof *l->parts);
		memset(l->parts + l->parts_room, 0, (p->nparts - l->parts_room) * sizeof *l->parts);
		l->parts_room = p->nparts;
	}
	for (i = 0; i < p->nparts; i++)
		words_read(l->parts + i, p->parts[i], strlen(p->parts[i]));
}

const struct words *
lint_words(const struct lint *l, size_t part)
{
	return l->parts + part;
}

const char *
lint_objective(const struct lint_post *p)
{
	const struct thing *campaign;

	if (p->objective && *p->objective)
		return p->objective;
	campaign = p->strategy && p->campaign ? things_find(&p->strategy->campaigns, p->campaign) : NULL;
	return campaign ? ((const struct campaign *)campaign)->objective : NULL;
}

static void
count_in(const struct things *t, const char *id, size_t *counts)
{
	const struct thing *x;
	size_t              i = 0;

	for (x = t->first; id && x; x = x->next, i++)
		counts[i] += strcmp(x->id, id) == 0;
}

static uint64_t
text_hash(const struct words *w, const char *text)
{
	uint64_t hash = 0;
	size_t   i;

	for (i = 0; i < w->count; i++)
		hash = hash * 31 + w->at[i].folded;
	return w->count ? hash : hash_fast(text, strlen(text)); /* emoji alone */
}

void
lint_keep(struct lint *l, const struct kept *k)
{
	l->kept = mem_more(l->mem, l->kept, l->nkept, &l->kept_room, sizeof *l->kept);
	l->kept[l->nkept++] = *k;
}

/* The posts of one entry come one behind the other: its names are kept once, and it counts once. */
static void
keep_post(struct lint *l, const struct lint_post *p)
{
	const struct kept *last = l->nkept ? l->kept + l->nkept - 1 : NULL;
	struct kept        k = { .judged = l->by, .file = p->file, .account = p->account, .network = p->network,
		.mark = p->mark, .at = p->at, .wall = p->at + INT64_C(1000) * p->offset_sec };
	int                again = last && last->file == p->file && last->mark.line == p->mark.line &&
	    last->at == p->at && strcmp(last->entry, p->entry) == 0;

	k.entry = again ? last->entry : mem_str(l->mem, p->entry);
	k.id = mem_str(l->mem, p->id);
	k.text = *p->text && !l->only_purpose ? text_hash(l->parts, p->text) : 0;
	lint_keep(l, &k);
	if (again || !p->strategy)
		return;
	l->by->entries++;
	count_in(&p->strategy->pillars, p->pillar, l->by->pillars);
	count_in(&p->strategy->objectives, lint_objective(p), l->by->objectives);
}

static void
judge(struct lint *l, lint_rule *const *rules)
{
	for (; *rules; rules++)
		(*rules)(l, l->post);
}

void
lint_post(struct lint *l, const struct lint_post *p)
{
	mem_reset(l->scratch);
	l->post = p;
	l->by = find_judged(l, p->strategy);
	if (!l->only_purpose) {
		read_parts(l, p);
		judge(l, lint_word_rules);
		judge(l, lint_french_rules);
		judge(l, lint_post_rules);
	}
	judge(l, lint_purpose_rules);
	keep_post(l, p);
}

void
lint_end(struct lint *l, int64_t now)
{
	mem_reset(l->scratch);
	if (!l->only_purpose)
		lint_beside(l);
	lint_whole(l);
	lint_answers(l, now);
}
