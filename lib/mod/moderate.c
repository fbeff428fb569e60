/* moderate.c - messages judged by a charter */
#include "moderate_parts.h"
#include "smm/hash.h"

#include <stdlib.h>
#include <string.h>

int
moderate_new(struct moderate **out, const struct moderate_settings *s, struct err *e)
{
	struct moderate *m = mem_zero(sizeof *m);

	m->set = *s;
	m->message = kind_find("message", 7);
	m->mem = mem_new();
	m->norm = norm_new();
	m->words = wordlist_new(s->charter, s->warn);
	m->subject.charter = s->charter;
	m->subject.past = past_new(s->charter);
	m->asks_words = past_asks_words(m->subject.past);
	found_init(&m->subject.found, s->charter->nsets);
	m->held = mem_get((s->charter->nrules + 1) * sizeof *m->held);
	m->judgement.rules = m->held;
	if (patterns_new(&m->patterns, s->charter, s->note, e)) {
		moderate_free(m);
		return -1;
	}
	*out = m;
	return 0;
}

const struct charter *
moderate_charter(const struct moderate *m)
{
	return m->set.charter;
}

void
moderate_forget(struct moderate *m)
{
	past_free(m->subject.past);
	m->subject.past = past_new(m->set.charter);
}

void
moderate_free(struct moderate *m)
{
	if (!m)
		return;
	patterns_free(m->patterns);
	wordlist_free(m->words);
	norm_free(m->norm);
	past_free(m->subject.past);
	found_release(&m->subject.found);
	mem_free(m->mem);
	free(m->held);
	free(m);
}

/* --- what happened before -------------------------------------------------------------------------- */

#define WORDS_MORE UINT64_C(0x100000001b3)

/* Word by word, whatever is done to hide them. */
static void
look_closely(struct moderate *m, struct slice text)
{
	struct subject *s = &m->subject;
	size_t          at = 0, i;

	while (at < text.len) {
		at = norm_read(m->norm, text.at, text.len, at);
		wordlist_find(m->words, m->norm, &s->found);
		for (i = 0; i < m->norm->count; i++)
			s->words = s->words * WORDS_MORE + m->norm->words[i].hash;
	}
}

/* Most texts hide nothing. */
static void
look_plainly(struct moderate *m, struct slice text)
{
	struct subject *s = &m->subject;
	size_t          i;

	if (!wordlist_is_clean(m->words, &m->plain)) {
		norm_take_plain(m->norm, &m->plain, text.at, text.len);
		wordlist_find(m->words, m->norm, &s->found);
	}
	for (i = 0; m->asks_words && i < m->plain.count; i++)
		s->words = s->words * WORDS_MORE + m->plain.hash[i];
}

static void
look(struct moderate *m)
{
	struct subject *s = &m->subject;
	struct slice    text = facts_string(&s->facts, FACT_TEXT);

	s->words = 0;
	found_begin(&s->found);
	if (norm_read_plain(&m->plain, text.at, text.len))
		look_plainly(m, text);
	else
		look_closely(m, text);
	if (m->patterns)
		patterns_find(m->patterns, text.at, text.len, &s->found);
}

struct remembering {
	struct moderate *m;
	struct slice     rule;
};

static int
find_rule_name(void *arg, const struct member *m)
{
	struct remembering *x = arg;

	if (slice_is(m->key, "rule"))
		x->rule = facts_plain(m, x->m->mem);
	return 0;
}

static int
remember_rule(void *arg, const struct member *m)
{
	struct remembering   *x = arg;
	const struct charter *c = x->m->set.charter;
	size_t                i;

	x->rule = (struct slice){ "", 0 };
	if (m->type == SCAN_OBJECT)
		scan_inside(m->value, find_rule_name, x);
	for (i = 0; i < c->nrules; i++)
		if (slice_is(x->rule, c->rules[i].id))
			past_offence(x->m->subject.past, c->rules + i, &x->m->subject.facts);
	return 0;
}

static void
remember_message(struct moderate *m, const struct rec *r)
{
	struct remembering   x = { .m = m };
	const struct member *why = rec_get(r, "why");

	facts_read(&m->subject.facts, r, m->mem);
	if (facts_is_own(&m->subject.facts))
		return;
	look(m);
	past_message(m->subject.past, &m->subject.facts, m->subject.words);
	if (why && why->type == SCAN_ARRAY)
		scan_inside(why->value, remember_rule, &x);
}

static void
remember_result(struct moderate *m, const struct rec *r)
{
	const char *message = rec_str(r, "message", m->mem), *status = rec_str(r, "status", m->mem);
	const char *op = rec_str(r, "op", m->mem);
	int64_t     at = 0;

	if (message && op && status && strcmp(status, "done") == 0 && !rec_time(r, "at", &at))
		past_result(m->subject.past, hash_fast(message, strlen(message)), at, op, strlen(op));
}

void
moderate_remember(struct moderate *m, const struct rec *r)
{
	mem_reset(m->mem);
	if (r->kind == m->message)
		remember_message(m, r);
	else if (rec_is(r, "result"))
		remember_result(m, r);
}

/* --- judging --------------------------------------------------------------------------------------- */

static const struct condition *
held_by(struct subject *s, const struct rule *r)
{
	const struct condition *w = NULL;
	size_t             i;

	for (i = 0; !w && i < r->when.count; i++)
		if (judge_holds(s, r->when.at + i))
			w = r->when.at + i;
	for (i = 0; w && i < r->unless.count; i++)
		if (judge_holds(s, r->unless.at + i))
			return NULL;
	return w;
}

/* The last step of `then` that the author has come to, else what the rule does. */
static void
graduate(struct subject *s, struct verdict_of *v)
{
	const struct rule *r = v->rule;
	size_t             i, times;

	v->verdicts = r->verdicts;
	v->times = 0;
	past_offence(s->past, r, &s->facts);
	if (r->tally == SIZE_MAX || !facts_author(&s->facts)->hash)
		return;
	v->times = past_offences(s->past, r, &s->facts, 0);
	for (i = 0; i < r->nthen; i++) {
		times = past_offences(s->past, r, &s->facts, r->then[i].within);
		if (times >= (size_t)r->then[i].after) {
			v->verdicts = r->then[i].verdicts;
			v->times = times;
		}
	}
}

static enum priority
priority_of(const struct rule *r)
{
	return r->has_priority ? r->priority : PRIORITY_NORMAL;
}

/* Somebody may be in danger: nothing is hidden, nobody is blocked, a person reads it now. */
static void
call_person(struct judgement *j, unsigned all)
{
	j->priority = PRIORITY_URGENT;
	j->proposed = verdicts_proposed((all & 1u << VERDICT_HOLD) | 1u << VERDICT_ESCALATE);
}

/* The highest priority that a rule gives; the team of the rule with the highest, of equals the first. */
static void
conclude(struct moderate *m)
{
	struct judgement *j = &m->judgement;
	enum priority     assigned = PRIORITY_LOW;
	unsigned          all = 0;
	int               has_priority = 0;
	size_t            i;

	j->priority = PRIORITY_NORMAL;
	j->assign = NULL;
	for (i = 0; i < j->nrules; i++) {
		const struct rule *r = m->held[i].rule;

		all |= m->held[i].verdicts;
		if (r->has_priority && (!has_priority || r->priority > j->priority))
			j->priority = r->priority;
		has_priority |= r->has_priority;
		if (r->assign && (!j->assign || priority_of(r) > assigned)) {
			j->assign = r->assign;
			assigned = priority_of(r);
		}
	}
	j->proposed = verdicts_proposed(all);
	if (opinion_danger(&m->subject.opinion))
		call_person(j, all);
}

static int64_t
due_by(struct moderate *m)
{
	struct facts         *f = &m->subject.facts;
	const struct service *s;
	struct slice          kind;
	long                  seconds;
	int64_t               at;

	if (!m->set.charter->nservices)
		return 0;
	kind = facts_string(f, FACT_KIND);
	s = charter_service(m->set.charter, kind.at, kind.len);
	seconds = s ? s->seconds[m->judgement.priority] : 0;
	at = seconds ? facts_at(f) : 0;
	return at ? hours_after(s->clock ? NULL : m->set.hours, at, seconds * INT64_C(1000)) : 0;
}

/* A language that the message names is believed. */
static void
form_opinion(struct moderate *m, const struct rec *r)
{
	struct subject *s = &m->subject;

	if (!m->set.classify) {
		opinion_read(&s->opinion, facts_is_moderated(&s->facts) ? r : NULL, m->mem);
		return;
	}
	opinion_ask(&s->opinion, m->set.classify, facts_string(&s->facts, FACT_TEXT), m->mem);
	if (!facts_string(&s->facts, FACT_LANG).len)
		facts_set_lang(&s->facts, s->opinion.lang);
}

const struct judgement *
moderate_judge(struct moderate *m, const struct rec *r)
{
	const struct charter *c = m->set.charter;
	struct subject       *s = &m->subject;
	const struct condition    *w;
	size_t                i;

	mem_reset(m->mem);
	if (r->kind != m->message)
		return NULL;
	facts_read(&s->facts, r, m->mem);
	if (facts_is_own(&s->facts))
		return NULL;
	form_opinion(m, r);
	look(m);
	past_message(s->past, &s->facts, s->words);
	m->judgement.nrules = 0;
	for (i = 0; i < c->nrules; i++) {
		w = held_by(s, c->rules + i);
		if (!w)
			continue;
		m->held[m->judgement.nrules] = (struct verdict_of){ c->rules + i, w, 0, 0 };
		graduate(s, m->held + m->judgement.nrules++);
	}
	conclude(m);
	m->judgement.due = due_by(m);
	return &m->judgement;
}
