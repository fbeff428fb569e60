/* lint_words.c - a post's words: banned, missing, shouted, doubled */
#include "lint_parts.h"

#include <string.h>

/* --- phrases ------------------------------------------------------------------------------------- */

void
phrases_read(struct phrases *p, const struct texts *t, struct mem *m)
{
	size_t i;

	p->at = mem_alloc(m, (t->count + 1) * sizeof *p->at);
	p->count = t->count;
	for (i = 0; i < t->count; i++) {
		p->at[i].text = t->at[i];
		words_read(&p->at[i].words, t->at[i], strlen(t->at[i]));
	}
}

void
phrases_release(struct phrases *p)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		words_release(&p->at[i].words);
}

/* The first `parts` of the post under way. */
static int
has_phrase(const struct lint *l, size_t parts, const struct phrase *phrase)
{
	const struct words *w;
	size_t              i;

	for (i = 0; i < parts; i++) {
		w = lint_words(l, i);
		if (words_find(w, &phrase->words, 0) < w->count)
			return 1;
	}
	return 0;
}

/* --- banned, wanted, required --------------------------------------------------------------------- */

static void
rule_banned(struct lint *l, const struct lint_post *p)
{
	const struct phrases *banned = &l->by->banned;
	size_t                i;

	for (i = 0; i < banned->count; i++)
		if (has_phrase(l, p->nparts, banned->at + i))
			lint_say(l, RULE_BANNED_WORD, "\"%s\" is banned by the strategy; say it in other words",
			    banned->at[i].text);
}

static void
rule_wanted(struct lint *l, const struct lint_post *p)
{
	struct phrases *wanted = &l->by->wanted;
	size_t          i;

	for (i = 0; i < wanted->count; i++)
		if (!wanted->at[i].seen)
			wanted->at[i].seen = has_phrase(l, p->nparts, wanted->at + i);
}

/* fr-FR is fr. */
static int
allows_lang(const struct texts *langs, const char *lang)
{
	size_t i, len;

	for (i = 0; lang && i < langs->count; i++) {
		len = strlen(langs->at[i]);
		if (strncmp(langs->at[i], lang, len) == 0 && (!lang[len] || lang[len] == '-'))
			return 1;
	}
	return !langs->count;
}

static int
is_required(const struct required *r, const struct lint_post *p)
{
	return texts_allow(&r->accounts, p->account) && texts_allow(&r->networks, p->network) &&
	    texts_allow(&r->campaigns, p->campaign) && texts_allow(&r->pillars, p->pillar) &&
	    allows_lang(&r->langs, p->lang);
}

static void
rule_required(struct lint *l, const struct lint_post *p)
{
	const struct required_list *r;
	size_t                      i;

	for (i = 0; i < l->by->required.count; i++) {
		r = &p->strategy->required;
		if (is_required(r->at + i, p) && !has_phrase(l, p->said, l->by->required.at + i))
			lint_say(l, RULE_REQUIRED_WORDS, "\"%s\" is missing; add it to the text", r->at[i].text);
	}
}

/* --- paid partnerships ---------------------------------------------------------------------------- */

static int
names_partner(const struct partner *x, const struct lint_post *p)
{
	const char *handle = x->mention ? strategy_mention(p->strategy, x->mention, p->network) : NULL;
	size_t      i;

	if (x->campaigns.count && p->campaign && texts_allow(&x->campaigns, p->campaign))
		return 1;
	for (i = 0; handle && i < p->nparts; i++)
		if (strstr(p->parts[i], handle))
			return 1;
	return 0;
}

static int
discloses(const struct lint *l, const struct lint_post *p, const struct phrases *words)
{
	size_t i;

	for (i = 0; i < words->count; i++)
		if (has_phrase(l, p->said, words->at + i))
			return 1;
	return 0;
}

static void
rule_disclosure(struct lint *l, const struct lint_post *p)
{
	const struct partner *x;
	const struct thing   *t = p->strategy ? p->strategy->partners.first : NULL;
	size_t                i;

	for (i = 0; t; t = t->next, i++) {
		x = (const struct partner *)t;
		if (names_partner(x, p) && !discloses(l, p, l->by->disclosures + i))
			lint_say(l, RULE_DISCLOSURE, "a paid partnership with %s that does not say so (France: law "
			    "2023-451, article 5); write \"%s\" in the text", t->title ? t->title : t->id,
			    l->by->disclosures[i].at[0].text);
	}
}

/* --- capitals, doubled words ------------------------------------------------------------------------ */

static void
capitals_in(struct lint *l, const struct words *w, const char *text)
{
	size_t most = (size_t)l->by->rules[RULE_CAPITALS].limit, run = 0, i;
	size_t begin = 0;

	for (i = 0; i < w->count; i++) {
		if (!w->at[i].letters && run)
			continue;
		run = w->at[i].letters && w->at[i].capitals ? run + 1 : 0;
		begin = run == 1 ? i : begin;
		if (run > most && w->at[i].end - w->at[begin].start > 3 * most) {
			lint_say(l, RULE_CAPITALS, "all capitals: \"%.*s\"; screen readers may spell it, write it "
			    "small", (int)(w->at[i].end - w->at[begin].start), text + w->at[begin].start);
			return;
		}
	}
}

static void
rule_capitals(struct lint *l, const struct lint_post *p)
{
	size_t i;

	for (i = 0; i < p->nparts; i++)
		capitals_in(l, lint_words(l, i), p->parts[i]);
}

/* French doubles "nous nous levons", "vous vous", English "had had", "that that", rightly. */
static int
may_double(const struct word *w, const char *text)
{
	static const char *const words[] = { "nous", "vous", "had", "that", "bye", "ha", "ho", "hé", "oh", "non",
		"oui", "no", "yes", "très", "very", "so" };
	size_t                   len = w->end - w->start, i;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == len && strncmp(words[i], text + w->start, len) == 0)
			return 1;
	return 0;
}

static void
doubled_in(struct lint *l, const struct words *w, const char *text)
{
	const struct word *a, *b;
	size_t             i;

	for (i = 0; i + 1 < w->count; i++) {
		a = w->at + i;
		b = a + 1;
		if (a->folded != b->folded || !b->spaced || !a->letters || may_double(b, text))
			continue;
		lint_say(l, RULE_DOUBLED_WORD, "\"%.*s\" stands twice; take one away", (int)(b->end - a->start),
		    text + a->start);
		return;
	}
}

static void
rule_doubled(struct lint *l, const struct lint_post *p)
{
	size_t i;

	for (i = 0; i < p->nparts; i++)
		doubled_in(l, lint_words(l, i), p->parts[i]);
}

lint_rule *const lint_word_rules[] = { rule_banned, rule_wanted, rule_required, rule_disclosure, rule_capitals,
	rule_doubled, NULL };
